"""The description of the JSON interface, made from the models that read and write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

REFERENCES = "#/components/schemas/{model}"


class ErrorDetail(BaseModel):
    """What went wrong; `fields` has a sentence for each field that cannot be taken."""

    status: int
    message: str
    fields: dict[str, str]


class ErrorBody(BaseModel):
    """The shape of every error."""

    error: ErrorDetail


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the interface; `answers` maps a status to its model and what it means."""

    method: str
    path: str
    summary: str
    answers: Mapping[int, tuple[type[BaseModel], str]]
    body: type[BaseModel] | None = None
    needs_receipt: bool = False
    # Whether a program may say by a token who it is; and which further headers it may send, with what they do.
    takes_token: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


bp = Blueprint("openapi", __name__, url_prefix="/api/v1")


def describe(title: str, version: str, operations: Sequence[Operation]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the operations."""
    inputs = tuple(operation.body for operation in operations if operation.body)
    outputs = tuple(model for operation in operations for model, _ in operation.answers.values())
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {
            "schemas": _schemas(inputs, outputs),
            "securitySchemes": {name: {"type": "http", "scheme": "bearer"} for name in ("receipt", "token")},
        },
    }


# Many apps of one process, as in tests, have the same.
@cache
def _schemas(inputs: tuple[type[BaseModel], ...], outputs: tuple[type[BaseModel], ...]) -> dict[str, Any]:
    modes = [(model, "validation") for model in inputs] + [(model, "serialization") for model in outputs]
    _, schemas = models_json_schema(modes, ref_template=REFERENCES)  # type: ignore[arg-type]
    found: dict[str, Any] = schemas.get("$defs", {})
    return found


def _described(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "responses": {
            str(status): {"description": meaning, "content": _json(model)}
            for status, (model, meaning) in operation.answers.items()
        },
    }
    if operation.body:
        described["requestBody"] = {"required": True, "content": _json(operation.body)}
    if operation.headers:
        described["parameters"] = [
            {"name": name, "in": "header", "required": False, "description": meaning, "schema": {"type": "string"}}
            for name, meaning in operation.headers.items()
        ]
    if operation.takes_token:
        described["security"] = [{}, {"token": []}]
    if operation.needs_receipt:
        described["security"] = [{"receipt": []}]
    return described


def _json(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REFERENCES.format(model=model.__name__)}}}


@bp.get("/openapi.json")
def document() -> Response:
    """Show the description."""
    return jsonify(current_app.extensions["openapi"])

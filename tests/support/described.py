"""The OpenAPI document as its readers take it: which operations there are, and whether a body is what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

Schema = dict[str, Any]

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
# What explains a schema without restricting anything.
_WORDS = {"title", "description", "default", "$defs"}


class Document:
    """A description of an interface."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Give each operation: its method in capitals, its path, and how it is described."""
        for path, methods in self.content["paths"].items():
            for method, described in methods.items():
                yield method.upper(), path, described

    def operation(self, method: str, path: str) -> dict[str, Any]:
        """Return how an operation is described."""
        found: dict[str, Any] = self.content["paths"][path][method.lower()]
        return found

    def body_schema(self, method: str, path: str) -> Schema:
        """Return what an operation takes."""
        return self._of(self.operation(method, path)["requestBody"])

    def answer_schema(self, method: str, path: str, status: int) -> Schema:
        """Return what an operation answers with a status."""
        answers = self.operation(method, path)["responses"]
        assert str(status) in answers, f"{status} is not described for {method} {path}"
        return self._of(answers[str(status)])

    def _of(self, described: dict[str, Any]) -> Schema:
        return self.resolved(described["content"]["application/json"]["schema"])

    def resolved(self, schema: Schema) -> Schema:
        """Return what a reference leads to, or the schema itself."""
        if "$ref" in schema:
            return self.resolved(self.content["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        return schema

    def problems(self, value: object, schema: Schema, at: str = "") -> Iterator[str]:
        """Name everything in a value that the schema does not say, and everything it lacks.

        Stricter than the standard: a field that is not described is a problem, because nobody could rely on it. A
        keyword that this does not know is an error, so that no rule is passed over.
        """
        schema = self.resolved(schema)
        unknown = schema.keys() - _WORDS - {*_RULES, "additionalProperties"}
        assert not unknown, f"no test knows what {unknown} demands"
        for keyword, rule in _RULES.items():
            if keyword in schema:
                yield from (f"{at or 'body'}: {problem}" for problem in rule(value, schema[keyword]))
        if "anyOf" in schema and all(any(self.problems(value, option, at)) for option in schema["anyOf"]):
            yield f"{at}: fits nothing that is described"
        if isinstance(value, dict) and schema.get("type") == "object":
            yield from self._problems_of_fields(value, schema, at)
        if isinstance(value, list) and "items" in schema:
            for number, item in enumerate(value):
                yield from self.problems(item, schema["items"], f"{at}[{number}]")

    def _problems_of_fields(self, value: dict[str, Any], schema: Schema, at: str) -> Iterator[str]:
        fields, others = schema.get("properties", {}), schema.get("additionalProperties")
        for name, item in value.items():
            described = fields.get(name, others)
            if isinstance(described, dict):
                yield from self.problems(item, described, f"{at}.{name}")
            else:
                yield f"{at}.{name}: is not described"


def _is(value: object, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and not (isinstance(value, bool) and kind in {"integer", "number"})


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _wrong_type(value: object, kind: str) -> list[str]:
    return [] if _is(value, kind) else [f"is no {kind}"]


def _missing(value: object, names: list[str]) -> list[str]:
    return [f"lacks {name}" for name in names if isinstance(value, dict) and name not in value]


def _not_listed(value: object, allowed: list[object]) -> list[str]:
    return [] if value in allowed else [f"{value!r} is none of {allowed}"]


def _too_long(value: object, longest: int) -> list[str]:
    return [f"is longer than {longest}"] if isinstance(value, str) and len(value) > longest else []


def _wrong_format(value: object, name: str) -> list[str]:
    assert name == "date", f"no test knows the format {name}"
    return [] if _is_date(value) else ["is no date"]


_RULES: dict[str, Any] = {
    "type": _wrong_type,
    "required": _missing,
    "enum": _not_listed,
    "maxLength": _too_long,
    "format": _wrong_format,
    # Looked into by `problems` itself.
    "properties": lambda _value, _fields: [],
    "items": lambda _value, _schema: [],
    "anyOf": lambda _value, _options: [],
}

"""Runs once before the others: brings the database up to date and, at the first start, fills it.

A process of its own, because embedding the demo content loads the model, and the memory of a model
is given back only by ending the process.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.exc import SQLAlchemyError

from accounts import accounts
from accounts.permissions import RoleName
from app import create_whole_app
from archive.imports import importing
from archive.imports.files import read_rows
from core.config import PROJECT_FOLDER, AppRole, Config
from core.config_values import ConfigError
from core.progress import progress
from core.service.unseen import keep_unseen
from intake.cases import rehashing
from intake.contact import opening
from intake.contact.keys import NoKey
from intake.files import reading
from intake.retention import restoring
from search.model.embedder import ModelMissing

DEMO_CLAIMS = PROJECT_FOLDER / "archive" / "demo" / "claims.jsonl"
FIRST_EDITOR = "lead@desk.test"


def main() -> None:
    """Prepare, and print one JSON object: the first account, if it was made just now."""
    keep_unseen()
    try:
        config = Config.from_environment()
        account = prepare(create_whole_app(config), role=config.app_role)
    except (ConfigError, ModelMissing, NoKey) as error:
        sys.exit(f"Error: {error}")
    except (SQLAlchemyError, OSError) as error:
        sys.exit(f"Error: the database cannot be used: {getattr(error, 'orig', None) or error}")
    click.echo(json.dumps(account))


def prepare(app: Flask, *, role: AppRole = AppRole.ALL) -> dict[str, str]:
    """Bring the database up to date; at the very first start add demo content and an account.

    The whole database, whatever the role of the web server: `app` is one that knows all tables.
    Returns the account's `email` and `password`, or nothing at a later start. The account is made
    last: a first start that was broken off is a first start again.
    """
    config: Config = app.extensions["settings"]
    with app.app_context():
        _say("Bringing the database up to date …")
        upgrade()
        if rehashing.is_outdated():
            rehashing.bring_up_to_date()
        # A backup that was put back may hold what was erased since.
        if erased := restoring.apply_log():
            _say(f"Reports erased again that a backup had brought back: {erased}.")
        if config.read_pictures and not reading.is_on():
            _say("Pictures are not read, and the form asks for their text: Tesseract with German is not installed.")
        if config.mail is not None and role is not AppRole.PUBLIC and opening.make():
            _say(f"Keys for readers' addresses were made; keep a copy of {config.contact_private_key}.")
        if role is AppRole.PUBLIC or accounts.exist():
            return {}
        if config.demo_content:
            _add_demo_content()
        account = accounts.create(email=FIRST_EDITOR, role=RoleName.LEAD, desk_name="Redaktion")
        return {"email": account.email, "password": account.password}


def _add_demo_content() -> None:
    _say("Loading the language model for the demo content …")
    with progress("Adding demo content", "claims", total=_rows(DEMO_CLAIMS), always=True) as bar:
        importing.import_rows(read_rows(DEMO_CLAIMS), progress=bar.more)


def _rows(path: Path) -> int:
    return sum(1 for line in path.read_text(encoding="utf-8").split("\n") if line.strip())


def _say(text: str) -> None:
    click.echo(text, err=True)


if __name__ == "__main__":
    main()

"""Changing the help lines: what a line says, whether readers see it, and that somebody tried it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from flask_babel import gettext
from sqlalchemy import select

from accounts.models import Editor
from core.db import db, inserting, now, writing
from core.events import Subject, happened
from core.refusals import InvalidInput, NotFound
from core.web.display import local_day
from intake.help import lines
from intake.help.lines import Line
from intake.models.help import HelpAction, HelpCountry, HelpKind, HelpLine
from search.text.normalise import without_unseen

# As many characters as the columns hold.
LONGEST: Mapping[str, int] = {
    "name": 80,
    "telephone": 40,
    "url": 200,
    "hours_de": 120,
    "hours_en": 120,
    "sentence_de": 300,
    "sentence_en": 300,
}
LAST_POSITION = 999
_NUMBER = re.compile(r"\+?[0-9][0-9 /()-]{1,}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A line as it was typed."""

    name: str
    kind: str
    country: str
    telephone: str
    url: str
    hours_de: str
    hours_en: str
    sentence_de: str
    sentence_en: str
    position: int


def one(code: str) -> Line:
    """Return a line by its code. Errors: `NotFound`."""
    found = next((line for line in lines.every() if line.code == code), None)
    if found is None:
        raise NotFound(f"there is no help line {code}")
    return found


def add(draft: Draft, *, editor: Editor) -> str:
    """Keep a new line and return its code; readers see it from now on. Errors: `InvalidInput`."""
    values = _checked(draft)
    code = f"own-{secrets.token_hex(4)}"
    with writing() as session:
        row = HelpLine(code=code, is_shown=True, stated_on=local_day(now()), **values)
        session.add(row)
        session.flush()
        happened(HelpAction.HELP_LINE_ADDED, Subject("help_line", row.id), by=editor.id)
    return code


def change(code: str, draft: Draft, *, editor: Editor) -> None:
    """Let a line say something else; nobody has tried it as it stands from then on.

    Saving what stands there already changes nothing. Errors: `NotFound`, `InvalidInput`.
    """
    values = _checked(draft)
    with writing():
        row = _row(code)
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if not changed:
            return
        happened(HelpAction.HELP_LINE_CHANGED, Subject("help_line", row.id), by=editor.id, changed=changed)
        for name in changed:
            setattr(row, name, values[name])
        row.stated_on, row.checked_on, row.checked_by = local_day(now()), None, None


def show(code: str, *, is_shown: bool, editor: Editor) -> None:
    """Show a line to readers, or hide it; a repeat changes nothing. Errors: `NotFound`."""
    with writing():
        row = _row(code)
        if row.is_shown == is_shown:
            return
        action = HelpAction.HELP_LINE_SHOWN if is_shown else HelpAction.HELP_LINE_HIDDEN
        happened(action, Subject("help_line", row.id), by=editor.id)
        row.is_shown = is_shown


def check(code: str, *, editor: Editor) -> None:
    """Note that somebody tried a line today and that what it says is right. Errors: `NotFound`."""
    with writing():
        row = _row(code)
        happened(HelpAction.HELP_LINE_CHECKED, Subject("help_line", row.id), by=editor.id)
        row.checked_on, row.checked_by = local_day(now()), editor.id


def _row(code: str) -> HelpLine:
    """Return the desk's row of a line, locked; one that only the product brought is copied first."""
    rows = select(HelpLine).where(HelpLine.code == code)
    brought = next((line for line in lines.brought() if line.code == code), None)
    if brought is not None:
        values = {field.name: getattr(brought, field.name) for field in fields(Line)}
        # Two may want the first change to a line at once.
        db.session.execute(inserting(HelpLine).values(**values).on_conflict_do_nothing())
    row = db.session.scalar(rows.with_for_update())
    if row is None:
        raise NotFound(f"there is no help line {code}")
    return row


def _checked(draft: Draft) -> dict[str, object]:
    """Return what was typed as it is kept. Errors: `InvalidInput`."""
    words = {name: " ".join(without_unseen(getattr(draft, name)).split()) for name in LONGEST}
    problems = {
        name: gettext("Please use at most %(number)s characters.", number=most)
        for name, most in LONGEST.items()
        if len(words[name]) > most
    }
    problems |= _missing(words)
    if words["telephone"] and not _NUMBER.fullmatch(words["telephone"]):
        problems["telephone"] = gettext("Write the number with digits, spaces and + ( ) / - only.")
    if words["url"] and not _is_page(words["url"]):
        problems["url"] = gettext("Write the whole address, beginning with https://")
    for name, choices in (("kind", HelpKind), ("country", HelpCountry)):
        if getattr(draft, name) not in set(choices):
            problems[name] = gettext("Choose one of these.")
    if not 0 <= draft.position <= LAST_POSITION:
        problems["position"] = gettext("Choose a number from 0 to %(number)s.", number=LAST_POSITION)
    if problems:
        raise InvalidInput(problems)
    chosen = {"kind": HelpKind(draft.kind), "country": HelpCountry(draft.country), "position": draft.position}
    return {**words, **chosen}


def _missing(words: Mapping[str, str]) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not words["name"]:
        problems["name"] = gettext("Say what the line is called.")
    for name in ("sentence_de", "sentence_en"):
        if not words[name]:
            problems[name] = gettext("Say in one sentence for whom it is.")
    if not words["telephone"] and not words["url"]:
        problems["telephone"] = gettext("Give a telephone number, a page, or both.")
    return problems


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in (parts.hostname or "") and " " not in address

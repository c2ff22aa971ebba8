"""Notes of the desk to itself: written, withdrawn for a short while, and shown to whom they mention."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from accounts.models import Editor
from accounts.permissions import Permission
from core.db import db, existing, now, writing
from core.events import Subject, happened
from core.refusals import Conflict, InvalidInput
from core.web.display import excerpt
from intake.models.cases import Case, with_merged
from review.holding.models import NamedIn
from review.notes.models import Mention, Note, NoteAction

LONGEST_NOTE = 4_000
# Long enough to see that a note stands at the wrong case; what colleagues have read by then stays said.
MAY_BE_WITHDRAWN = timedelta(minutes=10)
SHOWN_NOTES = 100
SHOWN_MENTIONS = 50
EXCERPT = 160
# Whoever comes back to so many looks at the list, and nobody at the number.
MOST_COUNTED = 100

# An at sign that begins a word; the one in an address of mail stands inside of one.
_AT = re.compile(r"(?<![\w@.+-])@(?=\w)")
_WORD = re.compile(r"\w+(?:[.-]+\w+){0,20}")


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a note: its number, and the names behind an at sign that nobody was told by."""

    id: int
    unknown: list[str]


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as the page of its case shows it; a withdrawn one has no text."""

    id: int
    text: str
    author: str
    at: datetime
    is_withdrawn: bool
    # Whether the one who reads may withdraw it now.
    may_withdraw: bool
    # Where it was written, if that case was merged into this one.
    merged_case_id: int | None = None


@dataclass(frozen=True, slots=True)
class MentionLine:
    """A note that mentions the one who reads, with the beginning of what it says."""

    note_id: int
    case_id: int
    author: str
    at: datetime
    excerpt: str
    is_seen: bool


def write(case_id: int, text: str, *, editor: Editor) -> Written:
    """Write a note for the desk; colleagues whom it names with an at sign find it in their list of mentions.

    Nobody is told who is named in the post of the case. Errors: `NotFound` without such a case, `InvalidInput` for a
    note without words or with too many.
    """
    if not text.strip():
        raise InvalidInput({"text": gettext("Write the note first.")})
    if len(text) > LONGEST_NOTE:
        raise InvalidInput({"text": gettext("Please use at most 4,000 characters.")})
    with writing() as session:
        existing(Case, case_id)
        mentioned, unknown = _resolved(text, _colleagues(case_id))
        note = Note(case_id=case_id, editor_id=editor.id, text=text.strip(), created_at=now())
        session.add(note)
        session.flush()
        told = sorted({colleague.id for colleague in mentioned} - {editor.id})
        session.add_all(Mention(note_id=note.id, editor_id=editor_id) for editor_id in told)
        happened(NoteAction.NOTE_WRITTEN, Subject("case", case_id), by=editor.id, note=note.id, mentioned=told)
    return Written(note.id, unknown)


def withdraw(note_id: int, *, editor: Editor) -> int:
    """Take a note back soon after writing it: its words are erased, that there was one stays; return its case.

    Errors: `NotFound` without such a note of one's own, `Conflict` when it is too late or was done already.
    """
    with writing() as session:
        note = existing(Note, note_id, locked=True)
        if not _may_withdraw(note, editor):
            raise Conflict(gettext("A note can be withdrawn by its author, within ten minutes. Write another one."))
        note.text, note.withdrawn_at = "", now()
        session.execute(delete(Mention).where(Mention.note_id == note_id))
        happened(NoteAction.NOTE_WITHDRAWN, Subject("case", note.case_id), by=editor.id, note=note_id)
    return note.case_id


def notes_of(case_id: int, *, reader: Editor) -> list[NoteLine]:
    """Return the newest notes of a case and of those that were merged into it, in the order they were written in.

    At most `SHOWN_NOTES`.
    """
    rows = select(Note).where(Note.case_id.in_(with_merged(case_id))).options(joinedload(Note.editor))
    newest = db.session.scalars(rows.order_by(Note.id.desc()).limit(SHOWN_NOTES)).all()
    return [
        NoteLine(
            id=note.id,
            text=note.text,
            author=note.editor.desk_name,
            at=note.created_at,
            is_withdrawn=note.withdrawn_at is not None,
            may_withdraw=_may_withdraw(note, reader),
            merged_case_id=note.case_id if note.case_id != case_id else None,
        )
        for note in reversed(newest)
    ]


def mentions(editor: Editor) -> list[MentionLine]:
    """Return the notes that mention an editor, the newest first, at most `SHOWN_MENTIONS`."""
    rows = (
        select(Mention)
        .join(Mention.note)
        .where(Mention.editor_id == editor.id)
        .options(contains_eager(Mention.note).joinedload(Note.editor))
        .order_by(Mention.note_id.desc())
        .limit(SHOWN_MENTIONS)
    )
    return [
        MentionLine(
            note_id=mention.note_id,
            case_id=mention.note.case_id,
            author=mention.note.editor.desk_name,
            at=mention.note.created_at,
            excerpt=excerpt(mention.note.text, EXCERPT),
            is_seen=mention.seen_at is not None,
        )
        for mention in db.session.scalars(rows)
    ]


def unseen(editor: Editor) -> int:
    """Return how many notes mention an editor that they have not seen, at most `MOST_COUNTED`; asked by every page."""
    return len(db.session.scalars(select(Mention.id).where(*_unseen(editor)).limit(MOST_COUNTED)).all())


def mark_seen(editor: Editor, *, note_id: int | None = None) -> None:
    """Note that an editor has seen that a note mentions them, or all of those that do; a repeat changes nothing."""
    which = _unseen(editor) if note_id is None else (*_unseen(editor), Mention.note_id == note_id)
    with writing() as session:
        session.execute(update(Mention).where(*which).values(seen_at=now()))


def _unseen(editor: Editor) -> tuple[ColumnElement[bool], ...]:
    return Mention.editor_id == editor.id, Mention.seen_at.is_(None)


def _may_withdraw(note: Note, editor: Editor) -> bool:
    is_fresh = note.withdrawn_at is None and now() - note.created_at < MAY_BE_WITHDRAWN
    return is_fresh and note.editor_id == editor.id


def _colleagues(case_id: int) -> list[Editor]:
    """Return whom a note on a case may mention: open accounts that read cases, but for those who are named in it."""
    named = select(NamedIn.editor_id).where(NamedIn.case_id == case_id)
    rows = select(Editor).where(Editor.active, Editor.id.not_in(named)).options(selectinload(Editor.roles))
    return [editor for editor in db.session.scalars(rows) if editor.may(Permission.READ_CASES)]


def _resolved(text: str, colleagues: Collection[Editor]) -> tuple[list[Editor], list[str]]:
    """Return whom a text names behind its at signs, and the words behind the others.

    A name may have several words, and one may begin with another: the longest that fits is meant. Two colleagues of one
    name are both told.
    """
    mentioned: list[Editor] = []
    unknown: list[str] = []
    for at in _AT.finditer(text):
        rest = text[at.end() :].casefold()
        fitting = [colleague for colleague in colleagues if _begins_with(rest, colleague.desk_name.casefold())]
        longest = max((len(colleague.desk_name) for colleague in fitting), default=0)
        mentioned += [colleague for colleague in fitting if len(colleague.desk_name) == longest]
        word = _WORD.match(text, at.end())
        if not fitting and word is not None:
            unknown.append(word[0])
    return mentioned, _once(unknown)


def _begins_with(rest: str, name: str) -> bool:
    """Return whether a text begins with a name, and with the whole of its last word."""
    return bool(name) and rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))

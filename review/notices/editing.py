"""Writing the pages that an operator answers for; every version stays, so what readers were told can be shown later."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from accounts.models import Editor
from core.db import db, next_number, writing
from core.events import Subject, happened
from core.refusals import Conflict, InvalidInput
from intake.models.notices import Notice, NoticeAction, NoticeText
from intake.notices import texts
from search.text.normalise import without_unseen

LONGEST = 30_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A page as it was typed, and the version that was open while it was."""

    body_de: str
    body_en: str
    version: int


def write(notice: Notice, draft: Draft, *, editor: Editor) -> None:
    """Let a page say something else from now on; what stands there already changes nothing.

    Errors: `InvalidInput`; `Conflict` when somebody else wrote it meanwhile.
    """
    bodies = _checked(draft)
    with writing():
        now_there = _open(notice, draft.version)
        if bodies == (now_there.body_de, now_there.body_en):
            return
        row = _add(notice, bodies, editor)
        happened(NoticeAction.NOTICE_WRITTEN, Subject("notice", row.id), by=editor.id, notice=notice.value)


def give_back(notice: Notice, *, version: int, editor: Editor) -> None:
    """Let the product's own text be in force again; a repeat changes nothing. Errors: `Conflict`."""
    with writing():
        if not _open(notice, version).is_own:
            return
        row = _add(notice, ("", ""), editor)
        happened(NoticeAction.NOTICE_GIVEN_BACK, Subject("notice", row.id), by=editor.id, notice=notice.value)


def _open(notice: Notice, version: int) -> texts.Page:
    """Return a page, held against whoever writes it at the same time. Errors: `Conflict` for an older version."""
    # Two first versions have no row to wait for each other at.
    next_number("notice_text")
    found = texts.page(notice)
    if found.version != version:
        raise Conflict(
            gettext("Somebody else has written this page meanwhile. Their text is in force, yours is below.")
        )
    return found


def _add(notice: Notice, bodies: tuple[str, str], editor: Editor) -> NoticeText:
    row = NoticeText(notice=notice, body_de=bodies[0], body_en=bodies[1], written_by=editor.id)
    db.session.add(row)
    db.session.flush()
    return row


def _checked(draft: Draft) -> tuple[str, str]:
    """Return both bodies as they are kept. Errors: `InvalidInput`."""
    bodies = {
        name: without_unseen(getattr(draft, name).replace("\r\n", "\n")).strip() for name in ("body_de", "body_en")
    }
    problems: dict[str, str] = {}
    for name, body in bodies.items():
        unknown = texts.unknown_placeholders(body)
        if len(body) > LONGEST:
            problems[name] = gettext("Please use at most %(number)s characters.", number=LONGEST)
        elif unknown:
            problems[name] = gettext(
                "Nothing is known to put in place of %(name)s. Write it out, or use one of those named below.",
                name="{" + unknown[0] + "}",
            )
    if not any(bodies.values()):
        problems["body_de"] = gettext("Write the page in at least one language.")
    if problems:
        raise InvalidInput(problems)
    return bodies["body_de"], bodies["body_en"]

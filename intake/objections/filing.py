"""Taking in an objection: by whoever shows the receipt of a report, or by anybody else who names what it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from archive.models import Claim
from core.db import Counter, db, inserting, next_number, now, writing
from core.refusals import InvalidInput
from core.web.display import local_day
from core.web.language import LANGUAGES
from intake.models.cases import CaseState
from intake.models.objections import Objection, Objector
from intake.models.reports import Submission
from intake.objections import clock
from intake.reports import receipts, submissions
from intake.reports.fields import LONGEST_URL, LONGEST_WHY, member_of, text_of
from intake.reports.receipts import Receipt
from search.text.links import canonical_url, link_given

LONGEST_TEXT = LONGEST_WHY
LONGEST_ABOUT = LONGEST_URL

NOBODY = _l("Choose who you are to it.")

_REFERENCE = re.compile(r"\bGC[-‐‑– ]?(\d{4})[-‐‑– ]?(\d{1,12})\b", re.IGNORECASE)
# Nothing else than the number of a report: in a link or the title of an article such signs may be anything.
_NUMBER_ALONE = re.compile(r"(?:meldung |report )?gc ?(\d{4}) ?(\d{1,12})")
_WORDS = re.compile(r"\w+")
# The address of an article's page here, or the last part of it alone.
_SLUG = re.compile(r"(?:^|.*/claims/)([a-z0-9][a-z0-9-]{0,119})(?:[/?#].*)?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Filed:
    """An objection that was stored: its receipt, and by when it is answered."""

    receipt: Receipt
    due_on: date


@dataclass(frozen=True, slots=True)
class _About:
    """What an objection is about: what its sender named, without any receipt, and what was found by it."""

    named: str
    submission: Submission | None = None
    claim_id: int | None = None

    @property
    def case_id(self) -> int | None:
        case = None if self.submission is None else self.submission.case
        return None if case is None else case.standing.id


@dataclass(frozen=True, slots=True)
class _Words:
    """What is wrong, in the words of whoever objects."""

    text: str
    language: str


def object_to_answer(receipt: str, fields: Mapping[str, str]) -> Filed:
    """Store the objection of a reporter, who shows the receipt of their report; `fields` are `text` and `language`.

    Errors: `InvalidInput` without such a report, while nothing is decided about it, while an objection of theirs is
    open, and for words that cannot be taken; then nothing was stored.
    """
    problems: dict[str, str] = {}
    words = _words(fields, problems)
    submission = submissions.reported(receipt)
    if submission.told_case is None or submission.told_case.state is CaseState.OPEN:
        problems["text"] = gettext("Nothing has been decided about your report yet.")
    if problems:
        raise InvalidInput(problems)
    return _store(_About("", submission), Objector.REPORTER, words, is_proven=True)


def object_openly(fields: Mapping[str, str]) -> Filed:
    """Store the objection of somebody without a receipt; `fields` are `about`, `objector`, `text` and `language`.

    What they name may be a report, an article, or nothing we know: they cannot tell by the answer. Only a number that
    was never given out is refused, which tells no more than the number of one's own report does. Whoever enters a
    receipt there shows it, whatever stands beside it: it is kept nowhere. Errors: `InvalidInput`; then nothing was
    stored.
    """
    problems: dict[str, str] = {}
    objector = member_of(Objector, fields.get("objector", ""), "objector", NOBODY, problems)
    named = text_of(fields.get("about", ""), "about", LONGEST_ABOUT, problems)
    if not named and "about" not in problems:
        problems["about"] = gettext("Enter the number of the report, or the link to the article.")
    words = _words(fields, problems)
    if problems or objector is None:
        raise InvalidInput(problems)
    if _shows_receipt(named):
        return _by_receipt(named, fields)
    # Looked for last: whoever asks for numbers alone, without a word of an objection, learns nothing.
    if _is_never_given(named):
        raise InvalidInput(
            {"about": gettext("No report has this number. Please check it; it looks like GC-2026-000123.")}
        )
    return _store(_found(named), objector, words, is_proven=False)


def _shows_receipt(named: str) -> bool:
    """Return whether somebody shows the receipt of a report, or nothing else than what may be one."""
    if not receipts.found_in(named):
        return False
    try:
        submissions.reported(named)
    except InvalidInput:
        return not any(sign.isalpha() for sign in named)
    return True


def _by_receipt(named: str, fields: Mapping[str, str]) -> Filed:
    try:
        return object_to_answer(named, fields)
    except InvalidInput as invalid:
        problems = {"about" if name == "receipt" else name: why for name, why in invalid.problems.items()}
        raise InvalidInput(problems) from invalid


def _words(fields: Mapping[str, str], problems: dict[str, str]) -> _Words:
    text = text_of(fields.get("text", ""), "text", LONGEST_TEXT, problems)
    if not text and "text" not in problems:
        problems["text"] = gettext("Write what is wrong. One sentence is enough.")
    language = fields.get("language") or "de"
    if language not in LANGUAGES:
        problems["text"] = gettext("Choose German (de) or English (en).")
    return _Words(text, language)


def _is_never_given(named: str) -> bool:
    """Return whether somebody names the number of a report that no report has had yet."""
    reference = _NUMBER_ALONE.fullmatch(" ".join(_WORDS.findall(named.casefold())))
    if reference is None:
        return False
    last = db.session.scalar(select(Counter.value).where(Counter.name == f"submission-{reference[1]}"))
    return int(reference[2]) > (last or 0)


def _found(named: str) -> _About:
    """Find what somebody named; nothing by that name is an answer, too, and the desk reads it."""
    kept, given = receipts.without_receipts(named), link_given(named)
    # In a link such signs are a part of its name.
    reference = _REFERENCE.search(named.replace(given.partition("://")[2], " ") if given else named)
    if reference is not None:
        rows = select(Submission).where(Submission.reference == f"GC-{reference[1]}-{int(reference[2]):06d}")
        submission = db.session.scalar(rows)
        if submission is not None:
            return _About(kept, submission)
    slug = _SLUG.match(given or named)
    claim = db.session.scalar(select(Claim.id).where(Claim.slug == slug[1])) if slug is not None else None
    link = canonical_url(given)
    if claim is None and link:
        claim = db.session.scalar(select(Claim.id).where(Claim.canonical_url == link).order_by(Claim.id).limit(1))
    return _About(kept, claim_id=claim)


def _store(about: _About, objector: Objector, words: _Words, *, is_proven: bool) -> Filed:
    secret, received = receipts.new_secret(), now()
    due_on = clock.due_on(local_day(received))
    found = {
        "submission_id": None if about.submission is None else about.submission.id,
        "case_id": about.case_id,
        "claim_id": about.claim_id,
    }
    with writing() as session:
        reference = f"OB-{received.year}-{next_number(f'objection-{received.year}'):06d}"
        stored = inserting(Objection).values(
            reference=reference,
            receipt_hash=receipts.hash_of(secret),
            objector=objector,
            is_proven=is_proven,
            about=about.named,
            text=words.text,
            language=words.language,
            received_at=received,
            due_on=due_on,
            **found,
        )
        if session.scalar(stored.on_conflict_do_nothing().returning(Objection.id)) is None:
            raise InvalidInput({"text": gettext("You have objected already. We are looking at it.")})
    return Filed(Receipt(reference, secret), due_on)

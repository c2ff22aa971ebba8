"""A report that is being written: kept on the server, sealed, and found by a secret that only the browser holds."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from core.db import db, now, writing
from core.sealing import seal, unseal
from core.secrets import keyed_hash
from intake.files import keeping
from intake.models.drafts import ReportDraft

# Long enough for a call in between, short enough for a computer in a library.
KEPT = timedelta(hours=2)
_TOKEN_BYTES = 24


# Under this name a draft keeps the claims of which its reader said that they are not the same.
NOT_THE_SAME = "not_the_same"
# And beside them when it was begun.
_BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed so far, by field; a field that takes several values has them one after the other."""

    id: int
    expires_at: datetime
    answers: Mapping[str, list[str]] = field(default_factory=dict)
    # None for one of a version that did not note it.
    begun_at: datetime | None = None

    def one(self, name: str) -> str:
        """Return the answer to a question, empty when there is none."""
        return (self.answers.get(name) or [""])[0]

    @property
    def not_the_same(self) -> frozenset[int]:
        """The claims that were shown as an answer, and of which the reader said: that is not the same."""
        return frozenset(map(int, self.answers.get(NOT_THE_SAME, [])))

    def several(self, name: str) -> list[str]:
        """Return all answers to a question."""
        return list(self.answers.get(name, []))


def begin(answers: Mapping[str, list[str]] | None = None) -> str:
    """Keep a new draft; return the secret that finds it again."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    begun = {**(answers or {}), _BEGUN: [now().isoformat()]}
    with writing() as session:
        session.add(ReportDraft(token_hash=_hash(token), sealed=_sealed(token, begun), expires_at=now() + KEPT))
    return token


def find(token: str) -> Draft | None:
    """Return the draft of a secret; None for one that is unknown or whose time is over."""
    row = _row(token)
    return None if row is None else _draft(row, _unsealed(token, row.sealed))


def keep(token: str, answers: Mapping[str, list[str]]) -> Draft | None:
    """Keep answers, in place of earlier ones to the same questions, and begin the draft's time anew.

    Return the draft, or None where it is gone: then the caller begins a new one with what was typed.
    """
    return change(token, lambda _before: answers)


def change(token: str, answers: Callable[[Mapping[str, list[str]]], Mapping[str, list[str]]]) -> Draft | None:
    """Do as `keep` does with answers that depend on those that are there; of two at once none undoes the other."""
    with writing():
        row = _row(token, lock=True)
        if row is None:
            return None
        before = _unsealed(token, row.sealed)
        whole = before | dict(answers(before))
        row.sealed, row.changed_at, row.expires_at = _sealed(token, whole), now(), now() + KEPT
        return _draft(row, whole)


def discard(token: str) -> list[str]:
    """Remove the draft of a secret; call inside `writing()`. Return the keys of its files, to forget afterwards."""
    row = _row(token, lock=True)
    if row is None:
        return []
    keys = keeping.let_go([row.id])
    db.session.delete(row)
    return keys


def _row(token: str, *, lock: bool = False) -> ReportDraft | None:
    if not token:
        return None
    rows = select(ReportDraft).where(ReportDraft.token_hash == _hash(token), ReportDraft.expires_at > now())
    if lock:
        rows = rows.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(rows)


def _draft(row: ReportDraft, kept: Mapping[str, list[str]]) -> Draft:
    begun = [datetime.fromisoformat(one) for one in kept.get(_BEGUN, [])]
    answers = {name: said for name, said in kept.items() if name != _BEGUN}
    return Draft(row.id, row.expires_at, answers, begun[0] if begun else None)


def _hash(token: str) -> str:
    return keyed_hash("report draft", token)


# Sealed with the secret that only the browser holds: whoever has the database and the installation's own secret still
# cannot read what nobody has sent.
def _sealed(token: str, answers: Mapping[str, list[str]]) -> str:
    return seal(f"report draft {token}", json.dumps(answers))


def _unsealed(token: str, sealed: str) -> dict[str, list[str]]:
    found = unseal(f"report draft {token}", sealed)
    return {} if found is None else json.loads(found)

"""What an objection disputes, and who may answer it: another editor than the one who decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.models import Editor
from accounts.permissions import Permission
from core.db import db
from core.refusals import Conflict
from intake.models.cases import Case, CaseState
from intake.models.objections import Objection
from review.articles.models import WrittenArticle
from review.holding.assigning import Candidate, candidates
from review.holding.models import NamedIn
from review.models import Decision


@dataclass(frozen=True, slots=True)
class Disputed:
    """The case that an objection is about, where its reports stand now, and the decision as it was on arrival."""

    case: Case | None
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Answerers:
    """Who may answer an objection, the one who decided aside, and who may not."""

    others: Sequence[Candidate]
    # Who proposed and who released it, or who wrote the article.
    decided_by: frozenset[int]
    named: frozenset[int]

    def is_alone(self, editor: Editor) -> bool:
        """Return whether somebody answers for their own decision, because nobody else can."""
        return editor.id in self.decided_by and not self.others

    def refusal(self, editor: Editor) -> str:
        """Return why somebody may not answer, in a sentence for them; empty for whoever may."""
        told = ""
        if editor.id in self.named:
            told = gettext("You said that you are named in this post. A colleague answers this objection.")
        elif editor.id in self.decided_by and self.others:
            told = gettext("This objection is against your own decision. Another editor answers it.")
        return told

    def check(self, editor: Editor) -> None:
        """Make sure that somebody may answer. Errors: `Conflict` with a kind sentence for whoever may not."""
        refusal = self.refusal(editor)
        if refusal:
            raise Conflict(refusal)


def disputed(objection: Objection) -> Disputed:
    """Return what an objection is against; a decision that was made later is not what its sender had read."""
    case = objection.disputed_case
    if case is None:
        return Disputed(None, None)
    rows = (
        select(Decision)
        .where(
            Decision.case_id == case.id,
            Decision.created_at <= objection.received_at,
        )
        .options(joinedload(Decision.editor), joinedload(Decision.claim))
        .order_by(Decision.id.desc())
        .limit(1)
    )
    last = db.session.scalar(rows)
    # One that was taken back by then was nobody's answer any more.
    return Disputed(case.standing, None if last is None or last.outcome is CaseState.OPEN else last)


def answerers(objection: Objection, against: Disputed) -> Answerers:
    """Return who may answer an objection."""
    cases = {case.id for case in (objection.disputed_case, against.case) if case is not None}
    named = frozenset(db.session.scalars(select(NamedIn.editor_id).where(NamedIn.case_id.in_(cases))))
    decided_by = _authors(objection, against)
    others = [one for one in candidates(Permission.ANSWER_OBJECTIONS) if one.editor_id not in decided_by | named]
    return Answerers(others, decided_by, named)


def _authors(objection: Objection, against: Disputed) -> frozenset[int]:
    found: set[int | None] = set()
    if against.decision is not None:
        found = {against.decision.editor_id, against.decision.approved_by_id}
    article = select(WrittenArticle.begun_by_id, WrittenArticle.changed_by_id)
    for row in db.session.execute(article.where(WrittenArticle.claim_id == objection.claim_id)):
        found |= set(row)
    return frozenset(one for one in found if one is not None)

"""What waits for a second person and what came back, as pages show it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from accounts.models import Editor
from archive.models import Claim, ClaimState
from core.db import db, now
from intake.models.cases import Case, CaseState
from review.approval import kinds, proposals
from review.approval.models import HeldDecision, HeldKind, HeldState
from review.holding import assigning
from review.holding.models import NamedIn
from review.models import Decision

MOST_SHOWN = 100
# Whoever left it for longer finds it on the page of the case.
SHOWN_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """What of a case would wait for a second person, and who could release it, by name."""

    kinds: Sequence[HeldKind]
    names: Sequence[str]

    @property
    def asks_for_names(self) -> bool:
        """Whether a form has to ask if its sentence names somebody; where everything waits it need not."""
        return HeldKind.NAMED_PERSON in self.kinds


def not_proposed_by(editor: Editor) -> ColumnElement[bool]:
    """Return the condition on `Case` that leaves out what waits for somebody else to release an editor's proposal."""
    own = (HeldDecision.state == HeldState.WAITING, HeldDecision.editor_id == editor.id)
    return ~exists().where(HeldDecision.case_id == Case.id, *own)


def waiting() -> Sequence[HeldDecision]:
    """Return what waits for a second person, the oldest first, at most `MOST_SHOWN`."""
    rows = select(HeldDecision).where(HeldDecision.state == HeldState.WAITING).order_by(HeldDecision.id)
    return _whole(rows)


def came_back(editor: Editor) -> Sequence[HeldDecision]:
    """Return what an editor proposed, came back, and was not taken up since, the latest first."""
    rows = select(HeldDecision).where(*_came_back(editor)).order_by(HeldDecision.id.desc())
    return _whole(rows)


def count_for(editor: Editor) -> int:
    """Return how much waits for an editor, released by them or taken up again, at most `MOST_SHOWN`.

    Asked by every page.
    """
    named = exists().where(NamedIn.case_id == HeldDecision.case_id, NamedIn.editor_id == editor.id)
    others = (HeldDecision.state == HeldState.WAITING, HeldDecision.editor_id != editor.id, ~named)
    rows = select(HeldDecision.id).where(or_(and_(*others), and_(*_came_back(editor))))
    return len(db.session.scalars(rows.limit(MOST_SHOWN)).all())


def cases_waiting(case_ids: Collection[int]) -> frozenset[int]:
    """Return those of some cases about which a proposal waits, in one question for all of them."""
    rows = select(HeldDecision.case_id).where(
        HeldDecision.case_id.in_(case_ids), HeldDecision.state == HeldState.WAITING
    )
    return frozenset(number for number in db.session.scalars(rows) if number is not None)


def latest_about(case: Case, decided: Sequence[Decision]) -> HeldDecision | None:
    """Return what was proposed last about an open case: what waits, or what came back and nothing was decided since."""
    if case.state is not CaseState.OPEN:
        return None
    rows = select(HeldDecision).where(HeldDecision.case_id == case.id).order_by(HeldDecision.id.desc())
    held = next(iter(_whole(rows, most=1)), None)
    if held is None or held.state is HeldState.WAITING:
        return held
    is_past = bool(decided) and decided[-1].created_at > held.created_at
    return held if held.state in _BACK and not is_past else None


def second_person(case: Case, editor: Editor) -> SecondPerson | None:
    """Return what of an editor's decisions about a case would wait, and for whom; None where nothing does."""
    fitting = [kind for kind in HeldKind if kind in kinds.in_force() and kind is not HeldKind.RETRACTION]
    if HeldKind.HATE in fitting:
        # Of hate everything waits, of anything else nothing for this reason.
        fitting = (
            [HeldKind.HATE] if kinds.is_about_hate(case) else [kind for kind in fitting if kind is not HeldKind.HATE]
        )
    if not fitting:
        return None
    named = set(db.session.scalars(select(NamedIn.editor_id).where(NamedIn.case_id == case.id)))
    names = [one.name for one in assigning.candidates() if one.editor_id not in {editor.id, *named}]
    return SecondPerson(fitting, names)


def may_release(held: HeldDecision, editor: Editor) -> bool:
    """Return whether an editor may release a proposal, for pages; the verb asks again, and whether they are named."""
    return held.editor_id != editor.id and editor.may(proposals.permission_for(held))


_BACK = (HeldState.RETURNED, HeldState.OVERTAKEN)


def _came_back(editor: Editor) -> tuple[ColumnElement[bool], ...]:
    newer = aliased(HeldDecision)
    same_case = newer.case_id == HeldDecision.case_id
    same_article = and_(
        HeldDecision.case_id.is_(None), newer.case_id.is_(None), newer.claim_id == HeldDecision.claim_id
    )
    decided = exists().where(Decision.case_id == HeldDecision.case_id, Decision.created_at > HeldDecision.created_at)
    is_open = exists().where(Case.id == HeldDecision.case_id, Case.state == CaseState.OPEN)
    is_published = exists().where(Claim.id == HeldDecision.claim_id, Claim.state == ClaimState.PUBLISHED)
    return (
        HeldDecision.editor_id == editor.id,
        HeldDecision.state.in_(_BACK),
        HeldDecision.closed_at > now() - SHOWN_AFTER,
        ~exists().where(newer.id > HeldDecision.id, or_(same_case, same_article)),
        or_(and_(is_open, ~decided), and_(HeldDecision.case_id.is_(None), is_published)),
    )


def _whole(rows: Select[HeldDecision], *, most: int = MOST_SHOWN) -> Sequence[HeldDecision]:
    parts = (HeldDecision.editor, HeldDecision.closed_by, HeldDecision.case, HeldDecision.claim)
    return db.session.scalars(rows.limit(most).options(*map(joinedload, parts))).all()

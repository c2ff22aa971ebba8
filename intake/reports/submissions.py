"""Taking in a report, and telling its sender how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, undefer

from archive.models import Claim, ClaimState, Verdict
from archive.presenting import Presented
from core import jobs
from core.db import db
from core.web.display import local_day
from intake.abuse import budgets
from intake.abuse.doubts import Doubt
from intake.files import keeping
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from intake.models.files import Attachment
from intake.models.reports import Channel, Held, Phase, Submission
from intake.reports import opening, receipts, storing
from intake.reports.drafts import Draft
from intake.reports.fields import checked
from intake.reports.receipts import Receipt
from intake.reports.storing import Sent
from search.ranking.bands import Band

# The job by which a worker takes up what waits; it stands above this file.
MATCH = "intake.jobs.match_waiting"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk says about a report.

    `verdict` is the desk's own; without one, that of the article, unless the article checks the opposite of what was
    reported.
    """

    sentence: str
    verdict: Verdict | None
    decided_on: date | None
    article: Presented | None
    # The article that they were sent to has been taken back since.
    is_withdrawn: bool = False
    # Whether the verdict is the desk's own and not the article's.
    is_own_verdict: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """How a report stands; holds nothing of what was reported."""

    reference: str
    received_on: date
    phase: Phase
    answers: list[Answer]
    # Published claims that a machine found, while no person has decided. Of what was reported only the differences
    # know something, and their side of it must not be shown: a case may have another reader's words.
    suggestions: list[Presented]
    # Whether it is held back; readers are not told why, because nothing is said against them.
    waits_its_turn: bool = False


def submit(
    fields: Mapping[str, str],
    *,
    channel: Channel,
    targets: Iterable[str] = (),
    draft: Draft | None = None,
    sending: str = "",
    token_id: int | None = None,
    doubts: frozenset[Doubt] = frozenset(),
    network: str | None = None,
    training: str = "",
) -> Receipt:
    """Store one report and hand it to the worker.

    `doubts` refuse nothing: they say whether it is held back before a machine looks for its case. `network` is a hash
    of where it comes from that means nothing tomorrow; without it, as for a program that says who it is, nothing is
    counted. `training` is the code of one, whose reports wait for no turn.

    The files of `draft` become those of the report, and the draft ends. `sending` is a secret of this one act of
    sending: with it a repeat, at the same moment or after an answer that got lost, stores nothing and returns the same
    receipt. `token_id` is the program that sent it, where that has one. Errors: `InvalidInput`, and `Conflict` when the
    draft is gone; then nothing was stored. A queue that is away is no error: the report is safe in the database, and
    the sweep hands it over later.
    """
    files = () if draft is None else keeping.of_draft(draft.id)
    report = checked(fields, targets=targets, has_files=bool(files))
    secret = receipts.secret_of(sending) if sending else receipts.new_secret()
    before = sent_before(sending)
    if before is not None:
        return before
    try:
        sent = Sent(report, channel, receipts.hash_of(secret), token_id=token_id, doubts=doubts)
        if draft is not None:
            hashes = tuple(file.sha256 for file in files)
            sent = replace(sent, draft_id=draft.id, not_the_same=draft.not_the_same, files=hashes)
        if network is not None:
            spent = budgets.spend(network, doubts, is_danger=report.is_danger, training=training)
            sent = replace(sent, doubts=spent, network=network)
        stored = storing.store(sent)
    except IntegrityError:
        # Only the hash of a receipt can be there already: the same was sent twice at the same moment. What this session
        # saw before is older than the other report.
        db.session.rollback()
        before = _sent_with(secret)
        if before is None:
            raise
        return before
    if stored.hands_over:
        jobs.enqueue_once(MATCH)
    return Receipt(stored.reference, secret)


def files_of(receipt: str) -> Sequence[Attachment]:
    """Return the files that came with the report that has this receipt, in their order; none when there is no such."""
    rows = select(Attachment).join(Attachment.submission).where(Submission.receipt_hash == receipts.hash_of(receipt))
    return db.session.scalars(rows.order_by(Attachment.position)).all()


def sent_before(sending: str) -> Receipt | None:
    """Return the receipt of what was sent with this secret; None when nothing was."""
    if not sending:
        return None
    return _sent_with(receipts.secret_of(sending), receipts.earlier_secret_of(sending))


def _sent_with(*secrets: str) -> Receipt | None:
    for secret in secrets:
        known = select(Submission.reference).where(Submission.receipt_hash == receipts.hash_of(secret))
        reference = db.session.scalar(known)
        if reference is not None:
            return Receipt(reference, secret)
    return None


def reported(receipt: str) -> Submission:
    """Return the report with this receipt, with its case and the article that answers it.

    Errors: `InvalidInput` when no report has it.
    """
    return opening.opened(receipt).report


def status(receipt: str) -> Status:
    """Return how the report with this receipt stands.

    Errors: `InvalidInput` when no report has it.
    """
    return status_of(reported(receipt))


def status_of(submission: Submission) -> Status:
    """Return how a report stands."""
    # What the case says belongs to the others who reported it; of an erased report nothing is told but that it is.
    case = None if submission.erased_at is not None else submission.told_case
    return Status(
        reference=submission.reference,
        received_on=local_day(submission.received_at),
        phase=_phase(case) if submission.erased_at is None else _phase_of_erased(submission),
        answers=[] if case is None else _answers(case),
        suggestions=[] if case is None else _suggestions(case),
        waits_its_turn=submission.held.waits and submission.erased_at is None,
    )


def _phase_of_erased(submission: Submission) -> Phase:
    # The desk has looked at it and found nothing to check; that is an answer, and no accident.
    return Phase.CLOSED if submission.held is Held.DISCARDED else Phase.ERASED


def _phase(case: Case | None) -> Phase:
    if case is None:
        return Phase.RECEIVED
    # Answered by an article that is gone is not answered: the desk has it on its list.
    unanswered = case.state is CaseState.ANSWERED and case.answer_claim_id is not None and _article(case) is None
    if case.state is CaseState.OPEN or unanswered:
        return Phase.CHECKING
    return Phase(case.state.value)


def _article(case: Case) -> Claim | None:
    """Return the article that answers a case; one that was taken back since must not be handed on."""
    claim = case.answer_claim
    return claim if claim is not None and claim.state is ClaimState.PUBLISHED else None


def _answers(case: Case) -> list[Answer]:
    if case.state is CaseState.OPEN:
        return []
    claim = _article(case)
    article = None if claim is None else _presented_article(case, claim)
    of_article = None if article is None or article.opposite else article.claim.verdict
    return [
        Answer(
            case.public_sentence,
            case.verdict or of_article,
            local_day(case.settled_at) if case.settled_at else None,
            article,
            is_withdrawn=case.answer_claim_id is not None and article is None,
            is_own_verdict=case.verdict is not None,
        )
    ]


def _presented_article(case: Case, claim: Claim) -> Presented:
    """Return the article by which an editor answered a case; one that no machine had suggested is their word alone."""
    suggested = _presented(case, Match.claim_id == claim.id)
    return suggested[0] if suggested else Presented(claim, Band.SAME, (), None, is_confirmed=True)


def _suggestions(case: Case) -> list[Presented]:
    if case.state is not CaseState.OPEN:
        return []
    # What an editor put beside it is no machine's suggestion, and no answer before it is decided.
    by_machine = and_(Match.is_by_hand.is_(False), Match.band.in_([Band.SAME, Band.LIKELY]))
    suggested = and_(Match.answer == MatchAnswer.OPEN, by_machine)
    return _presented(case, or_(Match.answer == MatchAnswer.SAME, suggested))


def _presented(case: Case, which: ColumnElement[bool]) -> list[Presented]:
    rows = (
        select(Match)
        .join(Match.claim)
        .where(Match.case_id == case.id, Claim.state == ClaimState.PUBLISHED, which)
        .options(contains_eager(Match.claim), undefer(Match.explanation))
        .order_by(Match.rank)
    )
    return [match.presented for match in db.session.scalars(rows)]

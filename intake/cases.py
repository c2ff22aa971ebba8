"""Joining submissions to cases, and cases to the claims that may answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import structlog
from blinker import Signal
from rq.timeouts import BaseTimeoutException
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from core.db import db, next_number, now, writing
from intake.models import Case, CaseKey, CaseState, Kind, Match, MatchAnswer, Submission
from intake.twins import Twins, index
from search.embedder import ModelMissing
from search.extraction import content_of
from search.matching import Found, find_matches
from search.models import Lane, Verdict

log = structlog.get_logger(__name__)

BATCH = 64
# One job ends after this many, long before its time limit; those that follow it take up the rest.
MOST_BATCHES = 40
# What passes by itself or by an operator's hand: the batch goes on waiting instead of being called unmatchable.
NOT_THE_TEXTS_FAULT = (ModelMissing, SQLAlchemyError, BaseTimeoutException)

# Sent inside the transaction that did it, so that the audit trail and the deed are kept together or not
# at all: `case` and `submission`.
case_opened = Signal()
submission_joined = Signal()


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that makes submissions the same case."""

    lane: Lane
    value: str


def keys_of(*, kind: Kind, text: str, url: str) -> list[Key]:
    """Return what would make a further submission the same case, the surest first.

    Reports of hate keep to themselves: whether a post is true and whether it attacks somebody are two
    questions with two answers. A link is a key only where it is what the report is about: one that a text merely
    mentions would join everybody who quotes the same newspaper.
    """
    content = content_of(text, url)
    prefix = "hate:" if kind is Kind.HATE else ""
    keys = []
    if content.text_hash:
        keys.append(Key(Lane.EXACT_TEXT, _hashed(prefix + content.text_hash)))
    if content.subject:
        keys.append(Key(Lane.SAME_LINK, _hashed(prefix + content.subject)))
    return keys


def _hashed(value: str) -> str:
    return sha256(value.encode()).hexdigest()


def is_waiting(submission_id: int) -> bool:
    """Return whether a submission exists and has no case yet."""
    row = select(Submission.id).where(Submission.id == submission_id, Submission.case_id.is_(None))
    return db.session.scalar(row) is not None


def match_all_waiting() -> int:
    """Give waiting submissions their cases, oldest first; return how many this call matched.

    May run twice and side by side: each batch is one transaction that takes only what still waits, so
    a worker that dies in the middle leaves the batch waiting, whole.
    """
    done = 0
    for _ in range(MOST_BATCHES):
        ids = _next_waiting()
        matched = _match_batch(ids) if ids else 0
        # Nothing left, or another worker holds all that is left.
        if not matched:
            break
        done += matched
    return done


def _next_waiting() -> list[int]:
    rows = select(Submission.id).where(Submission.case_id.is_(None)).order_by(Submission.id).limit(BATCH)
    found = list(db.session.scalars(rows))
    db.session.rollback()
    return found


def _match_batch(ids: Sequence[int]) -> int:
    submissions = db.session.scalars(select(Submission).where(Submission.id.in_(ids)).order_by(Submission.id)).all()
    found, failed = _suggestions([s for s in submissions if _known_case_id(_keys(s)) is None])
    questions = {report_id: its.question for report_id, its in found.items() if its.question is not None}
    twins = Twins.of(questions)
    with writing() as session:
        hold_grouping()
        twins.refresh()
        # Somebody else may have matched them since.
        still = session.scalars(
            select(Submission)
            .where(Submission.id.in_(ids), Submission.case_id.is_(None))
            .order_by(Submission.id)
            .with_for_update()
        ).all()
        _hold_known_cases(still)
        for submission in still:
            case = _case_for(submission, twins)
            if case.submission_count == 0:
                its = found.get(submission.id, Found.nothing())
                _write_matches(case, its)
                twins.open(case, its.question)
                case.matching_failed = submission.id in failed
                case_opened.send(case, submission=submission)
            else:
                submission_joined.send(case, submission=submission)
            _join(case, submission)
        index(twins.opened)
    return len(still)


def _keys(submission: Submission) -> list[Key]:
    return keys_of(kind=submission.kind, text=submission.text, url=submission.url)


def _suggestions(submissions: Sequence[Submission]) -> tuple[dict[int, Found], set[int]]:
    """Return the matches of each submission by its id, and the ids at which the machine broke."""
    asked: dict[tuple[Key, ...] | int, Submission] = {}
    for submission in submissions:
        # A hundred copies in one batch are embedded once.
        asked.setdefault(tuple(_keys(submission)) or submission.id, submission)
    return _asked_for(list(asked.values()))


def _asked_for(askers: Sequence[Submission | Case]) -> tuple[dict[int, Found], set[int]]:
    """Ask the archive for all at once, and one by one if that breaks.

    One text that the machine chokes on does then not hold up its neighbours. Errors: `NOT_THE_TEXTS_FAULT`.
    """
    questions = [content_of(asker.text, asker.url) for asker in askers]
    try:
        found = find_matches(questions, only_shown=False)
        return {asker.id: its for asker, its in zip(askers, found, strict=True)}, set()
    except NOT_THE_TEXTS_FAULT:
        raise
    except Exception as error:
        log.error("matching_failed", kind=type(error).__name__, count=len(questions))
    return _one_by_one(askers)


def _one_by_one(askers: Sequence[Submission | Case]) -> tuple[dict[int, Found], set[int]]:
    found: dict[int, Found] = {}
    failed: set[int] = set()
    for asker in askers:
        try:
            (found[asker.id],) = find_matches([content_of(asker.text, asker.url)], only_shown=False)
        except NOT_THE_TEXTS_FAULT:
            raise
        except Exception as error:
            log.error("matching_failed", kind=type(error).__name__, id=asker.id)
            failed.add(asker.id)
    return found, failed


def _known_case_id(keys: Sequence[Key]) -> int | None:
    for key in keys:
        holder = db.session.scalar(select(CaseKey.case_id).where(CaseKey.lane == key.lane, CaseKey.value == key.value))
        if holder is not None:
            return holder
    return None


def hold_grouping() -> None:
    """Wait until nobody else says which report belongs to which case; call first of all inside `writing()`.

    Workers who join and editors who merge and split take turns, so that a report cannot join a case in the
    moment in which it is emptied, and nobody waits for somebody who waits for them. The lock is that of a
    counter and ends with the transaction; its number says nothing.
    """
    next_number("grouping")


def _hold_known_cases(submissions: Sequence[Submission]) -> None:
    """Lock the cases that are about to be joined before the first line goes into the audit trail.

    An editor who decides one of them writes to the trail, too, with the case in their hands.
    """
    known = {_known_case_id(_keys(submission)) for submission in submissions} - {None}
    db.session.scalars(select(Case.id).where(Case.id.in_(known)).order_by(Case.id).with_for_update()).all()


def _case_for(submission: Submission, twins: Twins) -> Case:
    keys = _keys(submission)
    known = _known_case_id(keys)
    if known is None:
        twin = twins.case_of(submission.id, submission.kind)
        if twin is None:
            return _open_case(submission, keys)
        known = twin.id
    return db.session.get_one(Case, known, with_for_update=True, populate_existing=True)


def _open_case(submission: Submission, keys: Sequence[Key]) -> Case:
    """Open a case for a submission that no case has a key of.

    Only the submission that opens a case gives it keys: what merely joined must not draw in others.
    """
    case = Case(
        kind=submission.kind,
        text=submission.text,
        url=submission.url,
        submission_count=0,
        first_seen=submission.received_at,
        last_seen=submission.received_at,
        state=CaseState.OPEN,
    )
    db.session.add(case)
    db.session.flush()
    give_keys(case, keys)
    return case


def give_keys(case: Case, keys: Sequence[Key]) -> None:
    """Give a case those of the keys that no case has; call inside `writing()` after `hold_grouping`."""
    free = [key for key in keys if _known_case_id([key]) is None]
    db.session.add_all(CaseKey(case_id=case.id, lane=key.lane, value=key.value) for key in free)
    db.session.flush()


def _join(case: Case, submission: Submission) -> None:
    submission.case_id = case.id
    submission.matched_at = now()
    # Counted by the database, because two workers may join the same case at once.
    case.submission_count = Case.submission_count + 1
    case.last_seen = max(case.last_seen, submission.received_at)
    db.session.flush()
    db.session.refresh(case)


def _write_matches(case: Case, found: Found) -> None:
    """Write what the machine found; what an editor has answered stays as it is."""
    known = {match.claim_id: match for match in db.session.scalars(select(Match).where(Match.case_id == case.id))}
    for rank, suggestion in enumerate(found.matches, start=1):
        match = known.pop(suggestion.claim_id, None)
        if match is None:
            match = Match(case_id=case.id, claim_id=suggestion.claim_id, answer=MatchAnswer.OPEN)
            db.session.add(match)
        match.rank, match.band, match.score = rank, suggestion.band, suggestion.score
        match.probability = suggestion.probability
        match.wording_id = suggestion.wording_id
        match.lanes, match.model_id = [lane.value for lane in suggestion.lanes], suggestion.model_id
    for outdated in known.values():
        if outdated.answer is MatchAnswer.OPEN:
            db.session.delete(outdated)


def rematch_open() -> int:
    """Ask the archive again for every open case; return how many were asked for."""
    done = after = 0
    while True:
        page = select(Case).where(Case.state == CaseState.OPEN, Case.id > after).order_by(Case.id).limit(BATCH)
        open_cases = db.session.scalars(page).all()
        if not open_cases:
            return done
        _rematch(open_cases)
        done += len(open_cases)
        after = open_cases[-1].id


def rematch_case(case_id: int) -> None:
    """Ask the archive again for one case, if it is open, because its reports or its words have changed."""
    _rematch(db.session.scalars(select(Case).where(Case.id == case_id, Case.state == CaseState.OPEN)).all())


def _rematch(open_cases: Sequence[Case]) -> None:
    found, failed = _asked_for(open_cases)
    with writing() as session:
        for case in open_cases:
            fresh = session.get(Case, case.id, with_for_update=True)
            # An editor may have decided while the model was thinking.
            if fresh is None or fresh.state is not CaseState.OPEN:
                continue
            fresh.matching_failed = case.id in failed
            if case.id in found:
                its = found[case.id]
                _write_matches(fresh, its)
                index([(fresh, its.question)] if its.question is not None else [])


def settle(
    case: Case,
    *,
    state: CaseState,
    public_sentence: str,
    verdict: Verdict | None,
    answer_claim_id: int | None,
) -> None:
    """Write an outcome, or with `CaseState.OPEN` take it back; call inside `writing()`."""
    case.state = state
    case.public_sentence = public_sentence
    case.verdict = verdict
    case.answer_claim_id = answer_claim_id
    case.settled_at = None if state is CaseState.OPEN else now()
    case.version += 1

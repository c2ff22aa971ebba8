"""Whether an installation is whole: nothing lost, nothing there twice, no deed half done, and nothing waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import redis
from rq import Queue
from sqlalchemy import Select, func, select

from archive.indexing import embed_missing
from archive.matching import find_matches
from archive.models import CLAIMS, ArchiveAction, Claim, ClaimState, KeptApart, Wording
from audit import trail
from audit.models import Event
from core.db import db
from core.events import Detail
from core.jobs import QUEUE, SERIALIZER
from core.owed import Owed
from intake.cases import indexing, rematching, suggesting
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from intake.models.reports import Submission
from review.models import Decision, DeskAction
from search.index.documents import owner_of, part_of
from search.index.models import Vector
from search.ranking.bands import Band
from search.text.content import content_of

TAUGHT = {MatchAnswer.OPEN: (False, False), MatchAnswer.SAME: (True, False), MatchAnswer.DIFFERENT: (False, True)}


def half_done() -> list[str]:
    """Return what stands half: right after a death as well as later, a deed is there as a whole or not at all."""
    db.session.rollback()
    found = [*_counters(), *_answers(), *_learned(), *_claims(), *_decisions()]
    if (broken := trail.first_broken()) is not None:
        found.append(f"the trail is broken at line {broken}")
    return found


def undone(redis_url: str) -> list[str]:
    """Return what is still to be done, after everything has come round."""
    db.session.rollback()
    waiting = db.session.scalar(select(func.count(Submission.id)).where(Submission.case_id.is_(None)))
    counted = {
        "reports wait": waiting or 0,
        "jobs are owed": db.session.scalar(select(func.count(Owed.id))) or 0,
        "texts of claims were not indexed": embed_missing(),
        "texts of cases were not indexed": indexing.index_missing(),
        "open cases had articles that are retracted": suggesting.refill(),
        "open cases were not asked again": rematching.rematch_changed(),
        "matches were not explained": db.session.scalar(_unexplained()) or 0,
    }
    with redis.Redis.from_url(redis_url) as client:
        counted["jobs are queued"] = Queue(QUEUE, connection=client, serializer=SERIALIZER).count
    return [f"{count} {what}" for what, count in counted.items() if count] + [
        *_found_wrongly(),
        *_not_found(),
        *_missed(),
    ]


def _unexplained() -> Select[int]:
    return (
        select(func.count(Match.id))
        .join(Case, Case.id == Match.case_id)
        .where(Case.state == CaseState.OPEN, Match.explained_from == "")
    )


def _counters() -> Iterator[str]:
    stands = select(func.count(Submission.id)).where(Submission.case_id == Case.id).scalar_subquery()
    for case_id in db.session.scalars(select(Case.id).where(Case.submission_count != stands)):
        yield f"case {case_id} counts other reports than it has"


def _answers() -> Iterator[str]:
    """An answer, what it taught and its line in the trail belong together, and the line is there once."""
    said: dict[int, list[str]] = defaultdict(list)
    for line in _lines(DeskAction.MATCH_ANSWERED):
        said[int(str(line["match"]))].append(str(line["answer"]))
    for match in db.session.scalars(select(Match)):
        if (said[match.id] or [MatchAnswer.OPEN.value])[-1] != match.answer.value:
            yield f"match {match.id} is answered otherwise than the trail says"
        if any(one == other for one, other in zip(said[match.id], said[match.id][1:], strict=False)):
            yield f"match {match.id} was answered twice"
        taught = (match.learned_wording_id is not None, match.kept_apart_id is not None)
        if taught != TAUGHT[match.answer]:
            yield f"match {match.id} has taught something else than its answer"


def _learned() -> Iterator[str]:
    """A wording or pair stands exactly while an answer teaches it, and the trail tells so."""
    teaching = {
        "wording": set(db.session.scalars(select(Match.learned_wording_id))),
        "apart": set(db.session.scalars(select(Match.kept_apart_id))),
    }
    lines = [
        *((True, line) for line in _lines(ArchiveAction.LEARNED)),
        *((False, line) for line in _lines(ArchiveAction.LEARNED_TAKEN_BACK)),
    ]
    for kind, table in (("wording", Wording), ("apart", KeptApart)):
        for number, taken_back_at in db.session.execute(select(table.id, table.taken_back_at)):
            stands = taken_back_at is None
            told = [learned for learned, line in lines if line.get(kind) == number]
            if stands is not (number in teaching[kind]):
                yield f"{kind} {number} stands although nothing teaches it, or the other way round"
            if told.count(True) - told.count(False) != stands:
                yield f"the trail tells of {kind} {number} otherwise than it stands"


def _claims() -> Iterator[str]:
    moved: dict[int, int] = defaultdict(int)
    for action, change in ((ArchiveAction.CLAIM_RETRACTED, -1), (ArchiveAction.CLAIM_PUBLISHED, 1)):
        for line in _lines(action):
            moved[int(str(line["claim"]))] += change
    for claim in db.session.scalars(select(Claim)):
        if 1 + moved[claim.id] != (claim.state is ClaimState.PUBLISHED):
            yield f"the trail tells of claim {claim.id} otherwise than it stands"


def _decisions() -> Iterator[str]:
    told = len(_lines(DeskAction.CASE_DECIDED)) + len(_lines(DeskAction.CASE_REOPENED))
    if told != db.session.scalar(select(func.count(Decision.id))):
        yield "there are other decisions than the trail tells of"
    last = {row.case_id: row.outcome for row in db.session.scalars(select(Decision).order_by(Decision.id))}
    for case in db.session.scalars(select(Case).where(Case.id.in_(last))):
        if case.state is not last[case.id]:
            yield f"case {case.id} stands otherwise than it was decided"


def _lines(action: ArchiveAction | DeskAction) -> Sequence[dict[str, Detail]]:
    return db.session.scalars(select(Event.details).where(Event.action == action.value).order_by(Event.id)).all()


def _found_wrongly() -> Iterator[str]:
    """What was taken back is in no index."""
    published = set(db.session.scalars(select(Claim.id).where(Claim.state == ClaimState.PUBLISHED)))
    rows = db.session.scalars(select(Wording).where(Wording.taken_back_at.is_(None)))
    wordings = {wording.document_id for wording in rows}
    live = select(Vector.document_id).where(Vector.collection == CLAIMS, Vector.data.is_not(None))
    for document in db.session.scalars(live):
        if owner_of(document) not in published or (part_of(document) and document not in wordings):
            yield f"document {document} is found although it was taken back"


def _not_found() -> Iterator[str]:
    """Whoever asks for a claim by its own words is shown it, unless it was taken back."""
    all_claims = db.session.scalars(select(Claim).order_by(Claim.id)).all()
    for claim, found in zip(all_claims, find_matches([content_of(claim.text) for claim in all_claims]), strict=True):
        if (claim.id in {match.claim_id for match in found.matches}) != (claim.state is ClaimState.PUBLISHED):
            yield f"a look-up shows claim {claim.id} although it is {claim.state.value}, or does not although it is"


def _missed() -> Iterator[str]:
    """An open case has what the archive says now, where that is certain at all; and has something, where it says any.

    Of what is only related, a change of the archive asks for a few cases at a time.
    """
    cases = db.session.scalars(suggesting.askable().order_by(Case.id)).all()
    answers = find_matches([content_of(case.text, case.url) for case in cases])
    for case, found in zip(cases, answers, strict=True):
        stored = set(db.session.scalars(select(Match.claim_id).where(Match.case_id == case.id)))
        if found.matches and not stored:
            yield f"case {case.id} was never asked for"
        for match in found.matches:
            if match.band in {Band.SAME, Band.LIKELY} and match.claim_id not in stored:
                yield f"case {case.id} was never told of claim {match.claim_id}"

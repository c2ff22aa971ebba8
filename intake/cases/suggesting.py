"""Asking the archive which claims may answer reports and cases, and keeping what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeAlias

import structlog
from sqlalchemy import Select, select

from archive.by_picture import with_pictures
from archive.matching import Found, FoundMatch, find_matches
from archive.models import Claim, ClaimState
from core.db import db, writing
from core.logs import frames_of
from intake.cases import counting, near_duplicates, pictures
from intake.cases.keys import Words, hold_grouping, words_of_case
from intake.models.cases import Case, CaseState, Match, MatchAnswer, TextSource
from intake.reports.trouble import ENDS_THE_BATCH, Stage, told
from search.engine import engine
from search.index.change_log import StoredVector
from search.pictures.hashing import Fingerprint
from search.ranking.bands import SUREST_FIRST, Band, Lane, weaker
from search.ranking.fusion import Question
from search.ranking.judging import Vectors, questions_of
from search.text.content import Content

log = structlog.get_logger(__name__)

# What the pictures beside texts are recognised by, by the ids of who asked.
Seen: TypeAlias = Mapping[int, Sequence[Fingerprint]]

# Cases that are asked for again together.
PAGE = 64


@dataclass(frozen=True, slots=True)
class Answers:
    """What the archive said, by the ids of those who asked; `trouble` tells for whom the machine broke, and where."""

    found: dict[int, Found] = field(default_factory=dict)
    trouble: dict[int, str] = field(default_factory=dict)


def ask(asked: Mapping[int, Content], *, vectors: Vectors | None = None, seen: Seen = MappingProxyType({})) -> Answers:
    """Ask the archive for all at once, and one by one if that breaks.

    One text that the machine chokes on does then not hold up its neighbours. `vectors` are those that texts were
    embedded to already, and `seen` what the pictures beside them are recognised by. Errors: `ENDS_THE_BATCH`.
    """
    try:
        return Answers(_found(asked, seen, vectors))
    except ENDS_THE_BATCH:
        raise
    except Exception as error:
        log.error("matching_failed", kind=type(error).__name__, where=frames_of(error), count=len(asked))
    answers = Answers()
    for number, content in asked.items():
        try:
            answers.found.update(_found({number: content}, seen))
        except ENDS_THE_BATCH:
            raise
        except Exception as error:
            log.error("matching_failed", kind=type(error).__name__, where=frames_of(error), id=number)
            answers.trouble[number] = told(Stage.SEARCHING, error)
    return answers


def _found(asked: Mapping[int, Content], seen: Seen, vectors: Vectors | None = None) -> dict[int, Found]:
    found = find_matches(list(asked.values()), only_shown=False, vectors=vectors)
    return {
        number: with_pictures(its, content, sent) if (sent := seen.get(number)) else its
        for (number, content), its in zip(asked.items(), found, strict=True)
    }


def together(answers: Answers, number: int, *, is_doubtful: bool) -> Found | None:
    """Return what was found for one who asked, together with what was found for the words in its pictures.

    Those were asked for under the number below zero. A claim that both found is as sure as the surer of the two made
    it, and says what found it so; the surest come first, and of what is equally sure what was typed. Of doubtful words
    nothing is `same`: a number that was read wrongly would have the wrong article answer. None where nobody asked, or
    the machine broke.
    """
    own, beside = answers.found.get(number), answers.found.get(-number)
    if own is None:
        return None
    surest: dict[int, FoundMatch] = {}
    for match in [*own.matches, *(beside.matches if beside else ())]:
        known = surest.get(match.claim_id)
        surest[match.claim_id] = match if known is None else _surer(known, match)
    matches = sorted(surest.values(), key=_sureness)
    if is_doubtful:
        matches = [replace(match, band=weaker(match.band, Band.LIKELY)) for match in matches]
    return replace(own, matches=matches)


def _surer(one: FoundMatch, other: FoundMatch) -> FoundMatch:
    """Return the surer of two matches with a claim, the first of equals; that a picture shows it, too, is kept."""
    surer, less = (other, one) if _sureness(other) < _sureness(one) else (one, other)
    seen = Lane.SIMILAR_PICTURE
    return replace(surer, lanes=(*surer.lanes, seen)) if seen in less.lanes and seen not in surer.lanes else surer


def _sureness(match: FoundMatch) -> int:
    return SUREST_FIRST.index(match.band)


def write_matches(case: Case, found: Found) -> None:
    """Write what the machine found; call inside `writing()`.

    What an editor has answered keeps what the machine said of it before: a confirmed answer teaches the case's own
    words, and by those it would be found again, more surely each time.
    """
    known = {match.claim_id: match for match in db.session.scalars(select(Match).where(Match.case_id == case.id))}
    for rank, suggestion in enumerate(found.matches, start=1):
        match = known.pop(suggestion.claim_id, None)
        if match is None:
            db.session.add(_filled(Match(case_id=case.id, answer=MatchAnswer.OPEN), rank, suggestion))
        elif match.answer is not MatchAnswer.OPEN or match.is_by_hand:
            match.rank = rank
        else:
            _filled(match, rank, suggestion)
    for outdated in known.values():
        if outdated.answer is MatchAnswer.OPEN and not outdated.is_by_hand:
            db.session.delete(outdated)


def new_matches(case_id: int, found: Found) -> list[Match]:
    """Return the matches of a case that has none, not stored yet."""
    return [
        _filled(Match(case_id=case_id, answer=MatchAnswer.OPEN), rank, suggestion)
        for rank, suggestion in enumerate(found.matches, start=1)
    ]


def _filled(match: Match, rank: int, suggestion: FoundMatch) -> Match:
    match.claim_id = suggestion.claim_id
    match.rank, match.band, match.score = rank, suggestion.band, suggestion.score
    match.probability = suggestion.probability
    match.wording_id = suggestion.wording_id
    match.lanes, match.model_id = [lane.value for lane in suggestion.lanes], suggestion.model_id
    return match


def rematch_open() -> int:
    """Ask the archive again for every open case; return how many were asked for."""
    done = after = 0
    while True:
        open_cases = db.session.scalars(askable().where(Case.id > after).order_by(Case.id).limit(PAGE)).all()
        if not open_cases:
            return done
        after = open_cases[-1].id
        done += len(open_cases)
        rematch(open_cases)


def refill() -> int:
    """Ask again for open cases that a claim is still suggested for which is no longer published; return how many.

    So the place of what was retracted goes to the next best. A repeat finds none, because what is outdated is gone.
    """
    withdrawn = (
        select(Match.id)
        .join(Claim, Claim.id == Match.claim_id)
        .where(Match.case_id == Case.id, Match.answer == MatchAnswer.OPEN, Claim.state != ClaimState.PUBLISHED)
    )
    done = after = 0
    while True:
        rows = askable().where(Case.id > after, withdrawn.exists()).order_by(Case.id).limit(PAGE)
        cases = db.session.scalars(rows).all()
        if not cases:
            return done
        after = cases[-1].id
        done += len(cases)
        rematch(cases)


def rematch_case(case_id: int) -> None:
    """Ask the archive again for one case, if it is open, because its reports or its words have changed."""
    rematch(db.session.scalars(askable().where(Case.id == case_id)).all())


def askable() -> Select[Case]:
    """Return the cases that the machine is asked about: open, and not opened by an editor because it could not."""
    return select(Case).where(Case.state == CaseState.OPEN, Case.is_by_hand.is_(False))


def questions(texts: Sequence[str]) -> list[Question]:
    """Return texts as the questions that they would be if they were reports."""
    return questions_of(texts, embedder=engine().embedder)


def rematch(open_cases: Sequence[Case], *, stored: Mapping[int, StoredVector] | None = None) -> None:
    """Ask again for some cases and write it; one that breaks this costs itself its matches, and the others nothing.

    `stored` are vectors of their texts, by the ids of cases; the text of any other is embedded. Errors:
    `ENDS_THE_BATCH`.
    """
    ids = [case.id for case in open_cases]
    asked = {case.id: words_of_case(case) for case in open_cases}
    contents, trouble = _read(asked)
    known = {
        contents[case_id].text: one.vector
        for case_id, one in (stored or {}).items()
        if case_id in contents and contents[case_id].text_hash == one.text_hash
    }
    answers = ask(contents, vectors=known, seen=pictures.of_cases(ids))
    try:
        with writing():
            # First of all, in the order of every other writer: otherwise a deadlock with a worker that joins reports.
            hold_grouping()
            kept = [_keep(case_id, asked[case_id], contents.get(case_id), answers, trouble) for case_id in ids]
            near_duplicates.index([opened for opened in kept if opened is not None])
    except ENDS_THE_BATCH:
        raise
    except Exception as error:
        log.error("rematching_failed", kind=type(error).__name__, where=frames_of(error), count=len(ids))
        for case_id in ids if len(ids) > 1 else ():
            rematch_case(case_id)


def _read(asked: Mapping[int, Words]) -> tuple[dict[int, Content], dict[int, str]]:
    contents: dict[int, Content] = {}
    trouble: dict[int, str] = {}
    for case_id, words in asked.items():
        try:
            contents[case_id], further = words.content, words.further_content
            if further is not None and further.has_matter:
                contents[-case_id] = further
        except Exception as error:
            log.error("case_unreadable", id=case_id, kind=type(error).__name__, where=frames_of(error))
            trouble[case_id] = told(Stage.READING, error)
    return contents, trouble


def _keep(
    case_id: int, asked: Words, content: Content | None, answers: Answers, trouble: Mapping[int, str]
) -> near_duplicates.Opened | None:
    """Write what was found for a case; return its text for the index, unless it is settled or could not be read."""
    case = db.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    # An editor may have decided while the model was thinking.
    if case is None or case.state is not CaseState.OPEN:
        return None
    # Or it says something else by now, because its words were corrected or erased: whoever did that owes the next
    # asking, and words that are gone must not come back into the index.
    if replace(asked, kind=case.kind) != words_of_case(case):
        return None
    case.matching_trouble = trouble.get(case_id) or answers.trouble.get(case_id, "")
    case.matching_failed = bool(case.matching_trouble)
    its = together(answers, case_id, is_doubtful=case.text_source is TextSource.DOUBTFUL)
    if content is None or its is None:
        return None
    write_matches(case, its)
    counting.note_matches(case)
    return None if its.question is None else near_duplicates.Opened(case_id, content.text_hash, its.question)

"""Bringing an installation up to date after an update that reads texts or links in another way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import ColumnElement, delete, select, update

from archive import rehashing, wordings
from archive.models import ArchiveAction, KeptApart, Wording
from core.db import Counter, db, writing
from core.events import Subject, happened
from core.logs import frames_of
from intake.cases import loosened
from intake.cases.keys import Key, Words, hold_grouping, keys_with, words_of, words_of_case
from intake.cases.loosened import Holding
from intake.models.cases import Case, CaseAction, CaseKey, Match
from intake.models.moves import CaseMove, MoveReason
from intake.models.reports import Submission
from search.ranking.bands import Lane
from search.text.content import Content, content_of
from search.text.normalise import VERSION

log = structlog.get_logger(__name__)

# Holds the version by which everything stored was made; not there before the first time.
COUNTER = "normalisation"
# Databases take only so many values in one statement.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Held:
    """Words that make a further report the same case, whose they are now, and the moves that brought them there."""

    words: Words
    case_id: int
    moves: Sequence[CaseMove]


def is_outdated() -> bool:
    """Return whether what is stored was made by an older version of the normalisation."""
    return (db.session.scalar(select(Counter.value).where(Counter.name == COUNTER)) or 0) < VERSION


def bring_up_to_date() -> None:
    """Work out again what texts and links are known by, and note that it is done.

    Safe to repeat and to break off: what is up to date stays as it is, and it is noted last. Only for a start, while
    nobody else works on the database: an older program would go on storing what it knows.
    """
    rehashing.rehash(joined=_taught_by_the_other, url_of=_url_of)
    _take_back_what_says_nothing()
    rehash()
    with writing() as session:
        hold_grouping()
        session.merge(Counter(name=COUNTER, value=VERSION))
        happened(CaseAction.TEXTS_READ_AGAIN, version=VERSION)


def _taught_by_the_other(gone: int, stays: int) -> None:
    db.session.execute(update(Match).where(Match.kept_apart_id == gone).values(kept_apart_id=stays))


def _url_of(pair: KeptApart) -> str:
    """Return the link that a pair's text came with, from the case whose answer taught it."""
    teacher = select(Case.url).join(Match, Match.case_id == Case.id).where(Match.kept_apart_id == pair.id)
    return db.session.scalar(teacher.order_by(Match.id).limit(1)) or pair.link


def _take_back_what_says_nothing() -> None:
    """Take back what was learned from texts that say nothing, or nothing without the link they came with.

    The answers that taught it stay.
    """
    with writing() as session:
        hold_grouping()
        standing = session.scalars(select(Wording).where(Wording.taken_back_at.is_(None)).order_by(Wording.id)).all()
        told = [one for one in standing if not _stands_alone(one)]
        pairs = session.scalars(select(KeptApart).where(KeptApart.taken_back_at.is_(None)).order_by(KeptApart.id)).all()
        empty = [pair for pair in pairs if not _says_something(pair)]
        # The trail first, in the order of every other writer: otherwise a deadlock.
        for wording in told:
            _record(Match.learned_wording_id == wording.id, {"wording": wording.id})
        for pair in empty:
            _record(Match.kept_apart_id == pair.id, {"apart": pair.id})
        for wording in told:
            session.execute(update(Match).where(Match.learned_wording_id == wording.id).values(learned_wording_id=None))
            wordings.take_back(wording)
        for pair in empty:
            session.execute(update(Match).where(Match.kept_apart_id == pair.id).values(kept_apart_id=None))
            wordings.let_together(pair)


def _record(which: ColumnElement[bool], what: dict[str, int]) -> None:
    teachers = db.session.scalars(select(Match).where(which).order_by(Match.id)).all()
    for match in teachers:
        happened(ArchiveAction.LEARNED_TAKEN_BACK, Subject("case", match.case_id), match=match.id, **what)
    if not teachers:
        happened(ArchiveAction.LEARNED_TAKEN_BACK, None, **what)


def _stands_alone(wording: Wording) -> bool:
    teacher = select(Case).join(Match, Match.case_id == Case.id).where(Match.learned_wording_id == wording.id)
    case = db.session.scalar(teacher.order_by(Match.id).limit(1))
    # Without its case only the words as they were tidied are left, and they are without their links.
    text, url = (wording.text, "") if case is None else (case.text, case.url)
    return _readable(lambda: content_of(text, url).stands_alone, Wording.__tablename__, wording.id)


def _says_something(pair: KeptApart) -> bool:
    return _readable(lambda: content_of(pair.text, pair.link).has_matter, KeptApart.__tablename__, pair.id)


def _readable(ask: Callable[[], bool], table: str, number: int) -> bool:
    """Return an answer; of a text that cannot be read nothing is taken back, and it stops no start."""
    try:
        return ask()
    except Exception as error:
        log.error("lesson_unreadable", table=table, id=number, kind=type(error).__name__, where=frames_of(error))
        return True


def rehash() -> None:
    """Work out the keys of all cases again, in one transaction, and list the reports that they do not hold any more.

    A key goes to the oldest case whose words give it, or to the one that this was merged into. One that is the same as
    before stays where it is, because editors may have moved it; and the moves come to know the new ones, so that they
    can still be taken back. Keys that no words give any more are dropped.
    """
    with writing() as session:
        hold_grouping()
        held = {Key(row.lane, row.value): row for row in session.scalars(select(CaseKey))}
        # No update reads a file in another way.
        given = {key for key in held if key.lane is Lane.SAME_PICTURE}
        holdings = {case_id: Holding() for case_id in loosened.with_company()}
        for one in _all_words():
            content = _content(one)
            if one.case_id in holdings:
                holdings[one.case_id].words.append(one.words)
            elif content is not None:
                session.get_one(Case, one.case_id).about = content.about
            keys = [key for key in _keys(one, content, held) if key not in given]
            given.update(keys)
            _add(one, [key for key in keys if key not in held])
        # Last, so that no new key gets the number of an old one, by which a move knows it.
        dropped = [row.id for key, row in held.items() if key not in given]
        for start in range(0, len(dropped), AT_ONCE):
            session.execute(delete(CaseKey).where(CaseKey.id.in_(dropped[start : start + AT_ONCE])))
        loosened.note(holdings)


def _content(one: _Held) -> Content | None:
    """Return what words consist of; None for a text that cannot be read, which stops no start."""
    try:
        return one.words.content
    except Exception as error:
        log.error("case_unreadable", id=one.case_id, kind=type(error).__name__, where=frames_of(error))
        return None


def _keys(one: _Held, content: Content | None, held: Mapping[Key, CaseKey]) -> list[Key]:
    """Return the keys that words give; those whose text cannot be read leave their case its keys."""
    if content is not None:
        return keys_with(one.words, content, one.words.further_content)
    return [key for key, row in held.items() if row.case_id == one.case_id]


def _add(one: _Held, keys: Sequence[Key]) -> None:
    new = [CaseKey(case_id=one.case_id, lane=key.lane, value=key.value) for key in keys]
    if new:
        db.session.add_all(new)
        db.session.flush()
    for move in one.moves if new else ():
        move.key_ids = [*move.key_ids, *(key.id for key in new)]


def _all_words() -> Iterator[_Held]:
    """Yield the words of all cases, the oldest first, then those of the reports that editors split off."""
    undoing = select(CaseMove.undone_by_id).where(CaseMove.undone_by_id.is_not(None))
    moves = db.session.scalars(select(CaseMove).where(CaseMove.undone_by_id.is_(None)).order_by(CaseMove.id)).all()
    merges = {move.from_case_id: move for move in moves if move.reason is MoveReason.MERGE}
    # One that took a merge back gave the reports no keys of their own.
    backs = set(db.session.scalars(undoing))
    splits = [move for move in moves if move.reason is MoveReason.SPLIT and move.id not in backs]
    opened = {move.to_case_id: move for move in splits}
    for case in _cases():
        path = [opened[case.id]] if case.id in opened else []
        yield _Held(words_of_case(case), case.standing.id, [*path, *_onwards(case.id, merges)])
    # A report that was split off twice went with the later move.
    split_off = {report_id: move for move in splits for report_id in move.submission_ids}
    for report_id, split in split_off.items():
        report = db.session.get_one(Submission, report_id)
        if report.case_id is not None:
            path = [split, *_onwards(split.to_case_id, merges)]
            yield _Held(words_of(report), report.case_id, path)


def _cases() -> Iterator[Case]:
    after = 0
    while page := db.session.scalars(select(Case).where(Case.id > after).order_by(Case.id).limit(AT_ONCE)).all():
        yield from page
        after = page[-1].id


def _onwards(case_id: int, merges: Mapping[int, CaseMove]) -> Iterator[CaseMove]:
    """Yield the merges that what a case had went on with."""
    while case_id in merges:
        yield merges[case_id]
        case_id = merges[case_id].to_case_id

"""Indexing the texts that cases stand for, of all cases that the current model has not seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import structlog
from sqlalchemy import BigInteger, cast, select

from archive.indexing import forget_models
from core.db import db, writing
from intake.cases import near_duplicates
from intake.cases.keys import hold_grouping
from intake.cases.near_duplicates import CASES, Opened
from intake.models.cases import Case
from intake.reports.trouble import ENDS_THE_BATCH
from search.engine import engine
from search.index import change_log
from search.index.documents import MOST_PARTS
from search.index.models import Vector
from search.ranking.judging import questions_of
from search.text.content import Content, content_of

log = structlog.get_logger(__name__)

PAGE = 32


def index_missing() -> int:
    """Index the texts of cases, settled ones too, that the current model has not indexed; return how many.

    This is what a change of the model needs: a report joins a settled case as well. Safe to repeat and to break off:
    each page is a transaction of its own. A text that cannot be embedded is passed over.
    """
    done = after = 0
    if len(_missing(after)) == PAGE:
        change_log.carry_words_over(CASES, engine().embedder.model_id)
    while cases := _missing(after):
        after = cases[-1].id
        read = {case.id: case.text for case in cases}
        opened = list(_opened(cases))
        with writing():
            hold_grouping()
            still = _unchanged(read)
            near_duplicates.index([one for one in opened if one.case_id in still])
        done += len(opened)
    if done:
        forget_models(CASES)
    return done


def _missing(after: int) -> Sequence[Case]:
    present = select(Vector.id).where(
        Vector.collection == CASES,
        Vector.document_id == cast(Case.id, BigInteger) * MOST_PARTS,
        Vector.model_id == engine().embedder.model_id,
        Vector.text_hash != change_log.NO_TEXT,
    )
    rows = select(Case).where(Case.id > after, Case.text != "", ~present.exists()).order_by(Case.id).limit(PAGE)
    return db.session.scalars(rows).all()


def _unchanged(read: Mapping[int, str]) -> set[int]:
    """Return the cases that still say what was read: while the model was thinking, words may have been erased."""
    rows = select(Case.id, Case.text).where(Case.id.in_(read))
    return {case_id for case_id, text in db.session.execute(rows) if text == read[case_id]}


def _opened(cases: Sequence[Case]) -> Iterator[Opened]:
    read = {case.id: content for case in cases if (content := _content(case)) is not None and content.text}
    try:
        yield from _embedded(read)
        return
    except ENDS_THE_BATCH:
        raise
    except Exception as error:
        log.error("cases_not_indexed_together", kind=type(error).__name__, count=len(read))
    for case_id, content in read.items():
        try:
            yield from _embedded({case_id: content})
        except ENDS_THE_BATCH:
            raise
        except Exception as error:
            log.error("case_not_indexed", id=case_id, kind=type(error).__name__)


def _content(case: Case) -> Content | None:
    try:
        return content_of(case.text, case.url)
    except Exception as error:
        log.error("case_unreadable", id=case.id, kind=type(error).__name__)
        return None


def _embedded(read: dict[int, Content]) -> list[Opened]:
    questions = questions_of([content.text for content in read.values()], embedder=engine().embedder)
    return [
        Opened(case_id, content.text_hash, question)
        for (case_id, content), question in zip(read.items(), questions, strict=True)
    ]

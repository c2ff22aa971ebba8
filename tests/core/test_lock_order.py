"""All transactions take their locks in one order, so that no two of them wait for each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from archive import claims, indexing
from archive.imports import importing
from archive.imports.rows import ClaimRow
from archive.models import Verdict
from core.db import db
from intake.cases import explaining, joining, rematching, suggesting
from intake.models.cases import MatchAnswer
from intake.models.retention import Why
from intake.retention import erasing
from review.articles import writing
from review.case import answers, merging
from tests.support import factories
from tests.support.articles import drafted
from tests.support.desk import plain_case, suggestion
from tests.support.told_everywhere import told_everywhere

# As `core.events.happened` tells it; what is no lock that others wait for stands nowhere.
ORDER = ["grouping", "event", "claim", "vector_seq"]
# What only who holds the grouping changes; nobody waits for it.
GROUPED = "match"


@contextmanager
def locks() -> Iterator[list[str]]:
    """Note, in order, the counters that are advanced and the tables that are changed until each commit."""
    taken: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        words = statement.split()
        if words[:2] == ["UPDATE", "counter"]:
            taken.extend(name for name in ORDER if repr(name) in repr(parameters))
        elif words[:1] == ["UPDATE"] and words[1].strip('"') in (*ORDER, GROUPED):
            taken.append(words[1].strip('"'))

    def end(_conn: object) -> None:
        taken.append("|")

    event.listen(db.engine, "before_cursor_execute", note)
    event.listen(db.engine, "commit", end)
    try:
        yield taken
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
        event.remove(db.engine, "commit", end)


def _import() -> None:
    factories.claim(external_id="one")
    row = ClaimRow(id="one", text="WhatsApp kostet ab morgen fünf Euro.", verdict=Verdict.FALSE, lang="de")
    with locks() as taken:
        importing.import_rows([row])
    check(taken, {"event", "claim", "vector_seq"})


def _retract() -> None:
    claim = factories.claim()
    with locks() as taken:
        claims.retract(claim.id)
    check(taken, {"event", "claim", "vector_seq"})


def _match() -> None:
    factories.claim()
    factories.submission()
    with locks() as taken:
        joining.match_all_waiting()
    check(taken, {"grouping", "event", "vector_seq"})


def _rematch() -> None:
    factories.case()
    rematching.rematch_changed()
    factories.claim(factories.POST)
    with locks() as taken:
        rematching.rematch_changed()
        suggesting.rematch_open()
    check(taken, {"grouping"})


def _embed() -> None:
    claim, editor = factories.claim(), factories.editor()
    match = suggestion(plain_case(f"Achtung! {factories.POST}"), claim)
    answers.answer_match(match.id, MatchAnswer.SAME, editor=editor)
    with locks() as taken:
        indexing.embed_missing()
    check(taken, {"event", "vector_seq"})


def _answer() -> None:
    claim, editor = factories.claim(), factories.editor()
    match = suggestion(plain_case(f"Achtung! {factories.POST}"), claim)
    with locks() as taken:
        answers.answer_match(match.id, MatchAnswer.SAME, editor=editor)
        answers.answer_match(match.id, MatchAnswer.DIFFERENT, editor=editor)
    check(taken, {"grouping", "event", "match"})


def _explain() -> None:
    case = plain_case(factories.POST)
    suggestion(case, factories.claim())
    with locks() as taken:
        explaining.explain_case(case.id)
    check(taken, {"grouping", "match"})


def _merge() -> None:
    claim, editor = factories.claim(), factories.editor()
    one, other = plain_case("Ein Beitrag."), plain_case("Ein anderer Beitrag.")
    suggestion(other, claim)
    with locks() as taken:
        merging.merge_cases(
            one.id, other.id, version=one.version, other_version=other.version, reason="Dasselbe", editor=editor
        )
    check(taken, {"grouping", "event"})


def check(taken: list[str], wanted: set[str]) -> None:
    assert wanted <= set(taken), "the verb has taken the locks that this test is about"
    for transaction in " ".join(taken).split("|"):
        # Only the first time counts: a lock that is held is not waited for.
        firsts = list(dict.fromkeys(transaction.split()))
        if GROUPED in firsts:
            assert firsts[0] == "grouping", transaction
            firsts.remove(GROUPED)
        assert firsts == sorted(firsts, key=ORDER.index), transaction


def _publish() -> None:
    case, editor = plain_case(), factories.editor()
    drafted(case, editor)
    with locks() as taken:
        writing.publish(case.id, version=1, means_slurs=False, source="Wir", editor=editor)
    check(taken, {"grouping", "event", "claim"})


def _erase() -> None:
    told = told_everywhere(factories.editor(), factories.editor())
    with locks() as taken:
        erasing.erase([told.report_id], why=Why.TIME)
    check(taken, {"grouping", "event", "match", "vector_seq"})


VERBS = [_import, _retract, _match, _rematch, _embed, _answer, _explain, _merge, _publish, _erase]


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_takes_its_locks_in_the_order_of_all(app: Flask, verb: Callable[[], None]) -> None:
    verb()

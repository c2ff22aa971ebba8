"""After an update that reads texts and links in another way, reports still join the cases they belong to."""

from __future__ import annotations

from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from archive import wordings
from archive.models import Claim, KeptApart
from core.db import Counter, db, writing
from intake.cases import rehashing
from intake.models.cases import Case, CaseKey, Kind
from intake.models.moves import CaseMove
from intake.models.reports import Submission
from processes.prepare import prepare
from search.ranking.bands import Lane
from search.text import normalise
from tests.support import factories
from tests.support.case_moves import LINK, TEXTS, case_of, check_what_always_holds, forget, merge, sent, split, undo
from tests.support.desk import plain_case, suggestion

# Joins the case of the first text, because it is almost the same, but has another hash.
NEARLY = f"Das schreibt meine Nachbarin: {TEXTS[0]}"


def keys() -> dict[tuple[Lane, str], int]:
    """Return whose each key is."""
    forget()
    return {(key.lane, key.value): key.case_id for key in db.session.scalars(select(CaseKey))}


def age() -> None:
    """Leave all keys as a version that read texts in another way would have stored them, numbered as they are."""
    forget()
    with writing() as session:
        for key in session.scalars(select(CaseKey)):
            key.value = sha256(f"old {key.value}".encode()).hexdigest()


def rehash() -> None:
    rehashing.rehash()
    check_what_always_holds()


def test_a_copy_of_a_report_from_before_joins_its_case(app: Flask) -> None:
    (first,) = sent(TEXTS[0])
    linked = factories.case("", url=LINK)
    fresh = keys()
    age()
    assert not set(keys()) & set(fresh)

    rehash()

    assert keys() == fresh
    again, (copy,) = factories.case("", url=LINK), sent(TEXTS[0].upper())
    assert again.id == linked.id
    assert case_of(copy).id == case_of(first).id


def test_of_two_cases_that_are_now_known_by_the_same_the_older_gets_the_key(app: Flask) -> None:
    older, younger = (case_of(one) for one in sent(*TEXTS[:2]))
    with writing():
        db.session.add(younger)
        younger.text = f"{TEXTS[0]} 🙏"
        db.session.execute(update(Submission).where(Submission.text == TEXTS[1]).values(text=younger.text))
    age()

    rehash()

    assert list(keys().values()) == [older.id]


def test_a_key_that_is_the_same_as_before_keeps_its_number_and_its_case(app: Flask) -> None:
    sent(*TEXTS)
    before = {key.id: (key.case_id, key.value) for key in db.session.scalars(select(CaseKey))}

    rehash()
    rehash()

    forget()
    assert {key.id: (key.case_id, key.value) for key in db.session.scalars(select(CaseKey))} == before


def test_reports_of_hate_keep_to_themselves(app: Flask) -> None:
    for kind in (Kind.CHECK, Kind.HATE):
        factories.case(TEXTS[0], kind=kind.value)
    fresh = keys()
    age()

    rehash()

    assert keys() == fresh
    assert len(set(fresh.values())) == 2


def test_keys_that_no_words_give_any_more_are_dropped(app: Flask) -> None:
    case = factories.case(TEXTS[0])
    fresh = keys()
    with writing() as session:
        session.add_all(CaseKey(case_id=case.id, lane=Lane.SAME_LINK, value=f"{n:064}") for n in range(3))

    rehash()

    assert keys() == fresh


def test_the_keys_of_a_merged_case_lead_to_the_one_that_stands_for_it_and_go_back_with_its_reports(
    app: Flask,
) -> None:
    reports = sent(*TEXTS[:3])
    first, second, third = (case_of(one) for one in reports)
    apart = keys()
    moves = [merge(first, second), merge(second, third)]
    age()

    rehash()

    assert keys() == dict.fromkeys(apart, third.id)
    for move in reversed(moves):
        undo(move)
    assert keys() == apart
    check_what_always_holds()


def test_the_keys_of_reports_that_were_split_off_stay_with_their_case_and_go_back_with_them(app: Flask) -> None:
    texts = [TEXTS[0], NEARLY, f"Steht so am Aushang im Haus: {TEXTS[0]}"]
    reports = sent(*texts)
    case = case_of(reports[0])
    assert {case_of(one).id for one in reports} == {case.id}, "they are almost the same text"
    move = split(case, *reports[1:])
    split_off = keys()
    assert sorted(split_off.values()) == [case.id, move.to_case_id, move.to_case_id]
    age()

    rehash()

    assert keys() == split_off
    undo(move.id)
    assert keys() == dict.fromkeys(split_off, case.id)


def test_words_that_left_their_case_return_to_it_with_their_key(app: Flask) -> None:
    reports = sent(TEXTS[0], NEARLY)
    case = case_of(reports[0])
    (own,) = keys()
    move = split(case, reports[0])
    age()
    rehash()
    assert keys()[own] == move.to_case_id

    undo(move.id)

    assert keys()[own] == case.id
    check_what_always_holds()


def test_a_merge_that_was_taken_back_gives_reports_that_only_joined_no_keys(app: Flask) -> None:
    first, second = sent(TEXTS[0], NEARLY)
    (other,) = sent(TEXTS[1])
    assert case_of(first).id == case_of(second).id
    apart = keys()
    undo(merge(case_of(first), case_of(other)))
    age()

    rehash()

    assert keys() == apart


def outdated() -> tuple[dict[tuple[Lane, str], int], str]:
    """Leave an installation as a version before would have left it; return what it should hold."""
    text_hash = factories.claim().text_hash
    sent(TEXTS[0])
    fresh = keys()
    age()
    with writing() as session:
        session.execute(update(Claim).values(text_hash="old"), execution_options={"synchronize_session": False})
        session.execute(delete(Counter).where(Counter.name == rehashing.COUNTER))
    return fresh, text_hash


def version() -> int | None:
    db.session.rollback()
    return db.session.scalar(select(Counter.value).where(Counter.name == rehashing.COUNTER))


def test_the_first_start_of_a_new_version_brings_everything_up_to_date_and_the_next_one_nothing(
    app: Flask,
) -> None:
    # An installation that has been used has an account, and so gets no demo content.
    factories.editor()
    fresh, text_hash = outdated()

    prepare(app)

    assert keys() == fresh
    assert db.session.scalars(select(Claim.text_hash)).all() == [text_hash]
    assert version() == normalise.VERSION
    assert not rehashing.is_outdated()

    age()
    old = keys()
    prepare(app)
    assert keys() == old, "it is not looked at again"


def test_a_start_that_is_broken_off_is_made_up_for_by_the_next_one(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh, text_hash = outdated()

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(rehashing, "_add", broken)
        with pytest.raises(ZeroDivisionError):
            rehashing.bring_up_to_date()
    assert version() is None
    assert not set(keys()) & set(fresh), "keys are changed all at once or not at all"

    rehashing.bring_up_to_date()
    assert (keys(), version()) == (fresh, normalise.VERSION)
    assert db.session.scalars(select(Claim.text_hash)).all() == [text_hash]


def test_an_older_version_is_outdated_and_a_newer_one_is_not(app: Flask) -> None:
    assert rehashing.is_outdated()
    for stored, expected in [(normalise.VERSION - 1, True), (normalise.VERSION, False), (normalise.VERSION + 1, False)]:
        with writing() as session:
            session.merge(Counter(name=rehashing.COUNTER, value=stored))
        assert rehashing.is_outdated() is expected


def test_a_fresh_database_is_only_marked(app: Flask) -> None:
    rehashing.bring_up_to_date()

    assert version() == normalise.VERSION
    assert [db.session.scalars(select(table)).all() for table in (Case, CaseKey, CaseMove)] == [[], [], []]


def test_an_answer_goes_on_teaching_the_pair_that_stays(app: Flask) -> None:
    claim = factories.claim()
    taught = []
    for number, text in enumerate([TEXTS[0], f"{TEXTS[0]} 🙏"]):
        match = suggestion(plain_case(TEXTS[number]), claim)
        with writing() as session:
            pair = wordings.keep_apart(claim.id, text, "de")
            assert pair is not None
            # Known apart, as an older version did.
            pair.text_hash = f"old {number}"
            session.add(match)
            match.kept_apart_id = pair.id
        taught.append(match)

    rehashing.bring_up_to_date()

    forget()
    (stays,) = db.session.scalars(select(KeptApart))
    assert [match.kept_apart_id for match in taught] == [stays.id, stays.id]

"""What an update takes apart: keys and lessons that say nothing go, and people find the cases they held together."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from archive import wordings
from archive.models import ArchiveAction, KeptApart, Wording
from audit.models import Event
from core.db import db, now, writing
from intake.cases import loosened, rehashing
from intake.cases.keys import hold_grouping
from intake.cases.opening import join
from intake.models.cases import Case, CaseAction, CaseKey, CaseState, Match
from intake.models.moves import Loosened
from intake.models.reports import Submission
from search.ranking.bands import Lane
from search.text.content import content_of
from tests.support import factories
from tests.support.case_moves import check_what_always_holds, forget, merge, split
from tests.support.desk import plain_case, suggestion
from tests.support.loosened import ASKS, ONE, OTHER, RUMOUR, as_before

SAID = "Achtung: Der grüne Messenger will ab Montag Gebühren von allen, die den Kettenbrief nicht verschicken!"


def update() -> None:
    rehashing.bring_up_to_date()
    check_what_always_holds()


def loose() -> dict[int, Sequence[int]]:
    forget()
    return {row.case_id: ids for row, ids in loosened.still_loose(10)}


def lines(action: CaseAction | ArchiveAction) -> list[int | None]:
    forget()
    rows = select(Event).where(Event.action == action.value).order_by(Event.id)
    return [event.case_id for event in db.session.scalars(rows)]


def reports_of(case: Case) -> list[int]:
    rows = select(Submission.id).where(Submission.case_id == case.id).order_by(Submission.id)
    return list(db.session.scalars(rows))


def test_reports_that_words_without_matter_held_together_are_listed_and_stay(app: Flask) -> None:
    case = as_before((ASKS, ONE), (ASKS, OTHER), (ASKS, ""), ("Ist das echt?", ONE))
    first, second, third, fourth = reports_of(case)

    update()

    assert loose() == {case.id: [second, third]}
    assert reports_of(case) == [first, second, third, fourth], "nothing is moved by a machine"
    assert lines(CaseAction.CASE_LOOSENED) == [case.id]
    (key,) = db.session.scalars(select(CaseKey))
    assert (key.lane, key.case_id) == (Lane.SAME_LINK, case.id)


def test_copies_of_words_that_say_nothing_are_loose_but_for_the_first(app: Flask) -> None:
    case = as_before(("Fake?", ""), ("Fake?", ""), ("Fake?", ""))
    update()
    assert loose() == {case.id: reports_of(case)[1:]}


def test_a_case_that_holds_by_what_is_said_is_not_listed(app: Flask) -> None:
    held = as_before((RUMOUR, ""), (RUMOUR.upper(), ""), (f"Hallo zusammen! {RUMOUR} 🙏", ""), (RUMOUR, ONE))
    update()
    assert loose() == {}
    assert lines(CaseAction.CASE_LOOSENED) == []
    assert db.session.get_one(Case, held.id).about == "example.org/film/1"


def test_of_two_links_in_one_case_the_first_stays(app: Flask) -> None:
    case = as_before((RUMOUR, ""), (RUMOUR, ONE), (RUMOUR, OTHER), (f"Hallo zusammen! {RUMOUR}", OTHER))
    update()
    assert loose() == {case.id: reports_of(case)[2:]}


def test_reports_of_a_channel_that_was_taken_for_a_page_are_loose(app: Flask) -> None:
    case = as_before(("", "https://t.me/heimatfunk?before=7"), (ASKS, "https://t.me/heimatfunk"))
    update()
    assert loose() == {case.id: reports_of(case)[1:]}


def test_what_editors_brought_together_is_not_listed(app: Flask) -> None:
    plain, linked = as_before((RUMOUR, "")), as_before(("", ONE), (ASKS, ONE))
    merge(linked, plain)
    update()
    assert loose() == {}


def test_a_settled_case_is_listed_and_a_merged_one_is_not(app: Flask) -> None:
    settled, merged = as_before((ASKS, ONE), (ASKS, OTHER)), as_before(("Fake?", ""), ("Fake?", ""))
    merge(merged, as_before((RUMOUR, "")))
    with writing() as session:
        session.get_one(Case, settled.id).state = CaseState.CLOSED
    update()
    listed = loose()
    assert settled.id in listed
    assert merged.id not in listed


def test_a_second_time_lists_nothing_twice_and_drops_what_is_done(app: Flask) -> None:
    case = as_before((ASKS, ONE), (ASKS, OTHER))
    update()
    update()
    assert lines(CaseAction.CASE_LOOSENED) == [case.id]

    split(db.session.get_one(Case, case.id), db.session.get_one(Submission, reports_of(case)[1]))
    assert loose() == {}
    update()
    assert db.session.scalars(select(Loosened)).all() == []


def test_what_an_editor_has_kept_together_is_asked_again_only_when_more_is_loose(app: Flask) -> None:
    case = as_before((ASKS, ONE), (ASKS, OTHER))
    update()
    with writing() as session:
        session.scalars(select(Loosened)).one().kept_at = now()
    update()
    assert loose() == {}

    with writing():
        hold_grouping()
        join(db.session.get_one(Case, case.id), factories.submission("Krass!"))
    update()
    assert loose() == {case.id: reports_of(case)[1:]}


def test_wordings_and_pairs_that_say_nothing_are_taken_back_with_a_line_for_each(app: Flask) -> None:
    claim = factories.claim()
    asks, speaks = plain_case(f"{ASKS} Leute", url=ONE), plain_case(f"Dieses Video zeigt es: {SAID}", url=OTHER)
    matches = [suggestion(case, claim) for case in (asks, speaks)]
    other = suggestion(plain_case("Das ist Fake!"), claim)
    with writing() as session:
        kept = wordings.learn(claim.id, SAID, "de")
        for part, case in enumerate((asks, speaks), start=7):
            wording = Wording(claim_id=claim.id, part=part, text=case.text, text_hash=f"old {part}", lang="de")
            session.add(wording)
            session.flush()
            matches[part - 7].learned_wording_id = wording.id
        pair = KeptApart(claim_id=claim.id, text="Das ist Fake!", text_hash="old", lang="de")
        session.add_all([pair, *matches])
        session.flush()
        session.get_one(Match, other.id).kept_apart_id = pair.id

    rehashing.bring_up_to_date()

    forget()
    assert kept is not None
    standing = select(Wording.id).where(Wording.taken_back_at.is_(None))
    assert db.session.scalars(standing).all() == [kept.id]
    assert db.session.get_one(KeptApart, pair.id).taken_back_at is not None
    for match in db.session.scalars(select(Match)):
        assert (match.learned_wording_id, match.kept_apart_id) == (None, None)
    assert sorted(filter(None, lines(ArchiveAction.LEARNED_TAKEN_BACK))) == sorted([asks.id, speaks.id, other.case_id])
    rehashing.bring_up_to_date()
    assert len(lines(ArchiveAction.LEARNED_TAKEN_BACK)) == 3


def test_a_pair_from_before_learns_which_link_it_was_about(app: Flask) -> None:
    claim = factories.claim()
    match = suggestion(plain_case(SAID, url=ONE), claim)
    with writing() as session:
        pair = KeptApart(claim_id=claim.id, text=SAID, text_hash=content_of(SAID).text_hash, lang="de")
        session.add(pair)
        session.flush()
        session.get_one(Match, match.id).kept_apart_id = pair.id

    rehashing.bring_up_to_date()

    forget()
    pair = db.session.get_one(KeptApart, pair.id)
    assert (pair.link, pair.text_hash) == ("example.org/film/1", content_of(SAID, ONE).together)


def test_a_report_that_cannot_be_read_stops_no_start(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    case = as_before((ASKS, ONE), (ASKS, OTHER))

    def broken(*_: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(loosened.Holding, "takes", broken)
    update()
    assert loose() == {}
    assert len(reports_of(case)) == 2

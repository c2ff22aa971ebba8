"""Whoever is named in a case has no part in merging or splitting it, and stays named wherever its reports go."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import db
from core.refusals import Conflict
from intake.models.cases import Case, Kind
from review.case import changing, merging
from review.holding import assigning, leases, named
from review.queue import tags
from tests.support.desk_moves import WHY, three_reports, two_cases
from tests.support.holding import editor


@pytest.fixture
def alva(app: Flask) -> Editor:
    return editor("Alva")


@pytest.fixture
def bo(app: Flask) -> Editor:
    return editor("Bo")


def merge(case_id: int, other_id: int, by: Editor) -> None:
    case, other = (db.session.get_one(Case, number, populate_existing=True) for number in (case_id, other_id))
    merging.merge_cases(case_id, other_id, version=case.version, other_version=other.version, reason=WHY, editor=by)


def named_people(case_id: int) -> list[str]:
    return [one.name for one in named.named_in(case_id)]


def test_nobody_merges_a_case_that_they_are_named_in_in_either_direction(alva: Editor) -> None:
    case, other = (one.id for one in two_cases())
    named.say(other, editor=alva)

    for first, second in ((case, other), (other, case)):
        with pytest.raises(Conflict, match="you are named in this post"):
            merge(first, second, alva)


def test_nobody_splits_a_case_that_they_are_named_in(alva: Editor) -> None:
    case, reports = three_reports()
    named.say(case.id, editor=alva)

    with pytest.raises(Conflict, match="you are named in this post"):
        merging.split_case(case.id, [reports[0].id], version=case.version, reason=WHY, editor=alva)


def test_whoever_is_named_stays_named_where_the_reports_go_and_holds_it_no_more(alva: Editor, bo: Editor) -> None:
    case, other = (one.id for one in two_cases())
    named.say(other, editor=alva)
    leases.take(case, editor=bo)
    assigning.assign(case, alva.id, by=editor("Lea", role=RoleName.LEAD))

    merge(case, other, bo)

    assert named_people(case) == ["Alva"]
    assert assigning.assigned([case]) == {}
    assert leases.holders([case])[case].name == "Bo"


def test_whoever_is_named_is_named_in_what_is_split_off(alva: Editor, bo: Editor) -> None:
    case, reports = three_reports()
    case_id, version, leaving = case.id, case.version, reports[0].id
    named.say(case_id, editor=alva)

    move = merging.split_case(case_id, [leaving], version=version, reason=WHY, editor=bo)

    assert named_people(move.to_case_id) == ["Alva"]


def test_nobody_says_of_themselves_that_they_are_not_named_after_all(app: Flask) -> None:
    case, _ = two_cases()
    lead = editor("Lea", role=RoleName.LEAD)
    named.say(case.id, editor=lead)

    with pytest.raises(Conflict, match="Somebody else has to say"):
        named.lift(case.id, lead.id, by=lead)
    assert named_people(case.id) == ["Lea"]


def test_a_case_in_a_colleagues_hands_is_neither_merged_nor_changed(alva: Editor, bo: Editor) -> None:
    case, other = (one.id for one in two_cases())
    leases.take(other, editor=alva)

    with pytest.raises(Conflict, match="Alva is working on this case"):
        merge(case, other, bo)
    with pytest.raises(Conflict, match="Alva is working on this case"):
        changing.change_kind(other, Kind.SCAM, version=db.session.get_one(Case, other).version, editor=bo)


def test_the_tags_of_a_case_go_where_its_reports_go(bo: Editor) -> None:
    case, other = (one.id for one in two_cases())
    tags.add(case, "Wahl", until=None, editor=bo)
    for name in ("Wahl", "Polizei weiß Bescheid"):
        tags.add(other, name, until=None, editor=bo)

    merge(case, other, bo)

    assert [tag.name for tag in tags.of([case])[case]] == ["Polizei weiß Bescheid", "Wahl"]

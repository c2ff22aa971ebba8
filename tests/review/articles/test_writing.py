"""Writing a fact check from a case: anything may be missing from a draft, nothing from what is published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Editor
from archive.debunks import MOST_SOURCES, NamedSource
from archive.models import Claim, ClaimSource, ClaimState, Verdict
from audit.models import Event
from core.db import db, now
from core.db import writing as transaction
from core.refusals import Conflict, InvalidInput, NotFound
from core.web.display import local_day
from intake.models.cases import Case, CaseState, Kind, Match
from review.articles import writing
from review.articles.models import WrittenArticle
from review.articles.writing import Stale
from review.holding import named
from tests.support import factories
from tests.support.articles import SOURCE, WHOLE, draft, drafted, published, written
from tests.support.desk import plain_case
from tests.support.holding import editor
from tests.support.side_by_side import side_by_side


@pytest.fixture
def alva(app: Flask) -> Editor:
    return editor("Alva")


def publish(case: Case, by: Editor, *, version: int = 1, means_slurs: bool = False) -> int | None:
    return writing.publish(case.id, version=version, means_slurs=means_slurs, source="Unsere Redaktion", editor=by)


def stored() -> tuple[int, int, int]:
    """Return how many claims, articles of the desk and sources there are."""
    db.session.rollback()
    counts = [db.session.scalar(select(func.count()).select_from(one)) for one in (Claim, WrittenArticle, ClaimSource)]
    return counts[0] or 0, counts[1] or 0, counts[2] or 0


def lines() -> list[str]:
    """Return what the trail says of articles, in its order."""
    db.session.rollback()
    return list(db.session.scalars(select(Event.action).where(Event.action.startswith("article")).order_by(Event.id)))


def test_a_draft_may_lack_everything_and_keeps_what_was_written(alva: Editor) -> None:
    case = plain_case()

    first = writing.save(
        case.id,
        written(title="", claim="", summary="", verdict=Verdict.UNRATED, sources=()),
        version=0,
        editor=alva,
    )
    half = written(title="Nur ein Titel", sources=(NamedSource("Ein Anruf", ""), NamedSource("", "kein Link")))
    second = writing.save(case.id, half, version=first, editor=alva)

    assert (first, second) == (1, 2)
    assert writing.written_of(draft(case)) == half
    assert draft(case).state is ClaimState.DRAFT
    assert stored() == (1, 1, 2)


def test_saving_what_stands_there_already_is_no_change_and_leaves_no_line(alva: Editor) -> None:
    case = plain_case()
    drafted(case, alva)

    assert writing.save(case.id, written(), version=1, editor=alva) == 1

    assert lines() == ["article_draft_begun"]


def test_only_one_of_two_who_save_the_same_version_wins_and_the_other_learns_whom_to_ask(alva: Editor) -> None:
    case, bo = plain_case(), editor("Bo")
    drafted(case, alva)
    writing.save(case.id, written(title="Von Bo"), version=1, editor=bo)

    with pytest.raises(Stale, match="Bo has changed this draft"):
        writing.save(case.id, written(title="Von Alva"), version=1, editor=alva)
    with pytest.raises(Stale):
        writing.save(case.id, written(title="Noch ein Anfang"), version=0, editor=alva)
    for late in (writing.discard, publish_it):
        with pytest.raises(Stale):
            late(case.id, version=1, editor=alva)

    assert draft(case).title == "Von Bo"


def publish_it(case_id: int, *, version: int, editor: Editor) -> int | None:
    return writing.publish(case_id, version=version, means_slurs=False, source="Wir", editor=editor)


def test_of_many_who_begin_at_once_one_begins(app: Flask, alva: Editor) -> None:
    case = plain_case()
    case_id, people = case.id, [alva.id, *(editor(f"Person {number}").id for number in range(5))]

    def begin(by: int) -> Callable[[], int]:
        # Each in a session of its own, as on a server.
        return lambda: writing.save(case_id, written(), version=0, editor=db.session.get_one(Editor, by))

    with side_by_side(app) as start:
        failures = [begun.exception(timeout=60) for begun in [start(begin(one)) for one in people]]

    assert [type(one) for one in failures if one is not None] == [Stale] * 5
    assert stored() == (1, 1, 1)


# What a draft is changed to, and which fields then lack something.
LACKING: list[tuple[dict[str, Any], set[str]]] = [
    ({"title": " \u200b"}, {"title"}),
    ({"claim": ""}, {"claim"}),
    ({"summary": ""}, {"summary"}),
    ({"verdict": Verdict.UNRATED}, {"verdict"}),
    ({"url": "nirgends"}, {"url"}),
    ({"sources": ()}, {"source_title"}),
    ({"sources": (NamedSource("", SOURCE.url),)}, {"source_title"}),
    ({"sources": (NamedSource("Ein Anruf", ""),)}, {"source_url"}),
    ({"sources": (NamedSource("Ein Skript", "javascript:alert(1)"),)}, {"source_url"}),
    ({"sources": (NamedSource("Ein Ablageort", "ftp://example.org/datei"),)}, {"source_url"}),
    ({"sources": (NamedSource("Falsche Fährte", "https://orf.at@elsewhere.example/x"),)}, {"source_url"}),
    ({"sources": (SOURCE, NamedSource("Dasselbe", "http://whatsapp.com/legal/fees#top"))}, {"source_url"}),
    ({"title": "", "sources": (NamedSource("", ""),)}, {"title", "source_title", "source_url"}),
]
# What a draft is changed to, and which field refuses it.
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"title": "a" * 201}, "title"),
    ({"claim": "a" * 1_001}, "claim"),
    ({"claimant": "a" * 201}, "claimant"),
    ({"claimant": "a\u202eb"}, "claimant"),
    ({"summary": "a" * 5_001}, "summary"),
    ({"summary": "a\x00"}, "summary"),
    ({"title": "a\u202eb"}, "title"),
    ({"url": "https://example.org/\u200f"}, "url"),
    ({"sources": (NamedSource("a" * 201, ""),)}, "source_title"),
    ({"sources": (NamedSource("a", "https://example.org/" + "a" * 1_000),)}, "source_url"),
    ({"sources": (SOURCE,) * (MOST_SOURCES + 1)}, "source_title"),
]


def test_what_lacks_something_is_not_published(alva: Editor) -> None:
    case, found = plain_case(), []
    for version, (changed, _) in enumerate(LACKING):
        writing.save(case.id, written(**changed), version=version, editor=alva)
        with pytest.raises(InvalidInput) as refused:
            publish(case, alva, version=version + 1)
        found.append(set(refused.value.problems))

    assert found == [fields for _, fields in LACKING]
    assert draft(case).state is ClaimState.DRAFT


def test_what_is_too_long_or_deceives_is_not_even_a_draft(alva: Editor) -> None:
    case, found = plain_case(), []
    for changed, _ in REFUSED:
        with pytest.raises(InvalidInput) as refused:
            writing.save(case.id, written(**changed), version=0, editor=alva)
        found.append(set(refused.value.problems))

    assert found == [{field} for _, field in REFUSED]
    assert stored() == (0, 0, 0)


def test_publishing_gives_it_an_address_a_day_and_links_that_browsers_open(alva: Editor) -> None:
    factories.claim(title="Größer als gedacht")
    case = plain_case()

    claim = published(
        case,
        alva,
        title="Größer als gedacht",
        url="www.example.org/lang",
        sources=(SOURCE, NamedSource("Nachricht", "t.me/kanal/4711")),
    )

    db.session.refresh(claim)
    assert (claim.state, claim.slug, claim.source) == (
        ClaimState.PUBLISHED,
        "groesser-als-gedacht-2",
        "Unsere Redaktion",
    )
    assert claim.published_on == local_day(now())
    assert claim.url == "https://www.example.org/lang"
    assert [(source.position, source.url) for source in claim.sources] == [
        (1, SOURCE.url),
        (2, "https://t.me/kanal/4711"),
    ]


def test_what_is_published_stands_beside_its_case_by_hand_and_answers_nothing(alva: Editor) -> None:
    case = plain_case()

    claim = published(case, alva)

    match = db.session.scalars(select(Match)).one()
    assert (match.case_id, match.claim_id, match.is_by_hand) == (case.id, claim.id, True)
    assert db.session.get_one(Case, case.id).state is CaseState.OPEN
    assert lines() == ["article_draft_begun", "article_published", "article_added"]


def test_a_case_that_was_merged_meanwhile_gets_it_where_its_reports_are(alva: Editor) -> None:
    case, other = plain_case(), plain_case()
    drafted(case, alva)
    merge_into(case, other)

    assert publish(case, alva) == other.id
    assert db.session.scalars(select(Match.case_id)).all() == [other.id]


def merge_into(case: Case, other: Case) -> None:
    with transaction() as session:
        merged = session.get_one(Case, case.id)
        merged.state, merged.merged_into_id = CaseState.MERGED, other.id


def test_from_a_merged_case_none_is_begun_and_from_a_settled_one_it_stands_beside_nothing(alva: Editor) -> None:
    merged, settled = plain_case(), plain_case(state=CaseState.DECIDED)
    merge_into(merged, settled)

    with pytest.raises(Conflict, match="merged"):
        drafted(merged, alva)
    drafted(settled, alva)

    assert publish(settled, alva) is None
    assert db.session.scalars(select(Match.id)).all() == []


def test_whoever_is_named_in_the_case_neither_writes_nor_publishes_nor_discards(alva: Editor) -> None:
    case, bo = plain_case(), editor("Bo")
    drafted(case, bo)
    named.say(case.id, editor=alva)

    with pytest.raises(Conflict, match="you are named"):
        writing.save(case.id, written(title="Anders"), version=1, editor=alva)
    for late in (writing.discard, publish_it):
        with pytest.raises(Conflict, match="you are named"):
            late(case.id, version=1, editor=alva)
    assert draft(case).title == WHOLE.title


def test_slurs_are_published_only_by_whoever_says_that_they_are_meant(alva: Editor) -> None:
    case = plain_case(kind=Kind.HATE)
    claim = drafted(case, alva, summary="Das Wort Judensau ist eine Beleidigung.")

    assert writing.slurs_in(claim) == ["J•••••••"]
    with pytest.raises(InvalidInput) as refused:
        publish(case, alva)
    assert set(refused.value.problems) == {"means_slurs"}

    assert publish(case, alva, means_slurs=True) == case.id


def test_a_draft_that_is_thrown_away_is_gone_and_what_is_published_cannot_be(alva: Editor) -> None:
    gone, kept = plain_case(), plain_case()
    drafted(gone, alva)
    published(kept, alva)

    writing.discard(gone.id, version=1, editor=alva)

    assert stored() == (1, 1, 1)
    for case in (gone, kept):
        with pytest.raises(Stale):
            writing.discard(case.id, version=1, editor=alva)
        with pytest.raises(NotFound):
            writing.discard(case.id, version=0, editor=alva)


def test_after_one_is_published_another_can_be_written_from_the_same_case(alva: Editor) -> None:
    case = plain_case()
    published(case, alva)

    drafted(case, alva, title="Ein zweiter")

    assert draft(case).title == "Ein zweiter"
    assert stored() == (2, 2, 2)


def test_lines_of_the_trail_hold_none_of_its_words(alva: Editor) -> None:
    case = plain_case()
    drafted(case, alva)
    writing.save(case.id, written(title="Geheimer Titel"), version=1, editor=alva)
    writing.discard(case.id, version=2, editor=alva)

    assert lines() == ["article_draft_begun", "article_draft_changed", "article_draft_discarded"]
    assert "Geheimer" not in str(db.session.scalars(select(Event.details)).all())

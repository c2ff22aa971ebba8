"""A change of the model, there and back: what is found is what claims say today, by their words until embedded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from flask import Flask
from sqlalchemy import func, select

from archive import claims, indexing, wordings
from archive.imports import importing
from archive.imports.rows import ClaimRow
from archive.matching import FoundMatch, find_matches
from archive.models import CLAIMS, Claim, Verdict
from core.db import db, writing
from search.engine import engine
from search.index import change_log
from search.index.models import Vector
from search.indexing import Document, embedded
from search.ranking.bands import Band, Lane
from search.text.content import content_of
from tests.support import factories

OLD = "Die Gemeinde Feldbach verbietet ab Mai das Grillen in allen privaten Gärten."
NEW = "Der Bahnhof von Leibnitz bekommt eine neue Unterführung für Fußgänger und Radfahrer."
POST_OLD = "In Feldbach darf ab Mai niemand mehr im eigenen Garten grillen, hat die Gemeinde verboten"
POST_NEW = "Leibnitz baut eine Unterführung am Bahnhof, für Radfahrer und Fußgänger, endlich"

Use = Callable[[str], None]


@pytest.fixture
def use(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Use:
    """Start anew with another model; it makes the same vectors, which nobody may know."""

    def used(model_id: str) -> None:
        monkeypatch.setattr(engine().embedder, "model_id", model_id)
        engine()._collections.clear()

    return used


def ask(text: str) -> list[FoundMatch]:
    (found,) = find_matches([content_of(text)], only_shown=False)
    return found.matches


def correct(claim: Claim, text: str) -> None:
    importing.import_rows([ClaimRow(id=claim.external_id or "", text=text, lang="de", verdict=claim.verdict)])


def cosine(post: str) -> float:
    (match,) = ask(post)
    assert match.score is not None
    return match.score


def test_back_at_the_first_model_the_new_text_finds_a_claim_and_the_old_does_not(use: Use) -> None:
    use("a")
    claim = factories.claim(OLD)
    old, new = cosine(POST_OLD), cosine(POST_NEW)
    assert old > new
    use("b")
    indexing.embed_missing()
    correct(claim, NEW)

    use("a")
    assert indexing.embed_missing() == 1

    assert cosine(POST_NEW) > cosine(POST_OLD)
    assert cosine(POST_NEW) == pytest.approx(old, abs=0.1)


def test_a_correction_leaves_vectors_of_other_models_alone_whose_text_is_the_same(use: Use) -> None:
    use("a")
    claim = factories.claim(OLD)
    use("b")
    indexing.embed_missing()
    row = ClaimRow(
        id=claim.external_id or "", text=OLD, title=claim.title, lang="de", verdict=Verdict.SATIRE, source="Heimatfunk"
    )
    assert importing.import_rows([row]).changed == 1

    use("a")
    assert indexing.embed_missing() == 0


def test_a_rebuild_mends_what_an_earlier_version_left_behind(use: Use) -> None:
    """Before, a correction let the vectors of other models stand."""
    use("a")
    claim, other = factories.claim(OLD), factories.claim("Etwas ganz anderes steht hier.")
    with writing():
        db.session.get_one(Claim, claim.id).text = NEW
    assert indexing.embed_missing() == 0

    assert indexing.drop_outdated() == 1
    assert indexing.drop_outdated() == 0

    assert indexing.embed_missing() == 1
    assert ask(POST_NEW)[0].claim.id == claim.id
    assert ask("Etwas ganz anderes steht hier.")[0].claim.id == other.id


def test_until_a_claim_is_embedded_it_is_found_by_its_words_and_only_suggested(use: Use) -> None:
    use("a")
    made = [factories.claim(f"Nummer {number} handelt von Kühen auf der Alm.") for number in range(14)]
    claim = factories.claim(OLD)
    assert ask(POST_OLD)[0].claim.id == claim.id

    use("b")
    assert ask(POST_OLD) == []
    assert change_log.carry_words_over(CLAIMS, "b") == len(made) + 1
    assert change_log.carry_words_over(CLAIMS, "b") == 0

    first = ask(POST_OLD)[0]
    assert (first.claim.id, first.band, first.probability, first.score) == (claim.id, Band.RELATED, None, None)
    assert set(first.lanes) <= {Lane.WORDS, Lane.GRAMS}
    (almost,) = [match for match in ask(f"Achtung! {OLD} Bitte teilen") if match.claim.id == claim.id]
    assert almost.band is Band.SAME, "almost the same text needs no vector"

    assert indexing.embed_missing() == len(made) + 1
    first = ask(POST_OLD)[0]
    assert (first.claim.id, Lane.MEANING in first.lanes) == (claim.id, True)


def test_while_some_are_embedded_and_some_are_not_no_probability_is_told(use: Use) -> None:
    use("a")
    made = [factories.claim(f"Nummer {number} handelt von Kühen auf der Alm.") for number in range(14)]
    use("b")
    change_log.carry_words_over(CLAIMS, "b")
    correct(made[0], "Nummer 0 handelt von Kühen auf der schönen Alm.")

    found = ask("Worum geht es denn bei Nummer 0, handelt die wirklich von Kühen auf der schönen Alm oder nicht")

    assert found[0].claim.id == made[0].id
    assert {match.probability for match in found} == {None}


def test_a_change_of_many_carries_their_words_over_first(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    use("a")
    for number in range(3):
        factories.claim(f"Nummer {number} handelt von Kühen.")
    use("b")
    monkeypatch.setattr(indexing, "BATCH", 2)
    seen = []

    def noted(documents: Sequence[Document]) -> list[change_log.NewVector | None]:
        seen.append(len(ask("Nummer 2 handelt von Kühen auf der Alm, habe ich gehört")))
        return embedded(documents)

    monkeypatch.setattr(indexing, "embedded", noted)

    indexing.embed_missing()

    assert seen == [3, 3]


def test_what_was_retracted_is_not_carried_over(use: Use) -> None:
    use("a")
    claims.retract(factories.claim(OLD).id)

    assert change_log.carry_words_over(CLAIMS, "b") == 0


def test_the_words_of_the_latest_model_are_carried_over(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    use("a")
    for number in range(5):
        factories.claim(f"Nummer {number}")
    use("b")
    indexing.embed_missing()
    with writing():
        for row in db.session.scalars(select(Vector).where(Vector.model_id == "a")):
            row.analysis = "old"
    monkeypatch.setattr(change_log, "CARRIED_AT_ONCE", 2)

    assert change_log.carry_words_over(CLAIMS, "c") == 5

    kept = db.session.scalars(select(Vector.analysis).where(Vector.model_id == "c")).all()
    assert len(kept) == 5
    assert "old" not in kept


def models() -> dict[str, int]:
    rows = select(Vector.model_id, func.count()).group_by(Vector.model_id).order_by(Vector.model_id)
    return {row.model_id: row[1] for row in db.session.execute(rows)}


def test_vectors_of_the_model_before_stay_and_those_before_that_go(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_log, "FORGOTTEN_AT_ONCE", 1)
    use("a")
    claim, gone = factories.claim(OLD), factories.claim(NEW)
    with writing():
        wordings.learn(claim.id, "Grillen im Garten ist in Feldbach jetzt verboten worden", "de")
    indexing.embed_missing()
    claims.retract(gone.id)
    for model, kept in (("b", {"a": 3, "b": 2}), ("c", {"b": 2, "c": 2}), ("b", {"b": 2, "c": 2})):
        use(model)
        indexing.embed_missing()
        assert models() == kept

    assert indexing.forget_models(CLAIMS, previous=True) == 2

    assert models() == {"b": 2}
    assert ask(POST_OLD)[0].claim.id == claim.id

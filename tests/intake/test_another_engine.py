"""The whole matching with another engine plugged in: nothing but the collection's interface stands between them."""

from __future__ import annotations

import pytest
from flask import Flask

from archive import claims, indexing, wordings
from archive.matching import find_matches
from archive.models import CLAIMS
from core.config import Config
from core.db import writing
from intake.cases import joining
from intake.cases.near_duplicates import CASES
from search.engine import Engine, engine
from search.ranking.bands import Band
from search.text.content import content_of
from tests.support import factories
from tests.support.plain_collection import PlainCollection

VERY_NEAR = "Habt ihr gewusst, dass der Staat Flüchtlingen gratis neue Handys schenkt?"
QUESTIONS = [VERY_NEAR, "Stimmt es, dass ab Januar das Bargeld abgeschafft wird?", "import numpy as np", "Bielefeld"]


@pytest.fixture
def plain(demo: Flask, config: Config) -> Engine:
    """The engine of an app whose collections are answered by plain SQL."""
    made = Engine(config, make=PlainCollection)
    demo.extensions["engine"] = made
    return made


def test_another_engine_finds_the_same_claims_in_the_same_bands(demo: Flask, config: Config) -> None:
    def shown() -> list[list[tuple[int, Band, tuple[str, ...], float]]]:
        return [
            [(each.claim.id, each.band, tuple(each.lanes), round(each.probability or 0, 3)) for each in found.matches]
            for found in find_matches([content_of(text) for text in QUESTIONS], only_shown=False)
        ]

    before = shown()
    assert before[0]

    demo.extensions["engine"] = Engine(config, make=PlainCollection)

    assert isinstance(engine().collection(CLAIMS), PlainCollection)
    assert shown() == before


def test_claims_and_wordings_come_and_go_in_another_engine(plain: Engine) -> None:
    claim = factories.claim("Im Stadtpark von Dornbirn wurden neun Elefanten ausgesetzt.")
    said = "Neun Elefanten laufen jetzt frei durch den Park in Dornbirn, unglaublich!"
    asked = content_of("Unglaublich, neun Elefanten laufen jetzt frei durch den Park von Dornbirn!")
    with writing():
        wording = wordings.learn(claim.id, said, "de")
    assert wording is not None
    assert indexing.embed_missing() == 1

    (found,) = find_matches([asked])
    document = wording.document_id
    assert found.matches[0].claim.id == claim.id
    assert engine().collection(CLAIMS).vector_of(document) is not None

    claims.retract(claim.id)
    assert engine().collection(CLAIMS).vector_of(document) is None
    (found,) = find_matches([asked])
    assert claim.id not in [match.claim.id for match in found.matches]


def test_reports_of_one_chain_letter_join_one_case_in_another_engine(plain: Engine) -> None:
    letter = "Achtung, bitte weiterleiten: Ab Montag sperrt die Sparkasse alle Konten ohne neue App!"
    factories.report(letter)
    assert joining.match_all_waiting() == 1
    factories.report(f"Liebe Gruppe! {letter}")
    assert joining.match_all_waiting() == 1

    assert engine().collection(CASES).size == 1


def test_snapshots_are_written_of_whatever_collections_there_are(demo: Flask, config: Config) -> None:
    engine().snapshot()
    assert {path.name.partition("-")[0] for path in config.index_folder.iterdir()} == {CLAIMS}

    factories.report()
    joining.match_all_waiting()
    engine().snapshot()
    assert {path.name.partition("-")[0] for path in config.index_folder.iterdir()} == {CLAIMS, CASES}

"""A text that many look up at once is embedded once, and is not kept."""

from __future__ import annotations

import numpy as np
import pytest

from core.config import BUILT_MODEL_FOLDER
from search.model.embedder import Embedder, load_embedder
from search.ranking.adapter import Adapter
from search.ranking.asked_lately import AskedLately
from search.ranking.fusion import Question
from search.ranking.judging import questions_of
from tests.support.counting import calls

RUMOUR = "Ab Montag ist das Wasser in Linz abgestellt, sagt mein Onkel #Wasser"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder("", default_folder=BUILT_MODEL_FOLDER)


def same(one: Question, other: Question) -> bool:
    return (
        (one.said, one.text, one.lang) == (other.said, other.text, other.lang)
        and one.terms.pack() == other.terms.pack()
        and np.array_equal(one.plain, other.plain)
        and np.array_equal(one.vector, other.vector)
    )


def test_the_second_time_a_text_is_the_same_question_without_the_model(embedder: Embedder) -> None:
    lately = AskedLately()
    (wanted,) = questions_of([RUMOUR], embedder=embedder)

    with calls("Embedder.embed") as counted:
        asked = [lately.question(RUMOUR, embedder=embedder, adapter=None) for _ in range(3)]

    assert len(counted.all) == 1
    assert all(same(question, wanted) for question in asked)


def test_an_adapter_that_comes_into_effect_moves_what_was_asked_before(embedder: Embedder) -> None:
    lately = AskedLately()
    turned = Adapter(embedder.model_id, np.roll(np.eye(embedder.dimension, dtype=np.float32), 1, axis=0))
    lately.question(RUMOUR, embedder=embedder, adapter=None)
    (wanted,) = questions_of([RUMOUR], embedder=embedder, adapter=turned)

    found = lately.question(RUMOUR, embedder=embedder, adapter=turned)

    assert np.allclose(found.vector, wanted.vector, atol=1e-6)
    assert not np.allclose(found.vector, found.plain, atol=1e-2)


def test_the_oldest_is_given_up_and_no_text_is_kept(embedder: Embedder) -> None:
    lately = AskedLately(most=2)
    for text in (RUMOUR, f"{RUMOUR} 1", f"{RUMOUR} 2"):
        lately.question(text, embedder=embedder, adapter=None)

    assert len(lately) == 2
    assert "Wasser" not in repr(vars(lately))
    with calls("Embedder.embed") as counted:
        lately.question(f"{RUMOUR} 2", embedder=embedder, adapter=None)
        lately.question(RUMOUR, embedder=embedder, adapter=None)
    assert [text for _, text in counted.all] == [RUMOUR]

"""The search by words: the order BM25 gives, whatever way the documents came in, on disk and beside changes."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import numpy as np
import pytest

from search.index import bm25
from search.index.bm25 import LexicalIndex
from search.index.collection import LENGTH_WEIGHT, SATURATION
from search.index.documents import Ids
from search.text import words
from search.text.terms import NO_TERMS, Field, Terms, terms_of
from tests.support.building import seeded

TEXTS = {
    11: "Der Eiffelturm wird nach Graz verlegt.",
    5: "Der Turm von Pisa steht wieder gerade, der Turm von Pisa!",
    1 << 40: "Spinat enthält besonders viel Eisen, und Eisen macht stark.",
    7: "Impfungen gegen Masern machen krank.",
    8: "Die Masernimpfung ist ab sofort Pflicht für alle Kinder, die in Graz in den Kindergarten gehen.",
    2: "Der Marathon in Graz fällt aus.",
}
QUERIES = ["Eiffelturm in Graz", "Turm Turm Turm", "Masern Impfung Kinder", "viel Eisen im Spinat", "Graz", "Haie"]
VOCABULARY = ["turm", "graz", "eisen", "spinat", "masern", "impfung", "kind", "marathon", "wien", "haie", "krebs"]


def ids(*documents: int) -> Ids:
    return np.array(documents, np.int64)


def german(text: str) -> Terms:
    return terms_of(text, "de")


def index_of(texts: Mapping[int, str]) -> LexicalIndex:
    index = LexicalIndex()
    index.add(ids(*texts), [german(text) for text in texts.values()])
    return index


def taken_apart(text: str, field: Field) -> Counter[str]:
    return Counter(words.stems(text, "de") if field is Field.WORDS else words.grams(text))


def reference(texts: Mapping[int, str], query: str, field: Field) -> dict[int, float]:
    """Return BM25 scores as one would work them out with pencil and paper, of documents that share a term."""
    documents = {i: taken_apart(text, field) for i, text in texts.items()}
    average = sum(document.total() for document in documents.values()) / max(len(documents), 1)
    scores: dict[int, float] = {}
    for term, asked in taken_apart(query, field).items():
        holders = [i for i, document in documents.items() if term in document]
        rarity = math.log(1 + (len(documents) - len(holders) + 0.5) / (len(holders) + 0.5))
        for i in holders:
            count, length = documents[i][term], documents[i].total()
            norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / average)
            gain = rarity * math.sqrt(asked) * count * (SATURATION + 1) / (count + norm)
            scores[i] = scores.get(i, 0.0) + gain
    return scores


def top(index: LexicalIndex, query: str, field: Field, k: int = 100) -> list[tuple[int, float]]:
    found, scores = index.search(german(query))[field].top(k)
    return list(zip(found.tolist(), scores.tolist(), strict=True))


def ranked(scores: Mapping[int, float]) -> list[int]:
    # Rounded, because equal documents add up their terms in another order here than in the index.
    return sorted(scores, key=lambda i: (-round(scores[i], 4), i))


def random_text(random_: Random) -> str:
    return " ".join(random_.choices(VOCABULARY, k=random_.randint(1, 12)))


@pytest.mark.parametrize("field", Field)
@pytest.mark.parametrize("query", QUERIES)
def test_documents_are_scored_and_ordered_as_bm25_says(query: str, field: Field) -> None:
    expected = reference(TEXTS, query, field)

    found = top(index_of(TEXTS), query, field)

    assert [i for i, _ in found] == ranked(expected)
    assert dict(found) == pytest.approx(expected, rel=1e-4)


def test_scores_are_given_for_any_document_in_the_order_asked() -> None:
    scores = index_of(TEXTS).search(german("Eisen im Turm"))[Field.WORDS]
    expected = reference(TEXTS, "Eisen im Turm", Field.WORDS)

    found = scores.of(ids(7, 5, 999, 1 << 40))

    assert found.dtype == np.float32
    assert found.tolist() == pytest.approx([0, expected[5], 0, expected[1 << 40]], rel=1e-4)


def test_no_more_are_given_than_asked_for_and_those_are_the_best() -> None:
    index = index_of(TEXTS)
    everything = top(index, "Turm Graz Eisen", Field.GRAMS)

    assert len(everything) > 3
    assert top(index, "Turm Graz Eisen", Field.GRAMS, k=3) == everything[:3]


@pytest.mark.parametrize("k", [1, 3, 10, 30])
def test_equal_scores_are_ordered_by_id_however_the_documents_came_in(k: int) -> None:
    numbers = list(range(20))
    seeded(k).shuffle(numbers)
    index = LexicalIndex()
    for number in numbers:
        index.add(ids(number), [german("Der Turm brennt")])
    index.add(ids(99), [german("Der Turm Turm brennt")])

    assert [i for i, _ in top(index, "Turm", Field.WORDS, k=k)] == [99, *range(20)][:k]


def changed_at_random(random_: Random, index: LexicalIndex) -> dict[int, str]:
    """Change an index many times, and return the texts it must hold at the end."""
    texts: dict[int, str] = {}
    for _ in range(60):
        chosen = random_.sample(range(30), random_.randint(1, 6))
        if random_.random() < 0.35:
            index.remove(ids(*chosen))
            for i in chosen:
                texts.pop(i, None)
        else:
            fresh = {i: random_text(random_) for i in chosen}
            index.add(ids(*fresh), [german(text) for text in fresh.values()])
            texts |= fresh
        assert len(index) == len(texts)
    return texts


@pytest.mark.parametrize("seed", range(12))
def test_after_any_changes_the_same_documents_are_found_as_in_an_index_built_at_once(seed: int, tmp_path: Path) -> None:
    random_ = seeded(seed)
    index = LexicalIndex()
    texts = changed_at_random(random_, index)
    index.save(tmp_path / "terms")
    loaded, at_once = LexicalIndex.load(tmp_path / "terms"), index_of(texts)

    for query in (random_text(random_) for _ in range(5)):
        for field in Field:
            expected = reference(texts, query, field)
            assert {i for i, _ in top(index, query, field)} == set(expected), "what is gone is never found"
            assert top(loaded, query, field) == top(at_once, query, field), "saving leaves nothing of what is gone"
            assert dict(top(loaded, query, field)) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("seed", range(6))
def test_documents_that_only_come_are_scored_as_if_they_had_come_at_once(seed: int) -> None:
    random_ = seeded(seed)
    texts = {i: random_text(random_) for i in random_.sample(range(1_000), 40)}
    one_by_one = LexicalIndex()
    for i, text in texts.items():
        one_by_one.add(ids(i), [german(text)])

    for query in (random_text(random_) for _ in range(5)):
        assert top(one_by_one, query, Field.WORDS) == top(index_of(texts), query, Field.WORDS)


def test_few_segments_stay_of_many_small_changes() -> None:
    index = LexicalIndex()
    for number in range(300):
        index.add(ids(number), [german("Der Turm brennt")])
        assert len(index._state.segments) <= math.log2(number + 1) + 1
    index.remove(ids(*range(300)))
    index.add(ids(1), [german("Der Turm brennt")])

    assert len(index._state.segments) == 1, "what is gone altogether takes no room"


def test_a_document_that_is_given_again_is_replaced_even_within_one_call() -> None:
    index = index_of(TEXTS)

    index.add(ids(5, 11, 5), [german("Haie"), german("Wale"), german("Haie bekommen keinen Krebs")])

    assert len(index) == len(TEXTS)
    assert top(index, "Pisa Eiffelturm Wale", Field.WORDS)[0][0] == 11
    assert {i for i, _ in top(index, "Pisa Eiffelturm", Field.WORDS)} == set()
    assert [i for i, _ in top(index, "Krebs", Field.WORDS)] == [5]


def test_documents_and_terms_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="2 documents expected, not 1"):
        LexicalIndex().add(ids(1, 2), [NO_TERMS])


@pytest.mark.parametrize("texts", [{}, {1: ""}, {1: "", 2: "🙏"}], ids=["no document", "an empty one", "two"])
def test_where_there_are_no_words_nothing_is_found_and_nothing_breaks(texts: dict[int, str], tmp_path: Path) -> None:
    index = index_of(texts)
    index.remove(ids(99))
    index.save(tmp_path / "terms")

    for one in (index, LexicalIndex.load(tmp_path / "terms")):
        assert len(one) == len(texts)
        for query in (german("Turm"), NO_TERMS):
            assert [len(scores.top(5)[0]) for scores in one.search(query)] == [0, 0]
            assert one.search(query)[Field.WORDS].of(ids(1, 2)).tolist() == [0, 0]


def test_a_saved_index_answers_as_before_and_can_go_on_changing(tmp_path: Path) -> None:
    index = index_of(TEXTS)
    index.remove(ids(2))
    index.save(tmp_path / "terms")
    loaded = LexicalIndex.load(tmp_path / "terms")

    assert len(loaded) == len(TEXTS) - 1
    loaded.add(ids(5, 3), [german("Haie"), german("Haie und Wale")])
    loaded.remove(ids(5))

    assert [i for i, _ in top(loaded, "Haie", Field.WORDS)] == [3]
    assert [i for i, _ in top(LexicalIndex.load(tmp_path / "terms"), "Pisa", Field.WORDS)] == [5], "the file stays"


def test_a_copy_does_not_change_with_the_index() -> None:
    index = index_of(TEXTS)
    copied = index.copy()

    index.remove(ids(*TEXTS))

    assert (len(index), len(copied)) == (0, len(TEXTS))
    assert top(index, "Graz", Field.WORDS) == []
    assert len(top(copied, "Graz", Field.WORDS)) == 3


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms"
    index_of(TEXTS).save(path)
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(ValueError, match="terms is not a readable index"):
        LexicalIndex.load(path)


@pytest.mark.parametrize("most", [1, 2, 30])
def test_a_query_that_may_read_little_reads_its_rarest_terms(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {number: f"Der Turm in Graz brennt, Fassung {number}" for number in range(50)} | {77: "Lindwurm im Turm"}
    index = index_of(texts)
    monkeypatch.setattr(bm25, "MOST_POSTINGS", most)

    assert [i for i, _ in top(index, "Der Lindwurm am Turm in Graz", Field.WORDS)] == [77]


def test_a_query_of_frequent_words_alone_still_finds_something(monkeypatch: pytest.MonkeyPatch) -> None:
    index = index_of(dict.fromkeys(range(50), "Der Turm brennt"))
    monkeypatch.setattr(bm25, "MOST_POSTINGS", 10)

    assert len(top(index, "Turm", Field.WORDS)) == 50


def test_searches_beside_a_writer_see_the_state_before_or_after_a_change_and_never_between() -> None:
    """Each change replaces both documents at once, so a reader must find both in the same version."""
    index = LexicalIndex()
    versions = [german(f"turm version{number}") for number in range(80)]
    index.add(ids(1, 2), [versions[0]] * 2)
    done = threading.Event()

    def read() -> list[set[int]]:
        seen = []
        while not done.is_set():
            seen.append(set(index.search(versions[-1])[Field.WORDS].top(5)[0].tolist()))
        return seen

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        try:
            for _ in range(4):
                for version in versions:
                    index.add(ids(1, 2), [version] * 2)
        finally:
            done.set()
        answers = [found for reader in readers for found in reader.result()]

    assert answers
    assert all(found == {1, 2} for found in answers), "both hold the word that never changes"
    assert [i for i, _ in top(index, "version79", Field.WORDS)] == [1, 2]

"""What every engine does with owners of several documents, and with what has no vector yet: a part of the suite."""

from __future__ import annotations

import pytest

from search.index.change_log import NewVector, carry_words_over
from search.index.collection import (
    NOT_EMBEDDED,
    Leg,
    Space,
)
from search.index.documents import document_id
from search.text.terms import terms_of
from tests.support.building import vector
from tests.support.collection_texts import SPACE, Make, add, ask, at, remove, stored


class OwnersConformance:
    """Owners, not documents, are ranked."""

    def test_an_owner_stands_once_in_every_leg_however_many_documents_it_has(self, make: Make) -> None:
        """Three hundred ways to say one thing, all nearer than the others, leave these their places."""
        collection = make()
        add(collection, *(stored(1, "Graz brennt", part=part, place=at(1, part / 1000)) for part in range(300)))
        add(collection, *(stored(owner, "Graz brennt heute lichterloh", place=at(1, 0.5)) for owner in range(2, 12)))

        answer = ask(collection, "Graz brennt", place=at(1), top=10)

        assert [top.owners for top in answer.tops] == [(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)] * len(Leg)
        assert [of_leg[0] for of_leg in answer.documents] == [document_id(1)] * len(Leg), "of equals the first"

    def test_each_leg_speaks_for_an_owner_by_its_own_best_document(self, make: Make) -> None:
        collection = make()
        add(collection, stored(1, "Wien", place=at(1)), stored(1, "Graz brennt", part=1, place=at(0, 1)))
        add(collection, stored(2, "Linz", place=at(0.9, 0, 0.4)))

        answer = ask(collection, "Graz brennt", place=at(1), top=1)

        assert answer.owners == (1,)
        assert answer.documents == ((document_id(1),), (document_id(1, 1),), (document_id(1, 1),))
        assert answer.scores[Leg.MEANING] == pytest.approx([1], abs=1e-3)

    def test_an_owner_that_one_leg_found_is_scored_by_all_its_documents_in_the_others(self, make: Make) -> None:
        """Its wording is far down by words, and still more than the nothing of its own text."""
        collection = make()
        add(collection, stored(1, "Wien", place=at(1)), stored(1, "Rathaus am Ring", part=1, place=at(0, 1)))
        add(collection, stored(2, "Rathaus", place=at(0, 0, 1)))

        answer = ask(collection, "Rathaus", place=at(1), top=1)

        assert [top.owners for top in answer.tops] == [(1,), (2,), (2,)]
        assert answer.owners == (1, 2)
        assert answer.documents[Leg.WORDS] == (document_id(1, 1), document_id(2))
        assert 0 < answer.scores[Leg.WORDS][0] < answer.scores[Leg.WORDS][1]

    def test_what_only_another_model_has_embedded_is_found_by_its_words_once_they_are_carried_over(
        self, make: Make
    ) -> None:
        mine, other = make(name="two"), make(name="two", space=Space("tiny-2", 3))
        add(other, NewVector(document_id(6), "hash", vector(1, dimension=3), terms_of("Graz", "de")))
        add(mine, stored(5, "Linz", place=at(1)))

        carry_words_over("two", SPACE.model_id)

        answer = ask(mine, "Graz", place=at(1))
        assert [top.owners for top in answer.tops] == [(5,), (6,), (6,)]
        assert answer.owners == (5, 6)
        assert answer.scores[Leg.MEANING] == pytest.approx([1, NOT_EMBEDDED], abs=1e-3)
        assert (mine.size, mine.vector_of(document_id(6))) == (1, None)
        mine.rebuild()
        assert ask(make(name="two"), "Graz", place=at(1)) == answer, "after a start, too"

        add(mine, stored(6, "Graz", place=at(0, 1)))
        assert ask(mine, "Graz", place=at(0, 1)).tops[Leg.MEANING].owners == (6, 5)
        add(other, NewVector(document_id(7), "hash", vector(1, dimension=3), terms_of("Graz", "de")))
        carry_words_over("two", SPACE.model_id)
        remove(mine, 7)
        assert ask(mine, "Graz", place=at(1)).owners == (5, 6)

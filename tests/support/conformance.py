"""What every engine has to do, whoever wrote it: subclass `Conformance` and give it a `make`.

Each `make()` stands for a process of its own. Scores are held against sums written down here, not against an engine.
"""

from __future__ import annotations

import numpy as np
import pytest
from flask import Flask

from core.db import db, writing
from search.index.change_log import NewVector
from search.index.collection import (
    Asked,
    Leg,
    Space,
)
from search.index.documents import document_id
from search.text import words
from search.text.terms import NO_TERMS, terms_of
from tests.support.building import vector
from tests.support.collection_texts import (
    FAR,
    TEXTS,
    Make,
    add,
    all_texts,
    ask,
    at,
    best_of_owners,
    bm25,
    found,
    remove,
    scattered,
    stored,
)
from tests.support.conformance_owners import OwnersConformance


class Conformance(OwnersConformance):
    """The suite; a subclass gives a fixture `make`, which makes what a process holds that starts now."""

    @pytest.fixture
    def make(self, app: Flask) -> Make:
        raise NotImplementedError

    def test_what_is_empty_finds_nothing(self, make: Make) -> None:
        empty = make()

        answer = ask(empty, "Graz brennt", place=at(1))

        assert (answer.owners, answer.scores, answer.documents) == ((), ((), (), ()), ((), (), ()))
        assert [(top.owners, top.scores) for top in answer.tops] == [((), ())] * len(Leg)
        assert (empty.size, empty.vector_of(document_id(1))) == (0, None)
        empty.snapshot()
        empty.rebuild()
        assert empty.size == 0

    def test_what_was_added_is_found_at_once_by_every_leg(self, make: Make) -> None:
        collection = make()
        assert found(collection, "Graz brennt", place=at(1)) == [set(), set(), set()]

        add(collection, stored(5, "Graz brennt", place=at(1)))

        assert found(collection, "Graz brennt", place=at(1)) == [{5}, {5}, {5}]
        assert collection.size == 1

    def test_what_is_added_again_replaces_what_was_there(self, make: Make) -> None:
        collection = make()
        add(collection, stored(5, "Graz brennt", place=at(1)), stored(6, "Spinat", place=at(0, 1)))
        collection.follow()

        add(collection, stored(5, "Wien friert", place=at(0, 0, 1)))

        assert found(collection, "Graz brennt", place=at(1))[1:] == [set(), set()]
        answer = ask(collection, "Wien friert", place=at(0, 0, 1))
        assert [top.owners[0] for top in answer.tops] == [5, 5, 5]
        assert answer.tops[Leg.MEANING].scores[0] == pytest.approx(1, abs=1e-3)
        assert collection.size == 2

    def test_what_was_removed_is_gone_from_every_leg_at_once(self, make: Make) -> None:
        collection = make()
        add(collection, stored(5, "Graz brennt", place=at(1)), stored(6, "Graz brennt", place=at(0.9, 0.1)))
        assert found(collection, "Graz brennt", place=at(1)) == [{5, 6}, {5, 6}, {5, 6}]

        remove(collection, 5, 99)

        assert found(collection, "Graz brennt", place=at(1)) == [{6}, {6}, {6}]
        assert ask(collection, "Graz brennt", place=at(1)).owners == (6,)
        assert (collection.size, collection.vector_of(document_id(5))) == (1, None)

        add(collection, stored(5, "Graz brennt", place=at(1)))
        assert found(collection, "Graz brennt", place=at(1)) == [{5, 6}, {5, 6}, {5, 6}]

    def test_an_owner_is_removed_with_all_its_texts_and_its_neighbours_stay(self, make: Make) -> None:
        collection = make()
        add(collection, stored(1, "Graz", part=7), stored(3, "Graz"))
        add(collection, *(stored(2, "Graz", part=part) for part in (0, 9, (1 << 16) - 1)))

        with writing():
            collection.remove_owner(2)

        assert ask(collection, "Graz", place=at(1)).owners == (1, 3)
        assert collection.size == 2

    def test_what_was_not_committed_is_not_there(self, make: Make) -> None:
        collection = make()

        def break_off() -> None:
            with writing():
                collection.add([stored(5, "Graz")])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            break_off()

        assert ask(collection, "Graz", place=at(1)).owners == ()

    def test_fewer_are_given_where_there_are_fewer_and_no_more_than_were_asked_for(self, make: Make) -> None:
        collection = make()
        add(collection, *(stored(number, "Graz" if number < 3 else "Linz") for number in range(1, 8)))

        many = ask(collection, "Graz", place=at(1), top=50)
        few = ask(collection, "Linz", place=at(1), top=2)

        assert [len(top.owners) for top in many.tops] == [7, 2, 2]
        assert [len(top.owners) for top in few.tops] == [2, 2, 2]
        assert few.tops[Leg.MEANING].owners == many.tops[Leg.MEANING].owners[:2]

    def test_without_terms_the_meaning_alone_answers(self, make: Make) -> None:
        collection = make()
        add(collection, stored(5, "Graz brennt", place=at(1)))

        answer = ask(collection, place=at(1))

        assert [top.owners for top in answer.tops] == [(5,), (), ()]
        assert answer.scores[Leg.WORDS] == answer.scores[Leg.GRAMS] == (0.0,)

    def test_equals_stand_in_the_order_of_their_numbers_however_they_came(self, make: Make) -> None:
        collection = make()
        for number in (9, 3, 7, 1):
            add(collection, stored(number, "Graz brennt", place=at(1)))
        add(collection, stored(5, "Graz brennt", place=at(1)), stored(4, "Graz brennt", place=at(1)))

        answer = ask(collection, "Graz brennt", place=at(1))

        assert [top.owners for top in answer.tops] == [(1, 3, 4, 5, 7, 9)] * len(Leg)
        assert ask(collection, "Graz brennt", place=at(1)) == answer

    def test_a_text_in_no_known_language_is_found_by_its_meaning_and_its_parts(self, make: Make) -> None:
        collection = make()
        add(collection, stored(5, "ქალაქი იწვის", place=at(1), lang="xx"), stored(6, "Graz", place=at(0, 1)))

        answer = collection.candidates(Asked(at(1), terms_of("ქალაქი იწვის", "xx")), top=1)

        assert answer.tops[Leg.MEANING].owners == answer.tops[Leg.GRAMS].owners == (5,)

    def test_scores_are_those_that_can_be_worked_out_by_hand(self, make: Make) -> None:
        collection = make()
        add(collection, *all_texts())
        question = "Brennt in Graz das Rathaus? Graz!"
        place = scattered(document_id(77))

        answer = ask(collection, question, place=place, top=2)

        expected = {
            Leg.MEANING: {document: float(scattered(document) @ place) for document in TEXTS},
            Leg.WORDS: bm25(lambda text: words.stems(text, "de"), TEXTS, question),
            Leg.GRAMS: bm25(words.grams, TEXTS, question),
        }
        found: set[int] = set()
        for leg, scores in expected.items():
            best = best_of_owners(scores)
            order = sorted(best, key=lambda owner: (-scores[best[owner]], owner))[:2]
            assert answer.tops[leg].owners == tuple(order), leg
            assert answer.tops[leg].scores == pytest.approx([scores[best[owner]] for owner in order], abs=1e-3)
            found.update(order)
        assert answer.owners == tuple(sorted(found)), "each once, by number"
        for leg, scores in expected.items():
            of_each = [best_of_owners(scores)[owner] for owner in answer.owners]
            assert answer.scores[leg] == pytest.approx([scores[document] for document in of_each], abs=1e-3)
            assert answer.documents[leg] == tuple(of_each), leg

    def test_numbers_beyond_32_bits_survive(self, make: Make) -> None:
        collection = make()
        add(collection, stored(FAR, "Graz", place=at(1)), stored(5, "Linz", place=at(0, 1)))

        answer = ask(collection, "Graz", place=at(1))

        assert answer.tops[Leg.WORDS].owners == (FAR,)
        assert answer.tops[Leg.MEANING].owners == (FAR, 5)
        assert collection.vector_of(document_id(FAR)) == pytest.approx(at(1), abs=1e-3)
        remove(collection, FAR)
        assert ask(collection, "Graz", place=at(1)).owners == (5,)

    def test_a_vector_of_another_model_is_never_compared(self, make: Make) -> None:
        """The other model even makes vectors of another length."""
        mine, other = make(), make(space=Space("tiny-2", 3))
        add(mine, stored(5, "Graz", place=at(1)))
        add(other, NewVector(document_id(6), "hash", vector(1, dimension=3), terms_of("Graz", "de")))

        assert ask(mine, "Graz", place=at(1)).owners == (5,)
        asked = Asked(vector(1, dimension=3), terms_of("Graz", "de"))
        assert other.candidates(asked, top=5).owners == (6,)
        assert (mine.size, other.size, mine.vector_of(document_id(6))) == (1, 1, None)

        remove(mine, 6)
        assert other.candidates(asked, top=5).owners == (), "what is taken back is gone for every model"

    def test_collections_hold_what_is_their_own(self, make: Make) -> None:
        mine, other = make(), make(name="other")
        add(mine, stored(5, "Graz"))
        add(other, stored(5, "Linz"), stored(6, "Linz"))
        remove(other, 5)

        assert ask(mine, "Graz", place=at(1)).owners == (5,)
        assert ask(other, "Graz", place=at(1)).owners == (6,)

    def test_what_another_process_committed_is_seen_even_by_an_older_view_of_the_database(
        self, app: Flask, make: Make
    ) -> None:
        here, there = make(), make()
        add(here, stored(5, "Graz"), stored(6, "Linz"))
        before = here.follow()
        assert (before, here.follow()) == (there.follow(), before)
        db.session.connection().exec_driver_sql("SELECT count(*) FROM vector").all()

        with app.app_context():
            add(there, stored(7, "Wien"))
            remove(there, 5)

        assert ask(here, "Graz", place=at(1)).owners == (6, 7)
        assert here.follow() > before
        assert here.follow() == there.follow()

    def test_a_view_answers_several_questions(self, make: Make) -> None:
        collection = make()
        add(collection, stored(5, "Graz", place=at(1)), stored(6, "Linz", place=at(0, 1)))

        view = collection.now()

        for place, nearest in ((at(1), 5), (at(0, 1), 6)):
            assert view.candidates(Asked(place, NO_TERMS), top=1).owners == (nearest,)

    @pytest.mark.parametrize("kept", ["snapshot", "rebuild"])
    def test_a_process_that_starts_again_gives_the_same_answers(self, make: Make, kept: str) -> None:
        collection = make()
        add(collection, *all_texts(), stored(9, "Graz"))
        remove(collection, 9)
        collection.rebuild()
        getattr(collection, kept)()
        add(collection, stored(10, "Graz am Abend"))
        question = "Brennt in Graz das Rathaus?"

        started = make()

        assert ask(started, question, place=scattered(document_id(77))) == ask(
            collection, question, place=scattered(document_id(77))
        )
        assert (started.size, started.follow()) == (collection.size, collection.follow())
        for document in (*TEXTS, document_id(9), document_id(10)):
            mine, its = started.vector_of(document), collection.vector_of(document)
            assert (mine is None and its is None) or np.array_equal(mine, its)  # type: ignore[arg-type]  # both given

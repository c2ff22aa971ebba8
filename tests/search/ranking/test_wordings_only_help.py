"""What editors confirm makes a claim surer: two hundred further wordings hide neither it nor what stands beside it."""

from __future__ import annotations

import numpy as np
import pytest

from search.index.collection import Leg
from search.index.documents import document_id, owner_of, part_of
from search.ranking.bands import SUREST_FIRST, Band
from search.ranking.features import JUDGED, Side
from search.ranking.fusion import TOP, rank
from search.ranking.judging import Judgement, judged
from search.text.terms import terms_of
from tests.support.building import CALIBRATION, Both, question, vector

POST = "In Graz sollen ab Montag alle Hunde einen Helm tragen, sagt angeblich das Rathaus"
TOLD = ["Graz", "Montag", "Hunde", "Helm", "Rathaus"]
WORDS = [*TOLD, "Katzen", "Wien", "Spinat", "Eisen", "Regen", "Schule", "Strom", "Bahn", "Wasser", "Brot", "Steuer"]
MANY = (0, 1, 2, 5, 10, 40, 120, 200)
CLAIMS = 150
NONE = len(SUREST_FIRST)


class World:
    """An archive of claims, drawn anew for each number; claim 1 is near to the post and gets further wordings."""

    def __init__(self, number: int) -> None:
        self.random = np.random.default_rng(number)
        self.index = Both()
        self.texts: dict[int, Side] = {}
        for owner in range(1, CLAIMS + 1):
            self.put(owner, 0, nearness=3.0 if owner == 1 else 1.0)

    def put(self, owner: int, part: int, *, nearness: float) -> None:
        document = document_id(owner, part)
        said = " ".join([*self.random.choice(TOLD if nearness > 2 else WORDS, 6), *self.random.choice(WORDS, 4)])
        self.texts[document] = Side(said, "de")
        place = vector(nearness, *self.random.normal(scale=1.0, size=3))
        self.index.put(document, place, terms_of(said, "de"))

    def ask(self) -> list[Judgement]:
        def known(documents: object) -> dict[int, Side]:
            return {document: self.texts[document] for document in documents}  # type: ignore[attr-defined]  # ids

        (found,) = judged([question(POST, at=vector(1))], self.index, known, CALIBRATION)
        return found


def band_of_first(found: list[Judgement]) -> int:
    """Return how sure claim 1 is: 0 for the surest band, more for weaker ones, most for none or no place at all."""
    its = [judgement.band for judgement in found if judgement.hit.owner == 1]
    return NONE if not its or its[0] is None else SUREST_FIRST.index(its[0])


@pytest.mark.parametrize("number", range(12))
def test_a_claim_is_never_less_sure_with_more_wordings(number: int) -> None:
    world = World(number)
    seen, parts = [], 0
    for many in MANY:
        while parts < many:
            parts += 1
            # Some say it more nearly than the claim itself, most do not.
            world.put(1, parts, nearness=float(world.random.choice([0.5, 2.0, 4.0])))
        found = world.ask()
        assert len(found) == JUDGED, "the others keep their places"
        assert len({judgement.hit.owner for judgement in found}) == JUDGED
        seen.append(band_of_first(found))

    assert seen == sorted(seen, reverse=True), seen


@pytest.mark.parametrize("leg", Leg)
def test_wordings_never_lower_what_a_leg_says_of_a_claim(leg: Leg) -> None:
    world = World(99)
    z = []
    for part in range(1, 60):
        (hit,) = (hit for hit in rank([question(POST, at=vector(1))], world.index, k=CLAIMS)[0] if hit.owner == 1)
        z.append(hit.z[leg])
        world.put(1, part, nearness=float(world.random.choice([0.5, 2.0, 4.0])))

    # What BM25 calls rare and usual is counted over documents, which moves a little with every wording.
    assert all(after > z[0] - 0.1 for after in z)
    assert z[-1] >= z[0]


def test_claims_with_hundreds_of_wordings_leave_the_others_their_places() -> None:
    """A leg counts a hundred claims, not a hundred documents, although fifty documents of each stand nearer."""
    index = Both()
    for owner in range(1, TOP + 1):
        for part in range(8):
            index.put(document_id(owner, part), vector(1, owner / 1_000), terms_of("Graz brennt", "de"))

    (hits,) = rank([question("Graz brennt", at=vector(1))], index, k=2 * TOP)

    assert [hit.owner for hit in hits] == list(range(1, TOP + 1))
    assert {hit.legs for hit in hits} == {tuple(Leg)}
    assert all(owner_of(hit.document) == hit.owner and part_of(hit.document) == 0 for hit in hits)


def test_a_wording_speaks_for_its_claim_where_it_makes_it_surer() -> None:
    world = World(3)
    own = document_id(1)
    world.texts[own] = Side("Spinat enthält kein Eisen", "de")
    world.index.put(own, vector(0.2, 1), terms_of("Spinat enthält kein Eisen", "de"))
    told = document_id(1, 1)
    world.texts[told] = Side(f"Bitte weiterleiten! {POST}!!!", "de")
    world.index.put(told, vector(1), terms_of(POST, "de"))

    first = world.ask()[0]

    assert (first.hit.document, first.band) == (told, Band.SAME)


def test_a_wording_that_says_less_than_the_claim_does_not_speak_for_it() -> None:
    """The post is the claim's own sentence; a wording that ranks above it has other numbers in it."""
    world = World(4)
    own, other = document_id(1), document_id(1, 1)
    world.texts[own], world.texts[other] = Side(POST, "de"), Side(f"{POST} 17 18 19", "de")
    world.index.put(own, vector(1, 0.1), terms_of(POST, "de"))
    world.index.put(other, vector(1), terms_of(POST, "de"))

    first = world.ask()[0]

    assert (first.hit.document, first.band) == (own, Band.SAME)

"""Comparisons that ask an index say the same as holding each against each, which is simpler and far too slow."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from search.comparison import near_duplicate
from search.comparison.meeting import FEWEST_LETTERS, LONGEST_ENDING, SHARED_PART, Side, Word, met, shared_stems
from search.comparison.near_duplicate import SMALLEST_OVERLAP, compared
from search.facts.comparing import Facts, missing
from search.facts.reading import Fact, FactKind
from search.facts.values import Values, same_value
from search.text.language import language_of
from tests.support.building import is_near_duplicate

READ = settings(derandomize=True, deadline=None, max_examples=300, database=None)

parts = st.sampled_from(["", "2020", "2021"]), st.sampled_from(["", "01", "02"]), st.sampled_from(["", "01", "02"])
date_facts = st.tuples(*parts).map(lambda date: Fact(FactKind.DATE, "-".join(date), "", 0, 0))
number_facts = st.tuples(st.sampled_from("123"), st.sampled_from(["", "EUR", "%"])).map(
    lambda number: Fact(FactKind.NUMBER, number[0], "", 0, 0, number[1])
)
some_facts = st.one_of(
    st.tuples(st.lists(date_facts, max_size=6), st.lists(date_facts, max_size=6)),
    st.tuples(st.lists(number_facts, max_size=6), st.lists(number_facts, max_size=6)),
)
letters = st.text("abc", min_size=1, max_size=9)
words = st.one_of(letters, st.tuples(letters, letters).map("".join), letters.map("impfung{}".format))
said = st.lists(words, min_size=1, max_size=5).map(
    lambda found: Side(" ".join(found), tuple(Word(0, 0, word, word[:7]) for word in found), "de", 0)
)
STOCK = (
    "Haus", "Boot", "Berg", "Wald", "nicht", "5", "6", "Euro", "Anna Berg", "Wien", "USA", "2020", "der",
    "Bitte teilen!",
    "Gestern", "kamen", "viele", "fremde", "Wagen", "Straße", "Strasse", "Wagens", ".", "\n", "!", "LG Oma",
)  # fmt: skip


@READ
@given(both=some_facts)
def test_a_fact_is_known_when_one_of_the_others_says_the_same(both: tuple[list[Fact], list[Fact]]) -> None:
    mine, theirs = both
    known = Values(theirs)
    assert [known.have(fact) for fact in mine] == [any(same_value(fact, other) for other in theirs) for fact in mine]


@READ
@given(both=some_facts)
def test_missing_are_the_facts_that_none_of_the_others_agrees_with(both: tuple[list[Fact], list[Fact]]) -> None:
    mine, theirs = (Facts(tuple(facts), tuple(facts), (), (), frozenset(), "") for facts in both)
    kind = both[0][0].kind if both[0] else FactKind.NUMBER
    naive = tuple(fact for fact in both[0] if not any(same_value(fact, other) for other in both[1]))
    assert missing(kind, mine, theirs) == naive


def is_related(one: str, other: str) -> bool:
    """Return whether one word ends the other, as in German compounds, or most of both is the same start."""
    short, long = sorted((one, other), key=len)
    if len(short) < FEWEST_LETTERS:
        return False
    at = long.rfind(short)
    if at >= 0 and len(long) - at - len(short) <= LONGEST_ENDING:
        return True
    start = next((at for at, (mine, theirs) in enumerate(zip(short, long, strict=False)) if mine != theirs), len(short))
    return start >= max(FEWEST_LETTERS, SHARED_PART * len(long))


@READ
@given(word=words, side=said)
def test_a_word_is_shared_when_it_is_related_to_one_of_the_others(word: str, side: Side) -> None:
    asked = Word(0, 0, word, word[:7])
    naive = asked.stem in side.stems or any(
        is_related(mine, theirs)
        for mine in (asked.folded, asked.stem)
        for one in side.words
        for theirs in (one.folded, one.stem)
    )
    assert side.shares(asked) is naive


@READ
@given(posts=st.lists(said, min_size=1, max_size=4), claims=st.lists(said, min_size=1, max_size=4))
def test_the_pair_that_met_is_the_first_of_those_that_share_most(posts: list[Side], claims: list[Side]) -> None:
    most = max(shared_stems(post, claim) for post, claim in product(posts, claims))
    pair = met(posts, claims, None, one_language=True)
    if most:
        # Equal scores may differ in the last digit of the square root.
        equal = [both for both in product(posts, claims) if abs(shared_stems(*both) - most) < 1e-12]
        assert pair == equal[0]


def naively(one: str, other: str) -> bool:
    """Ask the conditions in the order in which they are told in words: alike enough, the same words, the same facts."""
    lang = language_of(one)
    mine, theirs = compared(one, lang), compared(other, lang)
    return (
        bool(mine.words and theirs.words)
        and near_duplicate._same_sentences(mine, theirs)
        and Indel.normalized_similarity(mine.words, theirs.words) >= SMALLEST_OVERLAP
        and near_duplicate._same_facts(mine.facts, theirs.facts)
    )


@READ
@given(data=st.data(), stock=st.lists(st.sampled_from(STOCK), min_size=8, max_size=40))
def test_conditions_from_cheap_to_dear_say_what_they_say_in_any_order(data: st.DataObject, stock: list[str]) -> None:
    one = " ".join(stock)
    kept = [word for word in stock if data.draw(st.integers(0, 12))]
    at = data.draw(st.integers(0, len(kept)))
    other = " ".join([*kept[:at], *data.draw(st.lists(st.sampled_from(STOCK), max_size=2)), *kept[at:]])
    assert is_near_duplicate(one, other) is naively(one, other)
    assert is_near_duplicate(other, one) is naively(other, one)

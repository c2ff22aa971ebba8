"""No text breaks what reads it, takes it long, or leaves the process larger: whatever a stranger sends."""

from __future__ import annotations

import sys
import threading
import tracemalloc
import unicodedata
from collections.abc import Callable
from itertools import islice, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.support.nasty_texts import HEADS, MARKS, WRAPPERS, corpus, nasty_texts
from bench.support.readers import BUDGET, BUDGETS, READERS, WHOLE_WAY, WHOLE_WAY_BUDGET, seconds, warm_up
from intake.reports.fields import LONGEST_TEXT
from search.comparison.near_duplicate import MOST_WORDS, are_near_duplicates, compared
from search.facts import vocabulary
from search.facts.comparing import facts_of
from search.text import links, normalise, words
from search.text.characters import MOST_MARKS, SIGNS, compatible
from search.text.links import LONGEST_LINK, canonical_url
from tests.support.budget import FACTOR

# Twice what `bench.measurements.fuzz` allows: other tests run beside this one and share the processor's caches with it.
LENIENCE = 2.0 * max(1.0, FACTOR)
MOST_GROWTH = 30_000_000

settings.register_profile(
    "readers",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
READ = settings.get_profile("readers")

# Places that cannot be read as links, where a redirector says that it leads.
NOWHERE = (
    "//[",
    "//[::1",
    "//a:x/",
    "//a:99999999999/",
    "/\x00",
    "//\u2100",
    "//[v1.x]",
    "https://[",
    "%2F%2F%5B",
    "\ud800",
)

anything = st.text(st.characters(exclude_categories=()), max_size=200)
digits = st.one_of(st.sampled_from(["5", "500", "000", "00"]), st.text("0123456789٠٣०²½", min_size=1, max_size=5))
numbers = st.lists(st.tuples(digits, st.sampled_from(MARKS)), min_size=1, max_size=8).map(
    lambda parts: "".join(digit + mark for digit, mark in parts)
)
dates = st.tuples(digits, st.sampled_from([".", "-", "/", ". Mai ", "th of May, "]), digits, digits).map(
    lambda parts: f"{parts[0]}{parts[1]}{parts[2]}{parts[1].strip()}{parts[3]}"
)
hosts = st.text("ab-.:@[]%xn\\/?#ß中\ud800٣ ", max_size=40)
web_links = st.recursive(
    st.one_of(
        hosts.map("https://{}".format),
        st.one_of(hosts, anything).map("//{}".format),
        st.sampled_from(NOWHERE),
        numbers.map("https://a.de:{}/".format),
    ),
    lambda inner: st.tuples(st.sampled_from(WRAPPERS), inner).map(lambda pair: pair[0].format(*[pair[1]] * 3)),
    max_leaves=4,
)
marks = st.text("*_~#@>-—'’\"„“.!?…,;:()[]\n\t \u0301\u0316\u200b\ufe0f😀🇩", max_size=60)
passed_on = st.tuples(st.sampled_from(HEADS), st.one_of(anything, numbers, marks)).map(
    lambda pair: pair[0].format(*[pair[1]] * 3)
)
texts = st.lists(st.one_of(anything, numbers, dates, web_links, marks, passed_on), max_size=5).map(" ".join)


@pytest.fixture(autouse=True, scope="module")
def _warm() -> None:
    warm_up()


def fastest(reader: Callable[[str], object], text: str) -> float:
    """Return the seconds of CPU of the best try: in the others the garbage of other tests may have been collected."""
    taken = seconds(reader, text)
    return taken if taken < BUDGET else min(taken, *(seconds(reader, text) for _ in range(3)))


@pytest.mark.parametrize("reader", READERS)
@READ
@given(text=texts)
def test_no_text_breaks_a_reader(reader: str, text: str) -> None:
    READERS[reader](text)


@READ
@given(link=web_links)
def test_no_link_breaks_its_reading_and_what_is_kept_of_it_is_short(link: str) -> None:
    canonical = canonical_url(link)
    assert len(canonical) <= LONGEST_LINK
    canonical.encode("ascii")


def test_a_redirector_that_leads_nowhere_is_a_link_of_its_own_or_none() -> None:
    hosts = ["www.google.com/url?q=", "l.facebook.com/l.php?u=", "out.reddit.com/x?url=", "12ft.io/proxy?q="]
    paths = ["web.archive.org/web/2020/", "archive.ph/newest/", "12ft.io/https://", "x.translate.goog/?_x_tr_hp="]
    for redirector, target in product([*hosts, *paths], NOWHERE):
        canonical_url(f"https://{redirector}{target}")


def test_every_mixture_of_marks_between_digits_is_read() -> None:
    for first, second, third in product(MARKS, repeat=3):
        for lang in ("de", "en", ""):
            facts_of(f"5{first}500{second}000{third}00 Euro und 500{first}000{second}000{third}5 $", lang)


@pytest.mark.parametrize("text", corpus(), ids=lambda text: ascii(text[:30]))
def test_what_fuzzing_and_people_found_is_read_within_the_budget(text: str) -> None:
    taken = {name: fastest(reader, text) for name, reader in READERS.items()}
    assert {name: time for name, time in taken.items() if time > LENIENCE * BUDGETS.get(name, BUDGET)} == {}
    assert sum(taken[name] for name in WHOLE_WAY) < LENIENCE * WHOLE_WAY_BUDGET


def test_a_short_fuzz_run_finds_nothing() -> None:
    for text in nasty_texts(80, seed=7):
        for reader in READERS.values():
            reader(text)


def test_two_texts_of_the_most_words_are_compared_in_no_time() -> None:
    words = ["".join(letters) for letters in islice(product("bcdfghjk", repeat=4), MOST_WORDS)]
    one, other = compared(" ".join(words)), compared(" ".join([*words[:-1], "anders"]))
    assert len(one.words) == len(other.words) == MOST_WORDS
    assert fastest(lambda _: are_near_duplicates(one, other), "") < 0.03 * max(1.0, FACTOR)


# ------------------------------------------------------------------------------------------------------ memory


def test_every_code_point_leaves_the_process_as_large_as_it_was() -> None:
    # An explanation reads sentences by what the others read texts by.
    readers = [READERS[name] for name in (*WHOLE_WAY, "canonical_url") if name != "explain"]
    for reader in readers:
        reader("a" * 5_000)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for first in range(0, sys.maxunicode + 1, LONGEST_TEXT):
            text = "".join(map(chr, range(first, min(first + LONGEST_TEXT, sys.maxunicode + 1))))
            for reader in readers:
                reader(text)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < MOST_GROWTH


def test_long_links_and_words_are_not_remembered() -> None:
    links._remembered.cache_clear()
    vocabulary._number_word.cache_clear()
    for number in range(50):
        canonical_url(f"https://a.example/{number}{'x' * links.LONGEST_REMEMBERED}")
        vocabulary.number_word(f"{number}{'x' * 1_000}", ("de",))
    assert links._remembered.cache_info().currsize == 0
    assert vocabulary._number_word.cache_info().currsize == 0


def test_a_language_nobody_knows_makes_no_entry() -> None:
    before = words._stop_words.cache_info().currsize
    for number in range(50):
        words.stems("Das ist ein Haus", f"x{number}")
    assert words._stop_words.cache_info().currsize <= before + 1


def test_the_tables_say_of_every_code_point_what_the_rules_say() -> None:
    tables = normalise._tables()
    for rule, table in (
        (normalise._seen, tables.seen),
        (normalise._with_emoji, tables.with_emoji),
        (normalise._plain, tables.plain),
    ):
        assert all(
            table.get(code, chr(code)) == rule(chr(code)) for code in range(sys.maxunicode + 1) if code not in table
        )


def test_marks_and_signs_stand_where_they_are_looked_for() -> None:
    elsewhere = set(range(sys.maxunicode + 1)).difference(SIGNS)
    assert not any(unicodedata.combining(chr(code)) for code in elsewhere)
    assert not any(unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Mn"} for code in elsewhere)


# -------------------------------------------------------------------------------------------------- characters


def test_so_many_marks_on_a_letter_as_scripts_have_stay() -> None:
    assert compatible("a" + "\u0316" * MOST_MARKS) == "a" + "\u0316" * MOST_MARKS
    assert compatible("a" + "\u0316" * 5_000) == "a" + "\u0316" * MOST_MARKS


def test_a_sign_that_stands_for_words_is_spelled_out_and_a_text_of_nothing_else_is_not() -> None:
    assert len(compatible("\ufdfa")) == 18
    assert compatible("\ufdfa" * 20_000) == "\ufdfa" * 20_000


def test_stemmers_are_not_shared_between_threads() -> None:
    text = " ".join(f"Impfungen{letter} laufende Häuser" for letter in "abcdefgh") * 20
    expected = words.stems(text, "de")
    found: list[list[str]] = []
    used: set[int] = set()

    def work() -> None:
        found.extend(words.stems(text, "de") for _ in range(50))
        used.add(id(words._stemmer("de")))
        barrier.wait()

    barrier = threading.Barrier(8)
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(stems == expected for stems in found)
    assert len(used) == len(threads)

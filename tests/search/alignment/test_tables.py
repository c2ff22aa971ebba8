"""The word lists as files: a newcomer can read them, and what is looked up is what is in them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, pairwise, product
from unicodedata import combining, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.alignment.lexicon import LANGUAGES
from search.alignment.small_words import Group
from search.alignment.spelling import plain
from search.alignment.tables import OWN, PUBLISHED, SortedLines, lines, pairs, published, sections, words

OWN_TABLES = sorted(path.name.removesuffix(".txt") for path in OWN.iterdir())
PUBLISHED_LISTS = sorted(path.name.removesuffix(".txt.gz") for path in PUBLISHED.glob("*.gz"))
# Read word by word; the others have something on each line.
RUNNING = [name for name in OWN_TABLES if name.split(".")[0] in {
    "everyday_places", "past_forms", "people_stems", "peoples", "times", "titles", "verbs_with_sein"
}]  # fmt: skip

# A tab comes before everything that stands in a word.
a_word = st.text(st.characters(blacklist_characters="\n\t", blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=12)


def in_the_order_of_the_alphabet(text: str) -> tuple[str, str]:
    return "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign)), text


def opposed(lang: str) -> list[tuple[str, str]]:
    halves = (line.split("|") for line in lines(f"opposites.{lang}"))
    return [pair for one, other in halves for pair in product(one.split(), other.split())]


# ------------------------------------------------------------------------------------------------------ looking up


@given(st.sets(a_word, max_size=40), a_word)
def test_sorted_lines_have_the_words_of_a_set_and_no_others(kept: set[str], other: str) -> None:
    found = SortedLines("\n".join(kept).encode())

    assert all(word in found for word in kept)
    assert (other in found) is (other in kept)


@given(st.dictionaries(a_word, a_word, max_size=40), a_word)
def test_sorted_lines_give_back_what_belongs_to_a_word(kept: dict[str, str], other: str) -> None:
    found = SortedLines("\n".join(f"{word}\t{beside}" for word, beside in kept.items()).encode())

    assert {word: found.after(word) for word in kept} == kept
    assert found.after(other) == kept.get(other)


def test_the_beginning_and_the_end_of_a_word_are_not_the_word() -> None:
    found = SortedLines(b"amstetten\nst. anton\nzwettl")

    assert "amstetten" in found
    assert "zwettl" in found
    assert not any(word in found for word in ("", "am", "stetten", "amstettenx", "anton", "a", "zz", "\n"))


def test_a_section_has_the_lines_under_its_name_and_no_remarks() -> None:
    table = sections("opposite_particles.de")

    assert set(table) == {"syllables", "verbs"}
    assert not any("#" in line or "[" in line for section in table.values() for line in section)


# ------------------------------------------------------------------------------------------------------ own tables


@pytest.mark.parametrize("name", OWN_TABLES)
def test_an_own_table_says_in_its_first_line_what_it_is(name: str) -> None:
    text = (OWN / f"{name}.txt").read_text(encoding="utf-8")

    assert re.match(r"# \w[^\n]{30,}\n", text)
    assert text == "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


@pytest.mark.parametrize("name", OWN_TABLES)
def test_every_language_of_an_own_table_is_one_that_is_read(name: str) -> None:
    assert name.split(".")[1] in LANGUAGES


@pytest.mark.parametrize("name", RUNNING)
def test_the_words_of_a_running_table_are_in_order_and_there_once(name: str) -> None:
    listed = [word for line in lines(name) for word in line.split()]

    assert listed == sorted(set(listed), key=in_the_order_of_the_alphabet)
    assert len(words(*name.split("."))) == len(listed)


@pytest.mark.parametrize("table", ["abbreviations", "base_forms", "feasts", "opposites", "prepositions", "synonyms"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lines_of_a_table_are_in_order_and_there_once(table: str, lang: str) -> None:
    listed = list(lines(f"{table}.{lang}"))

    assert listed == sorted(set(listed), key=in_the_order_of_the_alphabet)


@pytest.mark.parametrize("table", ["abbreviations", "base_forms", "feasts"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_short_form_and_every_form_is_read_in_one_way(table: str, lang: str) -> None:
    listed = Counter(one for one, _ in pairs(f"{table}.{lang}"))

    assert [word for word, count in listed.items() if count > 1] == []
    assert all(one and other for one, other in pairs(f"{table}.{lang}"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_pair_of_opposites_is_listed_twice(lang: str) -> None:
    counted = Counter(frozenset(plain(word, lang) for word in pair) for pair in opposed(lang))

    assert [sorted(pair) for pair, count in counted.items() if count > 1] == []
    assert all(len(pair) == 2 for pair in counted)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_words_mean_the_same_and_the_opposite(lang: str) -> None:
    same = {frozenset(pair) for line in lines(f"synonyms.{lang}") for pair in combinations(line.split(), 2)}

    assert same.isdisjoint(map(frozenset, opposed(lang)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_small_words_stand_under_the_groups_there_are(lang: str) -> None:
    table = sections(f"small_words.{lang}")

    assert set(table) <= {*(group.value for group in Group), "filler", "light"}
    for group in Group:
        said = [word for line in table.get(group, ()) for word in line.partition(": ")[2].split()]
        assert len(said) == len(set(said)), group
        assert all(re.match(r"\w+: \S", line) for line in table.get(group, ()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_sentence_adds_is_told_by_words_in_order(lang: str) -> None:
    for name, its in sections(f"additions.{lang}").items():
        listed = [word for line in its for word in line.split()]
        assert listed == sorted(set(listed), key=in_the_order_of_the_alphabet), name


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", ["dialect", "greetings"])
def test_the_lines_of_each_section_are_in_order_and_there_once(table: str, lang: str) -> None:
    for name, its in sections(f"{table}.{lang}").items():
        listed = [line.partition(": ")[0] for line in its]
        assert listed == sorted(set(listed), key=in_the_order_of_the_alphabet), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_spoken_stands_for_one_word_of_the_standard(lang: str) -> None:
    table = sections(f"dialect.{lang}")
    spoken = [
        word.casefold()
        for name in ("sure", "beside")
        for line in table.get(name, ())
        for word in line.partition(": ")[2].split()
    ]

    assert len(spoken) == len(set(spoken)) > 40
    assert all(re.match(r"\w+: \S", line) for line in table["sounds"])


# -------------------------------------------------------------------------------------------------- published lists


@pytest.mark.parametrize("name", PUBLISHED_LISTS)
def test_a_published_list_has_its_words_in_order_and_once(name: str) -> None:
    listed = [line.partition(b"\t")[0] for line in published(name)._text.strip(b"\n").split(b"\n")]

    assert len(listed) > 5_000
    assert all(before < after for before, after in pairwise(listed))


@pytest.mark.parametrize("name", [name for name in PUBLISHED_LISTS if "." in name])
def test_a_published_list_of_meanings_is_in_the_spelling_that_is_asked_for(name: str) -> None:
    lang = name.split(".")[1]
    listed = [line.partition(b"\t") for line in published(name)._text.strip(b"\n").split(b"\n")]

    assert all(plain(word.decode(), lang) == word.decode() for word, _, _ in listed[::7])
    assert all(beside for _, _, beside in listed)


def test_every_published_list_has_its_source_and_its_licence_written_down() -> None:
    told = (PUBLISHED.parent / "README.md").read_text(encoding="utf-8")

    counts = {name: published(name)._text.count(b"\n") - 1 for name in PUBLISHED_LISTS}
    notices = (PUBLISHED / "LICENCES.md").read_text(encoding="utf-8")

    assert [name for name in PUBLISHED_LISTS if f"`published/{name}.txt.gz` | {counts[name]:,} |" not in told] == []
    assert [name for name in PUBLISHED_LISTS if f"`{name}.txt.gz`" not in notices] == []
    assert [name for name in {name.split(".")[0] for name in OWN_TABLES} if f"`{name}`" not in told] == []

"""Which words mean the same and which the opposite. From OpenThesaurus and WordNet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import wordfreq

from search.alignment.spelling import plain
from tools.word_lists.names import SINGLE_WORD

# Zipf scale. Of rarer words nobody needs to know what means the same.
USUAL_FROM = 2.0
_REMARK = re.compile(r"\([^)]*\)")
_PARTS_OF_SPEECH = (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r"))


def thesaurus(path: Path) -> Iterator[list[str]]:
    """Yield the German words that mean the same, single words only."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield _usual((_REMARK.sub("", word).strip() for word in line.split(";")), "de")


@dataclass(frozen=True, slots=True)
class _Meaning:
    """One line of WordNet: words that mean the same, and to which words of other lines one of them is opposed."""

    words: tuple[str, ...]
    # Which of the words, the key of the other line, and which of its words.
    opposed: tuple[tuple[int, tuple[str, str], int], ...]


def _meanings(folder: Path) -> Mapping[tuple[str, str], _Meaning]:
    """Return the lines of WordNet by part of speech and number."""
    found = {}
    for part, letter in _PARTS_OF_SPEECH:
        for line in (folder / f"data.{part}").read_text(encoding="latin-1").splitlines():
            # The licence stands before the lines, indented.
            if not line.startswith(" "):
                fields = line.split(" | ")[0].split()
                found[letter, fields[0]] = _meaning(fields)
    return found


def _meaning(fields: list[str]) -> _Meaning:
    count = int(fields[3], 16)
    words = tuple(fields[4 + 2 * number].split("(")[0].lower() for number in range(count))
    pointers = fields[5 + 2 * count :]
    opposed = []
    for number in range(int(fields[4 + 2 * count])):
        sign, offset, part, ends = pointers[4 * number : 4 * number + 4]
        if sign == "!":
            key = ("a" if part == "s" else part, offset)
            opposed.append((int(ends[:2], 16) - 1, key, int(ends[2:], 16) - 1))
    return _Meaning(words, tuple(opposed))


def synonyms(folder: Path) -> Iterator[list[str]]:
    """Yield the English words that mean the same, single words only."""
    for meaning in _meanings(folder).values():
        yield _usual(meaning.words, "en")


def opposites(folder: Path) -> Mapping[str, list[str]]:
    """Return English words, in one spelling, each with those that say the opposite."""
    meanings = _meanings(folder)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for meaning in meanings.values():
        for mine, key, theirs in meaning.opposed:
            one, other = meaning.words[mine], meanings[key].words[theirs]
            if SINGLE_WORD.fullmatch(one) and SINGLE_WORD.fullmatch(other):
                found[plain(one, "en")].add(plain(other, "en"))
                found[plain(other, "en")].add(plain(one, "en"))
    return {word: sorted(others) for word, others in found.items()}


def by_word(groups: Iterable[list[str]], lang: str) -> Mapping[str, list[str]]:
    """Return words, in one spelling, each with the numbers of the groups that it is in."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for number, words in enumerate(_without_smaller(groups)):
        for word in sorted({plain(word, lang) for word in words}):
            found[word].append(str(number))
    return found


def _usual(words: Iterable[str], lang: str) -> list[str]:
    single = {word.casefold() for word in words if SINGLE_WORD.fullmatch(word)}
    return sorted(word for word in single if wordfreq.zipf_frequency(word, lang) >= USUAL_FROM)


def _without_smaller(found: Iterable[list[str]]) -> list[tuple[str, ...]]:
    """Return groups of two words and more, without those whose pairs all stand in larger ones."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    kept = []
    for words in sorted({tuple(words) for words in found if len(words) > 1}, key=lambda words: (-len(words), words)):
        if any(two not in seen[one] for one, two in combinations(words, 2)):
            kept.append(words)
            for one, two in combinations(words, 2):
                seen[one].add(two)
    return sorted(kept)

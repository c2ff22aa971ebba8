"""Sentences of others for the generator, read from where the command line says; none of them is kept here.

GermEval 2018 and GAHD (both CC BY 4.0, JSON lines with `text`) for German, the example sentences of WordNet (its
licence asks for the notice) for English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from random import Random

from tools.judge.draft import bare, in_place_of

FEWEST_WORDS, MOST_WORDS = 4, 18
LONGEST = 130
_HANDLE, _LINK, _SPACES = re.compile(r"@\w+|\|LBR\|"), re.compile(r"https?://\S+|www\.\S+"), re.compile(r"\s+")
_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ\"„])")
_EXAMPLE = re.compile(r'"([^"]{15,140})"')
_PARTS = ("noun", "verb", "adj", "adv")


@dataclass(frozen=True)
class Texts:
    """The sentences of one language, and the words that stand in them."""

    lang: str
    sentences: tuple[tuple[str, ...], ...]
    known: frozenset[str] = field(default=frozenset())

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words, in small letters, and those of a word list."""
        return self.known | frozenset(bare(word).lower() for sentence in self.sentences for word in sentence)

    @cached_property
    def content_words(self) -> dict[str, list[str]]:
        """Words of some length by their last two letters and their case, so that another fits the grammar."""
        found: dict[str, list[str]] = {}
        for word in sorted({bare(word) for sentence in self.sentences for word in sentence[1:]}):
            if len(word) >= 5 and word.isalpha() and not word.isupper():
                found.setdefault(_shape(word), []).append(word)
        return found

    @cached_property
    def neighbours(self) -> dict[str, list[str]]:
        """Words by what remains when one letter is taken out: those that share an entry look alike."""
        found: dict[str, list[str]] = {}
        for words in self.content_words.values():
            for word in words:
                for key in _without_one(word):
                    found.setdefault(key, []).append(word)
        return {key: words for key, words in found.items() if len(words) > 1}

    def another_word(self, rng: Random, word: str) -> str | None:
        """Return another word that fits where this one stands."""
        found = [other for other in self.content_words.get(_shape(word), []) if other[:4] != word[:4]]
        return rng.choice(found) if found else None

    def look_alike(self, rng: Random, word: str) -> str | None:
        """Return another word that is one letter away."""
        found = {other for key in _without_one(word) for other in self.neighbours.get(key, [])} - {word}
        # A letter at the end is another form of the same word more often than another word.
        found = {other for other in found if other[:-1] != word and word[:-1] != other and other[:-1] != word[:-1]}
        return rng.choice(sorted(found)) if found else None


def _shape(word: str) -> str:
    return word[-2:] + ("A" if word[0].isupper() else "a")


def _without_one(word: str) -> set[str]:
    return {word[:place] + "_" + word[place + 1 :] for place in range(len(word))} | {
        word[:place] + "_" + word[place:] for place in range(1, len(word))
    }


def german(files: Sequence[Path]) -> Iterator[tuple[str, ...]]:
    """Return the sentences of posts: without handles and links, of a length that a claim has."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            text = _HANDLE.sub(" ", _LINK.sub(" ", json.loads(line)["text"]))
            for sentence in _END.split(_SPACES.sub(" ", text).strip()):
                yield from _fitting(sentence)


def english(wordnet: Path) -> Iterator[tuple[str, ...]]:
    """Return the example sentences of WordNet's data files."""
    for part in _PARTS:
        for line in (wordnet / f"data.{part}").read_text(encoding="latin-1").splitlines():
            if not line.startswith(" "):
                for example in _EXAMPLE.findall(line.partition(" | ")[2]):
                    yield from _fitting(example[0].upper() + example[1:])


def synonyms(wordnet: Path) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return examples of WordNet with one word, and with another word of the same sense in its place.

    An example belongs to a sense and shows one of its words, so that the others fit there.
    """
    for part in _PARTS:
        for line in (wordnet / f"data.{part}").read_text(encoding="latin-1").splitlines():
            if line.startswith(" "):
                continue
            head, _, gloss = line.partition(" | ")
            fields = head.split()
            members = [fields[4 + 2 * i].partition("(")[0] for i in range(int(fields[3], 16))]
            members = [member for member in members if member.isalpha() and member.islower()]
            for example in _EXAMPLE.findall(gloss):
                for claim in _fitting(example[0].upper() + example[1:]):
                    for place, word in enumerate(claim):
                        if bare(word).lower() in members:
                            for other in members:
                                if other != bare(word).lower():
                                    post = [*claim[:place], *in_place_of(word, other), *claim[place + 1 :]]
                                    yield claim, tuple(post)


def contraries(wordnet: Path) -> Iterator[tuple[str, str]]:
    """Return WordNet's direct antonyms."""
    members: dict[tuple[str, str], list[str]] = {}
    pointers: list[tuple[str, int, tuple[str, str], int]] = []
    for part, letter in zip(_PARTS, "nvar", strict=True):
        for line in (wordnet / f"data.{part}").read_text(encoding="latin-1").splitlines():
            if line.startswith(" "):
                continue
            fields = line.partition(" | ")[0].split()
            count = int(fields[3], 16)
            own = [fields[4 + 2 * i].partition("(")[0].lower() for i in range(count)]
            members[letter, fields[0]] = own
            start = 5 + 2 * count
            for at in range(start, start + 4 * int(fields[start - 1]), 4):
                symbol, target, kind, places = fields[at : at + 4]
                if symbol == "!" and places[:2] != "00":
                    key = ("a" if kind == "s" else kind, target)
                    pointers.append((own[int(places[:2], 16) - 1], 0, key, int(places[2:], 16) - 1))
    for word, _, key, place in pointers:
        other = members[key][place]
        if "_" not in word + other and len(word) > 2:
            yield word, other


def _fitting(sentence: str) -> Iterator[tuple[str, ...]]:
    words = sentence.strip(" -–|\"'").split()
    letters = sum(char.isalpha() for char in sentence)
    if FEWEST_WORDS <= len(words) <= MOST_WORDS and len(sentence) <= LONGEST and letters > 0.7 * len(sentence):
        yield tuple(words)


def split(sentences: Sequence[tuple[str, ...]], *, held_out: bool) -> list[tuple[str, ...]]:
    """Return the tenth of the sentences that training never sees, or the others; each once, in a fixed order."""
    return [words for words in sorted(set(sentences)) if is_held_out(" ".join(words)) is held_out]


def is_held_out(text: str) -> bool:
    """Say, by a hash and so always alike, whether training leaves this out."""
    return sha256(text.encode()).digest()[0] < 26

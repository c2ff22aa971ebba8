"""Words and phrases as somebody types them into a search box, and whether and where a text holds them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Self, TypeAlias

from search.text import words

# Whoever pastes more than that looks for what is similar.
MOST_WORDS = 40
# Fewer letters stand in too many words to be looked for inside of them.
SHORTEST_PART = 4
# The languages whose endings and little words are forgiven.
FORGIVEN = ("de", "en")

Span: TypeAlias = tuple[int, int]

_QUOTED = re.compile(r'["„“”«»]([^"„“”«»]+)["„“”«»]')
_WORD = re.compile(r"\w+")
# Accents that were taken off their letters, and marks that nobody sees.
_UNSEEN = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What a text has to hold: each of some words, also with another ending or in a compound, and phrases word by word.

    `whole` are words that have to stand alone, numbers and short ones; `parts` are beginnings of longer ones.
    """

    whole: tuple[str, ...]
    parts: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what was typed: between quotation marks a phrase; little words only count if there are no others."""
        phrases = (tuple(_tokens(quoted)) for quoted in _QUOTED.findall(text))
        found = (word for word in words.tokens(_QUOTED.sub(" ", text)) if word.strip("_"))
        typed = list(islice(dict.fromkeys(found), MOST_WORDS))
        telling = [word for word in typed if all(words.stems(word, lang) for lang in FORGIVEN)] or typed
        needles = [needle for word in telling if (needle := _needle(word))]
        return cls(
            whole=tuple(needle for needle in needles if not _is_part(needle)),
            parts=tuple(needle for needle in needles if _is_part(needle)),
            phrases=tuple(dict.fromkeys(phrase for phrase in phrases if phrase)),
        )

    def __bool__(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.whole or self.parts or self.phrases)

    def are_in(self, text: str) -> bool:
        """Return whether a text holds all of them; in time proportional to the text."""
        spaced = f" {' '.join(_tokens(text))} "
        return (
            all(f" {word} " in spaced for word in self.whole)
            and all(part in spaced for part in self.parts)
            and all(f" {' '.join(phrase)} " in spaced for phrase in self.phrases)
        )

    def places(self, text: str) -> Iterator[Span]:
        """Yield from where to where the words and phrases stand in a text, in their order; none touches another."""
        tokens = [(_folded(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]
        reach = max(map(len, self.phrases), default=1)
        place = 0
        while place < len(tokens):
            taken = self._taken_from([token for token, _, _ in tokens[place : place + reach]])
            if taken:
                yield tokens[place][1], tokens[place + taken - 1][2]
            place += max(taken, 1)

    def _taken_from(self, tokens: list[str]) -> int:
        """Return how many of the next words are what is looked for; 0 when the first is not."""
        longest = max((len(one) for one in self.phrases if tokens[: len(one)] == list(one)), default=0)
        is_word = tokens[0] in self.whole or any(part in tokens[0] for part in self.parts)
        return max(longest, int(is_word))


def _tokens(text: str) -> list[str]:
    return _WORD.findall(_folded(text))


def _folded(text: str) -> str:
    """Return a text in small letters without accents; so `Müller` is found by `muller`."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", text.casefold()))


def _needle(word: str) -> str:
    """Return what of a word has to stand in a text: its stem, where that is a beginning of it that says enough."""
    plain = _folded(word)
    stems = [_folded(stem) for lang in FORGIVEN for stem in words.stems(word, lang)]
    fitting = [stem for stem in stems if plain.startswith(stem) and len(stem) >= SHORTEST_PART]
    return plain if plain.isdecimal() else min(fitting, key=len, default=plain)


def _is_part(needle: str) -> bool:
    return len(needle) >= SHORTEST_PART and not needle.isdecimal()

"""Finding out whether what somebody wrote repeats what a report said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# So many words in a row are nobody's own by chance.
RUN = 5
_WORD = re.compile(r"\w+")


class Quotation:
    """What some texts said and others do not say as well; whoever repeats a piece of it quotes them."""

    def __init__(self, gone: Iterable[str], still: Iterable[str], *, links: Iterable[str] = ()) -> None:
        """Take the texts that are gone, those that stay, and links that only the first had."""
        texts = [_words(text) for text in gone]
        kept = [_words(text) for text in still]
        self._runs = {run for words in texts for run in _runs(words)} - {run for words in kept for run in _runs(words)}
        # A text of fewer words is quoted by all of them; one word alone says nothing about where it comes from.
        short = {tuple(words) for words in texts if 1 < len(words) < RUN}
        self._short = {words for words in short if not any(_holds(each, words) for each in kept)}
        self._links = frozenset(link for link in links if link)

    def is_in(self, text: str) -> bool:
        """Return whether a text repeats a piece of what is gone."""
        if any(link in text for link in self._links):
            return True
        words = _words(text)
        return any(run in self._runs for run in _runs(words)) or any(_holds(words, short) for short in self._short)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words) - RUN + 1):
        yield tuple(words[start : start + RUN])


def _holds(words: list[str], short: tuple[str, ...]) -> bool:
    return any(tuple(words[start : start + len(short)]) == short for start in range(len(words) - len(short) + 1))

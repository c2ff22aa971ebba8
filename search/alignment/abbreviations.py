"""What is written short, written out: "z. B.", "EU", "NHS"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from search.alignment.tables import pairs

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _ShortForm:
    """A short form: its words, what stands between them, and how it is read."""

    words: tuple[str, ...]
    between: tuple[str, ...]
    read: str

    @property
    def is_letters(self) -> bool:
        """Whether single letters stand for words: "z. B.", "U.S.A."; then dots stand between them or do not."""
        return len(self.words) > 1 and all(len(word) == 1 for word in self.words)

    def stands(self, sentence: str, words: Sequence[re.Match[str]]) -> bool:
        """Return whether some words of a sentence are this one."""
        if tuple(word[0].lower() for word in words) != self.words:
            return False
        gaps = tuple(sentence[one.end() : other.start()] for one, other in pairwise(words))
        if self.is_letters:
            return all(len(gap) <= 2 and not gap.strip(". ") for gap in gaps)
        return gaps == self.between


@cache
def _short_forms(lang: str) -> Mapping[str, Sequence[_ShortForm]]:
    """Return the short forms of a language by their first word, the longest first: "U.S.A." is more than "U.S."."""
    found: defaultdict[str, list[_ShortForm]] = defaultdict(list)
    for short, read in pairs(f"abbreviations.{lang}"):
        form = _ShortForm(tuple(_WORD.findall(short)), tuple(_WORD.split(short)[1:-1]), read)
        found[form.words[0]].append(form)
        if form.is_letters:
            together = "".join(form.words)
            found[together].append(_ShortForm((together,), (), read))
    return {first: sorted(forms, key=lambda form: -len(form.words)) for first, forms in found.items()}


def written_out(sentence: str, lang: str) -> str:
    """Return a German or English sentence with what it has in short written out."""
    return "".join(_parts(sentence, lang))


def _parts(sentence: str, lang: str) -> Iterator[str]:
    forms = _short_forms(lang)
    words = list(_WORD.finditer(sentence))
    done = 0
    for number, word in enumerate(words):
        if word.start() < done:
            continue
        for form in forms.get(word[0].lower(), ()):
            its = words[number : number + len(form.words)]
            if form.stands(sentence, its):
                yield sentence[done : word.start()]
                yield form.read
                done = its[-1].end()
                # A dot belongs to the short form, unless it ends the sentence.
                if sentence[done:].startswith(".") and sentence[done + 1 :].strip():
                    done += 1
                break
    yield sentence[done:]

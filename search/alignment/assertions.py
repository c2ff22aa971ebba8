"""The words by which a sentence says of another that it is true or not, or does something beside it.

`data/own/additions` says what each section of them is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from search.alignment import small_words
from search.alignment.lexicon import LANGUAGES
from search.alignment.small_words import Group
from search.alignment.spelling import plain
from search.alignment.tables import sections

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# The main clause before the sentence that it speaks of: "Es ist kein Gerücht, dass …".
_MAIN_CLAUSE = {
    "de": re.compile(r"^\W*([^.:!?]{3,60}?),? (?:dass|daß) (?=\S)", re.IGNORECASE),
    "en": re.compile(r"^\W*([^.:!?]{3,60}?),? that (?=\S)", re.IGNORECASE),
}
_NOT = {"de": "nicht ", "en": "not "}
# What may stand in such a clause beside the words that judge.
_JUDGING = frozenset({Group.NEGATION, Group.MODALITY})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language that tell what a sentence does."""

    denying: frozenset[str]
    denying_beginnings: tuple[str, ...]
    true: frozenset[str]
    negative: frozenset[str]
    linking: frozenset[str]
    calling: frozenset[str]
    demanding: frozenset[str]
    self: frozenset[str]
    unsure: frozenset[str]
    finding: frozenset[str]
    asking: frozenset[str]
    heads: frozenset[str]
    remarks: frozenset[str]
    saying: frozenset[str]
    saying_beginnings: tuple[str, ...]

    def denies(self, word: str) -> bool:
        """Return whether a word by itself says that something is not true."""
        return word in self.denying or word.startswith(self.denying_beginnings)

    def says(self, word: str) -> bool:
        """Return whether a word tells who or what is quoted."""
        return word in self.saying or word.startswith(self.saying_beginnings)


@cache
def words_of(lang: str) -> Words:
    """Return the words of German or English."""
    table = sections(f"additions.{lang}")
    words = {
        name: frozenset(word.casefold() for line in lines for word in line.split()) for name, lines in table.items()
    }
    denying, denying_beginnings = _parted(words["denying"])
    saying, saying_beginnings = _parted(words["saying"])
    return Words(
        denying=denying,
        denying_beginnings=denying_beginnings,
        true=words["true"],
        negative=words["not"],
        linking=words["linking"],
        calling=words["calling"],
        demanding=words["demanding"],
        self=words["self"],
        unsure=words["unsure"],
        finding=words["finding"],
        asking=words["asking"],
        heads=words["heads"],
        remarks=words["remarks"],
        saying=saying,
        saying_beginnings=saying_beginnings,
    )


def _parted(words: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return whole words and, without their star, the beginnings of words."""
    whole = frozenset(word for word in words if not word.endswith("*"))
    return whole, tuple(word.removesuffix("*") for word in words if word.endswith("*"))


def denies(words: Sequence[str], lang: str) -> bool:
    """Return whether words, case-folded and in their order, say that something is not true."""
    if lang not in LANGUAGES:
        return False
    known = words_of(lang)
    for place, word in enumerate(words):
        # "Kein Scherz", "this is no joke" says that it is true.
        if known.denies(word) and known.negative.isdisjoint(words[max(0, place - 2) : place]):
            return True
    return not known.negative.isdisjoint(words) and not known.true.isdisjoint(words)


def judged(words: Sequence[str], lang: str) -> bool | None:
    """Return whether words, case-folded, say that something is true; None where they say anything else.

    "Kein Gerücht" says so, "kein Irrtum" and "nicht zu leugnen", "es ist wahr"; "ein Gerücht" says that it is not.
    """
    if lang not in LANGUAGES:
        return None
    known = words_of(lang)
    denying = sum(map(known.denies, words))
    true = any(word in known.true for word in words)
    no = 0
    for word in words:
        groups = {group for group, _ in small_words.values_of(plain(word, lang), lang)}
        no += Group.NEGATION in groups
        judges = known.denies(word) or word in known.true or word in known.linking or groups & _JUDGING
        if not judges and not small_words.is_empty(plain(word, lang), lang):
            return None
        if groups - _JUDGING:
            return None
    return (no + denying) % 2 == 0 if denying or true else None


def _reports(words: Sequence[str], lang: str) -> bool:
    """Return whether words only tell where the writer heard something: "Meine Mutter sagt", "auf Facebook steht"."""
    known = words_of(lang)
    if not any(map(known.says, words)):
        return False
    after = ""
    for word in words:
        is_small = small_words.is_empty(plain(word, lang), lang) or word in known.self
        # Whoever belongs to the writer says no more than he does.
        if not (is_small or known.says(word) or after in known.self):
            return False
        after = word
    return True


def settled(sentence: str, lang: str) -> str:
    """Return a sentence without a main clause that says it is true; one that says it is not becomes a "not"."""
    clause = _MAIN_CLAUSE[lang].match(sentence) if lang in _MAIN_CLAUSE else None
    if clause is None:
        return sentence
    words = [word[0].casefold() for word in _WORD.finditer(clause[1])]
    is_true = True if _reports(words, lang) else judged(words, lang)
    if is_true is None:
        return sentence
    return ("" if is_true else _NOT[lang]) + sentence[clause.end() :]

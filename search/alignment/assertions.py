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

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# The main clause before the sentence that it speaks of: "Es ist kein Gerücht, dass …".
_MAIN_CLAUSE = {
    "de": re.compile(r"^\W*([^.:!?]{3,60}?),? (?:dass|daß) (?=\S)", re.IGNORECASE),
    "en": re.compile(r"^\W*([^.:!?]{3,60}?),? that (?=\S)", re.IGNORECASE),
}
# What a sentence is read with for something around it that denies it.
NOT = {"de": "nicht ", "en": "not "}
# "Es muss wahr sein" is as good as "es ist wahr", and "it cannot be denied" as "it is not denied"; whatever only may be
# or should be true is not said to be.
_MUST = (Group.MODALITY, "must")
_CAN = (Group.MODALITY, "can")
# What was or would be true, and what is asked, is not said to be true either.
_NOT_SAID = frozenset({"ob", "war", "waren", "was", "were", "whether", "wäre", "wären"})


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
    feeling: frozenset[str]
    supposing: frozenset[str]
    another: frozenset[str]
    believed: frozenset[str]
    thought: frozenset[str]
    formerly: frozenset[str]
    erring: tuple[str, ...]
    jesting: tuple[str, ...]
    addressed: frozenset[str]
    saying: frozenset[str]
    saying_beginnings: tuple[str, ...]

    def denies(self, word: str) -> bool:
        """Return whether a word by itself says that something is not true."""
        return word in self.denying or word.startswith(self.denying_beginnings)

    def doubts(self, word: str) -> bool:
        """Return whether a word leaves open whether it is so, says that it is not, or makes it another: "former"."""
        return word in self.supposing or word in self.another or self.denies(word)

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
        feeling=words["feeling"],
        supposing=words["supposing"],
        another=words["another"],
        believed=words["believed"],
        thought=words["thought"],
        formerly=words["formerly"],
        erring=_phrases(words["erring"]),
        jesting=_phrases(words["jesting"]),
        addressed=words["heads"] | words["addressed"],
        saying=saying,
        saying_beginnings=saying_beginnings,
    )


def _phrases(words: Iterable[str]) -> tuple[str, ...]:
    """Return words that stand side by side, as they stand in a text of words with one blank around each."""
    return tuple(f" {phrase.replace('_', ' ')} " for phrase in sorted(words))


@cache
def _tagged() -> tuple[frozenset[str], tuple[str, ...]]:
    lines = [line for lang in sorted(LANGUAGES) for line in sections(f"additions.{lang}")["tagged"]]
    return _parted([word for line in lines for word in line.split()])


def tag_denies(tag: str) -> bool:
    """Return whether a hashtag, case-folded, says that what it stands beside is not true, in German or English."""
    whole, beginnings = _tagged()
    return tag in whole or tag.startswith(beginnings)


def jests(text: str, lang: str) -> bool:
    """Return whether a writer says that he does not mean what he says: "Schön wär's", "just kidding"."""
    words = " ".join(WORD.findall(text.casefold().replace("’", "'")))
    return lang in LANGUAGES and any(phrase in f" {words} " for phrase in words_of(lang).jesting)


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
    values = [small_words.values_of(plain(word, lang), lang) for word in words]
    said = {value for its in values for value in its}
    no = sum(any(group is Group.NEGATION for group, _ in its) for its in values)
    if _only_feels(words, lang) and not said:
        return True
    if said - {(Group.NEGATION, "no")} - {_CAN if no else _MUST} or not _NOT_SAID.isdisjoint(words):
        return None
    judging = known.true | known.linking
    for word, its in zip(words, values, strict=True):
        if not (known.denies(word) or word in judging or its or small_words.is_empty(plain(word, lang), lang)):
            return None
    return (no + denying) % 2 == 0 if denying or true else None


def _only_feels(words: Sequence[str], lang: str) -> bool:
    """Return whether words only say how the writer takes it that something is so: "Schade", "it is a shame"."""
    feeling = words_of(lang).feeling
    return not feeling.isdisjoint(words) and all(
        word in feeling or small_words.is_empty(plain(word, lang), lang) for word in words
    )


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


def settled(sentence: str, lang: str) -> tuple[str, bool]:
    """Return a sentence without a main clause that says it is true; one that says it is not becomes a "not".

    Besides, return whether there is such a clause of which nobody can tell: "Ich wünschte, dass …".
    """
    clause = _MAIN_CLAUSE[lang].match(sentence) if lang in _MAIN_CLAUSE else None
    if clause is None:
        return sentence, False
    words = [word[0].casefold() for word in WORD.finditer(clause[1])]
    is_true = True if _reports(words, lang) else judged(words, lang)
    if is_true is None:
        return sentence, True
    return ("" if is_true else NOT[lang]) + sentence[clause.end() :], False

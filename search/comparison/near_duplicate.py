"""Whether two texts are one text with the small edits that passing it on leaves behind.

A similarity alone cannot tell: "Heute ist Anna gestorben" and "Heute ist Bernd gestorben" are as close as two
copies of a chain letter. So it is asked what the edits are, sentence by sentence, by `search.alignment`. Allowed are
other greetings and requests to pass it on, emoji, marks, capitals, words written together or apart, slips of the
keyboard, articles, and on one side whole sentences more that neither deny it nor call for anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.distance import Indel

from search.alignment.additions import Addition, addition_of
from search.alignment.alignment import Alignment, Finding, aligned
from search.alignment.lexicon import LANGUAGES
from search.alignment.reading import Reading, parts_of_text, read_as, read_part
from search.alignment.signs import denying_signs
from search.alignment.spelling import spelled
from search.facts.comparing import Facts, facts_of, missing
from search.facts.reading import FactKind, without_addresses
from search.facts.values import same_value
from search.text.characters import compatible
from search.text.words import tokens
from search.text.wrapping import undressed

# Under so few words a text fits too many others, unless nothing but marks and capitals differs.
FEWEST_WORDS = 3
# Twice the common words over all words, both without what asks to pass the text on. By itself it decides little:
# of 49 own pairs that mean different things 47 reach it. It bounds how much one side may add; among 23,316 claims
# and titles and 1,357 posts the pairs found are the same from .60 to .75, and none of them is two texts.
SMALLEST_OVERLAP = 0.75
# With more common words than these each side may have sentences of its own: a comment above what was passed on. On the
# posts 25 finds thirteen pairs, 40 finds ten, never allowing it eight; all of them are one text.
LONG_TEXT = 25
# With so many common words a sentence more, whatever it says, is a comment; beside fewer it may be half of the message.
LONG_ENOUGH = 15
# Comparing grows with the product of the lengths; a chain letter is shorter.
MOST_WORDS = 4_000
# Of so many sentences that differ two texts are hardly one; each costs some milliseconds to lay out.
MOST_DIFFERING = 12

# People end a clause with a picture as they do with a mark.
_PICTURES = "\u2600-\u27bf\U0001f1e6-\U0001faff"
# "LG Sabine", "Liebe Grüße, Euer Karl" or "Bussi Oma" at the end of a text: whoever passes it on signs it anew.
# Only the last characters are looked at, because from each of many line breaks the pattern would read to the end.
_LONGEST_SIGNATURE = 300
_SIGNED = re.compile(
    rf"(?:^|(?<=[.!?…\n,{_PICTURES}]))\s*+(?:danke\W++)?"
    r"(?:(?:(?:liebe|viele|herzliche|beste|schöne|ganz liebe)\s++)?gr(?:u|ü|ue)(?:ß|ss)e?|lg|vg|mfg|bussis?|"
    r"best wishes|kind regards|regards|euer|eure|dein|deine)(?:\s++(?:von|aus))?(?:\W++(?:euer|eure|dein|deine))?"
    rf"(?:[^\w\n]++[^\W\d_]++){{0,2}}[\s.!…{_PICTURES}]*+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Compared:
    """A text read once, for any number of comparisons with texts that were read in the same language.

    `words` are its words in order, without what only greets, alarms or asks to pass it on, and `counts` says how often
    each of them stands there. All are empty, and so is what `facts` holds, for a text that is too short or too long to
    be compared: it is a near-duplicate of none.
    """

    text: str
    lang: str
    words: tuple[str, ...]
    counts: Mapping[str, int]
    facts: Facts
    # Whether a sign says that it is not so: words alone do not show that.
    denied_by_signs: bool = False
    _sentences: dict[str, Reading] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def sentences(self) -> Mapping[tuple[str, ...], str]:
        """Its sentences by their words."""
        return {spelled(part): part for part in parts_of_text(self.text)}

    def reading(self, part: str) -> Reading:
        """Return a sentence of it as units; each is read once."""
        found = self._sentences.get(part)
        if found is None:
            found = self._sentences[part] = read_part(part, self.lang)
        return found


def compared(text: str, lang: str = "", *, facts: Callable[[str], Facts] | None = None) -> Compared:
    """Return a text in `lang` (empty when not known) as it is compared; this takes far longer than comparing it.

    `facts` reads the facts of a text in that language, for whoever keeps what was read.
    """
    signs = denying_signs(text)
    text = _unsigned(undressed(without_addresses(text)) or compatible(text))
    words = spelled(text)
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS:
        return _INCOMPARABLE
    lang = read_as(text, lang)
    read = facts_of(text, lang) if facts is None else facts(text)
    return Compared(text, lang, words, Counter(words), read, denied_by_signs=bool(signs))


def _unsigned(text: str) -> str:
    text = text.rstrip()
    signed = _SIGNED.search(text, max(0, len(text) - _LONGEST_SIGNATURE))
    return text if signed is None else text[: signed.start()]


_INCOMPARABLE = Compared("", "", (), {}, Facts((), (), (), (), frozenset(), ""))


def are_near_duplicates(one: Compared, other: Compared) -> bool:
    """Return whether two texts that were read in the same language are one text with small edits."""
    # From cheap to dear: two texts taken at random part at the first condition, and laying them out comes last.
    return (
        one.denied_by_signs == other.denied_by_signs
        and _may_overlap(one, other)
        and _same_facts(one.facts, other.facts)
        and Indel.normalized_similarity(one.words, other.words) >= SMALLEST_OVERLAP
        and _same_sentences(one, other)
    )


def _may_overlap(one: Compared, other: Compared) -> bool:
    """Return whether the words, in whatever order, are enough for the overlap that is asked for."""
    enough = SMALLEST_OVERLAP * (len(one.words) + len(other.words))
    if not one.words or not other.words or 2 * min(len(one.words), len(other.words)) < enough:
        return False
    few, many = sorted((one.counts, other.counts), key=len)
    return 2 * sum(min(count, many.get(word, 0)) for word, count in few.items()) >= enough


def _same_facts(mine: Facts, theirs: Facts) -> bool:
    """Return whether numbers and dates are the same in the same order, as many things denied, and no name added."""
    if len(mine.negations) != len(theirs.negations):
        return False
    for ours, others in ((mine.numbers, theirs.numbers), (mine.dates, theirs.dates)):
        if len(ours) != len(others) or not all(map(same_value, ours, others)):
            return False
    return not _new_names(mine, theirs) and not _new_names(theirs, mine)


def _new_names(facts: Facts, other: Facts) -> bool:
    """Return whether a text has a name that the other has neither as a name nor as its words."""
    return any(
        other.words.isdisjoint([*tokens(fact.value), fact.value.replace(" ", "")])
        for fact in missing(FactKind.NAME, facts, other)
    )


# ------------------------------------------------------------------------------------------- sentence by sentence


def _same_sentences(one: Compared, other: Compared) -> bool:
    """Return whether the sentences that differ do so harmlessly, and those that one side adds change nothing."""
    mine = [part for words, part in one.sentences.items() if words not in other.sentences]
    theirs = [part for words, part in other.sentences.items() if words not in one.sentences]
    if not mine and not theirs:
        return True
    if one.lang not in LANGUAGES or len(mine) + len(theirs) > MOST_DIFFERING:
        # Nobody can tell what the edits are.
        return False
    added = []
    for part in mine:
        partner = _partner(part, theirs)
        if partner is None:
            added.append(one.reading(part))
            continue
        theirs.remove(partner)
        found = _laid_out(one.reading(part), other.reading(partner))
        if found.finding is not Finding.SAME or not found.is_tight:
            return False
    left = [other.reading(part) for part in theirs]
    common = sum(len(words) for words in one.sentences if words in other.sentences)
    if added and left and common <= LONG_TEXT:
        # Two short texts made of one template; a long one only has another comment around it.
        return False
    return not any(_changes(reading, is_long=common >= LONG_ENOUGH) for reading in (*added, *left))


def _laid_out(one: Reading, other: Reading) -> Alignment:
    """Lay a sentence against another; the one with a head ("Heute: …") may say more."""
    more, less = (one, other) if len(one.sentences) >= len(other.sentences) else (other, one)
    return aligned(more, less)


def _partner(part: str, others: Sequence[str]) -> str | None:
    """Return the sentence that has most words in common with one, if that is at least half of them."""
    words = Counter(spelled(part))
    best, most = None, 0.0
    for other in others:
        there = Counter(spelled(other))
        share = 2 * sum((words & there).values()) / max(words.total() + there.total(), 1)
        if share > most:
            best, most = other, share
    return best if most >= 0.5 else None


def _changes(added: Reading, *, is_long: bool) -> bool:
    """Return whether a sentence that only one text has denies what they have in common, or calls for something.

    Beside a short text a sentence of which nobody can tell what it does might do either.
    """
    changing = {Addition.DENIAL, Addition.CALL} if is_long else {Addition.DENIAL, Addition.CALL, Addition.OTHER}
    return any(addition_of(sentence) in changing for sentence in added.sentences if not sentence.is_optional)

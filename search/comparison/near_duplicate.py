"""Whether two texts are one text with the small edits that passing it on leaves behind.

A similarity alone cannot tell: "Heute ist Anna gestorben" and "Heute ist Bernd gestorben" are as close as two
copies of a chain letter. So it is asked what the edits are. Allowed are other greetings and requests to pass it
on, emoji, marks, capitals, words written together or apart, slips of the keyboard, words without matter of their
own, and on one side whole sentences more. Any other word that differs, and any number, date, name or negation
that only one side has, makes two texts of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice
from unicodedata import category

from rapidfuzz.distance import OSA, Indel, LCSseq

from search.facts.comparing import Facts, facts_of, missing
from search.facts.reading import FactKind, without_addresses
from search.facts.values import same_value
from search.facts.vocabulary import FUNCTION_WORDS, UNITS, UNKNOWN, magnitude, months, number_word
from search.text.characters import SIGNS, class_of, compatible
from search.text.words import listed
from search.text.wrapping import undressed

# Under so few words a text fits too many others.
FEWEST_WORDS = 8
# Twice the common words over all words, both without what asks to pass the text on. By itself it decides little:
# of 49 own pairs that mean different things 47 reach it. It bounds how much one side may add; among 23,316 claims
# and titles and 1,357 posts the pairs found are the same from .60 to .75, and none of them is two texts.
SMALLEST_OVERLAP = 0.75
# From so many common words on each side may have sentences of its own: a comment above what was passed on. On the
# posts 25 finds thirteen pairs, 40 finds ten, never allowing it eight; all of them are one text.
LONG_TEXT = 25
# Comparing grows with the product of the lengths; a chain letter is shorter.
MOST_WORDS = 4_000
# So many are looked at to take greetings off. A text as long as may be sent has fewer, unless it is made of signs that
# each stand for several words.
MOST_READ = 3 * MOST_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Looking back keeps a long run of marks from being read again from each of them.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++(?=\s|$)|\n+")
# People end a clause with a picture as they do with a mark.
_PICTURES = "\u2600-\u27bf\U0001f1e6-\U0001faff"
_CLAUSE_END = re.compile(rf"(?<![.!?…,;:–—])[.!?…,;:–—]++(?=\s|$)|\n+|(?<![{_PICTURES}])[{_PICTURES}]++")
# "LG Sabine", "Liebe Grüße, Euer Karl" or "Bussi Oma" at the end of a text: whoever passes it on signs it anew.
# Only the last characters are looked at, because from each of many line breaks the pattern would read to the end.
_LONGEST_SIGNATURE = 300
_SIGNED = re.compile(
    rf"(?:^|(?<=[.!?…\n,{_PICTURES}]))\s*+(?:danke\W++)?"
    r"(?:(?:(?:liebe|viele|herzliche|beste|schöne|ganz liebe)\s++)?gr(?:u|ü|ue)(?:ß|ss)e?|lg|vg|mfg|bussis?|"
    r"euer|eure|dein|deine)(?:\s++(?:von|aus))?(?:\W++(?:euer|eure|dein|deine))?"
    rf"(?:[^\w\n]++[^\W\d_]++){{0,2}}[\s.!…{_PICTURES}]*+$",
    re.IGNORECASE,
)

# Words of which greetings, alarms and requests to pass a text on are made, for German and English.
_WRAPPING = frozenset(
    listed(
        "hallo hi hey moin servus liebe lieber liebes leute freunde freundinnen familie ihr lieben zusammen guten"
        " morgen tag abend gruß grüße lg vg danke dank vielen herzliche achtung wichtig wichtige wichtiger"
        " warnung info eilmeldung eilt dringend unbedingt bitte lesen lies lest weiterleiten weiterleitet"
        " weitergeleitet leite leitet weiter weitersagen teilen teile teilt teil verbreiten verbreitet verbreite"
        " schicken schickt schick senden sendet sende kopieren kopiert kopiere einfügen gerade bekommen erhalten"
        " freund freundin bekannten bekannte kontakte kontakten gruppe gruppen alle allen an eure euren"
        " eurer viele so mögliche möglichst krass wahnsinn unfassbar unglaublich aufpassen passt wacht wach auf"
        " häufig nachricht nachbarn nachbarinnen eltern kollegen kolleginnen mitglieder"
        " hello dear everyone everybody guys friend friends family good morning evening day thanks thank attention"
        " important urgent warning please read share forward forwarded pass it copy paste send spread word to all"
        " your contacts groups group received got from post many times message wow unbelievable beware careful"
    )
)
# Small words that still turn a sentence: who did it to whom, from where to where, on what condition.
_TURNING = frozenset(
    listed(
        "er sie ihn ihm ihr ihnen ihre ihren ihrem ihrer sein seine seinen aus von vom zu zum zur für auf bei mit wenn"
        " ob weil he she him her his its they them their from to by for with if because would"
    )
)
_SMALL = frozenset[str]().union(*FUNCTION_WORDS.values()) - _TURNING
_MONTHS = frozenset(month.casefold() for month in months(UNKNOWN)[1])
_ENDINGS = frozenset({"e", "n", "en", "s", "es", "er", "ern", "em"})


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as it is compared, whether it was written small, and the numbers of its sentence and clause."""

    word: str
    small: bool
    sentence: int
    clause: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A text read once, for any number of comparisons with texts that were read in the same language.

    `matter` are its words without what only greets, alarms or asks to pass it on, in order; `words` are the same as
    plain strings, and `counts` says how often each of them stands there. All are empty, and so is what `facts` holds,
    for a text that is too short or too long to be compared: it is a near-duplicate of none.
    """

    matter: tuple[_Word, ...]
    words: tuple[str, ...]
    counts: Mapping[str, int]
    facts: Facts


def compared(text: str, lang: str = "", *, facts: Callable[[str], Facts] | None = None) -> Compared:
    """Return a text in `lang` (empty when not known) as it is compared; this takes far longer than comparing it.

    `facts` reads the facts of a text in that language, for whoever keeps what was read.
    """
    text = _unsigned(undressed(text))
    matter = tuple(_matter(text))
    if not _comparable(matter):
        return _INCOMPARABLE
    words = tuple(one.word for one in matter)
    return Compared(matter, words, Counter(words), facts_of(text, lang) if facts is None else facts(text))


_INCOMPARABLE = Compared((), (), {}, Facts((), (), (), (), frozenset(), ""))


def are_near_duplicates(one: Compared, other: Compared) -> bool:
    """Return whether two texts that were read in the same language are one text with small edits."""
    # From cheap to dear: two texts taken at random part at the first condition, and aligning words comes last.
    return (
        _may_overlap(one, other)
        and _same_facts(one.facts, other.facts)
        and Indel.normalized_similarity(one.words, other.words) >= SMALLEST_OVERLAP
        and _same_matter(one.matter, other.matter)
    )


def _unsigned(text: str) -> str:
    text = text.rstrip()
    signed = _SIGNED.search(text, max(0, len(text) - _LONGEST_SIGNATURE))
    return text if signed is None else text[: signed.start()]


def _comparable(*texts: Sequence[_Word]) -> bool:
    return all(FEWEST_WORDS <= len(words) <= MOST_WORDS for words in texts)


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
        other.words.isdisjoint([*_WORD.findall(fact.value), fact.value.replace(" ", "")])
        for fact in missing(FactKind.NAME, facts, other)
    )


@cache
def _unspoken() -> re.Pattern[str]:
    """Return what takes no place in a word: invisible characters, controls, and marks on letters."""
    return re.compile(
        class_of(code for code in SIGNS if code != ord("\n") and category(chr(code)) in {"Cf", "Cc", "Mn"}) + "++"
    )


def _words(text: str) -> Iterator[_Word]:
    text = _unspoken().sub("", compatible(without_addresses(text)))
    words = list(islice(_WORD.finditer(text), MOST_READ))
    sentences, clauses = _parts(text, words, _SENTENCE_END), _parts(text, words, _CLAUSE_END)
    for found, sentence, clause in zip(words, sentences, clauses, strict=True):
        yield _Word(found[0].casefold(), found[0][0].islower(), sentence, clause)


def _parts(text: str, words: Sequence[re.Match[str]], end: re.Pattern[str]) -> list[int]:
    """Return for each word the number of the part of the text that it stands in."""
    ends = [found.end() for found in end.finditer(text)]
    return [bisect_right(ends, word.start()) for word in words]


def _matter(text: str) -> list[_Word]:
    """Return the words of a text without clauses that only greet, alarm or ask to pass it on."""
    clauses = [list(words) for _, words in groupby(_words(text), key=lambda word: word.clause)]
    return [word for words in clauses if not _wraps(words) for word in words]


def _wraps(clause: Sequence[_Word]) -> bool:
    asks = any(one.word in _WRAPPING for one in clause)
    return asks and all(one.word in _WRAPPING or one.word in _SMALL for one in clause)


def _same_matter(mine: Sequence[_Word], theirs: Sequence[_Word]) -> bool:
    """Return whether the texts agree word for word but for harmless edits, or whole sentences on one side."""
    more, less = _not_added(mine, theirs), _not_added(theirs, mine)
    if not _comparable(more, less):
        return False
    both_say_more = len(more) < len(mine) and len(less) < len(theirs)
    if both_say_more and min(len(more), len(less)) < LONG_TEXT:
        # Two short texts made of one template; a long one only has another comment around it.
        return False
    return all(_harmless(ours, others) for ours, others in _edits(more, less))


def _not_added(words: Sequence[_Word], other: Sequence[_Word]) -> list[_Word]:
    """Return the words without the sentences of which the other text has less than half."""
    matched = [False] * len(words)
    for block in LCSseq.opcodes([one.word for one in words], [one.word for one in other]):
        if block.tag == "equal":
            matched[block.src_start : block.src_end] = [True] * (block.src_end - block.src_start)
    kept: list[_Word] = []
    for _, pairs in groupby(zip(words, matched, strict=True), key=lambda pair: pair[0].sentence):
        sentence = list(pairs)
        if 2 * sum(found for _, found in sentence) >= len(sentence):
            kept += [word for word, _ in sentence]
    return kept


def _edits(mine: list[_Word], theirs: list[_Word]) -> Iterator[tuple[list[_Word], list[_Word]]]:
    """Return what stands between the common words, on both sides."""
    ours: list[_Word] = []
    others: list[_Word] = []
    for block in LCSseq.opcodes([one.word for one in mine], [one.word for one in theirs]):
        if block.tag == "equal":
            if ours or others:
                yield ours, others
            ours, others = [], []
        else:
            ours += mine[block.src_start : block.src_end]
            others += theirs[block.dest_start : block.dest_end]
    if ours or others:
        yield ours, others


def _harmless(mine: list[_Word], theirs: list[_Word]) -> bool:
    """Return whether an edit leaves the meaning alone."""
    ours = [one for one in mine if not _says_nothing(one)]
    others = [one for one in theirs if not _says_nothing(one)]
    if "".join(one.word for one in ours) == "".join(one.word for one in others):
        # "Corona Impfung" and "Coronaimpfung"; also nothing and nothing.
        return True
    return len(ours) == len(others) and all(map(_same_word, ours, others))


def _says_nothing(word: _Word) -> bool:
    """Numbers say much, but they are compared by their value."""
    if word.word in _SMALL or word.word in _MONTHS or word.word in UNITS or word.word[0].isdigit():
        return True
    return number_word(word.word, UNKNOWN) is not None or magnitude(word.word, UNKNOWN) is not None


def _same_word(one: _Word, other: _Word) -> bool:
    """Return whether two words are one: with another ending, other umlauts, or a slip of the keyboard."""
    short, long = sorted((_plain(one.word), _plain(other.word)), key=len)
    if short == long:
        return True
    if len(short) < 5 or short[0] != long[0]:
        # "Iran" and "Irak", "Kinder" and "Rinder": one letter in a short word or at its start makes another word.
        return False
    if long.startswith(short) and long[len(short) :] in _ENDINGS:
        return True
    if OSA.distance(short, long, score_cutoff=1) > 1:
        return False
    if len(short) < len(long) or sorted(short) == sorted(long):
        return len(short) >= 6
    # One letter for another turns names into names ("Müller", "Möller"), so only long words may have it.
    return len(short) >= 9 and one.small and other.small


def _plain(word: str) -> str:
    """Write a word as people do who have no umlauts."""
    return word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("’", "").replace("'", "")

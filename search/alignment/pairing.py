"""Which words of two sentences are the same one: in another form, misspelt, put together, shortened, or a synonym."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import permutations, product

from rapidfuzz.distance import LCSseq

from search.alignment import lexicon
from search.alignment.naming import substitution
from search.alignment.slips import is_slip
from search.alignment.units import Unit


class How(IntEnum):
    """How two words are the same, from the letters themselves to the meaning alone."""

    LETTERS = 0
    SLIP = 1
    APART = 2
    FORM = 3
    COMPOUND = 4
    SYNONYM = 5


@dataclass(slots=True)
class Pairing:
    """Words of a post and of a claim, paired; the rest is what only one of them has, in order.

    `pairs` are in the order of the claim.
    """

    pairs: list[tuple[Unit, Unit, How]] = field(default_factory=list)
    post: list[Unit] = field(default_factory=list)
    claim: list[Unit] = field(default_factory=list)

    @property
    def loosest(self) -> How:
        """The loosest way in which a word was found again."""
        return max((how for _, _, how in self.pairs), default=How.LETTERS)


def paired(post: Sequence[Unit], claim: Sequence[Unit], lang: str) -> Pairing:
    """Pair the words with matter of two texts in one language."""
    found = Pairing(post=list(post), claim=list(claim))
    _equal(found)
    _by(found, How.FORM, lambda one, other: _may_be_forms(one, other) and _is_form(one, other))
    _by(found, How.SLIP, lambda one, other: is_slip(one, other, lang))
    _compounds(found)
    _shortened(found)
    if lang == "de":
        _places(found)
    _by(found, How.SYNONYM, lambda one, other: _is_synonym(one, other, lang))
    found.pairs.sort(key=lambda pair: (pair[1].place, pair[0].place))
    return found


def _equal(found: Pairing) -> None:
    """Pair words with the same letters: those in the same order first, then those that stand elsewhere."""
    mine, theirs = [unit.form for unit in found.post], [unit.form for unit in found.claim]
    post, claim = found.post, found.claim
    found.post, found.claim = [], []
    for block in LCSseq.opcodes(mine, theirs):
        if block.tag == "equal":
            pairs = zip(post[block.src_start : block.src_end], claim[block.dest_start : block.dest_end], strict=True)
            found.pairs += [(one, other, How.LETTERS) for one, other in pairs]
        else:
            found.post += post[block.src_start : block.src_end]
            found.claim += claim[block.dest_start : block.dest_end]
    there: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in found.claim:
        there[unit.form].append(unit)
    left = []
    for unit in found.post:
        if there[unit.form]:
            other = there[unit.form].pop(0)
            found.claim.remove(other)
            found.pairs.append((unit, other, How.LETTERS))
        else:
            left.append(unit)
    found.post = left


def _by(found: Pairing, how: How, same: Callable[[Unit, Unit], bool]) -> None:
    left = []
    for unit in found.post:
        other = next((other for other in found.claim if same(unit, other)), None)
        if other is None:
            left.append(unit)
        else:
            found.claim.remove(other)
            found.pairs.append((unit, other, how))
    found.post = left


# ------------------------------------------------------------------------------------------------- two words


_ENDINGS = frozenset({"e", "n", "en", "s", "es", "er", "ern", "em", "ed", "ing", "d", "t"})


def _may_be_forms(one: Unit, other: Unit) -> bool:
    # Asked of every word beside every other: nearly all of them end here.
    return one.lemma == other.lemma or one.form[:2] == other.form[:2]


def _is_form(one: Unit, other: Unit) -> bool:
    """Return whether two words are forms of one: the same base form, or unknown to the lists and another ending."""
    if _are_names(one, other):
        return False
    if one.lemma == other.lemma or _is_adjective_form(one, other) or _is_participle_of(one, other):
        return True
    short, long = sorted((one, other), key=lambda unit: len(unit.form))
    if _are_nouns(one, other) and len(short.form) >= 4 and long.form.startswith(short.form):
        return long.form[len(short.form) :] in {"e", "n", "en", "s", "es"}
    if len(short.form) < 5 or not long.form.startswith(short.form):
        return False
    # Two words that are known, with base forms of their own, are two words. Of others the ending has to say it.
    unknown = not all(lexicon.in_dictionary(unit.written, unit.lang) for unit in (one, other))
    return unknown and long.form[len(short.form) :] in {"s", "es", "n"} and not _names(one, other)


def _is_participle_of(one: Unit, other: Unit) -> bool:
    """Return whether one word is the other as a strong German participle that looks like a noun: "ge-fahren"."""
    short, long = sorted((one, other), key=lambda unit: len(unit.form))
    small = one.written[0].islower() and other.written[0].islower()
    return one.lang == "de" and small and long.form.endswith("en") and long.form == f"ge{short.lemma}"


def _are_names(one: Unit, other: Unit) -> bool:
    """Return whether a word is a name in English, where "Williams" is no form of "William"."""
    if one.lang != "en":
        return False
    possessive = any(sign in unit.written for sign in "'’" for unit in (one, other))
    return one.is_named or other.is_named or (one.is_capital and other.is_capital and not possessive)


def _is_adjective_form(one: Unit, other: Unit) -> bool:
    if one.form.endswith("ves") or other.form.endswith("ves"):
        return _VES.sub("", one.form) == _VES.sub("", other.form)
    small = one.written[0].islower() and other.written[0].islower()
    return small and len(one.form) > 4 and _ENDING.sub("", one.form) == _ENDING.sub("", other.form)


def _are_nouns(one: Unit, other: Unit) -> bool:
    """Return whether both are German nouns and no names."""
    tall = one.written[0].isupper() and other.written[0].isupper()
    if one.lang != "de" or not tall or _names(one, other):
        return False
    return not (one.is_named or other.is_named)


_VES = re.compile(r"(?:ves|fe|f)$")
# Of adjectives.
_ENDING = re.compile(r"(?:e|en|er|es|em)$")


def _places(found: Pairing) -> None:
    """Pair "Wiener" with "Wien"; of two places nobody can tell which has changed with which."""
    pairs = [(one, other) for one in found.post for other in found.claim if _is_of_place(one, other)]
    if len(pairs) == 1:
        one, other = pairs[0]
        found.post.remove(one)
        found.claim.remove(other)
        found.pairs.append((one, other, How.COMPOUND))


def _is_of_place(one: Unit, other: Unit) -> bool:
    """Return whether a German word says of which place something is, where the other names it: "Wiener", "in Wien"."""
    place, of_it = sorted((one, other), key=lambda unit: unit.form.endswith("er"))
    stem = of_it.form.removesuffix("er")
    if not of_it.form.endswith("er") or len(stem) < 3 or not place.form.startswith(stem.removesuffix("n")):
        return False
    return place.form.removeprefix(stem.removesuffix("n")) in {"", "n", "en", "hen"} and lexicon.is_place(place.written)


def _is_synonym(one: Unit, other: Unit, lang: str) -> bool:
    """Return whether two words may mean the same and nothing says that they do not.

    Lists of synonyms hold hours beside minutes and kings beside queens: what is alike in use.
    """
    # Of a noun the base form may be that of a verb: "Tischler" and "tischlern".
    words = product((one.lemma, one.form), (other.lemma, other.form))
    if not any(lexicon.mean_the_same(mine, theirs, lang) for mine, theirs in words) or contrary(one, other, lang):
        return False
    return substitution(one, other, lang) is None


def contrary(one: Unit, other: Unit, lang: str) -> bool:
    """Return whether two words say the opposite of each other."""
    forms = {(one.lemma, other.lemma), (one.form, other.form)}
    return any(lexicon.are_opposites(mine, theirs, lang) for mine, theirs in forms)


def _names(one: Unit, other: Unit) -> bool:
    return lexicon.is_place(one.written) and lexicon.is_place(other.written)


# ------------------------------------------------------------------------------------------------- shortened

_LONGEST_SHORT = 6


def _shortened(found: Pairing) -> None:
    """Pair what is written short with what is written out: "EZB" and "Europäische Zentralbank"."""
    for mine, theirs, turned in ((found.post, found.claim, False), (found.claim, found.post, True)):
        for short in list(mine):
            words = _written_out(short, theirs)
            if words:
                mine.remove(short)
            for word in words:
                theirs.remove(word)
                found.pairs.append((word, short, How.COMPOUND) if turned else (short, word, How.COMPOUND))


def _written_out(short: Unit, theirs: Sequence[Unit]) -> Sequence[Unit]:
    if not 2 <= len(short.form) <= _LONGEST_SHORT:
        return ()
    if short.is_short or short.written.isupper():
        for start in range(len(theirs)):
            for end in range(start + 1, min(start + 5, len(theirs) + 1)):
                if _stands_for(short, theirs[start:end]):
                    return theirs[start:end]
    return ()


def _stands_for(short: Unit, words: Sequence[Unit]) -> bool:
    """Return whether the letters of a short form stand in some words in order, the first of each word among them."""
    if len(words) == 1 and not short.is_short and len(words[0].form) < 2 * len(short.form):
        return False
    letters = iter(short.form)
    wanted = next(letters, "")
    for word in words:
        if word.form[:1] != wanted:
            return False
        wanted = next(letters, "")
        for letter in word.form[1:]:
            # Further letters may come from inside a word, as long as the next word still begins with one.
            if letter == wanted and (word is words[-1] or wanted != words[words.index(word) + 1].form[:1]):
                wanted = next(letters, "")
    return not wanted


# --------------------------------------------------------------------------------------------- several words

_JOINTS = ("", "s", "n", "en", "es", "e", "er", "ns", "ens")
_LAST_ENDINGS = frozenset({"", "s", "n", "en", "e", "es", "er", "ern", "em"})
_SHORTEST_PART = 3
_SHORTEST_WHOLE = 6


def _compounds(found: Pairing) -> None:
    """Pair a word with those it is put together from: "Zuckersteuer" with "Steuer" and "Zucker"."""
    for mine, theirs, turned in ((found.post, found.claim, False), (found.claim, found.post, True)):
        for whole in list(mine):
            parts = next((parts for parts in _some(whole, theirs) if _makes(whole, parts)), None)
            if parts is None:
                continue
            mine.remove(whole)
            how = How.APART if "".join(part.form for part in parts) == whole.form else How.COMPOUND
            for part in parts:
                theirs.remove(part)
                found.pairs.append((part, whole, how) if turned else (whole, part, how))


def _some(whole: Unit, units: Sequence[Unit]) -> Iterator[tuple[Unit, ...]]:
    """Yield two or three words, in every order, the first of which the whole begins with."""
    if len(whole.form) < _SHORTEST_WHOLE:
        return
    # More words than these are left only where the texts are worded freely, and then it matters little.
    few = units[:8]
    firsts = [unit for unit in few if _may_begin(whole, unit)]
    for count in (1, 2) if len(few) <= 5 else (1,):
        for first in firsts:
            yield from ((first, *rest) for rest in permutations([unit for unit in few if unit is not first], count))


def _may_begin(whole: Unit, first: Unit) -> bool:
    return whole.lemma.startswith(first.form) or whole.form.startswith((first.form, *_roots(first)))


def _makes(whole: Unit, parts: Sequence[Unit]) -> bool:
    form = whole.form
    if whole.lemma == "".join(part.form for part in parts[:-1]) + parts[-1].lemma:
        return True
    return _begins(form, parts) or _is_taken_apart(whole, parts)


def _is_taken_apart(whole: Unit, parts: Sequence[Unit]) -> bool:
    """Return whether a German verb stands apart: "aufgehoben" and "hob … auf", "abzuschalten" and "schaltet … ab"."""
    if len(parts) != 2 or whole.lang != "de" or not whole.form.startswith(parts[0].form) or not parts[0].is_particle:
        return False
    verb = whole.form.removeprefix(parts[0].form)
    return parts[1].lemma in {lexicon.lemma(verb, "de"), lexicon.lemma(verb.removeprefix("zu"), "de")}


def _begins(form: str, parts: Sequence[Unit]) -> bool:
    """Return whether a form is made of some words: by form, base form or stem, with or without a joint."""
    part, rest = parts[0], parts[1:]
    fitting = (root for root in _roots(part) if form.startswith(root))
    return any(_goes_on(form[len(root) :], rest) for root in fitting)


def _roots(unit: Unit) -> set[str]:
    """Return how a word may stand inside another: by form, base form or stem."""
    lemma = unit.lemma
    stem = next((lemma.removesuffix(ending) for ending in ("en", "e", "n", "s") if lemma.endswith(ending)), lemma)
    return {root for root in (unit.form, lemma, stem) if len(root) >= _SHORTEST_PART}


def _goes_on(after: str, parts: Sequence[Unit]) -> bool:
    if not parts:
        return after in _LAST_ENDINGS
    return any(after.startswith(joint) and _begins(after[len(joint) :], parts) for joint in _JOINTS)

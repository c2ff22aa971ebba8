"""German and English as they are spoken and therefore written, read as the standard: "De Bruckn is ned gsperrt".

Small words stand in a table, and sentences that have some of them are in dialect. Words with matter are too many for
any table: in such a sentence one that no list has is read as a word of the other sentence, if the sounds of that one
may have become its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from search.alignment import lexicon
from search.alignment.tables import sections
from search.alignment.units import Sentence, Sort, Unit
from search.text.words import listed

# So much of a word has to be left as it was, and so many sounds may have changed.
_UNCHANGED = 0.34
_MOST_CHANGES = 4
_SHORTEST = 3
_LONGEST_SMALL = 3
# Of so many letters a word that no list has is a compound, and no name.
_LONG = 9
# Only two of the words that the standard has as well show a dialect.
_ENOUGH_BESIDE = 2
_NOTHING = "-"
_BEFORE_NOUNS = frozenset(listed("das der die ein eine einen kein keine the"))

_WORD = re.compile(r"[^\W\d_]+")
# "d'Kirch", "z'wenig", "uff'm": what is spoken as one word.
_GLUED = re.compile(r"\b([dDzZsS])['’](?=[^\W\d_]{2})|(?<=[^\W\d_])['’]([mn])\b")
# "Nia ned" and "koa … ned" say no once.
_TWICE_NO = re.compile(
    r"\b(nie|niemand(?:e[nm])?|kein(?:e[mnrs]?)?|nichts)((?: [^\s,.;:!?]+){0,4}?) (?:nicht|nie)\b", re.IGNORECASE
)
# "S-Bahn" and "z. B.".
_IS_PART = re.compile(r"(?<=-)\w|\w+-|\w\.(?!\s*$)")
_SPOKEN_ENDING = re.compile(r"\b([^\W\d_]{2,}in)['’](?!\w)")


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The table of a language: its words, and what sounds may have become; a dash is read as nothing."""

    sure: Mapping[str, str]
    beside: Mapping[str, str]
    sounds: Mapping[str, Sequence[str]]
    beginnings: Mapping[str, Sequence[str]]
    endings: Mapping[str, Sequence[str]]


@cache
def _spoken(lang: str) -> _Spoken:
    table = sections(f"dialect.{lang}")

    def lines(name: str) -> Iterator[tuple[str, list[str]]]:
        for line in table.get(name, ()):
            standard, _, spoken = line.partition(": ")
            yield standard, spoken.split()

    def words(name: str) -> dict[str, str]:
        return {
            word if word[0].islower() else word.casefold(): standard for standard, its in lines(name) for word in its
        }

    def sounds(name: str) -> dict[str, tuple[str, ...]]:
        return {standard: tuple(one.strip(_NOTHING) for one in its) for standard, its in lines(name)}

    return _Spoken(words("sure"), words("beside"), sounds("sounds"), sounds("beginnings"), sounds("endings"))


def in_standard(text: str, lang: str) -> tuple[str, bool]:
    """Return a sentence with the spoken words of the table in the standard, and whether it is in dialect."""
    spoken = _spoken(lang)
    apart = _GLUED.sub(_apart, text) if lang == "de" else _SPOKEN_ENDING.sub(r"\1g", text)
    words = list(_WORD.finditer(apart))
    if spoken.sure.keys().isdisjoint(word[0].casefold() for word in words) and lang == "en":
        return apart, False
    meant = dict(_meanings(words, spoken))
    sure = any(word[0].casefold() in spoken.sure for word in meant)
    if not sure and len(meant) < _ENOUGH_BESIDE and not (meant and _has_unknown(words, lang)):
        return text, False
    kept, end = [], 0
    for word, standard in meant.items():
        kept += [apart[end : word.start()], standard]
        end = word.end()
    read = "".join([*kept, apart[end:]])
    return (_TWICE_NO.sub(r"\1\2", read) if lang == "de" else read), True


def _has_unknown(words: Sequence[re.Match[str]], lang: str) -> bool:
    """Return whether a word in small letters is in no dictionary: beside "da" or "de" that shows a dialect as well."""
    return any(len(word[0]) > 3 and word[0].islower() and not lexicon.in_dictionary(word[0], lang) for word in words)


def _meanings(words: Sequence[re.Match[str]], spoken: _Spoken) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the words of a sentence that the table has, each with what it means in the standard."""
    for number, word in enumerate(words):
        folded = word[0].casefold()
        standard = spoken.sure.get(folded) or spoken.beside.get(folded)
        if standard is None or _IS_PART.match(word.string, word.start()):
            continue
        if word[0][0].isupper() and standard[0].islower():
            # A small word has its capital from standing first; "San Marino" and "Kane Brown" are names.
            after = words[number + 1][0] if number + 1 < len(words) else ""
            if number or (after[:1].isupper() and len(folded) > 1 and standard not in _BEFORE_NOUNS):
                continue
        yield word, standard


def _apart(glued: re.Match[str]) -> str:
    return f"{glued[1]} " if glued[1] else {"m": " dem", "n": " den"}[glued[2]]


def with_words_of(sentence: Sentence, other: Sentence) -> Sentence:
    """Return a sentence in dialect in which words that no list has are read as those of another that they may be."""
    if not sentence.is_dialect:
        return sentence
    forms = {unit.form for unit in sentence.units}
    there = [unit for unit in other.content if unit.form not in forms]
    units = (_meant(unit, there) if unit.sort is Sort.CONTENT else unit for unit in sentence.units)
    return replace(sentence, units=tuple(units))


def _meant(unit: Unit, there: Sequence[Unit]) -> Unit:
    """Return a word as the one that it may be; one of few letters that no list has is a small word like the others."""
    if _is_known(unit) or any(unit.form == other.form for other in there):
        return unit
    for other in there:
        if _is_word(other) and may_be(unit.form, other.form, unit.lang):
            meant = replace(unit, written=other.written, form=other.form, lemma=other.lemma)
            return replace(meant, is_spoken=True, said=unit.shown)
    is_short = len(unit.form) <= _LONGEST_SMALL and unit.written.islower()
    # It may be another "net" or "koa", though.
    return replace(unit, sort=Sort.SMALL, is_spoken=True) if is_short and unit.form[0] not in "nk" else unit


def _is_known(unit: Unit) -> bool:
    if unit.written[0].islower():
        # The lists of names have words in dialect, too.
        return lexicon.in_dictionary(unit.written, unit.lang) or lexicon.is_place(unit.written)
    return lexicon.is_known(unit.written, unit.lang)


def _is_word(unit: Unit) -> bool:
    """Return whether a word is in a dictionary, or so long that it is none of the names that no list has."""
    if lexicon.is_place(unit.written):
        return False
    return lexicon.in_dictionary(unit.written, unit.lang) or len(unit.form) >= _LONG


@lru_cache(maxsize=4_096)
def may_be(spoken: str, standard: str, lang: str) -> bool:
    """Return whether a word in dialect, in one spelling, may be one of the standard, by the sounds of both."""
    if min(len(spoken), len(standard)) < _SHORTEST or abs(len(spoken) - len(standard)) > _MOST_CHANGES:
        return False
    table = _spoken(lang)
    wanted = max(2, round(_UNCHANGED * len(standard)))

    @cache
    def leads(here: int, there: int, changes: int, same: int) -> bool:
        if here == len(spoken) and there == len(standard):
            return same >= wanted
        if there == len(standard):
            return False
        is_same = here < len(spoken) and spoken[here] == standard[there]
        if is_same and leads(here + 1, there + 1, changes, same + 1):
            return True
        if changes == _MOST_CHANGES:
            return False
        return any(
            leads(here + len(its), there + len(sound), changes + 1, same)
            for sound, its in _changed(table, standard, there)
            if spoken.startswith(its, here)
        )

    return leads(0, 0, 0, 0)


def _changed(table: _Spoken, standard: str, place: int) -> Iterator[tuple[str, str]]:
    """Yield the sounds of a word at a place, each with what it may have become there."""
    for length in range(1, 4):
        sound = standard[place : place + length]
        if len(sound) < length:
            return
        for its in table.sounds.get(sound, ()):
            yield sound, its
        if not place:
            for its in table.beginnings.get(sound, ()):
                yield sound, its
        if place and place + length == len(standard):
            for its in table.endings.get(sound, ()):
                yield sound, its

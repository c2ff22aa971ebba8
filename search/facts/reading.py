"""Reading single facts out of a text: dates, numbers, names and negations with their places in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from search.facts.denying import affirmed, denying
from search.facts.figures import number_of, plainly
from search.facts.times import CLOCK, hour_of
from search.facts.vocabulary import MEASURES, NEGATIONS, NOT_DENYING_BEFORE, ONES, UNITS, magnitude, months, number_word
from search.text.spelling import ORDINALS


class FactKind(StrEnum):
    """What can be read out of a text."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Fact:
    """One number, date, name or negation.

    `value` is the spelling that can be compared ("5000", "2024-03-13", "DE"), `written` the words of the text,
    `start` and `end` their place in it. `unit` is "%", "EUR", "km"… for a number, "place" for a country or city,
    else empty. A date has empty parts for what it leaves open: "2024-03-", "-03-13".
    """

    kind: FactKind
    value: str
    written: str
    start: int
    end: int
    unit: str = ""


_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_YEAR = r"(?:19|20)\d\d"
_WORD = re.compile(r"(?<!\w)@\w+|[^\W_]+(?:[-'’][^\W_]+)*")
_AFTER = re.compile(r"[ \u00a0\u202f-]?(%|€|\$|£|°[CF]|[^\W\d_]+(?:-[^\W\d_]+)?)")
_NUMBER = re.compile(
    r"(?<![\w.,:])(?<![^\W\d_]-)"
    r"(\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3}){1,4}(?!\d)(?:[.,]\d{1,6}(?!\d))?|\d+(?:[.,]\d+)?)"
)
# A sign right before the figures, where a word could begin, and the word for it.
_MINUS = re.compile(r"(?:(?<![^\s(\[„“\"'])[-−–]|\bminus\s)$", re.IGNORECASE)
# Longer runs of digits are telephone and account numbers.
_MOST_DIGITS = 15
# "fünf hundert tausend Millionen Euro" is already more than anybody writes; without a limit a run of such words makes
# a number of as many digits as the text has letters.
_MOST_WORDS_AFTER = 5
_SHORTENED = frozenset({"tsd", "mio", "mrd", "bn"})
_MONEY = frozenset({"EUR", "USD", "GBP", "CHF"})
# "5t" and "5s" are more often parts of a name.
_SHORT_WORDS = frozenset({"t", "in"})
_TENS = range(20, 100, 10)
_ENDINGS_OF_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "ste", "ten", "te"})


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into words: the places of the words and, in the same order, the words case-folded."""

    text: str
    languages: tuple[str, ...]
    places: tuple[re.Match[str], ...]
    folded: tuple[str, ...]


def words_of(text: str, languages: tuple[str, ...]) -> Words:
    """Cut a text into words; languages are those of `search.facts.vocabulary`."""
    found = tuple(_WORD.finditer(text))
    return Words(text, languages, found, tuple(word[0].casefold() for word in found))


def without_addresses(text: str) -> str:
    """Return the text with blanks in the places of web addresses; every other place stays where it was."""
    return _ADDRESS.sub(lambda found: " " * len(found[0]), text)


def without(text: str, facts: Iterable[Fact]) -> str:
    """Return the text with blanks in the places of `facts`, given in order, so that nothing is read twice."""
    kept, end = [], 0
    for fact in facts:
        kept += [text[end : fact.start], " " * (fact.end - fact.start)]
        end = fact.end
    return "".join([*kept, text[end:]])


# --------------------------------------------------------------------------------------------------- dates


@lru_cache(maxsize=16)
def _date_patterns(languages: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    """Return the ways to write a date with digits, and a month alone; each names its parts `y`, `m`, `d` or `name`."""
    names = "|".join(sorted(map(re.escape, months(languages)[0]), key=len, reverse=True))
    ending = r"(?:\.|st|nd|rd|th|er)?"
    year = rf"(?P<y>{_YEAR})(?!\w)"
    figures = (
        r"(?<![\w.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\."
        rf"(?:(?P<y>\d{{4}}|\d\d)(?!\w|[.,]\d)|\s?(?P<y2>{_YEAR})(?!\w))"
    )
    day_and_name = (
        rf"(?<![\w.])(?P<d>\d{{1,2}}){ending}\s{{1,2}}(?:of\s|de\s)?(?P<name>{names})(?!\w)"
        rf"(?:\.?,?\s{{1,2}}(?:de\s|del\s)?{year})?"
    )
    ordinal = "|".join(sorted(ORDINALS, key=len, reverse=True))
    patterns = [
        rf"(?<!\w)(?P<w>{ordinal})\s(?:of\s)?(?P<name>{names})(?!\w)(?:,?\s{{1,2}}{year})?",
        r"(?<![\w-])(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])",
        figures,
        r"(?<![\w/])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4}|\d\d)(?![\w/])",
        day_and_name,
        rf"(?<!\w)(?P<name>{names})\.?\s{{1,2}}(?:de\s)?{year}",
    ]
    if "en" in languages:
        day = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\w.,]\d|\w)"
        patterns.append(rf"(?<!\w)(?P<name>{names})\.?\s{{1,2}}{day}(?:,?\s{{1,2}}{year})?")
    if "de" in languages:
        patterns.append(r"(?<![\w.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?!\d)")
    patterns.append(rf"(?<![\w.,:-])(?P<y>{_YEAR})(?!\w|[.,]\d|-\d)")
    alone = "|".join(sorted(map(re.escape, months(languages)[1]), key=len, reverse=True))
    return tuple(map(re.compile, patterns)), re.compile(rf"(?<!\w)(?P<name>{alone})(?!\w)")


def dates_in(text: str, languages: tuple[str, ...]) -> tuple[Fact, ...]:
    """Return the dates, months and years that a text names, in its order."""
    with_digits, month_alone = _date_patterns(languages)
    # English writes the month first where a number could be either.
    month_first = languages == ("en",)
    dates: list[Fact] = []
    for pattern in (*with_digits, month_alone) if _DIGIT.search(text) else (with_digits[0], month_alone):
        found = [fact for match in pattern.finditer(text) if (fact := _date(match, languages, month_first))]
        if found:
            dates += found
            text = without(text, found)
    return tuple(sorted(dates, key=lambda fact: fact.start))


def _date(match: re.Match[str], languages: tuple[str, ...], month_first: bool) -> Fact | None:
    parts = match.groupdict()
    year = parts.get("y") or parts.get("y2") or ""
    day, month = int(parts.get("d") or ORDINALS.get(parts.get("w") or "", 0)), int(parts.get("m") or 0)
    if parts.get("name"):
        month = months(languages)[0][parts["name"]]
    if "/" in match[0] and (month > 12 or (month_first and day <= 12)):
        day, month = month, day
    if month > 12 or day > 31 or (parts.get("m") and not (month and day)):
        return None
    if not month and _counted(match):
        return None
    year = f"20{year}" if len(year) == 2 else year
    value = "-".join([year, f"{month:02}" if month else "", f"{day:02}" if day else ""])
    return Fact(FactKind.DATE, value, match[0].strip(), match.start(), match.end())


def _counted(year: re.Match[str]) -> bool:
    """Return whether what looks like a year is an amount: "2000 Euro", "2000 Millionen"."""
    after = _AFTER.match(year.string, year.end())
    return after is not None and (
        after[1].casefold() in UNITS or magnitude(after[1].casefold(), ("de", "en")) is not None
    )


# ------------------------------------------------------------------------------------------------- numbers


def numbers_in(words: Words) -> tuple[Fact, ...]:
    """Return the numbers of a text, in figures and in words, with their unit."""
    found = [*_in_figures(words.text, words.languages), *_summed(words, list(_in_words(words)))]
    return tuple(sorted(found, key=lambda fact: fact.start))


def _in_figures(text: str, languages: tuple[str, ...]) -> Iterator[Fact]:
    clocks = [
        Fact(FactKind.NUMBER, found["score"] or hour_of(found), found[0], found.start(), found.end())
        for found in CLOCK.finditer(text)
    ]
    yield from clocks
    text = without(text, clocks)
    for match in _NUMBER.finditer(text):
        if len(match[1]) <= _MOST_DIGITS or sum(map(str.isdigit, match[1])) <= _MOST_DIGITS:
            value = number_of(plainly(match[1], languages))
            found = None if value is None else _with_unit(text, match.start(), match.end(), value, languages)
            if found is not None:
                yield found


def _in_words(words: Words) -> Iterator[Fact]:
    text, languages = words.text, words.languages
    after = 0
    for place, (match, word) in enumerate(zip(words.places, words.folded, strict=True)):
        if match.start() < after or word[0].isdigit():
            continue
        number = number_word(word, languages)
        if number is None and word in ONES:
            following = _AFTER.match(text, match.end())
            number = 1 if following and magnitude(following[1].casefold(), languages) else None
        if number is not None:
            last = match
            if number in _TENS and place + 1 < len(words.folded):
                # "twenty five", where others write a hyphen.
                one = words.places[place + 1]
                more = number_word(words.folded[place + 1], ("en",)) if "en" in languages else None
                if more is not None and 0 < more < 10 and text[match.end() : one.start()] == " ":
                    number, last = number + more, one
            fact = _with_unit(text, match.start(), last.end(), Decimal(number), languages)
            if fact is not None:
                after = fact.end
                yield fact


def _summed(words: Words, found: list[Fact]) -> Iterator[Fact]:
    """Yield numbers in words, those that English writes in parts as one: "two hundred and fifty"."""
    last: Fact | None = None
    for fact in found:
        if last is not None and "en" in words.languages and _goes_on(words.text, last, fact):
            value = f"{int(last.value) + int(fact.value)}"
            last = Fact(fact.kind, value, words.text[last.start : fact.end], last.start, fact.end, fact.unit)
            continue
        if last is not None:
            yield last
        last = fact
    if last is not None:
        yield last


def _goes_on(text: str, one: Fact, more: Fact) -> bool:
    noughts = len(one.value) - len(one.value.rstrip("0"))
    parted = text[one.end : more.start] in {" ", " and "}
    return (
        parted and not one.unit and one.value.isdecimal() and more.value.isdecimal() and 2 <= noughts >= len(more.value)
    )


def _with_unit(text: str, start: int, end: int, value: Decimal, languages: tuple[str, ...]) -> Fact | None:
    """Return the number with the magnitudes and the unit around it; None for a part of a word ("5G", "4x")."""
    unit = UNITS.get(text[max(0, start - 2) : start].strip(), "")
    if _MINUS.search(text, max(0, start - 6), start):
        value = -value
    for _ in range(_MOST_WORDS_AFTER):
        following = _AFTER.match(text, end)
        if following is None:
            break
        word, glued = following[1].casefold(), following.start(1) == end
        # "$5m": right after a sum of money it counts millions.
        factor = 10**6 if glued and word == "m" and unit in _MONEY else magnitude(word, languages)
        if glued and len(word) == 1 and not following[1].islower() and word.isalpha():
            return None
        if factor is not None:
            value *= factor
            end = following.end()
            # "3 Mio. Euro": the dot belongs to the word.
            end += word in _SHORTENED and text[end : end + 1] == "."
            continue
        if word in MEASURES and not (glued and word in _SHORT_WORDS):
            unit, end = MEASURES[word], following.end()
        elif glued and word not in _ENDINGS_OF_ORDINALS:
            return None
        break
    return Fact(FactKind.NUMBER, f"{value.normalize():f}", text[start:end].strip(), start, end, unit)


# ----------------------------------------------------------------------------------------------- negations


def negations_in(words: Words) -> tuple[tuple[Fact, ...], dict[str, str]]:
    """Return the words that deny something, and those that a denial turns back, with what they then say."""
    denying_words = frozenset[str]().union(*(NEGATIONS[lang] for lang in words.languages))
    found = [
        number
        for number, word in enumerate(words.folded)
        if (word in denying_words or ("en" in words.languages and word.endswith(("n't", "n’t"))))
        and (words.folded[number + 1] if number + 1 < len(words.folded) else "") not in NOT_DENYING_BEFORE
    ]
    kept = tuple(
        Fact(
            FactKind.NEGATION, "not", words.places[number][0], words.places[number].start(), words.places[number].end()
        )
        for number in denying(words.text, words.places, words.folded, found)
    )
    return kept, dict(affirmed(words.folded, found))

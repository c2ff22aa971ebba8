"""Reading single facts out of a text: dates, numbers, names and negations with their places in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum
from search.facts.vocabulary import NEGATIONS, NOT_DENYING_BEFORE, ONES, UNITS, magnitude, months, number_word


class FactKind(LabelledEnum):
    """In what two texts can differ.

    The label begins the sentence in which a difference is told: "Another number: here “5,000”, in the article “3,000”".
    A further kind needs nothing but its line here (`templates/parts/checked.html` makes the sentence).
    """

    NUMBER = "number", _l("Another number")
    DATE = "date", _l("Another time")
    NAME = "name", _l("Another name")
    NEGATION = "negation", _l("A “no” on one side")


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
_AFTER = re.compile(r"[ \u00a0\u202f-]?(%|€|\$|£|°C|[^\W\d_]+(?:-[^\W\d_]+)?)")
_NUMBER = re.compile(
    r"(?<![\w.,:])(?<![^\W\d_]-)(?:(\d{1,2}:\d\d)(?![\w:])"
    r"|(\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3}){1,4}(?!\d)(?:[.,]\d{1,6}(?!\d))?|\d+(?:[.,]\d+)?))"
)
_GROUPS = re.compile(r"\d{1,3}(?:([ \u00a0\u202f.,'’])\d{3})(?:\1\d{3})*")
_DECIMAL = re.compile(r"\d++(?:\.\d++)?")
# Longer runs of digits are telephone and account numbers.
_MOST_DIGITS = 15
# "fünf hundert tausend Millionen Euro" is already more than anybody writes; without a limit a run of such words makes
# a number of as many digits as the text has letters.
_MOST_WORDS_AFTER = 5
_SHORTENED = frozenset({"tsd", "mio", "mrd", "bn"})
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
    patterns = [
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
    for pattern in (*with_digits, month_alone) if _DIGIT.search(text) else (month_alone,):
        found = [fact for match in pattern.finditer(text) if (fact := _date(match, languages, month_first))]
        if found:
            dates += found
            text = without(text, found)
    return tuple(sorted(dates, key=lambda fact: fact.start))


def _date(match: re.Match[str], languages: tuple[str, ...], month_first: bool) -> Fact | None:
    parts = match.groupdict()
    year = parts.get("y") or parts.get("y2") or ""
    day, month = int(parts.get("d") or 0), int(parts.get("m") or 0)
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
    found = [*_in_figures(words.text, words.languages), *_in_words(words)]
    return tuple(sorted(found, key=lambda fact: fact.start))


def _in_figures(text: str, languages: tuple[str, ...]) -> Iterator[Fact]:
    for match in _NUMBER.finditer(text):
        if match[1]:
            yield Fact(FactKind.NUMBER, match[1], match[1], match.start(), match.end())
        elif sum(map(str.isdigit, match[2])) <= _MOST_DIGITS:
            value = _number(_plainly(match[2], languages))
            found = None if value is None else _with_unit(text, match.start(), match.end(), value, languages)
            if found is not None:
                yield found


def _number(figures: str) -> Decimal | None:
    """Return what figures with at most one decimal point say; None where they are no number.

    Every number of a text goes this way, so that none can break the reading, however its marks are mixed.
    """
    return Decimal(figures) if _DECIMAL.fullmatch(figures) else None


def _plainly(digits: str, languages: tuple[str, ...]) -> str:
    """Write "1.000,5", "1,000.5", "5 000" and "2,125" as they are meant in a language: "1000.5", "5000", "2.125"."""
    if digits.isdecimal():
        return digits
    decimal_mark = "." if languages == ("en",) else ","
    grouped = _GROUPS.match(digits)
    if grouped:
        mark, whole, rest = grouped[1], grouped[0], digits[grouped.end() :]
        # A single mark before three digits can be either: nobody writes a number as 5,000 with three places.
        meant = mark == decimal_mark and len(languages) == 1 and whole.count(mark) == 1 and not whole.endswith("000")
        if not whole.startswith("0") and not (meant and not rest):
            # Of "5 500.000,00" the last mark is the decimal one, of "5.500 000" none is.
            last = max(rest.rfind("."), rest.rfind(","))
            before, after = (rest[:last], rest[last + 1 :]) if last >= 0 else (rest, "")
            if not after.isdecimal():
                before, after = rest, ""
            return _figures(whole + before) + (f".{after}" if after else "")
    plain = re.sub(r"[ \u00a0\u202f'’]", "", digits)
    last = max(plain.rfind("."), plain.rfind(","))
    return plain if last < 0 else f"{_figures(plain[:last])}.{plain[last + 1 :]}"


def _figures(digits: str) -> str:
    return re.sub(r"\D", "", digits)


def _in_words(words: Words) -> Iterator[Fact]:
    text, languages = words.text, words.languages
    after = 0
    for match, word in zip(words.places, words.folded, strict=True):
        if match.start() < after or word[0].isdigit():
            continue
        number = number_word(word, languages)
        if number is None and word in ONES:
            following = _AFTER.match(text, match.end())
            number = 1 if following and magnitude(following[1].casefold(), languages) else None
        if number is not None:
            fact = _with_unit(text, match.start(), match.end(), Decimal(number), languages)
            if fact is not None:
                after = fact.end
                yield fact


def _with_unit(text: str, start: int, end: int, value: Decimal, languages: tuple[str, ...]) -> Fact | None:
    """Return the number with the magnitudes and the unit around it; None for a part of a word ("5G", "4x")."""
    unit = UNITS.get(text[max(0, start - 2) : start].strip(), "")
    for _ in range(_MOST_WORDS_AFTER):
        following = _AFTER.match(text, end)
        if following is None:
            break
        word, glued = following[1].casefold(), following.start(1) == end
        factor = magnitude(word, languages)
        if glued and len(word) == 1 and not following[1].islower() and word.isalpha():
            return None
        if factor is not None:
            value *= factor
            end = following.end()
            # "3 Mio. Euro": the dot belongs to the word.
            end += word in _SHORTENED and text[end : end + 1] == "."
            continue
        if word in UNITS:
            unit, end = UNITS[word], following.end()
        elif glued and word not in _ENDINGS_OF_ORDINALS:
            return None
        break
    return Fact(FactKind.NUMBER, f"{value.normalize():f}", text[start:end].strip(), start, end, unit)


# ----------------------------------------------------------------------------------------------- negations


def negations_in(words: Words) -> Iterator[Fact]:
    """Return the words that deny something."""
    denying = frozenset[str]().union(*(NEGATIONS[lang] for lang in words.languages))
    for number, (match, word) in enumerate(zip(words.places, words.folded, strict=True)):
        if word in denying or ("en" in words.languages and word.endswith(("n't", "n’t"))):
            following = words.folded[number + 1] if number + 1 < len(words.folded) else ""
            if following not in NOT_DENYING_BEFORE:
                yield Fact(FactKind.NEGATION, "not", match[0], match.start(), match.end())

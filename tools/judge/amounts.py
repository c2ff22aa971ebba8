"""Numbers, years and dates for the generator: others than these, and these in another spelling."""

from __future__ import annotations

import re
from random import Random

NUMBER_WORDS = {
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig hundert tausend",
    "en": "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand",
}
VALUES = ["2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "20", "30", "40", "50", "100", "1000"]
PARTS = {
    "de": ["Hälfte", "Drittel", "Viertel", "Fünftel", "Zehntel"],
    "en": ["half", "third", "quarter", "fifth", "tenth"],
}
UNITS = {
    "de": "Euro Dollar Franken Prozent Kilometer Meter Kilo Gramm Liter Stunden Minuten Tage Wochen Monate Jahre Grad",
    "en": "euros dollars pounds percent kilometres miles metres kilos grams litres hours minutes days weeks months "
    "years",
}
MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}
WEEKDAYS = {
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def count(rng: Random) -> str:
    """Return a number as people write it."""
    return rng.choice(
        (str(rng.randint(2, 99)), str(rng.randint(2, 20)), str(rng.randint(2, 9) * 10), str(rng.randint(1, 40) * 50))
    )


def amount(rng: Random, lang: str) -> str:
    """Return a large number with marks between the thousands."""
    mark = "." if lang == "de" else ","
    return f"{rng.randint(1, 900)}{mark}{rng.choice(('000', '500', '200'))}"


def year(rng: Random) -> str:
    """Return a year of these times."""
    return str(rng.randint(1985, 2031))


def another_number(rng: Random, digits: str) -> str:
    """Return another number than this: a digit changed, two swapped, one more or a quite different one."""
    for _ in range(10):
        draw, new = rng.random(), digits
        place = rng.randrange(len(digits))
        if draw < 0.5 and digits[place].isdigit():
            new = digits[:place] + rng.choice("123456789") + digits[place + 1 :]
        elif draw < 0.65 and len(digits) > 1:
            new = digits[0] + digits[2:] if digits[1].isdigit() else digits
        elif draw < 0.75:
            new = digits + "0"
        elif len(digits) < 4:
            new = str(rng.randint(2, 99))
        if new != digits and not new.startswith("0"):
            return new
    return digits + "1"


def digits_of(word: str) -> str | None:
    """Return the number in a word, if there is one."""
    found = _DIGITS.search(word)
    return found.group() if found else None


def spelt_otherwise(rng: Random, word: str, lang: str) -> str | None:
    """Return a number in another spelling: in digits or in words, or with other marks between the thousands."""
    names = NUMBER_WORDS[lang].split()
    lower = word.lower()
    if lower in names:
        return VALUES[names.index(lower)]
    if word in VALUES:
        return names[VALUES.index(word)]
    if re.fullmatch(r"\d{1,3}[.,]000", word):
        thousand = "tausend" if lang == "de" else " thousand"
        return rng.choice((word[:-4] + "000", word[:-4] + " 000", word[:-4] + thousand))
    return None

"""Days and times of day in one spelling: "halb neun abends", "Heiligabend", "the third of May", "in den Neunzigern"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from search.alignment.rules import Rule, applied, rule
from search.alignment.tables import pairs
from search.text.words import listed

_HOURS = {
    "de": listed("null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"),
    "en": listed("zero one two three four five six seven eight nine ten eleven twelve"),
}
_MONTHS = {
    "de": listed("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    "en": listed("January February March April May June July August September October November December"),
}
_ORDINALS = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
)
_WEEKDAYS = {day[:2]: day for day in listed("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag")}
_TENS = {
    "de": listed("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"),
    "en": listed("twenties thirties forties fifties sixties seventies eighties nineties"),
}


def _hour(word: str, lang: str) -> int:
    word = word.lower()
    return int(word) if word.isdecimal() else 1 if word == "eins" else _HOURS[lang].index(word)


# ------------------------------------------------------------------------------------------------------- times of day

_GERMAN_HOUR = rf"(?P<h>eins|{'|'.join(_HOURS['de'][1:])}|[01]?\d|2[0-4])"
_GERMAN_HALF = r"(?P<half>in der früh|(?:am )?(?:vormittag|nachmittag|abend|morgen)s?|früh|mittags|nachts|in der nacht)"
_GERMAN_CLOCK = (
    rf"(?<![\w.,:])(?:(?P<part>halb|viertel (?:nach|vor)|dreiviertel|drei viertel|viertel) )?{_GERMAN_HOUR}"
    rf"(?:[:.](?P<m>[0-5]\d))?(?:(?P<clock>\s?uhr|h\b)(?: (?P<m2>[0-5]\d)(?![\w.,:]))?)?(?: {_GERMAN_HALF})?(?!\w)"
)
_MINUTES = {
    "halb": -30,
    "viertel nach": 15,
    "viertel vor": -15,
    "dreiviertel": -15,
    "drei viertel": -15,
    "viertel": -45,
}
_AT = re.compile(r"\bum $", re.IGNORECASE)


def _german_time(found: re.Match[str]) -> str:
    part, half = (found["part"] or "").casefold(), (found["half"] or "").casefold()
    before = found.string[max(0, found.start() - 3) : found.start()]
    ends = re.match(r"\s*(?:[.!?,;]|$)", found.string[found.end() :])
    if not (part or found["clock"] or half or (_AT.search(before) and ends)):
        return found[0]
    minutes = 60 * _hour(found["h"], "de") + int(found["m"] or found["m2"] or 0) + _MINUTES.get(part, 0)
    return _at(minutes, half, "{}.{:02} Uhr")


def _at(minutes: int, half: str, written: str) -> str:
    """Return a time as it is written with figures; what it says of the half of the day is in the hour then."""
    evening = any(word in half for word in ("abend", "nachmittag", "evening", "afternoon", "pm"))
    night = "nacht" in half or "night" in half
    hour = minutes // 60
    if (evening or (night and 6 < hour < 12) or ("mittags" in half and hour < 4)) and hour < 12:
        minutes += 12 * 60
    elif (night or half == "am") and hour == 12:
        minutes -= 12 * 60
    return written.format(minutes // 60 % 24, minutes % 60)


_ENGLISH_HOUR = rf"(?P<h>{'|'.join(_HOURS['en'][1:])}|[01]?\d|2[0-4])"
_ENGLISH_CLOCK = (
    rf"(?<![\w.,:])(?:(?P<part>half past|quarter past|quarter to|a quarter past|a quarter to) )?{_ENGLISH_HOUR}"
    r"(?:[:.](?P<m>[0-5]\d))?(?P<clock> o['’]?clock)?"
    r"(?:,? (?P<half>in the (?:morning|afternoon|evening)|at night)|\s?(?P<ap>[ap])\.?m\b\.?)?(?!\w)"
)
_PAST = {"half past": 30, "quarter past": 15, "a quarter past": 15, "quarter to": -15, "a quarter to": -15}


def _english_time(found: re.Match[str]) -> str:
    part, half = (found["part"] or "").casefold(), (found["half"] or "").casefold()
    if found["ap"]:
        half = f"{found['ap'].casefold()}m"
    if not (part or found["clock"] or half):
        return found[0]
    minutes = 60 * _hour(found["h"], "en") + int(found["m"] or 0) + _PAST.get(part, 0)
    return _at(minutes, half, "{}:{:02}")


# --------------------------------------------------------------------------------------------------------------- days


def _decade(tens: str, lang: str) -> str:
    return f"{'jahrzehnt' if lang == 'de' else 'decade'}{_TENS[lang].index(tens.lower()) + 2}0"


def _month(found: re.Match[str], lang: str) -> str:
    return f"{_MONTHS[lang][int(found['m']) - 1]} {found['y']}"


def _english_day(found: re.Match[str]) -> str:
    return f"{_ORDINALS.index(found['w'].casefold()) + 1} {found['name'].capitalize()}"


def _feasts(lang: str) -> Rule:
    """Return the rule that reads feasts as their days."""
    days = dict(pairs(f"feasts.{lang}"))
    names = "|".join(sorted(map(re.escape, days), key=len, reverse=True))
    before, at = (r"(?:(?:am|an|zu) )?", "am ") if lang == "de" else ("", "")
    return rule(rf"\b{before}({names})\b", lambda found: f"{at}{days[found[1].casefold()]}", needed=tuple(days))


def _months(lang: str) -> str:
    return "|".join(_MONTHS[lang])


_DIGITS = tuple("0123456789")
_APOSTROPHES = ("'", "’")
_YEAR = r"(?=(?:19|20)\d\d\b)"
_MONTH_AND_YEAR = r"(?<![\w/.])(?P<m>0?[1-9]|1[0-2])/(?P<y>(?:19|20)\d\d)(?![\w/])"
_TENS_DE = "|".join(_TENS["de"])

# In the order in which they are looked for.
_RULES: Mapping[str, Sequence[Rule]] = {
    "de": (
        rule(rf"(?-i:\b({'|'.join(_WEEKDAYS)})\b)\.?,? (?=(?:de[mnr] )?\d{{1,2}}\.)",
             lambda found: f"{_WEEKDAYS[found[1]]} ", needed=_DIGITS),
        _feasts("de"),
        rule(rf"\b(\w+t)e[nr]?(?= (?:{_months('de')})\b)", lambda found: f"{found[1].casefold()}en",
             needed=[f" {month.casefold()}" for month in _MONTHS["de"]]),
        rule(_MONTH_AND_YEAR, lambda found: _month(found, "de"), needed=("/",)),
        rule(rf"\b({_months('de')}) ['’](\d\d)\b", r"\1 20\2", needed=_APOSTROPHES),
        rule(rf"\bim jahre? {_YEAR}", ""),
        rule(rf"\b(ab|seit|bis|vor|nach)(?: dem| zum)? jahre? {_YEAR}", r"\1 "),
        rule(r"\b(?:19)?(\d)0er(?:n\b|[- ]?jahren?\b)", r"jahrzehnt\g<1>0", needed=("0er",)),
        rule(rf"(?<=\bden )({_TENS_DE})ern\b|\b({_TENS_DE})er[- ]?jahren?\b",
             lambda found: _decade(found[1] or found[2], "de"), needed=("ziger", "dreißiger")),
        rule(_GERMAN_CLOCK, _german_time, needed=(
            "uhr", "halb ", "viertel ", "früh", "abend", "mittag", "nacht", "morgen", "um ",
            *(f"{digit}h" for digit in _DIGITS),
        )),
    ),
    "en": (
        _feasts("en"),
        rule(rf"\b(?:the )?(?P<w>{'|'.join(_ORDINALS)})(?: day)? of (?P<name>{_months('en')})\b", _english_day,
             needed=_ORDINALS),
        rule(rf"(?<=\d(?:st|nd|rd|th)) (of )?({_months('en')})\b",
             lambda found: f" {found[1] or ''}{found[2].capitalize()}", needed=_DIGITS),
        rule(_MONTH_AND_YEAR, lambda found: _month(found, "en"), needed=("/",)),
        rule(rf"\b({_months('en')}) ['’](\d\d)\b", r"\1 20\2", needed=_APOSTROPHES),
        rule(rf"\b(in|from|since|until|by) the year {_YEAR}", r"\1 "),
        rule(r"\b(?:19|nineteen[- ]?)?(\d)0['’]?s\b", r"decade\g<1>0", needed=("0s", "0's", "0’s")),
        rule(rf"(?<=\bthe )(?:nineteen[- ])?({'|'.join(_TENS['en'])})\b", lambda found: _decade(found[1], "en"),
             needed=_TENS["en"]),
        rule(_ENGLISH_CLOCK, _english_time, needed=(
            "past", "quarter", "clock", "morning", "afternoon", "evening", "night", "am", "a.m", "pm", "p.m",
        )),
    ),
}  # fmt: skip


def in_figures(text: str, lang: str) -> str:
    """Return a sentence with its days and times of day in the spelling that the facts are read in."""
    return applied(_RULES.get(lang, ()), text)

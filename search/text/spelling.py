"""One spelling for what is written in several ways and says the same: amounts, times, days, contractions."""

from __future__ import annotations

import re

# ------------------------------------------------------------------------------------------------ contractions

_FULL = {
    "can't": "cannot", "can not": "cannot", "won't": "will not", "shan't": "shall not", "ain't": "is not",
    "let's": "let us",
}  # fmt: skip
_IRREGULAR = re.compile(rf"\b(?:{'|'.join(_FULL)})\b")
_NOT = re.compile(r"\b(do|does|did|is|was|are|were|has|have|had|could|should|would)n'?t\b|\b(must|need)n't\b")
# "Austria's" is no contraction: only these are.
_IS = re.compile(r"\b(it|that|there|here|what|who|where|he|she|how)'s\b")
_OTHERS = re.compile(r"\b(i|you|we|they|it|he|she|there|who)'(re|ve|ll|m)\b")
_OTHER_WORDS = {"re": "are", "ve": "have", "ll": "will", "m": "am"}
_ES = re.compile(
    r"\b(gibt|geht|ist|war|hat|wird|kommt|kann|soll|muss|stimmt|macht|wenn|weil|dass|ob|wie|so|hab|ich|du|er|sie|wir"
    r"|man)'s\b"
)
_ES_GLUED = re.compile(r"\b(gibt|geht|wird|kommt)s\b")

# ---------------------------------------------------------------------------------------------------- amounts

_MAGNITUDES = r"(?:tsd\.?|mio\.?|mrd\.?|millionen?|milliarden?|tausend|thousand|million|billion|bn|k)"
_AMOUNT = rf"\d(?:[\d.,']{{0,20}}\d)?(?:\s?{_MAGNITUDES}\b\.?)?"
_CURRENCIES = {"€": "euro", "eur": "euro", "euros": "euro", "euro": "euro", "$": "dollar", "usd": "dollar",
               "dollars": "dollar", "dollar": "dollar", "£": "pfund", "gbp": "pfund", "chf": "franken"}  # fmt: skip
_BEFORE = re.compile(rf"(?:(?<!\w)(€|\$|£)|\b(eur|usd|gbp|chf|euro)\b)\s?({_AMOUNT})")
_AFTER = re.compile(rf"(?<![\w.,])({_AMOUNT})\s?(€|\$|£|\b(?:eur|euros|usd|dollars|gbp|chf)\b)")
_NO_CENTS = re.compile(r"(?<=\d)[.,]00(?!\d)|(?<=\d),--?(?!\d)")
# Nobody writes five with three places after the mark, so before three noughts it groups.
_GROUPED = re.compile(r"(?<![\w.,'])\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3}){0,4}(?![.,']?\d)")
_PERCENT = re.compile(r"(?<=\d)\s?(?:%|prozent\b|percent\b|per cent\b)")
_SHORTENED = (
    (re.compile(r"(?<=\d)\s?mio\b\.?"), " millionen"),
    (re.compile(r"(?<=\d)\s?(?:mrd\b\.?|milliarden\b)"), " milliarden"),
    (re.compile(r"(?<=\d)\s?tsd\b\.?"), " tausend"),
)

# ----------------------------------------------------------------------------------------------------- times

_CLOCK = re.compile(
    r"(?<![\w.,:/-])(?:([01]?\d|2[0-4])(?::([0-5]\d)(?![\d:])(?:\s?uhr\b)?|\.([0-5]\d)\s?uhr\b|\s?uhr(?:\s([0-5]\d)\b)?)"
    r"(?!\s?[ap]\.?m\b)|(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?\s?([ap])\.?m\b\.?)"
)

# ------------------------------------------------------------------------------------------------------ days

_MONTHS = {
    "januar": 1, "jänner": 1, "january": 1, "jan": 1, "februar": 2, "feber": 2, "february": 2, "feb": 2, "märz": 3,
    "march": 3, "mrz": 3, "april": 4, "apr": 4, "mai": 5, "may": 5, "juni": 6, "june": 6, "jun": 6, "juli": 7,
    "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10, "october": 10,
    "okt": 10, "oct": 10, "november": 11, "nov": 11, "dezember": 12, "december": 12, "dez": 12, "dec": 12,
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
ORDINALS = {
    word: day
    for day, words in enumerate(
        (
            "ersten first", "zweiten second", "dritten third", "vierten fourth", "fünften fifth", "sechsten sixth",
            "siebten siebenten seventh", "achten eighth", "neunten ninth", "zehnten tenth", "elften eleventh",
            "zwölften twelfth", "dreizehnten thirteenth", "vierzehnten fourteenth", "fünfzehnten fifteenth",
            "sechzehnten sixteenth", "siebzehnten seventeenth", "achtzehnten eighteenth", "neunzehnten nineteenth",
            "zwanzigsten twentieth", "einundzwanzigsten twenty-first", "zweiundzwanzigsten twenty-second",
            "dreiundzwanzigsten twenty-third", "vierundzwanzigsten twenty-fourth", "fünfundzwanzigsten twenty-fifth",
            "sechsundzwanzigsten twenty-sixth", "siebenundzwanzigsten twenty-seventh",
            "achtundzwanzigsten twenty-eighth", "neunundzwanzigsten twenty-ninth", "dreißigsten dreissigsten thirtieth",
            "einunddreißigsten einunddreissigsten thirty-first",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_DAY = rf"(?:(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th)?|(?P<w>{'|'.join(sorted(ORDINALS, key=len, reverse=True))}))"
_DAY_FIRST = re.compile(rf"(?<![\w.,])(?:the )?{_DAY} ?(?:of )?(?P<m>{_NAMES})\b\.?")
_MONTH_FIRST = re.compile(rf"\b(?P<m>{_NAMES})\.? (?:the )?{_DAY}(?![\w.:]|,\d)")
_IN_FIGURES = re.compile(r"(?<![\w.])(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)(?![\w.])")

# "u.s.a.", "z.b."
_DOTTED = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,8}(?:[^\W\d_]\b)?")


def in_one_spelling(small: str) -> str:
    """Return a text in small letters with amounts, times, days, contractions and abbreviations in one spelling each.

    Only spellings that say the same in German and English meet: "1,5" and "1.5" stay two numbers.
    """
    if "'" in small or "nt" in small or "can not" in small:
        small = _spelled_out(small)
    small = _ES_GLUED.sub(r"\1 es", small)
    if any(map(str.isdigit, small)) or _mentions_day(small):
        small = _amounts(_days(_CLOCK.sub(_clock, small)))
    return _DOTTED.sub(lambda found: found[0].replace(".", ""), small) if "." in small else small


def _spelled_out(small: str) -> str:
    small = _IRREGULAR.sub(lambda found: _FULL[found[0]], small)
    small = _NOT.sub(lambda found: f"{found[1] or found[2]} not", small)
    small = _OTHERS.sub(lambda found: f"{found[1]} {_OTHER_WORDS[found[2]]}", _IS.sub(r"\1 is", small))
    return _ES.sub(r"\1 es", small)


def _clock(found: re.Match[str]) -> str:
    hour, minutes = int(found[1] or found[5]), found[2] or found[3] or found[4] or found[6] or "00"
    if found[7]:
        hour = hour % 12 + (12 if found[7] == "p" else 0)
    return f"{hour} uhr" if minutes == "00" else f"{hour}:{minutes} uhr"


def _mentions_day(small: str) -> bool:
    return any(ordinal in small for ordinal in ("ten ", "ste", "th ", "first ", "second ", "third "))


def _days(small: str) -> str:
    small = _IN_FIGURES.sub(_from_figures, small)
    return _MONTH_FIRST.sub(_day, _DAY_FIRST.sub(_day, small))


def _from_figures(found: re.Match[str]) -> str:
    day, month = int(found[1]), int(found[2])
    return f"{day}. [{month}] {found[3]}" if 0 < day <= 31 and 0 < month <= 12 else found[0]


def _day(found: re.Match[str]) -> str:
    day = int(found["d"]) if found["d"] else ORDINALS[found["w"]]
    return f"{day}. [{_MONTHS[found['m']]}]" if 0 < day <= 31 else found[0]


def _amounts(small: str) -> str:
    small = _NO_CENTS.sub("", small)
    small = _GROUPED.sub(lambda found: _ungrouped(found[0], found[1]), small)
    small = _BEFORE.sub(lambda found: f"{found[3]} {_CURRENCIES[found[1] or found[2]]}", small)
    small = _AFTER.sub(lambda found: f"{found[1]} {_CURRENCIES[found[2]]}", small)
    for written, full in _SHORTENED:
        small = written.sub(full, small)
    return _PERCENT.sub(" prozent", small)


def _ungrouped(figures: str, mark: str) -> str:
    return figures.replace(mark, "") if figures.endswith("000") and figures[0] != "0" else figures

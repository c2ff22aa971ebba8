"""Pairs about one amount, date or time: in two spellings, or with another value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from tools.judge import amounts
from tools.judge.draft import Draft, mark

ORDINALS = {
    "de": [
        "ersten",
        "zweiten",
        "dritten",
        "vierten",
        "fünften",
        "sechsten",
        "siebten",
        "achten",
        "neunten",
        "zehnten",
        "elften",
        "zwölften",
    ],
    "en": [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
    ],
}
MONEY = {
    "de": ("{} Euro", "{}€", "{} €", "EUR {}", "{} EUR"),
    "en": ("{} dollars", "${}", "$ {}", "USD {}", "{} USD"),
}
SHARE = {"de": ("{} Prozent", "{}%", "{} %", "{} v. H."), "en": ("{} percent", "{}%", "{} %", "{} per cent")}
LENGTH = {
    "de": (("{} Kilometer", "{} km", "{}km"), ("{} Meter", "{} m", "{}m")),
    "en": (("{} kilometres", "{} km", "{} kilometers"), ("{} metres", "{} m", "{} meters")),
}
WEIGHT = {"de": ("{} Kilo", "{} kg", "{}kg", "{} Kilogramm"), "en": ("{} kilos", "{} kg", "{}kg", "{} kilograms")}
SPANS = {"de": ("Stunden", "Tage", "Wochen", "Jahre"), "en": ("hours", "days", "weeks", "years")}
DECADES = {
    "de": {7: "siebziger", 8: "achtziger", 9: "neunziger"},
    "en": {7: "seventies", 8: "eighties", 9: "nineties"},
}
# What stands before it: an amount, a date, a time.
PLACES = {
    "de": {"amount": ("für {}", "und das kostet {}", "es geht um {}", "insgesamt {}"), "when": ("{}", "genau {}")},
    "en": {"amount": ("for {}", "and it costs {}", "it is about {}", "in total {}"), "when": ("{}", "exactly {}")},
}
Spellings = Sequence[str]
Maker = Callable[[int, str], Spellings]


def _small(number: int, lang: str) -> list[str]:
    """Return a number in digits and, if that is one word, in words."""
    spelt = amounts.spelt_otherwise(Random(0), str(number), lang)
    return [str(number), *([spelt] if spelt else [])]


def _thousands(number: int, lang: str) -> list[str]:
    mark_, word = (".", "tausend") if lang == "de" else (",", " thousand")
    return [f"{number}{mark_}000", f"{number}000", f"{number} 000", f"{number}{word}"]


def _money(number: int, lang: str) -> Spellings:
    return [form.format(spelt) for spelt in _thousands(number, lang) for form in MONEY[lang]]


def _little_money(number: int, lang: str) -> Spellings:
    return [form.format(spelt) for spelt in _small(number, lang) for form in MONEY[lang][: 1 if spelt.isalpha() else 5]]


def _millions(number: int, lang: str) -> Spellings:
    forms = ("{} Millionen Euro", "{} Mio. Euro", "{} Mio €", "EUR {} Mio.") if lang == "de" else (
        "{} million dollars", "${}m", "$ {} million", "USD {} million")  # fmt: skip
    return [form.format(number) for form in forms] + [forms[0].format(spelt) for spelt in _small(number, lang)[1:]]


def _share(number: int, lang: str) -> Spellings:
    return [form.format(spelt) for spelt in _small(number, lang) for form in SHARE[lang][: 1 if spelt.isalpha() else 4]]


def _weight(number: int, lang: str) -> Spellings:
    return [form.format(number) for form in WEIGHT[lang]] + [
        WEIGHT[lang][0].format(s) for s in _small(number, lang)[1:]
    ]


def _length(number: int, lang: str) -> Spellings:
    comma = "," if lang == "de" else "."
    long, short = LENGTH[lang]
    return [form.format(f"{number}{comma}5") for form in long] + [form.format(f"{number}500") for form in short]


def _span(number: int, lang: str) -> Spellings:
    unit = SPANS[lang][number % len(SPANS[lang])]
    return [f"{spelt} {unit}" for spelt in _small(2 + number % 11, lang)]


def _decade(number: int, lang: str) -> Spellings:
    tens = 7 + number % 3
    if lang == "de":
        return [f"in den 19{tens}0er Jahren", f"in den {tens}0er Jahren", f"in den {DECADES[lang][tens]} Jahren"]
    return [
        f"in the 19{tens}0s",
        f"in the {tens}0s",
        f"in the nineteen-{DECADES[lang][tens]}",
        f"in the {DECADES[lang][tens]}",
    ]


def _date(number: int, lang: str) -> Spellings:
    day, month, year = 1 + number % 12, 1 + number * 7 % 12, 2015 + number % 13
    name, ordinal = amounts.MONTHS[lang].split()[month - 1], ORDINALS[lang][day - 1]
    if lang == "de":
        return [
            f"am {day}. {name} {year}", f"am {day}.{month}.{year}", f"am {day:02}.{month:02}.{year}",
            f"am {ordinal} {name} {year}", f"am {day}. {month}. {year}",
        ]  # fmt: skip
    return [
        f"on {day} {name} {year}", f"on {name} {day}, {year}", f"on the {ordinal} of {name} {year}",
        f"on {name} the {ordinal}, {year}", f"on {day} {name[:3]} {year}",
    ]  # fmt: skip


def _hour(number: int, lang: str) -> Spellings:
    hour = 1 + number % 11
    if lang == "de":
        return [
            f"um {hour + 12} Uhr", f"um {hour + 12}:00 Uhr", f"um {hour + 12}.00 Uhr", f"um {hour + 12}:00",
            f"um {hour + 12} h",
        ]  # fmt: skip
    return [f"at {hour} pm", f"at {hour}pm", f"at {hour} p.m.", f"at {hour + 12}:00", f"at {hour}:00 pm"]


AMOUNTS: tuple[Maker, ...] = (_money, _little_money, _millions, _share, _weight, _length, _span)
TIMES: tuple[Maker, ...] = (_decade, _date, _date, _hour)


def draft(rng: Random, base: Sequence[str], lang: str, *, same: bool) -> Draft:
    """Return a sentence with one figure in two spellings, or with two figures of one kind."""
    role, makers = rng.choice((("amount", AMOUNTS), ("when", TIMES)))
    make, number = rng.choice(makers), rng.randint(2, 99)
    one = list(dict.fromkeys(make(number, lang)))
    if same:
        spelt, other = rng.sample(one, 2)
    else:
        # Often spelt alike, so that the value is all that differs; or not, so that the spelling is no sign.
        two = make(rng.randint(2, 99), lang)
        while set(two) & set(one):
            two = make(rng.randint(2, 99), lang)
        place = rng.randrange(len(one))
        spelt, other = one[place], two[place] if place < len(two) and rng.random() < 0.6 else rng.choice(two)
    frame = rng.choice(PLACES[lang][role])
    end = base[-1][-1] if base[-1][-1] in ".!?" else ""
    body = [*base[:-1], base[-1].rstrip(".!?")]
    before, after = frame.split("{}")
    claim, post = ([*body, *before.split(), *_told(value, same), *after.split()] for value in (spelt, other))
    return Draft([*claim[:-1], claim[-1] + end], [*post[:-1], post[-1] + end], same, "spelling" if same else "figure")


def _told(value: str, same: bool) -> list[str]:
    return value.split() if same else mark(value.split())

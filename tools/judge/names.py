"""Names for the generator: people, places and firms, most of them invented, and others that look alike."""

from __future__ import annotations

from random import Random

from tools.judge import words

_FIRM_PARTS = (
    "Al Bel Cor Dur Fen Gal Hel Ino Jor Kal Lum Mer Nov Ori Pan Quo Ras Sol Tri Ul Ver Wex Xan Yor Zen",
    "ta vo ri mo lex nex dan pio sta gro tec med bau net log sun wor phar lo mi",
    "n x r l s a o tex gen dis von ta ",
)
# Spellings that two different families bear.
_TWINS = (
    ("tt", "t"), ("ff", "f"), ("mm", "m"), ("nn", "n"), ("ll", "l"), ("ei", "ai"), ("ey", "ay"), ("tz", "z"),
    ("ck", "k"), ("er", "ner"), ("er", "ler"), ("mann", "meier"), ("berg", "burg"), ("bach", "ach"), ("au", "aun"),
    ("son", "ton"), ("dt", "d"), ("hof", "hofer"), ("kirch", "kirchen"), ("feld", "felden"), ("ford", "fort"),
)  # fmt: skip


def surname(rng: Random, lang: str) -> str:
    """Return an invented surname."""
    stem = rng.choice(words.parts(f"stem.{lang}"))
    return stem + rng.choice(words.parts(f"person.{lang}"))


def person(rng: Random, lang: str) -> str:
    """Return a first name with an invented surname."""
    sex = rng.choice("fm")
    return f"{rng.choice(words.first_names()[sex])} {surname(rng, lang)}"


def place(rng: Random, lang: str) -> str:
    """Return the name of a town, real or invented."""
    if rng.random() < 0.5:
        return rng.choice(words.places(lang))
    stem = rng.choice(words.parts(f"stem.{lang}"))
    name = stem + rng.choice(words.parts(f"place.{lang}"))
    if rng.random() < 0.15:
        name = (
            rng.choice(("Bad ", "St. ", "Neu", "Alt") if lang == "de" else ("New ", "Great ", "Upper ", "Port ")) + name
        )
    return name


def firm(rng: Random) -> str:
    """Return an invented firm."""
    return "".join(rng.choice(part.split(" ")) for part in _FIRM_PARTS)


def look_alike(rng: Random, name: str) -> str | None:
    """Return another name that is spelt almost like this one: Martin and Martina, Schmid and Schmidt."""
    first, _, last = name.rpartition(" ")
    others = [last.replace(one, two) for one, two in _TWINS if one in last]
    others += [last.replace(two, one) for one, two in _TWINS if two in last and one not in last]
    found = [f"{first} {other}".strip() for other in others if other not in (last, "") and len(other) > 3]
    if first:
        every = [other for sex in "fm" for other in words.first_names()[sex]]
        found += [f"{other} {last}" for other in every if other != first and other[:4] == first[:4]]
    return rng.choice(found) if found else None


def another_person(rng: Random, name: str, lang: str) -> str:
    """Return the name of another person, often one that shares a part of it."""
    first, _, last = name.rpartition(" ")
    draw = rng.random()
    if draw < 0.3 and (twin := look_alike(rng, name)):
        return twin
    if draw < 0.5:
        return f"{first} {surname(rng, lang)}".strip()
    if draw < 0.65:
        return f"{person(rng, lang).split(' ')[0]} {last}"
    return person(rng, lang)

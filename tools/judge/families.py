"""Pairs from the families: one thing said in two ways, or with something else in a slot, or the contrary."""

from __future__ import annotations

import re
from random import Random

from tools.judge import amounts, names, words
from tools.judge.draft import Draft, bare, mark
from tools.judge.words import Family

_SLOT = re.compile(r"\{(\w+?)(2?)\}")
# What kind of change another filling is.
KINDS = {
    "ort": "place", "place": "place", "person": "person", "firma": "company", "firm": "company", "zahl": "number",
    "number": "number", "betrag": "number", "amount": "number", "jahr": "year", "year": "year", "monat": "month",
    "month": "month", "tag": "weekday", "day": "weekday", "land": "country", "country": "country",
    "nation": "nationality", "gruppe": "group", "group": "group", "verein": "club", "club": "club",
}  # fmt: skip
COMPARING = (" als {", " than {", " vor {", " nach {", " ahead of ", " behind ")
CONTRARY = 0.4
SWAPPED = 0.5
# How often claim and post say it in other words.
REPHRASED_SAME, REPHRASED_DIFFERENT = 0.75, 0.45


def value(rng: Random, slot: str, lang: str) -> str:  # noqa: PLR0911 - one line a slot
    """Return something that may stand in a slot."""
    if slot in ("ort", "place"):
        return names.place(rng, lang)
    if slot == "person":
        return names.person(rng, lang)
    if slot in ("firma", "firm") and rng.random() < 0.6:
        return names.firm(rng)
    if slot in ("zahl", "number"):
        return amounts.count(rng)
    if slot in ("betrag", "amount"):
        return amounts.amount(rng, lang)
    if slot in ("jahr", "year"):
        return amounts.year(rng)
    return rng.choice(words.slots(lang)[slot])


def another(rng: Random, slot: str, old: str, lang: str) -> str:
    """Return something else for a slot."""
    if slot == "person":
        return names.another_person(rng, old, lang)
    if slot in ("ort", "place") and rng.random() < 0.3 and (twin := names.look_alike(rng, old)):
        return twin
    if slot in ("zahl", "number", "betrag", "amount", "jahr", "year"):
        return amounts.another_number(rng, old)
    new = value(rng, slot, lang)
    while new == old:
        new = value(rng, slot, lang)
    return new


def filled(sentence: str, values: dict[str, str], telling: frozenset[str], lang: str) -> list[str]:
    """Return the words of a sentence with its slots filled, those of `telling` slots marked."""
    found: list[str] = []
    for token in sentence.split(" "):
        slot = _SLOT.search(token)
        if slot is None:
            found.append(token)
            continue
        name = slot.group(1) + slot.group(2)
        text = values[name]
        if lang == "en" and found and slot.group(1) in ("goods", "thing", "illness", "group"):
            text = text[0].lower() + text[1:]
        parts = (token[: slot.start()] + text + token[slot.end() :]).split(" ")
        found += mark(parts) if name in telling else parts
    if found[0].lstrip("\x01")[:1].islower():
        found[0] = found[0].replace(bare(found[0])[0], bare(found[0])[0].upper(), 1)
    return found


def draft(rng: Random, family: Family, lang: str, *, same: bool, banned: frozenset[str]) -> Draft | None:
    """Return a pair of a family, of no banned kind; None when the draw falls on one."""
    claims, others = family.plus, family.minus
    if others and rng.random() < 0.5:
        claims, others = others, claims
    claim = rng.choice(claims)
    slots = {one + two: one for one, two in _SLOT.findall(" ".join(family.plus + family.minus))}
    values: dict[str, str] = {}
    for name, slot in slots.items():
        values[name] = value(rng, slot, lang)
        while values[name] in [other for key, other in values.items() if key != name]:
            values[name] = value(rng, slot, lang)
    nothing: frozenset[str] = frozenset()
    if same:
        post = rng.choice(claims) if rng.random() < REPHRASED_SAME else claim
        kind = "unchanged" if post == claim else "rephrased"
        return Draft(filled(claim, values, nothing, lang), filled(post, values, nothing, lang), True, kind)
    if others and rng.random() < CONTRARY:
        return _contrary(filled(claim, values, nothing, lang), filled(rng.choice(others), values, nothing, lang))
    post = rng.choice(claims) if rng.random() < REPHRASED_DIFFERENT else claim
    doubles = [name for name in slots if name.endswith("2") and name[:-1] in slots]
    if doubles and rng.random() < SWAPPED:
        two = rng.choice(doubles)
        one = two[:-1]
        changed, telling, kind = {**values, one: values[two], two: values[one]}, frozenset({one, two}), "roles"
        if any(word in f" {claim} " for word in COMPARING):
            kind = "comparison"
    else:
        shown = [name for name in slots if "{" + name + "}" in claim and "{" + name + "}" in post]
        if not shown:
            return None
        one = rng.choice(shown)
        telling, kind = frozenset({one}), KINDS.get(slots[one], "slot")
        changed = {**values, one: another(rng, slots[one], values[one], lang)}
    if kind in banned:
        return None
    return Draft(filled(claim, values, telling, lang), filled(post, changed, telling, lang), False, kind)


def _contrary(claim: list[str], post: list[str]) -> Draft:
    """Mark in both what the other lacks."""
    claim_words, post_words = {bare(word).lower() for word in claim}, {bare(word).lower() for word in post}
    return Draft(
        [word if bare(word).lower() in post_words else mark([word])[0] for word in claim],
        [word if bare(word).lower() in claim_words else mark([word])[0] for word in post],
        False,
        "contrary",
    )

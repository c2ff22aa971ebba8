"""Pairs from a small grammar: somebody does something to somebody, said in the active, the passive or as a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tools.judge import german, names, words
from tools.judge.draft import Draft
from tools.judge.event import MODALS, Event, Thing
from tools.judge.event import english as say_english

# What may differ; roles more often, since nothing else changes with them.
PARTS = ("who", "what", "verb", "contrary", "roles", "roles", "place", "time", "tense", "negation", "modality")
TENSES = ("present", "past", "past", "future")


@dataclass(frozen=True, slots=True)
class _Language:
    say: Callable[[Random, Event, frozenset[str]], list[str]]
    times: tuple[str, ...]


LANGUAGES = {
    "de": _Language(german.say, words.grammar("de")["when"]),
    "en": _Language(say_english, words.grammar("en")["when"]),
}


def event(rng: Random, lang: str) -> Event:
    """Return a random event."""
    role = rng.choice(("does", "makes"))
    verbs = rng.choice(words.grammar(lang)[role]).split(" / ")
    verb = rng.choice(verbs)
    contrary = next((other for other in verbs if other != verb), "")
    who = _who(rng, lang)
    what = (
        _other(rng, lang, who) if role == "does" else Thing(rng.choice(words.grammar(lang)["what"]), rng.random() < 0.6)
    )
    draw = rng.random()
    return Event(
        who=who,
        verb=verb,
        contrary=contrary,
        what=what,
        place=f"in {names.place(rng, lang)}" if rng.random() < 0.75 else "",
        time=rng.choice(LANGUAGES[lang].times) if rng.random() < 0.4 else "",
        tense=rng.choice(TENSES),
        modal=rng.choice(MODALS[lang]) if draw < 0.15 else "",
        negated=0.15 <= draw < 0.22,
        about_people=role == "does",
    )


def _who(rng: Random, lang: str) -> Thing:
    if rng.random() < 0.25:
        return Thing(names.person(rng, lang), False, name=True)
    return Thing(rng.choice(words.grammar(lang)["who"]), rng.random() < 0.6)


def _other(rng: Random, lang: str, thing: Thing) -> Thing:
    found = _who(rng, lang)
    while found.entry == thing.entry:
        found = _who(rng, lang)
    return found


def draft(rng: Random, lang: str, *, same: bool, banned: frozenset[str]) -> Draft | None:
    """Return a pair of sentences about one event, or about two that differ in one part; None for a banned kind."""
    one = event(rng, lang)
    say = LANGUAGES[lang].say
    if same:
        return Draft(say(rng, one, frozenset()), say(rng, one, frozenset()), True, "rephrased")
    part, other = _changed(rng, one, lang)
    if part == "time" and other and _is_weekday(one.time) and _is_weekday(other.time):
        part = "weekday"
    if part in banned or other is None:
        return None
    telling = frozenset({"who", "what"}) if part == "roles" else frozenset({_PLACE_OF.get(part, part)})
    # The other half of the time both are said alike, so that one word is all that differs.
    state = rng.getstate() if rng.random() < 0.5 else None
    claim = say(rng, one, telling)
    if state:
        rng.setstate(state)
    return Draft(claim, say(rng, other, telling), False, part)


_PLACE_OF = {"weekday": "time", "contrary": "verb", "tense": "verb", "negation": "negated", "modality": "modal"}


def _is_weekday(time: str) -> bool:
    return time.startswith(("am ", "on "))


def _changed(rng: Random, one: Event, lang: str) -> tuple[str, Event | None]:
    """Return what was changed, and the changed event; None where that cannot be."""
    part = rng.choice(
        ("who", "what", "verb", "contrary", "roles", "roles", "place", "time", "tense", "negation", "modality")
    )
    changes: dict[str, Callable[[], Event | None]] = {
        "who": lambda: replace(one, who=_another_who(rng, one.who, lang)),
        "what": lambda: replace(one, what=_another_what(rng, one, lang)),
        "verb": lambda: _another_verb(rng, one, lang),
        "contrary": lambda: replace(one, verb=one.contrary) if one.contrary else None,
        "roles": lambda: replace(one, who=one.what, what=one.who) if one.about_people else None,
        "place": lambda: replace(one, place=_another_place(rng, one.place, lang)) if one.place else None,
        "time": lambda: replace(one, time=_not(rng, one.time, LANGUAGES[lang].times)) if one.time else None,
        "tense": lambda: replace(one, tense=_not(rng, one.tense, TENSES)) if not one.modal else None,
        "negation": lambda: replace(one, negated=not one.negated),
        "modality": lambda: replace(one, modal=_not(rng, one.modal, MODALS[lang])) if one.modal else None,
    }
    return part, changes[part]()


def _not(rng: Random, old: str, values: tuple[str, ...]) -> str:
    return rng.choice([value for value in values if value != old])


def _another_who(rng: Random, thing: Thing, lang: str) -> Thing:
    if thing.name:
        return replace(thing, entry=names.another_person(rng, thing.entry, lang))
    # The same calling for a woman or a man, if the list has it.
    near = [one for one in words.grammar(lang)["who"] if one != thing.entry and one[2:6] == thing.entry[2:6]]
    if near and rng.random() < 0.5:
        return replace(thing, entry=rng.choice(near))
    return replace(_other(rng, lang, thing), definite=thing.definite)


def _another_what(rng: Random, one: Event, lang: str) -> Thing:
    if one.about_people:
        return _another_who(rng, one.what, lang)
    return replace(one.what, entry=_not(rng, one.what.entry, words.grammar(lang)["what"]))


def _another_verb(rng: Random, one: Event, lang: str) -> Event:
    role = "does" if one.about_people else "makes"
    verbs = [verb for line in words.grammar(lang)[role] for verb in line.split(" / ")]
    return replace(one, verb=_not(rng, one.verb, tuple(verbs)))


def _another_place(rng: Random, old: str, lang: str) -> str:
    town = old.removeprefix("in ")
    twin = names.look_alike(rng, town) if rng.random() < 0.3 else None
    while twin in (None, town):
        twin = names.place(rng, lang)
    return f"in {twin}"

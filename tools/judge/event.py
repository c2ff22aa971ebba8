"""An event of the grammar, and saying it in English."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tools.judge.draft import mark

MODALS = {"de": ("muss", "darf", "kann", "soll", "will"), "en": ("must", "may", "can", "should", "wants to")}
QUESTIONS = (
    "Is it true that", "Is it right that", "Can it be that", "Could you check whether", "Somebody told me that",
    "I read that", "They say that",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun of the grammar as its list has it, or a name."""

    entry: str
    definite: bool
    name: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Who does what to whom, where and when."""

    who: Thing
    verb: str
    contrary: str
    what: Thing
    place: str
    time: str
    tense: str
    modal: str
    negated: bool
    # Whether it is done to somebody, so that both could change places.
    about_people: bool


def telling(words: list[str], part: str, parts: frozenset[str]) -> list[str]:
    """Mark words if their part of the sentence is one that tells."""
    return mark(words) if part in parts else words


def english(rng: Random, event: Event, parts: frozenset[str]) -> list[str]:
    """Say an event in English, in one of several ways; words of `parts` are marked."""
    who, what = _noun(event.who), _noun(event.what)
    passive = not event.modal and rng.random() < 0.35
    subject, obj = (what, who) if passive else (who, what)
    names = ("what", "who") if passive else ("who", "what")
    plural = (event.what if passive else event.who).entry.startswith("p ")
    verb = _verb(event, plural=plural, passive=passive, parts=parts)
    clause = [
        *telling(subject, names[0], parts),
        *verb,
        *(["by"] if passive else []),
        *telling(obj, names[1], parts),
    ]
    place, time = telling(event.place.split(), "place", parts), telling(event.time.split(), "time", parts)
    draw = rng.random()
    if draw < 0.15 and time:
        clause, time = [*time, *clause], []
    elif draw < 0.3 and place:
        clause, place = [*place, *clause], []
    clause += [*place, *time] if rng.random() < 0.7 else [*time, *place]
    if rng.random() < 0.15:
        opening = rng.choice(QUESTIONS)
        end = "?" if opening.startswith(("Is", "Can", "Could")) else "."
        return [*opening.split(), *clause[:-1], clause[-1] + end]
    first = clause[0].lstrip("\x01")
    clause[0] = clause[0].replace(first, first[0].upper() + first[1:])
    return [*clause[:-1], clause[-1] + "."]


def _noun(thing: Thing) -> list[str]:
    if thing.name:
        return thing.entry.split()
    number, noun = thing.entry.split(" ", 1)
    if number == "p":
        return ["the", *noun.split()] if thing.definite else noun.split()
    article = "an" if noun[0] in "aeiou" else "a"
    return ["the" if thing.definite else article, *noun.split()]


def _verb(event: Event, *, plural: bool, passive: bool, parts: frozenset[str]) -> list[str]:
    base, third, past, participle = (form.replace("_", " ") for form in event.verb.split(" "))
    no = telling(["not"], "negated", parts) if event.negated else []
    if event.modal:
        return [
            *telling(event.modal.split()[:1], "modal", parts),
            *no,
            *event.modal.split()[1:],
            *telling(base.split(), "verb", parts),
        ]
    if passive:
        be = {"present": "are" if plural else "is", "past": "were" if plural else "was", "future": "will"}[event.tense]
        more = ["be"] if event.tense == "future" else []
        return [*telling([be], "tense", parts), *no, *more, *telling(participle.split(), "verb", parts)]
    if event.tense == "future":
        return ["will", *no, *telling(base.split(), "verb", parts)]
    if event.negated:
        do = "did" if event.tense == "past" else "do" if plural else "does"
        return [do, *no, *telling(base.split(), "verb", parts)]
    form = past if event.tense == "past" else base if plural else third
    return telling(form.split(), "verb", parts)

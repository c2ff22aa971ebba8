"""Saying an event of the grammar in German: word order, cases, and verbs that are split."""

from __future__ import annotations

from random import Random

from tools.judge.event import Event, Thing, telling

# Nominative, accusative, dative.
DEFINITE = {
    "m": ("der", "den", "dem"),
    "f": ("die", "die", "der"),
    "n": ("das", "das", "dem"),
    "p": ("die", "die", "den"),
}
INDEFINITE = {"m": ("ein", "einen", "einem"), "f": ("eine", "eine", "einer"), "n": ("ein", "ein", "einem")}
NOMINATIVE, ACCUSATIVE, DATIVE = 0, 1, 2
QUESTIONS = (
    "Stimmt es, dass", "Ist es wahr, dass", "Kann es sein, dass", "Könnt ihr prüfen, ob", "Ich habe gehört, dass",
    "Angeblich heißt es, dass", "Es heißt, dass",
)  # fmt: skip


def say(rng: Random, event: Event, parts: frozenset[str]) -> list[str]:
    """Say an event in German, in one of several ways; words of `parts` are marked."""
    passive = not event.modal and rng.random() < 0.35
    if passive:
        subject = telling(_noun(event.what, NOMINATIVE), "what", parts)
        obj = ["von", *telling(_noun(event.who, DATIVE), "who", parts)]
    else:
        subject = telling(_noun(event.who, NOMINATIVE), "who", parts)
        obj = telling(_noun(event.what, ACCUSATIVE), "what", parts)
    finite, last, split = _verb(rng, event, passive=passive)
    told = [telling(word.split(), "verb", parts) for word in (finite, last)]
    if event.modal:
        told[0] = telling([finite], "modal", parts)
    place, time = telling(event.place.split(), "place", parts), telling(event.time.split(), "time", parts)
    no = telling(["nicht"], "negated", parts) if event.negated else []
    end = [*no, *told[1]]
    if rng.random() < 0.15:
        # At the end of a clause a split verb is one word again.
        verb = [*told[1], *told[0]] if not split else telling([last + finite], "verb", parts)
        opening = rng.choice(QUESTIONS)
        clause = [*subject, *_middle(rng, obj, place, time), *no, *verb]
        mark = "?" if opening[0] in "SK" or opening.startswith("Ist") else "."
        return [*opening.split(), *clause[:-1], clause[-1] + mark]
    draw = rng.random()
    if draw < 0.25 and place:
        clause = [*place, *told[0], *subject, *_middle(rng, obj, [], time), *end]
    elif draw < 0.4 and time:
        clause = [*time, *told[0], *subject, *_middle(rng, obj, place, []), *end]
    else:
        clause = [*subject, *told[0], *_middle(rng, obj, place, time), *end]
    first = clause[0].lstrip("\x01")
    clause[0] = clause[0].replace(first, first[0].upper() + first[1:])
    return [*clause[:-1], clause[-1] + "."]


def _middle(rng: Random, obj: list[str], place: list[str], time: list[str]) -> list[str]:
    orders = ([*time, *place, *obj], [*obj, *time, *place], [*time, *obj, *place])
    return rng.choice(orders)


def _noun(thing: Thing, case: int) -> list[str]:
    if thing.name:
        return thing.entry.split()
    gender, *noun = thing.entry.split(" ")
    # A second form is that of the oblique cases.
    word = noun[:1] if len(noun) == 1 or noun[0] == "Rote" else [noun[0] if case == NOMINATIVE else noun[1]]
    if noun[0] == "Rote":
        word = noun if case != DATIVE else ["Roten", "Kreuz"]
        return [DEFINITE[gender][case], *word]
    if thing.definite or word[0].endswith("ordnete"):
        return [DEFINITE[gender][case], *word]
    return word if gender == "p" else [INDEFINITE[gender][case], *word]


def _verb(rng: Random, event: Event, *, passive: bool) -> tuple[str, str, bool]:
    """Return the finite verb, what stands at the end of the clause, and whether that is a part split off."""
    present, past, participle, infinitive, *rest = event.verb.split(" ")
    part = rest[0] if rest else ""
    plural = event.what.entry.startswith("p ")
    if event.modal:
        return event.modal, part + infinitive, False
    if passive:
        become = {"present": ("wird", "werden"), "past": ("wurde", "wurden"), "future": ("wird", "werden")}[event.tense]
        end = part + participle + (" werden" if event.tense == "future" else "")
        return become[plural], end, False
    if event.tense == "future":
        return "wird", part + infinitive, False
    if event.tense == "past" and rng.random() < 0.5:
        return "hat", part + participle, False
    return (past if event.tense == "past" else present), part, bool(part)

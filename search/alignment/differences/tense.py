"""Whether a sentence tells of what was, is or will be, and whether something is done in it or suffered."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from search.alignment.tables import words
from search.alignment.units import Sentence, Sort, Unit, kept
from search.text.words import listed


class Tense(StrEnum):
    """When something happens."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


_WERDEN = frozenset({"wird", "werden", "werde", "wirst", "werdet"})
_GERMAN_PAST = frozenset(
    listed(
        "wurde wurden wurdest worden war waren hatte hatten frueher damals"
        " musste mussten durfte durften konnte konnten wollte wollten"
    )
)
_HABEN = frozenset({"hat", "haben", "habe", "hab", "hast", "habt"})
_MODAL_INFINITIVES = frozenset({"muessen", "duerfen", "koennen", "wollen", "sollen"})
_SEIN = frozenset({"ist", "sind", "sei", "bin", "seid"})
_ENGLISH_PAST = frozenset({"was", "were", "had", "did", "usedto", "formerly", "previously"})
_WILL = frozenset({"will", "shall", "won"})
_MODAL = frozenset({"can", "may", "must", "should", "might", "could", "would"})
_HAVE = frozenset({"has", "have"})
_BE = frozenset({"is", "are", "am", "be"})
_ANY_BE = _BE | {"was", "were", "been", "being"}
_PREFIXES = ("be", "ver", "er", "ent", "zer", "miss")


@kept
def tense_of(sentence: Sentence) -> Tense:
    """Return the tense of a German or English sentence, from its auxiliary verb or the form of its verb."""
    return _german(sentence) if sentence.lang == "de" else _english(sentence)


def _german(sentence: Sentence) -> Tense:
    said = sentence.forms
    has_participle = any(is_participle(unit) for unit in sentence.content)
    if not said.isdisjoint(_GERMAN_PAST):
        return Tense.PAST
    if not said.isdisjoint(_WERDEN):
        return Tense.PRESENT if has_participle else Tense.FUTURE
    if not said.isdisjoint(_HABEN):
        return Tense.PAST if has_participle or _has_been_able(sentence) else Tense.PRESENT
    if not said.isdisjoint(_SEIN):
        return Tense.PAST if any(map(_is_perfect_with_sein, sentence.content)) else Tense.PRESENT
    return Tense.PAST if any(is_preterite(unit) for unit in sentence.content) else Tense.PRESENT


def _has_been_able(sentence: Sentence) -> bool:
    """Return whether a German sentence has its past in two infinitives: "hat schließen müssen"."""
    having = [unit for unit in sentence.units if unit.form in _HABEN]
    modal = [unit for unit in sentence.units if unit.form in _MODAL_INFINITIVES]
    return any(one.clause == other.clause and one.place < other.place for one in having for other in modal)


def _english(sentence: Sentence) -> Tense:
    said = sentence.forms
    if not said.isdisjoint(_ENGLISH_PAST):
        return Tense.PAST
    if not said.isdisjoint(_WILL):
        return Tense.FUTURE
    if not said.isdisjoint(_MODAL):
        return Tense.PRESENT
    if not said.isdisjoint(_HAVE) and any(_is_english_past(unit) for unit in sentence.content):
        return Tense.PAST
    if not said.isdisjoint(_BE):
        return Tense.PRESENT
    return Tense.PAST if any(_is_english_past(unit) for unit in sentence.content) else Tense.PRESENT


def is_participle(unit: Unit) -> bool:
    """Return whether a German word may be a past participle: "geräumt", "verkauft", "ausgetauscht"."""
    form = unit.form
    stems = [form.partition("ge")[2], *(form.removeprefix(prefix) for prefix in _PREFIXES if form.startswith(prefix))]
    ends = any((stem.endswith("t") and len(stem) > 2) or (stem.endswith("en") and len(stem) > 3) for stem in stems)
    return unit.written[0].islower() and (ends or (form.endswith("iert") and len(form) > 6))


def _is_perfect_with_sein(unit: Unit) -> bool:
    """Return whether "ist" and a German word tell of what has happened: "gestorben", "eingestürzt"."""
    return is_participle(unit) and unit.lemma.endswith(_with_sein())


@cache
def _with_sein() -> tuple[str, ...]:
    return tuple(words("verbs_with_sein", "de"))


_WEAK = frozenset({"te", "ten", "test", "tet", "ete", "eten", "etest", "etet"})


def is_preterite(unit: Unit) -> bool:
    """Return whether a German word is a verb in its past form: "räumte", "starb"."""
    form, lemma = unit.form, unit.lemma
    if unit.sort is not Sort.CONTENT or unit.is_capital or not lemma.endswith("n") or form in {lemma, "weiss"}:
        return False
    if form.replace("zu", "", 1) == lemma:
        return False
    root = lemma.removesuffix("n").removesuffix("e")
    if form.startswith(root):
        # "erlaubte" and "arbeitete", not "verbietet".
        return form.removeprefix(root) in _WEAK
    if form.endswith(("te", "ten", "test")):
        return True
    # What is left of the present ends in -t, -e or -st, or is the base form itself.
    return not form.endswith(("t", "e", "st", "nd", "nde", "nden", "nder")) and not is_participle(unit)


@cache
def _irregular() -> frozenset[str]:
    return words("past_forms", "en")


def _is_english_past(unit: Unit) -> bool:
    if unit.sort is not Sort.CONTENT or unit.is_capital:
        return False
    return unit.form in _irregular() or (unit.form.endswith("ed") and unit.form != unit.lemma)


@kept
def is_going_on(sentence: Sentence) -> bool:
    """Return whether something is being done: "wird gesperrt", "is being closed"."""
    said = sentence.forms
    if sentence.lang == "de":
        return not said.isdisjoint(_WERDEN) and any(map(is_participle, sentence.content))
    return "being" in said


@kept
def is_done(sentence: Sentence) -> bool:
    """Return whether something has been done and stays so: "ist gesperrt", "is closed"."""
    said = sentence.forms
    if sentence.lang == "de":
        return not said.isdisjoint(_SEIN) and any(map(is_participle, sentence.content))
    return not said.isdisjoint(_BE) and "being" not in said and any(map(_is_english_past, sentence.content))


@kept
def is_passive(sentence: Sentence) -> bool:
    """Return whether the sentence says by whom something is done, so that its first noun suffers it."""
    if sentence.lang == "de":
        done = not sentence.forms.isdisjoint(_WERDEN | {"wurde", "wurden", "worden"})
        return (
            done
            and any(is_participle(unit) for unit in sentence.content)
            and not sentence.forms.isdisjoint(AGENT["de"])
        )
    return (
        not sentence.forms.isdisjoint(_ANY_BE)
        and "by" in sentence.forms
        and any(_is_english_past(unit) for unit in sentence.content)
    )


AGENT = {"de": frozenset({"von", "vom", "durch", "durchs"}), "en": frozenset({"by"})}

"""Whether a sentence tells of what was, is or will be, and whether something is done in it or suffered."""

from __future__ import annotations

import re
from enum import StrEnum

from search.alignment.reading import Sentence, Sort, Unit
from search.text.words import listed


class Tense(StrEnum):
    """When something happens."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


_WERDEN = frozenset({"wird", "werden", "werde", "wirst", "werdet"})
_GERMAN_PAST = frozenset(
    {"wurde", "wurden", "wurdest", "worden", "war", "waren", "hatte", "hatten", "früher", "damals"}
)
_HABEN = frozenset({"hat", "haben", "habe", "hast", "habt"})
_SEIN = frozenset({"ist", "sind", "sei", "bin", "seid"})
_ENGLISH_PAST = frozenset({"was", "were", "had", "did", "usedto", "formerly", "previously"})
_WILL = frozenset({"will", "shall", "won"})
_MODAL = frozenset({"can", "may", "must", "should", "might", "could", "would"})
_HAVE = frozenset({"has", "have"})
_BE = frozenset({"is", "are", "am", "be"})
_ANY_BE = _BE | {"was", "were", "been", "being"}
_PARTICIPLE = re.compile(r"\w*ge\w{2,}(?:t|en)|(?:be|ver|er|ent|zer|miss)\w{2,}(?:t|en)|\w{3,}iert")


def tense_of(sentence: Sentence) -> Tense:
    """Return the tense of a German or English sentence, from its auxiliary verb or the form of its verb."""
    return _german(sentence) if sentence.lang == "de" else _english(sentence)


def _german(sentence: Sentence) -> Tense:
    words = sentence.folded
    has_participle = any(is_participle(unit) for unit in sentence.content)
    if not words.isdisjoint(_GERMAN_PAST):
        return Tense.PAST
    if not words.isdisjoint(_WERDEN):
        return Tense.PRESENT if has_participle else Tense.FUTURE
    if not words.isdisjoint(_HABEN):
        return Tense.PAST if has_participle else Tense.PRESENT
    if not words.isdisjoint(_SEIN):
        return Tense.PRESENT
    return Tense.PAST if any(is_preterite(unit) for unit in sentence.content) else Tense.PRESENT


def _english(sentence: Sentence) -> Tense:
    words = sentence.folded
    if not words.isdisjoint(_ENGLISH_PAST):
        return Tense.PAST
    if not words.isdisjoint(_WILL):
        return Tense.FUTURE
    if not words.isdisjoint(_MODAL):
        return Tense.PRESENT
    if not words.isdisjoint(_HAVE) and any(_is_english_past(unit) for unit in sentence.content):
        return Tense.PAST
    if not words.isdisjoint(_BE):
        return Tense.PRESENT
    return Tense.PAST if any(_is_english_past(unit) for unit in sentence.content) else Tense.PRESENT


def is_participle(unit: Unit) -> bool:
    """Return whether a German word may be a past participle: "geräumt", "verkauft", "ausgetauscht"."""
    return unit.written[0].islower() and _PARTICIPLE.fullmatch(unit.form) is not None


def is_preterite(unit: Unit) -> bool:
    """Return whether a German word is a verb in its past form: "räumte", "starb"."""
    form, lemma = unit.form, unit.lemma
    if unit.sort is not Sort.CONTENT or unit.is_capital or not lemma.endswith("n") or form == lemma:
        return False
    if form.endswith(("te", "ten", "test", "tet")):
        return True
    # What is left of the present ends in -t, -e or -st, or is the base form itself.
    return not form.endswith(("t", "e", "st", "nd", "nde", "nden", "nder")) and not is_participle(unit)


def _is_english_past(unit: Unit) -> bool:
    if unit.sort is not Sort.CONTENT or unit.is_capital:
        return False
    return unit.form in _IRREGULAR or (unit.form.endswith("ed") and unit.form != unit.lemma)


_IRREGULAR = frozenset(
    listed(
        "arose awoke beat beaten became become began begun bent bet bitten blew blown bought bound bred broke broken brought"
        " built burnt burst caught chose chosen came dealt dug done drank drunk drew drawn driven drove eaten ate fallen fell"
        " fed felt fled flew flown forbade forbidden forgot forgotten fought found froze frozen gave given gone went got grew"
        " grown heard held hid hidden hit hung hurt kept knew known laid lain led left lent lied lit lost made meant met paid"
        " proved proven put quit ran rang risen rode ridden rose said sang sank sat saw seen sent shaken shone shook shot"
        " shown shrank shut slept slid sold sought spent spoke spoken spread sprang stole stolen stood struck stuck stung"
        " sunk swam swept swore sworn taken taught threw thrown told took tore torn understood withdrew woke won wore worn"
        " wrote written"
    )
)


def is_passive(sentence: Sentence) -> bool:
    """Return whether the sentence says by whom something is done, so that its first noun suffers it."""
    if sentence.lang == "de":
        done = not sentence.folded.isdisjoint(_WERDEN | {"wurde", "wurden", "worden"})
        return (
            done
            and any(is_participle(unit) for unit in sentence.content)
            and not sentence.folded.isdisjoint(AGENT["de"])
        )
    return (
        not sentence.folded.isdisjoint(_ANY_BE)
        and "by" in sentence.folded
        and any(_is_english_past(unit) for unit in sentence.content)
    )


AGENT = {"de": frozenset({"von", "vom", "durch", "durchs"}), "en": frozenset({"by"})}

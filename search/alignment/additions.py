"""What a post says beside the claim: that it is denied, that people should act, or nothing that matters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from search.alignment import lexicon
from search.alignment.reading import PARTICLES, Sentence, Sort, Unit
from search.text.words import listed


class Addition(StrEnum):
    """What a sentence beside those that met does."""

    HARMLESS = "harmless"
    DENIAL = "denial"
    CALL = "call"
    OTHER = "other"


# Beginnings of words that say that something is not true.
_DENYING = {
    "de": re.compile(
        r"fakes?$|fakenews|fake-|falsch|lüge|gelogen|erlogen|lügner|gerücht|(?:zeitungs)?enten?$|hoax|satir|parodi|dement|erfunden"
        r"|erfindung|entwarnung|widerleg|unwahr|unfug|unsinn|quatsch|blödsinn|schwachsinn|humbug|(?:ammen)?märchen|mythos"
        r"|mythen$|schwindel|fälsch|gefälscht|fehlalarm|fehlinfo|fehlmeldung|desinfo|irreführ|scherz|aprilscherz|witz$"
        r"|manipulier|(?:foto)?montage|klarstell|klargestellt|richtig(?:ge)?stell|ki-|schmarrn|bullshit|panikmache|irrtum"
        r"|irrtümlich|missverständnis|verschwörungs|zurückgenommen|zurückgezogen|photoshop|gestellt$|hirngespinst|bestreite"
    ),
    "en": re.compile(
        r"fakes?$|fake-|faked|hoax|false|untrue|satir|parod|debunk|refut|deni|deny|rumou?r|lies?$|liar|lying|fabricat|nonsense"
        r"|rubbish|bullshit|bogus|mislead|disinfo|misinfo|doctored|photoshop|prank|joke|fiction|invented|made-up|baseless"
        r"|unfounded|correction|retract|disprov|myth|scaremonger|mistake|misunderst|conspiracy|staged|april|ai-|debunk"
    ),
}
# Only with a "not" beside them.
_TRUTH = {
    "de": frozenset(
        listed(
            "stimmt wahr richtig korrekt echt passiert dran wahres glaubt glaube glauben bestätigt gegeben existiert"
        )
    ),
    "en": frozenset(listed("true right correct real accurate happened happen case believe confirmed exist exists")),
}
_NOT = {
    "de": frozenset(listed("nicht nichts kein keine keinen nie")),
    "en": frozenset(listed("not no never nothing isnt didnt")),
}
_CALLING = {
    "de": frozenset(
        listed(
            "aufgehängt aufhängen erschossen erschießen abknallen einsperren weggesperrt verprügelt totschlagen verbrannt"
            " verbrennen vergasen abgeschoben abschieben rausschmeißen verjagen ausrotten gehenkt gelyncht boykottieren"
            " boykottiert kreuzigen steinigen hängt weg raus nieder sollte sollten müsste müssten gehört gehören"
            " verdient verdienen anzeigen verklagen"
        )
    ),
    "en": frozenset(
        listed(
            "hang hanged shoot shot burn kill beat lynch deport jail lock string exterminate eradicate boycott sue should"
            " must deserve deserves let's lets everybody everyone"
        )
    ),
}
_WEIGHTY = {
    "de": frozenset({"sollte", "sollten", "müsste", "müssten", "gehört", "gehören"}),
    "en": frozenset({"should", "must"}),
}
_SELF = {
    "de": frozenset(listed("ich mir mich mein meine meinem meinen meiner")),
    "en": frozenset(listed("i me my mine i'm i've")),
}


_ASKING = {
    "de": frozenset(
        listed(
            "stimmt wahr echt wirklich jemand weiß wisst bekannt dran fake falsch richtig glaubwürdig davon meint haltet"
            " gehört bestätigen prüfen checken ihr redaktion das"
        )
    ),
    "en": frozenset(
        listed("true real anyone anybody know check verify heard fake legit correct confirm this that you what")
    ),
}


def addition_of(sentence: Sentence) -> Addition:
    """Return what a sentence that did not meet the claim adds to it."""
    lang, words = sentence.lang, sentence.folded
    if lang not in _DENYING:
        return Addition.OTHER
    if not sentence.asks and denies([unit.written.casefold() for unit in sentence.units], lang):
        return Addition.DENIAL
    if sentence.is_head or not sentence.content:
        return Addition.HARMLESS
    if sentence.asks:
        return Addition.OTHER if words.isdisjoint(_ASKING[lang]) else Addition.HARMLESS
    if _calls(sentence):
        return Addition.CALL
    if not words.isdisjoint(_SELF[lang]) and not sentence.text.rstrip().endswith("!"):
        return Addition.HARMLESS
    return Addition.OTHER


def denies(words: Sequence[str], lang: str) -> bool:
    """Return whether words, case-folded and in their order, say that something is not true."""
    if lang not in _DENYING:
        return False
    for place, word in enumerate(words):
        # "Kein Scherz", "this is no joke" says that it is true.
        if _DENYING[lang].match(word) and _NOT[lang].isdisjoint(words[max(0, place - 2) : place]):
            return True
    return not _NOT[lang].isdisjoint(words) and not _TRUTH[lang].isdisjoint(words)


def _calls(sentence: Sentence) -> bool:
    lang, words = sentence.lang, sentence.folded
    calling = words & _CALLING[lang]
    if calling - _WEIGHTY[lang] and words.isdisjoint(_SELF[lang]):
        return True
    if calling & _WEIGHTY[lang]:
        return True
    return _is_imperative(sentence)


def _is_imperative(sentence: Sentence) -> bool:
    """Return whether a clause of a sentence with an exclamation mark begins with a verb that tells people to act."""
    if not sentence.text.rstrip().endswith("!"):
        return False
    before = -1
    for unit in sentence.units:
        if unit.clause != before and _tells(unit):
            return True
        before = unit.clause
    return False


def _tells(first: Unit) -> bool:
    if first.groups or first.sort is not Sort.CONTENT:
        return False
    word = first.written.casefold()
    base = lexicon.lemma(word, first.lang)
    if first.lang == "de":
        return base.endswith("n") and word.endswith(("t", "e")) and first.form not in PARTICLES
    return base == word and lexicon.in_dictionary(word, "en")

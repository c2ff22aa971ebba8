"""What a post says beside the claim: that it is denied, that people should act, or nothing that matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from search.alignment import lexicon
from search.alignment.assertions import denies, jests, judged, words_of
from search.alignment.greetings import greets
from search.alignment.reading import PARTICLES
from search.alignment.small_words import SETTLING, Group
from search.alignment.units import Sentence, Sort, Unit
from search.text.words import listed


class Addition(StrEnum):
    """What a sentence beside those that met does."""

    HARMLESS = "harmless"
    DENIAL = "denial"
    CALL = "call"
    CONDITION = "condition"
    OTHER = "other"


_DOUBTING = frozenset({Group.LIMIT, Group.CONDITION, Group.MODALITY, Group.DEGREE})
# What comes after one of these is more than a remark, unless it is that it is true.
_GOING_ON = frozenset({"aber", "but", "denn", "doch", "except", "however", "jedoch", "obwohl", "though", "weil"})
_AND = frozenset({"aber", "and", "but", "oder", "or", "und"})
_LEADING_ON = frozenset(
    listed(
        "als because bevor da dass der die ehe how if nachdem ob seit since that was weil wenn what when which who wie"
    )
)
_OTHERS = frozenset({"alle", "everyone", "ihr", "jemand", "somebody", "someone", "we", "wir", "you"})
# "Das hätte ich nie geglaubt" is said by whoever does now.
_SURPRISED = frozenset({"hätte", "hätten", "would"})
_WE = frozenset({"uns", "us", "we", "wir"})
_HAVING = frozenset({"hab", "habe", "haben", "hat", "hatte", "hatten"})


def addition_of(sentence: Sentence) -> Addition:
    """Return what a sentence that did not meet the claim adds to it."""
    if sentence.lang not in lexicon.LANGUAGES:
        return Addition.OTHER
    if not sentence.asks and (denies(_words(sentence), sentence.lang) or jests(sentence.raw, sentence.lang)):
        return Addition.DENIAL
    if greets(sentence.text, sentence.lang):
        return Addition.HARMLESS
    if sentence.is_head:
        return _of_head(sentence)
    if not sentence.content:
        return _of_small_words(sentence)
    return _of_sentence(sentence)


def _of_small_words(sentence: Sentence) -> Addition:
    """Return what a sentence of nothing else does: "Nein.", "No, they don't.", "Vielleicht."."""
    if sentence.asks:
        return Addition.HARMLESS
    if _says_no(sentence):
        return Addition.DENIAL
    return (
        Addition.OTHER
        if any(group in _DOUBTING for unit in sentence.units for group, _ in unit.groups)
        else Addition.HARMLESS
    )


def _of_sentence(sentence: Sentence) -> Addition:
    taken_back = None if sentence.asks else _taken_back(sentence)
    if taken_back is not None:
        return taken_back
    if _only_remarks(sentence) and not (_is_loud(sentence) and _is_imperative(sentence)):
        return Addition.HARMLESS
    if not sentence.asks and _calls(sentence):
        return Addition.CALL
    if sentence.asks:
        is_harmless = not sentence.folded.isdisjoint(words_of(sentence.lang).asking)
    else:
        is_harmless = _is_of_the_writer(sentence) and not _is_loud(sentence) and not _found_nothing(sentence)
    return Addition.HARMLESS if is_harmless else Addition.OTHER


def _words(sentence: Sentence) -> list[str]:
    return [unit.written.casefold() for unit in sentence.units]


def _says_no(sentence: Sentence) -> bool:
    return any(group is Group.NEGATION or value == "no" for unit in sentence.units for group, value in unit.groups)


def _only_remarks(sentence: Sentence) -> bool:
    """Return whether a sentence is nothing but a remark on what was said: "So eine Schande!", "Traurig, aber wahr"."""
    known = words_of(sentence.lang)
    allowed = known.remarks | known.asking | known.unsure
    words = [unit.written.casefold() for unit in sentence.units if unit.sort is not Sort.SMALL]
    if not all(word in allowed or known.says(word) for word in words):
        return False
    if not sentence.folded.isdisjoint(_GOING_ON) and known.true.isdisjoint(words):
        return False
    limits = SETTLING if sentence.folded.isdisjoint(known.unsure) else SETTLING - {Group.NEGATION}
    return limits.isdisjoint(group for unit in sentence.units for group, _ in unit.groups)


def _taken_back(sentence: Sentence) -> Addition | None:
    """Return what a sentence does by which a writer takes something back: "my bad", "hab ich früher geglaubt".

    Whoever believed or thought something may still do so: nobody can tell.
    """
    known, words = words_of(sentence.lang), _words(sentence)
    if any(phrase in f" {' '.join(words)} " for phrase in known.erring):
        return Addition.DENIAL
    if known.self.isdisjoint(words) or not _SURPRISED.isdisjoint(words):
        return None
    is_over = not known.formerly.isdisjoint(words)
    if not known.believed.isdisjoint(words):
        return Addition.DENIAL if is_over or _says_no(sentence) else Addition.OTHER
    return Addition.OTHER if is_over and not known.thought.isdisjoint(words) else None


def _found_nothing(sentence: Sentence) -> bool:
    """Return whether a writer says that he looked and it is not so, which denies as well: "I checked, it is not"."""
    known = words_of(sentence.lang)
    return _says_no(sentence) and not sentence.folded.isdisjoint(known.finding)


def _of_head(head: Sentence) -> Addition:
    """Return what stands in front of a colon: where it was heard, "In Graz", or who says so."""
    if _only_introduces(head) or judged(_words(head), head.lang):
        return Addition.HARMLESS
    before = (None, *head.units)
    settled = any(_settles(unit, after) for after, unit in zip(before, head.units, strict=False))
    return Addition.CONDITION if settled else Addition.OTHER


def _settles(unit: Unit, after: Unit | None) -> bool:
    """Return whether a word says where, when, how many or on what condition."""
    if unit.groups or unit.sort in {Sort.NUMBER, Sort.DATE}:
        return True
    # Persons are called like towns; what stands in a town has a small word before it.
    is_place = after is not None and after.sort is Sort.SMALL and lexicon.is_place(unit.written)
    return unit.sort is Sort.CONTENT and (is_place or lexicon.is_time(unit.lemma))


def _only_introduces(head: Sentence) -> bool:
    """Return whether what stands in front of a colon settles nothing: "Gerade gehört", not "Nur in Bayern"."""
    known, words = words_of(head.lang), [unit.written.casefold().rstrip("'’") for unit in head.units]
    if any(map(known.says, words)):
        return SETTLING.isdisjoint(group for unit in head.units for group, _ in unit.groups)
    return all(
        word in known.heads or (unit.sort is Sort.SMALL and not unit.groups)
        for word, unit in zip(words, head.units, strict=True)
    )


def _is_of_the_writer(sentence: Sentence) -> bool:
    """Return whether a sentence is about whoever wrote it, and no part of it about anything else."""
    known = words_of(sentence.lang)
    if sentence.folded.isdisjoint(known.self):
        return False
    return all(
        _is_little(part) or part[0].form in _LEADING_ON or not (known.self | _WE).isdisjoint(_said(part))
        for part in _parts(sentence)
    )


def _said(part: Sequence[Unit]) -> set[str]:
    return {unit.written.casefold() for unit in part}


def _parts(sentence: Sentence) -> Iterator[list[Unit]]:
    """Yield the clauses of a sentence; "and" and "but" begin one as well."""
    part: list[Unit] = []
    for unit in sentence.units:
        if part and (unit.clause != part[-1].clause or unit.form in _AND):
            yield part
            part = []
        part.append(unit)
    if part:
        yield part


def _is_little(part: Sequence[Unit]) -> bool:
    """Return whether a clause says nothing of the claim: "und traurig", "oder so", not "und sie ist offen"."""
    known = words_of(part[0].lang)
    little = known.remarks | known.asking | known.unsure | known.self
    return all(
        unit.written.casefold() in little
        or known.says(unit.written.casefold())
        or unit.form in _AND
        or (unit.sort is Sort.SMALL and not unit.groups)
        for unit in part
    )


def _is_loud(sentence: Sentence) -> bool:
    return sentence.text.rstrip().endswith("!")


def _calls(sentence: Sentence) -> bool:
    known, words = words_of(sentence.lang), sentence.folded
    demands = words & known.demanding
    # "Das habe ich heute gehört" demands nothing.
    if demands and not (demands == {"gehört"} and not words.isdisjoint(_HAVING)):
        return True
    # "I would sue him" calls on nobody, "I say we sue him" does.
    alone = _is_of_the_writer(sentence) and words.isdisjoint(_OTHERS)
    if not words.isdisjoint(known.calling) and not alone:
        return True
    return _is_loud(sentence) and _is_imperative(sentence)


def _is_imperative(sentence: Sentence) -> bool:
    """Return whether a clause begins with a verb that tells people to act."""
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

"""That a post tells somebody to do what the claim says is done, or only supposes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.alignment import lexicon
from search.alignment.pairing import Pairing
from search.alignment.units import Sentence, Sort, Unit, kept, shown
from search.facts.differences import Difference, DifferenceKind
from search.text.words import listed

_PLEASE = frozenset({"bitte", "please"})
_ADDRESSING = frozenset(listed("dear hey liebe lieber liebes the du ihr you"))
_SUPPOSING = {
    "de": frozenset(listed("falls sofern wenn wuerde wuerden waere waeren haette haetten sollte sollten")),
    "en": frozenset(listed("if unless should were had supposing")),
}


def called_on(mine: Sentence, theirs: Sentence, pairing: Pairing) -> Iterator[Difference]:
    """Yield that one side is a call by name: "Canada, give every student a bike!" against "Canada gives …"."""
    pairs = [(one, other) for one, other, _ in pairing.pairs]
    for says, other, laid in ((mine, theirs, pairs), (theirs, mine, [(there, here) for here, there in pairs])):
        verb = _called(says, other, laid)
        if verb is not None:
            ours, others = shown([verb[0]]), shown([verb[1]])
            yield Difference(DifferenceKind.CALL, *((ours, others) if says is mine else (others, ours)))
            return


def _called(says: Sentence, other: Sentence, pairs: Sequence[tuple[Unit, Unit]]) -> tuple[Unit, Unit] | None:
    """Return the verb by which somebody is told to do something, and that of the other side."""
    is_loud = says.text.rstrip().endswith("!")
    for one, there in pairs:
        before = [unit for unit in says.units[: one.place] if unit.form not in _PLEASE]
        if not _may_tell(one, there, is_loud=is_loud) or there.place == 0 or says.asks or other.asks:
            continue
        if not before:
            # Whoever is greeted was left out. In German a verb in front may ask.
            if is_loud if says.lang == "de" else one.form != there.form:
                return one, there
            continue
        addressed = [theirs for ours, theirs in pairs if ours.place < one.place]
        if (
            addressed
            and before[-1].clause != one.clause
            and all(_addresses(unit) for unit in before)
            and all(unit.clause == there.clause and unit.place < there.place for unit in addressed)
        ):
            return one, there
    return None


def _may_tell(one: Unit, there: Unit, *, is_loud: bool) -> bool:
    if one.lemma != there.lemma or one.is_capital or there.is_capital or one.is_optional:
        return False
    if one.lang == "de":
        return one.written[0].islower() and one.lemma.endswith("n")
    is_base = one.form == one.lemma and lexicon.in_dictionary(one.lemma, one.lang)
    return is_base and (there.form != one.form or is_loud)


def _addresses(unit: Unit) -> bool:
    is_name = unit.sort is Sort.CONTENT and (unit.lang == "en" or unit.written[0].isupper())
    return is_name or unit.form in _ADDRESSING


def supposed(mine: Sentence, theirs: Sentence) -> Iterator[Difference]:
    """Yield that one side only supposes what the other says: "Falls die Bank schließt, …"."""
    ours, others = _supposing(mine), _supposing(theirs)
    # "Wenn es regnet, …" says the same behind what it is a condition of.
    if bool(ours) != bool(others) and not (_has_if(mine) and _has_if(theirs)):
        yield Difference(DifferenceKind.CONDITION, shown(ours), shown(others))


def _has_if(sentence: Sentence) -> bool:
    return not _SUPPOSING[sentence.lang].isdisjoint(sentence.forms)


@kept
def _supposing(sentence: Sentence) -> list[Unit]:
    """Return the word in front by which a sentence supposes its first clause, and goes on with what follows."""
    first = sentence.units[:1]
    if not first or sentence.asks or sentence.units[-1].clause == first[0].clause:
        return []
    return [unit for unit in first if unit.form in _SUPPOSING[sentence.lang]]

"""Whether two sentences tell of the same time, and of one thing or several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.alignment.differences.tense import Tense, is_done, is_going_on, is_passive, is_preterite, tense_of
from search.alignment.pairing import How, Pairing
from search.alignment.small_words import Group
from search.alignment.units import Sentence, Sort, Unit, shown
from search.facts.differences import Difference, DifferenceKind
from search.text.words import listed


def other_times(mine: Sentence, theirs: Sentence, pairing: Pairing) -> Iterator[Difference]:
    """Yield that one tells of the past and the other does not, where their verbs show it."""
    yield from _order_of_dates(mine, theirs)
    here, there = tense_of(mine), tense_of(theirs)
    if here is there is Tense.PRESENT and _is_underway(mine, theirs):
        yield Difference(DifferenceKind.TIME, _verbs(mine), _verbs(theirs))
    if here is there or (Tense.PAST not in {here, there} and not _will_have_to(mine, theirs)):
        return
    ours, others = _verbs(mine), _verbs(theirs)
    if not ours and not others:
        return
    if mine.lang == "de" and {here, there} == {Tense.PAST, Tense.PRESENT} and not _shows(ours, others, pairing):
        return
    yield Difference(DifferenceKind.TIME, ours, others)


def _order_of_dates(mine: Sentence, theirs: Sentence) -> Iterator[Difference]:
    """Yield that something was before, after or until a year in one, and in that year in the other."""
    ours, others = _orders(mine), _orders(theirs)
    for date in ours.keys() & others.keys():
        if bool(ours[date]) != bool(others[date]):
            yield Difference(DifferenceKind.TIME, shown(ours[date]), shown(others[date]))


def _orders(sentence: Sentence) -> dict[str, list[Unit]]:
    """Return dates, each with itself and the word before it that says in what order things came, if there is one."""
    found: dict[str, list[Unit]] = {}
    for unit in sentence.units:
        if unit.sort is Sort.DATE:
            before = [one for one in sentence.units[max(0, unit.place - 3) : unit.place] if one.clause == unit.clause]
            orders = [one for one in before if any((Group.ORDER, value) in one.groups for value in _ORDERS)]
            # "Vor dem Jahr 2021": nothing but the article and the year may stand between.
            between = before[before.index(orders[-1]) + 1 :] if orders else []
            is_of_date = orders and all(one.form in _BEFORE_YEAR for one in between)
            found[unit.lemma] = [orders[-1], unit] if is_of_date else []
    return found


_ORDERS = ("before", "after", "until")
_BEFORE_YEAR = frozenset(listed("dem den das der jahr jahre jahres ende anfang mitte the year"))


def _will_have_to(mine: Sentence, theirs: Sentence) -> bool:
    """Return whether one tells of what has to be and the other of what will have to: English keeps these apart."""
    return mine.lang == "en" and bool(_HAVING_TO & mine.forms & theirs.forms)


def _is_underway(mine: Sentence, theirs: Sentence) -> bool:
    """Return whether what is being done in one has been done in the other: "wird gesperrt" and "ist gesperrt"."""
    ours, others = ((is_going_on(sentence), is_done(sentence)) for sentence in (mine, theirs))
    return (ours, others) in {((True, False), (False, True)), ((False, True), (True, False))}


_HAVING_TO = frozenset({"must", "can", "may", "ought"})
_AUXILIARIES = frozenset(
    listed(
        "ist sind war waren wird werden wurde wurden hat haben hatte hatten"
        " muss müssen musste mussten darf dürfen durfte durften kann können konnte konnten will wollen wollte wollten"
        " is are was were will has have had did usedto must can may"
    )
)


def _verbs(sentence: Sentence) -> tuple[str, ...]:
    found = [unit for unit in sentence.units if unit.written.casefold() in _AUXILIARIES]
    if found:
        return shown(found)
    return tuple(unit.shown for unit in sentence.content if is_preterite(unit))[:1]


def _shows(ours: Sequence[str], others: Sequence[str], pairing: Pairing) -> bool:
    """Return whether present and past stand against each other in the same verb."""
    if ours and others:
        return True
    return any(is_preterite(one) != is_preterite(other) for one, other, _ in pairing.pairs if one.lemma == other.lemma)


def one_or_several(mine: Sentence, theirs: Sentence, pairing: Pairing) -> Iterator[Difference]:
    """Yield that one person or thing has become several: in what has happened, that is another report."""
    if tense_of(mine) is not Tense.PAST or is_passive(mine) != is_passive(theirs):
        return
    for one, other, how in pairing.pairs:
        is_form = how is How.FORM and one.lemma == other.lemma and one.form != other.form
        if is_form and _is_other_number(one, other, mine, theirs):
            yield Difference(DifferenceKind.QUANTITY, (one.shown,), (other.shown,))


def _is_other_number(one: Unit, other: Unit, mine: Sentence, theirs: Sentence) -> bool:
    """Return whether one of two forms of a word is about one thing, and the other about several."""
    if mine.lang == "en":
        short, long = sorted((one, other), key=lambda unit: len(unit.form))
        return short.form == short.lemma and long.form == short.form + "s"
    are_nouns = one.written[0].isupper() and other.written[0].isupper()
    return are_nouns and _verb_number(mine) != _verb_number(theirs)


def _verb_number(sentence: Sentence) -> frozenset[str]:
    """Return the finite verb of a German sentence as far as it shows whether it is about one or several."""
    found = set()
    for unit in sentence.units:
        word = unit.written.casefold()
        if word in {"ist", "war", "wird", "wurde", "hat", "hatte"}:
            found.add("one")
        elif word in {"sind", "waren", "werden", "wurden", "haben", "hatten"}:
            found.add("several")
        elif is_preterite(unit):
            found.add("several" if word.endswith("n") else "one")
    return frozenset(found)

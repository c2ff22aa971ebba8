"""What calls for haste: what a reader has said when asked, and what single words make us guess, called a guess."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum
from intake.models.cases import Kind
from intake.models.reports import Concern, Submission

# The beginning of a long text is enough, and bounds what one report costs.
_READ = 4_000


class Signal(LabelledEnum):
    """What may call for haste, as a list of cases says it."""

    DANGER = "danger", _l("a reader says that somebody is in danger now")
    AFFECTED = "affected", _l("a reader says that it is about them")
    ON_BEHALF = "on_behalf", _l("a reader reports it for somebody it is about")
    THREAT = "threat", _l("may threaten somebody")
    EXPOSED = "exposed", _l("may say where somebody lives")
    AFRAID = "afraid", _l("the reader speaks of danger or fear")
    CONCERNED = "concerned", _l("the reader may be concerned themselves")


# Nobody needs a guess about what a reader has said.
_SAID_BETTER = {
    Signal.AFRAID: frozenset({Signal.DANGER}),
    Signal.CONCERNED: frozenset({Signal.AFFECTED, Signal.ON_BEHALF}),
}
_CONCERNS = {Concern.AFFECTED: Signal.AFFECTED, Concern.ON_BEHALF: Signal.ON_BEHALF}

# Of hate only: a chain letter about murders threatens nobody.
_OF_POSTS = {
    Signal.THREAT: re.compile(
        r"\b(?:umbring|abstech|erschiess|erschlag|totschlag|totprügel|vergas|aufhäng|aufknüpf|abknall|abschlacht"
        r"|anzünd|verrecken soll|an die wand stell|an den baukran|an die laterne)"
        r"|\b(?:wir|ich) (?:kriegen|finden|holen|krieg|find|hol) (?:dich|euch)\b"
        r"|\bweiss wo (?:du|ihr) (?:wohnst|wohnt)\b|\bwissen wo (?:du|ihr) (?:wohnst|wohnt)\b"
        r"|\b(?:kill|shoot|hang|lynch|stab|burn) (?:you|him|her|them|these|those|all)\b"
        r"|\bknow where you live\b|\bdeserves? to die\b"
    ),
    Signal.EXPOSED: re.compile(
        r"\b\w{2,30}(?:strasse|str\.|gasse|weg|platz|allee) ?\d{1,3}\b|\b\d{1,4} \w{2,30} (?:street|road|avenue)\b"
        r"|\b(?:wohnt|wohnhaft|lives) (?:in der|in|at)\b"
    ),
}
_OF_READERS = {
    Signal.AFRAID: re.compile(
        r"\bangst\b|\bin gefahr\b|\bbedroh|\bpolizei\b|\bfürchte\b|\bafraid\b|\bscared\b|\bin danger\b|\bthreat"
    ),
    Signal.CONCERNED: re.compile(
        r"\b(?:über|gegen|an|von) mich\b|\bdas bin ich\b|\bbin selbst\b|\bmein(?:e|en|er|em)? (?:sohn|tochter|kind"
        r"|kinder|schwester|bruder|mutter|vater|eltern|familie|frau|mann|freund|freundin|schülerin|schüler|kollegin|kollege)\b"
        r"|\bmich (?:persönlich|selbst)\b|\b(?:about|against) me\b|\bthat(?:'s| is) me\b"
        r"|\bmy (?:son|daughter|child|children|sister|brother|mother|father|family|wife|husband|friend)\b"
    ),
}


def signals_in(kind: Kind, text: str, reasons: Iterable[str]) -> frozenset[Signal]:
    """Return what calls for haste in the words of a post and in what its readers wrote about it."""
    post = _plain(text) if kind.is_shielded else ""
    said = [_plain(reason) for reason in reasons if reason]
    found = {signal for signal, pattern in _OF_POSTS.items() if post and pattern.search(post)}
    found |= {signal for signal, pattern in _OF_READERS.items() if any(pattern.search(one) for one in said)}
    return frozenset(found)


def said_in(reports: Iterable[Submission]) -> frozenset[Signal]:
    """Return what calls for haste in what readers answered when they were asked."""
    reported = list(reports)
    danger = {Signal.DANGER for one in reported if one.is_danger}
    return frozenset(danger | {_CONCERNS[one.concern] for one in reported if one.concern in _CONCERNS})


def told(values: Collection[str]) -> list[Signal]:
    """Return the signals with these values in their order, without guesses where a reader has said it."""
    found = {signal for signal in Signal if signal.value in values}
    return [signal for signal in Signal if signal in found and not _SAID_BETTER.get(signal, frozenset()) & found]


def _plain(text: str) -> str:
    # Casefolding writes ß as ss.
    return " ".join(text[:_READ].casefold().replace(",", " ").split())

"""What in the words of a post or its reader calls for haste; a guess from single words, and called one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum
from intake.models.cases import Kind

# The beginning of a long text is enough, and bounds what one report costs.
_READ = 4_000


class Signal(LabelledEnum):
    """What may call for haste, as a list of cases says it."""

    THREAT = "threat", _l("may threaten somebody")
    EXPOSED = "exposed", _l("may say where somebody lives")
    AFRAID = "afraid", _l("the reader speaks of danger or fear")
    CONCERNED = "concerned", _l("the reader may be concerned themselves")


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


def _plain(text: str) -> str:
    # Casefolding writes ß as ss.
    return " ".join(text[:_READ].casefold().replace(",", " ").split())

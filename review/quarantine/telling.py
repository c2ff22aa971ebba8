"""How lines of the trail about reports that are held back read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from audit.models import Event
from audit.telling import Sentence, Told, number_in, tells, text_in, who
from review.quarantine.emptying import QuarantineAction, WhyDiscarded

_TEXTS: Mapping[QuarantineAction, LazyString] = {
    QuarantineAction.LET_IN: _l("%(who)s let in %(reports)s that were held back."),
    QuarantineAction.DISCARDED: _l("%(who)s discarded %(reports)s that were held back."),
    QuarantineAction.TAKEN_BACK: _l("%(who)s took back that %(reports)s were discarded."),
}


@tells(QuarantineAction, group=_l("Held back"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    return {event.id: _told(event) for event in events}


def _told(event: Event) -> Told:
    count = number_in(event, "reports") or 0
    places = {"who": who(event), "reports": ngettext("%(num)s report", "%(num)s reports", count)}
    why = text_in(event, "why")
    reason = str(WhyDiscarded(why).label) if why in set(WhyDiscarded) else ""
    return Told(Sentence(str(_TEXTS[QuarantineAction(event.action)]), places), reason)

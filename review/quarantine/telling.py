"""How lines of the trail about reports that are held back read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from audit.models import Event
from audit.telling import Sentence, Told, Word, number_in, numbers_in, tells, text_in, who
from intake.models.mutes import MuteAction, WhyMuted
from intake.telling import report_in, reports
from review.quarantine.emptying import QuarantineAction, WhyDiscarded

_TEXTS: Mapping[QuarantineAction, LazyString] = {
    QuarantineAction.LET_IN: _l("%(who)s let in %(reports)s that were held back."),
    QuarantineAction.DISCARDED: _l("%(who)s discarded %(reports)s that were held back."),
    QuarantineAction.TAKEN_BACK: _l("%(who)s took back that %(reports)s were discarded."),
}


_MUTES: Mapping[MuteAction, LazyString] = {
    MuteAction.CONTACT_MUTED: _l("%(who)s muted the contact of %(report)s."),
    MuteAction.CONTACT_UNMUTED: _l("%(who)s muted a contact no longer, which had held back %(reports)s."),
    MuteAction.MUTE_ENDED: _l("%(who)s ended the mute of a contact at its day; it had held back %(reports)s."),
    MuteAction.MUTED_REPORT_HELD: _l("%(who)s held back %(report)s, because the desk has muted its contact."),
}


@tells(QuarantineAction, group=_l("Held back"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    return {event.id: _told(event) for event in events}


@tells(MuteAction, group=_l("Held back"))
def _tell_of_mutes(events: Sequence[Event]) -> Mapping[int, Told]:
    known = reports(numbers_in(events, "submission"))
    told = {}
    for event in events:
        count, why = number_in(event, "reports") or 0, text_in(event, "why")
        places: dict[str, Word] = {
            "who": who(event),
            "report": report_in(event, known),
            "reports": ngettext("%(num)s report", "%(num)s reports", count),
        }
        reason = str(WhyMuted(why).label) if why in set(WhyMuted) else ""
        told[event.id] = Told(Sentence(str(_MUTES[MuteAction(event.action)]), places), reason)
    return told


def _told(event: Event) -> Told:
    count = number_in(event, "reports") or 0
    places = {"who": who(event), "reports": ngettext("%(num)s report", "%(num)s reports", count)}
    why = text_in(event, "why")
    reason = str(WhyDiscarded(why).label) if why in set(WhyDiscarded) else ""
    return Told(Sentence(str(_TEXTS[QuarantineAction(event.action)]), places), reason)

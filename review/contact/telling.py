"""How lines of the trail about readers' addresses and letters to them read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

from audit.models import Event
from audit.telling import Sentence, Told, Word, number_in, numbers_in, tells, text_in, who
from core.outbox.models import OutboxAction
from intake.models.contacts import ContactAction, WhyOpened
from intake.telling import report_in, reports

_OPENED = _l("%(who)s opened the mail address of the reader of %(report)s. Why: %(why)s.")
_RELEASED = _l("%(who)s let letters leave again after a backup was put back.")
_RELEASED_BY_COMMAND = _l("All letters were let go by command that were held after a backup was put back.")
_LET_GO = _l("Letter no. %(number)s, which was held after a backup was put back, was let go by command.")
_DROPPED = _l("Letter no. %(number)s, which was held after a backup was put back, was dropped by command.")
_AGAIN = _l("%(who)s had letter no. %(number)s sent again, which had not arrived.")

_OF_ONE = {
    OutboxAction.LETTER_TRIED_AGAIN: _AGAIN,
    OutboxAction.LETTER_LET_GO: _LET_GO,
    OutboxAction.LETTER_DROPPED: _DROPPED,
}


@tells(ContactAction, group=_l("Mail to readers"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    known = reports(numbers_in(events, "submission"))
    told = {}
    for event in events:
        why = text_in(event, "why")
        places: dict[str, Word] = {
            "who": who(event),
            "report": report_in(event, known),
            "why": str(WhyOpened(why).label) if why in set(WhyOpened) else why,
        }
        told[event.id] = Told(Sentence(str(_OPENED), places))
    return told


@tells(OutboxAction, group=_l("Mail to readers"))
def _tell_of_letters(events: Sequence[Event]) -> Mapping[int, Told]:
    told = {}
    for event in events:
        if event.action == OutboxAction.LETTERS_RELEASED:
            sentence = _RELEASED_BY_COMMAND if event.editor_id is None else _RELEASED
            told[event.id] = Told(Sentence(str(sentence), {"who": who(event)}))
        else:
            places: dict[str, Word] = {"who": who(event), "number": str(number_in(event, "letter") or "?")}
            told[event.id] = Told(Sentence(str(_OF_ONE[OutboxAction(event.action)]), places))
    return told

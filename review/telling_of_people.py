"""How lines of the trail about people at a case, and about notes, read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from accounts.models import Editor
from audit.models import Event
from audit.telling import Sentence, Thing, Told, Word, named, number_in, numbers_in, tells, who
from core.db import db
from review.holding.models import HoldingAction
from review.notes.models import NoteAction

# By the action; under which name the line has the colleague whom it is about.
_COLLEAGUE = {HoldingAction.LEASE_TAKEN_OVER: "holder"}
_TEXTS = {
    HoldingAction.LEASE_TAKEN_OVER: _l("%(who)s took %(case)s over from %(colleague)s, who was working on it."),
    HoldingAction.CASE_ASSIGNED: _l("%(who)s gave %(case)s to %(colleague)s."),
    HoldingAction.ASSIGNMENT_LIFTED: _l("%(who)s gave %(case)s, which %(colleague)s had, to nobody in particular."),
    HoldingAction.NAMED_IN_CASE: _l("%(who)s is named in the post of %(case)s, and leaves it to others."),
    HoldingAction.NAMED_LIFTED: _l("%(who)s found that %(colleague)s is not named in the post of %(case)s after all."),
}
_OF_NOTES = {
    NoteAction.NOTE_WRITTEN: _l("%(who)s wrote a note about %(case)s."),
    NoteAction.NOTE_WITHDRAWN: _l("%(who)s withdrew a note about %(case)s."),
}


@tells(HoldingAction, group=_l("Who works on what"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    ids = numbers_in(events, "editor", "holder")
    rows = db.session.execute(select(Editor.id, Editor.desk_name).where(Editor.id.in_(ids))) if ids else ()
    people = {number: Thing(name) for number, name in rows}
    return {event.id: Told(_sentence(event, people)) for event in events}


def _sentence(event: Event, people: Mapping[int, Thing]) -> Sentence:
    action = HoldingAction(event.action)
    number = number_in(event, _COLLEAGUE.get(action, "editor"))
    colleague = named("account", number) if number is None or number not in people else people[number]
    places: dict[str, Word] = {"who": who(event), "case": named("case", event.case_id), "colleague": colleague}
    return Sentence(str(_TEXTS[action]), places)


@tells(NoteAction, group=_l("Notes"))
def _tell_of_notes(events: Sequence[Event]) -> Mapping[int, Told]:
    return {
        event.id: Told(
            Sentence(
                str(_OF_NOTES[NoteAction(event.action)]), {"who": who(event), "case": named("case", event.case_id)}
            )
        )
        for event in events
    }

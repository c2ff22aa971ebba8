"""How lines of the trail about questions to readers read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

from audit.models import Event
from audit.telling import Sentence, Told, named, numbers_in, tells, who
from intake.models.remarks import TalkAction
from intake.telling import report_in, reports

_SENTENCES = {
    TalkAction.QUESTION_ASKED: _l("%(who)s asked the reader of %(report)s in %(case)s a question."),
    TalkAction.QUESTION_WITHDRAWN: _l("%(who)s withdrew the question to the reader of %(report)s in %(case)s."),
}


@tells(TalkAction, group=_l("Questions to readers"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    known = reports(numbers_in(events, "submission"))
    return {
        event.id: Told(
            Sentence(
                str(_SENTENCES[TalkAction(event.action)]),
                {"who": who(event), "report": report_in(event, known), "case": named("case", event.case_id)},
            )
        )
        for event in events
    }

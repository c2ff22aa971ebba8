"""How lines of the trail about trainings read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from audit.models import Event
from audit.telling import Sentence, Told, number_in, tells, who
from review.trainings.opening import TrainingAction

_TEXTS = {
    TrainingAction.TRAINING_OPENED: _l("%(who)s opened a training for %(reports)s."),
    TrainingAction.TRAINING_CLOSED: _l("%(who)s closed a training after %(reports)s."),
}


@tells(TrainingAction, group=_l("Trainings"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    return {event.id: Told(_sentence(event)) for event in events}


def _sentence(event: Event) -> Sentence:
    count = number_in(event, "reports") or 0
    reports = ngettext("%(num)s report", "%(num)s reports", count)
    return Sentence(str(_TEXTS[TrainingAction(event.action)]), {"who": who(event), "reports": reports})

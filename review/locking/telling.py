"""How lines of the trail about locked files read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

from audit.models import Event
from audit.telling import Sentence, Told, Word, named, tells, who
from intake.models.files import FileAction

_TEXTS = {
    FileAction.FILE_LOCKED: _l("%(who)s locked a file of %(case)s, so that nobody looks at it."),
    FileAction.FILE_UNLOCKED: _l("%(who)s unlocked a file of %(case)s."),
    FileAction.FILE_ERASED: _l("%(who)s erased the content of a locked file of %(case)s."),
}


@tells(FileAction, group=_l("Locked files"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    told = {}
    for event in events:
        places: dict[str, Word] = {"who": who(event), "case": named("case", event.case_id)}
        told[event.id] = Told(Sentence(str(_TEXTS[FileAction(event.action)]), places))
    return told

"""How lines of the trail about help lines read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from audit.models import Event
from audit.telling import Sentence, Told, number_in, numbers_in, tells, who
from core.db import db
from intake.models.help import HelpAction, HelpLine

_TEXTS = {
    HelpAction.HELP_LINE_ADDED: _l("%(who)s added the help line %(line)s."),
    HelpAction.HELP_LINE_CHANGED: _l("%(who)s changed the help line %(line)s."),
    HelpAction.HELP_LINE_SHOWN: _l("%(who)s showed the help line %(line)s to readers again."),
    HelpAction.HELP_LINE_HIDDEN: _l("%(who)s hid the help line %(line)s from readers."),
    HelpAction.HELP_LINE_CHECKED: _l("%(who)s tried the help line %(line)s and found it right."),
}


@tells(HelpAction, group=_l("Help lines"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    ids = numbers_in(events, "help_line")
    rows = select(HelpLine.id, HelpLine.name).where(HelpLine.id.in_(ids))
    called = dict(db.session.execute(rows).all()) if ids else {}
    return {
        event.id: Told(
            Sentence(
                str(_TEXTS[HelpAction(event.action)]),
                {
                    "who": who(event),
                    "line": gettext("“%(headline)s”", headline=called.get(number_in(event, "help_line") or 0, "?")),
                },
            )
        )
        for event in events
    }

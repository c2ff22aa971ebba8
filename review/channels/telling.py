"""How lines of the trail about programs that send reports read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from audit.models import Event
from audit.telling import Sentence, Told, number_in, numbers_in, tells, who
from core.api.tokens import ApiToken
from core.db import db
from review.channels.making import ChannelAction

_TEXTS = {
    ChannelAction.TOKEN_MADE: _l("%(who)s let the program %(program)s send reports."),
    ChannelAction.TOKEN_WITHDRAWN: _l("%(who)s withdrew the token of the program %(program)s."),
}


@tells(ChannelAction, group=_l("Programs"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    ids = numbers_in(events, "token")
    called = (
        dict(db.session.execute(select(ApiToken.id, ApiToken.name).where(ApiToken.id.in_(ids))).all()) if ids else {}
    )
    return {
        event.id: Told(
            Sentence(
                str(_TEXTS[ChannelAction(event.action)]),
                {
                    "who": who(event),
                    "program": gettext("“%(headline)s”", headline=called.get(number_in(event, "token") or 0, "?")),
                },
            )
        )
        for event in events
    }

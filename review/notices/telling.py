"""How lines of the trail about pages for readers read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from audit.models import Event
from audit.telling import Sentence, Told, tells, who
from intake.models.notices import Notice, NoticeAction

_TEXTS = {
    NoticeAction.NOTICE_WRITTEN: _l("%(who)s wrote the page %(page)s for readers."),
    NoticeAction.NOTICE_GIVEN_BACK: _l("%(who)s let the page %(page)s be the product's own again."),
}


@tells(NoticeAction, group=_l("Pages for readers"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    return {
        event.id: Told(
            Sentence(
                str(_TEXTS[NoticeAction(event.action)]),
                {"who": who(event), "page": gettext("“%(headline)s”", headline=_label(event))},
            )
        )
        for event in events
    }


def _label(event: Event) -> str:
    name = str((event.details or {}).get("notice", ""))
    return str(Notice(name).label) if name in set(Notice) else name

"""How lines of the trail about reports and cases read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from audit.models import Event
from audit.telling import Sentence, Thing, Told, Word, named, number_in, numbers_in, plain, tells, text_in, who
from core.db import db
from intake.models.cases import CaseAction
from intake.models.pages import PageAction
from intake.models.reports import Submission
from search.ranking.bands import Lane

NO_REPORT = _l("a report that the line does not name")


def reports(ids: Iterable[int]) -> dict[int, Thing]:
    """Return how sentences name reports, by their ids: with the number that their reporters know."""
    wanted = set(ids)
    rows = select(Submission.id, Submission.reference).where(Submission.id.in_(wanted))
    return {
        number: Thing(gettext("report %(reference)s", reference=reference))
        for number, reference in (db.session.execute(rows) if wanted else ())
    }


def report_in(event: Event, known: Mapping[int, Thing]) -> Word:
    """Return how a line's sentence names its report; one that was erased by its own number."""
    number = number_in(event, "submission")
    return NO_REPORT if number is None else known.get(number, Thing(gettext("report no. %(id)s", id=number)))


_TEXTS = {
    CaseAction.CASE_OPENED: _l("%(who)s opened %(case)s for %(report)s and looked for articles that answer it."),
    CaseAction.SUBMISSION_JOINED: _l("%(who)s joined %(report)s to %(case)s."),
    CaseAction.REPORT_SET_ASIDE: _l("%(who)s set %(report)s aside, because it could not be processed."),
    CaseAction.TEXTS_READ_AGAIN: _l("%(who)s read all stored texts and links again after an update."),
}

# By what the machine saw that a report belongs to a case; lines of older versions do not say it.
_JOINED: Mapping[str, LazyString] = {
    Lane.EXACT_TEXT: _l("%(who)s joined %(report)s to %(case)s, because it has the same words."),
    Lane.SAME_LINK: _l("%(who)s joined %(report)s to %(case)s, because it is about the same link."),
    Lane.SAME_PICTURE: _l("%(who)s joined %(report)s to %(case)s, because it is the same picture file."),
    Lane.NEAR_DUPLICATE: _l("%(who)s joined %(report)s to %(case)s, because it has almost the same words."),
}


@tells(CaseAction, group=_l("Reports coming in"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    known = reports(numbers_in(events, "submission"))
    return {event.id: Told(_sentence(event, report_in(event, known))) for event in events}


@tells(PageAction, group=_l("Pages behind links"))
def _tell_of_pages(events: Sequence[Event]) -> Mapping[int, Told]:
    text = _l("%(who)s had the page behind the link of %(case)s fetched.")
    return {
        event.id: Told(Sentence(str(text), {"who": who(event), "case": named("case", event.case_id)}))
        for event in events
    }


def _sentence(event: Event, report: Word) -> Sentence:
    places: dict[str, Word] = {"who": who(event), "case": named("case", event.case_id), "report": report}
    action, loose = CaseAction(event.action), number_in(event, "reports")
    if action is CaseAction.CASE_LOOSENED and loose is not None:
        text = ngettext(
            "After an update %(num)s report would not come to %(case)s any more. It stays until somebody looks.",
            "After an update %(num)s reports would not come to %(case)s any more. They stay until somebody looks.",
            loose,
            case="%(case)s",
        )
        return Sentence(text, places)
    if action is CaseAction.SUBMISSION_JOINED:
        return Sentence(str(_JOINED.get(text_in(event, "lane"), _TEXTS[action])), places)
    return Sentence(str(_TEXTS[action]), places) if action in _TEXTS else plain(event).sentence

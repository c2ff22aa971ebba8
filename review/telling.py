"""How lines of the trail about the work of the desk read, and where the pages are of what lines are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from accounts.models import Editor
from archive.models import Verdict
from archive.telling import article_in, articles
from audit.models import Event
from audit.telling import (
    Sentence,
    Thing,
    Told,
    Word,
    may_read,
    named,
    names,
    number_in,
    numbers_in,
    page_of,
    plain,
    tells,
    text_in,
    value_in,
    who,
)
from core.db import db
from intake.models.cases import CaseState, Kind, Match, MatchAnswer
from intake.models.moves import CaseMove, MoveReason
from intake.models.objections import ObjectionOutcome
from intake.telling import report_in, reports
from review.articles.models import ArticleAction
from review.models import Decision, DeskAction
from review.objections.models import ObjectionAction, ObjectionAnswer
from review.queue.models import QueueAction, Tag

CASE_PAGE = "review.case"


@names("case")
def _case(number: int) -> Thing:
    return Thing(gettext("case %(id)s", id=number), page_of(CASE_PAGE, case_id=number))


class _Move(NamedTuple):
    """A merge or split, and the case that is not the one at which its line stands."""

    reason: MoveReason
    other: int


@dataclass(frozen=True, slots=True)
class _Known:
    """What lines are about, each by its id. Reasons are those of decisions and moves."""

    claims_of_matches: Mapping[int, int]
    articles: Mapping[int, Thing]
    reports: Mapping[int, Thing]
    moves: Mapping[int, _Move]
    reasons_of_decisions: Mapping[int, str]
    reasons_of_moves: Mapping[int, str]

    @classmethod
    def of(cls, events: Sequence[Event]) -> _Known:
        """Ask once for everything that lines are about."""
        matches = numbers_in(events, "match")
        found = select(Match.id, Match.claim_id).where(Match.id.in_(matches))
        claims = dict(db.session.execute(found).all()) if matches else {}
        moves = numbers_in(events, "move", "undone")
        columns = (CaseMove.id, CaseMove.reason, CaseMove.from_case_id, CaseMove.to_case_id, CaseMove.note)
        rows = db.session.execute(select(*columns).where(CaseMove.id.in_(moves))).all() if moves else []
        return cls(
            claims_of_matches=claims,
            articles=articles({*claims.values(), *numbers_in(events, "claim")}),
            reports=reports(numbers_in(events, "submission")),
            moves={
                row.id: _Move(row.reason, row.from_case_id if row.reason is MoveReason.MERGE else row.to_case_id)
                for row in rows
            },
            reasons_of_decisions=_reasons(numbers_in(events, "decision")),
            reasons_of_moves={row.id: row.note for row in rows},
        )

    def article(self, event: Event) -> Word:
        """Return how a sentence names the article of a line."""
        claim = number_in(event, "claim")
        match = number_in(event, "match")
        if claim is None and match is not None:
            claim = self.claims_of_matches.get(match)
        return article_in(self.articles, claim)

    def reason(self, event: Event) -> str:
        """Return the reason that was given, to whoever may open the page of a case, where it stands, too.

        It may say what reports say, and those are not for everybody who reads the trail.
        """
        if not may_read(CASE_PAGE):
            return ""
        decision, move = number_in(event, "decision"), number_in(event, "move")
        if decision is not None:
            return self.reasons_of_decisions.get(decision, "")
        return self.reasons_of_moves.get(move, "") if move is not None else ""


def _reasons(decisions: set[int]) -> dict[int, str]:
    rows = select(Decision.id, Decision.reason).where(Decision.id.in_(decisions))
    return dict(db.session.execute(rows).all()) if decisions else {}


_TEXTS = {
    DeskAction.CASES_MERGED: _l("%(who)s merged %(merged)s into %(case)s."),
    DeskAction.DECISION_UNDONE: _l("%(who)s took the decision about %(case)s back at once."),
    DeskAction.KIND_CHANGED: _l("%(who)s changed the kind of %(case)s from %(was)s to %(kind)s."),
    DeskAction.PICTURE_CORRECTED: _l("%(who)s wrote down what stands in a picture of %(case)s."),
    DeskAction.NEWS_SEEN: _l("%(who)s looked at what is new about %(case)s and left the decision as it is."),
    DeskAction.ARTICLE_ADDED: _l("%(who)s put %(article)s beside %(case)s."),
    DeskAction.MATCHES_ASKED_AGAIN: _l("%(who)s had the machine look for articles for %(case)s again."),
    DeskAction.REPORT_PUT_BACK: _l("%(who)s had %(report)s tried again."),
    DeskAction.CASE_KEPT_TOGETHER: _l("%(who)s kept the reports of %(case)s together after an update."),
    DeskAction.ORIGINAL_SAVED: _l("%(who)s saved the original of a file of %(report)s."),
    DeskAction.CASE_OPENED_BY_HAND: _l("%(who)s opened %(case)s for %(report)s without the machine."),
}
_ANSWERS: Mapping[str, LazyString] = {
    MatchAnswer.SAME: _l("%(who)s confirmed that %(case)s and %(article)s are about the same claim."),
    MatchAnswer.DIFFERENT: _l("%(who)s rejected %(article)s as an answer to %(case)s."),
    MatchAnswer.OPEN: _l("%(who)s took back what was answered about %(article)s in %(case)s."),
}
# By what the case was before, where the line says so.
_REOPENED: Mapping[str, LazyString] = {
    CaseState.ANSWERED: _l("%(who)s took %(case)s up again, which an article had answered."),
    CaseState.DECIDED: _l("%(who)s took %(case)s up again, which the desk had decided itself."),
    CaseState.CLOSED: _l("%(who)s took %(case)s up again, which was closed without a result."),
    CaseState.FORWARDED: _l("%(who)s took %(case)s up again, which was forwarded."),
}
_OUTCOMES: Mapping[str, LazyString] = {
    CaseState.ANSWERED: _l("%(who)s answered %(case)s with %(article)s."),
    CaseState.DECIDED: _l("%(who)s decided %(case)s with a verdict of the desk's own: %(verdict)s."),
    CaseState.CLOSED: _l("%(who)s closed %(case)s without a result."),
    CaseState.FORWARDED: _l("%(who)s forwarded %(case)s."),
}
_UNDONE = {
    MoveReason.MERGE: _l("%(who)s took back that %(other)s was merged into %(case)s."),
    MoveReason.SPLIT: _l("%(who)s took back that the reports of %(other)s were split off %(case)s."),
}


@tells(DeskAction, group=_l("Work on cases"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    known = _Known.of(events)
    return {event.id: Told(_sentence(event, known), known.reason(event)) for event in events}


def _sentence(event: Event, known: _Known) -> Sentence:
    action = DeskAction(event.action)
    places: dict[str, Word] = {
        "who": who(event),
        "case": named("case", event.case_id),
        "article": known.article(event),
        "report": report_in(event, known.reports),
        "outcome": value_in(event, "outcome", CaseState),
        "was": _kind_in(event, "was"),
        "kind": _kind_in(event, "kind"),
        "verdict": value_in(event, "verdict", Verdict) or gettext("no verdict"),
    }
    text: LazyString | str | None = _TEXTS.get(action)
    if action is DeskAction.CASES_MERGED:
        places["merged"] = named("case", number_in(event, "merged"))
    elif action is DeskAction.CASE_DECIDED:
        text = _OUTCOMES.get(text_in(event, "outcome"), _l("%(who)s decided %(case)s: %(outcome)s."))
        if text_in(event, "outcome") == CaseState.DECIDED and not text_in(event, "verdict"):
            # Whether hate is true is not what is decided about it.
            text = _l("%(who)s assessed %(case)s.")
    elif action is DeskAction.CASE_REOPENED:
        text = _REOPENED.get(text_in(event, "before"), _l("%(who)s took %(case)s up again."))
    elif action is DeskAction.MATCH_ANSWERED:
        text = _ANSWERS.get(text_in(event, "answer"))
    elif action is DeskAction.CASE_SPLIT:
        places["new"] = named("case", number_in(event, "new"))
        text = _of_split(number_in(event, "reports"))
    elif action is DeskAction.MOVE_UNDONE:
        move = known.moves.get(number_in(event, "undone") or 0)
        places["other"] = named("case", None if move is None else move.other)
        text = None if move is None else _UNDONE[move.reason]
    return plain(event).sentence if text is None else Sentence(_with_others(event, str(text)), places)


def _with_others(event: Event, text: str) -> str:
    """Return a sentence, and that the same was done to other cases in the same act, where that is so."""
    if number_in(event, "bulk") is None:
        return text
    others = gettext("The same was done to other cases in one act.")
    return f"{text} {others}"


def _kind_in(event: Event, name: str) -> Word:
    value = text_in(event, name)
    return str(Kind(value).desk_label) if value in set(Kind) else gettext("another kind")


def _of_split(reports: int | None) -> str | None:
    if reports is None:
        return None
    text: str = ngettext(
        "%(who)s split %(num)s report off %(case)s; it is %(new)s now.",
        "%(who)s split %(num)s reports off %(case)s; they are %(new)s now.",
        reports,
        who="%(who)s",
        case="%(case)s",
        new="%(new)s",
    )
    return text


_TAGGED = {
    QueueAction.CASE_TAGGED: _l("%(who)s put the tag %(tag)s on %(case)s."),
    QueueAction.CASE_UNTAGGED: _l("%(who)s took the tag %(tag)s off %(case)s."),
}


@tells(QueueAction, group=_l("Tags"))
def _tell_of_tags(events: Sequence[Event]) -> Mapping[int, Told]:
    tags = numbers_in(events, "tag")
    rows = select(Tag.id, Tag.name).where(Tag.id.in_(tags))
    called = dict(db.session.execute(rows).all()) if tags else {}
    return {
        event.id: Told(
            Sentence(
                _with_others(event, str(_TAGGED[QueueAction(event.action)])),
                {
                    "who": who(event),
                    "case": named("case", event.case_id),
                    "tag": gettext("“%(headline)s”", headline=called.get(number_in(event, "tag") or 0, "?")),
                },
            )
        )
        for event in events
    }


@names("objection")
def _objection(number: int) -> Thing:
    return Thing(gettext("objection %(id)s", id=number), page_of("objections.objection", objection_id=number))


_OBJECTED: Mapping[str, LazyString] = {
    ObjectionOutcome.UPHELD: _l("%(who)s answered %(objection)s: it is right."),
    ObjectionOutcome.PARTLY: _l("%(who)s answered %(objection)s: it is partly right."),
    ObjectionOutcome.NOT_UPHELD: _l("%(who)s answered %(objection)s: the decision stands."),
}
# With nobody else at the desk who could answer.
_OBJECTED_ALONE: Mapping[str, LazyString] = {
    ObjectionOutcome.UPHELD: _l(
        "%(who)s answered %(objection)s to their own decision, as nobody else could: it is right."
    ),
    ObjectionOutcome.PARTLY: _l(
        "%(who)s answered %(objection)s to their own decision, as nobody else could: it is partly right."
    ),
    ObjectionOutcome.NOT_UPHELD: _l(
        "%(who)s answered %(objection)s to their own decision, as nobody else could: the decision stands."
    ),
}


@tells(ObjectionAction, group=_l("Objections"))
def _tell_of_objections(events: Sequence[Event]) -> Mapping[int, Told]:
    people, answered = numbers_in(events, "editor"), numbers_in(events, "objection")
    rows = select(Editor.id, Editor.desk_name).where(Editor.id.in_(people))
    called = dict(db.session.execute(rows).all()) if people else {}
    given = select(ObjectionAnswer.objection_id, ObjectionAnswer.reason)
    given = given.where(ObjectionAnswer.objection_id.in_(answered))
    reasons = dict(db.session.execute(given).all()) if answered and may_read("objections.objection") else {}
    return {event.id: _told_of_objection(event, called, reasons) for event in events}


def _told_of_objection(event: Event, called: Mapping[int, str], reasons: Mapping[int, str]) -> Told:
    number = number_in(event, "objection")
    places: dict[str, Word] = {"who": who(event), "objection": named("objection", number)}
    if ObjectionAction(event.action) is ObjectionAction.OBJECTION_GIVEN:
        places["person"] = called.get(number_in(event, "editor") or 0, "?")
        return Told(Sentence(gettext("%(who)s gave %(objection)s to %(person)s."), places))
    sentences = _OBJECTED_ALONE if event.details.get("own_decision") is True else _OBJECTED
    text = sentences.get(text_in(event, "outcome"))
    reason = reasons.get(number or 0, "")
    return Told(plain(event).sentence if text is None else Sentence(str(text), places), reason)


_OF_ARTICLES = {
    ArticleAction.DRAFT_BEGUN: _l("%(who)s began a fact check from %(case)s."),
    ArticleAction.DRAFT_CHANGED: _l("%(who)s changed the draft of a fact check from %(case)s."),
    ArticleAction.DRAFT_DISCARDED: _l("%(who)s threw the draft of a fact check from %(case)s away."),
}


@tells(ArticleAction, group=_l("Fact checks of the desk"))
def _tell_of_articles(events: Sequence[Event]) -> Mapping[int, Told]:
    return {
        event.id: Told(
            Sentence(
                str(_OF_ARTICLES[ArticleAction(event.action)]),
                {"who": who(event), "case": named("case", event.case_id)},
            )
        )
        for event in events
    }

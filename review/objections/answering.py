"""Answering objections, and giving them to somebody."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString, format_decimal, gettext
from flask_babel import lazy_gettext as _l

from accounts.models import Editor
from core import owed
from core.db import db, existing, inserting, now, writing
from core.events import Subject, happened
from core.refusals import Conflict, InvalidInput
from intake.cases import keys
from intake.models.objections import Objection, ObjectionOutcome
from review.case import reopening
from review.case.checking import LONGEST_SENTENCE
from review.case.sentences import unfilled
from review.objections.answerers import Disputed, answerers, disputed
from review.objections.models import ObjectionAction, ObjectionAnswer, ObjectionAssignment
from review.reasons import LONGEST_REASON
from search.text.characters import CONTROLS, TURNERS
from search.text.normalise import without_unseen

NO_SENTENCE = _l("Write what whoever objected will read.")
NO_REASON = _l("Write down why. Your colleagues will need it.")


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer as an editor filled it in; `reopens` takes the case up again with it."""

    outcome: ObjectionOutcome | None
    reopens: bool
    reason: str
    public_sentence: str
    # Of the case as it was shown, for whoever takes it up again; None whatever it is now.
    version: int | None = None


def answer(objection_id: int, draft: Draft, *, editor: Editor) -> None:
    """Answer an objection once and for all; its sender reads the public sentence from then on.

    Whoever made the decision answers only where nobody else can, and that is on record. Errors: `NotFound` without such
    an objection, `InvalidInput` for what is missing, `Conflict` when it was answered meanwhile, when its case is open
    already, and for whoever made the decision or is named in the case.
    """
    with writing() as session:
        if draft.reopens:
            # Before everything else that is locked here, because a case is written.
            keys.hold_grouping()
        objection = _open(objection_id)
        against = disputed(objection)
        fit = answerers(objection, against)
        fit.check(editor)
        _check(draft, against)
        if draft.reopens and against.case is not None:
            reopening.take_up(against.case.id, reason=draft.reason, version=draft.version, editor=editor)
        session.add(
            ObjectionAnswer(
                objection_id=objection.id,
                editor_id=editor.id,
                reason=draft.reason,
                decision_id=None if against.decision is None else against.decision.id,
                is_reopened=draft.reopens,
            )
        )
        objection.outcome, objection.public_sentence = draft.outcome, draft.public_sentence
        objection.is_own_decision, objection.answered_at = fit.is_alone(editor), now()
        happened(
            ObjectionAction.OBJECTION_ANSWERED,
            _subject(objection, against),
            by=editor.id,
            objection=objection.id,
            outcome=None if draft.outcome is None else draft.outcome.value,
            own_decision=objection.is_own_decision,
        )
    owed.hand_over()


def give(objection_id: int, editor_id: int, *, by: Editor) -> None:
    """Give an objection to somebody who may answer it; who had it before has it no longer.

    Errors: `NotFound` without such an objection, `Conflict` when it is answered, `InvalidInput` for whoever may not.
    """
    with writing() as session:
        objection = _open(objection_id)
        against = disputed(objection)
        if editor_id not in {one.editor_id for one in answerers(objection, against).others}:
            raise InvalidInput({"editor_id": gettext("Choose somebody who may answer this objection.")})
        values = {"editor_id": editor_id, "assigned_by_id": by.id, "assigned_at": now()}
        giving = inserting(ObjectionAssignment).values(objection_id=objection.id, **values)
        key = [ObjectionAssignment.objection_id]
        session.execute(giving.on_conflict_do_update(index_elements=key, set_=values))
        happened(
            ObjectionAction.OBJECTION_GIVEN,
            _subject(objection, against),
            by=by.id,
            objection=objection.id,
            editor=editor_id,
        )


def answer_to(objection_id: int) -> ObjectionAnswer | None:
    """Return who answered an objection and why; None while nobody has."""
    return db.session.get(ObjectionAnswer, objection_id)


def given_to(objection_id: int) -> Editor | None:
    """Return to whom an objection is given; None for nobody in particular."""
    found = db.session.get(ObjectionAssignment, objection_id)
    return None if found is None else found.editor


def _open(objection_id: int) -> Objection:
    objection = existing(Objection, objection_id, locked=True)
    if objection.answered_at is not None:
        raise Conflict(gettext("Another editor answered this objection in the meantime. Nothing was changed."))
    return objection


def _subject(objection: Objection, against: Disputed) -> Subject:
    """Return what a line of the trail is about: the case, so that its history tells of it, else the objection."""
    return Subject("objection", objection.id) if against.case is None else Subject("case", against.case.id)


def _check(draft: Draft, against: Disputed) -> None:
    problems: dict[str, str] = {}
    if draft.outcome is None:
        problems["outcome"] = gettext("Choose an outcome.")
    if draft.reopens and draft.outcome is ObjectionOutcome.NOT_UPHELD:
        problems["reopens"] = gettext("Where the decision stands, the case is not taken up again.")
    if draft.reopens and against.case is None:
        problems["reopens"] = gettext("There is no case that could be taken up again.")
    _check_words("public_sentence", draft.public_sentence, LONGEST_SENTENCE, NO_SENTENCE, problems)
    _check_words("reason", draft.reason, LONGEST_REASON, NO_REASON, problems)
    if empty := unfilled(draft.public_sentence):
        problems["public_sentence"] = gettext("Please fill this in first: %(what)s", what=", ".join(empty))
    if problems:
        raise InvalidInput(problems)


def _check_words(field: str, text: str, longest: int, missing: LazyString, problems: dict[str, str]) -> None:
    if not without_unseen(text).strip():
        problems[field] = str(missing)
    elif len(text) > longest:
        problems[field] = gettext("Please use at most %(longest)s characters.", longest=format_decimal(longest))
    elif CONTROLS.search(text) or TURNERS.search(text):
        problems[field] = gettext("Invisible characters stand in this text. Please type it anew.")

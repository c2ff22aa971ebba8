"""Carrying an act out for several cases.

Each case is a transaction of its own, by the verbs that serve a single case: reports come in between two of them, a
colleague who decides one of the cases loses nothing, and a process that dies leaves each case whole. What belongs
together is one `BulkAct`; sending its page again goes on where it stopped, and does nothing twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import func, select

from accounts.models import Editor
from core.db import db, existing, inserting, now, writing
from core.refusals import Conflict, InvalidInput, NotFound
from intake.cases import keys
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from review.approval import kinds
from review.approval.models import HeldKind
from review.bulk.limits import acts_for, refusal, refusal_of_article
from review.bulk.models import BulkAct, BulkItem, BulkWhat
from review.bulk.orders import Answer, Order, Picked
from review.bulk.previewing import closing_sentence
from review.case import decisions
from review.case.checking import problems_of_words
from review.case.decisions import Draft
from review.holding import assigning
from review.lessons.lessons import FollowUp
from review.queue import tags
from review.reasons import ReasonCode


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act: to how many cases it was done, and which were left as they are, by the reason."""

    act_id: int
    done: int
    refused: Mapping[str, Sequence[int]]


def carry_out(order: Order, *, editor: Editor) -> Outcome:
    """Do an act to each of its cases that still is as it was shown; the others are named with the reason.

    Errors: `InvalidInput` for what is missing, and for an act that the editor may not do; then nothing was done.
    """
    _check(order, editor)
    act_id = _begun(order, editor)
    refused: dict[str, list[int]] = defaultdict(list)
    follow_ups: list[FollowUp] = []
    for one in order.picked:
        try:
            follow_ups.append(_done(act_id, one, order, editor))
        except Conflict as conflict:
            refused[str(conflict)].append(one.case_id)
        except InvalidInput as invalid:
            refused[" ".join(invalid.problems.values())].append(one.case_id)
        except NotFound:
            refused[gettext("There is no case with this number.")].append(one.case_id)
    with writing():
        act = existing(BulkAct, act_id, locked=True)
        act.finished_at = act.finished_at or now()
    FollowUp.together(follow_ups).pass_on()
    standing = select(func.count()).where(BulkItem.act_id == act_id, BulkItem.taken_back_at.is_(None))
    done = db.session.scalar(standing) or 0
    return Outcome(act_id, done, refused)


def _check(order: Order, editor: Editor) -> None:
    problems: dict[str, str] = {}
    if order.what not in acts_for(editor):
        problems["what"] = gettext("Choose what is to be done.")
    elif order.what is BulkWhat.CLOSE:
        if order.reason_code is None:
            problems["reason_code"] = gettext("Choose what the decision rests on.")
        problems |= _wrong_words(order)
    elif order.what is BulkWhat.TAG:
        try:
            tags.checked(order.tag)
        except InvalidInput as invalid:
            problems["tag"] = " ".join(invalid.problems.values())
    elif order.what is BulkWhat.UNTAG and order.tag_id is None:
        problems["tag_id"] = gettext("Choose a tag.")
    elif order.what is BulkWhat.ASSIGN and order.editor_id not in {one.editor_id for one in assigning.candidates()}:
        problems["editor_id"] = gettext("Choose somebody who may decide cases.")
    if problems:
        raise InvalidInput(problems)


def _wrong_words(order: Order) -> dict[str, str]:
    problems: dict[str, str] = {}
    for lang in {one.lang for one in order.picked}:
        sentence = order.sentences.get(lang, "")
        wrong = problems_of_words(reason_code=order.reason_code, reason=order.reason, public_sentence=sentence)
        if HeldKind.NAMED_PERSON in kinds.in_force() and sentence != closing_sentence(lang):
            # Nobody is asked here whether it names somebody.
            wrong["public_sentence"] = gettext("With a sentence of your own, please decide these cases one by one.")
        problems |= {f"sentence_{lang}" if name == "public_sentence" else name: told for name, told in wrong.items()}
    return problems


def _begun(order: Order, editor: Editor) -> int:
    """Return the act of a page; the same when it was sent before. Errors: `InvalidInput` when that was another one."""
    which = BulkAct.editor_id == editor.id, BulkAct.token == order.token
    with writing() as session:
        beginning = inserting(BulkAct).values(editor_id=editor.id, token=order.token, what=order.what, started_at=now())
        session.execute(beginning.on_conflict_do_nothing())
        act = session.scalars(select(BulkAct).where(*which)).one()
        if act.what is not order.what:
            raise InvalidInput({"what": gettext("This page was sent before, for something else.")})
    return act.id


def _done(act_id: int, one: Picked, order: Order, editor: Editor) -> FollowUp:
    """Do it to one case, unless this act has done so already."""
    with writing() as session:
        # Held whatever is done: of two that send the same page, the second sees what the first has done.
        keys.hold_grouping()
        item = session.get(BulkItem, (act_id, one.case_id))
        if item is not None and item.taken_back_at is not None:
            raise Conflict(gettext("You have taken this back already. Choose it again in the list."))
        if item is not None:
            return FollowUp()
        case = existing(Case, one.case_id, locked=True)
        if told := refusal(case, order.what, one.version):
            raise Conflict(told)
        item, follow_up = BulkItem(act_id=act_id, case_id=case.id), FollowUp()
        if order.what.decides:
            draft = _closing(order, one) if order.what is BulkWhat.CLOSE else _answering(order, one)
            settled = decisions.decide_within(case.id, draft, editor=editor, bulk=act_id)
            if settled is None:
                # What waits for a second person is a proposal of its own, and nothing of this act.
                return follow_up
            item.decision_id, follow_up = settled.decision_id, settled.follow_up
        elif order.what is BulkWhat.ASSIGN:
            _give(item, order, editor)
        else:
            _tag(item, order, editor)
        session.add(item)
    return follow_up


def _closing(order: Order, one: Picked) -> Draft:
    return Draft(
        outcome=CaseState.CLOSED,
        claim_id=None,
        verdict=None,
        reason=order.reason,
        public_sentence=order.sentences.get(one.lang, ""),
        version=one.version,
        reason_code=order.reason_code,
    )


def _answering(order: Order, one: Picked) -> Draft:
    """Return how a case is answered, with the article that was shown if that still answers it."""
    answer = order.answers.get(one.case_id, Answer(0, ""))
    match = db.session.scalar(select(Match).where(Match.case_id == one.case_id, Match.claim_id == answer.claim_id))
    if told := refusal_of_article(None if match is None or match.answer is MatchAnswer.DIFFERENT else match.presented):
        raise Conflict(told)
    return Draft(
        outcome=CaseState.ANSWERED,
        claim_id=answer.claim_id,
        verdict=None,
        reason="",
        public_sentence=answer.sentence,
        version=one.version,
        reason_code=ReasonCode.ARTICLE,
    )


def _give(item: BulkItem, order: Order, editor: Editor) -> None:
    editor_id = order.editor_id or 0
    before = assigning.assigned([item.case_id]).get(item.case_id)
    if before is not None and before.editor_id == editor_id:
        raise Conflict(gettext("%(name)s has it already.", name=before.name))
    item.given_to_id, item.given_before_id = editor_id, None if before is None else before.editor_id
    assigning.assign_within(item.case_id, editor_id, by=editor, bulk=item.act_id)


def _tag(item: BulkItem, order: Order, editor: Editor) -> None:
    if order.what is BulkWhat.TAG:
        item.tag_id = tags.known(tags.checked(order.tag)).id
        if not tags.put_on(item.case_id, item.tag_id, editor=editor, bulk=item.act_id):
            raise Conflict(gettext("It has this tag already."))
    else:
        item.tag_id = order.tag_id or 0
        if not tags.take_off(item.case_id, item.tag_id, editor=editor, bulk=item.act_id):
            raise Conflict(gettext("It does not have this tag."))

"""What editors' answers teach the archive, and taking back what was learned, each with its line in the trail."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.orm import defer

from accounts.models import Editor
from archive import wordings
from archive.jobs import embed_missing_claims
from archive.models import ArchiveAction, KeptApart, Wording
from core import jobs, owed
from core.db import db, existing, writing
from core.events import Subject, happened
from core.refusals import NotFound
from intake.cases import keys
from intake.cases.erasing import is_said
from intake.jobs import rematch_changed, rematch_let_together
from intake.models.cases import Case, Match, MatchAnswer, TextSource
from search.learning import in_effect
from search.learning.models import Learned, LearnedState
from search.text.cleaning import clean_post
from search.text.language import language_of


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What an answer has changed.

    Whether there is a wording to embed, whether something that finds was taken back, and whether a claim and a text are
    kept apart no more.
    """

    to_embed: bool = False
    taken_back: bool = False
    let_together: bool = False

    @classmethod
    def together(cls, several: Sequence[FollowUp]) -> FollowUp:
        """Return what several answers have changed together."""
        return cls(
            to_embed=any(one.to_embed for one in several),
            taken_back=any(one.taken_back for one in several),
            let_together=any(one.let_together for one in several),
        )

    def pass_on(self) -> None:
        """Hand the rest to the worker, after the commit. Without the queue nothing is lost: the clock comes round."""
        if self.to_embed:
            jobs.enqueue_once(embed_missing_claims)
        if self.taken_back:
            jobs.enqueue_once(rematch_changed)
        if self.let_together:
            owed.hand_over()


def learn_from(match: Match, case: Case, *, editor: Editor) -> FollowUp:
    """Bring what a match has taught in line with its answer; call inside `writing()`, after `keys.hold_grouping`.

    What the answer before had taught is taken back, unless another match teaches the same. The lock is there because
    the trail and the index are both written to, which the worker does in another order; and two who answer in the
    same moment must see what the other has taught.
    """
    follow_up = _unlearn(match, case, editor)
    if case.text_source is TextSource.DOUBTFUL:
        # What may have been read wrongly must not find articles for others; corrected, it teaches like any text.
        return follow_up
    if match.answer is MatchAnswer.SAME:
        wording = wordings.learn(match.claim_id, case.text, _language(case), url=case.url)
        if wording is not None:
            match.learned_wording_id = wording.id
            happened(ArchiveAction.LEARNED, Subject("case", case.id), by=editor.id, match=match.id, wording=wording.id)
            return replace(follow_up, to_embed=True)
    elif match.answer is MatchAnswer.DIFFERENT:
        pair = wordings.keep_apart(match.claim_id, case.text, _language(case), url=case.url)
        if pair is not None:
            match.kept_apart_id = pair.id
            happened(ArchiveAction.LEARNED, Subject("case", case.id), by=editor.id, match=match.id, apart=pair.id)
    return follow_up


def _language(case: Case) -> str:
    """Return the language of the post, whichever its reporter reads; found as that of questions is."""
    return language_of(clean_post(case.text))


def _unlearn(match: Match, case: Case, editor: Editor) -> FollowUp:
    wording_id, pair_id = match.learned_wording_id, match.kept_apart_id
    match.learned_wording_id = match.kept_apart_id = None
    db.session.flush()
    if wording_id is not None and not _is_taught(Match.learned_wording_id == wording_id):
        happened(
            ArchiveAction.LEARNED_TAKEN_BACK, Subject("case", case.id), by=editor.id, match=match.id, wording=wording_id
        )
        wordings.take_back(db.session.get_one(Wording, wording_id))
        return FollowUp(taken_back=True)
    if pair_id is not None and not _is_taught(Match.kept_apart_id == pair_id):
        happened(
            ArchiveAction.LEARNED_TAKEN_BACK, Subject("case", case.id), by=editor.id, match=match.id, apart=pair_id
        )
        _let_together(db.session.get_one(KeptApart, pair_id))
        return FollowUp(let_together=True)
    return FollowUp()


def _let_together(pair: KeptApart) -> None:
    wordings.let_together(pair)
    owed.owe(rematch_let_together, pair.id)


def _is_taught(by: ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(select(exists().where(by))))


def take_back_wording(wording_id: int, *, editor: Editor) -> None:
    """Take a wording back; the answers that taught it stay. One that is taken back already stays so.

    Errors: `NotFound` without such a wording.
    """
    with writing():
        keys.hold_grouping()
        wording = existing(Wording, wording_id)
        if wording.taken_back_at is not None:
            return
        teachers = _teachers(Match.learned_wording_id == wording_id)
        for match in teachers:
            match.learned_wording_id = None
        _record_taken_back(teachers, {"wording": wording_id}, editor)
        wordings.take_back(wording)
    FollowUp(taken_back=True).pass_on()


def let_together(pair_id: int, *, editor: Editor) -> None:
    """Let a claim be suggested for a text again; the answers that kept them apart stay.

    Errors: `NotFound` without such a pair.
    """
    with writing():
        keys.hold_grouping()
        pair = existing(KeptApart, pair_id)
        if pair.taken_back_at is not None:
            return
        teachers = _teachers(Match.kept_apart_id == pair_id)
        for match in teachers:
            match.kept_apart_id = None
        _record_taken_back(teachers, {"apart": pair_id}, editor)
        _let_together(pair)
    FollowUp(let_together=True).pass_on()


def erase(hashes: Collection[str], case_ids: Collection[int], *, editor: Editor) -> None:
    """Empty what was learned from words that are erased: by their hashes, and whatever cases taught that spoke by them.

    What a report still says is kept. Call inside `writing()`, after `keys.hold_grouping` and once the words are gone.
    """
    taught = Match.case_id.in_(case_ids)
    by = Match.learned_wording_id
    which = or_(Wording.text_hash.in_(hashes), Wording.id.in_(select(by).where(taught, by.is_not(None))))
    for wording in db.session.scalars(select(Wording).where(which).order_by(Wording.id)):
        _erase(wording, "wording", _teachers(by == wording.id), editor)
    by = Match.kept_apart_id
    which = or_(KeptApart.text_hash.in_(hashes), KeptApart.id.in_(select(by).where(taught, by.is_not(None))))
    for pair in db.session.scalars(select(KeptApart).where(which).order_by(KeptApart.id)):
        _erase(pair, "apart", _teachers(by == pair.id), editor)


def _erase(one: Wording | KeptApart, key: str, teachers: Sequence[Match], editor: Editor) -> None:
    if any(is_said(match.case.standing, one.text_hash) for match in teachers):
        return
    if one.taken_back_at is None:
        _record_taken_back(teachers, {key: one.id}, editor)
    if isinstance(one, Wording):
        taught = {Match.learned_wording_id: None}
        db.session.execute(update(Match).where(Match.learned_wording_id == one.id).values(taught))
        # It is also the one by which it met other cases.
        db.session.execute(update(Match).where(Match.wording_id == one.id).values({Match.wording_id: None}))
    else:
        db.session.execute(update(Match).where(Match.kept_apart_id == one.id).values({Match.kept_apart_id: None}))
    wordings.empty(one)


def take_back_learned(learned_id: int, *, editor: Editor) -> None:
    """Take an adapter or a calibration back: what stood before it is in effect again. One that is not stays as it is.

    Errors: `NotFound` when there is none with this id.
    """
    with writing() as session:
        row = session.get(Learned, learned_id, options=[defer(Learned.data)], with_for_update=True)
        if row is None:
            raise NotFound(f"nothing with the number {learned_id} was learned")
        if row.state is not LearnedState.ACTIVE:
            return
        in_effect.take_back(learned_id)
        happened(ArchiveAction.LEARNED_TAKEN_BACK, Subject("learned", row.id), by=editor.id, kind=row.kind.value)
    FollowUp(taken_back=True).pass_on()


def _teachers(which: ColumnElement[bool]) -> Sequence[Match]:
    return db.session.scalars(select(Match).where(which).order_by(Match.id)).all()


def _record_taken_back(teachers: Sequence[Match], what: dict[str, int], editor: Editor) -> None:
    for match in teachers:
        details = {"match": match.id, **what}
        happened(
            ArchiveAction.LEARNED_TAKEN_BACK,
            Subject("case", match.case_id),
            by=editor.id,
            **details,
        )
    if not teachers:
        happened(ArchiveAction.LEARNED_TAKEN_BACK, None, by=editor.id, **what)

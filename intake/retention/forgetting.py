"""What cases, matches and the archive know of reports that are erased, and how they forget it.

A case speaks by another of its reports from then on; without one it is empty, closed, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import joinedload, undefer

from archive import pictures as claim_pictures
from archive import wordings
from core import owed
from core.db import db, now
from intake.cases import counting, pictures, speaking
from intake.cases.keys import Key, all_keys, give_keys, words_of_case
from intake.cases.near_duplicates import CASES
from intake.links import snapshots
from intake.models.cases import Case, CaseKey, CaseState, Kind, Match, MatchAnswer, TextSource
from intake.models.moves import CaseMove
from intake.models.reports import Submission
from intake.retention.said import Said
from search.engine import engine
from search.index.documents import document_id
from search.text.content import content_of
from search.text.links import canonical_url

REMATCH = "intake.jobs.rematch_case"


def family_of(case_id: int) -> list[int]:
    """Return a case and all between which and it reports went, one way or the other."""
    found, asked = {case_id}, {case_id}
    while asked:
        touching = or_(CaseMove.from_case_id.in_(asked), CaseMove.to_case_id.in_(asked))
        rows = db.session.execute(select(CaseMove.from_case_id, CaseMove.to_case_id).where(touching))
        asked = {number for row in rows for number in row} - found
        found |= asked
    return sorted(found)


@dataclass(slots=True)
class Loss:
    """What is lost with some reports of one case: what only they said, and the cases that it touches."""

    report_ids: Sequence[int]
    file_ids: Sequence[int]
    # The case that holds the reports, if they have one, and all between which and it reports went.
    case: Case | None
    family: Sequence[Case]
    gone: Said
    own_live: Said
    live: Said
    # The kind that an editor gave the case, where its reports say another one.
    corrected: Kind | None = None
    # Cases that say something else from now on, and those that say nothing any more.
    renewed: set[int] = field(default_factory=set)
    emptied: set[int] = field(default_factory=set)

    @classmethod
    def of(
        cls, reports: Sequence[Submission], file_ids: Sequence[int], case: Case | None, family: Sequence[Case]
    ) -> Loss:
        """Read what some reports of a case say, and what the others do; call before anything of it is gone."""
        ids = [report.id for report in reports]
        kind = reports[0].kind if case is None else case.kind
        others = and_(Submission.id.not_in(ids), Submission.erased_at.is_(None))
        elsewhere = [one.id for one in family if one is not case]
        own_live = _said(others, [] if case is None else [case.id], kind)
        return cls(
            ids,
            file_ids,
            case,
            family,
            Said.by(Submission.id.in_(ids), kind),
            own_live,
            own_live.with_all_of(_said(others, elsewhere, kind)),
            corrected=None if case is None else speaking.corrected_kind(case),
        )

    @property
    def links(self) -> set[str]:
        """The canonical links that only these reports named."""
        named = {canonical_url(url) or url for url in self.gone.urls} | set(self.gone.abouts)
        return named - {canonical_url(url) or url for url in self.live.urls} - set(self.live.abouts)

    def reach_cases(self) -> None:
        """Let the cases say what other reports say, or nothing; call when the rows of the reports are empty."""
        for case in self.family:
            if case is self.case and self.own_live.pairs:
                self._go_on(case)
            elif case is self.case or self._was_said_by_them_alone(case):
                self._empty(case)
        self._take_keys()
        self._forget_explanations()
        db.session.execute(
            update(CaseMove).where(CaseMove.words_of_id.in_(self.report_ids)).values({CaseMove.words_of_id: None})
        )
        if self.case is not None and self.case.id in self.renewed:
            give_keys(self.case, [*all_keys(words_of_case(self.case)), *pictures.keys_of_case(self.case)])
            owed.owe(REMATCH, self.case.id)

    def unlearn(self) -> list[str]:
        """Let the archive, the pages behind links and the index forget; call after the trail was written.

        Return the keys of sealed files, to forget afterwards.
        """
        keys = snapshots.erase(self.links - self._links_of_cases())
        taught = wordings.known_by(self.gone.hashes - self.live.hashes)
        for column, rows in (
            (Match.wording_id, taught.wordings),
            (Match.learned_wording_id, taught.wordings),
            (Match.kept_apart_id, taught.pairs),
        ):
            numbers = [row.id for row in rows]
            if numbers:
                db.session.execute(update(Match).where(column.in_(numbers)).values({column: None}))
        wordings.erase(taught)
        for case_id in sorted(self.renewed | self.emptied):
            engine().collection(CASES).remove(document_id(case_id))
        family = [case.id for case in self.family]
        keys += claim_pictures.erase(family, self.gone.image_hashes - self.live.image_hashes)
        pictures.forget(self.file_ids)
        return keys

    def _go_on(self, case: Case) -> None:
        before = case.text, case.url
        if before in self.gone.pairs and speaking.speak_again(case):
            speaking.stay_corrected(case, self.corrected)
        else:
            counting.recount(case)
        if case.about not in self.own_live.abouts:
            case.about = content_of(case.text, case.url).about or next(iter(self.own_live.abouts), "")
        if (case.text, case.url) != before:
            self.renewed.add(case.id)
            case.version += 1

    def _was_said_by_them_alone(self, case: Case) -> bool:
        """Return whether a case that holds no report still has the words of one, and nobody else's."""
        said = (case.text, case.url)
        return case.erased_at is None and said in self.gone.pairs and said not in self.live.pairs

    def _empty(self, case: Case) -> None:
        case.text = case.url = case.about = case.further_text = case.public_sentence = ""
        case.text_source, case.erased_at, case.has_news, case.later_reports = TextSource.TYPED, now(), False, 0
        if case.state is CaseState.OPEN:
            case.state, case.settled_at = CaseState.CLOSED, now()
        case.version += 1
        self.emptied.add(case.id)
        unanswered = delete(Match).where(Match.case_id == case.id, Match.answer == MatchAnswer.OPEN)
        db.session.execute(unanswered.execution_options(synchronize_session="fetch"))
        if case is self.case:
            counting.recount(case)

    def _take_keys(self) -> None:
        gone = self.gone.keys - self.live.keys
        for held in db.session.scalars(select(CaseKey).where(CaseKey.case_id.in_([case.id for case in self.family]))):
            if held.case_id in self.emptied or Key(held.lane, held.value) in gone:
                db.session.delete(held)
        db.session.flush()

    def _forget_explanations(self) -> None:
        rows = select(Match).where(Match.case_id.in_([case.id for case in self.family]))
        parts = joinedload(Match.claim), joinedload(Match.case), undefer(Match.explanation)
        for match in db.session.scalars(rows.options(*parts)):
            # Of a text that the case had before, too: reports went from one to the other.
            if match.case_id in self.renewed | self.emptied or match.is_outdated:
                match.explanation, match.explained_from = None, ""
        db.session.flush()

    def _links_of_cases(self) -> set[str]:
        """Return those of the links that another case is about as well: what was fetched of them is its, too."""
        links = self.links
        about = select(Case.about).where(Case.about.in_(links), Case.erased_at.is_(None))
        return set(db.session.scalars(about)) if links else set()


def _said(others: ColumnElement[bool], case_ids: Sequence[int], kind: Kind) -> Said:
    return Said.by(and_(Submission.case_id.in_(case_ids), others), kind) if case_ids else Said()

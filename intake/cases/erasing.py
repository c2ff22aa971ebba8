"""Words that are erased with a file: no case says them any more, is found by them, or quotes them beside an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select

from core.db import db
from intake.cases import explaining, merging, speaking
from intake.cases.keys import Key, Words, all_keys, give_keys, holders, words_of, words_of_case
from intake.cases.near_duplicates import CASES
from intake.files.locking import reports_of
from intake.files.read_words import settle_by_id
from intake.links import snapshots
from intake.models.cases import Case, CaseKey, CaseState, with_merged
from intake.models.files import Attachment
from intake.models.moves import CaseMove
from intake.models.reports import Submission
from search.engine import engine
from search.index.documents import document_id
from search.text.content import Content, content_of


@dataclass(frozen=True)
class Traces:
    """What some reports say by files that are about to be erased, and the cases in which that may stand, locked."""

    report_ids: Sequence[int]
    # Each text that was read in the files, as it would stand for its report.
    said: Sequence[Words]
    cases: Sequence[Case]

    @cached_property
    def hashes(self) -> frozenset[str]:
        """What the texts are known by, alone and together with a link."""
        return frozenset(found for one in self._contents for found in (one.text_hash, one.together) if found)

    @cached_property
    def links(self) -> frozenset[str]:
        """The links that the texts are about, canonical."""
        return frozenset(one.about for one in self._contents if one.about)

    @cached_property
    def _contents(self) -> list[Content]:
        return [content_of(words.text, url) for words in self.said for url in (words.url, "")]

    def are_in(self, case: Case) -> bool:
        """Return whether a case says any of the texts, alone or among those of further pictures."""
        return any(words.text in text for words in self.said for text in (case.text, case.further_text))


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Cases that say something else than before, and all beside whose articles the words may have been quoted."""

    changed: Sequence[Case]
    touched: Sequence[int]


def traces_of(files: Sequence[Attachment]) -> Traces:
    """Return what would be left of the words of files that are locked; call after `hold_grouping`, before the trail."""
    report_ids = reports_of(files)
    rows = select(Submission).where(Submission.id.in_(report_ids)).order_by(Submission.id).with_for_update()
    reports = db.session.scalars(rows.execution_options(populate_existing=True)).all()
    said = [words for report in reports for words in _read_in(report, files)]
    return Traces(report_ids, said, merging.locked(*_cases_of(reports, {words.text for words in said})))


def _read_in(report: Submission, files: Sequence[Attachment]) -> Iterator[Words]:
    own = [file for file in files if file.submission_id == report.id]
    # What was read first stays beside a correction, and a case that was merged since may still say it.
    texts = [report.read_text, *(text for file in own for text in (file.read_text, file.corrected_text or ""))]
    kind = report.kind if report.case is None else report.case.kind
    yield from (Words(kind, text, report.url) for text in dict.fromkeys(texts) if text)


def _cases_of(reports: Iterable[Submission], texts: Iterable[str]) -> set[int]:
    """Return the cases of reports with all that were merged into them, and every other that says what they say."""
    own = {report.case_id for report in reports if report.case_id is not None}
    found = {merged for case_id in own for merged in db.session.scalars(with_merged(case_id))}
    read = list(texts)
    saying = select(Case.id).where(or_(Case.text.in_(read), Case.further_text.in_(read)))
    return found.union(db.session.scalars(saying) if read else ())


def forget(traces: Traces) -> Forgotten:
    """Bring reports and cases in line with files that were emptied; call inside `writing()` after `traces_of`.

    A case whose words are gone speaks by another report, or falls silent. Keys that no report gives any more go, and
    whatever quotes the words is emptied, to be made anew. The index comes later: see `leave_index`.
    """
    for report_id in traces.report_ids:
        settle_by_id(report_id)
    changed = [case for case in traces.cases if _renewed(case, traces)]
    _drop_keys(traces)
    for case in changed:
        case.version += 1
        if case.state is not CaseState.MERGED:
            give_keys(case, all_keys(words_of_case(case)))
    touched = _with_neighbours([case.id for case in traces.cases])
    explaining.forget_of_cases(touched)
    return Forgotten(changed, touched)


def leave_index(cases: Sequence[Case]) -> None:
    """Take the texts of cases out of the index, until what they say now is put there; call last of all locks."""
    for case in cases:
        engine().collection(CASES).remove(document_id(case.id))


def is_said(case: Case, text_hash: str) -> bool:
    """Return whether a report of a case says a text, known by its hash, alone or together with its link."""
    for words in _words_of(case.id):
        contents = (words.content, words.further_content)
        if any(one is not None and text_hash in {one.text_hash, one.together} for one in contents):
            return True
    return False


def _renewed(case: Case, traces: Traces) -> bool:
    """Let a case say what its reports say now; return whether that is something else than before."""
    before = case.text, case.further_text, case.about
    reports = _reports_of(case.id)
    if not traces.are_in(case):
        pass
    elif not reports:
        _leave_to_others(case)
    elif speaker := next((one for one in reports if (one.words, one.url) == (case.text, case.url)), None):
        case.text_source = speaker.text_source
        if all(one.further_words != case.further_text for one in reports):
            case.further_text = speaker.further_words
    else:
        speaking.speak(case, _that_says_most(reports))
    if case.about in traces.links:
        _renew_link(case)
    return (case.text, case.further_text, case.about) != before


def _leave_to_others(case: Case) -> None:
    """Let a case without reports, as one that was merged, say only what a report elsewhere still says."""
    if not _is_anybodys(Submission.words == case.text, Submission.url == case.url):
        speaking.fall_silent(case)
    elif not _is_anybodys(Submission.further_words == case.further_text):
        case.further_text = ""


def _is_anybodys(*says: ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(select(exists().where(*says))))


def _renew_link(case: Case) -> None:
    """Let a case be about a link only if a report of it is, or if it has none and says so itself.

    Of one that nobody is about any more, what was fetched goes, too.
    """
    about = case.about
    links = [one.content.about for one in (*_words_of(case.id), words_of_case(case))]
    if about in links:
        return
    case.about = next((link for link in links if link), "")
    db.session.flush()
    if db.session.scalar(select(Case.id).where(Case.about == about).limit(1)) is None:
        # The sealed pages are named by nothing then, and are removed by the tidying.
        snapshots.erase([f"https://{about}"])


def _that_says_most(reports: Sequence[Submission]) -> Submission:
    """Return the first report that tells something by itself; else the first with any words or link."""
    telling = (one for one in reports if words_of(one).content.has_matter)
    saying = (one for one in reports if one.words or one.url)
    return next(telling, None) or next(saying, reports[0])


def _drop_keys(traces: Traces) -> None:
    """Drop the keys by what was erased, wherever they are, unless a report of that case gives them otherwise."""
    still = select(Submission).where(Submission.id.in_(traces.report_ids))
    said_still = {key for report in db.session.scalars(still) for key in _all_keys_of(report)}
    gone = {key for words in traces.said for key in all_keys(words)} - said_still
    held: dict[int, set[Key]] = {}
    for key, holder in holders(gone).items():
        held.setdefault(holder.case_id, set()).add(key)
    for case_id, keys in held.items():
        kept = {key for words in _words_of(case_id) for key in all_keys(words)}
        lost = [and_(CaseKey.lane == key.lane, CaseKey.value == key.value) for key in keys - kept]
        if lost:
            db.session.execute(delete(CaseKey).where(CaseKey.case_id == case_id, or_(*lost)))


def _all_keys_of(report: Submission) -> list[Key]:
    return all_keys(words_of(report, kind=None if report.case is None else report.case.kind))


def _words_of(case_id: int) -> list[Words]:
    """Return what the reports of a case say, each once, the oldest first."""
    kind = db.session.get_one(Case, case_id).kind
    return list(dict.fromkeys(words_of(report, kind=kind) for report in _reports_of(case_id)))


def _reports_of(case_id: int) -> Sequence[Submission]:
    return db.session.scalars(select(Submission).where(Submission.case_id == case_id).order_by(Submission.id)).all()


def _with_neighbours(case_ids: Sequence[int]) -> list[int]:
    """Return cases, and those that gave them reports or took some: matches went along, with what they tell."""
    ends = CaseMove.from_case_id, CaseMove.to_case_id
    moves = db.session.execute(select(*ends).where(or_(*(end.in_(case_ids) for end in ends)))).all() if case_ids else []
    return sorted({*case_ids, *(case_id for move in moves for case_id in move)})

"""What an editor says stands in a picture: the report speaks with it, and its case if it is the one that speaks."""

from __future__ import annotations

from sqlalchemy import and_, delete, or_

from core.db import db
from core.refusals import NotFound
from intake.cases import counting
from intake.cases.keys import Words, all_keys, give_keys, words_of
from intake.files.read_words import settle
from intake.models.cases import Case, CaseKey
from intake.models.files import Attachment
from intake.models.reports import Submission
from intake.reports.correcting import take_correction


def correct(case: Case, attachment_id: int, words: str) -> bool:
    """Let words stand for a picture of a report of this case; return whether the case says something else now.

    Call inside `writing()` after `hold_grouping`, with the case locked. The keys that the case had by what was read go,
    those by what stands there come, unless another case has them: then the desk finds that one as similar, and merges.
    Errors: `NotFound` without such a picture in this case.
    """
    file = db.session.get(Attachment, attachment_id, with_for_update=True, populate_existing=True)
    report = None if file is None or file.submission_id is None else _report(file.submission_id)
    # An erased one is no picture any more: nobody writes its words down again from memory.
    if file is None or file.erased_at is not None or report is None or report.case_id != case.id:
        raise NotFound(f"there is no picture {attachment_id} in case {case.id}")
    before = words_of(report, kind=case.kind)
    speaks = (before.text, before.url) == (case.text, case.url)
    take_correction(file, words)
    db.session.flush()
    settle(report)
    after = words_of(report, kind=case.kind)
    if not speaks or after == before:
        return False
    case.text, case.text_source, case.further_text = after.text, report.text_source, after.further
    case.about = case.about or after.content.about
    _exchange_keys(case, before, after)
    counting.recount(case)
    return True


def _report(report_id: int) -> Submission | None:
    return db.session.get(Submission, report_id, with_for_update=True, populate_existing=True)


def _exchange_keys(case: Case, before: Words, after: Words) -> None:
    new = all_keys(after)
    gone = [key for key in all_keys(before) if key not in new]
    if gone:
        named = or_(*(and_(CaseKey.lane == key.lane, CaseKey.value == key.value) for key in gone))
        db.session.execute(delete(CaseKey).where(CaseKey.case_id == case.id, named))
    give_keys(case, new)

"""The pictures of reports: one file sent twice makes one case; one that looks alike is told beside it, and no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from core.db import db, rows_of, writing
from intake.cases.keys import Key, file_key
from intake.models.cases import Case, CaseKey, Kind
from intake.models.files import Attachment
from intake.models.reports import Submission
from search.engine import engine
from search.pictures.asking import Sight, look
from search.pictures.hashing import Fingerprint
from search.pictures.models import PictureHash
from search.ranking.bands import Lane
from search.text.content import content_of

# The collection that holds what the pictures of reports are recognised by, by the ids of their files.
PICTURES = "case"
# A case that holds thousands of reports is asked for by the first different pictures of it.
MOST_OF_CASE = 20
# Databases take only so many values in one statement.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Sent:
    """A file of a report: its number and SHA-256, and what it is recognised by, if that can be told."""

    file_id: int
    sha256: str
    fingerprint: Fingerprint | None


def sent_with(report_ids: Sequence[int]) -> Mapping[int, Sequence[Sent]]:
    """Return the files of some reports, by the reports' ids."""
    found: dict[int, list[Sent]] = defaultdict(list)
    its = Attachment.sha256, Attachment.image_hash, Attachment.image_quality
    for start in range(0, len(report_ids), AT_ONCE):
        rows = (
            select(Submission.id, Attachment.id, *its)
            .join(Attachment, Attachment.submission_id == Submission.id)
            .where(Submission.id.in_(report_ids[start : start + AT_ONCE]))
        )
        for report_id, file_id, sha256, image_hash, quality in rows_of(rows.order_by(Attachment.position)):
            fingerprint = Fingerprint(image_hash, quality) if image_hash else None
            found[report_id].append(Sent(file_id, sha256, fingerprint))
    return found


def fingerprints(sent: Sequence[Sent]) -> list[Fingerprint]:
    """Return what some files are recognised by."""
    return [one.fingerprint for one in sent if one.fingerprint is not None]


def keys_of(report: Submission, sent: Sequence[Sent], kind: Kind | None = None) -> list[Key]:
    """Return what its files make a report the same case by: all of them together, where nothing was written with them.

    What a machine read in them is no other word, because the same file gives the same. `kind` is that of its case,
    where an editor has corrected it.
    """
    if not sent:
        return []
    return file_key(kind or report.kind, content_of(report.text, report.url), {one.sha256 for one in sent})


def keys_of_case(case: Case) -> list[Key]:
    """Return what the files of the report that speaks for a case make others the same case by."""
    speaking = select(Submission).where(
        Submission.case_id == case.id, Submission.text == case.text, Submission.url == case.url
    )
    report = db.session.scalar(speaking.order_by(Submission.id).limit(1))
    return [] if report is None else keys_of(report, sent_with([report.id]).get(report.id, ()), case.kind)


def held_by_file(case_id: int) -> set[int]:
    """Return the reports of a case that came, or would come, by their files."""
    rows = select(CaseKey).where(CaseKey.case_id == case_id, CaseKey.lane == Lane.SAME_PICTURE)
    held = {Key(row.lane, row.value) for row in db.session.scalars(rows)}
    if not held:
        return set()
    reports = db.session.scalars(
        select(Submission).where(
            Submission.case_id == case_id, exists().where(Attachment.submission_id == Submission.id)
        )
    ).all()
    sent = sent_with([report.id for report in reports])
    return {report.id for report in reports if not held.isdisjoint(keys_of(report, sent[report.id]))}


def index(sent: Sequence[Sent]) -> None:
    """Let reports be found by their pictures; call inside `writing()`, last of all locks."""
    found = {one.file_id: one.fingerprint.hash for one in sent if one.fingerprint is not None}
    engine().pictures(PICTURES).add(found)


def forget(file_ids: Collection[int]) -> None:
    """Forget pictures whose files are erased; call inside `writing()`, last of all locks.

    No answer shows them from the moment their rows are gone, and no process remembers them after its next question.
    """
    engine().pictures(PICTURES).remove(file_ids)


def forget_erased() -> int:
    """Forget pictures whose files are gone although nobody said so; return how many. A repeat finds none."""
    gone_already = PictureHash.collection == PICTURES, PictureHash.bits.is_not(None)
    # An erased file keeps its row, and nothing that it could be recognised by.
    known = exists().where(Attachment.id == PictureHash.picture_id, Attachment.image_hash != "")
    orphans = select(PictureHash.picture_id).where(*gone_already, ~known)
    done = 0
    while file_ids := db.session.scalars(orphans.order_by(PictureHash.picture_id).limit(AT_ONCE)).all():
        with writing():
            forget(file_ids)
        done += len(file_ids)
    return done


def of_cases(case_ids: Sequence[int]) -> Mapping[int, Sequence[Fingerprint]]:
    """Return what the pictures of some cases are recognised by, each once, the oldest first, by the cases' ids."""
    first = func.min(Attachment.id)
    rows = (
        select(Case.id, Attachment.image_hash, func.max(Attachment.image_quality))
        .join(Submission, Submission.case_id == Case.id)
        .join(Attachment, Attachment.submission_id == Submission.id)
        .where(Case.id.in_(case_ids), Attachment.image_hash != "")
        .group_by(Case.id, Attachment.image_hash)
        .order_by(first)
    )
    found: dict[int, list[Fingerprint]] = defaultdict(list)
    for case_id, image_hash, quality in rows_of(rows) if case_ids else ():
        if len(found[case_id]) < MOST_OF_CASE:
            found[case_id].append(Fingerprint(image_hash, quality))
    return found


def cases_with(pictures: Sequence[Fingerprint]) -> Mapping[int, Sight]:
    """Return the cases that have a picture like one of some, by their ids, with how alike it is, the most alike first.

    Where reports stand now is asked of the database, so nothing has to follow when cases are merged or split.
    """
    return look(engine().pictures(PICTURES), pictures, _owners)


def _owners(file_ids: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    rows = (
        select(Attachment.id, Case.id, Attachment.image_quality)
        .join(Submission, Submission.id == Attachment.submission_id)
        .join(Case, Case.id == Submission.case_id)
        .where(Attachment.id.in_(file_ids), Attachment.image_hash != "")
    )
    return {file_id: (case_id, quality) for file_id, case_id, quality in rows_of(rows)}

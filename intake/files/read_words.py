"""What the pictures of a report say altogether, and how surely."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db
from intake.models.files import Attachment, Reading
from intake.models.reports import LONG_TEXT, Submission
from search.text.content import content_of


def settle(report: Submission) -> bool:
    """Bring a report in line with what was read in its files; return whether it has waited for that and may go on.

    Call inside `writing()` with the report locked or new, after its files are its own. May run twice: a repeat finds
    the same.
    """
    rows = select(Attachment).where(Attachment.submission_id == report.id).order_by(Attachment.position)
    files = db.session.scalars(rows.execution_options(populate_existing=True)).all()
    waited, report.awaits_reading = report.awaits_reading, any(file.reading is Reading.WAITING for file in files)
    texts = [file.text for file in files if file.text.strip()]
    typed = content_of(report.text, report.url)
    report.read_text = "\n".join(texts) or _link_in_codes(report, files)
    report.is_read_doubtful = any(file.is_doubtful for file in files)
    report.speaks_by_picture = bool(report.read_text) and not typed.has_matter
    report.is_long = len(report.words) > LONG_TEXT
    return waited and not report.awaits_reading


def settle_by_id(report_id: int | None) -> bool:
    """Bring a report in line with its files, as `settle` does; return whether a worker may look for its case now.

    Call inside `writing()`, after the files: whoever ends the last but one and whoever ends the last then wait for each
    other here, and one of them sees that none is left. A file without a report settles nothing.
    """
    if report_id is None:
        return False
    db.session.flush()
    report = db.session.get(Submission, report_id, with_for_update=True, populate_existing=True)
    return report is not None and settle(report)


def _link_in_codes(report: Submission, files: Sequence[Attachment]) -> str:
    """Return the link in a code of a picture without words, if it is the only one that there is.

    Whoever draws a picture chooses what its code says: where a report says anything else, that is what it is about.
    """
    links = {link for file in files for link in file.code_links}
    return links.pop() if len(links) == 1 and not report.url else ""

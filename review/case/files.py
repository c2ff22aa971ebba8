"""Files that came with reports, as the desk sees them: our picture of each, and the original for whoever needs it."""

from __future__ import annotations

from flask import Response
from flask_security import current_user

from accounts.models import Editor
from accounts.permissions import Permission
from core.db import db, existing, writing
from core.events import Subject, happened
from core.refusals import NotFound
from core.web.access import needs
from intake.files import showing
from intake.models.files import Attachment
from intake.models.reports import Submission
from review.blueprint import bp
from review.models import DeskAction


@bp.get("/files/<int(max=2147483647):attachment_id>/preview")
@needs(Permission.READ_CASES)
def file_preview(attachment_id: int) -> Response:
    """Show our picture of a file that came with a report."""
    return showing.picture(_sent(attachment_id))


# A form and not a link: what is looked at is written down, so nothing may fetch it by itself.
@bp.post("/files/<int(max=2147483647):attachment_id>/original")
@needs(Permission.SAVE_ORIGINALS)
def save_original(attachment_id: int) -> Response:
    """Hand out a file as its reader sent it, for saving; the trail tells who did."""
    response = showing.original(_sent(attachment_id))
    note_saved(attachment_id, editor=current_user)
    return response


def note_saved(attachment_id: int, *, editor: Editor) -> None:
    """Write down that somebody saved the original of a file. Errors: `NotFound`."""
    with writing():
        attachment = _sent(attachment_id)
        case_id = db.session.get_one(Submission, attachment.submission_id).case_id
        subject = Subject("submission", attachment.submission_id or 0) if case_id is None else Subject("case", case_id)
        happened(
            DeskAction.ORIGINAL_SAVED,
            subject,
            by=editor.id,
            submission=attachment.submission_id,
            attachment=attachment_id,
        )


def _sent(attachment_id: int) -> Attachment:
    attachment = existing(Attachment, attachment_id)
    if attachment.submission_id is None:
        raise NotFound("nobody has sent this file yet")
    return attachment

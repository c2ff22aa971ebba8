"""Files of a report that is being written: taken in one by one, and shown to whoever sent them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, jsonify, redirect, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from core.files.sealed import Unreadable
from core.files.spool import pieces_of
from core.refusals import NotFound
from core.web.extensions import csrf
from core.web.limits import per_network
from core.web.requests import takes_files
from core.web.sent_files import check_token
from intake.files import held, keeping, showing, uploads
from intake.files.held import Held
from intake.files.keeping import LARGEST_FILE, MOST_FILES
from intake.files.uploads import NotTaken, Refusal
from intake.models.files import Attachment
from intake.public import questions, reader
from intake.reports.drafts import Draft

bp = Blueprint("intake_files", __name__, url_prefix="/report/files")

# Five for each of a class of thirty within some minutes; opening one takes half a second of the processor.
UPLOAD_LIMIT = "120 per minute"
# The page of the step to which a browser without scripts returns.
STEP = "/report/files"
# Where the button leads that sends what was chosen and goes on.
ONWARD = {"continue": "/report/known", "check": "/report/check"}
# A little more than five files, so that one that is too large by a little is refused by name.
MOST_BYTES = MOST_FILES * (LARGEST_FILE + 64 * 1024)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file that was sent."""

    name: str
    attachment: Attachment | None
    refusal: Refusal | None


@bp.post("/upload")
@per_network(UPLOAD_LIMIT)
@takes_files(most_bytes=MOST_BYTES)
def upload() -> Response:
    """Take what was sent into the draft of this browser; what was not taken is noted there."""
    try:
        check_token()
        sent = sent_files()
    except RequestEntityTooLarge:
        # Of what was not read nobody knows what it is called.
        return _answer(_noted(reader.keep({}).draft, [Taken(gettext("your files"), None, Refusal.TOO_LARGE)]))
    return _answer(take_all(sent))


def sent_files() -> list[FileStorage]:
    """Return the files of a request. Errors: `RequestEntityTooLarge` when it holds more than it may."""
    return [file for file in request.files.getlist(uploads.FIELD) if file.filename]


def take_all(sent: Iterable[FileStorage]) -> list[Taken]:
    """Take files into the draft of this browser, one after the other; what was not taken is noted there."""
    draft = reader.keep({}).draft
    return _noted(draft, [_take(draft, file) for file in sent])


def take_held(picture: Held) -> bool:
    """Take a picture that was looked up into the draft of this browser; return False where it is held no longer.

    What was not taken is noted in the draft. A repeat finds the picture there, and nothing more to take.
    """
    draft = reader.keep({}).draft
    try:
        taken = _taken(draft, picture.name, held.pieces(picture))
    except Unreadable:
        return bool(keeping.of_draft(draft.id))
    _noted(draft, [taken])
    if taken.attachment is not None:
        held.forget(picture)
    return True


# It checks the token itself, because the guard would read the whole body before anything is known of it.
csrf.exempt(upload)


@bp.get("/<int(max=2147483647):attachment_id>/preview")
def preview(attachment_id: int) -> Response:
    """Show our picture of a file to whoever is writing the report that it belongs to."""
    draft = reader.draft()
    for attachment in keeping.of_draft(draft.id) if draft is not None else ():
        if attachment.id == attachment_id:
            return showing.picture(attachment)
    raise NotFound("no file of this draft")


def _take(draft: Draft, file: FileStorage) -> Taken:
    name = uploads.clean_name(file.filename or "")
    try:
        return _taken(draft, name, pieces_of(file.stream))
    finally:
        file.close()


def _taken(draft: Draft, name: str, content: Iterable[bytes]) -> Taken:
    try:
        return Taken(name, uploads.take(draft.id, name, content), None)
    except NotTaken as refused:
        return Taken(name, None, refused.refusal)


def _noted(draft: Draft, taken: list[Taken]) -> list[Taken]:
    """Note in the draft which files it was to get and did not, and return them all."""
    answers = dict(draft.answers)
    for one in taken:
        answers |= (
            uploads.without_failed(answers, one.name)
            if one.refusal is None
            else uploads.with_failed(answers, one.name, one.refusal)
        )
    passed = sorted({*draft.several(questions.PASSED), questions.FILES.name})
    reader.keep({uploads.FAILED: answers.get(uploads.FAILED, []), questions.PASSED: passed})
    return taken


def _answer(taken: Sequence[Taken]) -> Response:
    """Lead a browser on, or back to the step to see what came; a script is told of each file instead."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) != "application/json":
        onward = ONWARD.get(request.form.get("then", ""), STEP)
        return redirect(STEP if any(one.refusal for one in taken) else onward, code=303)
    return jsonify(files=[_told(one) for one in taken])


def _told(one: Taken) -> dict[str, str | bool]:
    file, refusal = one.attachment, one.refusal
    return {
        "name": one.name,
        "ok": file is not None,
        "problem": "" if refusal is None else str(refusal.label),
        "passes": refusal in uploads.PASSING,
        "preview": "" if file is None else url_for(".preview", attachment_id=file.id),
    }

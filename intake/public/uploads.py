"""Files of a report that is being written: taken in one by one, and shown to whoever sent them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from core.files.sealed import Unreadable
from core.files.spool import pieces_of
from core.refusals import NotFound
from core.web.extensions import csrf
from core.web.limits import network_key, per_network
from core.web.requests import takes_files
from core.web.sent_files import check_token
from intake.files import held, keeping, missing, showing, uploads
from intake.files.held import Held
from intake.files.keeping import LARGEST_FILE, MOST_FILES
from intake.files.missing import Answers, Lost
from intake.files.uploads import NotTaken, Refusal
from intake.models.files import Attachment
from intake.public import late, questions, reader
from intake.public.reader import Kept

bp = Blueprint("intake_files", __name__, url_prefix="/report/files")

# Five for each of a class of thirty within some minutes; opening one takes half a second of the processor.
UPLOAD_LIMIT = "120 per minute"
# The page of the step to which a browser without scripts returns.
STEP = "/report/files"
# Where the button leads that sends what was chosen and goes on.
ONWARD = {"continue": "/report/known", "check": "/report/check"}
# In the answers of a draft: the pictures of look-ups that were taken into it, so that a second press misses none.
HELD = "held_pictures"
# Where a reader goes on whose draft was gone.
ANEW = "/report/continue"
# A little more than five files, so that one that is too large by a little is refused by name.
MOST_BYTES = MOST_FILES * (LARGEST_FILE + 64 * 1024)
# Whoever chooses a few more than a report can have is told of each; of a whole album nothing is read.
MOST_AT_ONCE = 2 * MOST_FILES


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file that was sent: its name and bytes, and its row or why there is none."""

    name: str
    size: int
    attachment: Attachment | None
    refusal: Refusal | None


@bp.post("/upload")
@per_network(UPLOAD_LIMIT)
@takes_files(most_bytes=MOST_BYTES, most_files=MOST_AT_ONCE)
def upload() -> Response | tuple[str, int]:
    """Take what was sent into the draft of this browser; what was not taken is noted there."""
    try:
        sent, is_ours = sent_files(), _has_token() or late.is_from_here()
    except RequestEntityTooLarge:
        # Another site can send too much as well, and must not begin a draft in place of the reader's own.
        if late.is_from_elsewhere():
            raise
        # Of what was not read nobody knows what it is called.
        return _answer([note_too_much()])
    names = [uploads.clean_name(file.filename or "") for file in sent]
    if not is_ours:
        return late.files_page(names)
    shown, present = request.form.get("draft", ""), reader.draft()
    if shown and present is not None and shown != reader.mark(present):
        return late.other_draft(names, STEP)
    was_sent = present is None and reader.sent() is not None
    told = missing.told(request.form.getlist("not_sent"))
    taken, kept = _all_taken(sent, told)
    if not (shown and kept.is_new):
        return _answer(taken, is_waited_for=any(one.refusal is Refusal.MISSING for one in told))
    flash(str(late.why_anew(was_sent=was_sent, are_files=True)), "warning")
    return _answer(taken, ANEW)


def sent_files() -> list[FileStorage]:
    """Return the files of a request. Errors: `RequestEntityTooLarge` when it holds more than it may."""
    return [file for file in request.files.getlist(uploads.FIELD) if file.filename]


def take_all(sent: Sequence[FileStorage]) -> list[Taken]:
    """Take files into the draft of this browser, one after the other; what was not taken is noted there."""
    return _all_taken(sent, ())[0]


def note_too_much() -> Taken:
    """Note in the draft of this browser that more was sent than is read, and return that."""
    reader.change(lambda before: missing.with_missing(before, [Lost("", 0, Refusal.TOO_MUCH)]))
    return Taken("", 0, None, Refusal.TOO_MUCH)


def take_held(picture: Held) -> bool:
    """Take a picture that was looked up into the draft of this browser; return False where it is held no longer.

    What was not taken is noted in the draft. A repeat finds the picture there, and nothing more to take.
    """
    draft = reader.keep({}).draft
    try:
        content = b"".join(held.pieces(picture))
    except Unreadable:
        return picture.key in draft.several(HELD)
    taken = _taken(draft.id, picture.name, len(content), [content])
    reader.change(lambda before: {**_after(before, [taken]), HELD: [*before.get(HELD, []), picture.key]})
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


def _has_token() -> bool:
    try:
        check_token()
    except CSRFError:
        return False
    return True


def _all_taken(sent: Sequence[FileStorage], not_sent: Sequence[Lost]) -> tuple[list[Taken], Kept]:
    # Noted as missing before anything is tried: whatever ends this process leaves a note of what did not come.
    coming = [Lost(file.filename or "", _size(file), Refusal.MISSING) for file in sent]
    kept = reader.change(lambda before: missing.with_missing(before, [*coming, *not_sent]))
    taken = [_take(kept.draft.id, file) for file in sent]
    reader.change(lambda before: _after(before, taken))
    return taken, kept


def _after(before: Answers, taken: Sequence[Taken]) -> Mapping[str, list[str]]:
    """Return what the draft keeps when files were taken or not; its reader has come past this question."""
    lost = [Lost(one.name, one.size, one.refusal) for one in taken if one.refusal is not None]
    arrived = [(one.name, one.size) for one in taken if one.refusal is None]
    answers = dict(before) | missing.without_missing(before, arrived)
    passed = sorted({*before.get(questions.PASSED, []), questions.FILES.name})
    return {
        missing.LET_GO: answers[missing.LET_GO],
        **missing.with_missing(answers, lost),
        questions.PASSED: passed,
    }


def _take(draft_id: int, file: FileStorage) -> Taken:
    try:
        return _taken(draft_id, uploads.clean_name(file.filename or ""), _size(file), pieces_of(file.stream))
    finally:
        file.close()


def _taken(draft_id: int, name: str, size: int, content: Iterable[bytes]) -> Taken:
    try:
        return Taken(name, size, uploads.take(draft_id, name, content, size=size, network=network_key()), None)
    except NotTaken as refused:
        return Taken(name, size, None, refused.refusal)


def _size(file: FileStorage) -> int:
    here = file.stream.tell()
    size = file.stream.seek(0, io.SEEK_END)
    file.stream.seek(here)
    return size


def _answer(taken: Sequence[Taken], anew: str = "", *, is_waited_for: bool = False) -> Response:
    """Lead a browser on, or back to the step to see what came; a script is told of each file instead.

    `anew` is where a new draft goes on, for a reader whose draft was gone. Whoever goes on while a file is on its way
    sees first that it is not there.
    """
    if late.asks_for_a_page():
        onward = anew or ONWARD.get(request.form.get("then", ""), STEP)
        is_incomplete = is_waited_for or any(one.refusal for one in taken)
        return redirect(STEP if is_incomplete and not anew else onward, code=303)
    return jsonify(files=[_told(one) for one in taken], anew=anew, draft=reader.mark(reader.draft()))


def _told(one: Taken) -> dict[str, str | bool]:
    file, refusal = one.attachment, one.refusal
    return {
        "name": one.name,
        "ok": file is not None,
        "problem": "" if refusal is None else str(refusal.label),
        "passes": refusal in uploads.PASSING,
        "preview": "" if file is None else url_for(".preview", attachment_id=file.id),
    }

"""The report form on one page, for whoever prefers to see all questions at once."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from hashlib import sha256

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from core.files.spool import CannotKeep, pieces_of
from core.refusals import Conflict, InvalidInput
from core.web.extensions import csrf
from core.web.language import LANGUAGES, current_language
from core.web.limits import network_key, per_network
from core.web.requests import has_too_much_in_files, takes_files
from intake.abuse import door
from intake.files import keeping, missing
from intake.files.uploads import OURS
from intake.models.reports import Channel
from intake.public import late, looking_over, questions, reader
from intake.public.forms import CHILD_ABUSE, ReportForm
from intake.public.questions import FILES
from intake.public.steps import CHILD_ABUSE_PAGE, SUBMIT_LIMIT, WITHOUT
from intake.public.uploads import MOST_AT_ONCE, MOST_BYTES, note_too_much, sent_files, take_all
from intake.public.uploads import STEP as FILES_PAGE
from intake.reports import submissions
from intake.reports.drafts import Draft

bp = Blueprint("intake_one_page", __name__, url_prefix="/report")

# As hard to guess as a receipt; a shorter one was not made by our page, and makes no sending the same as another.
_SENDING_BYTES = 24


@bp.route("/one-page", methods=["GET", "POST"])
@per_network(SUBMIT_LIMIT)
@takes_files(most_bytes=MOST_BYTES, most_files=MOST_AT_ONCE)
def form() -> tuple[str, int] | Response:
    """Show the form, or take what was sent with it."""
    present = reader.draft()
    if request.method == "GET":
        return _page(_new(present), present), 200
    try:
        # Fields alone: a file in the place of one is no text.
        form, sent = ReportForm(request.form), sent_files()
    except RequestEntityTooLarge:
        if not has_too_much_in_files() or late.is_from_elsewhere():
            raise
        note_too_much()
        present = reader.draft()
        return _page(_new(present), present, is_unread=True), 413
    if not form.validate():
        # The page is shown anew, and what it knew of its files is forgotten with that.
        are_gone = bool(form.draft.data) and _shown(form, present) is None
        if are_gone:
            form.form_errors.append(_files_are_gone())
        return _page(form, present, are_files_lost=bool(sent) or are_gone), 400
    return _taken(form, present, sent)


# The form checks its token itself, so that an expired one costs nobody what they typed.
csrf.exempt(form)


def _taken(form: ReportForm, present: Draft | None, sent: Sequence[FileStorage]) -> tuple[str, int] | Response:
    if form.kind.data == CHILD_ABUSE:
        reader.discard()
        return redirect(CHILD_ABUSE_PAGE, code=303)
    go = request.form.get("go", "")
    if go == FILES.name or go in LANGUAGES:
        reader.keep(form.answers())
        take_all(sent)
        here = url_for("intake_one_page.form")
        there = url_for("pages.set_language", code=go, next=here) if go in LANGUAGES else FILES_PAGE
        return redirect(there, code=303)
    sending = _sending(form, sent)
    before = submissions.sent_before(sending)
    if before is not None:
        reader.remember(before)
        return redirect(url_for("intake.receipt"), code=303)
    if present is not None:
        present = reader.without(request.form.getlist(WITHOUT), present)
    return _with_files(form, present, sent, sending) if sent else _sent(form, present, sending)


def _with_files(
    form: ReportForm, present: Draft | None, sent: Sequence[FileStorage], sending: str
) -> tuple[str, int] | Response:
    """Take files into the draft, beside what stands on the page, and send it unless there is something to see first."""
    if present is not None and _shown(form, present) is None:
        # That one is not written over, and gets no files of this one.
        problem = gettext(
            "Meanwhile you have begun another report in this browser. Please send or delete that one first, and then "
            "choose your files here once more."
        )
        form.form_errors.append(problem)
        return _page(form, None, are_files_lost=True), 409
    if form.draft.data and present is None:
        held_back = _held_back(form, present)
        if held_back is not None:
            return held_back
    reader.keep(form.answers())
    taken = take_all(sent)
    now = reader.draft()
    form.draft.data = reader.mark(now)
    if any(one.refusal is not None for one in taken):
        return _page(form, now), 503 if any(one.refusal in OURS for one in taken) else 400
    return _sent(form, now, sending)


def _held_back(form: ReportForm, present: Draft | None) -> tuple[str, int] | None:
    """Return the page once more where the report would go without a file that it has shown or should have."""
    shown = _shown(form, present)
    if form.draft.data and shown is None:
        problem, status = _files_are_gone(), 409
    elif shown is not None and missing.noted(shown.answers):
        problem = gettext("Say of each file that is not there whether you send the report without it.")
        status = 400
    else:
        return None
    form.form_errors.append(problem)
    return _page(form, present), status


def _files_are_gone() -> str:
    return str(gettext("The files that were added to this page are gone. Look at it and send it again."))


def _shown(form: ReportForm, present: Draft | None) -> Draft | None:
    """Return the draft of which the page has shown the files that was sent; None when it is gone."""
    return present if form.draft.data and form.draft.data == reader.mark(present) else None


def _sent(form: ReportForm, present: Draft | None, sending: str) -> tuple[str, int] | Response:
    """Send what stands on the page, with the files of the draft that it shows."""
    held_back = _held_back(form, present)
    if held_back is not None:
        return held_back
    shown, answers = _shown(form, present), form.answers()
    fields = questions.single(answers) | {"language": current_language()}
    doubts = door.doubts_of(request.form, sending=sending)
    try:
        receipt = submissions.submit(
            fields,
            targets=answers["targets"],
            channel=Channel.FORM,
            draft=shown,
            sending=sending,
            doubts=doubts,
            network=network_key(),
            training=reader.training(),
        )
    except InvalidInput as invalid:
        form.show(invalid.problems)
        return _page(form, present), 400
    except Conflict:
        # The draft's time ended at this moment, and its files are gone; the page has what was typed, and lists none.
        return _page(form, None), 409
    reader.remember(receipt, without=() if shown is None else missing.names_let_go(shown.answers))
    return redirect(url_for("intake.receipt"), code=303)


def _sending(form: ReportForm, sent: Sequence[FileStorage]) -> str:
    """Return the secret of this act of sending: what was changed on the page since is something else to send."""
    page = form.sending.data or ""
    if len(page) < _SENDING_BYTES:
        return ""
    return " ".join([page, json.dumps(form.answers()), *map(_sha256, sent)])


def _sha256(file: FileStorage) -> str:
    digest = sha256()
    try:
        for piece in pieces_of(file.stream):
            digest.update(piece)
    except CannotKeep:
        # It is refused by name when it is taken; by then the words beside it are kept.
        return ""
    file.stream.seek(0)
    return digest.hexdigest()


def _new(present: Draft | None) -> ReportForm:
    """Return the form as it is opened: with what the draft of this browser has, and a secret of its own."""
    form = ReportForm(None)
    form.sending.data = secrets.token_urlsafe(_SENDING_BYTES)
    if present is not None:
        form.fill(present)
    return form


def _page(form: ReportForm, present: Draft | None, *, are_files_lost: bool = False, is_unread: bool = False) -> str:
    form.draft.data = reader.mark(present)
    return render_template(
        "intake/report/one_page.html",
        form=form,
        draft=present,
        files=() if present is None else keeping.of_draft(present.id),
        not_there=looking_over.not_there(present),
        let_go_now=() if is_unread else request.form.getlist(WITHOUT),
        are_files_lost=are_files_lost,
        # Of a request that was too large nothing is read, no field either.
        door=door.on_page({} if is_unread else request.form),
    )

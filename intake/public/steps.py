"""The report form in steps: one question a page, a last look at the answers, and sending.

Each page sends what stands on it, also on the way back and when the language is changed, so that the draft on the
server has it whatever happens next.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from core.refusals import Conflict, InvalidInput
from core.web.extensions import csrf
from core.web.language import LANGUAGES, current_language
from core.web.limits import network_key, per_network
from intake.abuse import door
from intake.files import keeping, locking, missing
from intake.models.cases import Kind
from intake.models.counts import Ending
from intake.models.reports import Channel
from intake.public import late, looking_over, questions, reader
from intake.public.forms import CHILD_ABUSE, ReportForm, SendForm
from intake.public.questions import FILES, KIND, PASSED, SAFETY, Question
from intake.public.reader import Kept
from intake.reports import ending, submissions
from intake.reports.drafts import Draft

bp = Blueprint("intake_steps", __name__, url_prefix="/report")
bp.register_error_handler(CSRFError, late.again)

# Room for a training of thirty people behind one address, but not for a script that floods.
SUBMIT_LIMIT = "600 per minute"
# The same thirty, each with a question every two seconds.
STEP_LIMIT = "1200 per minute"

# By this field a reader says of a file that is not there: go on without it.
WITHOUT = "without"
# Where files are taken in, and where readers find help at once: beside the form, and leading back into it.
UPLOADS = "/report/files/upload"
CHILD_ABUSE_PAGE = "/report/child-abuse"
DANGER_PAGE = "/report/danger?next=where"
KNOWN_PAGE = "/report/known"


@bp.route("/<name>", methods=["GET", "POST"])
@per_network(STEP_LIMIT)
def step(name: str) -> tuple[str, int] | Response:
    """Show one question, or keep what was answered and lead on."""
    question, present = questions.named(name), reader.draft()
    form = question.form()
    if request.method == "POST":
        return _answered(question, form, present)
    if present is None and question is not KIND:
        return _without_draft()
    if present is not None:
        form.fill(present)
    return question_page(question, form, present), 200


# The forms check their tokens themselves, so that an expired one costs nobody what they typed.
csrf.exempt(step)


@bp.get("/continue")
def go_on() -> Response:
    """Lead to the first question that has not been passed, or to the answers."""
    present = reader.draft()
    return _without_draft() if present is None else redirect(_first_open(present))


@bp.get("/check")
def check() -> tuple[str, int] | Response:
    """Show all answers before they are sent."""
    present = reader.draft()
    return _without_draft() if present is None else (_check_page(SendForm(), present, {}), 200)


@bp.post("/check")
@per_network(SUBMIT_LIMIT)
def send() -> tuple[str, int] | Response:
    """Send the report; once more leads to the same receipt."""
    form, present = SendForm(), reader.draft()
    if present is None:
        return _without_draft(had_one=bool(form.draft.data))
    present = _with_what_was_let_go(form, present)
    held_back = _held_back(form, present)
    if held_back is not None:
        return held_back
    fields = questions.single(present.answers) | {"language": current_language()}
    targets, sending = present.several("targets"), reader.token()
    doubts = door.doubts_of(request.form, sending=sending, begun=present.begun_at)
    try:
        receipt = submissions.submit(
            fields,
            targets=targets,
            channel=Channel.FORM,
            draft=present,
            sending=sending,
            doubts=doubts,
            network=network_key(),
            training=reader.training(),
        )
    except InvalidInput as invalid:
        return _check_page(form, present, invalid.problems), 400
    except Conflict:
        return _without_draft()
    reader.remember(receipt, without=missing.names_let_go(present.answers))
    return redirect(url_for("intake.receipt"), code=303)


csrf.exempt(send)


@bp.post("/files/<int(max=2147483647):attachment_id>/remove")
def remove_file(attachment_id: int) -> Response:
    """Remove a file of the draft; one that is gone already is no error."""
    present = reader.draft()
    if present is None:
        return _without_draft()
    if keeping.remove(present.id, attachment_id):
        flash(gettext("The file was removed."), "success")
    return redirect(url_for(".step", name=FILES.name), code=303)


def _with_what_was_let_go(form: SendForm, present: Draft) -> Draft:
    """Return the draft without the files of which its reader has just said that the report goes without them."""
    is_this_one = form.validate() and form.draft.data == reader.mark(present)
    return reader.without(request.form.getlist(WITHOUT), present) if is_this_one else present


def _held_back(form: SendForm, present: Draft) -> tuple[str, int] | Response | None:
    """Return the page once more where the report cannot be sent yet; None where it can."""
    if not form.validate():
        return _check_page(form, present, {}), 400
    if form.draft.data != reader.mark(present):
        flash(gettext("Meanwhile you have begun another report in this browser. Here it is."), "warning")
        return redirect(url_for("intake_steps.check"), code=303)
    if missing.noted(present.answers):
        # No report goes without a file that its reader wanted to send, unless they say so.
        form.form_errors.append(gettext("Say of each file that is not there whether you send the report without it."))
        return _check_page(form, present, {}), 400
    return None


def question_page(question: Question, form: ReportForm, present: Draft | None) -> str:
    """Return the page of one question."""
    kind = questions.kind_of(present)
    # Before it is known, as many as most readers are asked.
    asked = questions.questions_of(kind or Kind.CHECK)
    form.draft.data = reader.mark(present)
    form.word_for(kind)
    files = () if present is None or question is not FILES else keeping.of_draft(present.id)
    return render_template(
        "intake/report/files.html" if question is FILES else "intake/report/question.html",
        form=form,
        question=question,
        draft=present,
        number=asked.index(question) + 1 if question in asked else 1,
        count=len(asked),
        files=files,
        readable=locking.readable(files),
        not_there=looking_over.not_there(present if question is FILES else None),
        remove_file=lambda number: url_for("intake_steps.remove_file", attachment_id=number),
        most_files=keeping.MOST_FILES,
        uploads_to=UPLOADS,
        back_to_check=_is_from_check(),
    )


def _answered(question: Question, form: ReportForm, present: Draft | None) -> tuple[str, int] | Response:
    """Keep what was answered, and lead on; what cannot be kept stays on the page."""
    shown = form.draft.data
    refused = _refused(question, form, present)
    if refused is not None:
        return refused
    if question is FILES and present is not None and request.form.get(WITHOUT):
        reader.without(request.form.getlist(WITHOUT), present)
        return redirect(request.full_path.rstrip("?"), code=303)
    answers, go = form.answers(), request.form.get("go", "")
    if answers.get("kind") == [CHILD_ABUSE]:
        ending.end(reader.let_go(), Ending.CHILD_ABUSE)
        return redirect(CHILD_ABUSE_PAGE, code=303)
    problems = {} if go else question.problems(answers)
    passed = set() if present is None else set(present.several(PASSED))
    passed |= set() if go or problems else {question.name}
    was_sent = present is None and reader.sent() is not None
    kept = reader.keep({**answers, PASSED: sorted(passed)})
    if problems:
        form.show(problems)
        return question_page(question, form, kept.draft), 400
    if kept.is_new and shown:
        flash(str(late.why_anew(was_sent=was_sent)), "warning")
        return redirect(_first_open(kept.draft), code=303)
    return redirect(_aside(question, kept, go) if go else _onwards(question, kept), code=303)


def _refused(question: Question, form: ReportForm, present: Draft | None) -> tuple[str, int] | None:
    shown = form.draft.data
    if not form.validate():
        return question_page(question, form, present), 400
    if present is not None and shown and shown != reader.mark(present):
        form.form_errors.append(
            gettext("Meanwhile you have begun another report in this browser. Go on to add this answer to it.")
        )
        return question_page(question, form, present), 409
    return None


def _onwards(question: Question, kept: Kept) -> str:
    if question is SAFETY and kept.draft.one("danger") == "yes":
        return DANGER_PAGE
    if _is_from_check():
        return _first_open(kept.draft)
    if question is FILES and not _is_from_check():
        # The post is there now: perhaps its answer is, too.
        return KNOWN_PAGE
    following = questions.after(question, questions.kind_of(kept.draft))
    return url_for(".check") if following is None else url_for(".step", name=following.name)


def _aside(question: Question, kept: Kept, go: str) -> str:
    """Return where a button leads that is not the one to continue: back, or to the same page in another language."""
    if go in LANGUAGES:
        return url_for("pages.set_language", code=go, next=request.full_path.rstrip("?"))
    if _is_from_check():
        return url_for(".check")
    previous = questions.before(question, questions.kind_of(kept.draft))
    return url_for("intake.home") if previous is None else url_for(".step", name=previous.name)


def _first_open(draft: Draft) -> str:
    following = questions.first_open(draft)
    return url_for(".check") if following is None else url_for(".step", name=following.name)


def _is_from_check() -> bool:
    return request.args.get("from") == "check"


def _without_draft(*, had_one: bool = False) -> Response:
    """Lead to the receipt of a draft that was sent; say of one whose time is over that it is gone.

    `had_one` when the page that was sent had one, in case this browser has forgotten which.
    """
    sent = reader.sent()
    if sent is not None:
        reader.remember(sent)
        return redirect(url_for("intake.receipt"), code=303)
    if reader.token() or had_one:
        reader.discard()
        flash(gettext("The time is over for which we keep a report that is not sent. We have deleted it."), "warning")
    return redirect(url_for("intake.report"), code=303)


def _check_page(form: SendForm, present: Draft, problems: dict[str, str]) -> str:
    form.draft.data = reader.mark(present)
    return render_template(
        "intake/report/check.html",
        form=form,
        draft=present,
        rows=looking_over.rows_of(present, problems),
        not_there=looking_over.not_there(present),
        let_go_now=request.form.getlist(WITHOUT),
        door=door.on_page(request.form),
    )

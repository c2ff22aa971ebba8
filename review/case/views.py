"""The page of one case, and what editors do on it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.db import existing
from core.refusals import InvalidInput
from core.web.access import needs
from core.web.forms import show_problems
from core.web.numbers import whole_number
from intake.models.cases import Case, CaseState, Kind, MatchAnswer
from review.blueprint import bp
from review.care import preferences
from review.case import answers, changing, decisions, one_act, starting
from review.case.forms import DecisionForm, version_of
from review.case.page import page_of
from review.figures import looks
from review.holding import assigning, drafts, unsent
from review.holding.models import DraftForm
from review.holding.presence import presence
from review.notes import notes
from review.queue import filters
from review.queue import page as queue_page
from review.queue.filters import Filters


@bp.get("/cases/<int(max=2147483647):case_id>")
@needs(Permission.READ_CASES)
def case(case_id: int) -> str:
    """Show one case; its form starts from what was decided before, about it or about the one that `like` names."""
    found = existing(Case, case_id)
    looks.note(found, editor=current_user)
    form = DecisionForm(formdata=None, version=str(found.version))
    earlier = starting.decision_before(found, like=whole_number(request.args.get("like", "")))
    if earlier is not None:
        form.start_from(earlier)
    return _case_page(found, form)


@bp.post("/cases/<int(max=2147483647):case_id>/decision")
@needs(Permission.DECIDE)
@unsent.ends(DraftForm.DECISION)
def decide(case_id: int) -> Response | tuple[str, int]:
    """Keep a decision and go on, or show the form again with what is missing."""
    form = DecisionForm()
    try:
        decision_id = decisions.decide(case_id, form.draft(), editor=current_user)
    except InvalidInput as invalid:
        found = existing(Case, case_id)
        show_problems(form, invalid)
        return _case_page(found, form), 400
    return _go_on(case_id, decision_id)


@bp.post("/matches/<int(max=2147483647):match_id>/decision")
@needs(Permission.DECIDE)
def answer_with(match_id: int) -> Response | tuple[str, int]:
    """Answer a case with a suggested article in one act, or show the whole form with what is missing."""
    match = one_act.match_of(match_id)
    sentence, version = request.form.get("public_sentence", ""), version_of(request.form.get("version", ""))
    try:
        decision_id = one_act.answer(match, sentence=sentence.strip(), version=version, editor=current_user)
    except InvalidInput as invalid:
        form = one_act.whole_form(match, sentence=sentence, version=version)
        show_problems(form, invalid)
        return _case_page(existing(Case, match.case_id), form), 400
    return _go_on(match.case_id, decision_id)


@bp.post("/decisions/<int(max=2147483647):decision_id>/undo")
@needs(Permission.DECIDE)
def undo_decision(decision_id: int) -> Response:
    """Take a decision back at once."""
    case_id = decisions.undo(decision_id, editor=current_user)
    flash(gettext("The decision is taken back. The case is open again."), "success")
    return _to_case(case_id)


@bp.post("/cases/<int(max=2147483647):case_id>/reopen")
@needs(Permission.DECIDE)
@unsent.ends(DraftForm.REOPEN)
def reopen(case_id: int) -> Response:
    """Take a settled case up again."""
    decisions.reopen(case_id, reason=request.form.get("reason", "").strip(), editor=current_user)
    flash(gettext("The case is reopened."), "success")
    return _to_case(case_id)


@bp.post("/matches/<int(max=2147483647):match_id>/answer")
@needs(Permission.ANSWER_MATCHES)
def answer_match(match_id: int) -> Response:
    """Keep what an editor says to a suggestion."""
    try:
        answer = MatchAnswer(request.form.get("answer", ""))
    except ValueError:
        abort(400)
    return _to_case(answers.answer_match(match_id, answer, editor=current_user), "matches")


@bp.post("/cases/<int(max=2147483647):case_id>/articles")
@needs(Permission.ANSWER_MATCHES)
def add_article(case_id: int) -> Response:
    """Put an article beside a case that no machine suggested."""
    claim_id = whole_number(request.form.get("claim", ""))
    if claim_id is None:
        abort(400)
    answers.add_article(case_id, claim_id, editor=current_user)
    return _to_case(case_id, "matches")


@bp.post("/cases/<int(max=2147483647):case_id>/kind")
@needs(Permission.DECIDE)
def change_kind(case_id: int) -> Response:
    """Say that a post is of another kind than its reader said."""
    kind, version = request.form.get("kind", ""), version_of(request.form.get("version", ""))
    if kind not in set(Kind):
        abort(400)
    changing.change_kind(case_id, Kind(kind), version=version, editor=current_user)
    return _to_case(case_id)


@bp.post("/cases/<int(max=2147483647):case_id>/news")
@needs(Permission.DECIDE)
def see_news(case_id: int) -> Response:
    """Say that what is new about a settled case changes nothing."""
    changing.see_news(case_id, editor=current_user)
    return _to_case(case_id)


@bp.post("/going-on")
@needs(Permission.DECIDE)
def switch_going_on() -> Response:
    """Switch whether the next case opens by itself, and return to the case."""
    switched = preferences.current().with_value("auto_advance", "on" if request.form.get("on") == "yes" else "off")
    preferences.choose(switched.values(), editor=current_user)
    return _to_case(whole_number(request.form.get("case", "")) or 0)


def _go_on(case_id: int, decision_id: int) -> Response:
    """Lead from a case that was decided to the next one, or back to it; the page offers to take the decision back."""
    goes_on = preferences.current().auto_advance
    kept = Filters.read(request.args)
    following = queue_page.next_case(existing(Case, case_id), kept, editor=current_user) if goes_on else None
    flash(gettext("The answer is sent. Everyone who reported this can read it now."), "success")
    if following is None and goes_on:
        return redirect(url_for("review.queue", undo=decision_id, **filters.kept()))
    return redirect(url_for("review.case", case_id=following or case_id, undo=decision_id, **filters.kept()))


def _to_case(case_id: int, anchor: str | None = None) -> Response:
    return redirect(url_for("review.case", case_id=case_id, **filters.kept(), _anchor=anchor))


def _case_page(case: Case, form: DecisionForm) -> str:
    kept = Filters.read(request.args)
    after = whole_number(request.args.get("reports_after", "")) or 0
    page = page_of(case, kept, reports_after=after, editor=current_user)
    suggested = page.suggestions
    form.offer(case, [match for match in (suggested.best, *suggested.others) if match is not None])
    own = drafts.drafts_of(case, current_user)
    if form.is_submitted():
        # What was sent just now stands in the form already.
        own.pop(DraftForm.DECISION, None)
    unsent.fill(form, own.get(DraftForm.DECISION))
    query = request.args.get("q", "").strip()
    return render_template(
        "review/case/page.html",
        page_of_case=page,
        case=case,
        decision_form=form,
        drafts=own,
        presence=presence(case, current_user),
        candidates=assigning.candidates() if current_user.may(Permission.ASSIGN) else [],
        notes=notes.notes_of(case.id, reader=current_user),
        starts=starting.sentences(case, page),
        link_args=kept.arguments,
        query=query,
        searched=starting.articles(query) if query and case.state is CaseState.OPEN else (),
        going_on=preferences.current().auto_advance,
        kinds=[(kind.value, kind.desk_label) for kind in Kind],
    )

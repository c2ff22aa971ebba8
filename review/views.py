"""The pages of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import LazyString, gettext
from flask_security import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload
from werkzeug.wrappers import Response

from core.db import db
from core.numbers import whole_number
from core.refusals import InvalidInput
from intake.models import Case, Match, MatchAnswer, Platform, Submission
from intake.similar import similar_cases
from intake.twins import standing
from review import attention, audit, decisions, editors, grouping_views, sessions, sign_in
from review import queue as queues
from review.explaining import explanations, only_suggests
from review.forms import ChangePasswordForm, DecisionForm, show_problems
from review.grouping import moves
from review.models import Decision
from search.models import Claim, ClaimState

bp = Blueprint("review", __name__, url_prefix="/desk")
bp.register_blueprint(grouping_views.bp)

SHOWN_SUBMISSIONS = 20


@bp.get("/")
def queue() -> str:
    """Show the queue."""
    return render_template(
        "review/queue.html", queue=queues.page(request.args), case=None, attention=attention.summary()
    )


@bp.get("/cases/<int(max=2147483647):case_id>")
def case(case_id: int) -> str:
    """Show one case."""
    found = _case(case_id)
    form = DecisionForm(formdata=None, version=str(found.version))
    return _case_page(found, form)


@bp.post("/cases/<int(max=2147483647):case_id>/decision")
def decide(case_id: int) -> Response | tuple[str, int]:
    """Keep a decision, or show the form again with what is missing."""
    form = DecisionForm()
    try:
        decisions.decide(case_id, form.draft(), editor=current_user)
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return _case_page(_case(case_id), form), 400
    flash(gettext("The decision is saved. Everyone who reported this can read it now."), "success")
    return redirect(url_for("review.case", case_id=case_id, **_filters()))


@bp.post("/cases/<int(max=2147483647):case_id>/reopen")
def reopen(case_id: int) -> Response:
    """Take a settled case up again."""
    decisions.reopen(case_id, reason=request.form.get("reason", "").strip(), editor=current_user)
    flash(gettext("The case is reopened."), "success")
    return redirect(url_for("review.case", case_id=case_id, **_filters()))


@bp.post("/matches/<int(max=2147483647):match_id>/answer")
def answer_match(match_id: int) -> Response:
    """Keep what an editor says to a suggestion."""
    try:
        answer = MatchAnswer(request.form.get("answer", ""))
    except ValueError:
        abort(400)
    case_id = decisions.answer_match(match_id, answer, editor=current_user)
    return redirect(url_for("review.case", case_id=case_id, **_filters(), _anchor="matches"))


@bp.get("/audit", endpoint="audit")
def trail() -> str:
    """Show what was done, newest first."""
    before = whole_number(request.args.get("before", ""))
    lines, more = audit.lines(before=before)
    return render_template(
        "review/audit.html",
        events=lines,
        next_url=url_for("review.audit", before=more) if more else None,
        # Checking reads the whole trail, so it is done only when asked for.
        chain_ok=audit.first_broken() is None if "check" in request.args else None,
    )


@bp.route("/password", methods=["GET", "POST"])
@sign_in.limit_password_tries
def change_password() -> Response | tuple[str, int]:
    """Let an editor choose a password."""
    form = ChangePasswordForm(formdata=request.form)
    if request.method != "POST":
        return render_template("security/change_password.html", change_password_form=form), 200
    try:
        editor = editors.choose_password(
            current_user.id,
            current=form.password.data or "",
            new=form.new_password.data or "",
            repeated=form.new_password_confirm.data or "",
            token=sign_in.own_token(),
        )
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return render_template("security/change_password.html", change_password_form=form), 400
    # The new password ended every session of the account; this one goes on.
    sign_in.go_on_as(editor)
    flash(gettext("Your new password is saved."), "success")
    return redirect(url_for("review.queue"))


@bp.post("/password/other-sessions")
def end_other_sessions() -> Response:
    """End all other sessions of the editor who asks."""
    sign_in.go_on_as(sessions.end_others(current_user.id, token=sign_in.own_token()))
    flash(gettext("You are signed out everywhere else."), "success")
    return redirect(url_for("review.change_password"))


def _filters() -> dict[str, Any]:
    return queues.Filters.read(request.args).arguments


def _case(case_id: int) -> Case:
    found = db.session.get(Case, case_id)
    if found is None:
        abort(404)
    return found


def _case_page(case: Case, form: DecisionForm) -> str:
    matches = db.session.scalars(
        select(Match)
        .join(Match.claim)
        .where(Match.case_id == case.id, Claim.state == ClaimState.PUBLISHED)
        .options(contains_eager(Match.claim), joinedload(Match.wording))
        .order_by(Match.rank)
    ).all()
    form.offer(matches)
    lines, _ = audit.lines(case_id=case.id)
    after = whole_number(request.args.get("reports_after", "")) or 0
    submissions, more_submissions = _submissions(case.id, after=after)
    return render_template(
        "review/case.html",
        queue=queues.page(request.args),
        case=case,
        platforms=_platforms(case.id),
        submissions=submissions,
        more_submissions=more_submissions,
        standing=standing(case),
        similar=[(other, queues.excerpt(other.case)) for other in similar_cases(case)],
        moves=moves(case),
        matches=matches,
        explanations=explanations(case, matches),
        only_suggests=only_suggests(),
        decisions=_past_decisions(case.id),
        decision_form=form,
        events=lines,
    )


def _submissions(case_id: int, *, after: int) -> tuple[Sequence[Submission], int]:
    """Return the next reports of a case, oldest first, and how many follow them."""
    rows = select(Submission).where(Submission.case_id == case_id, Submission.id > after).order_by(Submission.id)
    shown = db.session.scalars(rows.limit(SHOWN_SUBMISSIONS)).all()
    last = shown[-1].id if shown else after
    later = select(func.count()).where(Submission.case_id == case_id, Submission.id > last)
    return shown, db.session.scalar(later) or 0


def _platforms(case_id: int) -> list[LazyString]:
    rows = select(Submission.platform).where(Submission.case_id == case_id).distinct()
    return [platform.label for platform in db.session.scalars(rows) if platform is not Platform.UNKNOWN]


def _past_decisions(case_id: int) -> Sequence[Decision]:
    rows = select(Decision).where(Decision.case_id == case_id).order_by(Decision.id)
    return db.session.scalars(rows.options(joinedload(Decision.editor), joinedload(Decision.claim))).all()

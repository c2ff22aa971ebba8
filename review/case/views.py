"""The page of one case, and what editors do on it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import LazyString, gettext
from flask_security import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, undefer
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from archive.models import Claim, ClaimState
from audit import trail
from core.db import db, existing, now
from core.refusals import InvalidInput
from core.web.access import needs
from core.web.display import local_day
from core.web.forms import show_problems
from core.web.numbers import whole_number
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from intake.models.reports import Platform, Submission
from review.blueprint import bp
from review.case import decisions
from review.case.explanations import explanations, old_checks, only_suggests, shares
from review.case.forms import DecisionForm
from review.case.merging import moves
from review.figures import looks
from review.models import Decision
from review.queue import filters, page

SHOWN_SUBMISSIONS = 20


@bp.get("/cases/<int(max=2147483647):case_id>")
@needs(Permission.READ_CASES)
def case(case_id: int) -> str:
    """Show one case."""
    found = existing(Case, case_id)
    looks.note(found, editor=current_user)
    form = DecisionForm(formdata=None, version=str(found.version))
    return _case_page(found, form)


@bp.post("/cases/<int(max=2147483647):case_id>/decision")
@needs(Permission.DECIDE)
def decide(case_id: int) -> Response | tuple[str, int]:
    """Keep a decision, or show the form again with what is missing."""
    form = DecisionForm()
    try:
        decisions.decide(case_id, form.draft(), editor=current_user)
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return _case_page(existing(Case, case_id), form), 400
    flash(gettext("The decision is saved. Everyone who reported this can read it now."), "success")
    return redirect(url_for("review.case", case_id=case_id, **filters.kept()))


@bp.post("/cases/<int(max=2147483647):case_id>/reopen")
@needs(Permission.DECIDE)
def reopen(case_id: int) -> Response:
    """Take a settled case up again."""
    decisions.reopen(case_id, reason=request.form.get("reason", "").strip(), editor=current_user)
    flash(gettext("The case is reopened."), "success")
    return redirect(url_for("review.case", case_id=case_id, **filters.kept()))


@bp.post("/matches/<int(max=2147483647):match_id>/answer")
@needs(Permission.ANSWER_MATCHES)
def answer_match(match_id: int) -> Response:
    """Keep what an editor says to a suggestion."""
    try:
        answer = MatchAnswer(request.form.get("answer", ""))
    except ValueError:
        abort(400)
    case_id = decisions.answer_match(match_id, answer, editor=current_user)
    return redirect(url_for("review.case", case_id=case_id, **filters.kept(), _anchor="matches"))


def _case_page(case: Case, form: DecisionForm) -> str:
    matches = db.session.scalars(
        select(Match)
        .join(Match.claim)
        .where(Match.case_id == case.id, Claim.state == ClaimState.PUBLISHED)
        .options(contains_eager(Match.claim), joinedload(Match.wording), undefer(Match.explanation))
        .order_by(Match.rank)
    ).all()
    form.offer(matches)
    lines, _ = trail.lines(case_id=case.id)
    after = whole_number(request.args.get("reports_after", "")) or 0
    submissions, more_submissions = _submissions(case.id, after=after)
    return render_template(
        "review/case/page.html",
        queue=page.page(request.args),
        case=case,
        platforms=_platforms(case.id),
        submissions=submissions,
        more_submissions=more_submissions,
        standing=case.standing,
        moves=moves(case),
        matches=matches,
        # A merged case is read, not worked on: its page shows no match.
        explanations={} if case.state is CaseState.MERGED else explanations(case, matches),
        old_checks=old_checks(matches, today=local_day(now())),
        shares=shares(matches),
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

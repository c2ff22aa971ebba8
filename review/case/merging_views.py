"""The pages on which editors find similar cases, merge them, split reports off, and take either back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_security import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.db import db, existing
from core.refusals import Conflict, InvalidInput, NotFound
from core.web.access import needs
from core.web.forms import show_problems
from core.web.numbers import whole_number
from intake.cases.merging import check_mergeable
from intake.cases.similar import similar_cases
from intake.models.cases import Case, CaseState
from intake.models.moves import CaseMove
from intake.models.reports import Submission
from review.case import merging
from review.case.forms import MergeForm, SplitForm
from review.queue import filters
from review.queue.rows import excerpt

bp = Blueprint("merging", __name__)


@bp.get("/cases/<int(max=2147483647):case_id>/similar")
@needs(Permission.READ_CASES)
def similar_page(case_id: int) -> Response | str:
    """Show the open cases that may be about the same thing as an open one; the page of the case takes them in."""
    case = existing(Case, case_id)
    if case.state is not CaseState.OPEN:
        return _to_case(case_id)
    similar = [(other, excerpt(other.case)) for other in similar_cases(case)]
    return render_template("review/case/similar.html", case=case, similar=similar, link_args=filters.kept())


@bp.get("/cases/<int(max=2147483647):case_id>/merge")
@needs(Permission.GROUP)
def merge_page(case_id: int) -> Response | str:
    """Show two cases side by side before they become one."""
    case, other = existing(Case, case_id), _named(request.args.get("other", ""))
    if other is None:
        flash(gettext("There is no case with this number."), "warning")
        return _to_case(case_id, "similar")
    try:
        check_mergeable(other, case)
    except Conflict as conflict:
        flash(str(conflict), "warning")
        return _to_case(case_id, "similar")
    form = MergeForm(formdata=None, other=str(other.id), version=str(case.version), other_version=str(other.version))
    return _merge_page(case, other, form)


@bp.post("/cases/<int(max=2147483647):case_id>/merge")
@needs(Permission.GROUP)
def merge(case_id: int) -> Response | tuple[str, int]:
    """Merge another case into this one, or show the form again with what is missing."""
    form = MergeForm()
    case, other = existing(Case, case_id), _named(form.other.data or "")
    if other is None:
        raise NotFound("there is no case with the number in the form")
    version, other_version = form.versions()
    try:
        merging.merge_cases(
            case_id,
            other.id,
            version=version,
            other_version=other_version,
            reason=_reason(form),
            editor=current_user,
        )
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return _merge_page(case, other, form), 400
    flash(gettext("The cases are merged. One decision now answers everyone who reported either of them."), "success")
    return _to_case(case_id, "history")


@bp.get("/cases/<int(max=2147483647):case_id>/split")
@needs(Permission.GROUP)
def split_page(case_id: int) -> Response | str:
    """Show the chosen reports before they leave."""
    case = existing(Case, case_id)
    form = SplitForm(formdata=None, version=str(case.version), reports=request.args.getlist("reports"))
    if not form.split()[0]:
        flash(gettext("Choose at least one report."), "warning")
        return _to_case(case_id, "reports")
    return _split_page(case, form)


@bp.post("/cases/<int(max=2147483647):case_id>/split")
@needs(Permission.GROUP)
def split(case_id: int) -> Response | tuple[str, int]:
    """Move reports to a case of their own, or show the form again with what is missing."""
    form = SplitForm()
    chosen, version = form.split()
    try:
        move = merging.split_case(case_id, chosen, version=version, reason=_reason(form), editor=current_user)
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return _split_page(existing(Case, case_id), form), 400
    flash(gettext("The chosen reports are a case of their own now: this one."), "success")
    return _to_case(move.to_case_id)


@bp.post("/cases/<int(max=2147483647):case_id>/moves/<int(max=2147483647):move_id>/undo")
@needs(Permission.GROUP)
def undo(case_id: int, move_id: int) -> Response:
    """Take a merge or split of this case back, or say why that cannot be done."""
    move = existing(CaseMove, move_id)
    if case_id not in (move.from_case_id, move.to_case_id):
        raise NotFound(f"move {move_id} is none of case {case_id}")
    try:
        taken = merging.undo_move(move_id, editor=current_user)
    except Conflict as conflict:
        flash(str(conflict), "warning")
        return _to_case(case_id, "history")
    flash(gettext("This is taken back."), "success")
    if taken.stayed:
        told = ngettext(
            "%(num)s report that came later stays in case %(id)s.",
            "%(num)s reports that came later stay in case %(id)s.",
            taken.stayed,
            id=taken.case_id,
        )
        flash(told, "warning")
    return _to_case(case_id, "history")


def _merge_page(case: Case, other: Case, form: MergeForm) -> str:
    return render_template("review/case/merge.html", case=case, other=other, form=form, link_args=filters.kept())


def _split_page(case: Case, form: SplitForm) -> str:
    chosen, _ = form.split()
    return render_template(
        "review/case/split.html", case=case, reports=_reports(case, chosen), form=form, link_args=filters.kept()
    )


def _reports(case: Case, chosen: Sequence[int]) -> Sequence[Submission]:
    rows = select(Submission).where(Submission.case_id == case.id, Submission.id.in_(chosen)).order_by(Submission.id)
    return db.session.scalars(rows).all()


def _to_case(case_id: int, anchor: str | None = None) -> Response:
    return redirect(url_for("review.case", case_id=case_id, **filters.kept(), _anchor=anchor))


def _reason(form: MergeForm | SplitForm) -> str:
    return (form.reason.data or "").strip()


def _named(number: str) -> Case | None:
    """Return the case with a number as a person types it."""
    case_id = whole_number(number.strip().removeprefix("#"))
    return None if case_id is None else db.session.get(Case, case_id)

"""The list of what waits for a second person, and the addresses at which it is released, given back and withdrawn."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.web.access import needs
from review.approval import kinds, proposals, waiting
from review.approval.models import HeldDecision, HeldKind
from review.blueprint import case_page
from review.case import approving
from review.holding import unsent
from review.holding.models import DraftForm
from review.queue.rows import excerpt

bp = Blueprint("held", __name__, url_prefix="/desk/held")

ONE = "/<int(max=2147483647):held_id>"


@bp.get("/")
@needs(Permission.DECIDE)
def page() -> str:
    """Show what waits for a second person, and what came back to whoever asks."""
    return render_template(
        "review/approval/page.html",
        waiting=waiting.waiting(),
        came_back=waiting.came_back(current_user),
        in_force=[kind.label for kind in HeldKind if kind in kinds.in_force()],
        excerpt=excerpt,
    )


@bp.post(f"{ONE}/release")
@needs(Permission.DECIDE)
def release(held_id: int) -> Response:
    """Do what a colleague proposed, and go on with what waits."""
    decision_id = approving.approve(held_id, editor=current_user)
    if decision_id is None:
        flash(gettext("The article is taken out of the archive. No answer shows it any more."), "success")
    else:
        flash(gettext("Released. Everyone who reported this can read the answer now."), "success")
    return redirect(url_for("held.page", undo=decision_id))


@bp.post(f"{ONE}/return")
@needs(Permission.DECIDE)
@unsent.ends(DraftForm.RETURN)
def give_back(held_id: int) -> Response:
    """Give a proposal back with a sentence why."""
    held = proposals.give_back(held_id, reason=request.form.get("reason", "").strip(), editor=current_user)
    flash(gettext("Given back. %(name)s finds your sentence and the text.", name=held.editor.desk_name), "success")
    return redirect(_place(held))


@bp.post(f"{ONE}/withdraw")
@needs(Permission.DECIDE)
def withdraw(held_id: int) -> Response:
    """Take a proposal of one's own back."""
    held = proposals.withdraw(held_id, editor=current_user)
    if held.case_id is None:
        flash(gettext("Withdrawn. The article stays."), "success")
    else:
        flash(gettext("Withdrawn. Your text is in the form again."), "success")
    return redirect(_place(held))


def _place(held: HeldDecision) -> str:
    return url_for("archived.page", claim_id=held.claim_id) if held.case_id is None else case_page(held.case_id)

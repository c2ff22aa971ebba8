"""The desk's page of one article of the archive, where it is taken out and put back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from archive import pictures
from archive.models import Claim
from core.db import existing
from core.files.spool import pieces_of
from core.refusals import InvalidInput
from core.web.access import needs
from core.web.extensions import csrf
from core.web.requests import takes_files
from core.web.sent_files import check_token
from intake.files import showing
from intake.files.keeping import LARGEST_FILE
from intake.files.uploads import FIELD, Refusal
from review.approval import kinds, retracting
from review.approval.models import HeldKind
from review.desk import article_pictures

bp = Blueprint("archived", __name__, url_prefix="/desk/articles")

ONE = "/<int(max=2147483647):claim_id>"


@bp.get(ONE)
@needs(Permission.READ_CASES)
def page(claim_id: int) -> str:
    """Show an article, and whether it is in the archive."""
    return render_template(
        "review/approval/article.html",
        claim=existing(Claim, claim_id),
        held=retracting.waiting(claim_id),
        earlier=retracting.earlier(claim_id),
        pictures=article_pictures.kept(claim_id),
        waits=HeldKind.RETRACTION in kinds.in_force(),
    )


@bp.post(f"{ONE}/retract")
@needs(Permission.RETRACT)
def retract(claim_id: int) -> Response:
    """Take an article out of the archive, or propose it."""
    if retracting.retract(claim_id, reason=request.form.get("reason", "").strip(), editor=current_user):
        flash(gettext("The article is taken out of the archive. No answer shows it any more."), "success")
    else:
        flash(gettext("Proposed. The article stays until a second person releases this."), "success")
    return redirect(url_for("archived.page", claim_id=claim_id))


@bp.post(f"{ONE}/publish")
@needs(Permission.RETRACT)
def publish(claim_id: int) -> Response:
    """Put an article back into the archive."""
    if retracting.put_back(claim_id, editor=current_user):
        flash(gettext("The article is in the archive again."), "success")
    return redirect(url_for("archived.page", claim_id=claim_id))


@bp.post(f"{ONE}/pictures")
@needs(Permission.ANSWER_MATCHES)
@takes_files(most_bytes=LARGEST_FILE + 64 * 1024, most_files=1)
def add_picture(claim_id: int) -> Response:
    """Keep a picture that an editor brought with an article."""
    try:
        check_token()
        file = request.files.get(FIELD)
        if file is None or not file.filename:
            flash(gettext("Choose a picture first."), "error")
        else:
            article_pictures.bring(claim_id, file.filename, pieces_of(file.stream), editor=current_user)
            flash(gettext("Kept. Whoever sends one like it is led to this article."), "success")
    except RequestEntityTooLarge:
        flash(str(Refusal.TOO_LARGE.label), "error")
    except InvalidInput as refused:
        flash(" ".join(refused.problems.values()), "error")
    return redirect(url_for("archived.page", claim_id=claim_id, _anchor="pictures"))


# It checks the token itself, because the guard would read the whole body before anything is known of it.
csrf.exempt(add_picture)


@bp.get(f"{ONE}/pictures/<int(max=2147483647):picture_id>")
@needs(Permission.READ_CASES)
def picture(claim_id: int, picture_id: int) -> Response:
    """Show our picture of what an editor brought to an article."""
    return showing.own_picture(article_pictures.preview_key(claim_id, picture_id))


@bp.post(f"{ONE}/pictures/<int(max=2147483647):picture_id>/remove")
@needs(Permission.ANSWER_MATCHES)
def remove_picture(claim_id: int, picture_id: int) -> Response:
    """Remove a picture from an article."""
    if pictures.remove(claim_id, picture_id, by=current_user.id):
        flash(gettext("Removed. This picture leads to the article no more."), "success")
    return redirect(url_for("archived.page", claim_id=claim_id, _anchor="pictures"))

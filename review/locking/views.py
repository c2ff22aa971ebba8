"""The addresses at which a file is locked, and the list of those that a lead has to deal with."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.refusals import Conflict
from core.web.access import needs
from intake.files import locking
from review.locking import erasing

bp = Blueprint("locking", __name__, url_prefix="/desk/files")


def init_app(app: Flask) -> None:
    """Open the addresses, and let pages ask which files are there and whether one is locked."""
    app.register_blueprint(bp)
    app.jinja_env.globals["is_locked"] = locking.is_locked
    app.jinja_env.globals["locked_files"] = locking.locked_count


@bp.get("/locked")
@needs(Permission.HANDLE_LOCKED_FILES)
def page() -> str:
    """List the locked files, and say what is to be done."""
    return render_template("review/locking/page.html", files=locking.locked())


@bp.post("/<int(max=2147483647):attachment_id>/lock")
@needs(Permission.LOCK_FILES)
def lock(attachment_id: int) -> Response:
    """Lock a file unseen; the page that follows shows nothing of the case."""
    locking.lock(attachment_id, by=current_user.id)
    flash(gettext("The file is locked. Nobody can open it any more, and the lead of the desk is told."), "success")
    return redirect(url_for("review.start"))


@bp.post("/<int(max=2147483647):attachment_id>/unlock")
@needs(Permission.HANDLE_LOCKED_FILES)
def unlock(attachment_id: int) -> Response:
    """Let a file be seen again."""
    locking.unlock(attachment_id, by=current_user.id)
    flash(gettext("The file is unlocked."), "success")
    return redirect(url_for("locking.page"))


@bp.post("/<int(max=2147483647):attachment_id>/erase")
@needs(Permission.HANDLE_LOCKED_FILES)
def erase(attachment_id: int) -> Response:
    """Erase the content of a locked file, and its words wherever they stand."""
    erasing.erase(attachment_id, editor=current_user)
    flash(gettext("The content of the file is erased for good."), "success")
    return redirect(url_for("locking.page"))


@bp.errorhandler(Conflict)
def _changed_meanwhile(conflict: Conflict) -> Response:
    """Tell what changed meanwhile on the list, which shows how it is now."""
    flash(str(conflict), "error")
    return redirect(url_for("locking.page"))

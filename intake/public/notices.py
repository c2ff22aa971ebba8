"""The pages that whoever runs this desk answers for: privacy, promises, accessibility, imprint."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template

from core.refusals import NotFound
from core.web.display import local_day
from intake.models.notices import Notice
from intake.notices import texts
from intake.notices.rendering import rendered

bp = Blueprint("intake_notices", __name__)


def init_app(app: Flask) -> None:
    """Open the addresses, and let the foot of every page name them."""
    app.register_blueprint(bp)
    app.jinja_env.globals["notices"] = list(Notice)


@bp.get("/about/<name>")
def page(name: str) -> str:
    """Show one page as it is in force. Errors: `NotFound` for a name that none has."""
    if name not in set(Notice):
        raise NotFound(f"there is no page {name}")
    found = texts.page(Notice(name))
    return render_template(
        "intake/notice.html",
        notice=found,
        words=rendered(texts.filled(found.body, found.language)),
        written_on=local_day(found.written_at) if found.written_at else None,
    )

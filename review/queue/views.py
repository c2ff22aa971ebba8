"""The page of the queue."""

from __future__ import annotations

from flask import render_template, request

from accounts.permissions import Permission
from core.web.access import needs
from review.blueprint import bp
from review.queue import attention, page


@bp.get("/")
@needs(Permission.READ_CASES)
def queue() -> str:
    """Show the queue."""
    return render_template(
        "review/queue/page.html", queue=page.page(request.args), case=None, attention=attention.summary()
    )

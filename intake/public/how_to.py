"""Pages that explain something to readers."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from core.web.display import absolute

bp = Blueprint("intake_how_to", __name__)

# Everything stands behind the `#`, which browsers send to nobody: addresses end up in logs and histories.
BOOKMARKLET = (
    "javascript:(()=>{const e=encodeURIComponent;"
    "window.open('%s#url='+e(location.href)+'&title='+e(document.title)+'&text='+e(String(getSelection())))})()"
)


@bp.get("/how-to-copy-a-link")
def copy_a_link() -> str:
    """Show for each platform how the link of a post or a comment is copied."""
    return render_template("intake/how_to_copy_a_link.html")


@bp.get("/share/how")
def share() -> str:
    """Show how a phone or a browser hands something to the form."""
    return render_template(
        "intake/how_to_share.html", bookmarklet=BOOKMARKLET % absolute(url_for("intake_sharing.page"))
    )

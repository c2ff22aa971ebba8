"""What a phone's share menu, a bookmark or a page that was filled in offline hands to the form.

A share target can hold no token against forgery: the browser posts to it out of another app. So a post without one is
only taken where the browser itself says that no other site caused it, and it only begins or adds to a draft in this
browser. Nothing is sent before the reader has looked at it and presses the button themselves.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from core.web.extensions import csrf
from core.web.limits import per_network
from core.web.requests import takes_files
from intake.links.platforms import platform_of
from intake.links.shared import Shared, taken_apart
from intake.models.reports import Platform
from intake.public import reader
from intake.public.forms import ShareForm
from intake.public.uploads import MOST_AT_ONCE, MOST_BYTES, STEP, note_too_much, sent_files, take_all
from intake.reports.drafts import Draft

bp = Blueprint("intake_sharing", __name__)

SHARE_LIMIT = "600 per minute"
# `none`: the browser's own menu or another app caused it. Browsers that do not say it know no share targets.
OF_NO_OTHER_SITE = frozenset({"none", "same-origin"})


@bp.get("/share")
def page() -> str:
    """Show what a bookmark hands over; it stands behind the `#` of the address, which is sent to no server."""
    return render_template("intake/share.html", shared=Shared("", ""), is_asked=False)


@bp.post("/share")
@per_network(SHARE_LIMIT)
@takes_files(most_bytes=MOST_BYTES, most_files=MOST_AT_ONCE)
def take() -> tuple[str, int] | Response:
    """Begin a report with what was shared, and lead to the form; ask first where another site may have sent it."""
    is_from_no_other = request.headers.get("Sec-Fetch-Site") in OF_NO_OTHER_SITE
    try:
        # Fields alone: a file in the place of one is no text.
        form = ShareForm(request.form)
    except RequestEntityTooLarge:
        if not is_from_no_other:
            raise
        # Nothing was read of it, no word either.
        note_too_much()
        return redirect(STEP, code=303)
    shared = taken_apart(**form.values())
    if not (form.validate() or is_from_no_other):
        return render_template("intake/share.html", shared=shared, is_asked=True), 400
    answers = added(shared, reader.draft())
    if not reader.keep(answers).is_new and answers:
        flash(gettext("It was added to the report that you had begun."), "success")
    if sent := sent_files():
        take_all(sent)
    return redirect(url_for("intake.report"), code=303)


# A share target has no token; see above for what stands in its place.
csrf.exempt(take)


def added(shared: Shared, present: Draft | None) -> dict[str, list[str]]:
    """Return the answers of a draft with what was shared: what stands there already is added to and never replaced."""
    before = {} if present is None else {name: present.one(name) for name in ("text", "url", "platform")}
    texts = [before.get("text", ""), shared.text]
    if before.get("url") and shared.url != before["url"]:
        texts.append(shared.url)
    text = "\n\n".join(dict.fromkeys(filter(None, texts)))
    url = before.get("url") or shared.url
    answers = {"text": [text] if text else [], "url": [url] if url else []}
    platform = platform_of(url)
    if platform is not Platform.UNKNOWN and before.get("platform", "") in {"", Platform.UNKNOWN.value}:
        answers["platform"] = [platform.value]
    return {name: values for name, values in answers.items() if values}

"""Pages that were open for too long: what was typed on one comes back, and of files it is said which were not taken.

A form without a token that is good may come from another site. So nothing is done with it: the reader sees what it says
and sends it once more. Where the browser says that a page of ours sent it, files are taken without: nobody can choose
them again who has closed the app they came from.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, jsonify, make_response, redirect, render_template, request
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from core.web import errors
from intake.public import reader

# What readers type by hand into the forms that the guard refuses, and what it is called.
_TYPED = {"read_words": _l("Words in the picture"), "text": _l("The text of the post")}


def is_from_here() -> bool:
    """Return whether the browser says that a page of ours caused the request; older ones say nothing."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def is_from_elsewhere() -> bool:
    """Return whether the browser says that another site caused the request."""
    return request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}


def asks_for_a_page() -> bool:
    """Return whether a browser asks, and not a script of ours."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) != "application/json"


def again(error: CSRFError) -> Response | tuple[str, int]:
    """Return a page with everything that was typed on a form that came too late, to be sent once more."""
    if is_from_elsewhere():
        # What another site has filled in is nothing to be sent once more.
        return errors.forged(error)
    sent = [(name, value) for name, values in request.form.lists() if name != "csrf_token" for value in values if value]
    typed = [(name, _TYPED[name], value) for name, value in sent if name in _TYPED]
    carried = [(name, value) for name, value in sent if name not in _TYPED]
    page = render_template("intake/late.html", typed=typed, carried=carried, action=request.path, names=())
    return page, 400


def files_page(names: Sequence[str]) -> Response | tuple[str, int]:
    """Say which files were not taken because the page was open for too long."""
    if asks_for_a_page():
        return render_template("intake/late.html", typed=(), carried=(), action="", names=names), 400
    problem = gettext("The page was open for too long, so this file was not taken. Open it anew and choose it again.")
    told = [{"name": name, "ok": False, "problem": problem, "passes": False, "preview": ""} for name in names]
    return make_response(jsonify(files=told, anew=""), 400)


def other_draft(names: Sequence[str], step: str) -> Response:
    """Say which files were not taken because their page is of another report than the one that is being written."""
    if asks_for_a_page():
        said = gettext(
            "Meanwhile you have begun another report in this browser. These files were not added to it: %(names)s",
            # It stands in the cookie until it is shown, which browsers drop when it grows.
            names=", ".join(name[: reader.LONGEST_NAME] for name in names[: reader.MOST_NAMES]),
        )
        flash(said, "warning")
        return redirect(step, code=303)
    problem = gettext("Meanwhile you have begun another report in this browser, so this file was not added to it.")
    told = [{"name": name, "ok": False, "problem": problem, "passes": False, "preview": ""} for name in names]
    return make_response(jsonify(files=told, anew=""), 409)


def why_anew(*, was_sent: bool, are_files: bool = False) -> LazyString:
    """Return what a reader is told whose draft was gone when they sent something for it."""
    if was_sent and are_files:
        return _l("Your report was sent already. The files that you added now begin another one.")
    if are_files:
        return _l(
            "The time was over for which we keep a report that is not sent. The files that you added last begin a new "
            "one; please answer the questions once more."
        )
    if was_sent:
        return _l("Your report was sent already. What you wrote now is kept and begins another one.")
    return _l(
        "The time was over for which we keep a report that is not sent. What you wrote last is kept; please answer "
        "the other questions once more."
    )

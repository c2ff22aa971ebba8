"""The addresses at which the desk sees what is held back, lets it in and discards it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.refusals import Conflict, InvalidInput
from core.web.access import needs
from core.web.numbers import whole_number
from intake.models.reports import Held
from review.quarantine import emptying
from review.quarantine import page as pages
from review.quarantine.emptying import WhyDiscarded

bp = Blueprint("quarantine", __name__, url_prefix="/desk/quarantine")


@bp.get("/")
@needs(Permission.READ_CASES)
def page() -> str:
    """Show what is held back: for a person, until its turn, or discarded and not erased yet."""
    held = _held(request.args.get("held", ""), (*emptying.EMPTIED, Held.DISCARDED))
    return render_template(
        "review/quarantine/page.html",
        shown=pages.page(held, before=whole_number(request.args.get("before", ""), largest=pages.LARGEST_RANK)),
        counts=pages.counts(),
        ways=(*emptying.EMPTIED, Held.DISCARDED),
        reasons=list(WhyDiscarded),
    )


@bp.post("/let-in")
@needs(Permission.EMPTY_QUARANTINE)
def let_in() -> Response:
    """Let in what says the same, or one of it."""
    held = _held(request.form.get("held", ""), emptying.EMPTIED)
    only_one = request.form.get("only_one") == "yes"
    with _told():
        count = emptying.let_in(request.form.get("alike", ""), held, editor=current_user, only_one=only_one)
        flash(ngettext("%(num)s report is let in.", "%(num)s reports are let in.", count), "success")
    return _back(held)


@bp.post("/discard")
@needs(Permission.EMPTY_QUARANTINE)
def discard() -> Response:
    """Discard what says the same."""
    held = _held(request.form.get("held", ""), emptying.EMPTIED)
    with _told():
        why = request.form.get("why", "")
        count = emptying.discard(request.form.get("alike", ""), held, why, editor=current_user)
        flash(ngettext("%(num)s report is discarded.", "%(num)s reports are discarded.", count), "success")
    return _back(held)


@bp.post("/take-back")
@needs(Permission.EMPTY_QUARANTINE)
def take_back() -> Response:
    """Have back what was discarded, and show where it waits; where nothing is to be had back, stay."""
    there = Held.DISCARDED
    with _told():
        count = emptying.take_back(request.form.get("alike", ""), editor=current_user)
        said = ngettext("%(num)s report waits for a person again.", "%(num)s reports wait for a person again.", count)
        flash(said, "success")
        there = Held.QUARANTINE
    return _back(there)


@contextmanager
def _told() -> Iterator[None]:
    """Say on the next page why something was not done."""
    try:
        yield
    except InvalidInput as invalid:
        flash(" ".join(invalid.problems.values()), "error")
    except Conflict as conflict:
        flash(str(conflict), "error")


def _held(value: str, among: tuple[Held, ...]) -> Held:
    return next((held for held in among if held.value == value), Held.QUARANTINE)


def _back(held: Held) -> Response:
    return redirect(url_for("quarantine.page", held=held.value))

"""The page that shows what would be done to several cases, and the buttons that do it and take it back."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.refusals import Conflict, InvalidInput
from core.web.access import needs
from core.web.forms import show_problems
from core.web.language import LANGUAGES
from core.web.numbers import whole_number
from review.bulk import carrying_out, taking_back
from review.bulk.forms import BulkForm
from review.bulk.limits import acts_for
from review.bulk.models import BulkWhat
from review.bulk.orders import Order, new_token, picked_in
from review.bulk.previewing import closing_sentence, preview
from review.bulk.taking_back import Undoable
from review.holding import assigning
from review.queue import filters, tags

bp = Blueprint("bulk", __name__, url_prefix="/desk/bulk")

# So many cases are named in a message; whoever wants all of them has the list.
NAMED = 12


def init_app(app: Flask) -> None:
    """Open the addresses, and let the list say what can be done to several cases, and each page how to take it back."""
    app.jinja_env.globals.update(bulk_acts=lambda: acts_for(current_user), act_to_undo=act_to_undo)
    app.register_blueprint(bp)


@bp.get("/")
@needs(Permission.DECIDE)
def show() -> Response | str:
    """Show what an act would do to the chosen cases. The address holds all of it, so a lost session loses nothing."""
    what = request.args.get("what", "")
    try:
        picked = picked_in(request.args.getlist("case"))
    except InvalidInput as invalid:
        flash(" ".join(invalid.problems.values()), "warning")
        return _to_list()
    if what not in acts_for(current_user):
        flash(gettext("Choose what is to be done."), "warning")
        return _to_list()
    form = BulkForm(formdata=None, token=new_token(), **_starts())
    return _page(Order(BulkWhat(what), picked, token=""), form)


@bp.post("/")
@needs(Permission.DECIDE)
def carry_out() -> Response | tuple[str, int]:
    """Do what the page showed, or show it again with what is missing."""
    form = BulkForm()
    order = form.order(request.form)
    try:
        outcome = carrying_out.carry_out(order, editor=current_user)
    except InvalidInput as invalid:
        if order.what not in acts_for(current_user) or "what" in invalid.problems:
            raise
        show_problems(form, invalid)
        return _page(order, form), 400
    if outcome.done:
        flash(_done(order.what, outcome.done), "success")
    for why, case_ids in outcome.refused.items():
        flash(gettext("Left as it is: %(cases)s. %(why)s", cases=_named(list(case_ids)), why=why), "warning")
    return _to_list(bulk=outcome.act_id)


@bp.post("/<int(max=2147483647):act_id>/undo")
@needs(Permission.DECIDE)
def undo(act_id: int) -> Response:
    """Take an act for several cases back at once."""
    try:
        taken = taking_back.take_back(act_id, editor=current_user)
    except Conflict as conflict:
        flash(str(conflict), "warning")
        return _to_list()
    if taken.back:
        flash(ngettext("%(num)s case is as before.", "%(num)s cases are as before.", taken.back), "success")
    if taken.stayed:
        told = gettext("Something was done to these since, so they stay: %(cases)s", cases=_named(list(taken.stayed)))
        flash(told, "warning")
    return _to_list()


def act_to_undo() -> Undoable | None:
    """Return the act that the address names and that who asks can still take back."""
    number = whole_number(request.args.get("bulk", ""))
    if number is None or not current_user.is_authenticated:
        return None
    return taking_back.undoable(number, editor=current_user)


def _page(order: Order, form: BulkForm) -> str:
    shown = preview(order.what, order.picked, editor=current_user)
    for lang, name in LANGUAGES.items():
        form.sentence(lang).label.text = gettext("Sentence for the reporters (%(language)s)", language=name)
    form.tag_id.choices = [("", gettext("Please choose")), *((str(tag.id), tag.name) for tag in shown.tags)]
    people = assigning.candidates() if order.what is BulkWhat.ASSIGN else []
    form.editor_id.choices = [("", gettext("Please choose")), *((str(one.editor_id), one.name) for one in people)]
    return render_template(
        "review/bulk/page.html",
        shown=shown,
        form=form,
        languages=LANGUAGES,
        known_tags=tags.offered() if order.what is BulkWhat.TAG else [],
        chosen=[one.value for one in order.picked],
        link_args=filters.kept(),
    )


def _starts() -> Mapping[str, str]:
    return {f"sentence_{lang}": closing_sentence(lang) for lang in LANGUAGES}


def _done(what: BulkWhat, count: int) -> str:
    told: str
    if what is BulkWhat.CLOSE:
        told = ngettext("%(num)s case is closed.", "%(num)s cases are closed.", count)
    elif what is BulkWhat.ANSWER:
        told = ngettext("%(num)s case is answered.", "%(num)s cases are answered.", count)
    elif what is BulkWhat.ASSIGN:
        told = ngettext("%(num)s case is given away.", "%(num)s cases are given away.", count)
    elif what is BulkWhat.TAG:
        told = ngettext("%(num)s case has the tag now.", "%(num)s cases have the tag now.", count)
    else:
        told = ngettext("%(num)s case has lost the tag.", "%(num)s cases have lost the tag.", count)
    return told


def _named(case_ids: list[int]) -> str:
    names = [gettext("case %(id)s", id=number) for number in case_ids[:NAMED]]
    more = len(case_ids) - len(names)
    return ", ".join(names) + (f" + {more}" if more else "")


def _to_list(**arguments: int) -> Response:
    return redirect(url_for("review.queue", **{**filters.kept(), **arguments}))

"""The desk's pages on which an operator writes what readers are told of privacy, promises and who runs the desk."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.refusals import Conflict, InvalidInput, NotFound
from core.web.access import needs
from core.web.forms import show_problems
from core.web.language import LANGUAGES
from intake.models.notices import Notice
from intake.notices import texts
from intake.notices.rendering import rendered
from review.notices import editing
from review.notices.forms import NoticeForm

bp = Blueprint("notices", __name__, url_prefix="/desk/pages")

Page = Response | tuple[str, int]

# The button of the form that shows what would stand there, and keeps nothing.
LOOK = "look"


def init_app(app: Flask) -> None:
    """Open the addresses, and let the first page of a day say how many pages nobody has written."""
    app.register_blueprint(bp)
    app.jinja_env.globals["missing_notices"] = texts.missing_count


@bp.get("/")
@needs(Permission.EDIT_NOTICES)
def listed() -> str:
    """List the pages, and who wrote which when."""
    return render_template("review/notices/list.html", notices=texts.every())


@bp.route("/<name>", methods=["GET", "POST"])
@needs(Permission.EDIT_NOTICES)
def edit(name: str) -> Page:
    """Show a page as it stands and take what it shall say from now on, or show that first."""
    notice = _named(name)
    if request.method == "GET":
        return _page(notice, NoticeForm.of(texts.page(notice))), 200
    form = NoticeForm()
    if request.form.get("then") == LOOK:
        return _page(notice, form, looks=_looks(form)), 200
    try:
        editing.write(notice, form.draft(), editor=current_user)
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return _page(notice, form), 400
    except Conflict as conflict:
        # What was typed stays in the fields; saved again, it takes the place of the other text.
        form.version.data = str(texts.page(notice).version)
        return _page(notice, form, problem=str(conflict)), 409
    flash(gettext("Saved. Readers see this page from now on."), "success")
    return redirect(url_for("notices.edit", name=notice.value))


@bp.post("/<name>/give-back")
@needs(Permission.EDIT_NOTICES)
def give_back(name: str) -> Response:
    """Let the product's own text be in force again."""
    notice = _named(name)
    try:
        editing.give_back(notice, version=NoticeForm().seen_version, editor=current_user)
    except Conflict as conflict:
        flash(str(conflict), "error")
    else:
        flash(gettext("The text that comes with the product stands there again. Yours is kept below."), "success")
    return redirect(url_for("notices.edit", name=notice.value))


def _named(name: str) -> Notice:
    if name not in set(Notice):
        raise NotFound(f"there is no page {name}")
    return Notice(name)


def _looks(form: NoticeForm) -> dict[str, Markup]:
    draft = form.draft()
    bodies = {"de": draft.body_de, "en": draft.body_en}
    return {lang: rendered(texts.filled(bodies[lang][: editing.LONGEST], lang)) for lang in LANGUAGES if bodies[lang]}


def _page(notice: Notice, form: NoticeForm, *, looks: dict[str, Markup] | None = None, problem: str = "") -> str:
    return render_template(
        "review/notices/edit.html",
        notice=texts.page(notice),
        form=form,
        looks=looks or {},
        problem=problem,
        older=texts.versions(notice),
        placeholders=sorted(texts.known_placeholders()),
        brings=notice not in texts.OWN_ONLY,
    )

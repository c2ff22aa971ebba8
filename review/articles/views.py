"""The pages on which fact checks are written, looked at before they are published, and listed."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from archive import debunks
from archive.models import ClaimState
from core.db import existing
from core.refusals import InvalidInput
from core.web.access import needs
from core.web.forms import show_problems
from core.web.numbers import whole_number
from intake.models.cases import Case
from review.articles import page, writing
from review.articles.forms import ArticleForm
from review.articles.models import WrittenArticle
from review.articles.writing import NOT_BEGUN, Stale
from review.blueprint import case_page
from review.holding import drafts, unsent
from review.holding.models import DraftForm
from review.holding.named import check_not_named

bp = Blueprint("articles", __name__, url_prefix="/desk")

OF_CASE = "/cases/<int(max=2147483647):case_id>/article"
# The button that a form of a draft was sent with says what comes next.
LOOK = "look"

Page = Response | tuple[str, int]


def init_app(app: Flask) -> None:
    """Open the addresses, and let the page of a case show the drafts that are written from it."""
    app.register_blueprint(bp)
    app.jinja_env.globals["article_drafts"] = page.drafts_beside


@bp.get("/articles")
@needs(Permission.READ_CASES)
def listed() -> str:
    """List what the desk wrote."""
    chosen = request.args.get("state", ClaimState.DRAFT.value)
    state = ClaimState(chosen) if chosen in set(ClaimState) else ClaimState.DRAFT
    articles, more = page.written_articles(state, before=whole_number(request.args.get("before", "")))
    addresses = {one.id: page.public_page(one.claim) for one in articles if state is ClaimState.PUBLISHED}
    return render_template("review/articles/list.html", articles=articles, more=more, state=state, addresses=addresses)


@bp.get(OF_CASE)
@needs(Permission.WRITE_ARTICLES)
def write(case_id: int) -> Page:
    """Show the draft that is written from a case, or an empty one with the words of the case."""
    case, draft = existing(Case, case_id), writing.draft_of(case_id)
    check_not_named(case_id, current_user)
    begun = page.first_words(case) if draft is None else writing.written_of(draft.claim)
    return _form_page(case, ArticleForm.of(begun, version=NOT_BEGUN if draft is None else draft.version)), 200


@bp.post(OF_CASE)
@needs(Permission.WRITE_ARTICLES)
@unsent.ends(DraftForm.ARTICLE)
def save(case_id: int) -> Page:
    """Keep what was written, whole or not."""
    form = ArticleForm()
    try:
        writing.save(case_id, form.written(), version=form.seen_version, editor=current_user)
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return _form_page(existing(Case, case_id), form), 400
    except Stale as stale:
        return _stale_page(case_id, form, stale)
    if request.form.get("then") == LOOK:
        return redirect(url_for("articles.preview", case_id=case_id))
    flash(gettext("The draft is saved."), "success")
    return redirect(url_for("articles.write", case_id=case_id))


@bp.post(f"{OF_CASE}/form")
@needs(Permission.WRITE_ARTICLES)
def reshape(case_id: int) -> str:
    """Show the form as it is filled in, with room for another source or with the words of a report as the claim."""
    case, form = existing(Case, case_id), ArticleForm()
    check_not_named(case_id, current_user)
    report = whole_number(request.form.get("words", ""))
    if report is not None:
        form.claim.data = page.words_of(case, report)
    return _form_page(case, form)


@bp.get(f"{OF_CASE}/preview")
@needs(Permission.WRITE_ARTICLES)
def preview(case_id: int) -> Page:
    """Show a draft as readers will see it, and what it still lacks."""
    draft = writing.draft_of(case_id)
    check_not_named(case_id, current_user)
    if draft is None:
        return redirect(url_for("articles.write", case_id=case_id))
    return _preview_page(case_id, draft), 200


@bp.post(f"{OF_CASE}/publish")
@needs(Permission.WRITE_ARTICLES)
def publish(case_id: int) -> Page:
    """Publish a draft, and lead to the case that it now stands beside."""
    try:
        standing = writing.publish(
            case_id,
            version=_version(),
            means_slurs=request.form.get("means_slurs") == "yes",
            source=current_app.extensions["settings"].face.name,
            editor=current_user,
        )
    except InvalidInput as invalid:
        draft = writing.draft_of(case_id) or abort(404)
        return _preview_page(case_id, draft, slurs_problem=invalid.problems.get("means_slurs", "")), 400
    except Stale as stale:
        flash(str(stale), "error")
        return redirect(url_for("articles.preview", case_id=case_id))
    if standing is None:
        flash(gettext("Published. The case it comes from is not open any more."), "success")
        return redirect(url_for("articles.listed", state=ClaimState.PUBLISHED.value))
    flash(gettext("Published. It stands beside this case now; nobody is told before you answer with it."), "success")
    return redirect(case_page(standing, anchor="matches"))


@bp.post(f"{OF_CASE}/discard")
@needs(Permission.WRITE_ARTICLES)
def discard(case_id: int) -> Response:
    """Throw a draft away."""
    try:
        writing.discard(case_id, version=_version(), editor=current_user)
    except Stale as stale:
        flash(str(stale), "error")
        return redirect(url_for("articles.write", case_id=case_id))
    flash(gettext("The draft is thrown away."), "success")
    return redirect(case_page(case_id))


def _version() -> int:
    number = whole_number(request.form.get("version", ""))
    return NOT_BEGUN - 1 if number is None else number


def _stale_page(case_id: int, form: ArticleForm, stale: Stale) -> Page:
    """Show what was written beside what is saved now; sent once more, it takes its place."""
    draft = writing.draft_of(case_id)
    form.version.data = str(NOT_BEGUN if draft is None else draft.version)
    return _form_page(existing(Case, case_id), form, told=str(stale)), 409


def _form_page(case: Case, form: ArticleForm, *, told: str = "") -> str:
    draft = writing.draft_of(case.id)
    kept = None if form.is_submitted() else drafts.drafts_of(case, current_user).get(DraftForm.ARTICLE)
    unsent.fill(form, kept)
    overtaken = kept is not None and draft is not None and draft.changed_at > kept.opened_at
    return render_template(
        "review/articles/write.html",
        case=case,
        form=form,
        draft=draft,
        kept=kept,
        told=told,
        # What a colleague saved since this text was begun stands beside it.
        saved=draft if told or overtaken else None,
        words=page.beginning(case),
    )


def _preview_page(case_id: int, draft: WrittenArticle, *, slurs_problem: str = "") -> str:
    return render_template(
        "review/articles/preview.html",
        case_id=case_id,
        draft=draft,
        claim=draft.claim,
        lacking=debunks.missing(draft.claim),
        slurs=writing.slurs_in(draft.claim),
        slurs_problem=slurs_problem,
    )

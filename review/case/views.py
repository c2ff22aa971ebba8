"""The page of one case, and what editors do on it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.db import existing
from core.refusals import InvalidInput
from core.web.access import needs
from core.web.forms import show_problems
from core.web.numbers import whole_number
from intake.links import snapshots
from intake.models.cases import Case, CaseState, Kind, MatchAnswer
from review.approval import waiting
from review.blueprint import bp
from review.care import preferences
from review.case import answers, changing, decisions, one_act, pictures, read_text, reopening, starting
from review.case.forms import DecisionForm, version_of
from review.case.page import page_of
from review.figures import looks
from review.holding import assigning, drafts, unsent
from review.holding.models import DraftForm
from review.holding.presence import presence
from review.notes import notes
from review.queue import filters
from review.queue import page as queue_page
from review.queue.filters import Filters
from review.searching import articles


@bp.get("/cases/<int(max=2147483647):case_id>")
@needs(Permission.READ_CASES)
def case(case_id: int) -> str:
    """Show one case; its form starts from what was decided before, about it or about the one that `like` names."""
    found = existing(Case, case_id)
    looks.note(found, editor=current_user)
    form = DecisionForm(formdata=None, version=str(found.version))
    earlier = starting.decision_before(found, like=whole_number(request.args.get("like", "")))
    if earlier is not None:
        form.start_from(earlier)
    return _case_page(found, form)


@bp.post("/cases/<int(max=2147483647):case_id>/decision")
@needs(Permission.DECIDE)
@unsent.ends(DraftForm.DECISION, DraftForm.ANSWER)
def decide(case_id: int) -> Response | tuple[str, int]:
    """Keep a decision and go on, or show the form again with what is missing."""
    form = DecisionForm()
    try:
        decision_id = decisions.decide(case_id, form.draft(), editor=current_user)
    except InvalidInput as invalid:
        found = existing(Case, case_id)
        show_problems(form, invalid)
        return _case_page(found, form), 400
    return _go_on(case_id, decision_id)


@bp.post("/matches/<int(max=2147483647):match_id>/decision")
@needs(Permission.DECIDE)
@unsent.ends(DraftForm.ANSWER)
def answer_with(match_id: int) -> Response | tuple[str, int]:
    """Answer a case with a suggested article in one act, or show the whole form with what is missing."""
    match = one_act.match_of(match_id)
    sentence, version = request.form.get("public_sentence", ""), version_of(request.form.get("version", ""))
    names_person = "names_person" in request.form
    try:
        decision_id = one_act.answer(
            match, sentence=sentence.strip(), version=version, names_person=names_person, editor=current_user
        )
    except InvalidInput as invalid:
        form = one_act.whole_form(match, sentence=sentence, version=version, names_person=names_person)
        show_problems(form, invalid)
        return _case_page(existing(Case, match.case_id), form), 400
    return _go_on(match.case_id, decision_id)


@bp.post("/decisions/<int(max=2147483647):decision_id>/undo")
@needs(Permission.DECIDE)
def undo_decision(decision_id: int) -> Response:
    """Take a decision back at once."""
    case_id = reopening.undo(decision_id, editor=current_user)
    flash(gettext("The decision is taken back. The case is open again."), "success")
    return _to_case(case_id)


@bp.post("/cases/<int(max=2147483647):case_id>/reopen")
@needs(Permission.DECIDE)
@unsent.ends(DraftForm.REOPEN)
def reopen(case_id: int) -> Response:
    """Take a settled case up again."""
    reason, version = request.form.get("reason", "").strip(), version_of(request.form.get("version", ""))
    reopening.reopen(case_id, reason=reason, version=version, editor=current_user)
    flash(gettext("The case is reopened."), "success")
    return _to_case(case_id)


@bp.post("/matches/<int(max=2147483647):match_id>/answer")
@needs(Permission.ANSWER_MATCHES)
def answer_match(match_id: int) -> Response:
    """Keep what an editor says to a suggestion."""
    try:
        answer = MatchAnswer(request.form.get("answer", ""))
    except ValueError:
        abort(400)
    return _to_case(answers.answer_match(match_id, answer, editor=current_user), "matches")


@bp.post("/matches/<int(max=2147483647):match_id>/pictures")
@needs(Permission.ANSWER_MATCHES)
def keep_pictures(match_id: int) -> Response:
    """Keep the pictures of a case with the article that was confirmed for it."""
    match = pictures.keep(match_id, editor=current_user)
    flash(gettext("Kept. Whoever sends one like it is led to this article; it is removed on its page."), "success")
    return _to_case(match.case_id, "matches")


@bp.post("/cases/<int(max=2147483647):case_id>/articles")
@needs(Permission.ANSWER_MATCHES)
def add_article(case_id: int) -> Response:
    """Put an article beside a case that no machine suggested."""
    claim_id = whole_number(request.form.get("claim", ""))
    if claim_id is None:
        abort(400)
    answers.add_article(case_id, claim_id, editor=current_user)
    return _to_case(case_id, "matches")


@bp.post("/cases/<int(max=2147483647):case_id>/kind")
@needs(Permission.DECIDE)
def change_kind(case_id: int) -> Response:
    """Say that a post is of another kind than its reader said."""
    kind, version = request.form.get("kind", ""), version_of(request.form.get("version", ""))
    if kind not in set(Kind):
        abort(400)
    changing.change_kind(case_id, Kind(kind), version=version, editor=current_user)
    return _to_case(case_id)


@bp.post("/cases/<int(max=2147483647):case_id>/fetched")
@needs(Permission.FETCH_PAGES)
def fetch_page(case_id: int) -> Response:
    """Have the page behind the link of a case fetched."""
    snapshots.ask(case_id, by=current_user.id)
    flash(
        gettext("The page is being fetched. It stands here in a few seconds; please load this page again."), "success"
    )
    return _to_case(case_id, "fetched")


@bp.post("/cases/<int(max=2147483647):case_id>/news")
@needs(Permission.DECIDE)
def see_news(case_id: int) -> Response:
    """Say that what is new about a settled case changes nothing."""
    changing.see_news(case_id, editor=current_user)
    return _to_case(case_id)


@bp.post("/cases/<int(max=2147483647):case_id>/pictures/<int(max=2147483647):attachment_id>/words")
@needs(Permission.DECIDE)
def correct_picture(case_id: int, attachment_id: int) -> Response:
    """Say what stands in a picture that a machine has read."""
    try:
        read_text.correct(case_id, attachment_id, request.form.get("read_words", ""), editor=current_user)
    except InvalidInput as invalid:
        flash(" ".join(invalid.problems.values()), "error")
    else:
        flash(gettext("The words are kept. Articles are looked for again."), "success")
    return _to_case(case_id, f"file-{attachment_id}")


@bp.post("/going-on")
@needs(Permission.DECIDE)
def switch_going_on() -> Response:
    """Switch whether the next case opens by itself, and return to the case."""
    switched = preferences.current().with_value("auto_advance", "on" if request.form.get("on") == "yes" else "off")
    preferences.choose(switched.values(), editor=current_user)
    return _to_case(whole_number(request.form.get("case", "")) or 0)


def _go_on(case_id: int, decision_id: int | None) -> Response:
    """Lead from a case that was decided to the next one, or back to it; the page offers to take the decision back.

    Without a decision there is a proposal that waits for a second person.
    """
    goes_on = preferences.current().auto_advance
    kept = Filters.read(request.args)
    following = queue_page.next_case(existing(Case, case_id), kept, editor=current_user) if goes_on else None
    if decision_id is None:
        flash(gettext("Proposed. Nothing is sent before a second person has released it."), "success")
    else:
        flash(gettext("The answer is sent. Everyone who reported this can read it now."), "success")
    if following is None or following.case_id is not None:
        opened = case_id if following is None else following.case_id
        return redirect(url_for("review.case", case_id=opened, undo=decision_id, **filters.kept()))
    place = {**filters.kept(), "after": following.further_on}
    return redirect(url_for("review.queue", undo=decision_id, **place))


def _to_case(case_id: int, anchor: str | None = None) -> Response:
    return redirect(url_for("review.case", case_id=case_id, **filters.kept(), _anchor=anchor))


def _case_page(case: Case, form: DecisionForm) -> str:
    kept = Filters.read(request.args)
    after = whole_number(request.args.get("reports_after", "")) or 0
    page = page_of(case, kept, reports_after=after, editor=current_user)
    suggested = page.suggestions
    own = drafts.drafts_of(case, current_user)
    if form.is_submitted():
        # What was sent just now stands in the form already.
        own = {form: kept for form, kept in own.items() if form not in {DraftForm.DECISION, DraftForm.ANSWER}}
    unsent.fill(form, own.get(DraftForm.DECISION))
    form.offer(case, [match for match in (suggested.best, *suggested.others) if match is not None])
    query = request.args.get("q", "").strip()
    return render_template(
        "review/case/page.html",
        page_of_case=page,
        case=case,
        decision_form=form,
        drafts=own,
        presence=presence(case, current_user),
        second_person=waiting.second_person(case, current_user),
        candidates=assigning.candidates() if current_user.may(Permission.ASSIGN) else [],
        fetched_pages=snapshots.of_case(case),
        fetching_is_on=snapshots.is_on(),
        notes=notes.notes_of(case.id, reader=current_user),
        starts=starting.sentences(case, page),
        link_args=filters.kept(),
        query=query,
        searched=articles.beside_a_case(query) if query and case.state is CaseState.OPEN else (),
        going_on=preferences.current().auto_advance,
        kinds=[(kind.value, kind.desk_label) for kind in Kind],
    )

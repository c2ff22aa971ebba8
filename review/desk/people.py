"""The pages on which the people of the desk are invited, helped and let go."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts import people, sign_in
from accounts.forms import InviteForm, RolesForm
from accounts.links import NewLink
from accounts.permissions import MATRIX, Permission, RoleName
from core.refusals import Conflict, InvalidInput
from core.web.access import needs
from core.web.forms import show_problems

bp = Blueprint("people", __name__, url_prefix="/desk/people")

Page = Response | tuple[str, int]


@bp.get("/")
@needs(Permission.MANAGE_ACCOUNTS)
def page() -> str:
    """List all accounts, and say which role may what."""
    return render_template(
        "review/people/page.html",
        people=people.everybody(),
        labels=_labels(),
        roles=list(RoleName),
        permissions=list(Permission),
        matrix=MATRIX,
    )


@bp.route("/invite", methods=["GET", "POST"])
@needs(Permission.MANAGE_ACCOUNTS)
def invite() -> Page:
    """Invite somebody, and show the link for them this once."""
    form = InviteForm(formdata=request.form)
    if request.method != "POST":
        return render_template("review/people/invite.html", form=form), 200
    try:
        link = people.invite(
            email=form.email.data or "",
            desk_name=form.desk_name.data or "",
            roles=form.roles.data or [],
            by=current_user.id,
        )
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return render_template("review/people/invite.html", form=form), 400
    return _link_page(link)


@bp.get("/<int(max=2147483647):editor_id>")
@needs(Permission.MANAGE_ACCOUNTS)
def person(editor_id: int) -> str:
    """Show one account and what can be done for it."""
    found = people.one(editor_id)
    return render_template(
        "review/people/person.html",
        person=found,
        labels=_labels(),
        form=RolesForm(formdata=None, roles=found.roles, seen=",".join(found.roles)),
    )


@bp.post("/<int(max=2147483647):editor_id>/roles")
@needs(Permission.MANAGE_ACCOUNTS)
def change_roles(editor_id: int) -> Page:
    """Give an account other roles."""
    form = RolesForm(formdata=request.form)
    seen = [name for name in (form.seen.data or "").split(",") if name]
    try:
        people.change_roles(editor_id, roles=form.roles.data or [], seen=seen, by=current_user.id)
    except InvalidInput as invalid:
        show_problems(form, invalid)
        page = render_template("review/people/person.html", person=people.one(editor_id), labels=_labels(), form=form)
        return page, 400
    flash(gettext("The roles are changed, and this person is signed out everywhere."), "success")
    return _back_to(editor_id)


@bp.post("/<int(max=2147483647):editor_id>/link")
@needs(Permission.MANAGE_ACCOUNTS)
def make_link(editor_id: int) -> Page:
    """Make a one-time link for an account, and show it this once."""
    return _link_page(people.make_link(editor_id, by=current_user.id))


@bp.post("/<int(max=2147483647):editor_id>/link/withdraw")
@needs(Permission.MANAGE_ACCOUNTS)
def withdraw_link(editor_id: int) -> Response:
    """Let the one-time link of an account work no more."""
    people.withdraw_link(editor_id, by=current_user.id)
    flash(gettext("The link works no more."), "success")
    return _back_to(editor_id)


@bp.post("/<int(max=2147483647):editor_id>/close")
@needs(Permission.MANAGE_ACCOUNTS)
def close(editor_id: int) -> Response:
    """Close an account."""
    people.close(editor_id, by=current_user.id)
    flash(gettext("The account is closed, and this person is signed out everywhere."), "success")
    return _back_to(editor_id)


@bp.post("/<int(max=2147483647):editor_id>/reopen")
@needs(Permission.MANAGE_ACCOUNTS)
def reopen(editor_id: int) -> Response:
    """Open a closed account again."""
    people.reopen(editor_id, by=current_user.id)
    flash(gettext("The account is open again."), "success")
    return _back_to(editor_id)


@bp.post("/<int(max=2147483647):editor_id>/second-factor/reset")
@needs(Permission.MANAGE_ACCOUNTS)
def reset_second_factor(editor_id: int) -> Response:
    """Remove every second factor of an account."""
    people.reset_second_factor(editor_id, by=current_user.id)
    flash(gettext("The second factor is removed, and this person is signed out everywhere."), "success")
    return _back_to(editor_id)


@bp.errorhandler(Conflict)
def _changed_meanwhile(conflict: Conflict) -> Response:
    """Tell what changed meanwhile on the page that shows how it is now."""
    flash(str(conflict), "error")
    editor_id = (request.view_args or {}).get("editor_id")
    return redirect(url_for("people.page")) if editor_id is None else _back_to(editor_id)


def _link_page(link: NewLink) -> Page:
    # As the desk is reached here: readers may have another host name.
    address = sign_in.place().origin + url_for("security.link", token=link.token)
    return render_template("review/people/link.html", link=link, address=address), 200


def _back_to(editor_id: int) -> Response:
    return redirect(url_for("people.person", editor_id=editor_id))


def _labels() -> dict[str, str]:
    return {role.value: str(role.label) for role in RoleName}

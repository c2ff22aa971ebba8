"""Filters of the queue that an editor has kept under a name."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy import delete, func, select

from accounts.models import Editor
from core.db import db, inserting, writing
from core.refusals import Conflict, InvalidInput
from review.queue.filters import Filters
from review.queue.models import SavedView
from search.text.normalise import without_unseen

LONGEST = 40
# More than fit above a list.
MOST = 12


def save(name: str, filters: Filters, *, editor: Editor) -> SavedView:
    """Keep filters under a name; a name that is taken is given to these. Only whoever kept them is shown them.

    Errors: `InvalidInput` for an empty or long name, `Conflict` when there are `MOST` already.
    """
    name = " ".join(without_unseen(name).split())
    if not name:
        raise InvalidInput({"name": gettext("Write a name for this view.")})
    if len(name) > LONGEST:
        raise InvalidInput({"name": gettext("Please use at most 40 characters.")})
    with writing() as session:
        own = select(SavedView).where(SavedView.editor_id == editor.id)
        view = session.scalar(own.where(SavedView.name == name))
        if view is None:
            if (session.scalar(select(func.count()).select_from(own.subquery())) or 0) >= MOST:
                raise Conflict(gettext("You have kept twelve views already. Take one away first."))
            made = inserting(SavedView).values(editor_id=editor.id, name=name, filters={})
            session.execute(made.on_conflict_do_nothing())
            view = session.scalars(own.where(SavedView.name == name)).one()
        view.filters = filters.arguments
    return view


def remove(view_id: int, *, editor: Editor) -> None:
    """Take away a view of one's own; what is not there, or another's, stays as it is."""
    with writing() as session:
        session.execute(delete(SavedView).where(SavedView.id == view_id, SavedView.editor_id == editor.id))


def of(editor: Editor) -> Sequence[SavedView]:
    """Return the views that an editor has kept, by name."""
    return db.session.scalars(select(SavedView).where(SavedView.editor_id == editor.id).order_by(SavedView.name)).all()

"""Opening a training and closing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.models import Editor
from core.db import db, existing, now, writing
from core.events import Action, Subject, happened
from core.refusals import Conflict, InvalidInput
from intake.abuse import trainings
from intake.models.trainings import Training

MOST_HOURS = 12
USUAL_HOURS = 4
MOST_REPORTS = 1_000
USUAL_REPORTS = 200
SHOWN = 50
# Of the secret of a form, in signs.
SHORTEST_SENDING = 24


class TrainingAction(Action):
    """What the desk does with trainings."""

    TRAINING_OPENED = "training_opened", _l("Opened a training")
    TRAINING_CLOSED = "training_closed", _l("Closed a training")


def latest() -> Sequence[Training]:
    """Return the trainings, the latest first."""
    return db.session.scalars(select(Training).order_by(Training.id.desc()).limit(SHOWN)).all()


def open_training(hours: int | None, most: int | None, *, editor: Editor, sending: str = "") -> str:
    """Let so many reports through within some hours, whatever the budgets say; return the code, which is kept nowhere.

    `sending` is the secret of the form: sent again with the same numbers it opens no second training, and its code is
    returned again. With other numbers it opens another one: no number that somebody typed is dropped unsaid.

    Errors: `InvalidInput`; `Conflict` when its training is over already.
    """
    problems: dict[str, str] = {}
    if hours is None or not 1 <= hours <= MOST_HOURS:
        problems["hours"] = gettext("Choose a number from 1 to %(number)s.", number=MOST_HOURS)
    if most is None or not 1 <= most <= MOST_REPORTS:
        problems["most"] = gettext("Choose a number from 1 to %(number)s.", number=MOST_REPORTS)
    if problems or hours is None or most is None:
        raise InvalidInput(problems)
    # A shorter one was not made by our page, and makes no sending the same as another.
    is_known = len(sending) >= SHORTEST_SENDING
    code = trainings.code_of(f"{editor.id} {sending} {hours} {most}") if is_known else trainings.new_code()
    if is_known and _is_there(code):
        return code
    try:
        _store(code, hours, most, editor)
    except IntegrityError:
        # The same form was sent twice at the same moment: the other one has opened it.
        if not _is_there(code):
            raise
    return code


def _store(code: str, hours: int, most: int, editor: Editor) -> None:
    with writing() as session:
        row = Training(
            code_hash=trainings.hash_of(code), most=most, opened_by=editor.id, ends_at=now() + timedelta(hours=hours)
        )
        session.add(row)
        session.flush()
        happened(TrainingAction.TRAINING_OPENED, Subject("training", row.id), by=editor.id, hours=hours, reports=most)


def _is_there(code: str) -> bool:
    row = db.session.scalar(select(Training).where(Training.code_hash == trainings.hash_of(code)))
    if row is not None and (row.closed_at is not None or row.ends_at <= now()):
        raise Conflict(gettext("The training of this form is over. Open the page again for another one."))
    return row is not None


def close(training_id: int, *, editor: Editor) -> None:
    """Let a training be over; a repeat changes nothing, nor does one that is over by itself. Errors: `NotFound`."""
    with writing():
        row = existing(Training, training_id, locked=True)
        if row.closed_at is not None or row.ends_at <= now():
            return
        row.closed_at = now()
        happened(TrainingAction.TRAINING_CLOSED, Subject("training", row.id), by=editor.id, reports=row.used)

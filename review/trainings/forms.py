"""The form that opens a training."""

from __future__ import annotations

import secrets

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField

from core.web.numbers import whole_number
from review.trainings.opening import SHORTEST_SENDING, USUAL_HOURS, USUAL_REPORTS


class TrainingForm(FlaskForm):
    """For how long, and for how many reports. What is right is decided in `review.trainings.opening`."""

    # Sent twice with the same it opens one training.
    sending = HiddenField()
    hours = StringField(_l("For how many hours"), default=str(USUAL_HOURS))
    most = StringField(_l("For how many reports"), default=str(USUAL_REPORTS))

    @classmethod
    def new(cls) -> TrainingForm:
        """Return the form as it is opened, with a secret of its own."""
        form = cls(formdata=None)
        form.sending.data = secrets.token_urlsafe(SHORTEST_SENDING)
        return form

    @property
    def numbers(self) -> tuple[int | None, int | None]:
        """The hours and reports that were typed; None where it is no number."""
        return whole_number((self.hours.data or "").strip()), whole_number((self.most.data or "").strip())

"""The form that opens a training."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from core.web.numbers import whole_number
from review.trainings.opening import USUAL_HOURS, USUAL_REPORTS


class TrainingForm(FlaskForm):
    """For how long, and for how many reports. What is right is decided in `review.trainings.opening`."""

    hours = StringField(_l("For how many hours"), default=str(USUAL_HOURS))
    most = StringField(_l("For how many reports"), default=str(USUAL_REPORTS))

    @property
    def numbers(self) -> tuple[int | None, int | None]:
        """The hours and reports that were typed; None where it is no number."""
        return whole_number((self.hours.data or "").strip()), whole_number((self.most.data or "").strip())

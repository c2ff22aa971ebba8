"""The form of a program that shall send reports."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from core.web.numbers import whole_number
from review.channels.making import USUAL_PER_HOUR


class ProgramForm(FlaskForm):
    """Its name and budget. What is right is decided in `review.channels.making`."""

    name = StringField(_l("Name of the program"))
    per_hour = StringField(_l("Reports an hour"), default=str(USUAL_PER_HOUR))

    @property
    def budget(self) -> int | None:
        """The number that was typed; None where it is none."""
        return whole_number((self.per_hour.data or "").strip())

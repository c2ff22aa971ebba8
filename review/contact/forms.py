"""The form that asks why an address is opened."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice

from intake.models.contacts import WhyOpened


class WhyForm(FlaskForm):
    """Why an address is opened; it stands in the trail."""

    why = RadioField(
        _l("Why do you need the address?"),
        choices=[SelectChoice(one.value, one.label) for one in WhyOpened],
        validate_choice=False,
    )

    @property
    def chosen(self) -> WhyOpened | None:
        """The reason, if one was chosen."""
        return WhyOpened(self.why.data) if self.why.data in set(WhyOpened) else None

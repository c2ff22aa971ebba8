"""The form that mutes a contact."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice

from intake.models.mutes import WhyMuted
from review.quarantine.muting import Until


class MuteForm(FlaskForm):
    """Why and for how long. What is right is decided in `review.quarantine.muting`."""

    why = RadioField(
        _l("Why are its reports held back?"),
        choices=[SelectChoice(one.value, one.label) for one in WhyMuted],
        validate_choice=False,
    )
    until = RadioField(
        _l("For how long?"),
        choices=[SelectChoice(one.value, one.label) for one in Until],
        validate_choice=False,
    )

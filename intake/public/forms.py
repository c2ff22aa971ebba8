"""The public forms: their fields and words. What may be sent is decided in `intake.reports.fields`."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from core.refusals import InvalidInput
from intake.models.cases import Kind
from intake.models.reports import Platform
from intake.reports.fields import without_unreadable


class ReportForm(FlaskForm):
    """One report."""

    kind = RadioField(
        _l("What is it about?"),
        choices=[SelectChoice(kind.value, kind.label) for kind in Kind],
        validate_choice=False,
    )
    text = TextAreaField(_l("The text of the post"))
    url = StringField(_l("Link to the post"))
    platform = SelectField(
        _l("Where did you see it?"),
        choices=[SelectChoice(platform.value, platform.label) for platform in Platform],
        default=Platform.UNKNOWN.value,
        validate_choice=False,
    )
    why = TextAreaField(_l("Why do you doubt it?"))

    def values(self) -> dict[str, str]:
        """Return what was typed, by field."""
        return {name: self[name].data or "" for name in ("kind", "text", "url", "platform", "why")}

    def show(self, invalid: InvalidInput) -> None:
        """Put each problem at its field, and show the text without what could not be read."""
        for name, problem in invalid.problems.items():
            # A problem with what the page itself sends, such as the language, is shown at the text.
            field = self[name] if name in self else self.text  # noqa: SIM401 (a form has no get)
            field.errors = [*field.errors, problem]
        for field in (self.text, self.why, self.url):
            field.data = without_unreadable(field.data or "")


class StatusForm(FlaskForm):
    """The receipt that opens a status."""

    receipt = StringField(
        _l("Your receipt"), validators=[InputRequired(_l("Enter the receipt you got after sending."))]
    )

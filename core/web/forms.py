"""What forms of every page share."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from core.refusals import InvalidInput


class ChoicesField(SelectMultipleField):
    """Several choices, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def show_problems(form: FlaskForm, invalid: InvalidInput) -> None:
    """Put each problem of a verb at its field."""
    for name, problem in invalid.problems.items():
        form[name].errors = [*form[name].errors, problem]

"""What forms of every page share."""

from __future__ import annotations

from flask_wtf import FlaskForm

from core.refusals import InvalidInput


def show_problems(form: FlaskForm, invalid: InvalidInput) -> None:
    """Put each problem of a verb at its field."""
    for name, problem in invalid.problems.items():
        form[name].errors = [*form[name].errors, problem]

"""The form of a question to the reader of a report."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField


class QuestionForm(FlaskForm):
    """A question to the reader of a report."""

    text = TextAreaField(_l("Your question"))

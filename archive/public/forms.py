"""The form of the look-up page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, TextAreaField
from wtforms.validators import InputRequired, Length, StopValidation

from search.text.characters import is_blank

LONGEST_QUESTION = 20_000
NOTHING_ASKED = _l("Enter a sentence, a post or a link.")


def _is_seen(_form: FlaskForm, field: Field) -> None:
    if is_blank(field.data or ""):
        raise StopValidation(str(NOTHING_ASKED))


class LookupForm(FlaskForm):
    """One text or link to look up."""

    class Meta:
        # Looking something up changes nothing, so nobody can be tricked into it; without a token the
        # page needs no cookie.
        csrf = False

    text = TextAreaField(
        _l("What did you read or hear?"),
        validators=[
            InputRequired(NOTHING_ASKED),
            _is_seen,
            Length(max=LONGEST_QUESTION, message=_l("Please use at most 20,000 characters.")),
        ],
    )

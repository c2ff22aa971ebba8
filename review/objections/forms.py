"""The form by which an objection is answered. What may be answered is checked in the verb."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, TextAreaField

from intake.models.objections import ObjectionOutcome
from review.case.forms import version_of
from review.objections.answering import Draft


class AnswerForm(FlaskForm):
    """An answer to one objection."""

    outcome = RadioField(
        _l("What is your answer?"),
        choices=[SelectChoice(one.value, one.label) for one in ObjectionOutcome],
        validate_choice=False,
    )
    reopens = BooleanField(_l("Take the case up again at once"))
    public_sentence = TextAreaField(_l("Answer for whoever objected"))
    reason = TextAreaField(_l("Reason, for colleagues"))
    # Of the case as the page showed it.
    version = HiddenField()

    def draft(self) -> Draft:
        """Return what was filled in; what is no known value counts as not given."""
        outcome = self.outcome.data or ""
        return Draft(
            outcome=ObjectionOutcome(outcome) if outcome in set(ObjectionOutcome) else None,
            reopens=bool(self.reopens.data),
            reason=(self.reason.data or "").strip(),
            version=version_of(self.version.data or ""),
            public_sentence=(self.public_sentence.data or "").strip(),
        )

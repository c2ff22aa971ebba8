"""The forms of the desk: their fields and words. What may be decided is checked in the verbs."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)

from archive.models import Verdict
from core.web.numbers import whole_number
from intake.models.cases import CaseState, Match, MatchAnswer
from review.case.decisions import Draft

OUTCOMES = (CaseState.ANSWERED, CaseState.DECIDED, CaseState.CLOSED, CaseState.FORWARDED)


class DecisionForm(FlaskForm):
    """A decision about one case."""

    outcome = RadioField(
        _l("Outcome"),
        choices=[SelectChoice(outcome.value, outcome.label) for outcome in OUTCOMES],
        validate_choice=False,
    )
    claim_id = SelectField(_l("Article that answers it"), validate_choice=False)
    verdict = SelectField(
        _l("Verdict"),
        choices=[
            SelectChoice("", _l("No verdict")),
            *(SelectChoice(verdict.value, verdict.label) for verdict in Verdict),
        ],
        validate_choice=False,
    )
    public_sentence = TextAreaField(_l("Sentence for the reporters"))
    reason = TextAreaField(_l("Reason"))
    version = HiddenField()

    def offer(self, matches: Sequence[Match]) -> None:
        """Offer the claims that were suggested and that nobody has rejected."""
        offered = [
            SelectChoice(str(match.claim_id), match.claim.headline)
            for match in matches
            if match.answer is not MatchAnswer.DIFFERENT
        ]
        self.claim_id.choices = [SelectChoice("", _l("No article")), *offered]

    def draft(self) -> Draft:
        """Return what was filled in; what is no known value counts as not given."""
        outcome, verdict = self.outcome.data, self.verdict.data
        claim_id, version = self.claim_id.data or "", self.version.data or ""
        return Draft(
            outcome=CaseState(outcome) if outcome in OUTCOMES else CaseState.OPEN,
            claim_id=whole_number(claim_id),
            verdict=Verdict(verdict) if verdict in set(Verdict) else None,
            reason=(self.reason.data or "").strip(),
            public_sentence=(self.public_sentence.data or "").strip(),
            version=_version(version),
        )


def _version(value: str) -> int:
    """Return the version a form was opened at; one that cannot be read is the version of nothing."""
    return -1 if (number := whole_number(value)) is None else number


class MergeForm(FlaskForm):
    """The merge of another case into a case, as both stood when the form was opened."""

    other = HiddenField()
    version = HiddenField()
    other_version = HiddenField()
    reason = TextAreaField(_l("Reason"))

    def versions(self) -> tuple[int, int]:
        """Return the versions of the case and of the other one."""
        return _version(self.version.data or ""), _version(self.other_version.data or "")


class SplitForm(FlaskForm):
    """Reports that leave a case for one of their own."""

    reports = SelectMultipleField(_l("Reports"), choices=[], validate_choice=False)
    version = HiddenField()
    reason = TextAreaField(_l("Reason"))

    def split(self) -> tuple[list[int], int]:
        """Return the ids of the reports and the version of the case."""
        chosen = [number for value in self.reports.data or () if (number := whole_number(value)) is not None]
        return chosen, _version(self.version.data or "")

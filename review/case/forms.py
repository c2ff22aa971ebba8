"""The forms of the desk: their fields and words. What may be decided is checked in the verbs."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)

from archive.models import Claim, ClaimState, Verdict
from core.db import db
from core.web.numbers import whole_number
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from review.case.decisions import Draft
from review.models import Decision
from review.reasons import OUTCOMES, ReasonCode, outcome_label, reasons_for


class DecisionForm(FlaskForm):
    """A decision about one case."""

    outcome = RadioField(
        _l("Outcome"),
        choices=[],
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
    reason_code = SelectField(_l("Reason"), validate_choice=False)
    names_person = BooleanField(_l("The sentence names a living person"))
    reason = TextAreaField(_l("Note for colleagues"))
    version = HiddenField()

    def offer(self, case: Case, matches: Sequence[Match]) -> None:
        """Offer what can be decided about a case of its kind, and the claims that nobody has rejected."""
        self.outcome.choices = [SelectChoice(one.value, outcome_label(case.kind, one)) for one in OUTCOMES]
        reasons = [SelectChoice(code.value, code.label) for code in reasons_for(case.kind)]
        self.reason_code.choices = [SelectChoice("", _l("Please choose")), *reasons]
        offered = [
            SelectChoice(str(match.claim_id), match.claim.headline)
            for match in matches
            if match.answer is not MatchAnswer.DIFFERENT
        ]
        chosen = whole_number(self.claim_id.data or "")
        if chosen in {match.claim_id for match in matches if match.answer is MatchAnswer.DIFFERENT}:
            self.claim_id.data = ""
        elif chosen is not None and str(chosen) not in {choice.value for choice in offered}:
            # The article of a case that says the same: nobody need have suggested it for this one.
            claim = db.session.get(Claim, chosen)
            known = claim is not None and claim.state is ClaimState.PUBLISHED
            offered.extend([SelectChoice(str(chosen), claim.headline)] if claim is not None and known else [])
        self.claim_id.choices = [SelectChoice("", _l("No article")), *offered]

    def start_from(self, earlier: Decision) -> None:
        """Fill in what was decided before: about this case, or about one that says the same."""
        self.outcome.data, self.public_sentence.data = earlier.outcome.value, earlier.public_sentence
        self.claim_id.data = "" if earlier.claim_id is None else str(earlier.claim_id)
        self.verdict.data = "" if earlier.verdict is None else earlier.verdict.value
        self.reason_code.data = "" if earlier.reason_code is None else earlier.reason_code.value

    def draft(self) -> Draft:
        """Return what was filled in; what is no known value counts as not given."""
        outcome, verdict = self.outcome.data, self.verdict.data
        claim_id, version = self.claim_id.data or "", self.version.data or ""
        code = self.reason_code.data or ""
        return Draft(
            outcome=CaseState(outcome) if outcome in OUTCOMES else CaseState.OPEN,
            claim_id=whole_number(claim_id),
            verdict=Verdict(verdict) if verdict in set(Verdict) else None,
            reason=(self.reason.data or "").strip(),
            public_sentence=(self.public_sentence.data or "").strip(),
            version=version_of(version),
            reason_code=ReasonCode(code) if code in set(ReasonCode) else None,
            names_person=bool(self.names_person.data),
        )


def version_of(value: str) -> int:
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
        return version_of(self.version.data or ""), version_of(self.other_version.data or "")


class SplitForm(FlaskForm):
    """Reports that leave a case for one of their own."""

    reports = SelectMultipleField(_l("Reports"), choices=[], validate_choice=False)
    version = HiddenField()
    reason = TextAreaField(_l("Reason"))

    def split(self) -> tuple[list[int], int]:
        """Return the ids of the reports and the version of the case."""
        chosen = [number for value in self.reports.data or () if (number := whole_number(value)) is not None]
        return chosen, version_of(self.version.data or "")

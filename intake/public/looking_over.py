"""What a reader looks over before sending: their answers, each with the question by which it can be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString

from core.labels import LabelledEnum
from intake.files import keeping
from intake.models.cases import Kind
from intake.models.files import Attachment
from intake.models.reports import Advertised, Concern, Platform, SeenWhen, Target
from intake.public.questions import FILES, Question, kind_of, questions_of
from intake.reports.drafts import Draft
from intake.reports.fields import Danger, without_unreadable

_CHOICES: Mapping[str, type[LabelledEnum]] = {
    "kind": Kind,
    "danger": Danger,
    "platform": Platform,
    "seen_when": SeenWhen,
    "targets": Target,
    "concern": Concern,
    "advertised": Advertised,
}
# What stands for "nobody answered".
_UNSAID = frozenset({"", Platform.UNKNOWN.value})


@dataclass(frozen=True, slots=True)
class Row:
    """One question with what was answered to it, empty when nothing was, and what is wrong with that."""

    question: Question
    # Choices in their words; what was typed as it was typed.
    chosen: Sequence[LazyString | str]
    typed: str
    files: Sequence[Attachment]
    problems: Sequence[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not (self.chosen or self.typed or self.files)


def rows_of(draft: Draft, problems: Mapping[str, str]) -> list[Row]:
    """Return the questions that a draft's kind is asked, with their answers; `problems` by field."""
    return [_row(question, draft, problems) for question in questions_of(kind_of(draft))]


def _row(question: Question, draft: Draft, problems: Mapping[str, str]) -> Row:
    choices = [field for field in question.fields if field in _CHOICES]
    return Row(
        question=question,
        chosen=[label for field in choices for label in _labels(_CHOICES[field], draft.several(field))],
        typed="\n".join(without_unreadable(draft.one(field)) for field in question.fields if field not in _CHOICES),
        files=keeping.of_draft(draft.id) if question is FILES else (),
        problems=[problems[field] for field in question.fields if field in problems],
    )


def _labels(enum: type[LabelledEnum], values: Sequence[str]) -> list[LazyString | str]:
    return [member.label for member in enum if member.value in values and member.value not in _UNSAID]

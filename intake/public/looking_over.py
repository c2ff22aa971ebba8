"""What a reader looks over before sending: their answers, each with the question by which it can be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString, gettext, ngettext

from core.labels import LabelledEnum
from intake.files import keeping, missing
from intake.files.locking import readable
from intake.files.missing import Missing
from intake.files.uploads import Refusal
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
    def readable(self) -> list[Attachment]:
        """The files of which the words may be shown."""
        return readable(self.files)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not (self.chosen or self.typed or self.files)


@dataclass(frozen=True, slots=True)
class NotThere:
    """The files that a draft was to have and has not."""

    # Those of which its reader has still to say something, and the names of those that it goes without.
    missing: Sequence[Missing]
    let_go: Sequence[str]
    # What the files that are there are called: one of the same name may be the one that is meant.
    names: frozenset[str]
    # How many are there.
    count: int = 0

    @property
    def too_many(self) -> str:
        """Say how many fit and how many were taken, where more were sent; empty where no more were."""
        beyond = sum(one.count for one in self.missing if one.refusal is Refusal.TOO_MANY)
        if not beyond:
            return ""
        taken = gettext("A report can have five files.") + " "
        taken += ngettext(
            "One was taken and is listed here by name.",
            "%(num)s were taken and are listed here by name.",
            self.count,
        )
        more = ngettext(
            "One more was sent and not taken; it is named here, too.",
            "%(num)s more were sent and not taken; they are named here, too.",
            beyond,
        )
        return f"{taken} {more}"

    def is_there_by_name(self, one: Missing) -> bool:
        """Return whether there is a file that is called as a missing one."""
        return bool(one.name) and one.name in self.names


def not_there(draft: Draft | None) -> NotThere:
    """Return which files a draft was to have and has not."""
    if draft is None:
        return NotThere((), (), frozenset())
    files = keeping.of_draft(draft.id)
    names = frozenset(file.name for file in files)
    return NotThere(missing.noted(draft.answers), missing.names_let_go(draft.answers), names, len(files))


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

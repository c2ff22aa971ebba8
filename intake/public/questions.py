"""The questions of the report form: which there are, in which order, and of which kinds of reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from core.refusals import NotFound
from intake.models.cases import Kind
from intake.public.forms import ReportForm
from intake.reports.drafts import Draft
from intake.reports.fields import is_asked, problems_of

# Beside its answers a draft notes which questions its reader has come past, with an answer or without.
PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Question:
    """One page of the form: its name in the address, what the list of answers calls it, and its fields."""

    name: str
    title: LazyString
    fields: tuple[str, ...]

    def form(self) -> ReportForm:
        """Return the form with the fields of this question alone."""
        form = ReportForm()
        for field in [*form.asked, form["sending"]]:
            if field.name not in self.fields:
                del form[field.name]
        return form

    def is_for(self, kind: Kind | None) -> bool:
        """Return whether it is asked of a kind of report."""
        return all(is_asked(field, kind) for field in self.fields)

    def problems(self, answers: Mapping[str, list[str]]) -> dict[str, str]:
        """Return what is wrong with answers to it, by field."""
        found = problems_of(single(answers), targets=answers.get("targets", ()))
        return {name: problem for name, problem in found.items() if name in self.fields}


KIND = Question("kind", _l("What it is about"), ("kind",))
SAFETY = Question("safety", _l("Danger"), ("danger",))
FILES = Question("files", _l("Screenshots"), ())
QUESTIONS = (
    KIND,
    SAFETY,
    Question("where", _l("Where you saw it"), ("platform", "url")),
    Question("text", _l("Text of the post"), ("text",)),
    FILES,
    Question("when", _l("When you saw it"), ("seen_when",)),
    Question("targets", _l("Who is attacked"), ("targets",)),
    Question("concern", _l("Whether it is about you"), ("concern",)),
    Question("why", _l("What you say about it"), ("why",)),
    Question("advertised", _l("Advertisement"), ("advertised",)),
)


def single(answers: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the answers to questions that take one each."""
    return {name: values[0] for name, values in answers.items() if values and name not in {"targets", PASSED}}


def kind_of(draft: Draft | None) -> Kind | None:
    """Return the kind of a draft, None while it has none."""
    said = "" if draft is None else draft.one("kind")
    return Kind(said) if said in list(Kind) else None


def questions_of(kind: Kind | None) -> list[Question]:
    """Return the questions that a kind of report is asked, in their order."""
    return [question for question in QUESTIONS if question.is_for(kind)]


def named(name: str) -> Question:
    """Return a question. Errors: `NotFound` for a name that none has."""
    found = next((question for question in QUESTIONS if question.name == name), None)
    if found is None:
        raise NotFound("there is no such question")
    return found


def before(question: Question, kind: Kind | None) -> Question | None:
    """Return the question before another one; None for the first."""
    earlier = QUESTIONS[: QUESTIONS.index(question)]
    return next((one for one in reversed(earlier) if one.is_for(kind)), None)


def after(question: Question, kind: Kind | None) -> Question | None:
    """Return the question that comes after another one; None for the last."""
    later = QUESTIONS[QUESTIONS.index(question) + 1 :]
    return next((one for one in later if one.is_for(kind)), None)


def first_open(draft: Draft) -> Question | None:
    """Return the first question that a draft has not passed yet; None when only looking it over is left."""
    passed = draft.several(PASSED)
    return next((one for one in questions_of(kind_of(draft)) if one.name not in passed), None)

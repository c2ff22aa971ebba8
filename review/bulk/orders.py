"""What an editor orders for several cases."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext

from core.refusals import InvalidInput
from core.web.language import LANGUAGES
from core.web.numbers import whole_number
from review.bulk.limits import MOST
from review.bulk.models import BulkWhat
from review.reasons import ReasonCode


@dataclass(frozen=True, slots=True)
class Picked:
    """A case as it was shown: in which version, and on the page of the preview with which language to answer in."""

    case_id: int
    version: int
    lang: str = ""

    @property
    def value(self) -> str:
        """How the list names it."""
        return f"{self.case_id}.{self.version}"

    @classmethod
    def read(cls, value: str) -> Picked | None:
        """Read one of "12.3" or "12.3.de"; None for anything else."""
        number, _, rest = value.partition(".")
        version, _, lang = rest.partition(".")
        case_id, shown = whole_number(number), whole_number(version)
        if case_id is None or shown is None or lang not in {"", *LANGUAGES}:
            return None
        return cls(case_id, shown, lang)


@dataclass(frozen=True, slots=True)
class Answer:
    """The article that a case would be answered with, and the sentence, as both were shown."""

    claim_id: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Order:
    """One act for several cases. `token` names the page that it was sent from; `sentences` are by language."""

    what: BulkWhat
    picked: Sequence[Picked]
    token: str
    reason_code: ReasonCode | None = None
    reason: str = ""
    sentences: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[int, Answer] = field(default_factory=dict)
    tag: str = ""
    tag_id: int | None = None
    editor_id: int | None = None


def new_token() -> str:
    """Return what names a page, so that sending it twice is one act."""
    return secrets.token_urlsafe(16)


def picked_in(values: Iterable[str]) -> list[Picked]:
    """Return the cases that a form names, each once; what cannot be read counts as not given.

    Errors: `InvalidInput` for none, and for too many.
    """
    read = {one.case_id: one for value in values if (one := Picked.read(value)) is not None}
    if not read:
        raise InvalidInput({"case": gettext("Choose at least one case.")})
    if len(read) > MOST:
        raise InvalidInput({"case": gettext("At most %(num)s cases can be chosen at once.", num=MOST)})
    return list(read.values())

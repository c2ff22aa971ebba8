"""One row of a file of claims, checked: what may stand in it, and what is wrong with a broken one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from dateutil import parser
from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from archive.models import Verdict
from search.text.characters import CONTROLS, TURNERS, TURNERS_IN_LINK

# "Wednesday, 29th of September 2024, 10:00:00.000 +0000 (Central European Summer Time)" is shorter.
LONGEST_DAY = 100
LONGEST_CLAIMANT = 200
# A date that names no year, month or day would be filled up from these; where they disagree, it did not.
FILLERS = (datetime(2001, 1, 1, tzinfo=UTC), datetime(2002, 2, 2, tzinfo=UTC))


def _none_is_empty(value: object) -> object:
    return "" if value is None else value


def _readable(value: object) -> object:
    """Refuse what only breaks or deceives; which characters those are is told by `search.text.cleaning`."""
    if isinstance(value, str) and CONTROLS.search(value):
        raise ValueError("holds characters that are broken")
    if isinstance(value, str) and TURNERS.search(value):
        raise ValueError("holds characters that turn the reading direction")
    return value


def _readable_link(value: object) -> object:
    if isinstance(value, str) and TURNERS_IN_LINK.search(value):
        raise ValueError("holds characters that turn the reading direction")
    return _readable(value)


def _day(value: object) -> object:
    """Read a day as sources write it; what names no day is no reason to lose the claim, and left out."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        pass
    try:
        first, second = (
            parser.parse(value[:LONGEST_DAY], default=filler, dayfirst=True, ignoretz=True).date() for filler in FILLERS
        )
    except Exception:
        # The library promises two kinds of exceptions and has let others through; whatever it is, this is no day.
        return None
    return first if first == second else None


def claimant_of(value: object) -> str:
    """Return who put a claim about, by the `itemReviewed` of a ClaimReview: its author, else those where it appeared.

    What has another shape names nobody, which is no reason to lose the claim.
    """
    if not isinstance(value, dict):
        return ""
    found = _names(value.get("author"))
    if not found:
        places = _several(value.get("appearance"))
        found = [name for one in places if isinstance(one, dict) for name in _names(one.get("author"))]
    return ", ".join(dict.fromkeys(found))[:LONGEST_CLAIMANT]


def _names(given: object) -> list[str]:
    texts = (one.get("name") if isinstance(one, dict) else one for one in _several(given))
    return [" ".join(text.split()) for text in texts if isinstance(text, str) and text.strip()]


def _several(given: object) -> list[Any]:
    return given if isinstance(given, list) else [given]


# Validators run from the last to the first, and then the text is stripped and measured.
Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), BeforeValidator(_readable)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000), BeforeValidator(_readable)
]
ShortText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=10_000),
    BeforeValidator(_readable),
    BeforeValidator(_none_is_empty),
]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=200),
    BeforeValidator(_readable),
    BeforeValidator(_none_is_empty),
]
# Only links a browser may open without harm.
Link = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2_048, pattern=r"^(https?://\S+)?$"),
    BeforeValidator(_readable_link),
    BeforeValidator(_none_is_empty),
]


class ClaimRow(BaseModel):
    """One row of a file, checked."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Id
    text: Text
    claimant: Name = ""
    lang: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z]{2,4})?$")]
    title: ShortText = ""
    summary: ShortText = Field("", validation_alias=AliasChoices("summary", "subtitle"))
    verdict: Verdict = Verdict.UNRATED
    url: Link = ""
    source: Name = ""
    published_on: Annotated[date | None, BeforeValidator(_day)] = Field(
        None, validation_alias=AliasChoices("published_on", "date")
    )
    # Where it stands in its file, counted from 1; 0 for a row from nowhere.
    line: int = 0

    @model_validator(mode="before")
    @classmethod
    def _claimed_by(cls, raw: Any) -> Any:  # noqa: ANN401 (what a file says)
        if isinstance(raw, dict) and not raw.get("claimant"):
            return {**raw, "claimant": claimant_of(raw.get("itemReviewed"))}
        return raw


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that was skipped: its line in the file, counted from 1, and what is wrong with it."""

    line: int
    reason: str

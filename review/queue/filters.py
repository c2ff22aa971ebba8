"""By what the queue is narrowed down and sorted, as it stands in an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias, TypeVar

from babel import Locale
from flask import request
from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum
from core.web.numbers import whole_number
from intake.models.cases import CaseState, Kind
from intake.models.reports import Platform
from search.text.language import LANGUAGES

E = TypeVar("E", bound=LabelledEnum)
Choice = tuple[str, LazyString | str]
# As `url_for` takes them: its own arguments are of other types, so nothing narrower fits.
Arguments: TypeAlias = dict[str, Any]

# Of a text that is too short to tell.
NO_LANGUAGE = "none"
# Of the last row that was seen: a sort value and a number.
LONGEST_PLACE = 60
# Of a case that nobody has.
NOBODY = "nobody"


class Sort(LabelledEnum):
    """The order of the queue."""

    PRIORITY = "priority", _l("Most urgent")
    REPORTS = "reports", _l("Most reported")
    WAITING = "waiting", _l("Waiting longest")
    NEWEST = "newest", _l("Newest report")
    BURST = "burst", _l("Growing fastest")


class Fit(LabelledEnum):
    """How sure the best article is that may answer a case."""

    SAME = "same", _l("Same claim")
    LIKELY = "likely", _l("Probably the same claim")
    RELATED = "related", _l("Only a similar topic")
    NONE = "none", _l("Nothing in the archive")


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing by which the queue can be narrowed down: its name in the address, its label, and what it can be."""

    name: str
    label: LazyString | str
    choices: Sequence[Choice]
    current: str

    @property
    def chosen(self) -> LazyString | str:
        """What it is narrowed down to, in words."""
        return next((label for value, label in self.choices if value == self.current), self.current)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cases, in which order; None means all. `state` None is every state but that of merged ones."""

    state: CaseState | None = CaseState.OPEN
    kind: Kind | None = None
    platform: Platform | None = None
    lang: str | None = None
    fit: Fit | None = None
    tag: int | None = None
    # The number of an account, or `NOBODY`.
    holder: str | None = None
    news: bool = False
    sort: Sort = Sort.PRIORITY

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> Filters:
        """Read the filters of an address; what is unknown counts as not given, so that any bookmark still opens."""
        news = arguments.get("news") == "yes"
        state = arguments.get("state", CaseState.OPEN.value)
        lang, holder = arguments.get("lang", ""), arguments.get("holder", "")
        return cls(
            # Nothing is new since a decision that was not made: whoever asks for news means what is settled.
            state=None if news and state == CaseState.OPEN.value else _member(CaseState, state),
            kind=_member(Kind, arguments.get("kind", "")),
            platform=_member(Platform, arguments.get("platform", "")),
            lang=lang if lang in {*LANGUAGES, NO_LANGUAGE} else None,
            fit=_member(Fit, arguments.get("fit", "")),
            tag=whole_number(arguments.get("tag", "")),
            holder=holder if holder == NOBODY or whole_number(holder) is not None else None,
            news=news,
            sort=_member(Sort, arguments.get("sort", "")) or Sort.PRIORITY,
        )

    @property
    def arguments(self) -> Arguments:
        """The filters as they stand in an address, without those that are as usual."""
        usual = Filters()
        return {
            field.name: _spelled(field.name, getattr(self, field.name))
            for field in fields(self)
            if getattr(self, field.name) != getattr(usual, field.name)
        }

    def without(self, name: str) -> Filters:
        """Return the filters without one of them; without its state, a case may be in any."""
        changed: Arguments = {name: None if name == "state" else getattr(Filters(), name)}
        return replace(self, **changed)


def facets(filters: Filters, *, tags: Sequence[Choice], people: Sequence[Choice]) -> list[Facet]:
    """Return what the queue can be narrowed down by, as a form offers it."""
    locale: Locale = get_locale()
    languages: list[Choice] = [(code, locale.languages.get(code, code)) for code in LANGUAGES]
    offered: list[tuple[str, LazyString, Sequence[Choice]]] = [
        ("state", _l("State"), _choices(CaseState)),
        ("kind", _l("Kind"), [(kind.value, kind.desk_label) for kind in Kind]),
        ("platform", _l("Seen on"), [choice for choice in _choices(Platform) if choice[0] != Platform.UNKNOWN.value]),
        ("lang", _l("Language"), [*languages, (NO_LANGUAGE, _l("Not known"))]),
        ("fit", _l("Article"), _choices(Fit)),
        ("tag", _l("Tag"), tags),
        ("holder", _l("With"), [*people, (NOBODY, _l("Nobody"))]),
        ("news", _l("News"), [("yes", _l("New since the decision"))]),
    ]
    current = filters.arguments | ({"state": filters.state.value} if filters.state else {"state": ""})
    return [Facet(name, label, choices, current.get(name, "")) for name, label, choices in offered]


def kept() -> Arguments:
    """Return the filters and the page of the address that was asked for, so that the list beside a case stays so."""
    arguments, after = Filters.read(request.args).arguments, request.args.get("after", "")
    # What cannot be read as a place starts from the top, so it is passed on as it came.
    return {**arguments, "after": after} if 0 < len(after) <= LONGEST_PLACE else arguments


def _member(enum: type[E], value: str) -> E | None:
    return enum(value) if value in set(enum) else None


def _choices(enum: type[LabelledEnum]) -> list[Choice]:
    return [(member.value, member.label) for member in enum]


def _spelled(name: str, value: object) -> str:
    if name == "news":
        return "yes"
    if name == "state" and value is None:
        return "all"
    return str(value)

"""By what the queue is narrowed down and sorted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from flask import request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum
from intake.models.cases import CaseState, Kind


class Sort(LabelledEnum):
    """The order of the queue."""

    REPORTS = "reports", _l("Most reported first")
    NEWEST = "newest", _l("Newest report first")
    OLDEST = "oldest", _l("Waiting longest first")


class Arguments(TypedDict):
    """Filters as they stand in an address."""

    state: str
    kind: str
    sort: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cases, in which order; empty means all."""

    state: CaseState | None
    kind: Kind | None
    sort: Sort
    states: list[tuple[str, LazyString]]
    kinds: list[tuple[str, LazyString]]
    sorts: list[tuple[str, LazyString]]

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> Filters:
        """Read the filters from an address; what is unknown counts as not given."""
        state = arguments.get("state", CaseState.OPEN.value)
        return cls(
            state=CaseState(state) if state in set(CaseState) else None,
            kind=Kind(arguments["kind"]) if arguments.get("kind") in set(Kind) else None,
            sort=Sort(arguments["sort"]) if arguments.get("sort") in set(Sort) else Sort.REPORTS,
            states=[("all", _l("All")), *((state.value, state.label) for state in CaseState)],
            kinds=[("", _l("All")), *((kind.value, kind.desk_label) for kind in Kind)],
            sorts=[(sort.value, sort.label) for sort in Sort],
        )

    @property
    def arguments(self) -> Arguments:
        """The filters as they stand in an address."""
        return {
            "state": self.state.value if self.state else "all",
            "kind": self.kind.value if self.kind else "",
            "sort": self.sort.value,
        }


def kept() -> Arguments:
    """Return the filters of the address that was asked for, so that the list beside a case stays as it is."""
    return Filters.read(request.args).arguments

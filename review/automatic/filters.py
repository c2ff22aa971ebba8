"""What machines do by themselves, and by what the list of it is narrowed down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from flask_babel import LazyString, format_date, gettext
from flask_babel import lazy_gettext as _l

from archive.models import ArchiveAction
from audit.filters import Arguments, Chip
from audit.filters import Filters as TrailFilters
from core.events import Action
from core.labels import LabelledEnum
from intake.models.cases import CaseAction
from intake.models.mutes import MuteAction
from intake.models.retention import RetentionAction
from search.ranking.bands import Lane


class What(LabelledEnum):
    """What a machine did."""

    JOINED = "joined", _l("Joined a report to a case")
    OPENED = "opened", _l("Opened a case")
    SET_ASIDE = "set_aside", _l("Set a report aside")
    LOOSENED = "loosened", _l("Found reports that do not hold together")
    LEARNED = "learned", _l("Learned from answers")
    FORGOT = "forgot", _l("Took back what was learned")


# Each of them can be taken back from the list; a test holds this against all that packages tell of.
LISTED: Mapping[What, Action] = {
    What.JOINED: CaseAction.SUBMISSION_JOINED,
    What.OPENED: CaseAction.CASE_OPENED,
    What.SET_ASIDE: CaseAction.REPORT_SET_ASIDE,
    What.LOOSENED: CaseAction.CASE_LOOSENED,
    What.LEARNED: ArchiveAction.LEARNED,
    What.FORGOT: ArchiveAction.LEARNED_TAKEN_BACK,
}
# What no line of the list tells of, each with the reason.
NOT_LISTED: Mapping[Action, str] = {
    RetentionAction.REPORT_ERASED: "A reporter asked for it, or a rule of the house; nothing is left to take back to.",
    MuteAction.MUTED_REPORT_HELD: "Stands among what is held back, where a person lets it in.",
    MuteAction.MUTE_ENDED: "A person chose its day, and mutes the contact again.",
    MuteAction.CONTACT_UNMUTED: "A person did it with a command, for the owner of the address.",
    CaseAction.TEXTS_READ_AGAIN: "Changes no case; what it finds loose has a line of its own.",
    ArchiveAction.CLAIMS_IMPORTED: "A person did it with a command; the articles are taken back with one.",
    ArchiveAction.CLAIMS_PUBLISHED: "Follows what a person brought in, and goes with it.",
    ArchiveAction.VERDICT_CHANGED: "Came with what a person brought in; the cases it answered are marked for a person.",
    ArchiveAction.ARTICLE_PUBLISHED: "An editor wrote it, looked at it and published it.",
    ArchiveAction.PICTURE_ADDED: "An editor did it, and removes it on the page of the article.",
    ArchiveAction.PICTURE_REMOVED: "An editor did it, and may bring the picture again.",
    ArchiveAction.CLAIM_RETRACTED: "A person did it with a command, and a command takes it back.",
    ArchiveAction.CLAIM_PUBLISHED: "A person did it with a command, and a command takes it back.",
}
# By these a report joins a case.
LANES = (Lane.EXACT_TEXT, Lane.SAME_LINK, Lane.SAME_PICTURE, Lane.NEAR_DUPLICATE)
# The first three rest on a rule. Of the last it was measured how often it errs, so it is worth a look now and then.
HOW_SURE: Mapping[Lane, LazyString] = {
    Lane.EXACT_TEXT: _l("Certain: the same words"),
    Lane.SAME_LINK: _l("Certain: the same link"),
    Lane.SAME_PICTURE: _l("Certain: the same picture file"),
    Lane.NEAR_DUPLICATE: _l("Almost certain: almost the same words"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which acts; None means all. A lane is that of joining, so with one only joined reports are listed."""

    what: What | None = None
    lane: Lane | None = None
    since: date | None = None

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> Filters:
        """Read the filters of an address; what is unknown counts as not given."""
        what, lane = arguments.get("what", ""), arguments.get("lane", "")
        since = TrailFilters.read({"since": arguments.get("since", "")}).since
        return cls(
            what=What(what) if what in set(What) else None,
            lane=Lane(lane) if lane in LANES else None,
            since=date.fromisoformat(since) if since else None,
        )

    @property
    def actions(self) -> tuple[Action, ...]:
        """What the lines of the trail are called that fit."""
        if self.lane is not None:
            return (LISTED[What.JOINED],) if self.what in (None, What.JOINED) else ()
        return tuple(LISTED.values()) if self.what is None else (LISTED[self.what],)

    @property
    def arguments(self) -> Arguments:
        """The filters as they stand in an address."""
        return {field.name: str(value) for field in fields(self) if (value := getattr(self, field.name)) is not None}

    @property
    def chips(self) -> list[Chip]:
        """The filters that are set, in words, each with the others, to which taking it off leads."""
        words = {
            "what": (gettext("What"), "" if self.what is None else str(self.what.label)),
            "lane": (gettext("How sure"), "" if self.lane is None else str(HOW_SURE[self.lane])),
            "since": (gettext("From"), "" if self.since is None else format_date(self.since, "medium")),
        }
        return [
            Chip(label, chosen, replace(self, **{name: None}).arguments)
            for name, (label, chosen) in words.items()
            if chosen
        ]

"""What a reader may send: every field checked, each problem in a sentence for the reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from flask_babel import LazyString, format_decimal, gettext
from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum
from core.refusals import InvalidInput
from core.web.language import LANGUAGES
from intake.links.platforms import platform_of
from intake.models.cases import Kind
from intake.models.reports import Advertised, Concern, Platform, SeenWhen, Target
from search.text.characters import CONTROLS, TURNERS, TURNERS_IN_LINK, is_blank
from search.text.links import link_given

LONGEST_TEXT = 20_000
LONGEST_WHY = 4_000
LONGEST_URL = 2_048

# Looked up where they are needed: most reports have no problem.
NO_KIND = _l("Choose what it is about.")
NO_PLATFORM = _l("Choose where you saw it from the list.")
NO_CHOICE = _l("Choose one of the answers from the list.")

UNREADABLE = _l(
    "The text holds characters that could not be read. We have taken them out: please look it over and send it again."
)

LINE_ENDS = re.compile(r"\r\n?")

E = TypeVar("E", bound=StrEnum)


class Danger(LabelledEnum):
    """Whether somebody is in danger at this moment, in the reader's eyes."""

    YES = "yes", _l("Yes")
    NO = "no", _l("No")
    UNSAID = "", _l("I do not know")


# Of which kinds some questions are asked; all others are asked of every report.
ASKED_OF: Mapping[str, frozenset[Kind]] = {
    "targets": frozenset({Kind.HATE}),
    "concern": frozenset({Kind.HATE, Kind.SCAM}),
    "advertised": frozenset({Kind.CHECK, Kind.SCAM}),
}


def is_asked(question: str, kind: Kind | None) -> bool:
    """Return whether a question is asked of a kind of report; of one without a kind yet, those of every kind."""
    return question not in ASKED_OF or kind in ASKED_OF[question]


@dataclass(frozen=True, slots=True)
class Report:
    """A report that may be stored."""

    kind: Kind
    text: str
    url: str
    platform: Platform
    why: str
    language: str
    is_danger: bool
    concern: Concern
    targets: tuple[Target, ...]
    seen_when: SeenWhen
    advertised: Advertised


def checked(fields: Mapping[str, str], *, targets: Iterable[str] = (), has_files: bool = False) -> Report:
    """Return the report that fields make, of which only `kind` and one of `text`, `url` or a file are needed.

    The fields are `kind, text, url, platform, why, language, danger, concern, seen_when, advertised`, the targets those
    of `Target`. An answer to a question that the kind is not asked is passed over: readers change the kind as they go.
    Errors: `InvalidInput` with one sentence for each field that cannot be taken.
    """
    problems: dict[str, str] = {}
    report = _read(fields, targets, problems)
    if not (report.text or report.url or has_files) and not {"text", "url"} & problems.keys():
        problems["text"] = gettext("We need one of these: the text of the post, a link to it, or a picture of it.")
    if problems:
        raise InvalidInput(problems)
    return report


def problems_of(fields: Mapping[str, str], *, targets: Iterable[str] = ()) -> dict[str, str]:
    """Return what is wrong with single fields, by field, while the report is still being written."""
    problems: dict[str, str] = {}
    _read(fields, targets, problems)
    return problems


def _read(fields: Mapping[str, str], targets: Iterable[str], problems: dict[str, str]) -> Report:
    """Read every field; where one has a problem, which is noted, what stands in its place means nothing."""

    def chosen(enum: type[E], name: str, unsaid: E, problem: LazyString = NO_CHOICE) -> E:
        return member_of(enum, fields.get(name) or unsaid.value, name, problem, problems) or unsaid

    kind = member_of(Kind, fields.get("kind", ""), "kind", NO_KIND, problems) or Kind.OTHER
    language = fields.get("language") or "de"
    if language not in LANGUAGES:
        problems["language"] = gettext("Choose German (de) or English (en).")
    aimed = (member_of(Target, one, "targets", NO_CHOICE, problems) for one in dict.fromkeys(targets))
    concern = chosen(Concern, "concern", Concern.UNSAID)
    advertised = chosen(Advertised, "advertised", Advertised.UNSAID)
    named = tuple(one for one in aimed if one is not None)
    url = _url(fields.get("url", ""), problems)
    platform = chosen(Platform, "platform", Platform.UNKNOWN, NO_PLATFORM)
    return Report(
        kind=kind,
        text=text_of(fields.get("text", ""), "text", LONGEST_TEXT, problems),
        url=url,
        # Who left it open need not be asked for what the link says.
        platform=platform_of(url) if platform is Platform.UNKNOWN else platform,
        why=text_of(fields.get("why", ""), "why", LONGEST_WHY, problems),
        language=language,
        is_danger=chosen(Danger, "danger", Danger.UNSAID) is Danger.YES,
        concern=concern if is_asked("concern", kind) else Concern.UNSAID,
        targets=named if is_asked("targets", kind) else (),
        seen_when=chosen(SeenWhen, "seen_when", SeenWhen.UNSAID),
        advertised=advertised if is_asked("advertised", kind) else Advertised.UNSAID,
    )


def member_of(enum: type[E], value: str, field: str, problem: LazyString, problems: dict[str, str]) -> E | None:
    """Return the member of a value; of one that is none, note the problem at its field and return None."""
    try:
        return enum(value)
    except ValueError:
        problems[field] = str(problem)
        return None


def text_of(value: str, field: str, longest: int, problems: dict[str, str]) -> str:
    """Return a text without what surrounds it, empty if nobody could see it; note at its field why it is refused."""
    text = LINE_ENDS.sub("\n", value).strip()
    if is_blank(text) and not TURNERS.search(text):
        # Nobody could see what was sent: it counts as nothing.
        return ""
    if len(text) > longest:
        problems[field] = gettext(
            "This is too long: %(length)s characters. Please shorten it to %(longest)s.",
            length=format_decimal(len(text)),
            longest=format_decimal(longest),
        )
    elif CONTROLS.search(text):
        problems[field] = str(UNREADABLE)
    elif TURNERS.search(text):
        problems[field] = gettext(
            "The text holds invisible characters that turn the reading direction. We have taken them "
            "out: please look it over and send it again."
        )
    return text


def _url(value: str, problems: dict[str, str]) -> str:
    url = value.strip()
    if is_blank(url):
        return ""
    if len(url) > LONGEST_URL:
        problems["url"] = gettext("The link is too long. Copy it once more from the address bar.")
        return ""
    # Phones give links with the sentence around them, or without their scheme.
    given = "" if CONTROLS.search(url) or TURNERS_IN_LINK.search(url) else link_given(url)
    if not _is_web_link(given):
        problems["url"] = gettext("This is not a link to a web page. It starts with https:// or http://.")
        return ""
    return given


def _is_web_link(url: str) -> bool:
    if re.search(r"[\s<>\"\\^`{|}]", url):
        return False
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    # A name and password in a link only serve to make it look like another one.
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and "@" not in parts.netloc


def without_unreadable(value: str) -> str:
    """Return the text without the characters that `checked` refuses, for the form to show again."""
    return TURNERS.sub("", CONTROLS.sub("", value))

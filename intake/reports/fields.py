"""What a reader may send: every field checked, each problem in a sentence for the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from flask_babel import LazyString, format_decimal, gettext
from flask_babel import lazy_gettext as _l

from core.refusals import InvalidInput
from core.web.language import LANGUAGES
from intake.models.cases import Kind
from intake.models.reports import Platform
from search.text.characters import CONTROLS, TURNERS, TURNERS_IN_LINK, is_blank
from search.text.links import link_given

LONGEST_TEXT = 20_000
LONGEST_WHY = 4_000
LONGEST_URL = 2_048

# Looked up where they are needed: most reports have no problem.
NO_KIND = _l("Choose what it is about.")
NO_PLATFORM = _l("Choose where you saw it from the list.")

LINE_ENDS = re.compile(r"\r\n?")

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Report:
    """A report that may be stored."""

    kind: Kind
    text: str
    url: str
    platform: Platform
    why: str
    language: str


def checked(fields: Mapping[str, str]) -> Report:
    """Return the report that the fields `kind, text, url, platform, why, language` make.

    Errors: `InvalidInput` with one sentence for each field that cannot be taken.
    """
    problems: dict[str, str] = {}
    kind = _member(Kind, fields.get("kind", ""), "kind", NO_KIND, problems)
    platform = _member(
        Platform,
        fields.get("platform") or Platform.UNKNOWN.value,
        "platform",
        NO_PLATFORM,
        problems,
    )
    text = _text(fields.get("text", ""), "text", LONGEST_TEXT, problems)
    why = _text(fields.get("why", ""), "why", LONGEST_WHY, problems)
    url = _url(fields.get("url", ""), problems)
    language = fields.get("language") or "de"
    if language not in LANGUAGES:
        problems["language"] = gettext("Choose German (de) or English (en).")
    if not text and not url and not {"text", "url"} & problems.keys():
        problems["text"] = gettext("Enter the text of the post, or the link to it.")
    if problems or kind is None or platform is None:
        raise InvalidInput(problems)
    return Report(kind, text, url, platform, why, language)


def _member(enum: type[E], value: str, field: str, problem: LazyString, problems: dict[str, str]) -> E | None:
    try:
        return enum(value)
    except ValueError:
        problems[field] = str(problem)
        return None


def _text(value: str, field: str, longest: int, problems: dict[str, str]) -> str:
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
        problems[field] = gettext(
            "The text holds characters that could not be read. We have taken them out: please look "
            "it over and send it again."
        )
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

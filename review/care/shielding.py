"""What the desk shows of words and pictures that may hurt; `templates/parts/shielded.html` is made of it.

Each text that somebody sent stands on a page through a macro of that file and never bare. What is behind a fold, or
blurred, is not on the page as readable text: what looks blurred is only its outline, so that a colleague, a screen
reader, a style that does not load or a display with forced colours cannot read it either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from flask import Flask

from core.config import Config
from core.web.display import defanged
from review.care import exposure, preferences, slurs, support
from review.care.slurs import Segment
from search.facts.differences import Difference

LONGEST_OUTLINE = 600


def init_app(app: Flask) -> None:
    """Give the templates what they need. Errors: `core.config_values.ConfigError` for a setting that cannot be used."""
    settings: Config = app.extensions["settings"]
    app.extensions["care_defaults"] = preferences.read_defaults(settings.care_defaults)
    support.read_contact(settings.care_contact)
    app.jinja_env.globals.update(care=preferences.current, care_hint=exposure.hint)
    app.jinja_env.filters.update(
        pieces=pieces,
        masked=masked,
        marked_pieces=marked_pieces,
        masked_differences=masked_differences,
        outline=outline,
        text_key=exposure.text_key,
    )


def pieces(text: str) -> tuple[Segment, ...]:
    """Return a text as pieces: its links defanged, and its slurs masked if the one who asks has it so."""
    text = defanged(text)
    return slurs.segments(text) if preferences.current().masking else (Segment(text, is_slur=False),)


def masked(text: str) -> str:
    """Return a text for a list or a title: its links defanged, and its slurs masked if the one who asks has it so."""
    text = defanged(text)
    return slurs.masked(text) if preferences.current().masking else text


class Marked(Protocol):
    """A piece of a sentence that something is known of."""

    @property
    def text(self) -> str:
        """Its words."""


M = TypeVar("M", bound=Marked)


def marked_pieces(sentence: Iterable[M]) -> Iterator[tuple[M, tuple[Segment, ...]]]:
    """Yield the segments of a sentence, each with the pieces that its words are shown as.

    A masked word belongs to the segment that it begins in, because half of one could be read.
    """
    sentence = list(sentence)
    text = "".join(segment.text for segment in sentence)
    masks = slurs.slurs(text) if preferences.current().masking else []
    position, border = 0, 0
    for segment in sentence:
        border += len(segment.text)
        end = max([border, *(end for start, end in masks if start < border)])
        yield segment, pieces(text[position:end])
        position = max(position, end)


def masked_differences(found: Iterable[Difference]) -> list[Difference]:
    """Return in what post and claim differ, with the words of the post masked."""
    return [replace(one, post=tuple(masked(word) for word in one.post)) for one in found]


def outline(text: str) -> str:
    """Return the outline of a text: how long its words and lines are, and nothing of what they say."""
    return "".join(character if character.isspace() else "x" for character in text[:LONGEST_OUTLINE])

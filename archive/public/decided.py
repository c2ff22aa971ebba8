"""What the desk decided without an article: known to those above the archive, and shown beside its articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from flask import Flask, current_app

from archive.models import Verdict


@dataclass(frozen=True, slots=True)
class DeskAnswer:
    """What the desk tells everybody about exactly this post: its sentence, its verdict if it gave one, and the day."""

    sentence: str
    verdict: Verdict | None
    decided_on: date


# Returns what was decided about a text and a link; None where nothing was, or where that is not for everybody.
Deciding: TypeAlias = Callable[[str, str], DeskAnswer | None]


def init_app(app: Flask, deciding: Deciding) -> None:
    """Let look-ups ask whoever knows what was decided."""
    app.extensions["desk_answers"] = deciding


def decided(text: str, url: str = "") -> DeskAnswer | None:
    """Return what the desk decided about exactly this; call within an app context."""
    deciding: Deciding | None = current_app.extensions.get("desk_answers")
    return None if deciding is None else deciding(text, url)

"""What stands in the second set of screenshots, and for each text one that says something else in one place.

A sign in colons is a small picture between the words; a line without words parts two paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "texts"
_PICTURE = re.compile(r":(?:warn|finger|face|heart|pray|flag):")


@dataclass(frozen=True, slots=True)
class Message:
    """A text as it is drawn, and what to put where in it to make another claim of it."""

    drawn: str
    lang: str
    old: str
    new: str

    @property
    def text(self) -> str:
        """What a person types who types it: without the small pictures."""
        plain = _PICTURE.sub(" ", self.drawn)
        return "\n\n".join(" ".join(part.split()) for part in plain.split("\n\n") if part.strip())

    @property
    def other(self) -> str:
        """A text that says something else and must not get the screenshot of this one."""
        assert self.text.count(self.old) == 1, self.old
        return self.text.replace(self.old, self.new)


def _messages(half: str, lang: str) -> list[Message]:
    """Return texts that stand in a file one after the other, each with what changes in it in its last line."""
    found = []
    for block in (_FOLDER / f"{half}.{lang}.txt").read_text().split("\n---\n"):
        drawn, _, change = block.strip().rpartition("\n=> ")
        old, _, new = change.partition(" => ")
        found.append(Message(drawn.strip(), lang, old, new))
    return found


# These may be looked at.
DEVELOPMENT = _messages("development", "de") + _messages("development", "en")
# Of these only the figures count.
HELD_BACK = _messages("held_back", "de") + _messages("held_back", "en")

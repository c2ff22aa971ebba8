"""A claim in other words, as readers pass it on, and what the archive answers to words."""

from __future__ import annotations

from archive.matching import FoundMatch, find_matches
from search.text.content import content_of

# Says what the claim says, in words of its own: its meaning alone would be a guess.
SAID = "Achtung, Leute: Der grüne Messenger will ab Montag Gebühren von allen, die den Kettenbrief nicht verschicken!"
# Another text by its hash, and almost the same one.
NEARLY_SAID = SAID.replace("Achtung, Leute:", "Das schreibt meine Nachbarin:").replace("Montag", "Montag 🙏")


def ask(text: str) -> list[FoundMatch]:
    (found,) = find_matches([content_of(text)])
    return found.matches

"""Texts that are asked, and what the archive finds for them."""

from __future__ import annotations

from archive.matching import FoundMatch, find_matches
from search.text.content import content_of
from tests.support import factories

WHATSAPP = factories.CLAIM
MARATHON = "Beim Marathon in Wien sind am Sonntag dreihundert Läufer von Bienen gestochen worden."


def ask(text: str = "", *, url: str = "", k: int = 5, only_shown: bool = True) -> list[FoundMatch]:
    (found,) = find_matches([content_of(text, url)], k=k, only_shown=only_shown)
    return found.matches

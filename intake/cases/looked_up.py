"""What is known about something that nobody has reported: a text, a link, a picture, or several of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.presenting import Presented
from archive.public.decided import DeskAnswer, decided
from archive.public.lookups import look_up
from intake.files.looking import Seen
from search.ranking.bands import Band
from search.text.content import content_of


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a look-up found; empty is an answer too. `decided` is what the desk said about exactly this post."""

    matches: list[Presented]
    decided: DeskAnswer | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked: a text and a link, what a picture says beside it, and whether the text itself may be misread."""

    text: str
    url: str = ""
    beside: str = ""
    is_doubtful: bool = False


def looked_up(typed: str, seen: Seen | None = None) -> LookedUp:
    """Return what is known about what was typed and what was seen in a picture; call within a request.

    What was typed says what it is about, and what was read stands beside it; without words of the reader the picture
    speaks. Errors: those of `archive.public.lookups.look_up`.
    """
    asked = _asked(typed, seen)
    pictures = [] if seen is None or seen.fingerprint is None else [seen.fingerprint]
    matches = look_up(asked.text, asked.url, beside=asked.beside, pictures=pictures)
    if asked.is_doubtful:
        # A number or a name that was misread makes another claim of it, so none is surely the same.
        return LookedUp([_less_sure(match) for match in matches])
    return LookedUp(matches, decided(asked.text, asked.url))


def _asked(typed: str, seen: Seen | None) -> _Asked:
    if seen is None:
        return _Asked(typed)
    if content_of(typed).has_matter:
        return _Asked(typed, beside="" if seen.is_doubtful else seen.words)
    # Words that say nothing, or a link alone. Whoever draws a picture chooses what its code says: where anything else
    # says what it is about, the code does not.
    link = typed.strip() if typed.strip().startswith(("https://", "http://")) else ""
    if not (link or seen.words) and len(seen.links) == 1:
        link = seen.links[0]
    return _Asked(seen.words, link, is_doubtful=seen.is_doubtful)


def _less_sure(match: Presented) -> Presented:
    return replace(match, band=Band.LIKELY) if match.band is Band.SAME else match

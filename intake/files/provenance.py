"""What a file says about where it comes from, in words: what it means, and above all what it does not prove."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum
from intake.files.inspection.found import Mark


class Provenance(LabelledEnum):
    """A mark in a file, and the sentence about it. Who made it is not named: nobody has looked at their word."""

    CREDENTIALS = (
        Mark.CREDENTIALS.value,
        _l(
            "The file carries content credentials (C2PA), and nothing was changed since they were signed. They do not "
            "prove that the picture shows what is said about it, nor who signed: anybody can."
        ),
    )
    CREDENTIALS_BROKEN = (
        Mark.CREDENTIALS_BROKEN.value,
        _l(
            "The file carries content credentials (C2PA) that do not fit it. It was changed after they were signed, "
            "which any program does that makes a picture smaller. That alone does not make it a forgery."
        ),
    )
    CREDENTIALS_SAY_AI = (
        Mark.CREDENTIALS_SAY_AI.value,
        _l(
            "Its content credentials say that an AI made the picture. Whoever signed them says so; a picture without "
            "such a mark may be made by an AI just as well."
        ),
    )
    SAYS_AI = (
        Mark.SAYS_AI.value,
        _l(
            "The file says of itself that an AI made the picture (IPTC). Anybody can write that into a file or take it "
            "out, so it is a hint and proves nothing."
        ),
    )
    SAYS_PARTLY_AI = (
        Mark.SAYS_PARTLY_AI.value,
        _l(
            "The file says of itself that an AI made a part of the picture (IPTC). Anybody can write that into a file "
            "or take it out, so it is a hint and proves nothing."
        ),
    )
    HAS_PROMPT = (
        Mark.HAS_PROMPT.value,
        _l(
            "The file has a note in the place where programs keep the words that they make pictures from. Anybody can "
            "write such a note or take it out, so it is a hint and proves nothing."
        ),
    )


def told(codes: Iterable[str]) -> list[Provenance]:
    """Return what stands in an attachment as marks; a code that this version does not know is left out."""
    return [Provenance(code) for code in codes if code in set(Provenance)]

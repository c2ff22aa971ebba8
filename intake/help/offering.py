"""Which help a page offers to whoever wrote something: worked out for the page, and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from intake.help import lines
from intake.help.danger import Need, needs_of
from intake.help.lines import Line
from intake.models.cases import Kind
from intake.models.help import HelpKind


@dataclass(frozen=True, slots=True)
class Offer:
    """A quiet box: whom it is for, and the lines. Whoever does not need it reads on."""

    title: LazyString
    words: LazyString
    lines: Sequence[Line]


def offered(*texts: str, kind: str = "") -> Offer | None:
    """Return what is offered to whoever wrote these texts, in a report of some kind or anywhere; None for nothing."""
    needs = frozenset[Need]().union(*map(needs_of, texts))
    if Need.SELF_HARM in needs:
        return Offer(
            _l("You do not have to be alone with this."),
            _l("If you think of hurting yourself, or worry about somebody: here people listen to you."),
            lines.shown(HelpKind.CRISIS, HelpKind.EMERGENCY),
        )
    if Need.THREAT in needs:
        return Offer(
            _l("Is somebody in danger?"),
            _l("We cannot help at once. These can:"),
            lines.shown(HelpKind.EMERGENCY, HelpKind.CRISIS),
        )
    if kind == Kind.HATE:
        return Offer(
            _l("You can talk to somebody about it."),
            _l("Hate hurts, also whoever only reads it. These offices listen and say what can be done."),
            lines.shown(HelpKind.COUNSELLING),
        )
    return None

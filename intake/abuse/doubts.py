"""What makes a report doubtful, mostly when it is sent, and what follows from it: never a refusal."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum
from intake.models.reports import Held, Submission


class Doubt(LabelledEnum):
    """A reason to doubt that a person has just written this, or that there is room for it now."""

    TOO_FAST = "too_fast", _l("Sent faster than anybody reads and writes")
    TRAP = "trap", _l("Filled in a field that people do not see")
    NO_PROOF = "no_proof", _l("Came under load without the work that a browser does")
    FORGED_PROOF = "forged_proof", _l("Came with a forged proof of work")
    NETWORK = "network", _l("Many reports from one network within an hour")
    SITE = "site", _l("Very many reports at all within an hour")
    DANGERS = "dangers", _l("Very many reports of danger within an hour")
    # Not known when it is sent: see `intake.cases.held_back`.
    MUTED_CONTACT = "muted_contact", _l("The desk has muted the contact that came with it")


# These nobody has by accident or in a hurry, and a person has muted. The others many honest readers have together, in a
# training or a storm.
_FOR_A_PERSON = frozenset({Doubt.TRAP, Doubt.FORGED_PROOF, Doubt.MUTED_CONTACT})


def held_for(doubts: Collection[Doubt], *, is_danger: bool = False) -> Held:
    """Return whether a report is held back for some doubts.

    One that says that somebody is in danger waits for no turn: nobody would see it until then. Of more of these than
    any desk can read, those that are doubtful wait like all others, and stand first there.
    """
    if _FOR_A_PERSON.intersection(doubts):
        return Held.QUARANTINE
    is_let_through = is_danger and Doubt.DANGERS not in doubts
    return Held.LATER if doubts and not is_let_through else Held.NO


def doubts_of(report: Submission) -> list[Doubt]:
    """Return what made a report doubtful when it was sent."""
    return [doubt for doubt in Doubt if doubt.value in report.doubts]

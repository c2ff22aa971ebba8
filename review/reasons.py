"""Why editors decide as they do, as codes that can be counted; the words beside them are for colleagues."""

from __future__ import annotations

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum
from core.refusals import InvalidInput
from intake.models.cases import CaseState, Kind

LONGEST_REASON = 4_000


class ReasonCode(LabelledEnum):
    """What a decision rests on."""

    ARTICLE = "article", _l("An article answers it")
    OWN_RESEARCH = "own_research", _l("Own research")
    ASKED = "asked", _l("Asked those concerned, or an office")
    OPINION = "opinion", _l("Opinion or joke, nothing to check")
    CANNOT_BE_KNOWN = "cannot_be_known", _l("Cannot be found out")
    TOO_LITTLE = "too_little", _l("Too little to go on")
    NOT_OURS = "not_ours", _l("Not our field")
    # Of hate: whether it attacks somebody, not whether it is true.
    MAY_BE_ILLEGAL = "may_be_illegal", _l("May be against the law")
    AGAINST_RULES = "against_rules", _l("Against the rules of the platform")
    HURTS = "hurts", _l("Hurts, but is probably allowed")
    NO_HATE = "no_hate", _l("Attacks nobody")
    OTHER = "other", _l("Something else (say what)")


_OF_HATE = (
    ReasonCode.MAY_BE_ILLEGAL,
    ReasonCode.AGAINST_RULES,
    ReasonCode.HURTS,
    ReasonCode.NO_HATE,
    ReasonCode.ARTICLE,
    ReasonCode.NOT_OURS,
    ReasonCode.OTHER,
)
_OF_OTHERS = (
    ReasonCode.ARTICLE,
    ReasonCode.OWN_RESEARCH,
    ReasonCode.ASKED,
    ReasonCode.OPINION,
    ReasonCode.CANNOT_BE_KNOWN,
    ReasonCode.TOO_LITTLE,
    ReasonCode.NOT_OURS,
    ReasonCode.OTHER,
)

# What is decided about hate is not whether it is true, so it has words of its own.
_OUTCOMES_OF_HATE: dict[CaseState, LazyString] = {
    CaseState.ANSWERED: _l("Answered with an article"),
    CaseState.DECIDED: _l("Assessed by us"),
    CaseState.CLOSED: _l("Nothing further to do"),
    CaseState.FORWARDED: _l("Passed on (platform, advice, police)"),
}
_OUTCOMES: dict[CaseState, LazyString] = {
    CaseState.ANSWERED: _l("Answered with an article"),
    CaseState.DECIDED: _l("Checked by ourselves"),
    CaseState.CLOSED: _l("Closed without result"),
    CaseState.FORWARDED: _l("Passed on"),
}
OUTCOMES = tuple(_OUTCOMES)


def check_reason(reason: str) -> None:
    """Make sure that what has to be explained is. Errors: `InvalidInput` at `reason`."""
    if not reason:
        raise InvalidInput({"reason": gettext("Write down why. Your colleagues will need it.")})
    if len(reason) > LONGEST_REASON:
        raise InvalidInput({"reason": gettext("Please use at most 4,000 characters.")})


def reasons_for(kind: Kind) -> tuple[ReasonCode, ...]:
    """Return the codes that fit a kind of post."""
    return _OF_HATE if kind is Kind.HATE else _OF_OTHERS


def outcome_label(kind: Kind, outcome: CaseState) -> LazyString:
    """Return what an outcome is called for a kind of post."""
    words = _OUTCOMES_OF_HATE if kind is Kind.HATE else _OUTCOMES
    return words.get(outcome, outcome.label)

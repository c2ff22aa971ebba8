"""What the words of a decision must be before they leave the desk."""

from __future__ import annotations

from flask_babel import gettext

from review.case.sentences import unfilled
from review.reasons import LONGEST_REASON, ReasonCode
from search.text.characters import CONTROLS, TURNERS
from search.text.normalise import without_unseen

LONGEST_SENTENCE = 1_000


def problems_of_words(*, reason_code: ReasonCode | None, reason: str, public_sentence: str) -> dict[str, str]:
    """Return what is wrong with the words of a decision, by the field of its form."""
    problems: dict[str, str] = {}
    if reason_code is ReasonCode.OTHER and not without_unseen(reason).strip():
        problems["reason"] = gettext("Write down why. Your colleagues will need it.")
    elif len(reason) > LONGEST_REASON:
        problems["reason"] = gettext("Please use at most 4,000 characters.")
    if not without_unseen(public_sentence).strip():
        problems["public_sentence"] = gettext("Write the sentence that every reporter will read.")
    elif len(public_sentence) > LONGEST_SENTENCE:
        problems["public_sentence"] = gettext("Please use at most 1,000 characters.")
    elif empty := unfilled(public_sentence):
        problems["public_sentence"] = gettext("Please fill this in first: %(what)s", what=", ".join(empty))
    for name, text in (("reason", reason), ("public_sentence", public_sentence)):
        # What readers may not send, they are not sent either.
        if name not in problems and (CONTROLS.search(text) or TURNERS.search(text)):
            problems[name] = gettext("Invisible characters stand in this text. Please type it anew.")
    return problems

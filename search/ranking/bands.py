"""The words for how sure a match is, and for the ways by which it was found."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum


class Band(LabelledEnum):
    """How sure a match is, in a word instead of a number."""

    SAME = "same", _l("Same claim")
    LIKELY = "likely", _l("Probably the same claim")
    RELATED = "related", _l("Similar topic")


class Lane(LabelledEnum):
    """The way by which a match was found."""

    EXACT_TEXT = "exact_text", _l("The same words")
    SAME_LINK = "same_link", _l("The same link")
    NEAR_DUPLICATE = "near_duplicate", _l("Almost the same words")
    MEANING = "meaning", _l("Similar meaning")
    WORDS = "words", _l("Words in common")
    GRAMS = "grams", _l("Parts of words in common")

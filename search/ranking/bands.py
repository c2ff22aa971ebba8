"""How sure a match is, in a word, and the one place where that is cut from the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum
from search.alignment.alignment import Finding


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
    # The same file, byte by byte; and a picture that looks alike, which is never enough to be the same.
    SAME_PICTURE = "same_picture", _l("The same picture file")
    SIMILAR_PICTURE = "similar_picture", _l("Similar picture")


# By these a match is the same whatever else is known.
_CERTAIN = frozenset({Lane.EXACT_TEXT, Lane.NEAR_DUPLICATE})
# A word stands for another, something differs that turns what is said, or nobody knows what it does.
NEVER_SAME = frozenset({Finding.TELLING, Finding.CHANGED, Finding.UNEXPLAINED})


@dataclass(frozen=True, slots=True)
class Cuts:
    """The probabilities from which on a match is the same, likely, related.

    `related_cosine` is the cosine from which a match is shown where no probability can be told.
    """

    same: float
    likely: float
    related: float
    related_cosine: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a band is cut from.

    `cosine` is None where similarity had no part in it. `probability` is None where it cannot be told: without `cuts`,
    because nobody has measured the model, or in an archive so small that nothing can stand out.
    """

    lanes: tuple[Lane, ...] = ()
    # The link they have in common is what was asked about, not one that the text merely mentions.
    is_subject: bool = False
    cosine: float | None = None
    probability: float | None = None
    cuts: Cuts | None = None
    # Too short to be the same, or probably the same, by similarity.
    is_short: bool = False
    # The claim is in another language than the post, and meaning alone puts it far before all others.
    stands_out: bool = False
    # The sentences that met name other numbers, or only one of them says no.
    contradicts: bool = False
    # What laying the two texts side by side says.
    finding: Finding = Finding.FREE


class Gate(Enum):
    """What holding two texts against each other leaves for the probability to decide."""

    # Nothing stands against it: from `Cuts.same` on they are the same.
    OPEN = "open"
    # Something differs: they are never the same by similarity.
    SHUT = "shut"
    # Word for word the same, whatever the probability.
    SAME = "same"


def band_of(evidence: Evidence) -> Band | None:
    """Return how sure a match is, or None for what is too unlikely to be shown.

    Whatever lane it was found by: two texts that say something else are never the same.
    """
    band = _ungated(evidence)
    if band is Band.SAME and evidence.finding in NEVER_SAME and Lane.EXACT_TEXT not in evidence.lanes:
        return Band.LIKELY
    return band


def _ungated(evidence: Evidence) -> Band | None:
    if not _CERTAIN.isdisjoint(evidence.lanes):
        return Band.SAME
    if Lane.SAME_LINK not in evidence.lanes:
        return _by_similarity(evidence)
    # A link that a text only mentions may be evidence, or what the text argues with.
    return Band.SAME if evidence.is_subject or _by_similarity(evidence) is Band.SAME else Band.LIKELY


def _by_similarity(evidence: Evidence) -> Band | None:
    band = _by_cuts(evidence)
    return Band.RELATED if band is None and evidence.stands_out else band


def _by_cuts(evidence: Evidence) -> Band | None:
    if evidence.cosine is None:
        return None
    if evidence.finding is Finding.SAME:
        return Band.SAME
    cuts, probability = evidence.cuts, evidence.probability
    if cuts is None:
        # A model nobody has measured only suggests.
        return Band.RELATED
    if probability is None:
        return Band.RELATED if evidence.cosine >= cuts.related_cosine else None
    # From the top: where a promise was never kept, its cut lies above 1, and the others need not be in order.
    cut = ((Band.SAME, cuts.same), (Band.LIKELY, cuts.likely), (Band.RELATED, cuts.related))
    band = next((band for band, least in cut if probability >= least), None)
    if evidence.is_short and band is not None:
        return Band.RELATED
    # The probability hardly sees it, and "the same claim" over a text that says the opposite misleads.
    return Band.LIKELY if band is Band.SAME and (evidence.contradicts or evidence.finding is Finding.UNREAD) else band


def weaker(*bands: Band) -> Band:
    """Return the least sure of some bands, at least one."""
    return max(bands, key=SUREST_FIRST.index)


SUREST_FIRST = tuple(Band)

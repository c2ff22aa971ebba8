"""What a question and a document say when they are held against each other, and what that leaves to the probability."""

from __future__ import annotations

from dataclasses import replace

from search.alignment.alignment import Finding
from search.comparison.explanation import contradicts
from search.comparison.said import Said
from search.ranking.bands import NEVER_SAME, Band, Cuts, Evidence, Gate, Lane, band_of
from search.ranking.features import Side
from search.ranking.fusion import Question

# Under so few words a text fits too many claims to be called the same or probably the same by similarity.
FEWEST_WORDS = 8


def held_against(measured: Evidence, said: Said, document: Side) -> Evidence:
    """Return the evidence with what holding the two texts against each other says."""
    laid = said.laid_against(document.said)
    if laid.finding not in {Finding.TELLING, Finding.CHANGED} and said.is_almost(document.said):
        # Sentence by sentence, which sees more than all of them at once.
        return replace(measured, finding=Finding.FREE, lanes=(Lane.NEAR_DUPLICATE,))
    return _with_contradictions(replace(measured, finding=laid.finding), said, document)


def as_far_as_the_claim_goes(evidence: Evidence, said: Said, claim: Side) -> Evidence:
    """Return the evidence of a wording with what the claim itself says against it.

    An editor has confirmed the words of the wording, and nothing that is only like them.
    """
    if evidence.finding is not Finding.FREE or Lane.NEAR_DUPLICATE in evidence.lanes:
        return evidence
    finding = said.laid_against(claim.said).finding
    return replace(evidence, finding=finding) if finding in NEVER_SAME else evidence


def gate_of(question: Question, said: Said, document: Side) -> Gate:
    """Return what is left for the probability to decide between a question and a document.

    For fitting: it is found out by asking for the band with the highest probability there is, and with the lowest.
    """
    none, any_ = (
        held_against(
            Evidence(cosine=1.0, probability=told, cuts=Cuts(cut, cut, cut, cut), is_short=is_short(question)),
            said,
            document,
        )
        for told, cut in ((0.0, 2.0), (1.0, 0.0))
    )
    if band_of(none) is Band.SAME:
        return Gate.SAME
    return Gate.OPEN if band_of(any_) is Band.SAME else Gate.SHUT


def is_short(question: Question) -> bool:
    """Return whether a text fits too many claims to be called the same by similarity."""
    return len(question.text.split()) < FEWEST_WORDS


def _with_contradictions(measured: Evidence, said: Said, document: Side) -> Evidence:
    """Return the evidence with whether the sentences that met name other numbers, which only matters near the top."""
    if band_of(measured) is not Band.SAME or measured.finding is Finding.SAME:
        return measured
    return replace(measured, contradicts=contradicts(said, document.said))

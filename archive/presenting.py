"""How a claim is presented beside a text: its verdict judges the claim and never the text, and what differs is told."""

from __future__ import annotations

from dataclasses import dataclass

from archive.models import Claim
from search.comparison.explanation import Explanation
from search.facts.differences import Difference
from search.ranking.bands import Band, Lane


@dataclass(frozen=True, slots=True)
class Presented:
    """A claim that may answer a text, as the public sees it: how sure that is in a word, never as a number.

    `explanation` is None where text and claim were not compared. `is_confirmed` says that an editor called them the
    same; that is surer than what a machine saw in them. `sentence` is the sentence of a long text that met the claim.
    """

    claim: Claim
    band: Band
    lanes: tuple[Lane, ...]
    explanation: Explanation | None
    is_confirmed: bool = False
    sentence: str = ""

    @property
    def opposite(self) -> bool:
        """Whether the article checks the opposite of the text."""
        return self.explanation is not None and self.explanation.reverses and not self.is_confirmed

    @property
    def is_by_picture(self) -> bool:
        """Whether nothing but a picture that looks alike speaks for it: that is told as what it is."""
        return self.lanes == (Lane.SIMILAR_PICTURE,) and not self.is_confirmed

    @property
    def differences(self) -> tuple[Difference, ...]:
        """In what text and claim differ."""
        return () if self.explanation is None or self.is_confirmed else self.explanation.differences

    @property
    def is_coloured(self) -> bool:
        """Whether the verdict may stand in its colour, which is read before any word.

        Not where it judges something else than the text, nor where nobody has looked whether it does.
        """
        if self.is_confirmed:
            return True
        return (
            self.band is not Band.RELATED
            and not self.is_by_picture
            and self.explanation is not None
            and not self.opposite
        )

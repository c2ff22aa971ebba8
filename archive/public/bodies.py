"""What programs are told about a claim that may answer a text, in the look-up and in the status of a report."""

from __future__ import annotations

from datetime import date

from flask import url_for
from pydantic import BaseModel

from archive.models import Claim, Verdict
from archive.presenting import Presented
from archive.public.decided import DeskAnswer
from core.web.display import absolute
from search.facts.differences import DifferenceKind
from search.ranking.bands import Band, Lane


class TellingDifference(BaseModel):
    """One thing in which text and claim differ: what each side wrote, empty where it wrote nothing."""

    kind: DifferenceKind
    post: list[str]
    claim: list[str]


class ClaimMatch(BaseModel):
    """A published claim that may answer a text; `band` says how sure that is.

    `verdict` judges `claim` and nothing else; `claimant` is who put that about, empty where the article names nobody.
    With `opposite` the claim says the opposite of the text: never show the verdict as one about the text.
    """

    title: str
    claim: str
    claimant: str
    verdict: Verdict
    band: Band
    differences: list[TellingDifference]
    opposite: bool
    lanes: list[Lane]
    url: str
    published_at: date | None
    lang: str
    source: str
    # Of a long text the sentence that met the claim; empty for others and for copies.
    sentence: str

    @classmethod
    def of(cls, match: Presented, *, with_post: bool) -> ClaimMatch:
        """Tell a match; without the words of the text where those must not be sent back."""
        claim = match.claim
        return ClaimMatch(
            title=claim.headline,
            claim=claim.text,
            claimant=claim.claimant,
            verdict=claim.verdict,
            band=match.band,
            differences=[
                TellingDifference(kind=found.kind, post=list(found.post) if with_post else [], claim=list(found.claim))
                for found in match.differences
            ],
            opposite=match.opposite,
            lanes=list(match.lanes),
            url=article_url(claim),
            published_at=claim.published_on,
            lang=claim.lang,
            source=claim.source,
            sentence=match.sentence if with_post else "",
        )


class Decided(BaseModel):
    """What the desk decided about exactly this post without an article; `verdict` is about the post itself."""

    sentence: str
    verdict: Verdict | None
    decided_on: date

    @classmethod
    def of(cls, answer: DeskAnswer) -> Decided:
        """Tell a decision."""
        return cls(sentence=answer.sentence, verdict=answer.verdict, decided_on=answer.decided_on)


def article_url(claim: Claim) -> str:
    """Return where the article stands: at its publisher's, else here."""
    return claim.url or absolute(url_for("archive.claim", slug=claim.slug))

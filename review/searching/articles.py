"""Articles that the search box finds, and the search beside a case for one that nobody suggested."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from archive.known import published_of
from archive.matching import find_matches
from archive.models import CLAIMS, Claim, ClaimState
from core.db import db
from review.searching.cases import Why
from review.searching.looking import NEWEST, READ, question_of
from review.searching.typed import Typed
from search.engine import engine
from search.ranking.by_words import look
from search.ranking.fusion import Question
from search.text.content import content_of

# Articles by the words are as many as fit beside the cases; those that are only similar as many as are judged.
MOST = 20
MOST_SIMILAR = 5
MOST_BESIDE_A_CASE = 8
# Claims are short, and there are fewer of them than cases.
LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """A published claim that was found."""

    claim: Claim
    why: Why


def find(typed: Typed, question: Question | None, *, most: int = MOST, only_shown: bool = True) -> list[FoundArticle]:
    """Return the published claims that were meant, at most so many, best first.

    Without a question, the newest are looked through for the words. Without `only_shown` what is hardly similar is
    among them, for whoever looks for one in particular.
    """
    found: dict[int, FoundArticle] = {}
    if typed.links:
        rows = select(Claim).where(Claim.canonical_url.in_(typed.links), Claim.state == ClaimState.PUBLISHED)
        _add(found, db.session.scalars(rows.limit(most)).all(), Why.LINK)
    if typed.words:
        _add(found, _holding(typed, _looked_at(question)), Why.WORDS)
    if question is not None and typed.text:
        vectors = {typed.text: question.plain}
        (similar,) = find_matches([content_of(typed.text)], k=most, only_shown=only_shown, vectors=vectors)
        few = MOST_SIMILAR if only_shown else most
        _add(found, [match.claim for match in similar.matches][:few], Why.SIMILAR)
    return list(found.values())[:most]


def beside_a_case(query: str) -> list[Claim]:
    """Return the articles that fit best what an editor looks for beside a case."""
    typed = Typed.read(query)
    found = find(typed, question_of(typed), most=MOST_BESIDE_A_CASE, only_shown=False)
    return [one.claim for one in found]


def _add(found: dict[int, FoundArticle], claims: Sequence[Claim], why: Why) -> None:
    for claim in claims:
        found.setdefault(claim.id, FoundArticle(claim, why))


def _looked_at(question: Question | None) -> Collection[Claim]:
    if question is None:
        newest = select(Claim).where(Claim.state == ClaimState.PUBLISHED).order_by(Claim.id.desc())
        return db.session.scalars(newest.limit(NEWEST)).all()
    by_words = look(question, engine().collection(CLAIMS).now(), top=LOOKED_AT).by_words
    claims = published_of(set(by_words))
    return [claims[number] for number in by_words if number in claims]


def _holding(typed: Typed, claims: Collection[Claim]) -> list[Claim]:
    return [claim for claim in claims if typed.words.are_in(claim.passage[:READ])]

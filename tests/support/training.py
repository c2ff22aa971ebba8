"""The answers of a desk that there is something to learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product

from sqlalchemy import select

from archive import wordings
from archive.imports import importing
from archive.imports.rows import ClaimRow
from archive.models import CLAIMS, ArchiveAction, Claim, Wording
from core.db import db, now, writing
from core.events import HAPPENED, Happened
from review.lessons import page
from search.engine import engine
from search.learning.figures import LearnedFigures
from search.learning.models import Learned
from search.ranking import fusion
from search.ranking.judging import questions_of
from tests.support.labelled import PLACES, TOPICS

# Posts about other places: the nearest claim is about the same thing, and is not what they say.
ELSEWHERE = ["Zürich", "Bozen", "Rostock", "Trier", "Bonn", "Jena", "Hagen", "Worms", "Celle", "Steyr"]


def post(place: str, said: str) -> str:
    return f"Habt ihr gehört, dass in {place} {said}? Unglaublich!"


POSTS = [post(place, said) for place, (_, said) in product(PLACES, TOPICS)]


def publish_sixty() -> None:
    rows = [
        ClaimRow(id=f"c{number}", text=f"Es wird behauptet, dass in {place} {topic}.", lang="de")
        for number, (place, (topic, _)) in enumerate(product(PLACES, TOPICS))
    ]
    assert importing.import_rows(rows).added == len(rows) == len(POSTS)


def claim_ids() -> list[int]:
    return list(db.session.scalars(select(Claim.id).order_by(Claim.id)))


def confirm(posts: list[str], claim_ids: list[int]) -> list[Wording]:
    """Let editors confirm posts for claims, and the worker embed them."""
    with writing():
        found = [wordings.learn(claim, text, "de") for text, claim in zip(posts, claim_ids, strict=True)]
    made = [wording for wording in found if wording is not None]
    assert len(made) == len(posts)
    return made


def keep_apart(posts: list[str], claim_ids: list[int]) -> None:
    with writing():
        for text, claim in zip(posts, claim_ids, strict=True):
            assert wordings.keep_apart(claim, text, "de") is not None


def take_back(answers: list[Wording]) -> None:
    with writing() as session:
        for answer in answers:
            session.add(answer)
            answer.taken_back_at = now()


def tops(posts: list[str]) -> list[int]:
    """Return the claim that stands on top for each post."""
    questions = questions_of(posts, embedder=engine().embedder)
    return [hits[0].owner for hits in fusion.rank(questions, engine().collection(CLAIMS).now(), k=1)]


def listed() -> list[Learned]:
    db.session.rollback()
    return list(db.session.scalars(select(Learned).order_by(Learned.id)))


@contextmanager
def heard() -> Iterator[list[int]]:
    """Note the rows that others are told of."""
    rows: list[int] = []

    def note(told: Sequence[Happened]) -> None:
        rows.extend(one.subject.id for one in told if one.action is ArchiveAction.LEARNED and one.subject is not None)

    with HAPPENED.connected_to(note):
        yield rows


def shown(row: Learned) -> list[tuple[str, float | None, float]]:
    """Return what the desk's page says about something learned: the page reads what is kept, as it is kept."""
    return [(change.name, change.before, change.after) for change in page.changes(row.figures, LearnedFigures())]

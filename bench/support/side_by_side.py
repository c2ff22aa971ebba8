"""Rounds in which everything that writes goes on at the same time, each step slowed so that locks are held for long."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TypeAlias

from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from accounts.models import Editor
from archive import claims, indexing
from archive.imports import importing
from archive.imports.rows import ClaimRow
from archive.models import Claim, ClaimState, Verdict
from core.db import db
from core.refusals import Conflict, NotFound
from intake.cases import explaining, joining, rematching, suggesting
from intake.models.cases import Case, Match, MatchAnswer
from intake.models.reports import Channel
from intake.reports import submissions
from review.case import answers

# A transaction sends some ten to twenty statements; with so much before each, two of them always overlap.
SLOWED_SECONDS = 0.002
NEWEST = 12
# What PostgreSQL says when it has ended one of two that waited for each other.
DEADLOCK = "40P01"

Verb: TypeAlias = Callable[[int], object]

PLACES = ("Graz", "Linz", "Wels", "Steyr", "Krems", "Lienz", "Bregenz", "Villach")


@dataclass(slots=True)
class Outcome:
    """How often each verb was done, and what broke: by the verb and the kind of the error."""

    done: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)

    @property
    def deadlocks(self) -> int:
        """How many transactions the database ended because two waited for each other."""
        return sum(count for what, count in self.broken.items() if DEADLOCK in what)


@contextmanager
def slowed(app: Flask) -> Iterator[None]:
    """Let each statement that writes take a moment longer, and so hold its locks for longer."""

    def wait(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.lstrip().startswith("SELECT"):
            time.sleep(SLOWED_SECONDS)

    with app.app_context():
        target = db.engine
    event.listen(target, "after_cursor_execute", wait)
    try:
        yield
    finally:
        event.remove(target, "after_cursor_execute", wait)


def rounds(app: Flask, count: int, *, editor_id: int) -> Outcome:
    """Match, rematch, answer, import, retract, embed and explain side by side, so many times each.

    The app's context is not open. Whoever meets a case or claim that another has just changed may be refused.
    """
    verbs: dict[str, Verb] = {
        "match": _match,
        "match beside": lambda number: _match(number + 500_000),
        "rematch": lambda _: _rematch(),
        "rematch near": lambda _: rematching.rematch_changed(),
        "answer": lambda number: _answer(number, editor_id),
        "import": _import,
        "retract": _retract,
        "embed": lambda _: indexing.embed_missing(),
        "explain": lambda _: explaining.explain_new(),
    }
    return run(app, verbs, count)


def run(app: Flask, verbs: Mapping[str, Verb], count: int) -> Outcome:
    """Begin all verbs at the same moment, each with the number of the round, and wait for all; so many times."""
    outcome = Outcome()
    with slowed(app):
        for number in range(count):
            together = threading.Barrier(len(verbs))
            threads = [
                threading.Thread(target=_try, args=(app, name, partial(verb, number), together, outcome))
                for name, verb in verbs.items()
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    return outcome


def _try(app: Flask, name: str, work: Callable[[], object], together: threading.Barrier, outcome: Outcome) -> None:
    with app.app_context():
        together.wait(60)
        try:
            work()
        except (Conflict, NotFound):
            pass
        except OperationalError as error:
            outcome.broken[f"{name}: {type(error.orig).__name__} {getattr(error.orig, 'sqlstate', '')}"] += 1
        except Exception as error:
            outcome.broken[f"{name}: {type(error).__name__}"] += 1
        else:
            outcome.done[name] += 1
        finally:
            db.session.remove()


def _match(number: int) -> int:
    place = PLACES[number % len(PLACES)]
    for text in (
        f"In {place} kostet ab morgen jede Nachricht {number % 7 + 2} Euro, wenn du sie nicht an alle weiterleitest!",
        f"Angeblich sperrt {place} ab Montag alle Brücken für Autos, Nummer {number}, weiß jemand mehr darüber?",
    ):
        submissions.submit({"kind": "check", "text": text}, channel=Channel.API)
    return joining.match_all_waiting()


def _rematch() -> None:
    """Ask again for a page of open cases, as a run over all of them does; the newest, which others work on, too."""
    newest = suggesting.askable().order_by(Case.id.desc()).limit(NEWEST)
    suggesting.rematch(db.session.scalars(newest).all())


def _answer(number: int, editor_id: int) -> None:
    """Say yes to one suggestion and no to it afterwards: a wording comes and goes, and a pair is kept apart."""
    ids = db.session.scalars(select(Match.id).order_by(Match.id.desc()).limit(12)).all()
    editor = db.session.get_one(Editor, editor_id)
    if ids:
        chosen = Random(number).choice(ids)
        for answer in (MatchAnswer.SAME, MatchAnswer.DIFFERENT):
            answers.answer_match(chosen, answer, editor=editor)


def _import(number: int) -> None:
    """Change claims that are there already, whose suggestions are being answered, and add one."""
    importing.import_rows(
        [
            ClaimRow(
                id=f"place-{place}",
                text=f"Eine Nachricht kostet in {place} ab morgen Geld, Fassung {number}.",
                title=f"Nachrichten in {place} bleiben kostenlos",
                verdict=Verdict.FALSE,
                lang="de",
            )
            for place in (PLACES[number % 4], PLACES[number % 4 + 4])
        ]
    )


def _retract(number: int) -> None:
    published = select(Claim.id).where(Claim.state == ClaimState.PUBLISHED).order_by(Claim.id)
    ids = db.session.scalars(published).all()
    # The last ones stay: without a claim nothing would be suggested any more.
    if len(ids) > len(PLACES):
        claims.retract(Random(number).choice(ids))

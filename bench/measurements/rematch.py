"""What one "same" of an editor costs the worker, with thousands of open cases: embedding the wording, and asking again.

Own texts, an installation of its own, no queue: the jobs that a click hands over are run one after the other.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from flask_migrate import upgrade

from accounts import accounts
from accounts.models import Editor
from accounts.permissions import RoleName
from app import create_whole_app
from archive import indexing
from archive.imports import importing
from archive.imports.files import read_rows
from archive.models import Claim
from bench.measurements.reports import own_posts
from core.config import PROJECT_FOLDER, Config
from core.db import db, now, writing
from intake.cases import explaining, keys, near_duplicates, rematching, suggesting
from intake.models.cases import Case, CaseState, Kind, MatchAnswer
from review.case import answers
from search.text.content import content_of

CASES = 5_000
AT_ONCE = 250
DEMO_CLAIMS = PROJECT_FOLDER / "archive" / "demo" / "claims.jsonl"


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of the worker after one click, by what it does, and how many cases were asked for again."""

    open_cases: int
    asked_again: int
    embedding_ms: float
    rematch_ms: float
    rematch_cpu_ms: float
    explaining_ms: float
    # The second click finds what the first one left: here nothing, because one run takes up all changes.
    second_run_ms: float


def measure(cases: int) -> Figures:
    """Fill an installation with open cases, confirm one match, and time what follows."""
    with tempfile.TemporaryDirectory(prefix="gegencheck-bench-") as folder:
        config = Config.from_environment({"DATA_DIR": folder, "REDIS_URL": f"unix://{Path(folder)}/nobody.sock"})
        with create_whole_app(config).app_context():
            upgrade()
            importing.import_rows(read_rows(DEMO_CLAIMS))
            # Before there is a case: what was imported is nothing new any more.
            rematching.rematch_changed()
            first = _fill(cases)
            suggesting.rematch_case(first)
            match = db.session.get_one(Case, first).matches[0].id
            answers.answer_match(match, MatchAnswer.SAME, editor=_editor())
            embedding, _, _ = _timed(indexing.embed_missing)
            rematch, cpu, asked = _timed(rematching.rematch_changed)
            explains, _, _ = _timed(_explain)
            second, _, _ = _timed(rematching.rematch_changed)
    return Figures(cases, asked, embedding, rematch, cpu, explains, second)


def _timed(work: Callable[[], int]) -> tuple[float, float, int]:
    wall, cpu = time.perf_counter(), time.thread_time()
    found = work()
    return round((time.perf_counter() - wall) * 1e3, 1), round((time.thread_time() - cpu) * 1e3, 1), found


def _explain() -> int:
    while explaining.explain_new():
        pass
    return 0


def _fill(count: int) -> int:
    """Store open cases with their vectors, as matching would; return the number of the first.

    The others get no matches: what stands in those changes nothing for whoever asks again.
    """
    # The first asked for is answered by a claim of the archive, so that an editor can say so.
    own = f"Das hat mir die Frau vom Kiosk erzählt, ich kann es kaum glauben: {db.session.get_one(Claim, 1).text}"
    texts = [own, *own_posts(count - 1)]
    with click.progressbar(range(0, count, AT_ONCE), label="Making cases", file=None) as starts:
        ids = [case_id for start in starts for case_id in _filled(texts[start : start + AT_ONCE])]
    return ids[0]


def _filled(texts: Sequence[str]) -> list[int]:
    questions = suggesting.questions(texts)
    with writing() as session:
        keys.hold_grouping()
        made = [_case(text) for text in texts]
        session.add_all(made)
        session.flush()
        near_duplicates.index(
            [
                near_duplicates.Opened(case.id, content_of(case.text).text_hash, question)
                for case, question in zip(made, questions, strict=True)
            ]
        )
    return [case.id for case in made]


def _case(text: str) -> Case:
    seen = now()
    return Case(kind=Kind.CHECK, state=CaseState.OPEN, text=text, submission_count=1, first_seen=seen, last_seen=seen)


def _editor() -> Editor:
    made = accounts.create(email="bench@desk.test", role=RoleName.LEAD)
    return db.session.query(Editor).filter_by(email=made.email).one()


@click.command(name="rematch")
@click.option("--cases", default=CASES, show_default=True, help="How many cases are open.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(cases: int, as_json: bool) -> None:
    """Measure what one "same" costs the worker."""
    found = asdict(measure(cases))
    if as_json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:16} {value}")


if __name__ == "__main__":
    main()

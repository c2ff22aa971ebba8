"""What the search box of the desk takes at a thousand reports and at a million, for each kind of question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
from flask_migrate import upgrade
from sqlalchemy import func, select

from app import create_whole_app
from bench.support import many_cases
from bench.support.asked_pages import NO_QUEUE, measure_sizes, p95, seconds, signed_in
from bench.support.fast_rows import Row, writer
from core.config import Config
from core.db import Counter, db, now
from intake.cases.near_duplicates import CASES
from intake.models.cases import Case
from search.engine import engine
from search.index import change_log
from search.index.documents import document_id
from search.index.models import Vector
from search.text.terms import ANALYSIS, terms_of

# So many cases are read, and written as vectors, at a time.
AT_ONCE = 10_000
QUESTIONS = {
    "number": "#150",
    "reference": "GC-{year}-000700 Bargeld",
    "link": "https://example.org/2026/ein-beitrag",
    "rare_word": "Karfreitag Graz",
    "common_word": "Nachricht",
    "little_word": "und",
    "phrase": "„will das Bargeld heimlich abschaffen“",
    "sentence": "Angeblich mischt die Regierung heimlich Stoffe in unser Trinkwasser, ein Video zeigt es",
    "narrowed": "Bargeld&state=open&kind=check",
}


def measure(folder: Path, *, submissions: int, cases: int, database_url: str = "") -> dict[str, float]:
    """Build a desk whose cases are indexed, in a folder or an empty database, and ask its search box.

    The vectors are not those of the texts, because embedding 300,000 takes an hour; their search takes as long.
    """
    environment = {"DATA_DIR": str(folder), "DATABASE_URL": database_url, "REDIS_URL": NO_QUEUE}
    app = create_whole_app(Config.from_environment(environment))
    with app.app_context():
        upgrade()
        moment = now()
        many_cases.fill(db.engine, submissions=submissions, cases=cases, moment=moment)
        _index()
        read = seconds(lambda: engine().collection(CASES).snapshot())
    client = signed_in(app)
    found = {"read_index_s": round(read, 1)}
    for name, question in QUESTIONS.items():
        path = f"/desk/search?q={question.format(year=moment.year)}".replace("#", "%23")
        found[f"{name}_p95_ms"], found[f"{name}_cpu_p95_ms"] = p95(client, path)
    return found


def _index() -> None:
    """Write a vector for each case, past the model, with the terms of its text."""
    embedder = engine().embedder
    random = np.random.default_rng(1)
    with writer(db.engine) as write:
        write(Vector, _vectors(random, embedder.model_id, embedder.dimension))
        last = db.session.scalar(select(func.count()).select_from(Case))
        write(Counter, [{"name": change_log.SEQ, "value": last}])
    db.session.rollback()


def _vectors(random: np.random.Generator, model_id: str, dimension: int) -> Iterator[Row]:
    rows = db.session.execute(select(Case.id, Case.text).order_by(Case.id)).all()
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        vectors = random.standard_normal((len(part), dimension), np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        for row, vector in zip(part, vectors, strict=True):
            yield {
                "collection": CASES,
                "document_id": document_id(row.id),
                "model_id": model_id,
                "text_hash": f"{row.id:064x}",
                "data": vector.astype("<f2").tobytes(),
                "terms": terms_of(row.text, "de").pack(),
                "analysis": ANALYSIS,
                "seq": row.id,
            }


@click.command(name="search_box")
@click.option("--submissions", type=int, help="Measure one size alone: so many reports.")
@click.option("--cases", type=int, help="In so many cases.")
@click.option("--database-url", default="", help="An empty database for one size; else SQLite in a folder of its own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(submissions: int | None, cases: int | None, database_url: str, as_json: bool) -> None:
    """Measure the search box on desks of two sizes, or of one."""
    measure_sizes(measure, submissions=submissions, cases=cases, database_url=database_url, as_json=as_json)


if __name__ == "__main__":
    main()

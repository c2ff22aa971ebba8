"""Whether posts in other languages find the German claim they are about: pairs of our own in six languages.

`python -m bench languages [--json] [--missed]`. The claims stand in an archive of some hundred others; the product is
asked for each post. Counted are the posts whose claim is shown, in whatever band, and the posts about nothing in the
archive for which something is shown all the same.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from flask_migrate import upgrade

from app import create_whole_app
from archive.imports import importing
from archive.imports.rows import ClaimRow
from archive.matching import find_matches
from archive.models import Verdict
from bench.support.own_texts import own_claims
from core.config import Config
from core.db import db
from search.text.content import content_of

PAIRS = Path(__file__).parent.parent / "cross_language" / "pairs.jsonl"
# Claims about something else that stand in the archive beside those of the pairs.
OTHERS = 300


@dataclass(frozen=True, slots=True)
class Pair:
    """A post in `lang` and the German claim it is about; `claim` is empty where there is none."""

    id: str
    lang: str
    claim: str
    post: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What was shown for a post: whether its claim was, how many others, and the best band of all."""

    pair: Pair
    found: bool
    others: int
    band: str


def read_pairs() -> list[Pair]:
    """Return all pairs, those without a claim among them."""
    return [Pair(**json.loads(line)) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


def measure(pairs: list[Pair]) -> list[Seen]:
    """Put the claims and others into an archive of their own, and ask for each post."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_whole_app(Config.from_environment({"DATA_DIR": folder, "REDIS_URL": f"unix://{folder}/none.sock"}))
        with app.app_context():
            upgrade()
            texts = [*dict.fromkeys(pair.claim for pair in pairs if pair.claim), *own_claims(OTHERS)]
            importing.import_rows(
                ClaimRow(id=str(number), text=text, lang="de", verdict=Verdict.FALSE)
                for number, text in enumerate(texts)
            )
            answers = find_matches([content_of(pair.post) for pair in pairs])
            seen = [
                Seen(
                    pair,
                    found=any(match.claim.text == pair.claim for match in answer.matches),
                    others=sum(match.claim.text != pair.claim for match in answer.matches),
                    band=answer.matches[0].band.value if answer.matches else "",
                )
                for pair, answer in zip(pairs, answers, strict=True)
            ]
            db.session.remove()
            db.engine.dispose()
    return seen


def as_json(seen: list[Seen]) -> dict[str, float]:
    """Return for each language and for all the share found, and the share of unrelated posts that show something."""
    figures = {}
    for lang in (*sorted({one.pair.lang for one in seen}), "all"):
        its = [one for one in seen if lang in {one.pair.lang, "all"}]
        about = [one for one in its if one.pair.claim]
        unrelated = [one for one in its if not one.pair.claim]
        figures[f"{lang} found"] = sum(one.found for one in about) / len(about)
        figures[f"{lang} unrelated shown"] = sum(one.others > 0 for one in unrelated) / len(unrelated)
    figures["posts with a wrong claim beside"] = sum(one.others > 0 for one in seen if one.pair.claim) / len(seen)
    figures["more than related"] = sum(one.band in {"same", "likely"} for one in seen) / len(seen)
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench languages")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--missed", action="store_true", help="print each post whose claim is not shown")
    arguments = parser.parse_args()
    seen = measure(read_pairs())
    if arguments.missed:
        for one in seen:
            if not one.found and (one.pair.claim or one.others):
                print(f"{one.pair.id}: {one.pair.post}", file=sys.stderr)
    figures = as_json(seen)
    if arguments.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:32} {value:.3f}")


if __name__ == "__main__":
    main()

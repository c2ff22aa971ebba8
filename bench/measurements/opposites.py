"""Whether the matching tells a claim from its opposite: minimal pairs of our own, kind by kind.

`python -m bench opposites [--json] [--held-out]`. Each pair is a claim and a post that differs from it in one thing:
harmlessly, so that it must still be called the same, or so that it says something else and never may be. Claims and
posts go through the product itself, on a database of their own: the look-up's band, and whether claim and post, both
sent as reports, join one case. A part of the pairs is held out and asked for only with `--held-out`; whoever works on
the matching looks at the others.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from flask_migrate import upgrade

from app import create_whole_app
from archive.imports import importing
from archive.imports.rows import ClaimRow
from archive.matching import find_matches
from archive.models import Verdict
from core.config import Config
from core.db import db
from core.progress import progress
from intake.cases import joining
from intake.models.reports import Channel, Submission
from intake.reports import submissions
from search.ranking.bands import Band
from search.text.content import content_of

PAIRS = Path(__file__).parent.parent / "minimal_pairs" / "pairs.jsonl"
BATCH = 64


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and a post; `expect` is "opposite" or "same", and `join` says that they may share a case."""

    id: str
    lang: str
    kind: str
    expect: str
    claim: str
    post: str
    held_out: bool
    join: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What the product said of a pair: the claim's band for the post, None without one, and whether they joined."""

    pair: Pair
    band: Band | None
    joined: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some pairs: how many, the shares that were called the same and joined, and that were called `likely`."""

    pairs: int
    same: float
    joined: float
    likely: float

    @classmethod
    def of(cls, seen: Sequence[Seen]) -> Figures:
        """Count what was seen; a pair that joined is also one that was called the same."""
        count = max(len(seen), 1)
        return cls(
            pairs=len(seen),
            same=sum(one.joined or one.band is Band.SAME for one in seen) / count,
            joined=sum(one.joined for one in seen) / count,
            likely=sum(one.band is Band.LIKELY for one in seen) / count,
        )


def read_pairs(*, held_out: bool) -> list[Pair]:
    """Return the pairs that are held out, or those that are not."""
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    return [pair for pair in (Pair(**json.loads(line)) for line in lines) if pair.held_out is held_out]


def measure(pairs: Sequence[Pair]) -> list[Seen]:
    """Put all claims into an archive, ask for each post, and send both as reports."""
    with tempfile.TemporaryDirectory() as folder:
        # No queue is there: what is enqueued stays in the database, and is matched below.
        environment = {"DATA_DIR": folder, "REDIS_URL": f"unix://{folder}/none.sock"}
        app = create_whole_app(Config.from_environment(environment))
        with app.app_context():
            upgrade()
            found = _bands(pairs)
            joined = _joined(pairs)
            db.session.remove()
            db.engine.dispose()
    return [Seen(pair, found.get(pair.id), pair.id in joined) for pair in pairs]


def _bands(pairs: Sequence[Pair]) -> dict[str, Band]:
    first = {pair.claim: pair for pair in reversed(pairs)}
    importing.import_rows(
        ClaimRow(id=pair.id, text=pair.claim, lang=pair.lang, verdict=Verdict.FALSE) for pair in first.values()
    )
    bands = {}
    with progress("asking", "posts", total=len(pairs)) as bar:
        for start in range(0, len(pairs), BATCH):
            some = pairs[start : start + BATCH]
            for pair, answer in zip(some, find_matches([content_of(pair.post) for pair in some]), strict=True):
                own = [match.band for match in answer.matches if match.claim.text == pair.claim]
                if own:
                    bands[pair.id] = own[0]
            bar.more(len(some))
    return bands


def _joined(pairs: Sequence[Pair]) -> set[str]:
    """Return the pairs whose claim and post, sent as reports one after the other, stand in one case."""
    references = {}
    for pair in pairs:
        sent = [
            submissions.submit({"kind": "check", "text": text, "lang": pair.lang}, channel=Channel.API).reference
            for text in (pair.claim, pair.post)
        ]
        references[pair.id] = sent
    joining.match_all_waiting()
    cases = {report.reference: report.case_id for report in db.session.query(Submission)}
    return {name for name, (one, other) in references.items() if cases[one] == cases[other]}


def by_kind(seen: Iterable[Seen]) -> Mapping[tuple[str, str], Figures]:
    """Return the figures of each kind, in the order of what is expected and of the names."""
    groups: defaultdict[tuple[str, str], list[Seen]] = defaultdict(list)
    for one in seen:
        groups[one.pair.expect, one.pair.kind].append(one)
    return {group: Figures.of(groups[group]) for group in sorted(groups)}


def as_json(seen: Sequence[Seen]) -> dict[str, object]:
    """Return the figures over all pairs and those of each kind."""
    totals = {
        f"{expect} {name}": value
        for expect in ("opposite", "same")
        for name, value in asdict(Figures.of([one for one in seen if one.pair.expect == expect])).items()
    }
    kinds = [{"expect": expect, "kind": kind, **asdict(its)} for (expect, kind), its in by_kind(seen).items()]
    return {**totals, "kinds": kinds}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench opposites")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--held-out", action="store_true", help="the pairs that nobody looks at while working")
    arguments = parser.parse_args()
    seen = measure(read_pairs(held_out=arguments.held_out))
    if arguments.json:
        print(json.dumps(as_json(seen)))
        return
    print(f"{'expected':9} {'kind':32} {'pairs':>5} {'same':>6} {'joined':>6} {'likely':>6}")
    for (expect, kind), its in by_kind(seen).items():
        print(f"{expect:9} {kind:32} {its.pairs:5} {its.same:6.3f} {its.joined:6.3f} {its.likely:6.3f}")
    for expect in ("opposite", "same"):
        its = Figures.of([one for one in seen if one.pair.expect == expect])
        print(f"{expect:9} {'all':32} {its.pairs:5} {its.same:6.3f} {its.joined:6.3f} {its.likely:6.3f}")


if __name__ == "__main__":
    main()

"""What no text may do to the readers of texts: raise, take long, or leave the process larger.

`python -m bench fuzz [--json] [--count N] [--seconds S] [--seed N]`. Exit code 1 when a text raised or was over budget,
or the process grew too much. What it finds goes, made small by hand, into `bench/fuzz_corpus`, which a test reads.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

import psutil  # type: ignore[import-untyped]

from bench.support.nasty_texts import corpus, nasty_texts
from bench.support.readers import BUDGET, BUDGETS, READERS, WHOLE_WAY, WHOLE_WAY_BUDGET, seconds, warm_up

MOST_GROWTH_MB = 30.0
# Until so many texts were read, libraries load tables and the allocator takes what it keeps.
FIRST_TEXTS = 200
SHOWN = 300


@dataclass(slots=True)
class Result:
    """What a run found; times are seconds of CPU, `slowest` those of the slowest text for each reader."""

    texts: int = 0
    raised: int = 0
    over_budget: int = 0
    slowest_whole_way: float = 0.0
    grew_mb: float = 0.0
    slowest: dict[str, float] = field(default_factory=lambda: dict.fromkeys(READERS, 0.0))
    exceptions: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    @property
    def is_within(self) -> bool:
        """Whether everything was read, within the budgets."""
        return not self.raised and not self.over_budget and self.grew_mb < MOST_GROWTH_MB


def run(texts: Iterable[str], *, most_seconds: float) -> Result:
    """Let every reader read every text, as far as the time goes."""
    result = Result()
    warm_up()
    process = psutil.Process()
    before = process.memory_info().rss
    until = time.monotonic() + most_seconds
    for text in texts:
        if time.monotonic() > until:
            break
        _read(text, result)
        result.texts += 1
        if result.texts == FIRST_TEXTS:
            before = process.memory_info().rss
    result.grew_mb = max(0.0, (process.memory_info().rss - before) / 1e6)
    return result


def _read(text: str, result: Result) -> None:
    whole = 0.0
    for name, reader in READERS.items():
        try:
            taken = seconds(reader, text)
        except Exception as error:
            result.raised += 1
            result.exceptions[f"{name}: {type(error).__name__}"] += 1
            _keep(result, f"{name} raises {error!r}", text)
            continue
        budget = BUDGETS.get(name, BUDGET)
        if taken > budget:
            # Again: the garbage collector and whoever shares the processor's caches take their time too.
            taken = min(taken, *(seconds(reader, text) for _ in range(3)))
        if taken > budget:
            result.over_budget += 1
            _keep(result, f"{name} takes {taken:.3f} s", text)
        result.slowest[name] = max(result.slowest[name], taken)
        whole += taken if name in WHOLE_WAY else 0.0
    if whole > WHOLE_WAY_BUDGET:
        result.over_budget += 1
        _keep(result, f"the whole way takes {whole:.3f} s", text)
    result.slowest_whole_way = max(result.slowest_whole_way, whole)


def _keep(result: Result, problem: str, text: str) -> None:
    if len(result.examples) < 10:
        result.examples.append(f"{problem}: {text[:SHOWN]!r} ({len(text)} characters)")


def figures(result: Result) -> dict[str, object]:
    """Return the result as `python -m bench` prints it."""
    told = {name: value for name, value in asdict(result).items() if not isinstance(value, dict)}
    told |= {f"slowest_{name}": taken for name, taken in result.slowest.items()}
    return told | {f"raised_{name}": count for name, count in result.exceptions.items()}


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    texts = (text for source in (nasty_texts(options.count, seed=options.seed), corpus()) for text in source)
    result = run(texts, most_seconds=options.seconds)
    if options.json:
        print(json.dumps(figures(result)))
    else:
        for name, value in figures(result).items():
            if not isinstance(value, list):
                print(f"{name:24} {value:.4g}" if isinstance(value, float) else f"{name:24} {value}")
    for example in result.examples:
        print(example, file=sys.stderr)
    raise SystemExit(0 if result.is_within else 1)


if __name__ == "__main__":
    main()

"""`python -m bench`: what runs with our own texts, in one table; `python -m bench NAME …`: one measurement."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from pathlib import Path

from core.config import PROJECT_FOLDER

# These need no files of others. The rest wants labelled data, which is named on the command line.
MEASUREMENTS = Path(__file__).parent / "measurements"
OWN_TEXTS = (
    "embedding",
    "dresses",
    "end_to_end",
    "fact_reading",
    "fuzz",
    "half_open",
    "languages",
    "lexical",
    "lookups",
    "pictures",
    "search",
)


def measurements() -> list[str]:
    """Return the names of all measurements."""
    return sorted(path.stem for path in MEASUREMENTS.glob("[a-z]*.py"))


def run_all() -> int:
    """Run those that need no files, one after the other, and print their figures; 1 when one of them failed."""
    failed = 0
    for name in OWN_TEXTS:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        # Each in a process of its own: what one has loaded must not help or hinder the next.
        done = subprocess.run(
            [sys.executable, "-m", f"bench.measurements.{name}", "--json"],
            cwd=PROJECT_FOLDER,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        figures = json.loads(done.stdout) if done.stdout.strip() else {}
        for figure, value in figures.items():
            # Lists hold all there is, for other programs; what counts stands beside them.
            if not isinstance(value, list):
                print(f"{name:12} {figure:36} {_shown(value):>12}", flush=True)
        if done.returncode:
            print(f"{name:12} {'exit code':36} {done.returncode:>12}", flush=True)
            failed = 1
    return failed


def _shown(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def main() -> None:
    """Run the measurement that is named, or all that can run."""
    if len(sys.argv) == 1:
        raise SystemExit(run_all())
    name = sys.argv[1]
    if name not in measurements():
        raise SystemExit(f"There is no measurement {name}; there are: {', '.join(measurements())}.")
    sys.argv = [f"python -m bench {name}", *sys.argv[2:]]
    runpy.run_module(f"bench.measurements.{name}", run_name="__main__")


if __name__ == "__main__":
    main()

"""What two claims in a language do to posts in it that have nothing to do with them, among thousands in another.

`python -m bench few_of_a_language --claims CLAIMS [--json]`. CLAIMS is a file of claims in other languages. Two own
claims in each of Greek, Hindi, Arabic, Georgian and Thai are added, and own everyday posts in these languages are
asked. They go through the ranking, the calibration and the bands of the product.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from archive.evaluation.labelled import Archive, read_claims
from archive.imports.rows import ClaimRow
from core.config import BUILT_MODEL_FOLDER
from search.learning.in_effect import SHIPPED
from search.model.embedder import Embedder, load_embedder
from search.ranking.bands import Band
from search.ranking.calibration import Calibration
from search.ranking.judging import judged, questions_of

TEXTS = Path(__file__).parent.parent / "few_of_a_language" / "texts.jsonl"


def measure(claims: list[ClaimRow], own: list[dict[str, str]], embedder: Embedder) -> dict[str, dict[str, int]]:
    """Return how many posts of each language were given a best match in each band."""
    calibration = Calibration.read((SHIPPED / f"{embedder.model_id}.json").read_bytes())
    few = [
        ClaimRow(id=f"own-{number}", text=text["text"], lang=text["lang"])
        for number, text in enumerate(own)
        if text["kind"] == "claim"
    ]
    archive = Archive.of([*claims, *few], embedder)
    found: dict[str, dict[str, int]] = {}
    for lang in dict.fromkeys(row.lang for row in few):
        posts = [text["text"] for text in own if (text["lang"], text["kind"]) == (lang, "post")]
        answers = judged(questions_of(posts, embedder=embedder), archive, archive.texts, calibration)
        bands = Counter(its[0].band for its in answers if its)
        found[lang] = {"posts": len(posts), **{band.value: bands[band] for band in Band}}
    return found


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench few_of_a_language", description=__doc__)
    parser.add_argument("--claims", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    own = [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    found = measure(read_claims(arguments.claims), own, load_embedder("", default_folder=BUILT_MODEL_FOLDER))
    if arguments.json:
        print(json.dumps(found))
        return
    for lang, figures in found.items():
        print(lang, *(f"{name} {count}" for name, count in figures.items()), sep="  ")


if __name__ == "__main__":
    main()

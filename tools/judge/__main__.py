"""`python -m tools.judge generate|train|measure`: see search/judge/MODEL_CARD.md for the commands of each release."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search.judge.weights import LEARNED
from tools.judge import generate, sources
from tools.judge.generate import Material
from tools.judge.harmless import Edits
from tools.judge.sources import Texts
from tools.judge.telling import Changes


def material(arguments: argparse.Namespace, *, held_out: bool, unseen: bool = False) -> dict[str, Material]:
    """Read the texts that the command line names."""
    known = frozenset[str]()
    if arguments.words:
        known = frozenset(arguments.words.read_text(encoding="utf-8").lower().split())
    found = {}
    for lang, sentences in (("de", sources.german(arguments.posts)), ("en", sources.english(arguments.wordnet))):
        texts = Texts(
            lang, tuple(sources.split(list(sentences), held_out=held_out)), known if lang == "de" else frozenset()
        )
        more = tuple(sources.contraries(arguments.wordnet)) if lang == "en" else ()
        examples = sources.synonyms(arguments.wordnet) if lang == "en" else ()
        fitting = tuple(pair for pair in examples if sources.is_held_out(" ".join(pair[0])) is held_out)
        found[lang] = Material(texts, Changes(texts, more, unseen), Edits(texts), held_out, fitting)
    return found


def _generate(arguments: argparse.Namespace) -> None:
    found = generate.pairs(arguments.seed, material(arguments, held_out=arguments.held_out))
    generate.write(arguments.out, found, arguments.count)


def _train(arguments: argparse.Namespace) -> None:
    # Here because torch takes seconds, which generating should not pay.
    from tools.judge.train import train  # noqa: PLC0415

    seed, threads, begin = arguments.seed, arguments.threads, arguments.begin
    train(arguments.model, generate.read(arguments.pairs), arguments.out, seed=seed, threads=threads, begin=begin)


def _measure(arguments: argparse.Namespace) -> None:
    # Here for the same reason: onnxruntime takes a second.
    from search.judge.build import built  # noqa: PLC0415
    from search.judge.judge import Judge  # noqa: PLC0415
    from search.model.onnx_encoder import OnnxEncoder  # noqa: PLC0415
    from tools.judge import measure  # noqa: PLC0415

    file = built(arguments.model, learned=arguments.learned)
    if file is None:
        raise SystemExit(f"{arguments.model} is not the built model, or {arguments.learned} cannot be read")
    judge = Judge(file, OnnxEncoder(arguments.model).tokens)
    usual, unseen = material(arguments, held_out=True), material(arguments, held_out=True, unseen=True)
    generated = measure.scored(
        judge, measure.labelled(measure.held_out_pairs(arguments.seed, usual, unseen, arguments.count))
    )
    # Set where training knows the kinds; what it never saw has to stand that threshold.
    harmless = [scores for (same, kind), scores in generated.items() if same and kind not in generate.HELD_OUT_EDITS]
    threshold = measure.threshold_passing(np.concatenate(harmless))
    measure.report("Held-out generated pairs", measure.figures(generated, threshold), threshold)
    minimal = measure.scored(judge, measure.open_minimal_pairs(arguments.pairs))
    measure.report("Minimal pairs, at the same threshold", measure.figures(minimal, threshold), threshold)
    own = measure.threshold_passing(np.concatenate([scores for (same, _), scores in minimal.items() if same]))
    measure.report("Minimal pairs, at a threshold of their own", measure.figures(minimal, own), own)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.judge", description=__doc__)
    commands = parser.add_subparsers(required=True)
    making = commands.add_parser("generate", help="write labelled pairs, one JSON object a line")
    making.set_defaults(run=_generate)
    making.add_argument("out", type=Path)
    making.add_argument("--count", type=int, default=32_000)
    making.add_argument("--seed", type=int, default=1)
    making.add_argument("--held-out", action="store_true", help="from what training never sees")
    _add_texts(making)
    training = commands.add_parser("train", help="train on such a file once")
    training.set_defaults(run=_train)
    training.add_argument("pairs", type=Path)
    training.add_argument("out", type=Path)
    training.add_argument("--model", type=Path, required=True, help="the folder of the built embedding model")
    training.add_argument("--seed", type=int, default=1)
    training.add_argument("--begin", type=Path, help="go on from what was learned before")
    training.add_argument("--threads", type=int, default=2)
    _add_measuring(commands)
    return parser


def _add_measuring(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    measuring = commands.add_parser("measure", help="judge what training never saw")
    measuring.set_defaults(run=_measure)
    measuring.add_argument("--model", type=Path, required=True, help="the folder of the built embedding model")
    measuring.add_argument("--learned", type=Path, default=LEARNED)
    measuring.add_argument("--pairs", type=Path, default=Path("bench/minimal_pairs/pairs.jsonl"))
    measuring.add_argument("--count", type=int, default=300, help="pairs of each kind that is held out")
    measuring.add_argument("--seed", type=int, default=2)
    _add_texts(measuring)


def _add_texts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--posts", type=Path, nargs="+", required=True, help="GermEval 2018 and GAHD, JSON lines")
    parser.add_argument("--wordnet", type=Path, required=True, help="the folder of WordNet's data files")
    parser.add_argument("--words", type=Path, help="a German word list: a typing slip is no word of it")


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says."""
    parsed = _parser().parse_args(arguments)
    parsed.run(parsed)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

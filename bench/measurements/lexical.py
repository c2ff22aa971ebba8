"""Our own search by words beside tantivy: speed, memory, what is found, and how long a change takes to be seen.

`python -m bench lexical [--json] [--sizes 20000,100000] [--only NAME --size N]`. Both get the same terms of the same
texts, so what differs is the engine. The texts are our own sentences, lengthened by invented words that are as unevenly
frequent as real ones. The package `tantivy` is no part of the product; without it ours is measured alone.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import numpy as np

from bench.measurements.perturbations import perturb
from bench.support.own_texts import own_claims
from search.index.bm25 import LexicalIndex
from search.index.documents import document_id, owners_of
from search.text.terms import Field, Terms, terms_of

SIZES = (20_000, 100_000)
POSTS = 300
CHANGES = 50
TOP = 100
# By Zipf's law the n-th most frequent of so many invented words is 1/n as frequent as the first.
INVENTED = 50_000
INVENTED_IN_A_TEXT = 10
PERTURBATIONS = ("typos", "no_diacritics", "truncated", "chain_letter")
_SYLLABLES = (
    "ba ber chen da der ell fa fel gen gra hei ing ka kor lau lo mei mu nau ost pra ra rin schu sta tel ul wen zi"
)


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine: how it is filled, asked and changed. Documents are numbers; `search` gives the best of each field."""

    add: Callable[[Sequence[int], Sequence[Terms]], None]
    remove: Callable[[int], None]
    search: Callable[[Terms], list[list[int]]]


def texts(count: int) -> list[str]:
    """Return so many different texts of our own; the same for the same count."""
    rng, sentences = Random(0), own_claims(10_000)
    syllables = _SYLLABLES.split()
    invented = ["".join(rng.choices(syllables, k=rng.randint(2, 4))) for _ in range(INVENTED)]
    weights = [1 / rank for rank in range(1, INVENTED + 1)]
    words = iter(rng.choices(invented, weights, k=count * INVENTED_IN_A_TEXT))
    return [
        f"{sentences[number % len(sentences)]} {' '.join(next(words) for _ in range(INVENTED_IN_A_TEXT))}."
        for number in range(count)
    ]


def product() -> Engine:
    """Return the product's index."""
    index = LexicalIndex()

    def ids(numbers: Sequence[int]) -> Any:  # noqa: ANN401 (an array)
        return np.array([document_id(number) for number in numbers], np.int64)

    def search(query: Terms) -> list[list[int]]:
        return [owners_of(scores.top(TOP)[0]).tolist() for scores in index.search(query)]

    return Engine(lambda numbers, terms: index.add(ids(numbers), terms), lambda n: index.remove(ids([n])), search)


def tantivy() -> Engine:
    """Return tantivy with one field for each of ours; a change is committed and seen before the call returns."""
    library: Any = import_module("tantivy")
    builder = library.SchemaBuilder()
    builder.add_integer_field("number", stored=True, indexed=True, fast=True)
    for field in Field:
        builder.add_text_field(field.name, tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    index = library.Index(schema, path=tempfile.mkdtemp())
    writer = index.writer(heap_size=200_000_000, num_threads=1)

    def seen() -> None:
        writer.commit()
        index.reload()

    def add(numbers: Sequence[int], terms: Sequence[Terms]) -> None:
        for number, document in zip(numbers, terms, strict=True):
            words = {
                field.name: " ".join(
                    f"t{term}" for term in np.repeat(document.fields[field].hashes, document.fields[field].counts)
                )
                for field in Field
            }
            writer.add_document(library.Document(number=number, **words))
        seen()

    def remove(number: int) -> None:
        writer.delete_documents_by_term("number", number)
        seen()

    def search(query: Terms) -> list[list[int]]:
        searcher = index.searcher()
        found = []
        for field in Field:
            wanted = [
                (library.Occur.Should, library.Query.term_query(schema, field.name, f"t{term}", "freq"))
                for term in query.fields[field].hashes.tolist()
            ]
            hits = searcher.search(library.Query.boolean_query(wanted), TOP, count=False).hits
            found.append([searcher.doc(address)["number"][0] for _, address in hits])
        return found

    return Engine(add, remove, search)


ENGINES: dict[str, Callable[[], Engine]] = {"product": product, "tantivy": tantivy}


def measure(name: str, size: int) -> dict[str, float]:
    """Measure one engine in this process."""
    documents = texts(size)
    terms = [terms_of(text, "de") for text in documents]
    rng = Random(1)
    asked = rng.sample(range(size), POSTS)
    posts = [perturb(PERTURBATIONS[place % len(PERTURBATIONS)], documents[n], rng) for place, n in enumerate(asked)]
    queries = [terms_of(post, "de") for post in posts]
    before, started = _peak_mb(), perf_counter()
    engine = ENGINES[name]()
    engine.add(range(size), terms)
    build = perf_counter() - started
    seconds, first = [], dict.fromkeys(Field, 0)
    for number, query in zip(asked, queries, strict=True):
        started = perf_counter()
        found = engine.search(query)
        seconds.append(perf_counter() - started)
        for field in Field:
            first[field] += found[field][:1] == [number]
    memory = _peak_mb() - before
    p50, p95 = np.percentile(seconds, [50, 95]) * 1e3
    figures = {"p50 ms": p50, "p95 ms": p95, "build s": build, "memory MB": memory}
    figures |= {f"first is right, {field.name.lower()}": count / POSTS for field, count in first.items()}
    return figures | _changes(engine, terms)


def _changes(engine: Engine, terms: Sequence[Terms]) -> dict[str, float]:
    """Take documents out and put them back one by one; a removed one that is still found is counted."""
    removing, adding, still_found = 0.0, 0.0, 0
    for number in range(CHANGES):
        started = perf_counter()
        engine.remove(number)
        removing += perf_counter() - started
        still_found += number in engine.search(terms[number])[Field.WORDS]
        started = perf_counter()
        engine.add([number], [terms[number]])
        adding += perf_counter() - started
    return {
        "removal ms": removing / CHANGES * 1e3,
        "addition ms": adding / CHANGES * 1e3,
        "removed and still found": still_found,
    }


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def main() -> None:
    """Measure every engine that is installed at every size, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m bench lexical", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="how many documents, with commas between")
    parser.add_argument("--only", choices=sorted(ENGINES), help="measure one engine in this process")
    parser.add_argument("--size", type=int, default=SIZES[0], help="how many documents with --only")
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(measure(arguments.only, arguments.size)))
        return
    names = [name for name in ENGINES if name == "product" or find_spec(name)]
    if "tantivy" not in names:
        print("tantivy: not measured. Install tantivy to measure it.", file=sys.stderr)
    figures: dict[str, float] = {}
    for size in map(int, arguments.sizes.split(",")):
        for name in names:
            command = [sys.executable, "-m", "bench.measurements.lexical", "--only", name, "--size", str(size)]
            shown = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=Path.cwd()).stdout)
            figures |= {f"{size} {name} {figure}": value for figure, value in shown.items()}
    if arguments.json:
        print(json.dumps(figures))
        return
    for figure, value in figures.items():
        print(f"{figure:48} {value:>12.4g}")


if __name__ == "__main__":
    main()

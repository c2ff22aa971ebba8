"""Make the word lists of `search/alignment/data` from published resources; `search/alignment/data/README.md` says which.

`python -m tools.word_lists --places FILE --thesaurus FILE --wordnet FOLDER`, in an environment that has `wordfreq`
and `simplemma`. The lists are in the repository, so nobody needs this but who renews them: a service that starts
should not need half a gigabyte of word lists to keep one megabyte of them.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

import simplemma
import wordfreq

DATA = Path(__file__).parents[2] / "search" / "alignment" / "data"
# Zipf scale: 3 is once in a million words. Rarer spellings are slips as often as words.
NAMED_FROM = 2.2
KNOWN_FROM = 2.0
_PLAIN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ASIDE = re.compile(r"\([^)]*\)")
_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"
_PARTS = (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r"))


def names() -> Iterator[str]:
    """Yield spellings that people use and no dictionary has: most of them are names of persons and companies."""
    for lang in ("de", "en"):
        found = wordfreq.get_frequency_dict(lang, wordlist="best")
        often = {word: wordfreq.freq_to_zipf(frequency) for word, frequency in found.items()}
        for word, zipf in often.items():
            named = zipf >= NAMED_FROM and len(word) >= 3 and _PLAIN.fullmatch(word)
            if named and not _in_dictionary(word, lang) and not _is_slip(word, often, lang):
                yield word


def _is_slip(word: str, often: Mapping[str, float], lang: str) -> bool:
    """Return whether a spelling is the misspelling of a word that is a hundred times as frequent."""
    near = {word[:at] + word[at + 1 :] for at in range(len(word))}
    near |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    near |= {word[:at] + letter + word[at:] for at in range(1, len(word) + 1) for letter in _LETTERS}
    near |= {word[:at] + letter + word[at + 1 :] for at in range(1, len(word)) for letter in _LETTERS}
    return any(often.get(one, 0) >= often[word] + 2 and _in_dictionary(one, lang) for one in near - {word})


def _in_dictionary(word: str, lang: str) -> bool:
    return any(simplemma.is_known(form, lang=lang, low_memory=True) for form in (word, word.capitalize()))


def thesaurus(path: Path) -> Iterator[list[str]]:
    """Yield the German words that mean the same, single words only."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        words = [_ASIDE.sub("", word).strip() for word in line.split(";")]
        yield _usual([word for word in words if _PLAIN.fullmatch(word)], "de")


def wordnet(folder: Path) -> tuple[list[list[str]], set[tuple[str, str]]]:
    """Return the English words that mean the same, and the pairs that mean the opposite."""
    members: dict[tuple[str, str], list[str]] = {}
    opposite: list[tuple[tuple[str, str], int, tuple[str, str], int]] = []
    for part, letter in _PARTS:
        for line in (folder / f"data.{part}").read_text(encoding="latin-1").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            key = (letter, fields[0])
            members[key] = [fields[4 + 2 * number].split("(")[0].lower() for number in range(count)]
            at = 4 + 2 * count
            for number in range(int(fields[at])):
                sign, offset, other, ends = fields[at + 1 + 4 * number : at + 5 + 4 * number]
                if sign == "!":
                    there = ("a" if other == "s" else other, offset)
                    opposite.append((key, int(ends[:2], 16) - 1, there, int(ends[2:], 16) - 1))
    pairs = {tuple(sorted((members[a][i], members[b][j]))) for a, i, b, j in opposite}
    single = {(one, two) for one, two in pairs if _PLAIN.fullmatch(one) and _PLAIN.fullmatch(two)}
    return [_usual([word for word in words if _PLAIN.fullmatch(word)], "en") for words in members.values()], single


def _usual(words: Iterable[str], lang: str) -> list[str]:
    return sorted({word.casefold() for word in words if wordfreq.zipf_frequency(word, lang) >= KNOWN_FROM})


def _groups(found: Iterable[list[str]]) -> list[str]:
    """Return groups of two words and more, without those whose pairs all stand in larger ones."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    kept = []
    for words in sorted({tuple(words) for words in found if len(words) > 1}, key=lambda words: (-len(words), words)):
        if any(two not in seen[one] for one, two in combinations(words, 2)):
            kept.append(";".join(words))
            for one, two in combinations(words, 2):
                seen[one].add(two)
    return sorted(kept)


def _write(name: str, lines: Iterable[str]) -> None:
    text = "\n".join(lines) + "\n"
    path = DATA / name
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{name}: {text.count(chr(10))} lines, {path.stat().st_size} bytes")


def main() -> None:
    """Write the lists."""
    parser = argparse.ArgumentParser(prog="python -m tools.word_lists", description=__doc__)
    parser.add_argument("--places", type=Path, required=True, help="names of places, one a line (GeoNames)")
    parser.add_argument("--thesaurus", type=Path, required=True, help="openthesaurus.txt")
    parser.add_argument("--wordnet", type=Path, required=True, help="the folder that holds data.noun and its like")
    arguments = parser.parse_args()
    same, opposite = wordnet(arguments.wordnet)
    _write("names.txt.gz", sorted(set(names())))
    _write("places.txt.gz", sorted({place.casefold() for place in arguments.places.read_text("utf-8").splitlines()}))
    _write("synonyms.de.txt.gz", _groups(thesaurus(arguments.thesaurus)))
    _write("synonyms.en.txt.gz", _groups(same))
    _write("antonyms.en.txt.gz", sorted(";".join(pair) for pair in opposite))


if __name__ == "__main__":
    main()

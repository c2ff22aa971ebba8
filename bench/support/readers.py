"""Every function that reads what strangers write, as the fuzz run and the tests call them: one text in, time out."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from archive.imports.files import read_rows
from archive.slugs import slug_of
from intake.reports.fields import LONGEST_TEXT
from search.comparison.explanation import explain
from search.comparison.near_duplicate import are_near_duplicates, compared
from search.comparison.said import Said
from search.facts.comparing import differences, facts_of
from search.text.cleaning import clean_post
from search.text.content import content_of
from search.text.language import language_of
from search.text.links import LONGEST_LINK, canonical_url, links_in, names_one_page
from search.text.normalise import normalised, text_hash, without_unseen
from search.text.sentences import sentences_of
from search.text.terms import terms_of
from search.text.words import grams, stems, tokens

# Seconds of CPU for the longest text that is allowed: of one reader, and of all that one text meets on its way.
BUDGET = 0.15
# An explanation reads the longest text and the three fields of the longest claim.
BUDGETS = {"explain": 0.3}
WHOLE_WAY_BUDGET = 0.5
# A claim is text, title and summary.
LONGEST_FIELD = 10_000


def _link(text: str) -> bool:
    # As it stands, and as the place that a redirector leads to.
    wrapped = f"https://www.google.com/url?q={text}"
    return any(names_one_page(canonical_url(url)) for url in (text, f"https://{text}"[:LONGEST_LINK], wrapped))


def _differences(text: str) -> object:
    return differences(facts_of(text, "de"), facts_of(_nearly(text), ""))


def _near_duplicate(text: str) -> bool:
    return are_near_duplicates(compared(text, "de"), compared(_nearly(text), "de"))


def _explanation(text: str) -> object:
    """Explain the text against the longest claim that can be made of it."""
    long = (text * (2 * LONGEST_FIELD // max(len(text), 1) + 1))[:LONGEST_TEXT]
    fields = [text[:LONGEST_FIELD], long[-LONGEST_FIELD:], _nearly(long[:LONGEST_FIELD])]
    return explain(Said(text, "de"), Said(fields[0], "de", tuple(fields[1:])))


def _imported(text: str) -> object:
    row = {"id": text[:300], "text": text[:LONGEST_FIELD], "title": text[:300], "url": text[:2_000], "date": text[:200]}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write(json.dumps({**row, "lang": "de"}) + "\n")
        file.flush()
        return list(read_rows(Path(file.name)))


def _nearly(text: str) -> str:
    """Return the text with another end: what comes after it has to be read to the end to tell them apart."""
    return f"{text[:-9]} 7 Boote." if len(text) > 9 else f"{text} 7 Boote."


READERS: Mapping[str, Callable[[str], object]] = {
    "content_of": content_of,
    "canonical_url": _link,
    "links_in": lambda text: list(links_in(text, most=20)),
    "normalised": normalised,
    "text_hash": text_hash,
    "without_unseen": without_unseen,
    "clean_post": clean_post,
    "language_of": language_of,
    "terms_of": lambda text: terms_of(text, "de"),
    "words": lambda text: (tokens(text), stems(text, "tr"), grams(text)),
    "sentences_of": sentences_of,
    "facts_of": facts_of,
    "differences": _differences,
    "near_duplicate": _near_duplicate,
    "explain": _explanation,
    "slug_of": slug_of,
    "read_rows": _imported,
}
# What one text meets on its way through the worker or a look-up.
WHOLE_WAY = ("content_of", "clean_post", "language_of", "terms_of", "facts_of", "near_duplicate", "explain")


def seconds(reader: Callable[[str], object], text: str) -> float:
    """Return the seconds of CPU that this thread spends on reading a text."""
    started = time.thread_time()
    reader(text)
    return time.thread_time() - started


def warm_up() -> None:
    """Load what is loaded with the first text of a process: the detector of languages, tables, locale data."""
    for reader in READERS.values():
        reader("Achtung: Am 3. März 2024 zahlte Anna Berg in Wien 5.000 Euro, siehe https://example.org/ä?a=1 😀 ﬁ!")

"""What somebody typed into the search box, understood without any syntax: a number, references, links, words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import islice
from typing import Self

from core.web.display import refanged
from core.web.numbers import whole_number
from search.text.links import canonical_url, link_given, links_in
from search.text.normalise import without_unseen
from search.text.typed_words import TypedWords

# As many characters as fit an address, whatever script they are of; also what the box takes.
LONGEST = 600
MOST_LINKS = 5
MOST_REFERENCES = 5

# Mail programs and word processors make other dashes of ours.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_REFERENCE = re.compile(r"(?<![^\W_])gc[\s-]*([0-9]{4})[\s-]*([0-9]{1,9})(?![^\W_])", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<name>(?:fall|case)?\s{0,5}+(?:nr\.?|no\.?|nummer|number)?\s{0,5}+#?)\s{0,5}+(?P<number>[0-9]{1,10})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed.

    `text` is what stands there beside links and references. `number` may be that of a case; `is_named` says that it can
    be nothing else. `links` are canonical, `references` as they are stored.
    """

    text: str
    number: int | None
    is_named: bool
    references: tuple[str, ...]
    links: tuple[str, ...]
    words: TypedWords

    @classmethod
    def read(cls, typed: str) -> Self:
        """Read what was typed, as far as `LONGEST`."""
        typed = without_unseen(refanged(typed.translate(_DASHES)))[:LONGEST].strip()
        rest, links = _without_links(typed)
        rest = unicodedata.normalize("NFKC", rest)
        references = dict.fromkeys(_reference(found) for found in _REFERENCE.finditer(rest))
        rest = " ".join(_REFERENCE.sub(" ", rest).split())
        # The signs around a link or a reference say nothing.
        rest = rest if any(map(str.isalnum, rest)) else ""
        named = _NUMBER.fullmatch(rest)
        number = None if named is None else whole_number(named["number"].lstrip("0"))
        return cls(
            text=rest,
            number=number,
            is_named=number is not None and named is not None and bool(named["name"].strip()),
            references=tuple(islice(references, MOST_REFERENCES)),
            links=links,
            # A text that only mentions a link holds the words of which it is made.
            words=TypedWords.read(rest or " ".join(links[:1])),
        )

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.words or self.references or self.links)

    def by_name(self) -> Self:
        """Return the number and the references alone."""
        return replace(self, text="", links=(), words=TypedWords.read(""))

    @property
    def is_reference(self) -> bool:
        """Whether it is one reference and nothing else."""
        return len(self.references) == 1 and not self.text and not self.links


def _without_links(typed: str) -> tuple[str, tuple[str, ...]]:
    """Return what was typed without its links, and these in their one spelling."""
    found = list(links_in(typed, most=MOST_LINKS))
    if not found:
        # Phones show some links in a way that is only known for one where nothing else stands.
        given = canonical_url(link_given(typed)) if typed else ""
        return ("", (given,)) if given else (typed, ())
    pieces, position = [], 0
    for link in found:
        pieces.append(typed[position : link.start])
        position = link.end
    return " ".join([*pieces, typed[position:]]), tuple(dict.fromkeys(link.canonical for link in found))


def _reference(found: re.Match[str]) -> str:
    return f"GC-{found[1]}-{int(found[2]):06d}"

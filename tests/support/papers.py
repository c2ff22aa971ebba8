"""The papers as tests read them: what stands in code, in tables, in links and under headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tools.machine import PROJECT_FOLDER

# What says what is. Records of decisions and measurements say what was, at their date: their links are looked at only.
LIVING = (
    "README.md", "SECURITY.md", "CONTRIBUTING.md", "docs/api.md", "docs/operations.md", "docs/privacy.md",
    "docs/security.md", "docs/measurements.md",
)  # fmt: skip

_BLOCK = re.compile(r"(?:^(?: {4,}|\t).*\n)+", re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


@cache
def paper(name: str) -> str:
    """Return a paper's text."""
    return (PROJECT_FOLDER / name).read_text(encoding="utf-8")


def all_papers() -> list[str]:
    """Return the names of all papers, records included."""
    return sorted(
        str(path.relative_to(PROJECT_FOLDER))
        for path in [*PROJECT_FOLDER.glob("*.md"), *PROJECT_FOLDER.glob("docs/**/*.md")]
    )


def in_code(name: str) -> list[str]:
    """Return what a paper writes as code: the lines of its blocks, and what stands in backticks."""
    text = paper(name)
    lines = [line.strip() for block in _BLOCK.findall(text) for line in block.splitlines() if line.strip()]
    return [*lines, *_INLINE.findall(_BLOCK.sub("", text))]


def in_backticks(name: str) -> list[str]:
    """Return what stands in backticks."""
    return _INLINE.findall(_BLOCK.sub("", paper(name)))


def links(name: str) -> list[tuple[str, str]]:
    """Return the links to our own files, as file and anchor; an empty file is the paper itself."""
    found = (target.partition("#") for target in _LINK.findall(paper(name)) if "://" not in target)
    return [(file, anchor) for file, _, anchor in found]


def anchors(path: Path) -> set[str]:
    """Return the anchors of a paper's headings, as the usual viewers make them."""
    headings = _HEADING.findall(_BLOCK.sub("", path.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def section(name: str, heading: str) -> str:
    """Return the text below a heading, up to the next of its rank or a higher one."""
    text = paper(name)
    start = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert start is not None, f"{name} has no heading {heading!r}"
    rest = text[start.end() :]
    end = re.search(rf"^#{{1,{len(start[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of a table's rows, without its head."""
    for line in re.findall(r"^\|.*\|$", text, re.MULTILINE)[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]

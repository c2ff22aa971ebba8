"""Finds the sentences that promise readers something, wherever they are written: in templates, in code, in German."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from html import unescape
from pathlib import Path

from tools.machine import PROJECT_FOLDER

# What happens with data, who sees it, how long it stays, what is never done, what costs nothing, what one may do later.
PROMISING = re.compile(
    r"\b(?:we (?:do not|keep|forget|delete|never|use|also|correct|find out|send|show|tell|write)|nobody|never|erased?"
    r"|deleted|removed|sealed|stored|kept|keeps|stays?|publish\w*|anonym\w*|nothing (?:is|was|of|more|else)"
    r"|not (?:added|sent|shown|taken)|does not stand|decides nothing|takes no|not secret|your name|within|until|later"
    r"|by %\(date\)s|for a day|works for|need to give|need not|forget|for free|costs?|free of charge|at any time"
    r"|any more|no more|another editor|an editor|editors|a person|the desk reads|you (?:get|hear)|as soon as|goes on"
    r"|looks? at|looked at|in every|everywhere|(?<!at )once(?! more)|only the|still (?:there|here|in)|sooner|two hours"
    r"|written down|see everything|was added|is safe|find the answer|the answer is|check it and tell)\b",
    re.IGNORECASE,
)
_IN_TEMPLATE = re.compile(r'(?:\b_|\bngettext)\(\s*"((?:[^"\\]|\\.)*)"(?:,\s*"((?:[^"\\]|\\.)*)")?')
_MARKS = frozenset({"_", "_l", "_nl", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext"})
_END = re.compile(r"(?<=[.?!])\s+(?=[A-ZÄÖÜ„“%])")
_SENTENCE = re.compile(r"[A-ZÄÖÜ0-9].* .*[.!]", re.DOTALL)
# Of so many signs at least a beginning is one sentence's alone.
SHORTEST_BEGINNING = 20
_COUNTING = frozenset(
    {"is", "are", "was", "were", "has", "have", "it", "they", "them", "this", "these", "that", "those"}
)
_LINE = re.compile(r"<(p|li|dd|td)\b[^>]*>(.*?)</\1>", re.DOTALL)
# A question, or what somebody is asked to do, promises nothing; what is asked after a colon is part of a statement.
_NO_STATEMENT = re.compile(r"^[^:]+\?$|^(?:Bitte|Oder|Dann \w+ Sie (?:an|es uns)|\w+ Sie)\b")


def sentences_of(text: str) -> list[str]:
    """Return a text sentence by sentence."""
    return [one for one in _END.split(" ".join(text.split())) if one]


def texts_in_templates(paths: Iterable[Path]) -> list[str]:
    """Return each text for people in some templates, once, with the second form of those that count."""
    read = (path.read_text("utf-8") for path in paths)
    return sorted({form for text in read for forms in _IN_TEMPLATE.findall(text) for form in forms if form})


def sentences_in_code(*places: str) -> list[str]:
    """Return each sentence for people in the Python files of some folders, once."""
    files = (path for place in places for path in (PROJECT_FOLDER / place).rglob("*.py"))
    return sorted({one for path in files for one in sentences_in(path.read_text("utf-8"))})


def sentences_in(source: str) -> list[str]:
    """Return each sentence for people in the text of a Python file."""
    return [one for text in _texts_in(source) for one in sentences_of(text)]


def plain_sentences_in(source: str) -> list[str]:
    """Return each sentence in the text of a Python file that stands there as it is, past the catalogue."""
    tree = ast.parse(source)
    heads = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in heads)
    texts = (node.value for node in strings if isinstance(node.value, str) and _SENTENCE.fullmatch(node.value))
    return [one for text in texts for one in sentences_of(text)]


def statements_in_german(template: str) -> list[str]:
    """Return what a page that is written in German states, sentence by sentence: no question and no instruction."""
    lines = (unescape(re.sub(r"<[^>]+>", "", inner)) for _, inner in _LINE.findall(template))
    return [one for line in lines for one in sentences_of(line) if not _NO_STATEMENT.search(one)]


def unnamed(sentences: Iterable[str], *named: Iterable[str]) -> list[str]:
    """Return the sentences that begin as none of those does for which a test is named; see `_fits`."""
    beginnings = tuple(beginning for some in named for beginning in some)
    return [one for one in sentences if not any(_fits(beginning, one) for beginning in beginnings)]


def ambiguous(beginnings: Iterable[str], sentences: Collection[str]) -> dict[str, list[str]]:
    """Return the beginnings that fit several sentences that are not the same one for one and for many of something."""
    found: dict[str, list[str]] = {beginning: [] for beginning in beginnings}
    for one in sentences:
        # Where one sentence is the beginning of another, each has its own.
        of_it = max((beginning for beginning in found if _fits(beginning, one)), key=len, default=None)
        if of_it is not None:
            found[of_it].append(one)
    return {beginning: fit for beginning, fit in found.items() if len({_uncounted(one) for one in fit}) > 1}


def _fits(beginning: str, sentence: str) -> bool:
    """Return whether a sentence is meant by a beginning: a short one would be that of others, so it is the whole."""
    return sentence.startswith(beginning) if len(beginning) >= SHORTEST_BEGINNING else sentence == beginning


def _uncounted(sentence: str) -> str:
    """Return a sentence without what differs between one and many: endings, and the words that agree with a number."""
    words = re.findall(r"[\w%()]+", sentence.lower())
    return " ".join(word.rstrip("s") for word in words if word not in _COUNTING)


def gone(beginnings: Iterable[str], sentences: Sequence[str]) -> list[str]:
    """Return the beginnings that no sentence has any more."""
    return [beginning for beginning in beginnings if not any(_fits(beginning, one) for one in sentences)]


def is_a_test(name: str) -> bool:
    """Return whether `file::test` is there."""
    file, _, test = name.partition("::")
    return f"\ndef {test}(" in (PROJECT_FOLDER / file).read_text("utf-8")


def _texts_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in _MARKS:
            for given in node.args:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value

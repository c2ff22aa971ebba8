"""Finding every regular expression of the project, how it is used, and texts that could make it slow."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from pathlib import Path
from types import ModuleType
from typing import Any

import core
import intake
import review
import search
from search.fact_reading import _date_patterns
from search.fact_words import LANGUAGES, UNKNOWN

PACKAGES = (core, intake, review, search)
METHODS = ("fullmatch", "match", "search", "finditer")
# `sub`, `split` and `findall` read a text as `finditer` does.
AS_FINDITER = frozenset({"sub", "subn", "split", "findall", "finditer"})

# One of each class of characters that patterns tell apart, and repeating pairs of them.
RUNS = (
    *"aAäß1٣ \t\n\r.!?…,;:-_*>@#~\"'’()[]{}/\\&=%|<+$€\x00\u200b\ufeff\u00a0\u0301\ud800中ا",
    "😀", "☀", "🇩", "a ", ". ", "a.", "1.", "1,", "1 ", "1:", "\n ", "\n\n ", "a\n", "1\n", "_a", "*a", "@a", "#a", "#A",
    "-a", "'a", "a'", "aA", "A ", "AB ", "[]", "()", "://", "a/", "/a", "a-", ">>", "> ", "! ", "…,", "1-", "a1", "ab ",
    "&amp;", "%3A", "https://", "www.", "a.de/", "— ", "—a", "\r\n", "a: ", "1.1. ", "a😀", "😀\n", " \u0301",
)  # fmt: skip
TAILS = ("", "§")
MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern, where it stands, and the methods it is used with."""

    place: str
    pattern: re.Pattern[str]
    methods: tuple[str, ...]


def modules() -> Iterator[ModuleType]:
    """Yield every module of the product."""
    for package in PACKAGES:
        yield package
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in info.name:
                yield importlib.import_module(info.name)


@cache
def every_pattern() -> tuple[Found, ...]:
    """Return the patterns in globals, in what globals hold, written on the spot, and made for each language."""
    trees = {module.__name__: ast.parse(Path(inspect.getfile(module)).read_text("utf-8")) for module in modules()}
    used = _methods_by_name(trees.values())
    found: dict[tuple[str, int], Found] = {}
    for module in modules():
        for name, value in vars(module).items():
            for pattern in _patterns_in(value):
                methods = tuple(sorted(used.get(name, METHODS)))
                known = found.setdefault(
                    (pattern.pattern, pattern.flags), Found(f"{module.__name__}.{name}", pattern, ())
                )
                found[pattern.pattern, pattern.flags] = Found(
                    known.place, pattern, tuple(sorted({*known.methods, *methods}))
                )
    for place, text, method in _written_on_the_spot(trees):
        found.setdefault((text, -1), Found(place, re.compile(text), (method,)))
    for languages in (UNKNOWN, *((lang,) for lang in LANGUAGES)):
        for pattern in _patterns_in(_date_patterns(languages)):
            place = f"search.fact_reading._date_patterns({languages})"
            found.setdefault((pattern.pattern, pattern.flags), Found(place, pattern, ("finditer",)))
    return tuple(found.values())


def made_in_functions() -> set[str]:
    """Return the functions that compile patterns of their own, which a walk through globals does not see."""
    names = set()
    for module in modules():
        tree = ast.parse(Path(inspect.getfile(module)).read_text("utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and any(
                isinstance(node, ast.Attribute) and node.attr == "compile" and _is_re(node.value)
                for node in ast.walk(function)
            ):
                names.add(f"{module.__name__}.{function.name}")
    return names


def _patterns_in(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict):
        for inner in (*value.keys(), *value.values()):
            yield from _patterns_in(inner)
    elif isinstance(value, tuple | list | set | frozenset):
        for inner in value:
            yield from _patterns_in(inner)


def _is_re(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "re"


def _methods_by_name(trees: Any) -> dict[str, set[str]]:
    """Return for names of globals the methods called on them, or on the variable of a loop over them."""
    used: dict[str, set[str]] = defaultdict(set)
    for tree in trees:
        loops: dict[str, set[str]] = defaultdict(set)
        for node in ast.walk(tree):
            if isinstance(node, ast.For | ast.comprehension) and isinstance(node.iter, ast.Name):
                for target in ast.walk(node.target):
                    if isinstance(target, ast.Name):
                        loops[target.id].add(node.iter.id)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                method = "finditer" if node.attr in AS_FINDITER else node.attr
                if method in METHODS:
                    for name in {node.value.id, *loops.get(node.value.id, ())}:
                        used[name].add(method)
    return used


def _written_on_the_spot(trees: dict[str, ast.Module]) -> Iterator[tuple[str, str, str]]:
    for module, tree in trees.items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_re(node.func.value)):
                continue
            method = "finditer" if node.func.attr in AS_FINDITER else node.func.attr
            first = node.args[0] if node.args else None
            if method in METHODS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield f"{module}:{node.lineno}", first.value, method


def texts_against(pattern: re.Pattern[str], length: int) -> Iterator[tuple[str, str]]:
    """Yield a description and a text of about `length` for every run, with and without an end that cannot match.

    The words that a pattern is made of stand in front of runs and are repeated themselves: a stranger who reads the
    source knows them as well.
    """
    words = list(islice(dict.fromkeys(_words_of(pattern)), MOST_WORDS))
    mixed = [word + filler for word, filler in product(words, ("", " ", "\n", "a ", "1 "))]
    for unit, tail in product((*RUNS, *mixed), TAILS):
        yield f"{unit!r} again and again, then {tail!r}", (unit * (length // len(unit) + 1))[:length] + tail
    for word, unit in product(words, RUNS):
        yield f"{word!r}, then {unit!r} again and again", word + (unit * (length // len(unit) + 1))[:length] + "§"


def _words_of(pattern: re.Pattern[str]) -> Iterator[str]:
    """Return the runs of plain letters in the source of a pattern."""
    source = re.sub(r"\\[a-zA-Z]|\(\?P?[<:=!>]*\w*>?", " ", pattern.pattern)
    yield from re.findall(r"[a-zäöü@/:#.]{1,}", source.replace("\\", ""))

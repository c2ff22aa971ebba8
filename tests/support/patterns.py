"""Finding every regular expression of the project, how it is used, and texts that could make it slow."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
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
from intake.help.danger import _HARMLESS, Need
from intake.help.danger import _pattern as _phrases
from search.alignment.greetings import _beginning
from search.alignment.lexicon import LANGUAGES
from search.alignment.rules import Rule
from search.facts.reading import _date_patterns
from search.facts.vocabulary import UNKNOWN

PACKAGES = (core, intake, review, search)
METHODS = ("fullmatch", "match", "search", "finditer")
# `sub`, `split` and `findall` read a text as `finditer` does.
AS_FINDITER = frozenset({"sub", "subn", "split", "findall", "finditer"})

# One of each class of characters that patterns tell apart, and repeating pairs of them.
RUNS = (
    *"aAäß1٣ \t\n\r.!?…,;:-_*>@#~\"'’()[]{}/\\&=%|<+$€\x00\u200b\ufeff\u00a0\u0301\ud800中ا",
    "😀", "☀", "🇩", "a ", ". ", "a.", "1.", "1,", "1 ", "1:", "\n ", "\n\n ", "a\n", "1\n", "_a", "*a", "@a", "#a",
    "-a", "'a", "a'", "aA", "A ", "AB ", "[]", "()", "://", "a/", "/a", "a-", ">>", "> ", "! ", "…,", "1-", "a1", "ab ",
    "&amp;", "%3A", "https://", "www.", "a.de/", "— ", "—a", "\r\n", "a: ", "1.1. ", "a😀", "😀\n", " \u0301",
)  # fmt: skip
TAILS = ("", "§")
MOST_WORDS = 6


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
    for name, lang in product(("greeting", "leave"), LANGUAGES):
        pattern = _beginning(name, lang)
        found.setdefault((pattern.pattern, pattern.flags), Found(f"{name} {lang}", pattern, ("match",)))
    for languages in (UNKNOWN, ("en",)):
        for pattern in _patterns_in(_date_patterns(languages)):
            place = f"search.facts.reading._date_patterns({languages})"
            found.setdefault((pattern.pattern, pattern.flags), Found(place, pattern, ("finditer",)))
    for said in (*Need, _HARMLESS):
        pattern = _phrases(said)
        found.setdefault((pattern.pattern, pattern.flags), Found(f"intake.help.danger {said}", pattern, ("finditer",)))
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
    elif isinstance(value, Rule):
        yield value.pattern


def _is_re(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "re"


def _methods_by_name(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """Return for names of globals the methods called on them, or on the variable of a loop over them."""
    used: dict[str, set[str]] = defaultdict(set)
    for tree in trees:
        for scope in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            loops = _loops_in(scope)
            for node in ast.walk(scope):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    method = "finditer" if node.attr in AS_FINDITER else node.attr
                    if method in METHODS:
                        for name in {node.value.id, *loops.get(node.value.id, ())}:
                            used[name].add(method)
    return used


def _loops_in(scope: ast.AST) -> dict[str, set[str]]:
    """Return for the variables of loops the names of what they run over."""
    loops: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(scope):
        if isinstance(node, ast.For | ast.comprehension) and isinstance(node.iter, ast.Name):
            for target in ast.walk(node.target):
                if isinstance(target, ast.Name):
                    loops[target.id].add(node.iter.id)
    return loops


def _written_on_the_spot(trees: dict[str, ast.Module]) -> Iterator[tuple[str, str, str]]:
    for module, tree in trees.items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_re(node.func.value)):
                continue
            method = "finditer" if node.func.attr in AS_FINDITER else node.func.attr
            first = node.args[0] if node.args else None
            if method in METHODS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield f"{module}:{node.lineno}", first.value, method


@dataclass(frozen=True, slots=True)
class Trap:
    """A kind of text that could make a pattern slow: a beginning, something again and again, and an end."""

    head: str
    unit: str
    tail: str

    def __str__(self) -> str:
        return f"{self.head!r}, then {self.unit!r} again and again, then {self.tail!r}"

    def text(self, length: int) -> str:
        """Return such a text of about `length` characters."""
        return self.head + (self.unit * (length // len(self.unit) + 1))[:length] + self.tail


def traps_for(pattern: re.Pattern[str]) -> Iterator[Trap]:
    """Yield every run with and without an end that cannot match.

    The words that a pattern is made of stand in front of runs and are repeated themselves: a stranger who reads the
    source knows them as well.
    """
    words = list(islice(dict.fromkeys(_words_of(pattern)), MOST_WORDS))
    mixed = [word + filler for word, filler in product(words, ("", " ", "\n", "a ", "1 "))]
    yield from (Trap("", unit, tail) for unit, tail in product((*RUNS, *mixed), TAILS))
    yield from (Trap(word, unit, "§") for word, unit in product(words, RUNS))


def _words_of(pattern: re.Pattern[str]) -> Iterator[str]:
    """Return the runs of plain letters in the source of a pattern."""
    source = re.sub(r"\\[a-zA-Z]|\(\?P?[<:=!>]*\w*>?", " ", pattern.pattern)
    yield from re.findall(r"[a-zäöü@/:#.]+", source.replace("\\", ""))

"""The rules of addresses are compiled once in a run: each test has an app of its own, and all have the same rules."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


def compile_once() -> None:
    """Have werkzeug remember what it compiles of a rule, four fifths of the time that it takes to make an app.

    What writes an address is made of the parts and defaults of a rule alone, and is given the rule when it is called.
    """
    compiled: dict[Hashable, Builder] = {}
    compile_builder = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Builder:
        defaults = tuple(sorted((rule.defaults or {}).items()))
        key = (rule.rule, tuple(rule._trace), defaults, append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = once  # type: ignore[assignment,method-assign]

"""The rules of addresses are compiled once in a run: each test has an app of its own, and all have the same rules."""

from __future__ import annotations

from collections.abc import Hashable
from types import MethodType

from werkzeug.routing import Rule

# What `Rule.compile` leaves in a rule; the two that write an address are given the rule when they are called.
COMPILED = ("_parts", "_trace", "_converters", "arguments")


def compile_once() -> None:
    """Have werkzeug remember what it compiles of a rule, four fifths of the time that it takes to make an app.

    What comes out follows from the text of a rule, its defaults and the settings of its map alone; it is only read.
    """
    compiled: dict[Hashable, Rule] = {}
    compile_anew = Rule.compile

    def once(rule: Rule) -> None:
        assert rule.map is not None
        defaults = tuple(sorted((rule.defaults or {}).items()))
        converters = tuple(rule.map.converters.items())
        key = (rule.rule, rule.host, rule.subdomain, rule.merge_slashes, rule.map.host_matching, defaults, converters)
        if key not in compiled:
            compile_anew(rule)
            compiled[key] = rule
            return
        known = compiled[key]
        for name in COMPILED:
            setattr(rule, name, getattr(known, name))
        rule._build = MethodType(known._build.__func__, rule)  # type: ignore[attr-defined]
        rule._build_unknown = MethodType(known._build_unknown.__func__, rule)  # type: ignore[attr-defined]

    Rule.compile = once  # type: ignore[assignment,method-assign]

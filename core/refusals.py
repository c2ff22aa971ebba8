"""What a verb refuses, and why; `core.web.errors` answers each of them in the caller's own form."""

from __future__ import annotations

from collections.abc import Mapping


class InvalidInput(Exception):
    """What was sent cannot be taken; `problems` maps each field to a sentence for the sender."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {problem}" for field, problem in problems.items()))
        self.problems = dict(problems)


class NotJson(Exception):
    """The body of a program cannot be read as JSON."""


class Conflict(Exception):
    """Lost a race against another writer; the message says what changed meanwhile."""


class NotFound(Exception):
    """There is nothing with the number that was asked for; the message is for operators, readers see the page."""

"""Every regular expression of the project reads a text in time that grows with its length, whatever is in it."""

from __future__ import annotations

import re
import time

import pytest

from tests.support.patterns import Found, Trap, every_pattern, made_in_functions, traps_for

# A first look at short texts: what grows with the square of the length is over the first bound there.
SHORT = 2_000
SUSPICIOUS = 0.0015
# What is suspicious is looked at again, half as long as a text may be and a quarter of that.
LONG = 10_000
SURELY_FAST = 0.015
# Four times the length may take some six times as long, not sixteen times.
MOST_TIMES_AS_LONG = 8

# Patterns that their callers give no more than so many characters, each with the reason.
AT_MOST = {
    # `_unsigned` begins its search so many characters before the end.
    "search.comparison.near_duplicate._SIGNED": 300,
    # `_with_optional` begins its search so many characters before the end.
    "search.alignment.reading._TAGS_AT_END": 300,
}
# Functions that make patterns which no global holds; `every_pattern` calls the first three; what the others return is
# held by globals or made of nothing but one class of characters.
KNOWN_MAKERS = {
    "search.facts.reading._date_patterns",
    "search.alignment.greetings._beginning",
    "intake.help.danger._pattern",
    "search.alignment.rules.rule",
    "search.text.wrapping_tables._whole_lines",
    "search.comparison.near_duplicate._unspoken",
    "search.text.characters._too_many_marks",
}

ADVICE = """{place} needs {ratio:.0f} times as long for four times the text ({seconds:.3f} s for {length} characters of
{text}). A stranger who sends such a text stops everybody else, because `re` lets no other thread run. Make repetitions
possessive (`++`, `*+`), hold the start back with a look-behind so that a run is read once and not from each of its
characters, bound them (`{{1,60}}`), or let the caller search the last characters only. The pattern is: {pattern}"""


def seconds(pattern: re.Pattern[str], method: str, text: str) -> float:
    started = time.thread_time()
    if method == "finditer":
        for _ in pattern.finditer(text):
            pass
    else:
        getattr(pattern, method)(text)
    return time.thread_time() - started


def fastest(pattern: re.Pattern[str], method: str, text: str) -> float:
    return min(seconds(pattern, method, text) for _ in range(3))


def problem_of(found: Found, trap: Trap) -> str:
    """Return what is wrong when a pattern is not linear on a kind of text, else nothing."""
    most = AT_MOST.get(found.place, LONG)
    for method in found.methods:
        if seconds(found.pattern, method, trap.text(min(SHORT, most))) < SUSPICIOUS:
            continue
        taken = fastest(found.pattern, method, trap.text(most))
        ratio = taken / fastest(found.pattern, method, trap.text(most // 4))
        if taken > SURELY_FAST and ratio > MOST_TIMES_AS_LONG:
            return ADVICE.format(
                place=found.place, ratio=ratio, seconds=taken, length=most, text=trap, pattern=found.pattern.pattern
            )
    return ""


def test_every_pattern_is_found() -> None:
    places = {found.place for found in every_pattern()}
    assert {
        "search.comparison.near_duplicate._SIGNED",
        "search.text.link_tables.PATH_WRAPPERS",
        "intake.reports.fields.LINE_ENDS",
    } <= places
    assert len(every_pattern()) > 100
    assert made_in_functions() <= KNOWN_MAKERS, "make patterns in globals, where this test finds them"


@pytest.mark.parametrize("found", every_pattern(), ids=lambda found: found.place)
def test_a_pattern_reads_a_text_in_time_that_grows_with_its_length(found: Found) -> None:
    problems = [problem for trap in traps_for(found.pattern) if (problem := problem_of(found, trap))]
    assert not problems, problems[0]


@pytest.mark.parametrize("slow", [r"(?:a|\n)\s*(?:danke)?x$", r"\s+$", r"(?:\w+\.)?office\.de", r"[^\n]*:x"])
def test_a_pattern_that_grows_with_the_square_is_noticed(slow: str) -> None:
    found = Found("here", re.compile(slow), ("finditer",))
    assert any(problem_of(found, trap) for trap in traps_for(found.pattern))

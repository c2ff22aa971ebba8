"""How many words of a text are wrong, missing or too many in what was read of it."""

from __future__ import annotations


def word_errors(meant: str, read: str) -> int:
    """Return the edits, word by word, that lead from what stands there to what was read."""
    there, found = meant.split(), read.split()
    above = list(range(len(found) + 1))
    for number, word in enumerate(there, start=1):
        row = [number]
        for place, other in enumerate(found, start=1):
            row.append(min(above[place - 1] + (word != other), above[place] + 1, row[-1] + 1))
        above = row
    return above[-1]


def missed_words(meant: str, read: str) -> int:
    """Return how many words were not read as they stand there, in their order; what was read besides counts nothing."""
    there, found = meant.split(), read.split()
    above = [0] * (len(found) + 1)
    for word in there:
        row = [0]
        for place, other in enumerate(found, start=1):
            row.append(above[place - 1] + 1 if word == other else max(above[place], row[-1]))
        above = row
    return len(there) - above[-1]

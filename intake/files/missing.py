"""Files that a reader wanted to send and that are not there: noted in the draft until they come or are let go.

No report goes without a file of these. A note is about one file, known by its name and size: phones call every picture
`image.jpg`, so that one which arrives says nothing about another of the same name.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import LazyString, gettext, ngettext

from intake.files.uploads import Refusal, clean_name

# In the answers of a draft, each file as JSON: those that are missing, and those that their reader went on without.
MISSING = "missing_files"
LET_GO = "files_let_go"
# Ten times what a report can have. Beyond, they are counted and no more named.
MOST_NOTED = 50
# What a script says of files that it has not sent: how many bytes, why, and the name.
_TOLD = re.compile(r"([0-9]{1,15}) (too_large|missing) (.*)", re.DOTALL)

Answers = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Missing:
    """A file that is not there, or `count` of them. A page says by its `mark` which one is meant."""

    mark: str
    name: str
    # In bytes.
    size: int
    refusal: Refusal
    count: int = 1

    @property
    def title(self) -> str:
        """What it is called on a page."""
        if self.count > 1:
            return str(ngettext("%(num)s more file", "%(num)s more files", self.count))
        return self.name or str(gettext("Your files"))

    @property
    def reason(self) -> LazyString | str:
        """Why it is not there, and what its reader can do."""
        return self.refusal.label

    def is_of(self, name: str, size: int) -> bool:
        """Return whether it is about the very file that has this name and size."""
        return (self.name, self.size, self.count) == (name, size, 1)


@dataclass(frozen=True, slots=True)
class Lost:
    """What is said of a file that could not be taken: its name as it came, its bytes, and why."""

    name: str
    size: int
    refusal: Refusal


def noted(answers: Answers) -> list[Missing]:
    """Return what a draft was to get and did not, by its answers, in the order in which it was noted."""
    rows = [json.loads(one) for one in answers.get(MISSING, [])]
    return [Missing(mark, name, size, Refusal(code), count) for mark, name, size, code, count in rows]


def names_let_go(answers: Answers) -> list[str]:
    """Return the names of the files that a draft's reader goes on without."""
    return [name for name, _size in _let_go(answers)]


def with_missing(answers: Answers, lost: Iterable[Lost]) -> dict[str, list[str]]:
    """Return what a draft has to keep so that it remembers files that are not there; once more for the same is once."""
    notes = noted(answers)
    for one in lost:
        name = clean_name(one.name)
        known = next((place for place, note in enumerate(notes) if note.is_of(name, one.size)), None)
        if known is not None:
            notes[known] = replace(notes[known], refusal=one.refusal)
        elif len(notes) < MOST_NOTED:
            notes.append(Missing(secrets.token_hex(4), name, one.size, one.refusal))
        else:
            notes[-1] = replace(notes[-1], name="", count=notes[-1].count + 1)
    return _kept(notes)


def without_missing(answers: Answers, arrived: Iterable[tuple[str, int]]) -> dict[str, list[str]]:
    """Return the same for files that came after all, by name and size."""
    there = {(clean_name(name), size) for name, size in arrived}
    notes = [note for note in noted(answers) if not any(note.is_of(*one) for one in there)]
    gone = [one for one in _let_go(answers) if one not in there]
    return _kept(notes) | {LET_GO: [json.dumps(one) for one in gone]}


def let_go(answers: Answers, marks: Collection[str]) -> dict[str, list[str]]:
    """Return the same for a reader who goes on without the files of these marks."""
    notes = noted(answers)
    gone = [(note.title, note.size) for note in notes if note.mark in marks]
    listed = list(dict.fromkeys([*_let_go(answers), *gone]))[-MOST_NOTED:]
    return _kept([note for note in notes if note.mark not in marks]) | {LET_GO: [json.dumps(one) for one in listed]}


def told(lines: Iterable[str]) -> list[Lost]:
    """Return the files of which a script says that it has not sent them; what cannot be read is nothing."""
    found = (_TOLD.fullmatch(line) for line in lines)
    return [Lost(one[3], int(one[1]), Refusal(one[2])) for one in found if one is not None]


def _kept(notes: Sequence[Missing]) -> dict[str, list[str]]:
    return {MISSING: [json.dumps([one.mark, one.name, one.size, one.refusal.value, one.count]) for one in notes]}


def _let_go(answers: Answers) -> list[tuple[str, int]]:
    return [(name, size) for name, size in map(json.loads, answers.get(LET_GO, []))]

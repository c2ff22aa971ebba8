"""Taking out what apps put around messages and posts: clocks, ticks, names, labels, counts, buttons, the keyboard.

A line goes only if both its words and its place say so. One that runs on with a message, in the same size and at the
same edge, stays whatever it says: "Teilen!" may be a button, or what somebody shouts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.files.furniture_words import (
    CHAT_HINTS,
    COUNTED,
    DAYS,
    FORWARDED,
    FORWARDED_READ_BADLY,
    GOES_ON,
    LABELS,
    MONTHS,
    PLAINLY_LABELS,
    READERS,
    STATUS_BAR,
    TIMES,
)
from intake.files.lines import Line, body_size, is_speck, size_of

# Two lines are of one size when they differ by less than this share of it.
_ALIKE = 0.13
# The letters of what stands around a message are at least so much smaller.
_SMALLER = 0.9
# Lines of one paragraph follow each other within so many heights of a capital letter, and begin as far apart at most.
_NEXT = 1.4
_INDENTED = 1.0
# A line of so many words is one of a message.
_PROSE = 4
_NAME_WORDS = 4
_HEADER_LINES = 2
_HEADER_WORDS = 8
# The status bar lies within this share of the height of a screen, the field for an answer in the last one.
_UPPER = 0.12
_LOWER = 0.8
# Of words of a keyboard nearly all are single letters.
_KEYS = 6
_MOST_WORDS_OF_LABEL = 5

_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
_CLOCK_READ_BADLY = re.compile(r"[0-2]?\d[:.;,]?\d{2}")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*[km%]?", re.IGNORECASE)
_HANDLE = re.compile(r"@\w+")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_AGO = re.compile(r"\d+(?:s|sek|m|min|h|std|t|d|w|j|y)")
_KNOWN = TIMES | COUNTED | DAYS | MONTHS | LABELS | {"vor", "ago", "mir", "am", "um", "at", "von", "of"}
_PHONE = re.compile(r"\+\d[\d ()/-]{6,}")


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a picture, what most of them measure, how high it is, and whether it shows a chat."""

    lines: Sequence[Line]
    body: float
    height: int
    is_chat: bool


def without_furniture(lines: Sequence[Line], height: int) -> list[Line]:
    """Return those lines of a picture, given from top to bottom, that are words of a message or post."""
    prose = [line for line in lines if len(line.words) >= _PROSE] or list(lines)
    page = _Page(lines, body_size(prose), height, any(_is_any(line, CHAT_HINTS) for line in lines))
    gone = {number for number, line in enumerate(lines) if _goes(page, number, line)}
    gone |= _header(page)
    gone |= {number - 1 for number in sorted(gone) if number and _is_name_above(page, number)}
    kept = [line for number, line in enumerate(lines) if number not in gone]
    return [cut for line in kept if (cut := _without_end(page, line)) is not None]


def _goes(page: _Page, number: int, line: Line) -> bool:
    if _is_any(line, PLAINLY_LABELS) or _is_keyboard(line):
        return True
    if _runs_on(page, number):
        return False
    return (
        _is_made_of_labels(line)
        or _is_meta(line)
        or _is_status_bar(page, line)
        or all(map(is_speck, line.words))
        or _is_passed_on(page, line)
        or (size_of(line.words[0]) < page.body * _SMALLER and _is_time(line))
        or (line.size < page.body * _SMALLER and _is_sender(page, number))
        or not any(len(word) > 1 for word in _WORD.findall(line.text))
    )


def _runs_on(page: _Page, number: int) -> bool:
    """Return whether a line belongs to a paragraph with a line that is surely one of a message."""
    line = page.lines[number]
    if abs(line.size - page.body) > _ALIKE * page.body:
        return False
    for other in (number - 1, number + 1):
        if not 0 <= other < len(page.lines):
            continue
        beside = page.lines[other]
        gap = max(beside.top, line.top) - min(beside.bottom, line.bottom)
        if (
            len(beside.words) >= _PROSE
            and not _is_meta(beside)
            and abs(beside.size - line.size) <= _ALIKE * page.body
            and gap < _NEXT * page.body
            and abs(beside.left - line.left) < _INDENTED * page.body
        ):
            return True
    return False


def _is_any(line: Line, phrases: frozenset[str]) -> bool:
    return _said(line) in phrases


def _is_passed_on(page: _Page, line: Line) -> bool:
    """Return whether a small line says that a message is passed on, even where half of it could not be read."""
    said = _said(line)
    is_label = any(part in said for part in FORWARDED_READ_BADLY)
    return line.size < page.body * _SMALLER and len(line.words) <= _NAME_WORDS and is_label


def _said(line: Line) -> str:
    """Return the words of a line in small letters, without specks and pictures that were read as short words."""
    return _plain(" ".join(word.text for word in line.words if not is_speck(word)))


def _is_made_of_labels(line: Line) -> bool:
    """Return whether a line is nothing but labels, as a row of buttons is."""
    return any(_are_labels(words.split()) for words in (_said(line), _plain(line.text)))


def _are_labels(words: Sequence[str]) -> bool:
    at = 0
    while at < len(words):
        longest = next(
            (
                n
                for n in range(_MOST_WORDS_OF_LABEL, 0, -1)
                if " ".join(words[at : at + n]) in LABELS and at + n <= len(words)
            ),
            0,
        )
        if not longest:
            return False
        at += longest
    return bool(words)


def _is_meta(line: Line) -> bool:
    """Return whether a line only says when something was written, who may read it, or how often it was shared."""
    return any(map(_says_when, (_said(line), _plain(line.text))))


def _says_when(text: str) -> bool:
    words = _WORD.findall(_HANDLE.sub(" ", _CLOCK.sub(" ", text)))
    if not words:
        return bool(_HANDLE.search(text)) or bool(_CLOCK.search(text))
    counts = [_NUMBER.fullmatch(word) or _AGO.fullmatch(word) for word in words]
    others = sum(count is None and word not in _KNOWN for word, count in zip(words, counts, strict=True))
    if _HANDLE.search(text) and others <= _NAME_WORDS and (words[-1] in TIMES or _AGO.fullmatch(words[-1])):
        return True
    return others == 0 and (any(counts) or any(word in DAYS for word in words))


def _is_status_bar(page: _Page, line: Line) -> bool:
    if line.bottom > page.height * _UPPER:
        return False
    words = _plain(line.text).split()
    known = sum(_NUMBER.fullmatch(word) is not None or word in STATUS_BAR or len(word) == 1 for word in words)
    has_clock = _CLOCK.search(line.text) is not None
    return (has_clock and known * 2 >= len(words)) or (known == len(words) and "%" in line.text)


def _is_time(line: Line) -> bool:
    """Return whether a small line is the time of a message, with what was read out of its ticks."""
    first = line.words[0].text
    return _CLOCK_READ_BADLY.fullmatch(first) is not None and all(len(word.text) <= 2 for word in line.words[1:])


def _is_sender(page: _Page, number: int) -> bool:
    """Return whether a small line is the name over a message: of a person or a telephone number, right above it."""
    line = page.lines[number]
    following = page.lines[number + 1] if number + 1 < len(page.lines) else None
    if following is None or following.top - line.bottom > _NEXT * page.body:
        return False
    return looks_like_name(line)


def looks_like_name(line: Line) -> bool:
    """Return whether a line may be who wrote what follows: a telephone number, or few words with capitals."""
    if _PHONE.search(line.text):
        return True
    words = [word.text for word in line.words if len(word.text) > 1 and not is_speck(word) and _WORD.search(word.text)]
    return 0 < len(words) <= _NAME_WORDS and all(word[0].isupper() for word in words) and words[-1][-1] not in ".,!?:"


def _is_name_above(page: _Page, number: int) -> bool:
    """Return whether the line over one that goes is the name of whoever wrote what follows."""
    line, above = page.lines[number], page.lines[number - 1]
    says_who = _is_any(line, FORWARDED) or _is_passed_on(page, line) or _is_meta(line) or _is_any(line, READERS)
    return (
        says_who
        and above.bottom <= line.top + page.body / 2
        and line.top - above.bottom < _NEXT * page.body
        and not _runs_on(page, number - 1)
        and looks_like_name(above)
    )


def _header(page: _Page) -> set[int]:
    """Return the lines of the upper edge of a chat: its name and who takes part."""
    bar = max((number for number, line in enumerate(page.lines) if _is_status_bar(page, line)), default=-1)
    if not page.is_chat:
        return set()
    found: set[int] = set()
    for number in range(bar + 1, min(bar + 1 + _HEADER_LINES, len(page.lines))):
        line = page.lines[number]
        if len(line.words) > _HEADER_WORDS or line.bottom > page.height * 2 * _UPPER:
            return set()
        found.add(number)
        following = page.lines[number + 1] if number + 1 < len(page.lines) else None
        if following is None or following.top - line.bottom > _NEXT * page.body:
            return found
    return set()


def _is_keyboard(line: Line) -> bool:
    single = sum(len(word.text) == 1 and word.text.isalpha() for word in line.words)
    return single >= _KEYS and single >= len(line.words) - 1


def _without_end(page: _Page, line: Line) -> Line | None:
    """Return a line without the time and ticks of its message, and without the offer to show the rest of it."""
    plain = _plain(line.text)
    for phrase in GOES_ON:
        if (plain.endswith(phrase) and "…" in line.text + " ") or (plain.endswith(phrase) and "..." in line.text):
            return line.without(len(phrase.split()))
    for last in (1, 2, 3):
        if last >= len(line.words):
            break
        word = line.words[-last]
        is_apart = word.left - line.words[-last - 1].right > page.body * 0.6
        is_small = size_of(word) < page.body * _SMALLER
        rest = line.words[len(line.words) - last + 1 :]
        if _CLOCK.fullmatch(word.text) and is_apart and is_small and all(len(one.text) <= 2 for one in rest):
            return line.without(last)
    return line


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("…", " ").strip(" .·•:|-–—©®°<>+").split())

"""What stands before and after a message and is none of it: heads of exports and mails, greetings, alarms, tails.

One room for all who read posts, so that the hash, the comparison, the embedding and the facts see the same message.
It takes off only what cannot say anything: lines that programs add, and clauses of nothing but words that greet,
alarm, tell where a message is from, ask about it or ask to pass it on. Of a text that is nothing else all stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from search.text.repairing import repaired
from search.text.wrapping_tables import (
    ADDED_BY_MAIL,
    ADDED_LINE,
    ASKING,
    COPULAS,
    CORE,
    EVERYBODY,
    EXPORTED,
    EXPORTED_WITH_NAME_FIRST,
    FEWEST_HEADERS,
    FEWEST_WORDS_WITHOUT_PICTURE,
    FILLING,
    FILLING_ENDINGS,
    GLUED_TAIL,
    GREETING,
    HEAD_OF_A_COPY,
    LONGEST_CLAUSE,
    MAIL_HEADER,
    MAIL_QUOTED,
    OPENING,
    PASSING_ON,
    PICTURE,
    POINTING,
    QUOTED,
    SUBJECT,
    SUBJECT_OF_A_FORWARD,
    TAIL,
    WHETHER,
)

# A line a messenger or mail program adds is short, and only short lines are looked at closely.
LONGEST_ADDED_LINE = 120
# So far into a text, and so far from its end, a clause may be that is taken off.
LOOKED_AT = 300
# Nobody puts more of them one round the other; the limit bounds the work that a stranger can cause.
MOST_CLAUSES = 12
# Of a tail: "18:05 · 12. März 2024" has three.
MOST_PARTS = 4
# What is left must be a message: one word is none.
FEWEST_WORDS_LEFT = 2
# A report is read several times on its way. Only short texts are remembered: memory is counted in texts.
LONGEST_REMEMBERED = 2_000

_WORD = re.compile(r"@?\w+(?:['’]\w+)?")
_WORD_OR_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+|(?P<word>\w+)", re.IGNORECASE)
# Emoji that say yes and no, up and down, and flags are never decoration.
_SAYING = "✅✔✓☑👍❌✖✗✘🚫⛔👎⬆⬇↗↘▲▼📈📉🔺🔻🔼🔽➕➖🔟✝☦☪✡🕎☸\U0001f1e6-\U0001f1ff"
_DECORATION = rf"[^\w\"„“”»«‚‘’'()\[\]@#+$€£%&/§{_SAYING}]"
_LEAD = re.compile(rf"{_DECORATION}*+")
_TRAIL = re.compile(rf"(?<!{_DECORATION}){_DECORATION}++$")
_PICTURES = "\u2190-\u21ff\u2600-\u27bf\U0001f300-\U0001faff"
_ALARMS = "[\U0001f600-\U0001f64f\U0001f6a8⚠❗‼👇👆👉📢📣🔥\ufe0f]"
_HEAD_END = re.compile(rf"[.!?…:,]++(?=[^\w.,:]|$)|!++|\n|\s[-–—]++\s|{_ALARMS}++[\s:!]*+|(?=[{_PICTURES}])")
_TAIL_START = re.compile(rf"(?<=[.!?…])[\"'“”»«’)]?\s++|\n++|(?<=[{_PICTURES}\ufe0f])\s*+")


def undressed(text: str) -> str:
    """Return the message of a text: repaired, in one spelling (NFKC), without what was put round it on the way.

    It is empty for a text of lines that only programs add.
    """
    return _remembered(text) if len(text) <= LONGEST_REMEMBERED else _undressed(text)


def _undressed(text: str) -> str:
    whole = "\n".join(_own_lines(repaired(text)))
    message = _without_tails(_without_heads(whole))
    # The last clause of a text that is nothing else would stand for all of it.
    return whole if _only_wraps(_words(message[:LOOKED_AT]), asks="?" in message) else message


_remembered = lru_cache(maxsize=512)(_undressed)


# ------------------------------------------------------------------------------------------------------- lines


def _own_lines(text: str) -> Iterator[str]:
    """Yield the lines without those that were added on the way, and without what was put before them."""
    # Of a talk between several the names are part; of one exported message they are not.
    senders = {found["name"] for kind in (EXPORTED, EXPORTED_WITH_NAME_FIRST) for found in kind.finditer(text)}
    given = [line.strip() for line in text.splitlines() if line.strip()]
    in_header = _begins_with_header(given)
    for whole in given:
        line = QUOTED.sub("", whole, count=1) if whole[0] == ">" else whole
        if len(senders) == 1:
            line = EXPORTED.sub("", EXPORTED_WITH_NAME_FIRST.sub("", line, count=1), count=1)
        subject = SUBJECT.match(line)
        line = SUBJECT_OF_A_FORWARD.sub("", line, count=1)
        short, plain = len(line) <= LONGEST_ADDED_LINE, _lowered(line)
        if short and (ADDED_BY_MAIL.fullmatch(plain) or MAIL_QUOTED.fullmatch(plain)):
            in_header = True
        elif in_header and subject:
            yield SUBJECT.sub("", line, count=1)
        elif in_header and short and MAIL_HEADER.fullmatch(plain):
            continue
        elif line and not (short and ADDED_LINE.fullmatch(plain)):
            in_header = False
            yield line


def _lowered(line: str) -> str:
    # The Turkish dotted capital I becomes two characters; the second is not seen.
    return line.lower().replace("i\u0307", "i")


def _begins_with_header(lines: Sequence[str]) -> bool:
    """Return whether a text begins with sender, receiver, day and subject of a mail, which no line announces."""
    first = [MAIL_HEADER.fullmatch(_lowered(line[:LONGEST_ADDED_LINE])) for line in lines[:FEWEST_HEADERS]]
    return len({found[1] for found in first if found}) == FEWEST_HEADERS


# ---------------------------------------------------------------------------------------------- heads and tails


def _without_heads(text: str) -> str:
    for _ in range(MOST_CLAUSES):
        lead = _LEAD.match(text)
        start = lead.end() if lead else 0
        head = HEAD_OF_A_COPY.match(text, start)
        end = head.end() if head else _end_of_head(text, start)
        if end is None or not _says_something(text[end:]):
            break
        text = text[end:].lstrip()
    return text


def _end_of_head(text: str, start: int) -> int | None:
    """Return where the first clause ends, if it is nothing of the message."""
    for found in _HEAD_END.finditer(text, start, start + LOOKED_AT):
        words = _words(text[start : found.start()])
        ends_at_comma = found[0].startswith(",")
        # "Wer teilt, gewinnt ein Fahrrad": a comma may be in the middle of what is said.
        greets = bool(words) and words[0] in OPENING and COPULAS.isdisjoint(words)
        if (greets or not ends_at_comma) and _only_wraps(words, asks="?" in found[0]):
            return found.end()
        if not ends_at_comma:
            break
    return None


def _without_tails(text: str) -> str:
    for _ in range(MOST_CLAUSES):
        text = text.rstrip()
        end = _start_of_tail(text)
        if end is None or not _says_something(text[:end]):
            break
        text = text[:end]
    return text.rstrip()


def _start_of_tail(text: str) -> int | None:
    """Return where the last clause begins, if it is nothing of the message."""
    trail = _TRAIL.search(text, max(0, len(text) - LOOKED_AT))
    end = trail.start() if trail else len(text)
    if glued := GLUED_TAIL.search(text, max(0, len(text) - LOOKED_AT)):
        return glued.start()
    if (picture := PICTURE.search(text, max(0, len(text) - LOOKED_AT))) and _says_enough(text[: picture.start()]):
        return picture.start()
    ends = [found.end() for found in _TAIL_START.finditer(text, max(0, len(text) - LOOKED_AT), end)]
    # A signature has its name on a line of its own, and a day has dots.
    for start in ends[-MOST_PARTS:]:
        clause = " ".join(text[start:].split())
        if TAIL.fullmatch(_TRAIL.sub("", clause)) or TAIL.fullmatch(clause):
            return start
    if ends and _only_wraps(_words(text[ends[-1] : end]), asks="?" in text[end:]):
        return ends[-1]
    return None


def _says_something(text: str) -> bool:
    """Return whether something is left, addresses aside: what only introduces a link is part of it."""
    words = (found for found in _WORD_OR_ADDRESS.finditer(text) if found["word"])
    return len(list(islice(words, FEWEST_WORDS_LEFT))) == FEWEST_WORDS_LEFT


def _says_enough(text: str) -> bool:
    words = _words(text)
    return len(words) >= FEWEST_WORDS_WITHOUT_PICTURE and POINTING.isdisjoint(words)


def _words(text: str) -> list[str]:
    return [_lowered(word) for word in _WORD.findall(text)]


def _only_wraps(words: Sequence[str], *, asks: bool) -> bool:
    """Return whether a clause of these words is nothing of a message."""
    if not 0 < len(words) <= LONGEST_CLAUSE:
        return False
    asks = asks or not WHETHER.isdisjoint(words)
    if not all(_fills(word, asks=asks) for word in words):
        return False
    if asks and not ASKING.isdisjoint(words):
        return True
    core = CORE.intersection(words)
    return bool(core) and (EVERYBODY.isdisjoint(words) or not core.isdisjoint(GREETING | PASSING_ON))


def _fills(word: str, *, asks: bool) -> bool:
    if asks and (word in ASKING or word in WHETHER):
        return True
    return word in FILLING or word[0] == "@" or word.endswith(FILLING_ENDINGS)

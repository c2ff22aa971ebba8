"""Which passwords are guessed first: common words, rows of signs, and what everybody knows of an account.

After NIST SP 800-63B, 3.1.1.2: a password is held against what is common or expected, and nobody has to mix kinds of
signs. Of a password counts what is left to guess: each piece that is known counts as one sign, however long it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from itertools import pairwise

# So many signs have to be left to guess: as many as the same source asks of a password beside a second factor.
LEAST_LEFT = 8
# So many different ones; "abababababab" has two.
LEAST_DIFFERENT = 5
# The shortest piece that counts as known, and the shortest row: shorter ones stand in every sentence.
_SHORTEST_KNOWN = 3
_SHORTEST_ROW = 3

# Parts of which the most common passwords in German and English are made, as in the lists of leaked ones that the Hasso
# Plattner Institute and the NCSC publish; and the names of this product and its trade.
_TRIED_FIRST = """
password passwort passwd kennwort geheim geheimnis secret hallo hello welcome willkommen login einloggen admin
administrator root user benutzer test testtest default changeme letmein master monkey dragon shadow superman batman
football fussball baseball bayern schalke dortmund borussia princess prinzessin sunshine sonnenschein iloveyou
ichliebedich liebe schatz schatzi baby angel engel freedom freiheit computer internet startrek starwars pokemon
trustno1 whatever nothing qazwsx 1qaz2wsx 1qay2wsx 1q2w3e4r5t6z 1q2w3e4r5t 1q2w3e4r asdf yxcv
sommer winter herbst fruehling summer spring autumn januar februar april juni juli august september oktober november
dezember january february march june july october december montag dienstag mittwoch donnerstag freitag samstag
sonntag monday tuesday wednesday thursday friday saturday sunday
michael daniel thomas andreas stefan alexander jessica ashley charlie jordan hunter killer ficken arschloch fuckyou
deutschland germany berlin hamburg muenchen wien oesterreich schweiz correcthorsebatterystaple
weihnachten geburtstag sommerferien schmetterling ostern silvester
gegencheck faktencheck factcheck redaktion desk editor
"""
_COMMON = frozenset(_TRIED_FIRST.split())
# Rows of keys and of signs, forwards and backwards; digits and letters go round.
_ROWS = tuple(
    row
    for forwards in (
        *("01234567890123456789", "abcdefghijklmnopqrstuvwxyzabc"),
        *("qwertzuiopü", "qwertyuiop", "asdfghjklöä", "asdfghjkl", "yxcvbnm", "zxcvbnm", "azertyuiop"),
    )
    for row in (forwards, forwards[::-1])
)
# What is written in the place of letters. Each is one sign for one sign, so that places stay.
_WRITTEN_FOR = str.maketrans("013457@$!", "oieastasi")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_REPEATED = re.compile(r"(.+?)\1+", re.DOTALL)
_NO_SIGN = re.compile(r"[\W_]+")
_SAME = re.compile(r"(.)\1{2,}", re.DOTALL)
_WORDS = re.compile(r"[^\W\d_]+")


def is_weak(password: str, *, about: Iterable[str] = ()) -> bool:
    """Return whether a password is among those that are tried first.

    `about` is what everybody knows of the account: its name and address, and how the service is called.
    """
    typed = _plain(password)
    # The same word or phrase again, with whatever between, is tried right after it was tried once.
    if len(set(typed)) < LEAST_DIFFERENT or any(map(_REPEATED.fullmatch, (typed, _NO_SIGN.sub("", typed)))):
        return True
    about = tuple(about)
    # An umlaut is one sign, or the two that stand for it: a row of keys has the one, a word may have either.
    return any(_has_little_left(password, about, as_typed) for as_typed in (_plain, _written_out))


def _has_little_left(password: str, about: Collection[str], written: Callable[[str], str]) -> bool:
    typed = written(password)
    known = _COMMON | {word for text in about for word in _known_of(written(text))}
    return _left(typed, known) < LEAST_LEFT


def _written_out(text: str) -> str:
    return _plain(text).translate(_UMLAUTS)


def _plain(text: str) -> str:
    # One sign for one letter with what stands on it, as a name is written.
    return unicodedata.normalize("NFC", text.casefold())


def _known_of(text: str) -> set[str]:
    """Return the words of a text, each alone and with what stands beside it, as `anna`, `schmidt` and `annaschmidt`."""
    words = _WORDS.findall(text)
    together = [*words, *(first + second for first, second in pairwise(words)), text]
    return {word for word in together if len(word) >= _SHORTEST_KNOWN}


def _left(typed: str, known: Collection[str]) -> int:
    """Return how many signs are left to guess."""
    meant = typed.translate(_WRITTEN_FOR)
    lengths = sorted({len(word) for word in known}, reverse=True)
    left, place = 0, 0
    while place < len(typed):
        here = next((n for n in lengths if typed[place : place + n] in known or meant[place : place + n] in known), 0)
        place += max(here, _row_at(typed, place), 1)
        left += 1
    return left


def _row_at(typed: str, place: int) -> int:
    """Return how long the row of signs, the year or the same sign again is that begins at a place; 0 for none."""
    same, year = _SAME.match(typed, place), _YEAR.match(typed, place)
    length = max(same.end() - place if same else 0, 4 if year else 0)
    end = place + max(length, _SHORTEST_ROW - 1) + 1
    while end <= len(typed) and any(typed[place:end] in row for row in _ROWS):
        length, end = end - place, end + 1
    return length

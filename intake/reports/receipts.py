"""Receipts: what a reader gets after sending, and how its secret is made, kept and known again.

A receipt is twenty digits in five groups. Eighteen are chosen at random, the last two are check digits (ISO 7064,
MOD 97-10), by which a slip of the finger is told as one without asking anybody. See record 73.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext

from core.secrets import keyed_hash

LENGTH = 20
GROUP = 4
_RANDOM = 10 ** (LENGTH - 2)
_MODULUS = 97

# Receipts that were given out before had letters and digits. They stay good, and no new one looks like that.
EARLIER_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
EARLIER_LENGTH = 24
_EARLIER_SIGNS = frozenset(EARLIER_ALPHABET)
_LETTERS_ALONE = frozenset(sign for sign in EARLIER_ALPHABET if sign.isalpha())

# Of what was pasted so much is looked at: a printed page has three thousand characters, a long mail thread thirty.
LONGEST_PASTED = 100_000
# So many of what may be receipts are looked up at once; a page with more of them is no page of one reader.
MOST_TRIED = 8

# Between the groups anything may stand that is no letter and no digit: blanks, dashes, line breaks, marks of quotes.
_DIGITS = re.compile(rf"\d(?:[\W_]{{0,8}}\d){{{LENGTH - 1},}}")
_EARLIER_GROUP = f"[{EARLIER_ALPHABET}]{{{GROUP}}}"
_EARLIER = re.compile(rf"(?<![0-9A-Z])(?=({_EARLIER_GROUP}(?:[\W_]{{0,4}}{_EARLIER_GROUP}){{5}})(?![0-9A-Z]))")
_NO_SIGN = re.compile(r"[^0-9A-Z]")
# As we write one, whether its check digits fit or not: of one with a slip nobody has to read the rest either.
_WRITTEN = re.compile(rf"(?<!\d)\d{{{GROUP}}}(?:[-‐‑– ]\d{{{GROUP}}}){{{LENGTH // GROUP - 1}}}(?!\d)")
CUT_OUT = "…"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a reader gets after sending: a public reference, and the secret that opens the status page."""

    reference: str
    receipt: str


def new_secret() -> str:
    """Return a secret that nobody can guess, in groups that can be read out."""
    return with_check_digits(secrets.randbelow(_RANDOM))


def secret_of(sending: str) -> str:
    """Return the secret that belongs to one act of sending, the same one however often it is repeated.

    `sending` must be as hard to guess as a receipt. Whoever knows it and not the installation's secret learns nothing.
    """
    # Of 256 bits the rest by a number of 60 is as good as evenly spread.
    return with_check_digits(int(_digest_of(sending), 16) % _RANDOM)


def earlier_secret_of(sending: str) -> str:
    """Return what `secret_of` returned when receipts had letters: a repeat of what was sent then finds it."""
    digest = bytes.fromhex(_digest_of(sending))
    return _grouped("".join(EARLIER_ALPHABET[byte % len(EARLIER_ALPHABET)] for byte in digest[:EARLIER_LENGTH]))


def _digest_of(sending: str) -> str:
    return keyed_hash("receipt of a sending", sending)


def with_check_digits(number: int) -> str:
    """Return the receipt of a number of eighteen digits."""
    return _grouped(f"{number:0{LENGTH - 2}}{_MODULUS + 1 - number * 100 % _MODULUS:02}")


def _grouped(secret: str) -> str:
    return "-".join(re.findall("." * GROUP, secret))


def hash_of(receipt: str) -> str:
    """Return the keyed hash of a receipt, however it is grouped; nothing else of it is stored."""
    return keyed_hash("receipt", _NO_SIGN.sub("", receipt.upper()))


def found_in(pasted: str) -> tuple[str, ...]:
    """Return what may be receipts in a text, the likeliest first: the reader may have pasted a whole page or mail.

    The work grows with the length of the text and no faster, and with no more than `LONGEST_PASTED` of it.
    """
    text = pasted[:LONGEST_PASTED]
    # What stands in groups as we write it comes first, then what a browser has run together with its neighbours.
    ranked = [*_of_digits(_plain_digits(text)), *_of_letters(text.upper())]
    found = [secret for _, secret in sorted(ranked, key=lambda one: one[0])]
    return tuple(dict.fromkeys(found))[:MOST_TRIED]


def without_receipts(typed: str) -> str:
    """Return a text with a mark in the place of each receipt, and of whatever may be one, for people to read."""
    plain = _plain_digits(typed)
    found = {_NO_SIGN.sub("", secret) for _, secret in [*_of_digits(plain), *_of_letters(typed.upper())]}
    # Any sentence may have as many letters as an earlier receipt; one of those has digits, too, and never 0, 1, I or O.
    meant = (one for one in found if one.isdigit() or (set(one) - _LETTERS_ALONE and set(one) <= _EARLIER_SIGNS))
    written = [match.span() for match in _WRITTEN.finditer(plain)]
    spans = sorted([*written, *(span for signs in meant for span in _places_of(signs, plain))])
    kept, reached = [], 0
    for start, end in spans:
        if start >= reached:
            kept += [typed[reached:start], CUT_OUT]
        reached = max(reached, end)
    return "".join((*kept, typed[reached:]))


def _places_of(signs: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where some signs stand in a text, whatever stands between: the first place, and that after the last."""
    # Sign by sign: a whole text may grow when it is put into capitals.
    standing = [(place, sign) for place, one in enumerate(text) if not _NO_SIGN.match(sign := one.upper()[0])]
    run = "".join(sign for _, sign in standing)
    start = run.find(signs)
    while start >= 0:
        yield standing[start][0], standing[start + len(signs) - 1][0] + 1
        start = run.find(signs, start + len(signs))


def problem_of(typed: str) -> str:
    """Return what a reader is told of what we do not know: where a digit is wrong or missing, that."""
    signs = _NO_SIGN.sub("", _plain_digits(typed[:LONGEST_PASTED]).upper())
    said: str = gettext("We do not know this receipt. Check each character, or copy it once more.")
    if signs.isdigit() and len(signs) != LENGTH:
        said = gettext(
            "A receipt has %(length)s digits, and these are %(count)s. Please compare it.",
            length=LENGTH,
            count=len(signs),
        )
    elif signs.isdigit() and not _is_checked(signs):
        said = gettext("One digit of this receipt seems to be wrong, or two have changed places. Please compare it.")
    return said


def _plain_digits(text: str) -> str:
    """Return a text with the digits of all scripts, and wide ones, as 0 to 9."""
    return re.sub(r"[^\W0-9]", lambda sign: str(unicodedata.decimal(sign[0], sign[0])), text)


def _of_digits(text: str) -> Iterator[tuple[int, str]]:
    """Yield whatever has the length and the check digits of a receipt, with a rank; 0 is the best."""
    for run in _DIGITS.finditer(text):
        groups = re.findall(r"\d+", run[0])
        digits = "".join(groups)
        edges = _edges(groups)
        for start in range(len(digits) - LENGTH + 1):
            secret = digits[start : start + LENGTH]
            if _is_checked(secret):
                inside = edges & set(range(start, start + LENGTH + 1))
                whole = {start, start + LENGTH}
                if {*range(start, start + LENGTH + 1, GROUP)} == inside or whole == inside:
                    rank = 0
                else:
                    rank = 1 if whole <= edges else 2
                yield rank, _grouped(secret)


def _edges(groups: list[str]) -> set[int]:
    """Return where groups of digits begin and end."""
    edges, position = {0}, 0
    for group in groups:
        position += len(group)
        edges.add(position)
    return edges


def _is_checked(digits: str) -> bool:
    return int(digits) % _MODULUS == 1


def _of_letters(text: str) -> Iterator[tuple[int, str]]:
    for match in _EARLIER.finditer(text):
        secret = _NO_SIGN.sub("", match[1])
        yield 0 if "-" in match[1] else 2, _grouped(secret)
    signs = _NO_SIGN.sub("", text)
    if len(signs) == EARLIER_LENGTH and not signs.isdigit():
        yield 1, _grouped(signs)

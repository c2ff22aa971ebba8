"""Mending what programs did to a text on its way: HTML left over, UTF-8 read as something else, borrowed letters."""

from __future__ import annotations

import re
from html import unescape

from search.text.characters import compatible

# "&amp;uuml;" was coded twice; more often nobody does it by accident.
MOST_CODED = 3

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\s{0,3}/?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|b|i|u|em|strong|span|div|ul|ol|li)>", re.IGNORECASE)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def repaired(text: str) -> str:
    """Return the text as it was meant, in its one spelling (NFKC), without characters that are not seen.

    Links stay as they are but for the entities in them.
    """
    text = _UNSEEN.sub("", _without_html(text))
    if text.isascii():
        return text
    # The accent that stands for an apostrophe would become a space with an accent on it.
    text = compatible(_decoded_again(text).replace("´", "'"))
    return _MIXED.sub(_in_one_script, text)


def _without_html(text: str) -> str:
    for _ in range(MOST_CODED):
        if "&" not in text or (plain := _ENTITY.sub(lambda entity: unescape(entity[0]), text)) == text:
            break
        text = plain
    return _TAG.sub("", _BREAK.sub("\n", text)) if "<" in text else text


# ------------------------------------------------------------------------------------------- UTF-8 read wrongly


def _read_as(byte: int) -> str:
    """Return what a byte looks like to a program that takes the text for Windows-1252."""
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)


_BYTES = {ord(_read_as(byte)): byte for byte in range(0x80, 0x100)} | {byte: byte for byte in range(0x80, 0xA0)}
_FOLLOWING = "".join({_read_as(byte) for byte in range(0x80, 0xC0)} | {chr(byte) for byte in range(0x80, 0xA0)})
_FOLLOWS = f"[{re.escape(_FOLLOWING)}]"
# Quotation marks are such characters too: after `Ä` or `Å` at the end of a word they are what they look like.
_NO_QUOTE = f"(?![„“”‘’‚]){_FOLLOWS}"
_CODED_TWICE = re.compile(
    # What Latin letters, dashes, quotes, signs and pictures become: nobody writes these side by side.
    rf"(?:[ÂÃ]{_FOLLOWS}|â{_FOLLOWS}{{2}}|ï[¸»]{_FOLLOWS}|ð{_FOLLOWS}{{3}}"
    # Central European and Turkish letters, and runs of Greek, Cyrillic and Arabic ones.
    rf"|[ÄÅ]{_NO_QUOTE}|(?:[ÎÏÐÑØÙÚÛ]{_FOLLOWS}){{2,}})+"
)
# Where the last byte of a closing quote was lost, because no character stands for it.
_CUT_QUOTE = re.compile("â€(?=[\\s.,!?]|$)")


def _decoded_again(text: str) -> str:
    for _ in range(MOST_CODED):
        plain = _CUT_QUOTE.sub('"', _CODED_TWICE.sub(_as_utf8, text))
        if plain == text:
            break
        text = plain
    return text


def _as_utf8(run: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[ord(char)] for char in run[0]).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return run[0]


# ------------------------------------------------------------------------------------------- borrowed letters

# Cyrillic and Greek letters that look like a Latin one in print. Those that only resemble one (β, μ, ω, π) are used
# beside Latin letters for what they are.
_LATIN = str.maketrans(
    "аеорсухіјѕһԁԛԝԚԜАВЕКМНОРСТУХІЈЅҺΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανικρυχ",
    "aeopcyxijshdqwQWABEKMHOPCTYXIJSHABEZHIKMNOPTYXoavikpux",
)
_CYRILLIC = str.maketrans("aeopcyxijsABEKMHOPCTYXIJS", "аеорсухіјѕАВЕКМНОРСТУХІЈЅ")
_BORROWED = "".join(map(chr, _LATIN))
# Only a word that has letters of more than one script is looked at.
_MIXED = re.compile(r"(?<!\w)(?=[^\W\d_]*[a-zA-ZÀ-ɏ])(?=[^\W\d_]*[\u0370-\u052f])[^\W\d_]{3,40}(?!\w)")


def _in_one_script(word: re.Match[str]) -> str:
    """Write a word in the script that most of its letters are of, if every other letter only looks like one of it."""
    cyrillic = sum("\u0400" <= letter <= "\u052f" for letter in word[0])
    greek = sum("\u0370" <= letter <= "\u03ff" for letter in word[0])
    latin = len(word[0]) - cyrillic - greek
    if latin > cyrillic + greek:
        plain = word[0].translate(_LATIN)
        return plain if all(letter < "\u0370" for letter in plain) else word[0]
    if cyrillic > latin + greek:
        plain = word[0].translate(_CYRILLIC)
        return plain if all("\u0400" <= letter <= "\u052f" for letter in plain) else word[0]
    return word[0]

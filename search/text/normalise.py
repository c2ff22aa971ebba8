"""What makes two texts the same post, without any model: letters, not their dress.

The hash joins reports for certain, so it only forgives what passing a post on does to it. Numbers, names,
negations, flags and every emoji that says yes, no, up or down stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from search.text.cleaning import SIGNS, compatible
from search.text.links import links_in

# Raise it with every change to what `normalised` returns, to `search.text.links.canonical_url`, to what has matter, or
# to `search.text.content.content_of`: what is stored was made by the version before, and nothing new would meet it. The
# next start then works it out again (`intake.cases.rehashing`).
VERSION = 4

# Enough for any post; a text of nothing but links must not cost more than another one.
MOST_LINKS = 20

# A line a messenger or mail program adds is short, and only short lines are looked at closely.
_LONGEST_ADDED_LINE = 120

# Under so few words an emoji may be the whole point ("🐀 raus"), above it is decoration.
_FEWEST_WORDS = 8

_QUOTES = dict.fromkeys("„“”‟«»〝〞", '"') | dict.fromkeys("‚‘’‛‹›`′ʹʼ", "'")
_DASHES = dict.fromkeys("‐‒–—―−⸺⸻", "-")
# Emoji that stand for a sign are that sign.
_SIGNS = {"❗": "!", "❕": "!", "❓": "?", "❔": "?"}
_SHAPES = _QUOTES | _DASHES | _SIGNS
# Never decoration: yes and no, up and down, ten, and the faiths. Flags are letters and no emoji here.
_SAYING = frozenset("✅✔☑👍❌✖✗✘🚫⛔👎⬆⬇↗↘▲▼📈📉🔺🔻🔼🔽➕➖🔟✝☦☪✡🕎☸")
_EMOJI = (
    (0x2190, 0x21FF),
    (0x2300, 0x27BF),
    (0x2900, 0x297F),
    (0x2B00, 0x2BFF),
    (0x1F000, 0x1F0FF),
    (0x1F300, 0x1FAFF),
)
_SKIN_TONES = (0x1F3FB, 0x1F3FF)
# Variation selectors, the frame of a keycap, and joiners that take no place.
_UNSEEN = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x180B, 0x180F), (0x20E3, 0x20E3), (0x034F, 0x034F), _SKIN_TONES)
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")

_RUN_OF_MARKS = re.compile(r"[!?]{2,}")
# In front of a digit a repeated sign may be part of the number.
_REPEATED = re.compile(r"([.,;:*=~#_-])\1++(?!\d)")
_SPACE_BEFORE_SIGN = re.compile(r"(?<=\D) (?=[!?.,;:])| (?=[!?.,;:](?!\d))")
# Bold and italics of messengers; `~struck out~` is not among them, because it takes back what it marks.
_EMPHASIS = re.compile(r"(?<![\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])|(?<!\w)_([^\s_](?:[^_\n]*[^\s_])?)_(?!\w)")
# Marks in front of a quoted line; before a number `>` says "more than".
_QUOTED = re.compile(r"(?:>[ \t]*+)++(?![^\w\n]{0,3}\d)")
_EXPORTED = re.compile(
    r"^[ \t~-]{0,9}+\[?(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d),?[ \t]{1,2}\d{1,2}:\d\d(?::\d\d)?"
    r"[ \t]?(?:[ap]\.?m\.?)?(?:\][ \t]*+|[ \t]-[ \t])(?P<name>[^:\n]{1,60}):[ \t]*+",
    re.MULTILINE,
)
_SUBJECT = re.compile(r"(?:betreff|subject|objet|oggetto|konu)[ \t]*:[ \t]*+")
_SUBJECT_OF_A_FORWARD = re.compile(rf"^(?:{_SUBJECT.pattern})?(?:(?:fwd?|wg|tr|ilt)[ \t]*:[ \t]*+)++")

# Whole lines, lower case, without the signs around them, that messengers and those who pass a post on put
# there: German, English, French, Italian, Turkish. A line that says more is left alone.
_PASSED_ON = (
    r"""
(?:(?:sehr )?(?:häufig|oft|mehrfach|vielfach|mehrmals) )?weitergeleitet
weitergeleitet (?:aus|von):? [^\d:.,!?]{1,40}
(?:bitte )*(?:dringend |unbedingt )?(?:alles )?(?:(?:an )?alle )?ADDRESSEESPASS_ON(?: bitte)*
(?:weiterleiten|teilen)(?:[ ,!]{1,3}(?:weiterleiten|teilen)){1,5}
kopiert|kopiert und eingefügt|gefunden und geteilt|wie erhalten|so erhalten
fwd?|wg
(?:frequently )?forwarded(?: many times| as received)?
forwarded from:? [^\d:.,!?]{1,40}
copied|copy and paste|copied and pasted|(?:fwd )?as received
(?:please )*(?:forward|share|pass on|pass it on|pass this on|spread the word|copy and paste)(?: WIDELY)*(?: please)?
transféré(?:e|s)?(?: (?:plusieurs|de nombreuses) fois)?|transféré de:? [^\d:.,!?]{1,40}
faites? tourner|à partager|(?:merci de |veuillez )(?:partager|transférer)
inoltrato(?: molte volte)?|inoltrato da:? [^\d:.,!?]{1,40}
fate girare|(?:per favore )?condividete(?: tutti)?
(?:(?:birçok|çok) kez )?iletildi|lütfen (?:paylaşın|iletin)|paylaşalım
(?:bild|video|audio|gif|sticker|dokument|medien) (?:weggelassen|ausgeschlossen)
(?:image|video|audio|gif|sticker|document|media) omitted
diese nachricht wurde bearbeitet|this message was edited
""".replace(
        "ADDRESSEES", "(?:(?:an )?(?:(?:eure|deine|ihre|meine) )?(?:kontakte|freunde|freunde und familie|gruppen) )?"
    )
    .replace("PASS_ON", "(?:weiter(?:leiten|sagen|schicken|verbreiten|senden)|teilen|verbreiten|kopieren und teilen)")
    .replace("WIDELY", "(?:this|it|to everyone|to all|widely|with everyone)")
)
# The same from mail programs; below such a line stand sender, date and receiver of the mail.
_PASSED_ON_BY_MAIL = r"""
(?:weitergeleitete|anfang der weitergeleiteten|ursprüngliche|originale?) (?:nachricht|e-?mail)
(?:begin |start of )?forwarded message|original message
message (?:transféré|d'origine)|messaggio (?:inoltrato|originale)|iletilen mesaj|orijinal mesaj
"""
_MAIL_HEADER = re.compile(
    r"(?:von|from|de|da|kimden|gesendet|sent|envoyé|inviato|gönderildi|datum|date|data|tarih|an|to|à|a|kime|cc|kopie)"
    r"[ \t]*:.*"
)


def _whole_lines(table: str) -> re.Pattern[str]:
    return re.compile(rf"[\W_]*+(?:{'|'.join(table.split(chr(10))[1:-1])})[\W_]*")


_ADDED_LINE, _ADDED_BY_MAIL = _whole_lines(_PASSED_ON), _whole_lines(_PASSED_ON_BY_MAIL)


def _seen(char: str) -> str:
    return "" if unicodedata.category(char) in {"Cc", "Cf", "Cs"} and not char.isspace() else char


def _with_emoji(char: str) -> str:
    if char in _BLANKS or _within(ord(char), _UNSEEN):
        return ""
    return _SHAPES.get(char, _seen(char))


def _plain(char: str) -> str:
    # Digits in circles are numbers and arrows between words are signs: neither is of these kinds. A space,
    # because an emoji often stands where a space would.
    decorates = unicodedata.category(char) in {"So", "Cn"} and _within(ord(char), _EMOJI)
    return " " if decorates and char not in _SHAPES and char not in _SAYING else _with_emoji(char)


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


@dataclass(frozen=True, slots=True)
class _Tables:
    """For `str.translate`: the characters that `_seen`, `_with_emoji` and `_plain` change, with what they become."""

    seen: Mapping[int, str]
    with_emoji: Mapping[int, str]
    plain: Mapping[int, str]


@cache
def _tables() -> _Tables:
    # Worked out whole: a table that learns what it meets grows with what strangers send, to a million entries.
    return _Tables(_changed_by(_seen), _changed_by(_with_emoji), _changed_by(_plain))


def _changed_by(counted_as: Callable[[str], str]) -> Mapping[int, str]:
    return {code: became for code in SIGNS if (became := counted_as(chr(code))) != chr(code)}


def normalised(text: str) -> str:
    """Return the text without what changes when it is passed on.

    Gone are letter case (with it the difference of ß and ss: capitals and Swiss spelling do not have it),
    the shape of quotes and dashes, decoration, invisible characters, white space, and what messengers and mail
    programs add. Umlauts stay: `schon` is not `schön`. Links stand there in their canonical spelling.
    """
    # The accent that stands for an apostrophe would become a space with an accent on it.
    text = compatible(text.replace("´", "'"))
    bare = text.translate(_tables().plain)
    plain = _tidied(bare)
    if len(plain.split()) >= _FEWEST_WORDS:
        return plain
    whole = text.translate(_tables().with_emoji)
    return _tidied(whole) if whole != bare else plain


def text_hash(text: str) -> str:
    """Return the hash of the normalised text, 64 hex digits; empty for a text of which nothing is left."""
    return hash_of(normalised(text))


def hash_of(plain: str) -> str:
    """Return the hash of a text that is normalised already; empty for nothing."""
    return sha256(plain.encode()).hexdigest() if plain else ""


def without_unseen(text: str) -> str:
    """Return the text without control characters, zero-width and direction marks, which may hide in a link."""
    return text.translate(_tables().seen)


def _tidied(text: str) -> str:
    lines = _without_added("".join(_pieces(text)))
    return _SPACE_BEFORE_SIGN.sub("", " ".join(" ".join(lines).split()))


def _pieces(text: str) -> Iterator[str]:
    """Yield the text piece by piece: links keep the letter case of their path, which tells pages apart."""
    done = 0
    for link in links_in(text, most=MOST_LINKS):
        yield _small(text[done : link.start])
        yield link.canonical
        done = link.end
    yield _small(text[done:])


def _small(text: str) -> str:
    # The Turkish dotted capital I becomes two characters; the second is not seen.
    small = compatible(text.casefold()).replace("i\u0307", "i")
    small = _RUN_OF_MARKS.sub(lambda run: "?" if "?" in run[0] else "!", _EMPHASIS.sub(r"\1\2", small))
    return _REPEATED.sub(r"\1", small)


def _without_added(text: str) -> Iterator[str]:
    """Yield the lines without those that were added on the way, and without what was put before them."""
    # Of a talk between several the names are part; of one exported message they are not.
    one_sender = len({found["name"] for found in _EXPORTED.finditer(text)}) == 1
    in_header = False
    for given in filter(None, map(str.strip, text.splitlines())):
        line = _QUOTED.sub("", given, count=1) if given[0] == ">" else given
        line = _EXPORTED.sub("", line, count=1) if one_sender else line
        subject = _SUBJECT.match(line)
        line = _SUBJECT_OF_A_FORWARD.sub("", line, count=1)
        short = len(line) <= _LONGEST_ADDED_LINE
        if short and _ADDED_BY_MAIL.fullmatch(line):
            in_header = True
        elif in_header and subject:
            yield _SUBJECT.sub("", line, count=1)
        elif short and in_header and _MAIL_HEADER.fullmatch(line):
            continue
        elif not (short and _ADDED_LINE.fullmatch(line)):
            in_header = False
            yield line

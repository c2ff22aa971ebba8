"""Which negations of a text deny what it says: not those that cancel one another, calm, or speak of passing it on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from search.text.words import listed

# Adjectives that deny and, after another denial, affirm: "nicht unmöglich" is "möglich". The others that begin so are
# words of their own ("unter", "unbedingt", "important").
_TURNED = frozenset(
    listed(
        "unmöglich unwahrscheinlich ungefährlich unüblich ungewöhnlich unbekannt unwichtig unschuldig unbegründet"
        " unberechtigt unproblematisch unerheblich unbeteiligt unwahr unrichtig unwirksam unfähig unzufrieden ungesund"
        " unfreundlich unnötig unklar unsicher unzulässig unerlaubt unbeliebt unvernünftig unumstritten unvorstellbar"
        " illegal irrelevant inkorrekt"
        " impossible unlikely unusual uncommon unknown unimportant unreasonable unsafe unclear untrue unaware"
        " uncertain unhappy unhealthy unnecessary unlawful inaccurate incorrect"
    )
)
_PREFIX = re.compile(r"(?:un|il|ir|in|im)(?=[^\W\d_]{4})")
_ENDING = re.compile(r"(?:e[nrsm]?)?$")
# These calm or assure and deny nothing of what is told, wherever they stand …
_ASSURING = frozenset(
    {
        "ohne zweifel", "ohne frage", "ohne weiteres", "kein zweifel", "kein witz", "kein scherz", "kein wunder",
        "kein geheimnis", "nicht zuletzt", "nicht umsonst", "nichts als", "no joke", "no kidding", "no doubt",
        "no wonder", "without doubt", "without question", "not least", "no secret", "sans doute", "sin duda",
        "senza dubbio",
    }
)  # fmt: skip
# … and these where they are a clause of their own: "Kinder haben keine Angst" does deny.
_CALMING = frozenset(
    {
        "keine angst", "keine sorge", "keine panik", "keine frage", "kein problem", "kein spaß", "nicht vergessen",
        "nicht verpassen", "nicht wundern", "nicht erschrecken", "no worries", "no problem", "no fear",
        "don't worry", "don't panic", "don't forget", "not kidding", "pas de panique", "ne vous inquiétez pas",
    }
)  # fmt: skip
# "Wer das nicht weiterleitet": then it is about the text, not about what it tells.
_PASSING_ON = re.compile(
    r"weiter(?:leit|sag|schick|gib|geb|verbreit)\w*|teil(?:e|t|en|st)|geteilt|verbreite\w*|verschick\w*|kopier\w*|forward\w*|shar(?:e|es|ed|ing)"
)
_ADDRESSING = frozenset(listed("wenn wer falls sofern bitte solltest solltet du ihr if whoever unless please you"))
_WORDS_TO_VERB = 8
_CLAUSE_END = frozenset(".!?:;\n…")
_MARK_AFTER = re.compile(r"\s*(?:[.!?:;,…)\n–—-]|$)")


def denying(text: str, places: tuple[re.Match[str], ...], folded: tuple[str, ...], found: list[int]) -> Iterator[int]:
    """Yield those of the words that `found` counts, by their numbers, that deny something."""
    cancelled = 0
    for place in found:
        if place < cancelled:
            continue
        following = folded[place + 1] if place + 1 < len(folded) else ""
        if following in {"ohne", "without"} or turned(following):
            # Two denials one upon the other.
            cancelled = place + 2
        elif not (_assures(text, places, folded, place) or _speaks_of_passing_on(text, places, folded, place)):
            yield place


def turned(word: str) -> str:
    """Return what a word says without its denying prefix ("unmöglich" → "möglich"); empty if it has none."""
    bare = _ENDING.sub("", word) if word not in _TURNED else word
    return _PREFIX.sub("", word, count=1) if bare in _TURNED else ""


def affirmed(folded: tuple[str, ...], denials: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Yield the words that a denial before them turns back, each with what is then said."""
    for place in denials:
        following = folded[place + 1] if place + 1 < len(folded) else ""
        if plain := turned(following):
            yield following, plain


def _assures(text: str, places: tuple[re.Match[str], ...], folded: tuple[str, ...], place: int) -> bool:
    if place + 1 >= len(folded):
        return False
    pair = f"{folded[place].replace('’', chr(39))} {folded[place + 1]}"
    if pair in _ASSURING:
        return True
    before = text[: places[place].start()].rstrip(" ")[-1:]
    begins = not before or before in _CLAUSE_END or before in ',–—-("„“'
    return pair in _CALMING and begins and _MARK_AFTER.match(text, places[place + 1].end()) is not None


def _speaks_of_passing_on(text: str, places: tuple[re.Match[str], ...], folded: tuple[str, ...], place: int) -> bool:
    """Return whether a denial is about passing the text on, said to whoever reads it."""
    first = place
    while first > 0 and place - first < _WORDS_TO_VERB:
        between = text[places[first - 1].end() : places[first].start()]
        if not _CLAUSE_END.isdisjoint(between) or "," in between:
            break
        first -= 1
    verb = any(_PASSING_ON.fullmatch(word) for word in folded[place + 1 : place + 4])
    return verb and (first == place or not _ADDRESSING.isdisjoint(folded[first:place]))

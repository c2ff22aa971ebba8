"""Telling the names in a text by their spelling, without a model; `search.facts.comparing` says what is missed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from search.facts.reading import Fact, FactKind, Words
from search.facts.vocabulary import FUNCTION_WORDS, places
from search.text.words import listed

_TITLE = re.compile(r"\b(?:dr|prof|mr|mrs|ms|st|hr|fr)$", re.IGNORECASE)
_LONGEST_NAME = 5
_ENDS_SENTENCE = frozenset('.!?:…\n\r"„“”»«‚‘(•–—|/*>')
# Capitalised words that begin a run of two nouns which is no name: "Ende Mai", "Prozent Zinsen".
_NO_NAMES = frozenset(
    listed(
        "ende anfang mitte millionen milliarden tausend tausende hunderte dutzende prozent euro liter meter kilo"
        " jahre uhr montag dienstag mittwoch donnerstag freitag samstag sonntag monday tuesday wednesday thursday"
        " friday saturday sunday gestern heute morgen yesterday today tomorrow i breaking video foto"
        " bild achtung eilmeldung"
    )
) | frozenset(listed("i'm i've i'll i'd i’m i’ve i’ll i’d"))
# German sentences begin with an adjective or a small word more often than with a first name, and these endings
# give most of them away ("Deutsche Politiker", "Unsere Kinder").
_ADJECTIVE = re.compile(r"\w+(?:e|er|es|en|em)")
# From this share of capitalised words on a text is a headline in title case or shouted.
_SHOUTED = 0.8


def names_in(words: Words) -> Iterator[Fact]:
    """Return the names of a text, as far as spelling tells them."""
    nouns_small = "de" not in words.languages
    longer = [match[0] for match in words.places if len(match[0]) > 3]
    loud = _SHOUTED * len(longer)
    if len(longer) >= 2 and sum(map(str.isupper, longer)) >= loud:
        return
    title_case = len(longer) >= 4 and sum(word[0].isupper() for word in longer) >= loud
    for run, starts_sentence in _runs(words):
        kept = run[1:] if starts_sentence and _no_first_name(run, nouns_small=nouns_small) else run
        has_place = any(_place(match[0]) for match in kept)
        if len(kept) > 1 and not title_case and (not has_place or _place(_spelling(words.text, kept))):
            yield _name(words.text, kept[0].start(), kept[-1].end())
            continue
        for match in kept:
            inside = nouns_small and not title_case and not (starts_sentence and match is run[0])
            if inside or _looks_like_name(match[0]):
                yield _name(words.text, match.start(), match.end())


def _spelling(text: str, run: Sequence[re.Match[str]]) -> str:
    return text[run[0].start() : run[-1].end()]


def _no_first_name(run: Sequence[re.Match[str]], *, nouns_small: bool) -> bool:
    """Return whether the first word of a sentence has its capital from standing there ("In France")."""
    first = run[0][0]
    if any(first.casefold() in small_words for small_words in FUNCTION_WORDS.values()):
        return True
    return len(run) == 2 and not nouns_small and _ADJECTIVE.fullmatch(first) is not None


def _runs(words: Words) -> Iterator[tuple[list[re.Match[str]], bool]]:
    """Return runs of capitalised words that no mark parts, and whether a run begins a sentence."""
    text = words.text
    small = {word for match, word in zip(words.places, words.folded, strict=True) if match[0][0].islower()}
    run: list[re.Match[str]] = []
    starts, end = True, 0
    for match, folded in zip(words.places, words.folded, strict=True):
        between = text[end : match.start()]
        new_sentence = _begins_sentence(text, end, between)
        word = match[0]
        counts = (word[0].isupper() and (folded not in small or word.isupper())) or _looks_like_name(word)
        # "°C" is no name.
        counts = counts and folded not in _NO_NAMES and text[match.start() - 1 : match.start()] != "°"
        if run and (not counts or new_sentence or between != " " or len(run) == _LONGEST_NAME):
            yield run, starts
            run = []
        if counts:
            starts = starts if run else new_sentence
            run.append(match)
        end = match.end()
    if run:
        yield run, starts


def _begins_sentence(text: str, end: int, between: str) -> bool:
    if not end:
        return True
    if _ENDS_SENTENCE.isdisjoint(between):
        return False
    return not (between == ". " and _TITLE.search(text, max(0, end - 4), end))


def _looks_like_name(word: str) -> bool:
    """Return whether the spelling alone tells a name: USA, AfD, mRNA, H5N1, @handle, or a known place."""
    if word[0] == "@":
        return True
    if word.isascii() and word == word.lower():
        return False
    capitals = sum(map(str.isupper, word))
    mixed = capitals >= 2 or (capitals == 1 and not word[0].isupper()) or (capitals and any(map(str.isdigit, word)))
    compound = "-" in word and all(part[:1].isupper() and part[1:].islower() for part in word.split("-"))
    return bool(mixed and not compound) or _place(word) is not None


def _place(name: str) -> str | None:
    if not name[0].isupper() or (len(name) < 3 and not name.isupper()):
        return None
    folded = name.casefold()
    return places().get(folded) or places().get(folded.removesuffix("s").removesuffix("'").removesuffix("’"))


def _name(text: str, start: int, end: int) -> Fact:
    written = text[start:end]
    code = _place(written)
    value = code or re.sub(r"['’]s?$", "", written.casefold()).lstrip("@")
    return Fact(FactKind.NAME, value, written, start, end, "place" if code else "")

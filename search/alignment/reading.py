"""A text read so that it can be laid against another: its sentences as units, each a word, a number or a date."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from search.alignment import lexicon, small_words
from search.alignment.assertions import settled
from search.alignment.dialect import in_standard
from search.alignment.greetings import ungreeted
from search.alignment.moments import in_figures
from search.alignment.phrases import spelled_out, unasked
from search.alignment.signs import put_together, without_strokes
from search.alignment.spelling import plain, spelled
from search.alignment.units import Sentence, Sort, Unit, joined
from search.alignment.wording import Wording, wording
from search.facts.comparing import Facts, facts_of
from search.facts.reading import Fact, without_addresses
from search.text.characters import compatible
from search.text.sentences import sentences_of
from search.text.words import listed
from search.text.wrapping import undressed

ReadFacts: TypeAlias = Callable[[str], Facts]

# A claim is a sentence or two; a longer post is compared by the sentences that met.
MOST_SENTENCES = 12
MOST_UNITS = 120
# Characters of a sentence; what is longer has no marks, and nobody can say where it ends.
LONGEST = 1_000
# At the end of a German clause these are a part of the verb: "Er sperrt den Käfig auf".
PARTICLES = frozenset(
    listed(
        "auf zu an ab aus ein los statt fest weg zurueck nach vor bei mit hin her nieder um unter ueber durch heim frei"
        " vorbei voran zusammen teil"
    )
)
# Codes that name no language.
UNKNOWN = frozenset({"und", "mul", "zxx", "mis"})
# Such a share of small words shows a language; in every German and English sentence there are more.
SMALL_WORDS = 0.2
_LONGEST_TAGS = 300

_WORD = re.compile("\ue000?[^\\W_]+(?:['’-][^\\W_]+)*")
# Hashtags and handles before and after a text belong to no sentence, unless the sentence needs them.
_TAG = r"[#@]\w[\w.]*"
_TAGS_AT_END = re.compile(rf"{_TAG}(?:\s*{_TAG})*[\s.!?…]*$")
_TAGS_AT_START = re.compile(rf"^\s*{_TAG}(?:\s*{_TAG})*")
# Marks a word as one of those; no text has it, because it is for private use.
_OPTIONAL = "\ue000"
_QUOTES = re.compile(r"[\"„“”‚‘«»]|(?<!\w)['’*_]|['’*_](?!\w)")
_CLAUSE_END = re.compile(r"[,;:–—()]|\s-\s")
# In front of a colon stands who said it or that it is important; a sentence of its own, by what it says.
_HEAD = re.compile(r"^([^:,.!?]{2,60}):\s+(?=\S)")


@dataclass(frozen=True)
class Reading:
    """A text in a language, as sentences; `is_cut` when it has more."""

    lang: str
    sentences: tuple[Sentence, ...]
    is_cut: bool = False

    @cached_property
    def joined(self) -> Sentence:
        """All sentences as one; call it only where there is one."""
        return joined(self.sentences)


def read_as(text: str, lang: str) -> str:
    """Return in which language to read a text that was marked or guessed as one; empty when nobody knows.

    Of short texts the language is often guessed wrong: a German or English one is known by its small words.
    """
    lang = lang.partition("-")[0].casefold()
    if lang in lexicon.LANGUAGES:
        return lang
    words = spelled(text)
    small = {code: sum(small_words.is_small(word, code) for word in words) for code in lexicon.LANGUAGES}
    best = max(small, key=lambda code: small[code])
    if small[best] >= max(2, SMALL_WORDS * len(words)):
        return best
    # "und" says that nobody knows.
    return "" if lang in UNKNOWN else lang


def read(text: str, lang: str, *, facts: ReadFacts | None = None) -> Reading:
    """Read a text; of a long one only the first sentences.

    `facts` reads the facts of a sentence in that language, for whoever keeps what was read.
    """
    lang = lang.partition("-")[0].casefold()
    parts = parts_of_text(undressed(without_addresses(text)) or compatible(text))
    found = [sentence for part in parts[:MOST_SENTENCES] for sentence in _parts(part, lang, facts)]
    return Reading(lang, tuple(found), is_cut=len(parts) > MOST_SENTENCES or any(len(part) > LONGEST for part in parts))


def parts_of_text(text: str) -> list[str]:
    """Return the sentences of a text that was undressed, with its hashtags marked, to be read one by one."""
    return [sentence.text for sentence in sentences_of(_with_optional(text))]


def read_part(part: str, lang: str) -> Reading:
    """Read one of the sentences that `parts_of_text` returns."""
    return Reading(lang, tuple(_parts(part, lang, None)))


def _with_optional(text: str) -> str:
    """Mark hashtags and handles at both ends of a text."""
    # A pattern that may begin anywhere is only tried on the last part of a long text.
    for cut in (_TAGS_AT_END.search(text, max(0, len(text) - _LONGEST_TAGS)), _TAGS_AT_START.match(text)):
        if cut is not None:
            text = text[: cut.start()] + re.sub("[#@]", _OPTIONAL, cut[0]) + text[cut.end() :]
    return text


def _parts(text: str, lang: str, facts: ReadFacts | None) -> Iterator[Sentence]:
    text = text[:LONGEST]
    head = _HEAD.match(text)
    if head is not None:
        yield _sentence(head[1], lang, facts, is_head=True)
        text = text[head.end() :]
    yield _sentence(text, lang, facts)


def _sentence(text: str, lang: str, facts: ReadFacts | None, *, is_head: bool = False) -> Sentence:
    asks = text.rstrip('"“”»«) ').endswith("?")
    plain = put_together(without_strokes(text), lang)
    plain = _QUOTES.sub(" ", in_figures(plain, lang).replace("#", "").replace("@", ""))
    plain, is_dialect = in_standard(plain, lang) if lang in lexicon.LANGUAGES else (plain, False)
    plain, is_open = settled(spelled_out(unasked(ungreeted(plain, lang), lang), lang), lang)
    raw = text.replace(_OPTIONAL, "#").strip()
    units = tuple(_named(list(_units(plain, lang, facts, wording(raw, plain, by_word=is_dialect))), lang))
    return Sentence(plain.strip(), lang, units, asks, is_head, is_dialect, is_open=is_open, raw=raw)


def _named(units: Sequence[Unit], lang: str) -> Iterator[Unit]:
    for number, unit in enumerate(units):
        if not _is_tall(unit):
            yield unit
        elif lang != "de":
            yield replace(unit, is_named=unit.is_capital and not lexicon.is_small_word(unit.written, lang))
        else:
            before = units[number - 1] if number else None
            beside = [other for other in (before, *units[number + 1 : number + 2]) if other is not None]
            bare = before is None or (before.sort is Sort.SMALL and not _DETERMINER.fullmatch(before.form))
            yield replace(
                unit,
                is_named=any(_is_tall(other) and other.clause == unit.clause for other in beside),
                is_bare=bare and len(unit.form) <= _LONGEST_NAME,
            )


# After these a capitalised German word is a noun.
_DETERMINER = re.compile(
    r"de[rsmn]|die|das|[mdsk]?eine?[rsmn]?|ihre?[rsmn]?|unsere?[rsmn]?|eure?[rsmn]?|diese[rsmn]?|jene[rsmn]?|jede[rsmn]?"
    r"|alle[rn]?|viele[rn]?|einige[rn]?|manche[rsmn]?|mehrere[rn]?|wenige[rn]?|[iavzb][mnu]|zur|beim|vom|ins|ans"
)
_LONGEST_NAME = 9


def _is_tall(unit: Unit) -> bool:
    return unit.sort is Sort.CONTENT and unit.written[0].isupper()


def _units(text: str, lang: str, read_facts: ReadFacts | None, said: Wording) -> Iterator[Unit]:
    facts = facts_of(text, lang) if read_facts is None else read_facts(text)
    spans = sorted([*facts.numbers, *facts.dates], key=lambda fact: fact.start)
    starts = [fact.start for fact in spans]
    ends = [found.end() for found in _CLAUSE_END.finditer(text)]
    words = list(_WORD.finditer(text))[:MOST_UNITS]
    loud = sum(word[0].isupper() for word in words if len(word[0]) > 3) > 2 and text.upper() == text
    done = place = 0
    for number, word in enumerate(words):
        clause = bisect_right(ends, word.start())
        last = bisect_right(starts, word.end() - 1) - 1
        if last >= 0 and word.start() < spans[last].end:
            # "3-1" is one word and two numbers.
            for at in range(done, last + 1):
                yield _of_fact(spans[at], clause, place, said)
                place += 1
            done = max(done, last + 1)
            continue
        capital = word[0].lstrip(_OPTIONAL)[0].isupper() and not loud and number > 0
        is_last = number + 1 == len(words) or bisect_right(ends, words[number + 1].start()) != clause
        yield _of_word(
            word[0],
            lang,
            clause=clause,
            place=place,
            capital=capital,
            is_last=is_last,
            is_short=not is_last and text.startswith(". ", word.end()),
            said=said.of(*word.span()),
        )
        place += 1


def _of_fact(fact: Fact, clause: int, place: int, said: Wording) -> Unit:
    sort = Sort.DATE if fact.kind.value == "date" else Sort.NUMBER
    form, in_text = f"{fact.value} {fact.unit}", said.of(fact.start, fact.end)
    return Unit(fact.written, form, fact.value, sort, clause, place, fact=fact, said=in_text)


def _of_word(
    written: str, lang: str, *, clause: int, place: int, capital: bool, is_last: bool, is_short: bool, said: str
) -> Unit:
    optional = written.startswith(_OPTIONAL)
    written = written.removeprefix(_OPTIONAL)
    form = plain(written, lang)
    groups = small_words.values_of(form, lang)
    is_particle = lang == "de" and is_last and form in PARTICLES
    sort = Sort.CONTENT
    if not is_particle and (groups or small_words.is_empty(form, lang)):
        sort = Sort.SMALL
    # A name in capitals keeps its letters; a German noun is looked up as it is written.
    lemma = lexicon.lemma(written, lang) if sort is Sort.CONTENT else form
    return Unit(
        written,
        form,
        plain(lemma, lang),
        sort,
        clause,
        place,
        capital,
        groups=() if is_particle else groups,
        is_optional=optional,
        is_short=is_short,
        is_particle=is_particle,
        lang=lang,
        said=said,
    )

"""Edits of a post after which it still says the same. Words that tell are left alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from random import Random

from tools.judge import amounts, words
from tools.judge.draft import bare, in_place_of, is_marked
from tools.judge.sources import Texts

ARTICLES = {
    "de": frozenset(["der", "die", "das", "ein", "eine", "einen", "dem", "den", "des"]),
    "en": frozenset(["the", "a", "an"]),
}
BRITISH = (("our", "or"), ("ise", "ize"), ("isation", "ization"), ("tre", "ter"), ("lled", "led"), ("que", "ck"))
UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"))
# Units as signs, and in other words.
UNITS = {
    "Euro": ("€", "EUR"), "euros": ("€", "EUR"), "dollars": ("$", "USD"), "Prozent": ("%", "v. H."),
    "percent": ("%", "per cent"), "Kilometer": ("km", "km"), "kilos": ("kg", "kilograms"), "Kilo": ("kg", "Kilogramm"),
    "Grad": ("°", "Grad Celsius"),
}  # fmt: skip
TAGS = (
    "breaking", "news", "fake", "wichtig", "unfassbar", "heute", "Politik", "Österreich", "alert", "truth", "info",
    "viral", "WTF", "omg", "sos", "aktuell", "achtung",
)  # fmt: skip
KEYS = "qwertzuiop asdfghjkl yxcvbnm"
Edit = Callable[[Random, list[str]], list[str] | None]


@dataclass(frozen=True)
class Edits:
    """What may be done to a post of one language without changing what it says."""

    texts: Texts

    @cached_property
    def kinds(self) -> dict[str, tuple[Edit, float]]:
        """Each kind of edit with its weight."""
        return {
            "typo": (self._typo, 3),
            "capitals": (_capitals, 1.2),
            "before": (self._framed("before"), 2),
            "after": (self._framed("after"), 3),
            "punctuation": (_punctuation, 2),
            "articles": (self._articles, 1),
            "filler": (self._filler, 1),
            "synonym": (self._synonym, 3),
            "umlauts": (_umlauts, 0.8),
            "spelling": (self._spelling, 1.5),
            "hyphen": (self._hyphen, 0.8),
            "dialect": (self._dialect, 0.8),
            "more_said": (self._more_said, 1.2),
            "genitive": (self._genitive, 0.5),
            "contraction": (self._contraction, 1),
            "title": (self._title, 1),
        }

    def edit(self, rng: Random, sentence: list[str], *, banned: frozenset[str]) -> tuple[list[str], str] | None:
        """Return the sentence with one edit and the edit's kind; None if what was drawn finds nothing to edit."""
        kinds = {kind: edit for kind, edit in self.kinds.items() if kind not in banned}
        (kind,) = rng.choices(list(kinds), [weight for _, weight in kinds.values()])
        found = kinds[kind][0](rng, list(sentence))
        return (found, kind) if found else None

    def _typo(self, rng: Random, sentence: list[str]) -> list[str] | None:
        """One slip of the keyboard in a word that is no name and becomes no other word."""
        for place in rng.sample(range(len(sentence)), len(sentence)):
            word = sentence[place]
            core = bare(word)
            usual = core.islower() or (len(core) >= 7 and core.lower() in self.texts.vocabulary)
            if is_marked(word) or len(core) < 5 or not core.isalpha() or not usual:
                continue
            new = slip(rng, core)
            if new.lower() not in self.texts.vocabulary:
                return [*sentence[:place], word.replace(core, new), *sentence[place + 1 :]]
        return None

    def _framed(self, role: str) -> Edit:
        lang = self.texts.lang

        def edit(rng: Random, sentence: list[str]) -> list[str]:
            frame = rng.choice(words.frames(lang)[role])
            frame = frame.replace("{name}", rng.choice(words.first_names()[rng.choice("fm")]))
            while "{tag}" in frame:
                frame = frame.replace("{tag}", rng.choice(TAGS), 1)
            return [*frame.split(), *sentence] if role == "before" else [*sentence, *frame.split()]

        return edit

    def _articles(self, rng: Random, sentence: list[str]) -> list[str] | None:
        places = [
            p
            for p, word in enumerate(sentence)
            if bare(word).lower() in ARTICLES[self.texts.lang] and not is_marked(word)
        ]
        if not places:
            return None
        out = set(places if rng.random() < 0.4 else places[:1])
        return [word for place, word in enumerate(sentence) if place not in out]

    def _filler(self, rng: Random, sentence: list[str]) -> list[str]:
        place = rng.randrange(1, len(sentence) + 1)
        return [*sentence[:place], rng.choice(words.harmless(self.texts.lang)["filler"]), *sentence[place:]]

    @cached_property
    def _synonyms(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one, other in words.synonyms(self.texts.lang):
            found.setdefault(one.lower(), []).append(other)
            found.setdefault(other.lower(), []).append(one)
        return found

    def _synonym(self, rng: Random, sentence: list[str]) -> list[str] | None:
        return _one_of(rng, sentence, self._synonyms)

    def _dialect(self, rng: Random, sentence: list[str]) -> list[str] | None:
        return _one_of(rng, sentence, {word: others.split() for word, others in self._told("dialect").items()})

    def _told(self, role: str) -> dict[str, str]:
        return dict(text.split("/", 1) for text in words.harmless(self.texts.lang)[role])

    def _spelling(self, rng: Random, sentence: list[str]) -> list[str] | None:
        """Numbers in another spelling, units as signs, British words as Americans write them."""
        for place in rng.sample(range(len(sentence)), len(sentence)):
            word = sentence[place]
            core = bare(word)
            if is_marked(word):
                continue
            before = sentence[place - 1] if place else ""
            # A part of a longer number is none by itself.
            new = None if before.isdigit() else amounts.spelt_otherwise(rng, core, self.texts.lang)
            if new:
                return [*sentence[:place], *in_place_of(word, new), *sentence[place + 1 :]]
            if core in UNITS and re.fullmatch(r"[\d.,]+", before) and not is_marked(before):
                sign, long = UNITS[core]
                told = rng.choice(([before + sign], [before, sign], [before, long]))
                told[-1] += word[len(core) :]
                return [*sentence[: place - 1], *told, *sentence[place + 1 :]]
            for one, other in BRITISH if self.texts.lang == "en" else ():
                if core.endswith(one) and len(core) > 6:
                    return [
                        *sentence[:place],
                        word.replace(core, core.removesuffix(one) + other),
                        *sentence[place + 1 :],
                    ]
        return None

    def _hyphen(self, rng: Random, sentence: list[str]) -> list[str] | None:
        """Write a compound with a hyphen."""
        known = self.texts.vocabulary
        for place in rng.sample(range(len(sentence)), len(sentence)):
            core = bare(sentence[place])
            if is_marked(sentence[place]) or len(core) < 10 or not core.isalpha() or not core[0].isupper():
                continue
            for cut in range(4, len(core) - 4):
                one, two = core[:cut], core[cut:]
                if two in known and (one.lower() in known or one.lower().removesuffix("s") in known):
                    new = f"{one}-{two.capitalize()}"
                    return [*sentence[:place], sentence[place].replace(core, new), *sentence[place + 1 :]]
        return None

    def _more_said(self, rng: Random, sentence: list[str]) -> list[str]:
        more = list(rng.choice(self.texts.sentences))
        if more[-1][-1] not in ".!?":
            more[-1] += "."
        if sentence[-1][-1] not in ".!?":
            sentence[-1] += "."
        return [*more, *sentence] if rng.random() < 0.4 else [*sentence, *more]

    def _genitive(self, rng: Random, sentence: list[str]) -> list[str] | None:
        """Add or drop the e that the genitive and the dative may have: des Walds, im Walde."""
        if self.texts.lang != "de":
            return None
        for place in range(1, len(sentence)):
            core = bare(sentence[place])
            if (
                core[:1].isupper()
                and core.endswith("es")
                and core[:-2] + "s" != core
                and not is_marked(sentence[place])
            ):
                return [*sentence[:place], sentence[place].replace(core, core[:-2] + "s"), *sentence[place + 1 :]]
        return None

    def _contraction(self, rng: Random, sentence: list[str]) -> list[str] | None:
        for place in range(len(sentence) - 1):
            pair = sentence[place : place + 2]
            short = self._told("short").get(" ".join(pair).lower())
            if short and not any(map(is_marked, pair)):
                return [*sentence[:place], short, *sentence[place + 2 :]]
        return None

    def _title(self, rng: Random, sentence: list[str]) -> list[str] | None:
        firsts = {name for some in words.first_names().values() for name in some}
        for place, word in enumerate(sentence[:-1]):
            if word in firsts and not is_marked(word) and bare(sentence[place + 1])[:1].isupper():
                title = rng.choice(words.harmless(self.texts.lang)["title"])
                return [*sentence[:place], title, *sentence[place + rng.randint(0, 1) :]]
        return None


def slip(rng: Random, word: str) -> str:
    """Return a word with one slip: two letters swapped, one missing, doubled or another key hit."""
    place = rng.randrange(1, len(word) - 1)
    draw = rng.random()
    if draw < 0.3:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if draw < 0.55:
        return word[:place] + word[place + 1 :]
    if draw < 0.75:
        return word[:place] + word[place] + word[place:]
    row = next((row for row in KEYS.split() if word[place] in row), "aeiou")
    return word[:place] + row[(row.find(word[place]) + rng.choice((-1, 1))) % len(row)] + word[place + 1 :]


def _capitals(rng: Random, sentence: list[str]) -> list[str]:
    draw = rng.random()
    if draw < 0.4:
        return [word.upper() for word in sentence]
    if draw < 0.8:
        return [word.lower() for word in sentence]
    place = rng.randrange(len(sentence))
    return [word.upper() if at == place else word for at, word in enumerate(sentence)]


def _punctuation(rng: Random, sentence: list[str]) -> list[str]:
    draw = rng.random()
    if draw < 0.35:
        return [*sentence[:-1], sentence[-1].rstrip(".!") + rng.choice(("", "!", "!!", "...", "."))]
    if draw < 0.6:
        return [word.rstrip(",;") for word in sentence]
    if draw < 0.8:
        sentence[0], sentence[-1] = _after_mark(sentence[0], "„"), sentence[-1] + "“"
        return sentence
    return [re.sub(r"[.,;:!?\"„“]", "", word) or word for word in sentence]


def _after_mark(word: str, sign: str) -> str:
    return word[0] + sign + word[1:] if is_marked(word) else sign + word


def _umlauts(_rng: Random, sentence: list[str]) -> list[str] | None:
    found = [re.sub("|".join(one for one, _ in UMLAUTS), lambda m: dict(UMLAUTS)[m.group()], word) for word in sentence]
    return found if found != sentence else None


def _one_of(rng: Random, sentence: list[str], others: dict[str, list[str]]) -> list[str] | None:
    places = [p for p, word in enumerate(sentence) if bare(word).lower() in others and not is_marked(word)]
    if not places:
        return None
    place = rng.choice(places)
    new = in_place_of(sentence[place], rng.choice(others[bare(sentence[place]).lower()]))
    return [*sentence[:place], *new, *sentence[place + 1 :]]

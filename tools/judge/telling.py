"""Changes of a sentence after which it says something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from random import Random

from tools.judge import amounts, names, words
from tools.judge.draft import Draft, bare, in_place_of, mark
from tools.judge.sources import Texts, is_held_out

QUANTIFIERS = {
    "de": (
        "alle keine viele wenige manche einige",
        "jeder keiner mancher",
        "immer nie manchmal oft selten",
        "allen keinen vielen manchen",
    ),
    "en": (
        "all no many few some most",
        "always never sometimes often rarely",
        "everybody nobody somebody",
        "both neither",
    ),
}
MODALS = {
    "de": ("muss darf kann soll will", "müssen dürfen können sollen wollen", "musste durfte konnte sollte wollte"),
    "en": ("must may can should will could might", "had_to wanted_to"),
}
TENSES = {
    "de": ("ist war", "sind waren", "hat hatte", "wird wurde", "werden wurden"),
    "en": ("is was", "are were", "has had", "does did"),
}
LINKS = {"de": ("und oder",), "en": ("and or",)}
FINITE = {
    "de": frozenset(["ist", "sind", "war", "waren", "hat", "haben", "wird", "werden", "wurde", "wurden", "kann",
        "können", "muss", "müssen", "soll", "will", "darf", "bin", "habe"]),
    "en": frozenset(["is", "are", "was", "were", "will", "can", "could", "should", "must", "may", "has", "have", "had",
        "would", "am"]),
}  # fmt: skip
NOT, NEVER = {"de": "nicht", "en": "not"}, {"de": ("nie", "kaum", "fast nie"), "en": ("never", "hardly", "rarely")}
ARTICLES = {
    "de": {"ein": "kein", "eine": "keine", "einen": "keinen", "einem": "keinem", "einer": "keiner"},
    "en": {"a": "no", "an": "no"},
}
LIMITS = {
    "de": ("nur", "fast", "kaum", "nicht nur", "niemals"),
    "en": ("only", "almost", "hardly", "not only", "never"),
}
PERSONS = {
    "de": ("er sie", "ich wir", "sein ihr", "seine ihre", "mein dein", "meine deine", "du er", "uns euch"),
    "en": ("he she", "his her", "i you", "my your", "we they", "our their"),
}
ATTRIBUTION = {
    "de": ("Laut {}: ", "{} sagt: ", "{} schreibt: "),
    "en": ("According to {}: ", "{} says: ", "{} writes: "),
}
SCENE = {"de": ("In {}: ", "{}: "), "en": ("In {}: ", "{}: ")}
Change = Callable[[Random, list[str]], Draft | None]


@dataclass(frozen=True)
class Changes:
    """What can be changed in sentences of one language; `unseen` takes the contraries that training never sees."""

    texts: Texts
    more_contraries: tuple[tuple[str, str], ...] = ()
    unseen: bool = False

    @cached_property
    def kinds(self) -> dict[str, tuple[Change, float]]:
        """Each kind with its weight."""
        lang = self.texts.lang
        return {
            "antonym": (self._antonym, 3),
            "quantifier": (_of_groups("quantifier", QUANTIFIERS[lang]), 1),
            "modality": (_of_groups("modality", MODALS[lang]), 1),
            "tense": (_of_groups("tense", TENSES[lang]), 1),
            "and_or": (_of_groups("and_or", LINKS[lang]), 1),
            "pronoun": (_of_groups("pronoun", PERSONS[lang]), 0.5),
            "month": (_of_groups("month", (amounts.MONTHS[lang],)), 1),
            "weekday": (_of_groups("weekday", (amounts.WEEKDAYS[lang],)), 1),
            "unit": (_of_groups("unit", (amounts.UNITS[lang],)), 1),
            "number_word": (_of_groups("number_word", (amounts.NUMBER_WORDS[lang],)), 1),
            "part": (_of_groups("part", (" ".join(amounts.PARTS[lang]),)), 1),
            "number": (_number, 2),
            "negation": (self._negation, 2),
            "limit": (self._limit, 0.7),
            "swap": (_swap, 1.5),
            "word": (self._word, 3),
            "look_alike": (self._look_alike, 1.5),
            "compound_part": (self._compound_part, 0.7),
            "prefix": (self._prefix, 0.7),
            "said_by": (self._framed("said_by"), 0.7),
            "happened_in": (self._framed("happened_in"), 0.7),
        }

    @cached_property
    def contraries(self) -> dict[str, list[str]]:
        """Words and those that contradict them, both ways."""
        found: dict[str, list[str]] = {}
        own = [pair[:2] for pair in words.contraries(self.texts.lang) if is_held_out(pair[2]) is self.unseen]
        more = [pair for pair in self.more_contraries if is_held_out(" ".join(sorted(pair))) is self.unseen]
        for one, other in own + more:
            found.setdefault(one.lower(), []).append(other)
            found.setdefault(other.lower(), []).append(one)
        return found

    def draft(self, rng: Random, sentence: Iterable[str], *, banned: frozenset[str]) -> Draft | None:
        """Return the sentence with one thing changed; None if what was drawn finds nothing to change."""
        kinds = {kind: change for kind, change in self.kinds.items() if kind not in banned}
        (kind,) = rng.choices(list(kinds), [weight for _, weight in kinds.values()])
        return kinds[kind][0](rng, list(sentence))

    def _antonym(self, rng: Random, sentence: list[str]) -> Draft | None:
        places = [place for place, word in enumerate(sentence) if bare(word).lower() in self.contraries]
        if not places:
            return None
        place = rng.choice(places)
        other = rng.choice(self.contraries[bare(sentence[place]).lower()])
        return _replaced(sentence, place, other, "unseen_antonym" if self.unseen else "antonym")

    def _negation(self, rng: Random, sentence: list[str]) -> Draft | None:
        lang = self.texts.lang
        lower = [bare(word).lower() for word in sentence]
        if NOT[lang] in lower:
            place = lower.index(NOT[lang])
            claim = [*sentence[:place], *mark(sentence[place : place + 1]), *sentence[place + 1 :]]
            return Draft(claim, sentence[:place] + sentence[place + 1 :], False, "negation")
        articles = [place for place, word in enumerate(lower) if word in ARTICLES[lang]]
        if articles and rng.random() < 0.5:
            place = rng.choice(articles)
            return _replaced(sentence, place, ARTICLES[lang][lower[place]], "negation")
        places = [place for place, word in enumerate(lower[:-1]) if word in FINITE[lang]]
        if not places:
            return None
        place = rng.choice(places) + 1
        # In German the verb comes last, and what denies it before that.
        if lang == "de" and lower[-1].endswith(("en", "t")) and rng.random() < 0.5:
            place = len(sentence) - 1
        no = NOT[lang] if rng.random() < 0.7 else rng.choice(NEVER[lang])
        return Draft(sentence, [*sentence[:place], *mark(no.split()), *sentence[place:]], False, "negation")

    def _limit(self, rng: Random, sentence: list[str]) -> Draft:
        place = rng.randrange(1, len(sentence))
        limit = mark(rng.choice(LIMITS[self.texts.lang]).split())
        return Draft(sentence, [*sentence[:place], *limit, *sentence[place:]], False, "limit")

    def _word(self, rng: Random, sentence: list[str]) -> Draft | None:
        return self._some_word(rng, sentence, "word", self.texts.another_word)

    def _look_alike(self, rng: Random, sentence: list[str]) -> Draft | None:
        return self._some_word(rng, sentence, "look_alike", self.texts.look_alike)

    def _compound_part(self, rng: Random, sentence: list[str]) -> Draft | None:
        """Replace a long word by one that shares its beginning."""

        def sharing(rng: Random, word: str) -> str | None:
            found = [other for other in self.texts.content_words.get(word[-2:] + "A", []) if other[:5] == word[:5]]
            found = [other for other in found if len(other) >= 9 and other[:-3] != word[:-3] and other[:8] != word[:8]]
            return rng.choice(found) if len(word) >= 9 and found else None

        return self._some_word(rng, sentence, "compound_part", sharing)

    def _prefix(self, rng: Random, sentence: list[str]) -> Draft | None:
        known = self.texts.vocabulary

        def turned(rng: Random, word: str) -> str | None:
            prefixes = (
                ("un", "an", "ab", "auf", "ein", "aus", "be", "ver", "ent", "zu", "um")
                if self.texts.lang == "de"
                else ("un", "in", "dis", "re", "mis", "im")
            )
            stems = [word[len(one) :] for one in prefixes if word.lower().startswith(one)] + [word.lower()]
            found = [one + stem for stem in stems if len(stem) > 4 for one in (*prefixes, "")]
            found = [other for other in found if other != word.lower() and other in known]
            return rng.choice(found) if found else None

        return self._some_word(rng, sentence, "prefix", turned)

    def _some_word(
        self, rng: Random, sentence: list[str], kind: str, other_than: Callable[[Random, str], str | None]
    ) -> Draft | None:
        places = [
            place for place, word in enumerate(sentence) if place and len(bare(word)) >= 5 and bare(word).isalpha()
        ]
        rng.shuffle(places)
        for place in places:
            if other := other_than(rng, bare(sentence[place])):
                return _replaced(sentence, place, other, kind)
        return None

    def _framed(self, kind: str) -> Change:
        lang = self.texts.lang

        def change(rng: Random, sentence: list[str]) -> Draft:
            if kind == "said_by":
                frame, one = rng.choice(ATTRIBUTION[lang]), names.person(rng, lang)
                other = names.another_person(rng, one, lang)
            else:
                frame, one = rng.choice(SCENE[lang]), names.place(rng, lang)
                other = names.look_alike(rng, one) or names.place(rng, lang)
            return Draft([*_head(frame, one), *sentence], [*_head(frame, other), *sentence], False, kind)

        return change


def _head(frame: str, name: str) -> list[str]:
    before, after = frame.strip().split("{}")
    parts = mark(name.split())
    parts[-1] += after.split(" ")[0]
    return [*before.split(), *parts, *after.split(" ")[1:]]


def _replaced(sentence: list[str], place: int, other: str, kind: str) -> Draft:
    new = mark(in_place_of(sentence[place], other))
    claim = [*sentence[:place], *mark(sentence[place : place + 1]), *sentence[place + 1 :]]
    return Draft(claim, [*sentence[:place], *new, *sentence[place + 1 :]], False, kind)


def _of_groups(kind: str, groups: tuple[str, ...]) -> Change:
    """Replace a word by another of its group."""
    of = {word.lower(): group.split() for group in groups for word in group.split()}

    def change(rng: Random, sentence: list[str]) -> Draft | None:
        places = [place for place, word in enumerate(sentence) if bare(word).lower() in of]
        if not places:
            return None
        place = rng.choice(places)
        others = [word for word in of[bare(sentence[place]).lower()] if word.lower() != bare(sentence[place]).lower()]
        return _replaced(sentence, place, rng.choice(others).replace("_", " "), kind)

    return change


def _number(rng: Random, sentence: list[str]) -> Draft | None:
    places = [place for place, word in enumerate(sentence) if amounts.digits_of(word)]
    if not places:
        return None
    place = rng.choice(places)
    old = amounts.digits_of(sentence[place]) or ""
    new = sentence[place].replace(old, amounts.another_number(rng, old), 1)
    return Draft(
        [*sentence[:place], *mark(sentence[place : place + 1]), *sentence[place + 1 :]],
        [*sentence[:place], *mark([new]), *sentence[place + 1 :]],
        False,
        "number",
    )


def _swap(rng: Random, sentence: list[str]) -> Draft | None:
    """Let two nouns change places."""
    places = [
        place for place, word in enumerate(sentence) if place and bare(word)[:1].isupper() and len(bare(word)) > 3
    ]
    if len({bare(sentence[place]) for place in places}) < 2:
        return None
    one, two = rng.sample(places, 2)
    first, second = bare(sentence[one]), bare(sentence[two])
    if first == second:
        return None
    post, claim = list(sentence), list(sentence)
    post[one], post[two] = (
        mark([sentence[at].replace(old, new)])[0] for at, old, new in ((one, first, second), (two, second, first))
    )
    claim[one], claim[two] = mark([sentence[one], sentence[two]])
    return Draft(claim, post, False, "swap")

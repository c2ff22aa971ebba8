"""Making labelled pairs: by families, by the grammar and from sentences, in a fixed mixture, repeatable by seed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from tools.judge import families, figures, grammar, words
from tools.judge.draft import Draft, Pair, joined, mark
from tools.judge.harmless import Edits
from tools.judge.sources import Texts
from tools.judge.telling import Changes

# What training never sees, so that a figure says how well the judge carries over.
HELD_OUT_CHANGES = frozenset({"weekday", "unit", "and_or", "tense", "comparison"})
HELD_OUT_EDITS = frozenset({"contraction", "title"})
SAME = 0.43
EXAMPLES = 0.8
SOURCES = {"families": 0.2, "grammar": 0.27, "sentences": 0.36, "figures": 0.1, "synonyms": 0.07}
LANGUAGES = {"de": 0.6, "en": 0.4}
# Denials and calls to act, as a share of what differs.
ADDED = 0.06
# How many harmless edits come on top.
EDITS = {"unchanged": (1, 1, 1, 2, 2, 3), "rephrased": (0, 0, 1, 1, 2)}
EDITS_OF_CHANGED = (0, 0, 0, 1, 1, 2)


@dataclass(frozen=True)
class Material:
    """What pairs of one language are made of."""

    texts: Texts
    changes: Changes
    edits: Edits
    # Those of the sentences and families that are held out are for measuring.
    held_out: bool
    # Sentences with one word, and with a synonym of it in the sense it has there.
    examples: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()

    def synonyms(self, rng: Random) -> Draft | None:
        """Return a sentence with a word in place of which another says the same."""
        if self.texts.lang == "en" and self.examples and rng.random() < EXAMPLES:
            claim, post = rng.choice(self.examples)
            return Draft(list(claim), list(post), True, "synonym")
        for _ in range(60):
            claim = rng.choice(self.texts.sentences)
            if post_words := self.edits.kinds["synonym"][0](rng, list(claim)):
                return Draft(list(claim), post_words, True, "synonym")
        return None

    def families(self) -> list[words.Family]:
        """Every ninth family is held out."""
        return [one for one in words.families(self.texts.lang) if (one.number % 9 == 4) is self.held_out]


def pairs(seed: int, material: dict[str, Material], *, banned: frozenset[str] | None = None) -> Iterator[Pair]:
    """Return pairs without end; `banned` kinds are left out, by default those that are held out."""
    rng = Random(seed)
    left_out = HELD_OUT_CHANGES | HELD_OUT_EDITS if banned is None else banned
    while True:
        lang = rng.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
        pair = one_pair(rng, material[lang], same=rng.random() < SAME, banned=left_out)
        if pair:
            yield pair


def one_pair(
    rng: Random, material: Material, *, same: bool, banned: frozenset[str], kind: str = "", source: str = ""
) -> Pair | None:
    """Return one pair; None when what was drawn does not fit. With `kind` only pairs of that change or edit."""
    source = source or rng.choices(list(SOURCES), list(SOURCES.values()))[0]
    drafted = _draft(rng, material, source, same=same, banned=banned)
    if drafted is None or (kind and not same and drafted.kind != kind):
        return None
    lang, claim, post = material.texts.lang, drafted.claim, drafted.post
    if not same and not kind and rng.random() < 0.5:
        # What is missing in the claim is too much in the post.
        claim, post = post, claim
    edits: list[str] = []
    for _ in range(rng.choice(EDITS.get(drafted.kind, EDITS_OF_CHANGED))):
        if edited := material.edits.edit(rng, post, banned=banned | frozenset(edits)):
            post, name = edited
            edits.append(name)
    if same and kind:
        edit = material.edits.kinds[kind][0](rng, list(post))
        if edit is None:
            return None
        post, edits = edit, [kind]
    claim_text, claim_marks = joined(claim)
    post_text, post_marks = joined(post)
    if (claim_text == post_text) and not same:
        return None
    return Pair(lang, drafted.kind, same, claim_text, post_text, source, edits, claim_marks, post_marks)


def _draft(rng: Random, material: Material, source: str, *, same: bool, banned: frozenset[str]) -> Draft | None:
    lang = material.texts.lang
    if not same and rng.random() < ADDED and not material.changes.unseen:
        base = _draft(rng, material, source, same=True, banned=banned)
        return _added(rng, base, lang) if base else None
    if source != "sentences":
        return _built(rng, material, source, same=same, banned=banned)
    sentence = rng.choice(material.texts.sentences)
    if same:
        return Draft(list(sentence), list(sentence), True, "unchanged")
    return material.changes.draft(rng, sentence, banned=banned)


def _built(rng: Random, material: Material, source: str, *, same: bool, banned: frozenset[str]) -> Draft | None:
    lang = material.texts.lang
    if source == "families":
        return families.draft(rng, rng.choice(material.families()), lang, same=same, banned=banned)
    if source == "grammar":
        return grammar.draft(rng, lang, same=same, banned=banned)
    if source == "synonyms":
        return material.synonyms(rng) if same else None
    base = _draft(rng, material, rng.choice(("grammar", "families", "sentences")), same=True, banned=banned)
    return figures.draft(rng, base.claim, lang, same=same) if base else None


def _added(rng: Random, base: Draft, lang: str) -> Draft:
    role = rng.choice(("denial", "denial", "deny", "call"))
    text = mark(rng.choice(words.frames(lang)[role]).split())
    post = [*text, *base.post] if role == "deny" else [*base.post, *text]
    return Draft(base.claim, post, False, "added_call" if role == "call" else "added_denial")


def write(path: Path, found: Iterator[Pair], count: int) -> None:
    """Write so many pairs, one JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        for _, pair in zip(range(count), found, strict=False):
            file.write(json.dumps(asdict(pair), ensure_ascii=False) + "\n")


def read(path: Path) -> list[Pair]:
    """Return the pairs of a file."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [
        Pair(
            **{
                **row,
                "claim_marks": [tuple(m) for m in row["claim_marks"]],
                "post_marks": [tuple(m) for m in row["post_marks"]],
            }
        )
        for row in rows
    ]

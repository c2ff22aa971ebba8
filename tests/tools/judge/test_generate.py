"""The generator: what a label promises holds by construction, and the same seed gives the same pairs."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from tests.support.sentences import SENTENCES, material
from tools.judge import amounts, families, figures, generate, grammar, names, sources, words
from tools.judge.__main__ import main
from tools.judge.draft import Pair, bare, in_place_of, is_marked, joined, mark
from tools.judge.generate import HELD_OUT_CHANGES, HELD_OUT_EDITS
from tools.judge.harmless import slip


def some(count: int, seed: int = 7) -> list[Pair]:
    return list(islice(generate.pairs(seed, material()), count))


def test_a_seed_gives_the_same_pairs_again_and_another_gives_others() -> None:
    assert some(200) == some(200)
    assert some(200) != some(200, seed=8)


def test_what_differs_is_marked_and_what_is_the_same_bears_no_mark() -> None:
    for pair in some(1500):
        marks = pair.claim_marks + pair.post_marks
        assert bool(marks) is not pair.same, pair
        assert pair.same is True or pair.claim != pair.post
        for text, spans in ((pair.claim, pair.claim_marks), (pair.post, pair.post_marks)):
            assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
            assert "\x01" not in text


def test_the_mixture_holds_both_labels_both_languages_and_all_sources() -> None:
    found = some(2000)

    assert 0.35 < sum(pair.same for pair in found) / len(found) < 0.55
    assert {pair.lang for pair in found} == {"de", "en"}
    assert {pair.source for pair in found} == set(generate.SOURCES)
    assert {"added_denial", "antonym", "negation", "roles", "person", "place", "number", "word"} <= {
        pair.kind for pair in found if not pair.same
    }


def test_training_never_sees_what_is_held_out() -> None:
    found = some(3000)

    assert not HELD_OUT_CHANGES & {pair.kind for pair in found}
    assert not HELD_OUT_EDITS & {edit for pair in found for edit in pair.edits}
    trained, kept = ({one.number for one in material(held_out=held)["de"].families()} for held in (False, True))
    assert kept
    assert not trained & kept
    for lang in ("de", "en"):
        seen, unseen = (material(unseen=those)[lang].changes.contraries for those in (False, True))
        assert len(seen) > len(unseen) > 0
        told = {(word, other) for word, others in seen.items() for other in others}
        assert not told & {(word, other) for word, others in unseen.items() for other in others}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_change_of_a_sentence_leaves_all_words_but_the_marked_ones(lang: str) -> None:
    rng, changes = Random(3), material()[lang].changes
    kinds = set()
    for _ in range(800):
        sentence = list(rng.choice(changes.texts.sentences))
        draft = changes.draft(rng, sentence, banned=frozenset())
        if draft is not None:
            kinds.add(draft.kind)
            assert not draft.same
            left = [bare(word).lower() for word in draft.claim if not is_marked(word)]
            assert left == [bare(word).lower() for word in draft.post if not is_marked(word)], draft
    assert {"antonym", "quantifier", "and_or", "number", "negation", "limit", "said_by", "happened_in"} <= kinds


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_harmless_edit_leaves_the_words_that_tell(lang: str) -> None:
    rng, edits = Random(4), material()[lang].edits
    kinds = set()
    for _ in range(1500):
        sentence = list(rng.choice(edits.texts.sentences))
        sentence[2:4] = mark(sentence[2:4])
        edited = edits.edit(rng, list(sentence), banned=frozenset())
        if edited is not None:
            kinds.add(edited[1])
            told = [bare(word).lower() for word in sentence if is_marked(word)]
            kept = [bare(word).lower() for word in edited[0] if is_marked(word)]
            # Umlauts may be written in two letters even there.
            assert kept == told or edited[1] == "umlauts", edited
    assert {"typo", "capitals", "before", "after", "punctuation", "articles", "filler", "more_said"} <= kinds


def test_a_slip_is_never_another_word() -> None:
    rng, edits = Random(5), material()["de"].edits
    known = edits.texts.vocabulary
    for _ in range(300):
        sentence = list(rng.choice(edits.texts.sentences))
        edited = edits.kinds["typo"][0](rng, sentence)
        assert edited is not None
        (slipped,) = [new for old, new in zip(sentence, edited, strict=True) if old != new]
        assert bare(slipped).lower() not in known
    assert all(slip(rng, "Verkehr") != "Verkehr" for _ in range(200))


@pytest.mark.parametrize("lang", ["de", "en"])
def test_two_sayings_of_one_event_name_the_same_people_and_places(lang: str) -> None:
    rng = Random(6)
    for _ in range(300):
        draft = grammar.draft(rng, lang, same=True, banned=frozenset())
        assert draft is not None
        for word in draft.claim:
            if bare(word)[:1].isupper() and word is not draft.claim[0] and lang == "en":
                assert bare(word).lower() in {bare(other).lower() for other in draft.post}, draft


@pytest.mark.parametrize("lang", ["de", "en"])
def test_swapped_roles_name_the_same_words_in_other_places(lang: str) -> None:
    rng, found = Random(7), 0
    for _ in range(3000):
        draft = families.draft(rng, rng.choice(words.families(lang)), lang, same=False, banned=frozenset())
        if draft is not None and draft.kind == "roles":
            found += 1
            claim, post = (
                [bare(word).lower() for word in side if is_marked(word)] for side in (draft.claim, draft.post)
            )
            assert sorted(claim) == sorted(post)
    assert found > 50


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_family_can_be_said_and_every_slot_filled(lang: str) -> None:
    rng = Random(8)
    for family in words.families(lang):
        assert len(family.plus) > 1 or family.minus, family
        for _ in range(4):
            draft = families.draft(rng, family, lang, same=True, banned=frozenset())
            assert draft is not None
            text = joined(draft.claim)[0] + joined(draft.post)[0]
            assert "{" not in text
            assert "  " not in text


def test_another_name_is_another_name() -> None:
    rng = Random(9)
    for _ in range(500):
        name = names.person(rng, rng.choice(("de", "en")))
        assert names.look_alike(rng, name) != name
    assert amounts.another_number(rng, "12") != "12"
    assert {names.look_alike(rng, "Feldkirch") for _ in range(99)} >= {"Feldkirchen", "Feldckirch"}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_figure_is_spelt_in_two_ways_or_has_another_value(lang: str) -> None:
    rng, base = Random(10), SENTENCES[lang][0].split()
    for _ in range(400):
        same = figures.draft(rng, base, lang, same=True)
        different = figures.draft(rng, base, lang, same=False)
        assert same.claim != same.post
        assert not any(map(is_marked, same.claim + same.post))
        told = [[word for word in side if is_marked(word)] for side in (different.claim, different.post)]
        assert told[0] != told[1]
        assert [word for word in different.claim if not is_marked(word)][: len(base) - 1] == base[:-1]


@pytest.mark.parametrize(
    "make, number, spellings",
    [
        (figures.AMOUNTS[0], 12, {"12.000 Euro", "12000€", "EUR 12 000", "12tausend Euro"}),
        (figures.AMOUNTS[5], 3, {"3,5 Kilometer", "3500 m"}),
        (figures.TIMES[0], 2, {"in den 90er Jahren", "in den neunziger Jahren", "in den 1990er Jahren"}),
        (figures.TIMES[-1], 5, {"um 18 Uhr", "um 18:00 Uhr"}),
    ],
)
def test_spellings_of_a_figure_mean_one_value(make: figures.Maker, number: int, spellings: set[str]) -> None:
    assert spellings <= set(make(number, "de"))


def test_a_word_in_place_of_another_keeps_its_case_and_its_marks() -> None:
    assert in_place_of("(Alle,", "keine") == ["(Keine,"]
    assert in_place_of("noch", "nicht mehr") == ["nicht", "mehr"]
    assert joined([*mark(["Nicht"]), "alle"]) == ("Nicht alle", [(0, 5)])


def test_contraries_are_read_form_by_form() -> None:
    found = {(one, other) for one, other, _ in words.contraries("de")}

    assert {("hoher", "niedriger"), ("teures", "billiges"), ("noch", "nicht mehr"), ("gestiegen", "gesunken")} <= found
    assert all(one and other and one != other for one, other in found)


def test_posts_are_cut_into_sentences_without_handles_and_links(tmp_path: Path) -> None:
    file = tmp_path / "posts.jsonl"
    text = "@eine_person Der Hafen wird morgen gesperrt. Das sagt ein Mann aus dem Ort. https://example.org/x Nein!"
    file.write_text(json.dumps({"text": text}) + "\n", encoding="utf-8")

    assert [" ".join(found) for found in sources.german([file])] == [
        "Der Hafen wird morgen gesperrt.",
        "Das sagt ein Mann aus dem Ort.",
    ]


def wordnet(folder: Path) -> Path:
    """Two entries as WordNet's data files write them, each the other's antonym."""
    (folder / "data.adj").write_text(
        "  1 a notice\n"
        '00000100 00 a 01 wide 0 001 ! 00000200 a 0101 | far from side to side; "the river is wide here in spring"\n'
        '00000200 00 a 01 narrow 0 001 ! 00000100 a 0101 | not wide; "a narrow bridge led to the farm"\n'
    )
    for part in ("noun", "verb", "adv"):
        (folder / f"data.{part}").write_text("  1 a notice\n")
    return folder


def test_wordnet_gives_examples_and_antonyms(tmp_path: Path) -> None:
    folder = wordnet(tmp_path)

    assert [" ".join(found) for found in sources.english(folder)] == [
        "The river is wide here in spring",
        "A narrow bridge led to the farm",
    ]
    assert set(sources.contraries(folder)) == {("wide", "narrow"), ("narrow", "wide")}


def test_wordnet_gives_words_that_say_the_same_where_they_stand(tmp_path: Path) -> None:
    folder = wordnet(tmp_path)
    entry = '00000300 00 v 02 wash 0 rinse 0 000 01 + 08 00 | clean with water; "please wash the cups after lunch"'
    (folder / "data.verb").write_text("  1 a notice\n" + entry + "\n")

    assert [" ".join(post) for _, post in sources.synonyms(folder)] == ["Please rinse the cups after lunch"]


def test_the_command_writes_pairs_that_can_be_read_again(tmp_path: Path) -> None:
    posts = tmp_path / "posts.jsonl"
    rows = [
        json.dumps({"text": f"Im Haus {number} wohnen heute {number} Leute mehr als früher."}) for number in range(99)
    ]
    posts.write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "wordnet").mkdir()
    folder = wordnet(tmp_path / "wordnet")

    out = tmp_path / "pairs.jsonl"
    arguments = ["generate", str(out), "--count", "50", "--posts", str(posts), "--wordnet", str(folder)]

    assert main(arguments) == 0
    found = generate.read(out)
    assert len(found) == 50
    assert all(pair.claim and pair.post for pair in found)


def test_no_sentence_is_both_trained_on_and_measured() -> None:
    sentences = [tuple(f"Satz Nummer {number} von vielen".split()) for number in range(400)]

    trained, kept = (set(sources.split(sentences, held_out=held)) for held in (False, True))

    assert trained | kept == set(sentences)
    assert not trained & kept
    assert 10 < len(kept) < 100

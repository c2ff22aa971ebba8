"""From a question to judged hits: how sure each is said to be, and when nothing can be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from search.index.documents import document_id, owner_of
from search.ranking.adapter import Adapter
from search.ranking.bands import Band
from search.ranking.calibration import Calibration
from search.ranking.features import FEWEST_HITS, JUDGED, Side
from search.ranking.gate import FEWEST_WORDS
from search.ranking.judging import Judgement, Stages, Texts, judged, questions_of
from search.text.terms import terms_of
from tests.support.building import CALIBRATION, Both, Reader, band_at, only, question, vector

POST = "Ab Montag müssen alle Hunde in Salzburg einen Helm tragen"
TWIN = f"Bitte weiterleiten! {POST}!!!"
SURE, UNSURE, HOPELESS = (only("lead", 0.0, intercept=intercept) for intercept in (9.0, 1.0, -9.0))


def archive(count: int = 12, first: str = "In Wien wird es heute warm.") -> tuple[Both, dict[int, Side]]:
    """Return an index of documents, each a little farther from north than the one before, and their texts."""
    index, texts = Both(), {}
    for owner in range(1, count + 1):
        text = first if owner == 1 else f"Etwas anderes, Nummer {owner}, das mit Hunden nichts zu tun hat."
        document = document_id(owner)
        index.put(document, vector(1, owner / 20), terms_of(text, "de"))
        texts[document] = Side(text, "de")
    return index, texts


def ask(
    post: str,
    calibration: Calibration | None,
    *,
    count: int = 12,
    first: str = "In Wien wird es heute warm.",
) -> list[Judgement]:
    index, texts = archive(count, first)
    (found,) = judged([question(post, at=vector(1))], index, known(texts), calibration)
    return found


def known(texts: Mapping[int, Side]) -> Texts:
    def of(documents: Sequence[int]) -> Mapping[int, Side]:
        return {document: texts[document] for document in documents if document in texts}

    return of


def bands(found: Sequence[Judgement]) -> set[Band | None]:
    return {judgement.band for judgement in found}


@pytest.mark.parametrize(
    "calibration,band",
    [(SURE, Band.SAME), (UNSURE, Band.LIKELY), (HOPELESS, None)],
    ids=["sure", "unsure", "hopeless"],
)
def test_the_band_is_the_one_of_the_probability(calibration: Calibration, band: Band | None) -> None:
    found = ask(POST, calibration)

    assert len(found) == JUDGED
    assert bands(found) == {band}
    for judgement in found:
        assert judgement.probability is not None
        assert band_at(judgement.probability, calibration) is band


def test_the_first_are_judged_best_first() -> None:
    found = ask(POST, CALIBRATION)

    assert [judgement.hit.owner for judgement in found] == [1, 2, 3, 4, 5]
    probabilities = [judgement.probability or 0 for judgement in found]
    assert probabilities == sorted(probabilities, reverse=True)
    assert found[0].cosine == pytest.approx(float(vector(1, 1 / 20) @ vector(1)), abs=1e-3)


@pytest.mark.parametrize("words,band", [(FEWEST_WORDS - 1, Band.RELATED), (FEWEST_WORDS, Band.SAME)])
def test_under_eight_words_nothing_is_called_the_same_by_similarity(words: int, band: Band) -> None:
    post = " ".join(["Hund"] * words)

    found = ask(post, SURE)

    assert bands(found) == {band}
    assert {judgement.probability for judgement in found} != {None}, "what was measured is told all the same"


def test_a_short_text_that_is_hopeless_is_not_made_related() -> None:
    assert bands(ask("Stimmt das?", HOPELESS)) == {None}


@pytest.mark.parametrize("count", [1, FEWEST_HITS - 1])
def test_in_a_small_archive_nothing_stands_out_so_nothing_is_probable(count: int) -> None:
    near = replace(SURE, related_cosine=0.0)
    far = replace(SURE, related_cosine=1.1)

    assert {(one.probability, one.band) for one in ask(POST, near, count=count)} == {(None, Band.RELATED)}
    assert {(one.probability, one.band) for one in ask(POST, far, count=count)} == {(None, None)}
    assert bands(ask(POST, near, count=FEWEST_HITS)) == {Band.SAME}


def test_a_model_that_nobody_has_measured_only_suggests() -> None:
    found = ask(POST, None)

    assert {(one.probability, one.band) for one in found} == {(None, Band.RELATED)}


@pytest.mark.parametrize("calibration", [HOPELESS, SURE, None], ids=["hopeless", "sure", "not measured"])
@pytest.mark.parametrize("count", [1, 12])
def test_almost_the_same_text_is_the_same_whatever_the_numbers_say(calibration: Calibration | None, count: int) -> None:
    first, *others = ask(POST, calibration, count=count, first=TWIN)

    assert (first.near_duplicate, first.band) == (True, Band.SAME)
    assert not any(other.near_duplicate for other in others)


def test_the_same_words_about_another_number_are_no_duplicate() -> None:
    (first, *_) = ask(POST.replace("alle", "300"), HOPELESS, first=POST.replace("alle", "500"))

    assert (first.near_duplicate, first.band) == (False, None)


def test_texts_that_are_not_known_are_left_out_as_if_they_were_not_indexed() -> None:
    index, texts = archive(13)
    gone = {document: side for document, side in texts.items() if owner_of(document) not in {1, 3}}

    (found,) = judged([question(POST, at=vector(1))], index, known(gone), SURE)

    assert [judgement.hit.owner for judgement in found] == [2, 4, 5, 6, 7]
    few = dict(list(texts.items())[: FEWEST_HITS - 1])
    (found,) = judged([question(POST, at=vector(1))], index, known(few), SURE)
    assert {judgement.probability for judgement in found} == {None}


def test_an_empty_archive_answers_nothing_and_no_question_gets_no_answer() -> None:
    assert judged([question(POST, at=vector(1))], Both(), known({}), SURE) == [[]]
    assert judged([], Both(), known({}), SURE) == []


def test_a_question_is_tidied_told_its_language_and_taken_apart() -> None:
    stages = Stages()

    asked, other = questions_of(
        ["Ab Montag müssen alle #HundeInSalzburg einen Helm tragen https://a.example/1", "ok"],
        embedder=Reader(),  # type: ignore[arg-type]
        stages=stages,
    )

    assert asked.text == "Ab Montag müssen alle Hunde In Salzburg einen Helm tragen"
    assert asked.said.endswith("https://a.example/1")
    assert (asked.lang, other.lang) == ("de", "")
    assert asked.terms.pack() == terms_of(asked.text, "de").pack()
    assert np.array_equal(asked.plain, asked.vector)
    assert (len(stages.embedding), len(stages.terms)) == (1, 1)


def test_an_adapter_moves_the_vector_and_leaves_what_the_model_said() -> None:
    dimension = Reader.dimension
    turn = Adapter("tiny", np.eye(dimension, k=1, dtype=np.float32))

    (plain,) = questions_of([POST], embedder=Reader())  # type: ignore[arg-type]
    (moved,) = questions_of([POST], embedder=Reader(), adapter=turn)  # type: ignore[arg-type]

    assert np.array_equal(moved.plain, plain.plain)
    assert np.allclose(moved.vector, turn.apply(plain.plain[None])[0])
    assert not np.allclose(moved.vector, plain.vector)


def test_time_is_taken_for_each_question() -> None:
    index, texts = archive()
    stages = Stages()

    judged([question(POST, at=vector(1))] * 3, index, known(texts), SURE, stages=stages)

    assert (len(stages.search), len(stages.judging)) == (3, 3)
    assert min(stages.search + stages.judging) > 0


@pytest.mark.parametrize(
    "claim",
    [
        "Ab Montag müssen alle Hunde in Salzburg keinen Helm tragen.",
        "Ab Montag müssen alle Hunde unter 20 Kilo in Salzburg einen Helm tragen.",
    ],
    ids=["denied", "another number"],
)
def test_what_contradicts_a_post_is_never_called_the_same_by_similarity(claim: str) -> None:
    post = POST if "keinen" in claim else POST.replace("Hunde", "Hunde unter 50 Kilo")

    found = ask(post, SURE, first=claim)

    assert (found[0].band, found[0].near_duplicate) == (Band.LIKELY, False)


UNEXPLAINED = POST.replace("Montag", "Montag laut Magistrat")


def test_what_the_lists_cannot_explain_is_never_the_same_by_similarity() -> None:
    assert ask(POST, SURE, first=UNEXPLAINED)[0].band is Band.LIKELY


def with_wording(wording: str, claim: str) -> tuple[Both, dict[int, Side]]:
    """Return an archive whose first claim has a further wording, which is as near to the post as the claim is."""
    index, texts = archive(12, claim)
    document = document_id(1, 1)
    texts[document] = Side(wording, "de")
    index.put(document, vector(1), terms_of(wording, "de"))
    return index, texts


@pytest.mark.parametrize(
    "post,band",
    [
        (POST, Band.SAME),
        (f"{POST}, behauptet unsere Nachbarin Rosi Moser am Gartenzaun", Band.SAME),
        (POST.replace("Montag", "Dienstag"), Band.LIKELY),
        (POST.replace("Hunde", "Katzen"), Band.LIKELY),
        (POST.replace("müssen", "dürfen"), Band.LIKELY),
    ],
)
def test_what_is_only_like_a_wording_is_held_against_the_claim_as_well(post: str, band: Band) -> None:
    index, texts = with_wording(f"{POST}, behauptet unsere Nachbarin Rosi Moser am Gartenzaun", POST)

    (found,) = judged([question(post, at=vector(1))], index, known(texts), SURE)

    assert found[0].hit.owner == 1
    assert found[0].band is band


def test_a_post_in_which_one_word_turns_the_claim_is_never_called_the_same() -> None:
    for one, other in (("müssen", "dürfen"), ("Hunde", "Katzen"), ("Salzburg", "Innsbruck")):
        assert ask(POST, SURE, first=POST.replace(one, other))[0].band is Band.LIKELY


def test_a_claim_in_another_form_is_the_same_without_any_probability() -> None:
    assert ask("In Salzburg müssen ab Montag alle Hunde Helme tragen.", None, first=POST)[0].band is Band.SAME


def foreign(*greek: int, count: int = 40) -> tuple[Both, dict[int, Side]]:
    """Return an archive of English claims in which some are Greek and stand nearest to every Greek post."""
    index, texts = Both(), {}
    for owner in range(1, count + 1):
        text = "Ο δήμος θα κόψει το νερό" if owner in greek else f"Something else altogether, number {owner}."
        texts[document_id(owner)] = Side(text, "el" if owner in greek else "en")
        place = vector(1, owner / 1_000) if owner in greek else vector(0.8, 0.6 + owner / 100)
        index.put(document_id(owner), place, terms_of(text, texts[document_id(owner)].lang))
    return index, texts


def ask_in_greek(*greek: int, calibration: Calibration) -> list[Judgement]:
    index, texts = foreign(*greek)
    post = "Χάθηκε ο σκύλος μας χθες το βράδυ κοντά στην πλατεία του χωριού"
    (found,) = judged([question(post, lang="el", at=vector(1))], index, known(texts), calibration)
    return found


@pytest.mark.parametrize("greek", [(1,), (1, 2), (1, 2, 3, 4, 5, 6, 7)], ids=len)
def test_among_hardly_any_in_its_language_the_only_ones_are_not_probable(greek: tuple[int, ...]) -> None:
    """They stand out because they are Greek, whatever they say."""
    near, far = replace(SURE, related_cosine=0.0), replace(SURE, related_cosine=1.1)

    for calibration, band in ((near, Band.RELATED), (far, None)):
        found = [one for one in ask_in_greek(*greek, calibration=calibration) if one.hit.owner in greek]
        assert {(one.probability, one.band) for one in found} == {(None, band)}


def test_where_most_of_the_background_is_in_its_language_a_hit_is_probable() -> None:
    found = ask_in_greek(*range(1, 10), calibration=SURE)

    # Never the same: nobody can lay Greek sentences side by side.
    assert bands(found) == {Band.LIKELY}
    assert all(one.probability is not None for one in found)


def test_what_is_hopeless_stays_so_where_nothing_is_in_its_language() -> None:
    assert bands(ask_in_greek(1, 2, calibration=replace(HOPELESS, related_cosine=0.0))) == {None}


def test_across_languages_nothing_is_called_the_same_by_similarity() -> None:
    found = ask_in_greek(calibration=SURE)

    assert bands(found) == {Band.LIKELY}


@pytest.mark.parametrize("lang", ["", "und", "de", "de-AT"])
def test_a_document_in_the_same_script_and_no_other_known_language_may_be_the_same(lang: str) -> None:
    index, texts = archive()
    texts = {document: Side(side.text, lang) for document, side in texts.items()}

    (found,) = judged([question(POST, at=vector(1))], index, known(texts), SURE)

    assert bands(found) == {Band.SAME}


def test_what_has_no_vector_yet_is_related_by_its_words_and_the_others_are_judged_without_it() -> None:
    index, texts = archive(14)
    new = document_id(99)
    index.lexical.add(np.array([new]), [terms_of(POST, "de")])
    texts[new] = Side("Hunde in Salzburg müssen ab Montag an die Leine, sagt das Amt", "de")

    (found,) = judged([question(POST, at=vector(1))], index, known(texts), CALIBRATION)

    (its,) = [one for one in found if one.hit.owner == 99]
    assert (its.probability, its.cosine, its.band) == (None, None, Band.RELATED)
    assert len(found) == JUDGED
    assert all(one.probability is not None and one.cosine is not None for one in found if one is not its)

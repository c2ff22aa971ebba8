"""A report that is almost the same text as a case joins it; what says something else opens its own."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.db import db, writing
from intake.cases import joining, settling, suggesting
from intake.cases.near_duplicates import CASES, Twins
from intake.models.cases import Case, CaseState, Kind
from intake.models.reports import Submission
from search.comparison.said import Said
from search.engine import engine
from search.index import change_log
from search.ranking.fusion import Question
from tests.support import factories

LETTER = (
    "Achtung, ab dem 1. März verlangen die Wasserwerke in Graz für jeden Hausanschluss eine neue Gebühr von 40 Euro, "
    "und wer nicht bis Freitag widerspricht, dem wird der Betrag vom Konto abgebucht."
)
WRAPPED = f"Hallo ihr Lieben 😱\n{LETTER}\nBitte an alle weiterleiten!!!"
MISTYPED = LETTER.replace("Hausanschluss", "Hausanschlus").replace("Achtung, ab", "ab")
OTHER_SUM = LETTER.replace("40 Euro", "90 Euro")
DENIED = LETTER.replace("eine neue Gebühr", "keine neue Gebühr")


def cases_of(*texts: str, kinds: tuple[str, ...] = ()) -> list[int | None]:
    """Send reports one after the other, match them in one go, and return their cases in order."""
    sent = [
        factories.submission(text, kind=kind)
        for text, kind in zip(texts, kinds or ("check",) * len(texts), strict=True)
    ]
    joining.match_all_waiting()
    return [db.session.get_one(Submission, report.id).case_id for report in sent]


@pytest.mark.parametrize("edited", [WRAPPED, MISTYPED], ids=["wrapped", "mistyped"])
def test_a_copy_with_small_edits_joins_the_case_later_and_in_the_same_batch(app: Flask, edited: str) -> None:
    first, beside = cases_of(LETTER, edited)
    (later,) = cases_of(f"{edited} 🙏")

    assert first == beside == later
    assert db.session.scalar(select(func.count(Case.id))) == 1
    assert db.session.scalars(select(Case)).one().submission_count == 3


@pytest.mark.parametrize("other", [OTHER_SUM, DENIED], ids=["another sum", "denied"])
def test_a_copy_that_says_something_else_opens_a_case_of_its_own(app: Flask, other: str) -> None:
    first, second = cases_of(LETTER, other)
    (third,) = cases_of(f"Hallo! {other}")

    assert first != second
    assert third == second


def test_reports_of_hate_keep_to_themselves(app: Flask) -> None:
    checked, hated, hated_too = cases_of(LETTER, WRAPPED, MISTYPED, kinds=("check", "hate", "hate"))

    assert checked != hated
    assert hated == hated_too


def test_joins_do_not_chain(app: Flask) -> None:
    added = [
        " Das hat mir meine Schwester heute erzählt, die beim Magistrat im Bauamt arbeitet und es wissen muss.",
        " Der Bürgermeister schweigt dazu seit Wochen, obwohl ihn viele Leute schon darauf angesprochen haben.",
        " In der Zeitung stand davon kein Wort, weil die Verlage längst mit den Werken unter einer Decke stecken.",
        " Im Nachbarort haben sie es genauso gemacht, und dort zahlen die Leute heute noch jedes Jahr dafür.",
    ]
    texts = [LETTER + "".join(added[:more]) for more in range(len(added) + 1)]

    found = [cases_of(text)[0] for text in texts]

    assert found[0] == found[1], "one sentence more is the same letter"
    for case_id, text in zip(found, texts, strict=True):
        case = db.session.get_one(Case, case_id)
        assert case.text == text or Said(text, "de").is_almost(case.text)


def test_a_copy_of_a_decided_case_finds_its_answer_at_once(app: Flask) -> None:
    (case_id,) = cases_of(LETTER)
    case = db.session.get_one(Case, case_id)
    with writing():
        settling.settle(
            case, state=CaseState.DECIDED, public_sentence="Es gibt keine solche Gebühr.", verdict=None,
            answer_claim_id=None,
        )  # fmt: skip

    assert cases_of(WRAPPED) == [case_id]


def test_what_another_worker_opened_while_the_model_was_thinking_is_seen(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = factories.submission(LETTER), factories.submission(WRAPPED)
    real = Twins.of

    def looked_before_the_other_wrote(
        questions: dict[int, Question], said: dict[int, Said], kinds: dict[int, Kind]
    ) -> Twins:
        monkeypatch.setattr(Twins, "of", real)
        found = real(questions, said, kinds)
        with app.app_context():
            joining.match_batch([first.id])
        return found

    monkeypatch.setattr(Twins, "of", looked_before_the_other_wrote)
    joining.match_batch([second.id])

    db.session.expire_all()
    assert first.case_id == second.case_id is not None


def test_a_case_is_indexed_once_and_again_when_its_words_change(app: Flask) -> None:
    (case_id,) = cases_of(LETTER)
    before = engine().collection(CASES).follow()
    suggesting.rematch_open()
    assert engine().collection(CASES).follow() == before

    with writing():
        db.session.get_one(Case, case_id).text = OTHER_SUM
    suggesting.rematch_open()

    assert engine().collection(CASES).follow() > before
    pages = list(change_log.changes(CASES, engine().embedder.model_id, dimension=384, after=0))
    assert sum(len(page.ids) for page in pages) == 1


def test_a_report_without_a_text_is_no_twin_of_anything(app: Flask) -> None:
    one, two = (
        factories.submission("", url="https://example.org/a/1"),
        factories.submission("", url="https://example.org/b"),
    )
    joining.match_all_waiting()
    db.session.expire_all()

    assert one.case_id != two.case_id

"""What the page in Leichte Sprache states is held by tests: each sentence names one that fails when it is not so.

It is written in German and stands in no catalogue. Everything on it is looked at that is no question and asks nobody to
do something.
"""

from __future__ import annotations

import pytest

from tests.support import promises
from tools.machine import PROJECT_FOLDER

PAGE = PROJECT_FOLDER / "templates" / "intake" / "easy.html"
PAGES = "tests/intake/notices/test_pages.py"
RECEIPTS = "tests/intake/reports/test_receipts.py"
STATUS = "tests/intake/public/test_status.py"
LOOKING = "tests/intake/public/test_looking_up.py"
LEAVING = "tests/journey/test_leaving.py"
NO_NAME = f"{PAGES}::test_nobody_is_asked_who_they_are"
A_PERSON_DECIDES = "tests/review/automatic/test_acts.py::test_nothing_vanishes_because_a_machine_matched_it"

HELD: dict[str, tuple[str, ...]] = {
    "Hier steht alles in Leichter Sprache.": (
        "tests/intake/public/test_help.py::test_leichte_sprache_is_german_whoever_asks",
        "tests/intake/public/test_help.py::test_leichte_sprache_has_one_short_thought_a_sentence",
    ),
    "Wir prüfen: Stimmt das?": (A_PERSON_DECIDES,),
    "Ihren Namen brauchen wir nicht.": (NO_NAME,),
    "Das Melden kostet nichts.": (f"{PAGES}::test_reporting_costs_nothing",),
    "Nach dem Senden bekommen Sie einen Abruf-Code.": (
        "tests/intake/public/test_web_form.py::test_the_receipt_is_shown_once_more_on_reload_and_stands_in_no_address",
    ),
    "Der Abruf-Code ist eine lange Nummer.": (f"{RECEIPTS}::test_a_receipt_is_easy_to_read_out_and_hard_to_guess",),
    "Der Abruf-Code ist wie ein Schlüssel.": (
        "tests/intake/public/test_api.py::test_neither_a_wrong_receipt_nor_a_reference_opens_a_status",
    ),
    "Mit dem Abruf-Code sehen Sie unsere Antwort.": (
        f"{STATUS}::test_the_page_tells_the_answer_and_nothing_of_what_was_sent",
    ),
    "Wir können den Abruf-Code nicht noch einmal schicken.": (
        f"{RECEIPTS}::test_what_is_kept_of_a_receipt_cannot_be_computed_without_the_secret_of_the_installation",
    ),
    "Dann sehen Sie: Haben wir schon eine Antwort?": (
        f"{STATUS}::test_an_answer_carries_the_article_its_verdict_and_the_day",
    ),
    "Dann wissen wir noch nicht: Stimmt das?": (
        "tests/intake/public/test_known.py::test_the_receipt_of_anything_else_says_that_it_is_not_checked",
    ),
    "Ein Computer-Programm sucht dann für Sie.": (
        f"{LOOKING}::test_a_question_shows_what_was_checked_with_its_verdict_and_how_sure_the_machine_is",
        "tests/intake/public/test_looking_up_pictures.py::test_the_words_of_a_screenshot_lead_to_the_claim",
    ),
    "Das Programm kann sich irren.": (f"{STATUS}::test_the_page_says_that_a_suggestion_comes_from_a_machine",),
    "Das heißt nicht: Es stimmt.": (
        "tests/intake/public/test_looking_up.py::test_finding_nothing_is_not_taken_for_truth",
    ),
    "Hier helfen Menschen:": (
        "tests/intake/help/test_lines.py::test_there_is_a_line_of_each_kind_in_both_countries_of_the_desk",
    ),
    "Oben auf jeder Seite ist ein Knopf.": (
        "tests/intake/public/test_help.py::test_every_public_page_has_the_way_out",
    ),
    "Auf dem Knopf steht: Seite schnell verlassen.": (
        "tests/intake/public/test_help.py::test_leichte_sprache_is_german_whoever_asks",
    ),
    "Dann sehen Sie eine andere Seite.": (
        f"{LEAVING}::test_the_link_leads_away_and_not_back",
        f"{LEAVING}::test_without_a_script_the_link_still_leads_away",
    ),
    "Wir fragen nicht nach Ihrem Namen.": (NO_NAME,),
    "Wir speichern Ihre Internet-Adresse nicht.": (f"{RECEIPTS}::test_the_address_of_a_reader_is_kept_nowhere",),
    "Ein Programm vergleicht Ihre Meldung": (
        f"{STATUS}::test_a_report_is_received_until_it_is_matched_and_then_waits_for_an_editor",
    ),
    "Dann entscheidet ein Mensch.": (A_PERSON_DECIDES,),
    "Gleiche Meldungen bekommen die gleiche Antwort.": (
        f"{STATUS}::test_a_new_copy_of_a_decided_case_is_answered_at_once",
    ),
    "Das zeigen wir nicht.": (
        "tests/intake/files/test_uploads.py::test_a_photo_lies_the_right_way_and_tells_neither_place_nor_device",
    ),
    "Das Original liegt bei uns verschlossen.": (
        "tests/core/files/test_sealed.py::test_nothing_of_the_content_or_the_key_of_another_secret_reads_it",
        "tests/review/case/test_files.py::test_the_original_is_saved_as_bytes_and_the_trail_tells_who_did",
    ),
}
# What is so in the world, or who we are: nothing that the program could break.
SAID = (
    "So können Sie uns leicht verstehen.",
    "Im Internet steht viel.",
    "Manches davon ist falsch.",
    "Das nennt man: Falsch-Meldung.",
    "Das nennt man: Hass.",
    "Manches davon tut Menschen weh.",
    "Wir sind eine Redaktion.",
    "In einer Redaktion arbeiten Menschen.",
    "Die Menschen suchen Antworten für Sie.",
    "Das Prüfen dauert manchmal mehrere Tage.",
    "Vieles haben wir schon geprüft.",
    "Vielleicht darf jemand nicht sehen, was Sie hier lesen.",
    "Dafür ist der Knopf.",
    "In einem Foto steht manchmal, welches Handy Sie haben.",
)
STATEMENTS = promises.statements_in_german(PAGE.read_text("utf-8"))


@pytest.mark.parametrize("sentence", STATEMENTS, ids=lambda one: one[:50])
def test_every_sentence_names_the_test_that_holds_it(sentence: str) -> None:
    assert promises.unnamed([sentence], HELD, SAID) == [], "write the test first, then the promise"


@pytest.mark.parametrize("name", sorted({name for names in HELD.values() for name in names}))
def test_a_test_that_holds_a_promise_exists(name: str) -> None:
    assert promises.is_a_test(name)


def test_no_beginning_stands_for_two_promises() -> None:
    assert promises.ambiguous((*HELD, *SAID), STATEMENTS) == {}


def test_no_test_is_named_for_a_sentence_that_is_gone() -> None:
    assert promises.gone((*HELD, *SAID), STATEMENTS) == []


def test_a_new_promise_on_the_page_is_seen() -> None:
    page = PAGE.read_text("utf-8").replace("</ol>", "<li>Bitte warten Sie. Wir löschen alles nach einem Tag.</li></ol>")
    found = promises.unnamed(promises.statements_in_german(page), HELD, SAID)
    assert found == ["Wir löschen alles nach einem Tag."]

"""What our own pages promise is held by tests: for each line of them one is named that fails when it is not so."""

from __future__ import annotations

import re

import pytest

from intake.models.notices import Notice
from intake.notices import texts
from tools.machine import PROJECT_FOLDER

RECEIPTS = "tests/intake/reports/test_receipts.py"
UPLOADS = "tests/intake/files/test_uploads.py"
PAGES = "tests/intake/notices/test_pages.py"
LOOKED_UP = "tests/intake/public/test_looking_up_pictures.py"
RULES = "tests/intake/retention/test_rules.py"
DRAFTS = "tests/intake/reports/test_drafts.py"
PHONE = "tests/journey/test_form_by_steps.py"
LOOKS = "tests/journey/test_help_pages.py"

# The beginning of a line or paragraph, in German, and the tests for it.
HELD: dict[str, tuple[str, ...]] = {
    "Jede Meldung, die bei uns ankommt": (
        "tests/journey/test_disturbances.py::test_reports_are_taken_while_the_queue_is_dead",
        "tests/journey/test_disturbances.py::test_a_killed_worker_loses_and_doubles_nothing",
    ),
    "Sie brauchen kein Konto": (f"{PAGES}::test_nobody_is_asked_who_they_are",),
    "Ein Mensch entscheidet": (
        "tests/review/automatic/test_acts.py::test_nothing_vanishes_because_a_machine_matched_it",
    ),
    "Wer von einer Entscheidung betroffen ist, kann Einspruch erheben.": (
        "tests/intake/public/test_objections.py::test_openly_somebody_concerned_objects_and_gets_a_receipt",
        "tests/review/objections/test_answering.py::test_another_editor_answers_and_the_trail_says_so",
    ),
    "Was Sie schicken, wird nicht veröffentlicht": (f"{PAGES}::test_nothing_that_was_sent_stands_on_a_public_page",),
    "„Noch nicht geprüft“ heißt nie": (
        "tests/intake/public/test_known.py::test_the_receipt_of_anything_else_says_that_it_is_not_checked",
    ),
    "**Ihre Dateien:**": (
        "tests/core/files/test_sealed.py::test_nothing_of_the_content_or_the_key_of_another_secret_reads_it",
        f"{UPLOADS}::test_a_photo_lies_the_right_way_and_tells_neither_place_nor_device",
        "tests/review/case/test_files.py::test_the_original_is_saved_as_bytes_and_the_trail_tells_who_did",
    ),
    "**Ihren Abruf-Code**": (
        f"{RECEIPTS}::test_what_is_kept_of_a_receipt_cannot_be_computed_without_the_secret_of_the_installation",
    ),
    "Ihre Internet-Adresse": (
        f"{RECEIPTS}::test_the_address_of_a_reader_is_kept_nowhere",
        f"{RECEIPTS}::test_a_whole_ipv6_household_is_one_caller_and_its_address_is_kept_nowhere",
    ),
    "Ihren Namen": (f"{PAGES}::test_nobody_is_asked_who_they_are",),
    "Was Sie nachschlagen": (
        f"{PAGES}::test_what_is_looked_up_is_kept_nowhere",
        f"{LOOKED_UP}::test_nothing_is_kept_but_what_its_page_alone_can_open_and_that_is_tidied",
    ),
    "Wer uns besucht": (
        "tests/core/web/test_headers.py::test_nothing_inline_and_nothing_from_elsewhere_is_allowed",
        f"{PAGES}::test_what_is_looked_up_is_kept_nowhere",
    ),
    "Eine Maschine vergleicht": (
        "tests/review/automatic/test_acts.py::test_whatever_a_machine_does_is_listed_or_named_with_a_reason",
    ),
    "Tag, Uhrzeit und Sprache.": (
        "tests/intake/abuse/test_held.py::test_only_what_waits_its_turn_remembers_a_line_of_networks",
    ),
    "**Ihre Mailadresse**": (
        "tests/processes/test_wall.py::test_a_process_for_readers_seals_an_address_that_it_cannot_open",
        "tests/review/contact/test_contacts.py::test_an_address_is_opened_for_a_reason_which_stands_in_the_trail",
        "tests/intake/contact/test_letters.py::test_nothing_of_the_report_stands_in_a_letter_and_no_receipt",
        "tests/intake/talk/test_letters.py::test_a_reader_who_wishes_for_mail_is_told_that_there_is_a_question_and_not_which",
    ),
    "{keeping} Mit Ihrem": (
        f"{RULES}::test_a_report_goes_a_year_after_it_came_in_by_the_day",
        f"{RULES}::test_a_report_of_hate_goes_half_a_year_after_the_outcome_and_not_before_there_is_one",
        f"{RULES}::test_the_status_says_when_it_is_near",
        "tests/review/retention/test_every_place.py::test_each_place_goes_from_something_to_nothing",
        f"{DRAFTS}::test_each_answer_gives_two_hours_more_and_after_that_nothing_is_found",
    ),
    "Auf der Seite [": (
        "tests/review/retention/test_every_place.py::test_its_exact_words_are_found_by_nobody",
        "tests/intake/public/test_own_report.py::test_everything_that_is_kept_comes_as_a_file",
    ),
    "Ein Cookie": ("tests/accounts/test_session_cookies.py::test_the_session_cookie_is_for_this_site_and_no_script",),
    "Wer von einer Entscheidung betroffen ist, kann [Einspruch": (
        "tests/review/objections/test_answering.py::test_another_editor_answers_and_the_trail_says_so",
    ),
    "Alles geht mit der Tastatur": (
        f"{PHONE}::test_a_report_of_hate_is_sent_from_a_small_phone_without_scripts_by_keyboard_alone",
        "tests/journey/test_reader_and_editor.py::test_a_report_can_be_sent_with_the_keyboard_alone",
    ),
    "Die Schrift lässt sich": (f"{LOOKS}::test_receipts_with_help_and_with_an_answer_look_right_to_everybody",),
    "Helle und dunkle Farben": (f"{LOOKS}::test_receipts_with_help_and_with_an_answer_look_right_to_everybody",),
    "Es gibt kein Bilderrätsel": (f"{DRAFTS}::test_each_answer_gives_two_hours_more_and_after_that_nothing_is_found",),
    "Eine [Seite in Leichter Sprache]": (f"{PAGES}::test_links_of_the_texts_lead_to_pages_that_are_there",),
}
# Lines that promise nothing which the program could break: what it says of itself, of the law, or of people.
SAID = (
    "**Was Sie schreiben:**",
    "**Was Sie später ergänzen,**",
)


def lines(notice: Notice, *sections: str) -> list[str]:
    """Return the lines of lists under some headings, and the first sentence of each other section named."""
    found: list[str] = []
    for part in re.split(r"^## ", texts.brought(notice, "de"), flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        if title in sections:
            found += re.findall(r"^- (.+)$", body, re.MULTILINE) or [body.strip()]
    assert found
    return found


@pytest.mark.parametrize(
    "line",
    [
        *lines(Notice.PROMISES, "Was wir versprechen"),
        *lines(
            Notice.PRIVACY,
            "Was wir speichern, wenn Sie etwas melden",
            "Was wir nicht speichern",
            "Was eine Maschine tut",
            "Wie lange",
            "Ihre Rechte",
            "Was in Ihrem Browser liegt",
            "Wenn Sie in einer Meldung vorkommen",
        ),
        *lines(Notice.ACCESSIBILITY, "Was geht"),
    ],
    ids=lambda line: line[:40],
)
def test_every_line_names_the_test_that_holds_it(line: str) -> None:
    held = [name for beginning, names in HELD.items() if line.startswith(beginning) for name in names]
    assert held or line.startswith(SAID), "write the test first, then the promise"


@pytest.mark.parametrize("name", sorted({name for names in HELD.values() for name in names}))
def test_a_test_that_holds_a_promise_exists(name: str) -> None:
    file, _, test = name.partition("::")
    assert f"\ndef {test}(" in (PROJECT_FOLDER / file).read_text("utf-8")


def test_no_test_is_named_for_a_line_that_is_gone() -> None:
    everything = "\n".join(texts.brought(notice, "de") for notice in Notice)
    assert [beginning for beginning in (*HELD, *SAID) if beginning not in everything] == []

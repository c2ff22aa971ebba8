"""What our own pages promise is held by tests: for each line of them one is named that fails when it is not so."""

from __future__ import annotations

import re

import pytest

from intake.models.notices import Notice
from intake.notices import texts
from tests.support import promises
from tools.machine import PROJECT_FOLDER

RECEIPTS = "tests/intake/reports/test_receipts.py"
UPLOADS = "tests/intake/files/test_uploads.py"
PAGES = "tests/intake/notices/test_pages.py"
LOOKED_UP = "tests/intake/public/test_looking_up_pictures.py"
RULES = "tests/intake/retention/test_rules.py"
DRAFTS = "tests/intake/reports/test_drafts.py"
PHONE = "tests/journey/test_form_by_steps.py"
MUTING = "tests/review/quarantine/test_muting.py"
LOOKS = "tests/journey/test_help_pages.py"

OWN = "tests/intake/public/test_own_report.py"
HATE_GOES = f"{RULES}::test_a_report_of_hate_goes_half_a_year_after_the_outcome_and_not_before_there_is_one"

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
    "**Ihre E-Mail-Adresse**": (
        "tests/processes/test_wall.py::test_a_process_for_readers_seals_an_address_that_it_cannot_open",
        "tests/review/contact/test_contacts.py::test_an_address_is_opened_for_a_reason_which_stands_in_the_trail",
        "tests/intake/contact/test_letters.py::test_nothing_of_the_report_stands_in_a_letter_and_no_receipt",
        "tests/intake/talk/test_letters.py::test_a_reader_who_wishes_for_mail_is_told_that_there_is_a_question_and_not_which",
    ),
    "**Eine Prüfsumme Ihrer E-Mail-Adresse,**": (
        f"{MUTING}::test_who_sends_again_with_the_address_however_it_is_written_is_held_back",
        f"{MUTING}::test_the_trail_and_the_desk_say_nothing_of_the_address",
        f"{MUTING}::test_a_mute_ends_at_its_day_and_what_it_held_still_waits_for_a_person",
        f"{MUTING}::test_undoing_the_mute_lets_go_what_it_held_and_nothing_else",
        f"{MUTING}::test_its_owner_has_the_mute_deleted_by_the_address_alone",
    ),
    "{keeping} Mit Ihrem": (
        f"{RULES}::test_a_report_goes_a_year_after_it_came_in_by_the_day",
        HATE_GOES,
        f"{RULES}::test_the_status_says_when_it_is_near",
        "tests/review/retention/test_every_place.py::test_each_place_goes_from_something_to_nothing",
        f"{DRAFTS}::test_each_answer_gives_two_hours_more_and_after_that_nothing_is_found",
    ),
    "Auf der Seite [": (
        "tests/review/retention/test_every_place.py::test_its_exact_words_are_found_by_nobody",
        f"{OWN}::test_everything_that_is_kept_comes_as_a_file",
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
    "Die Leichte Sprache gibt es nur": (
        "tests/intake/public/test_help.py::test_leichte_sprache_is_german_whoever_asks",
    ),
    "Dass die zwei Stunden bald um sind": (f"{PHONE}::test_what_is_typed_is_counted_and_the_end_of_its_time_is_told",),
    "Was jemand als Bild schickt": (
        "tests/review/case/test_read_text.py::test_an_editor_writes_down_what_stands_there_and_the_case_says_it",
    ),
    # Sentences of what is no list.
    "Ihre Einwilligung nehmen Sie zurück": (f"{OWN}::test_erasing_asks_once_more_and_then_does_it",),
    "Das Löschen Ihrer eigenen Meldung bieten wir trotzdem an.": (
        f"{OWN}::test_erasing_asks_once_more_and_then_does_it",
    ),
    "Die Menschen in der Redaktion, und nur so viel": (
        "tests/accounts/test_permissions.py::test_each_role_opens_what_it_may_and_nothing_else",
        "tests/accounts/test_permissions.py::test_a_stranger_opens_nothing",
    ),
    "Was Sie schicken, veröffentlichen wir nicht.": (f"{PAGES}::test_nothing_that_was_sent_stands_on_a_public_page",),
    "Verglichen und gelesen wird auf unserem eigenen Server;": (
        f"{PAGES}::test_what_was_sent_is_compared_and_read_on_this_machine_alone",
    ),
    "Während Sie schreiben, fragt das Formular": (
        "tests/intake/public/test_known.py::test_asking_keeps_nothing",
        f"{PAGES}::test_what_is_looked_up_is_kept_nowhere",
    ),
    "Wünschen Sie eine E-Mail, geht sie über": (
        "tests/intake/public/test_contact.py::test_from_the_wish_to_the_letter_without_a_script",
    ),
    "**Keine Antwort auf alles.**": (
        "tests/intake/public/test_status.py::test_what_could_not_be_found_out_is_not_taken_for_truth",
    ),
    "**Keine schnelle Hilfe.**": (
        "tests/intake/public/test_help.py::test_the_page_of_those_who_help_now_names_their_numbers",
    ),
    # Sentences that stand in code.
    "Eine gewöhnliche Meldung löschen wir": (f"{RULES}::test_a_report_goes_a_year_after_it_came_in_by_the_day",),
    "We erase an ordinary report": (f"{RULES}::test_a_report_goes_a_year_after_it_came_in_by_the_day",),
    "Eine Meldung zu Hass löschen wir": (HATE_GOES,),
    "We erase a report of hate": (HATE_GOES,),
    "Für gewöhnliche Meldungen gibt es keine": (f"{RULES}::test_without_an_end_nothing_goes",),
    "There is no fixed term": (f"{RULES}::test_without_an_end_nothing_goes",),
    "Für Meldungen zu Hass gibt es keine": (f"{RULES}::test_without_an_end_nothing_goes",),
    "Eine feste Frist gibt es nicht.": (f"{RULES}::test_without_an_end_nothing_goes",),
    "30 Tage vorher steht der Tag": (f"{RULES}::test_the_status_says_when_it_is_near",),
    "From 30 days before, the day stands": (f"{RULES}::test_the_status_says_when_it_is_near",),
}
# Lines that promise nothing which the program could break: what it says of itself, of the law, or of people.
SAID = (
    "**Was Sie schreiben:**",
    "**Was Sie später ergänzen,**",
    "Videos in Gebärdensprache gibt es nicht.",
    "Wir prüfen, ob Behauptungen stimmen",
    "Wir speichern Meldungen, weil Sie uns darum bitten",
    "**Keine Anzeige in Ihrem Namen.**",
    "**Kein Löschen auf fremden Seiten.**",
    "**Keine völlige Unsichtbarkeit.**",
    "Diese Redaktion ",
    "Auch dafür kann es Ausnahmen",
    "Was wir zu journalistischen Zwecken verarbeiten",
    "Auskunft, Berichtigung und Löschung können",
    "Für diese Redaktion gilt das Datenschutzrecht",
)
# The sections that are looked at line by line, and those sentence by sentence.
LISTED = {
    Notice.PROMISES: ("Was wir versprechen", "Was wir nicht versprechen"),
    Notice.PRIVACY: (
        "Was wir speichern, wenn Sie etwas melden",
        "Was wir nicht speichern",
        "Was eine Maschine tut",
        "Wie lange",
        "Ihre Rechte",
        "Was in Ihrem Browser liegt",
        "Wenn Sie in einer Meldung vorkommen",
    ),
    Notice.ACCESSIBILITY: ("Was geht", "Was noch nicht gut ist"),
}
TOLD = {Notice.PRIVACY: ("Wozu und mit welchem Recht", "Wer es sieht")}
# Who answers for a page, and whom to turn to.
WITHOUT_PROMISE = {"Wer verantwortlich ist", "Etwas geht nicht?"}
# What is put into the texts: of the law for the press, and how long reports are kept, in both languages.
LAW = [
    one for path in sorted(texts.BROUGHT.glob("privilege-*.de.md")) for one in promises.sentences_of(path.read_text())
]
IN_CODE = promises.plain_sentences_in((PROJECT_FOLDER / "intake" / "notices" / "texts.py").read_text("utf-8"))


def lines(notice: Notice, *sections: str) -> list[str]:
    """Return the lines of lists under some headings, and the first sentence of each other section named."""
    found: list[str] = []
    for part in re.split(r"^## ", texts.brought(notice, "de"), flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        if title in sections:
            found += re.findall(r"^- (.+)$", body, re.MULTILINE) or [body.strip()]
    assert found
    return found


def sentences(notice: Notice, *sections: str) -> list[str]:
    """Return the sentences under some headings that hold no list; what is put in there is read for itself."""
    found = [one for body in lines(notice, *sections) for one in promises.sentences_of(body)]
    return [one for one in found if not one.startswith("{")]


@pytest.mark.parametrize(
    "line",
    [
        *(line for notice, sections in LISTED.items() for line in lines(notice, *sections)),
        *(one for notice, sections in TOLD.items() for one in sentences(notice, *sections)),
        *LAW,
        *IN_CODE,
    ],
    ids=lambda line: line[:40],
)
def test_every_line_names_the_test_that_holds_it(line: str) -> None:
    held = [name for beginning, names in HELD.items() if line.startswith(beginning) for name in names]
    assert held or line.startswith(SAID), "write the test first, then the promise"


@pytest.mark.parametrize("name", sorted({name for names in HELD.values() for name in names}))
def test_a_test_that_holds_a_promise_exists(name: str) -> None:
    assert promises.is_a_test(name)


def test_every_section_of_our_own_pages_is_looked_at() -> None:
    for notice in set(Notice) - texts.OWN_ONLY:
        titles = set(re.findall(r"^## (.+)$", texts.brought(notice, "de"), re.MULTILINE))
        assert titles == {*LISTED.get(notice, ()), *TOLD.get(notice, ()), *(titles & WITHOUT_PROMISE)}


def test_no_test_is_named_for_a_line_that_is_gone() -> None:
    everything = "\n".join([*(texts.brought(notice, "de") for notice in Notice), *LAW, *IN_CODE])
    assert [beginning for beginning in (*HELD, *SAID) if beginning not in everything] == []

"""What sentences on the pages for readers promise is held by tests: each names one that fails when it is not so.

A sentence that has one of the words of promises has to stand here, under the tests that hold it, or among those that
promise nothing which the program could break. The texts that operators write are held in
`tests/intake/notices/test_promises.py`.
"""

from __future__ import annotations

import re

import pytest

from tools.machine import PROJECT_FOLDER

PUBLIC = "tests/intake/public"
PAGES = "tests/intake/notices/test_pages.py"
RECEIPTS = "tests/intake/reports/test_receipts.py"
DRAFTS = "tests/intake/reports/test_drafts.py"
CONTACTS = "tests/intake/contact/test_contacts.py"
PLACES = "tests/review/retention/test_every_place.py"
OWN = f"{PUBLIC}/test_own_report.py"
WITHDRAWING = f"{PUBLIC}/test_withdrawing.py"
TALK = "tests/intake/talk/test_files.py"
SHARING = "tests/journey/test_sharing.py"

NO_NAME = f"{PAGES}::test_nobody_is_asked_who_they_are"
NO_ADDRESS = f"{RECEIPTS}::test_the_address_of_a_reader_is_kept_nowhere"
NOT_PUBLISHED = f"{PAGES}::test_nothing_that_was_sent_stands_on_a_public_page"
ONLY_A_NUMBER = f"{PLACES}::test_what_stays_is_a_number_a_day_a_kind_and_that_it_was_erased"
ALL_GOES = f"{PLACES}::test_each_place_goes_from_something_to_nothing"
HELD_BY_LAW = f"{OWN}::test_who_asks_for_what_must_be_kept_is_told_so"
TWO_HOURS = f"{DRAFTS}::test_each_answer_gives_two_hours_more_and_after_that_nothing_is_found"
SHARED = f"{PUBLIC}/test_sharing.py::test_a_phone_shares_without_a_token_and_lands_in_the_form"
ENDED = f"{PUBLIC}/test_help.py::test_ending_erases_what_was_typed_and_its_files_and_counts_one"
REPLACED = f"{PUBLIC}/test_steps.py::test_another_text_replaces_what_is_begun_only_when_asked_to"
NO_MORE = f"{CONTACTS}::test_no_more_mails_erases_the_address"

# The beginning of a sentence of a template, and the tests for it.
HELD: dict[str, tuple[str, ...]] = {
    "A text or a link is enough.": (NO_NAME,),
    "A few short questions, most": (NO_NAME,),
    "We do not know your name": (NO_NAME,),
    "We do not ask for your name": (NO_NAME, NO_ADDRESS),
    "You get a receipt. With it": (
        NO_ADDRESS,
        f"{PUBLIC}/test_status.py::test_the_page_tells_the_answer_and_nothing_of_what_was_sent",
    ),
    "Our editors read what you send.": (NOT_PUBLISHED,),
    "It looks for articles": (
        "tests/review/automatic/test_acts.py::test_nothing_vanishes_because_a_machine_matched_it",
    ),
    "What you write stays in this browser": (
        f"{SHARING}::test_after_a_day_it_is_gone",
        f"{SHARING}::test_what_was_written_without_a_connection_can_be_deleted",
    ),
    "Nothing was added yet. Choose another": (
        f"{TALK}::test_a_file_that_is_refused_costs_no_words_and_leaves_nothing",
    ),
    "Nothing was added yet, not even your file": (
        f"{TALK}::test_an_old_page_keeps_the_words_and_says_that_the_file_is_lost",
        f"{TALK}::test_with_one_place_left_a_file_and_words_are_both_refused_and_told_before",
    ),
    "The installed page keeps": (
        f"{SHARING}::test_no_page_with_anything_of_anybody_is_in_the_cache",
        f"{SHARING}::test_after_a_day_it_is_gone",
    ),
    "A text that you wrote without a connection": (
        f"{SHARING}::test_what_was_written_without_a_connection_can_be_deleted",
    ),
    "Look it over. You can change": (SHARED,),
    "Then a message or a link is here": (SHARED,),
    "It opens in a new window.": (f"{PUBLIC}/test_embedding.py::test_what_is_typed_begins_a_report_and_sends_none",),
    "Nothing was lost, and nothing was changed.": (
        f"{PUBLIC}/test_late.py::test_what_was_typed_under_a_token_that_is_over_comes_back_and_can_be_sent_once_more",
        f"{PUBLIC}/test_late.py::test_a_button_under_a_token_that_is_over_does_nothing_until_it_is_pressed_again",
    ),
    "Nothing is sent yet. You can change every answer.": (
        f"{PUBLIC}/test_steps.py::test_a_forgotten_last_page_does_not_send_the_next_draft",
    ),
    "What you enter is kept until": (TWO_HOURS, f"{DRAFTS}::test_nobody_who_has_the_database_reads_what_was_not_sent"),
    "It is kept until": (TWO_HOURS,),
    "Or begin another one.": (REPLACED,),
    "Or report the picture": (REPLACED,),
    "Or report the text": (REPLACED,),
    "You asked for it. Nobody here": (ALL_GOES, f"{PLACES}::test_its_exact_words_are_found_by_nobody"),
    "The desk erased it. Only": (ONLY_A_NUMBER,),
    "The number and the day stay": (ONLY_A_NUMBER,),
    "This report is being erased.": (f"{OWN}::test_erasing_asks_once_more_and_then_does_it",),
    "This report is erased": (ONLY_A_NUMBER,),
    "This report was erased on": (ONLY_A_NUMBER,),
    "We looked at it and have closed it without a result.": (
        "tests/review/quarantine/test_quarantine.py::test_after_a_day_it_is_erased_and_the_receipt_says_so_kindly",
    ),
    "Was it a mistake? Withdraw it": (
        f"{WITHDRAWING}::test_it_is_erased_after_a_day_and_not_before",
        f"{WITHDRAWING}::test_who_changes_their_mind_keeps_it",
    ),
    "Thank you for telling us. On": (f"{WITHDRAWING}::test_it_is_erased_after_a_day_and_not_before",),
    "Thank you for telling us. For a legal reason": (
        f"{WITHDRAWING}::test_what_is_kept_for_a_legal_reason_waits_and_its_reader_is_told",
    ),
    "Yours will be kept and you will get": (
        "tests/intake/abuse/test_held.py::test_what_is_held_back_has_a_receipt_and_no_worker_takes_it_up",
    ),
    "We keep reports for a while only": (
        "tests/intake/retention/test_rules.py::test_a_report_goes_a_year_after_it_came_in_by_the_day",
    ),
    "You asked us to erase this report.": (HELD_BY_LAW,),
    "For a legal reason we must keep": (HELD_BY_LAW,),
    "This report will be erased on": ("tests/intake/retention/test_rules.py::test_the_status_says_when_it_is_near",),
    "As long as it is here you can save": (f"{OWN}::test_everything_that_is_kept_comes_as_a_file",),
    "You can save everything that we keep": (f"{OWN}::test_everything_that_is_kept_comes_as_a_file",),
    "An objection of yours goes with it": (ALL_GOES,),
    "If others reported the same": (
        "tests/review/retention/test_at_the_desk.py::test_a_case_with_another_report_stays_open_and_says_which_is_erased",
    ),
    "Do you really want us to erase it?": (f"{OWN}::test_erasing_asks_once_more_and_then_does_it",),
    "The number of your report is not secret.": (
        f"{PUBLIC}/test_api.py::test_neither_a_wrong_receipt_nor_a_reference_opens_a_status",
    ),
    "The number of your objection is not secret.": (
        f"{PUBLIC}/test_api.py::test_neither_a_wrong_receipt_nor_a_reference_opens_a_status",
    ),
    "Receipt lost? Without it nobody": (
        f"{RECEIPTS}::test_what_is_kept_of_a_receipt_cannot_be_computed_without_the_secret_of_the_installation",
    ),
    "So our form ends here.": (
        f"{PUBLIC}/test_help.py::test_the_page_about_child_abuse_has_no_field_and_names_who_takes_such_reports",
    ),
    "Is it about this? Then remove it.": (ENDED,),
    "We keep nothing of it but the number": (ENDED,),
    "JPEG, PNG, WebP or HEIC, at most 10 MB.": (
        f"{PUBLIC}/test_looking_up_pictures.py::test_nothing_is_kept_but_what_its_page_alone_can_open_and_that_is_tidied",
    ),
    "Up to five pictures or PDF files": (
        "tests/intake/files/test_uploads.py::test_a_photo_lies_the_right_way_and_tells_neither_place_nor_device",
    ),
    "You have your answer, and need not send": (
        f"{PUBLIC}/test_known.py::test_yes_ends_well_without_a_report_and_counts_one",
        f"{PUBLIC}/test_known.py::test_asking_keeps_nothing",
    ),
    "Another editor than the one who decided": (
        "tests/review/objections/test_answering.py::test_whoever_decided_does_not_answer",
        f"{PUBLIC}/test_objections.py::test_the_form_says_by_when_there_is_an_answer_and_asks_for_no_address",
    ),
    "Our desk is small: just now": (
        "tests/review/objections/test_answering.py::test_with_nobody_else_there_the_one_who_decided_may_and_it_is_on_record",
    ),
    "You get an answer": (
        f"{PUBLIC}/test_objections.py::test_the_form_says_by_when_there_is_an_answer_and_asks_for_no_address",
    ),
    "Within a few minutes, a machine looks": (
        f"{PUBLIC}/test_api.py::test_the_status_leaves_received_once_matched_and_tells_nothing_of_what_was_sent",
    ),
    "You get no more mails. The address is erased": (NO_MORE,),
    "Then your address is erased here.": (NO_MORE,),
    "Never write to this address again": (f"{CONTACTS}::test_never_again_holds_for_every_report_of_the_address",),
    "It was not you? Close this page.": (f"{PUBLIC}/test_contact.py::test_a_scanner_that_opens_links_changes_nothing",),
    "We have sent you a letter with a link.": (
        f"{CONTACTS}::test_after_two_days_the_link_is_over_and_the_address_is_removed",
        f"{CONTACTS}::test_nobody_is_sent_an_answer_who_has_not_said_that_the_address_is_theirs",
    ),
    "The address is sealed.": (
        "tests/processes/test_wall.py::test_a_process_for_readers_seals_an_address_that_it_cannot_open",
        "tests/review/contact/test_contacts.py::test_an_address_is_opened_for_a_reason_which_stands_in_the_trail",
        f"{CONTACTS}::test_an_address_is_kept_ninety_days_after_the_answer",
    ),
}
# Sentences with such a word that promise nothing which the program could break: what is, what people do, and buttons.
SAID = (
    "Erase this report …",
    "Erase your report",
    "Yes, erase it",
    "See whether it is erased",
    "Perhaps nobody has checked it yet.",
    "Please send nothing of it to us.",
    "Please send us nothing of it",
)

_SENTENCE = re.compile(r'_\(\s*"((?:[^"\\]|\\.)*)"')
_PROMISING = re.compile(
    r"\b(?:we (?:do not|keep|forget|delete|never)|nobody|never|erased?|deleted|sealed|kept|keeps|publish\w*"
    r"|nothing (?:is|was|of)|decides nothing|takes no|not secret|within|by %\(date\)s|for a day|need to give)\b",
    re.IGNORECASE,
)
TEMPLATES = [
    path
    for place in ("intake", "archive", "mail", "errors", "layout/public.html", "parts/leave.html", "parts/help.html")
    for path in sorted(
        (PROJECT_FOLDER / "templates" / place).rglob("*.html")
        if "." not in place
        else [PROJECT_FOLDER / "templates" / place]
    )
]
SENTENCES = sorted({one for path in TEMPLATES for one in _SENTENCE.findall(path.read_text("utf-8"))})
PROMISES = [one for one in SENTENCES if _PROMISING.search(one)]


@pytest.mark.parametrize("sentence", PROMISES, ids=lambda one: one[:50])
def test_every_promise_names_the_test_that_holds_it(sentence: str) -> None:
    held = any(sentence.startswith(beginning) for beginning in HELD)
    assert held or sentence.startswith(SAID), "write the test first, then the promise"


@pytest.mark.parametrize("name", sorted({name for names in HELD.values() for name in names}))
def test_a_test_that_holds_a_promise_exists(name: str) -> None:
    file, _, test = name.partition("::")
    assert f"\ndef {test}(" in (PROJECT_FOLDER / file).read_text("utf-8")


def test_no_test_is_named_for_a_sentence_that_is_gone() -> None:
    gone = [beginning for beginning in (*HELD, *SAID) if not any(one.startswith(beginning) for one in SENTENCES)]
    assert gone == []


def test_the_words_of_promises_are_seen_wherever_they_stand() -> None:
    assert _PROMISING.search("We do not keep it.")
    assert _PROMISING.search("The address is erased after a day.")
    assert not _PROMISING.search("Paste the text of the post here.")
    assert len(PROMISES) > 30

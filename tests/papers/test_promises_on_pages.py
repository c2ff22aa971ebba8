"""What sentences on the pages for readers promise is held by tests: each names one that fails when it is not so.

A sentence that has one of the words of promises has to stand here, under the tests that hold it, or among those that
promise nothing which the program could break. The texts that operators write are held in
`tests/intake/notices/test_promises.py`.
"""

from __future__ import annotations

import pytest

from tests.support import promises
from tools.machine import PROJECT_FOLDER

PUBLIC = "tests/intake/public"
PAGES = "tests/intake/notices/test_pages.py"
RECEIPTS = "tests/intake/reports/test_receipts.py"
DRAFTS = "tests/intake/reports/test_drafts.py"
CONTACTS = "tests/intake/contact/test_contacts.py"
PLACES = "tests/review/retention/test_every_place.py"
OWN = f"{PUBLIC}/test_own_report.py"
WITHDRAWING = f"{PUBLIC}/test_withdrawing.py"
ANSWERING = "tests/review/objections/test_answering.py"
TALK = "tests/intake/talk/test_letters.py"
TALK_FILES = "tests/intake/talk/test_files.py"
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
LATE = f"{PUBLIC}/test_late.py"
LOOKING = f"{PUBLIC}/test_looking_up.py"
LOOKED_UP = f"{LOOKING}::test_a_question_shows_what_was_checked_with_its_verdict_and_how_sure_the_machine_is"
NOT_TAKEN = f"{LATE}::test_where_a_browser_does_not_say_where_it_comes_from_the_files_that_were_not_taken_are_named"
LETTERS = "tests/intake/contact/test_letters.py"
LINK_ENDS = f"{CONTACTS}::test_after_two_days_the_link_is_over_and_the_address_is_removed"
ASKED = f"{TALK}::test_a_reader_who_wishes_for_mail_is_told_that_there_is_a_question_and_not_which"
NO_MORE = f"{CONTACTS}::test_no_more_mails_erases_the_address"
BY_WHEN = f"{PUBLIC}/test_objections.py::test_the_form_says_by_when_there_is_an_answer_and_asks_for_no_address"
UNTIL_CLOSED = (
    f"{PUBLIC}/test_slips.py::test_what_a_browser_holds_of_receipts_ends_with_it",
    f"{PUBLIC}/test_steps.py::test_all_receipts_of_a_session_are_listed",
)
ANSWERED = "tests/review/talk/test_asking.py::test_from_the_question_to_the_answer_at_the_desk"

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
        f"{TALK_FILES}::test_a_file_that_is_refused_costs_no_words_and_leaves_nothing",
    ),
    "Nothing was added yet, not even your file": (
        f"{TALK_FILES}::test_an_old_page_keeps_the_words_and_says_that_the_file_is_lost",
        f"{TALK_FILES}::test_with_one_place_left_a_file_and_words_are_both_refused_and_told_before",
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
        f"{LATE}::test_what_was_typed_under_a_token_that_is_over_comes_back_and_can_be_sent_once_more",
        f"{LATE}::test_a_button_under_a_token_that_is_over_does_nothing_until_it_is_pressed_again",
    ),
    "Nothing is sent yet. You can change every answer.": (
        f"{PUBLIC}/test_steps.py::test_a_forgotten_last_page_does_not_send_the_next_draft",
    ),
    "What you enter is kept until": (TWO_HOURS, f"{DRAFTS}::test_nobody_who_has_the_database_reads_what_was_not_sent"),
    "It is kept until %(time)s.": (TWO_HOURS,),
    "Or begin another one.": (REPLACED,),
    "Or report the picture": (REPLACED,),
    "Or report the text that": (REPLACED,),
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
    "Another editor than the one who decided looks at it": (
        f"{ANSWERING}::test_whoever_decided_does_not_answer",
        f"{PUBLIC}/test_objections.py::test_the_form_says_by_when_there_is_an_answer_and_asks_for_no_address",
    ),
    "Our desk is small: just now": (
        f"{ANSWERING}::test_with_nobody_else_there_the_one_who_decided_may_and_it_is_on_record",
    ),
    "You get an answer by %(date)s.": (BY_WHEN,),
    "You get an answer here by %(date)s.": (BY_WHEN,),
    "Within a few minutes, a machine looks": (
        f"{PUBLIC}/test_api.py::test_the_status_leaves_received_once_matched_and_tells_nothing_of_what_was_sent",
    ),
    "You need not give an address: your receipt is enough.": (
        f"{LETTERS}::test_the_answer_comes_once_however_often_it_is_looked_for",
        f"{LETTERS}::test_whoever_was_told_is_told_of_every_change_and_of_none_twice",
        ASKED,
        f"{TALK}::test_however_often_the_job_runs_one_question_is_one_letter",
        f"{TALK}::test_the_answer_comes_all_the_same_and_a_correction_after_it",
    ),
    "You get no more mails. The address is erased": (NO_MORE,),
    "Then your address is erased here.": (NO_MORE,),
    "Never write to this address again": (f"{CONTACTS}::test_never_again_holds_for_every_report_of_the_address",),
    "It was not you? Close this page.": (f"{PUBLIC}/test_contact.py::test_a_scanner_that_opens_links_changes_nothing",),
    "We have sent you an e-mail with a link.": (
        LINK_ENDS,
        f"{CONTACTS}::test_nobody_is_sent_an_answer_who_has_not_said_that_the_address_is_theirs",
    ),
    "The address is sealed.": (
        "tests/processes/test_wall.py::test_a_process_for_readers_seals_an_address_that_it_cannot_open",
        "tests/review/contact/test_contacts.py::test_an_address_is_opened_for_a_reason_which_stands_in_the_trail",
        f"{CONTACTS}::test_an_address_is_kept_ninety_days_after_the_answer",
    ),
    "After sending you get a receipt.": (
        f"{PUBLIC}/test_objections.py::test_openly_somebody_concerned_objects_and_gets_a_receipt",
    ),
    "Another editor than the one who decided reads your objection": (
        f"{ANSWERING}::test_whoever_decided_does_not_answer",
        f"{ANSWERING}::test_with_nobody_else_there_the_one_who_decided_may_and_it_is_on_record",
    ),
    "Asked by an editor on": ("tests/review/talk/test_asking.py::test_from_the_question_to_the_answer_at_the_desk",),
    "Checked by a person on": (f"{PUBLIC}/test_status.py::test_an_answer_carries_the_article_its_verdict_and_the_day",),
    "Confirmed by a person": (
        f"{PUBLIC}/test_status.py::test_a_suggestion_that_an_editor_confirmed_is_not_called_unchecked",
    ),
    "Found by a machine, not yet": (
        f"{PUBLIC}/test_status.py::test_the_page_says_that_a_suggestion_comes_from_a_machine",
    ),
    "On a page that you want to report mark": (
        f"{PUBLIC}/test_sharing.py::test_the_bookmark_leads_to_this_installation",
        f"{SHARING}::test_a_bookmark_hands_over_what_no_server_is_sent",
    ),
    "Such a link works for 48 hours": (LINK_ENDS,),
    "Thank you. As soon as a person has decided": (
        f"{LETTERS}::test_before_anything_is_decided_nothing_is_sent",
        f"{LETTERS}::test_the_answer_comes_once_however_often_it_is_looked_for",
        ASKED,
    ),
    "The answer is on the status page as soon as": (
        f"{PUBLIC}/test_status.py::test_each_state_of_a_case_has_its_phase",
        "tests/journey/test_reader_and_editor.py::test_a_reader_gets_the_answer_of_an_editor",
    ),
    "Then a person decides.": (
        "tests/review/automatic/test_acts.py::test_nothing_vanishes_because_a_machine_matched_it",
        "tests/intake/cases/test_priority.py::test_danger_stands_above_every_burst_of_old_jokes",
        f"{PUBLIC}/test_status.py::test_a_new_copy_of_a_decided_case_is_answered_at_once",
    ),
    "There is no address any more that belongs": (
        f"{PUBLIC}/test_contact.py::test_a_link_that_leads_nowhere_says_so_kindly",
    ),
    "Until you close the browser, these receipts": UNTIL_CLOSED,
    "Until you close the browser, these stand": UNTIL_CLOSED,
    "We have taken back the article": (
        "tests/review/queue/test_attention.py::test_an_answer_whose_article_is_gone_is_listed_and_its_reader_is_told",
    ),
    "You get the answer by mail": (f"{PUBLIC}/test_contact.py::test_from_the_wish_to_the_letter_without_a_script",),
    "You get the answer to report": (f"{PUBLIC}/test_contact.py::test_from_the_wish_to_the_letter_without_a_script",),
    "Your report can wait. If you": (TWO_HOURS,),
    "What you typed is still here.": (
        f"{LATE}::test_what_was_typed_under_a_token_that_is_over_comes_back_and_can_be_sent_once_more",
    ),
    "Editors read your report": (
        "tests/journey/test_reader_and_editor.py::test_a_reader_gets_the_answer_of_an_editor",
        NOT_PUBLISHED,
    ),
    "Either way you find the answer": (
        f"{PUBLIC}/test_objections.py::test_from_the_status_page_to_the_answer_on_it",
        f"{PUBLIC}/test_objections.py::test_openly_somebody_concerned_objects_and_gets_a_receipt",
    ),
    "If you are right, we correct what": (f"{ANSWERING}::test_upholding_takes_the_case_up_again_in_the_same_breath",),
    "If you think that we are wrong": (
        f"{ANSWERING}::test_whoever_decided_does_not_answer",
        f"{ANSWERING}::test_with_nobody_else_there_the_one_who_decided_may_and_it_is_on_record",
    ),
    "In every e-mail you find a link": (
        f"{LETTERS}::test_the_headers_say_nothing_about_the_reader_beyond_the_address",
        f"{PUBLIC}/test_contact.py::test_no_more_mails_takes_one_button_also_that_of_the_mail_program",
    ),
    "In your own words, and why.": (
        f"{PUBLIC}/test_objections.py::test_the_form_says_by_when_there_is_an_answer_and_asks_for_no_address",
    ),
    "Paste a text or a link, or choose a screenshot.": (
        LOOKED_UP,
        f"{PUBLIC}/test_looking_up_pictures.py::test_the_words_of_a_screenshot_lead_to_the_claim",
    ),
    "Send it to us. We check it and tell you": (
        "tests/journey/test_reader_and_editor.py::test_a_reader_gets_the_answer_of_an_editor",
        f"{PUBLIC}/test_status.py::test_what_could_not_be_found_out_is_not_taken_for_truth",
    ),
    "So these files were not taken.": (NOT_TAKEN,),
    "The receipt is like a ticket for a coat": (
        f"{PUBLIC}/test_api.py::test_neither_a_wrong_receipt_nor_a_reference_opens_a_status",
    ),
    "What you wrote, the link and your files go": (ALL_GOES,),
    "You have added something on %(date)s.": (ANSWERED,),
    "You have added something %(num)s times": (ANSWERED,),
    "You need not answer. Your report is looked at": (
        "tests/review/talk/test_asking.py::test_after_the_decision_nothing_is_asked_and_an_open_question_is_over",
    ),
    "You need not give an address": (
        f"{PUBLIC}/test_contact.py::test_an_address_is_never_required",
        f"{LETTERS}::test_whoever_was_told_is_told_of_every_change_and_of_none_twice",
    ),
    "Your report is safe. You find the answer": (
        f"{PUBLIC}/test_contact.py::test_a_link_that_leads_nowhere_says_so_kindly",
    ),
    "Your text may be in German or English.": (
        "tests/archive/test_matching_across_languages.py::test_a_post_in_another_language_is_pointed_to_the_claim",
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
    "Another file of this name is there.",
    "Give the address to one of these offices",
    "No more mails",
    "No more mails about this report",
    "Not sent yet",
    "Thank you for not leaving it at that.",
    "This link does not work any more",
    "Until then: look up what we already know",
    "What stays on your device",
    "Find the answer. Each has a link",
    "Look at the files or remove some",
    "Only the picture looks alike.",
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
SENTENCES = promises.texts_in_templates(TEMPLATES)
PROMISES = [one for one in SENTENCES if promises.PROMISING.search(one)]


@pytest.mark.parametrize("sentence", PROMISES, ids=lambda one: one[:50])
def test_every_promise_names_the_test_that_holds_it(sentence: str) -> None:
    assert promises.unnamed([sentence], HELD, SAID) == [], "write the test first, then the promise"


@pytest.mark.parametrize("name", sorted({name for names in HELD.values() for name in names}))
def test_a_test_that_holds_a_promise_exists(name: str) -> None:
    assert promises.is_a_test(name)


def test_no_beginning_stands_for_two_promises() -> None:
    assert promises.ambiguous((*HELD, *SAID), SENTENCES) == {}


def test_no_test_is_named_for_a_sentence_that_is_gone() -> None:
    assert promises.gone((*HELD, *SAID), SENTENCES) == []


def test_the_words_of_promises_are_seen_wherever_they_stand() -> None:
    assert promises.PROMISING.search("We do not keep it.")
    assert promises.PROMISING.search("The address is erased after a day.")
    assert promises.PROMISING.search("Reporting costs nothing.")
    assert not promises.PROMISING.search("Paste the text of the post here.")
    assert len(PROMISES) > 60

"""What sentences for readers that stand in code promise is held by tests: in help texts, messages, flashes and letters.

The same words of promises are looked for as in `test_promises_on_pages.py`, sentence by sentence.
"""

from __future__ import annotations

import pytest

from tests.support import promises

PUBLIC = "tests/intake/public"
LATE = f"{PUBLIC}/test_late.py"
STEPS = f"{PUBLIC}/test_steps.py"
STATUS = f"{PUBLIC}/test_status.py"
OWN = f"{PUBLIC}/test_own_report.py"
MAIL = f"{PUBLIC}/test_contact.py"
WITHDRAWING = f"{PUBLIC}/test_withdrawing.py"
CONTACTS = "tests/intake/contact/test_contacts.py"
LETTERS = "tests/intake/contact/test_letters.py"
QUESTIONS = "tests/intake/talk/test_letters.py"
TALK_FILES = "tests/intake/talk/test_files.py"
REMARKS = "tests/intake/talk/test_remarks.py"
ATTACHED = "tests/intake/files/test_uploads.py"
PLACES = "tests/review/retention/test_every_place.py"
TRAININGS = "tests/review/trainings/test_trainings.py"
REFUSED = "tests/archive/public/test_lookups.py"

TOO_LATE_TO_ADD = (
    f"{REMARKS}::test_after_the_decision_nothing_is_added_and_the_reader_is_told",
    f"{TALK_FILES}::test_after_the_decision_no_file_is_left_anywhere",
)
DRAFT_IS_OVER = (
    f"{STEPS}::test_a_page_of_a_draft_whose_time_is_over_says_so",
    "tests/intake/reports/test_drafts.py::test_each_answer_gives_two_hours_more_and_after_that_nothing_is_found",
)
OTHER_DRAFT = (f"{LATE}::test_files_of_a_page_of_an_earlier_report_are_not_added_to_the_next",)
TEN_FILES = (f"{PUBLIC}/test_uploads.py::test_of_ten_files_it_is_said_how_many_fit_and_which_were_taken",)
EXPORTED = (f"{OWN}::test_by_which_program_it_came_that_an_address_is_kept_and_what_a_file_says_stand_there_too",)
TOLD_OF_CHANGES = f"{LETTERS}::test_whoever_was_told_is_told_of_every_change_and_of_none_twice"

# The beginning of a sentence, and the tests for it.
HELD: dict[str, tuple[str, ...]] = {
    "A person at the desk has looked at this post.": (f"{LETTERS}::test_before_anything_is_decided_nothing_is_sent",),
    "A person looks at your report again.": (TOLD_OF_CHANGES,),
    "A report can have five files.": (f"{ATTACHED}::test_a_report_has_five_files_also_when_all_come_at_once",),
    "Erased": (f"{OWN}::test_an_erased_report_is_told_to_programs_as_such",),
    "For your protection the question itself": (
        f"{QUESTIONS}::test_a_reader_who_wishes_for_mail_is_told_that_there_is_a_question_and_not_which",
    ),
    "For your protection the answer itself": (
        f"{LETTERS}::test_of_hate_a_letter_says_only_that_there_is_an_answer",
        f"{LETTERS}::test_what_the_desk_calls_hate_is_hate_whatever_its_reader_called_it",
    ),
    "If it was not you, you need not do": (f"{MAIL}::test_a_scanner_that_opens_links_changes_nothing",),
    "If it was you, open this page within 48 hours": (
        f"{CONTACTS}::test_after_two_days_the_link_is_over_and_the_address_is_removed",
    ),
    "It has arrived and stands beside your report": (
        f"{REMARKS}::test_what_is_added_is_kept_beside_the_report_and_marks_the_case",
        "tests/review/talk/test_asking.py::test_from_the_question_to_the_answer_at_the_desk",
    ),
    "It is not kept.": (f"{ATTACHED}::test_a_file_that_was_locked_before_is_neither_read_nor_shown",),
    "It was added to the report that you had begun.": (
        f"{PUBLIC}/test_sharing.py::test_what_was_begun_is_added_to_and_never_replaced",
    ),
    "It was too late for that: the report is erased": (f"{WITHDRAWING}::test_it_is_erased_after_a_day_and_not_before",),
    "Kept until": (f"{OWN}::test_everything_that_is_kept_comes_as_a_file",),
    "Meanwhile this report is decided or erased.": TOO_LATE_TO_ADD,
    "Meanwhile you have begun another report in this browser, so": OTHER_DRAFT,
    "Nothing was added.": TOO_LATE_TO_ADD,
    "Nothing was stored.": (
        "tests/core/web/test_errors.py::test_people_get_a_page_that_says_what_happened",
        "tests/intake/public/test_web_form.py::test_bad_input_is_shown_again_with_its_problem_and_nothing_is_stored",
    ),
    "Please do not rely on it any more.": (TOLD_OF_CHANGES,),
    "Reports of people who are attacked themselves": (
        "tests/review/queue/test_queue.py::test_what_somebody_reports_who_is_attacked_themselves_is_read_sooner",
    ),
    "Send your report without it, or try again in two hours.": DRAFT_IS_OVER,
    "The desk has locked this file": (f"{ATTACHED}::test_a_file_that_was_locked_before_is_neither_read_nor_shown",),
    "The file was removed.": (f"{STEPS}::test_files_are_listed_removed_and_named_on_the_receipt",),
    "The page was open for too long, so this file": (
        f"{LATE}::test_where_a_browser_does_not_say_where_it_comes_from_the_files_that_were_not_taken_are_named",
    ),
    "The time is over for which we keep a report": DRAFT_IS_OVER,
    "The time was over for which we keep a report": DRAFT_IS_OVER,
    "Then we send nothing more and forget the address.": (
        f"{CONTACTS}::test_nobody_is_sent_an_answer_who_has_not_said_that_the_address_is_theirs",
        f"{CONTACTS}::test_after_two_days_the_link_is_over_and_the_address_is_removed",
    ),
    "These files were not added to it:": OTHER_DRAFT,
    "This picture is no longer in your report": (f"{LATE}::test_words_of_a_picture_that_was_removed_are_told_of",),
    "This report is erased, so there is no answer": (
        f"{CONTACTS}::test_for_a_report_that_is_erased_no_address_is_taken",
    ),
    "We have deleted it.": DRAFT_IS_OVER,
    "We have written down that it happened.": (
        "tests/core/web/test_errors.py::test_in_production_something_unexpected_shows_and_logs_no_word_of_the_reader",
    ),
    "We use your words instead of what we read.": (
        "tests/review/case/test_read_text.py::test_readers_correct_the_pictures_of_the_draft_that_they_hold",
    ),
    "What you wrote last is kept;": (f"{STEPS}::test_what_was_typed_after_its_time_is_kept_and_the_rest_asked_again",),
    "What you wrote now is kept and begins": (f"{STEPS}::test_a_page_sent_after_its_report_begins_another",),
    "%(num)s more were sent and not taken": TEN_FILES,
    "One more was sent and not taken": TEN_FILES,
    "What you sent was more than we can take at once": (
        f"{TALK_FILES}::test_of_more_than_is_read_it_is_told_that_no_word_was",
    ),
    "While it has places, what you report": (
        f"{TRAININGS}::test_a_room_gets_through_by_the_link_that_the_page_shows_once",
        f"{TRAININGS}::test_of_many_at_once_no_more_get_a_place_than_there_are",
    ),
    "With your receipt you see everything here:": (
        f"{STATUS}::test_an_answer_carries_the_article_its_verdict_and_the_day",
    ),
    "You can send your report without it": (
        f"{PUBLIC}/test_uploads.py::test_a_database_that_is_away_costs_one_file_and_is_said",
        f"{STEPS}::test_no_report_goes_without_a_file_unless_its_reader_says_so_of_each",
    ),
    "You find the answer with your receipt.": (
        f"{STATUS}::test_the_page_tells_the_answer_and_nothing_of_what_was_sent",
    ),
    "You get the answer to this report by mail already.": (f"{CONTACTS}::test_a_confirmed_address_stays",),
    "You hear from us when there is a new answer.": (TOLD_OF_CHANGES,),
    "Your address is removed.": (f"{MAIL}::test_the_address_is_taken_back_with_one_button",),
    "Your mail address is kept since": EXPORTED,
    "Your report is looked at all the same.": (
        f"{QUESTIONS}::test_the_answer_comes_all_the_same_and_a_correction_after_it",
    ),
    "You need not answer.": (f"{QUESTIONS}::test_the_answer_comes_all_the_same_and_a_correction_after_it",),
    "an article that we do not show any more": (
        f"{OWN}::test_what_was_shown_last_and_what_was_ruled_out_stand_in_the_copy",
    ),
    "“%(name)s” was not taken.": (f"{TALK_FILES}::test_a_file_that_is_refused_costs_no_words_and_leaves_nothing",),
    "Your report is kept, and we go on with it.": (f"{WITHDRAWING}::test_who_changes_their_mind_keeps_it",),
    "Your text is still in the field.": (
        f"{REFUSED}::test_a_reader_who_finds_no_place_keeps_the_text_and_is_told_when_to_come_back",
        f"{REFUSED}::test_without_a_model_a_look_up_says_so_and_keeps_the_text",
    ),
    "none is kept": EXPORTED,
    "sealed, kept since %(date)s": EXPORTED,
    "sealed, kept since %(date)s, and not": EXPORTED,
}
# Sentences with such a word that promise readers nothing: what is or was, what they are asked to do, and names.
SAID = (
    "From your network very many files wait",
    "Look at it and send it again.",
    "Open the page again and look at the latest version.",
    "Waiting for an editor",
    "We do not know this receipt.",
    "We do not know this token",
    "What we promise, and what we do not",
)
# What editors read.
DESK = (
    "%(who)s read all stored texts",
    "A person looks first",
    "After an update %(num)s report",
    "At least one report that is not erased",
    "Choose at least one report that is not erased.",
    "Erased a report",
    "Erased the content of a locked file",
    "Everything that was reported here is erased.",
    "Found reports that would not come to this case",
    "It stays until somebody looks.",
    "Kept the reports of the case for a legal reason",
    "Let the reports of the case be erased again",
    "Locked a file, so that nobody looks at it",
    "Many reports from one network within",
    "Nothing was asked there.",
    "Nothing was changed.",
    "Read all stored texts",
    "Reports of hate stay apart",
    "The content of this file is erased.",
    "The desk erased it",
    "The file carries content credentials (C2PA) that do not fit it.",
    "The file carries content credentials (C2PA), and nothing was changed",
    "The reader asks what we have stored",
    "The reports of one of the two cases are erased",
    "The reports of this case are kept for a legal reason.",
    "They stay until somebody looks.",
    "This file is not locked any more",
    "Very many reports at all within",
    "Very many reports of danger within",
)
SENTENCES = promises.sentences_in_code("intake", "archive/public", "core")
PROMISES = [one for one in SENTENCES if promises.PROMISING.search(one)]


@pytest.mark.parametrize("sentence", PROMISES, ids=lambda one: one[:50])
def test_every_promise_names_the_test_that_holds_it(sentence: str) -> None:
    assert promises.unnamed([sentence], HELD, SAID, DESK) == [], "write the test first, then the promise"


@pytest.mark.parametrize("name", sorted({name for names in HELD.values() for name in names}))
def test_a_test_that_holds_a_promise_exists(name: str) -> None:
    assert promises.is_a_test(name)


def test_no_beginning_stands_for_two_promises() -> None:
    assert promises.ambiguous((*HELD, *SAID, *DESK), SENTENCES) == {}


@pytest.mark.parametrize(
    "beginning, sentences, is_one",
    [
        ("Erased", ["Erased", "Erased files come back."], True),
        (
            "Your report is kept until",
            ["Your report is kept until noon.", "Your report is kept until midnight."],
            False,
        ),
        ("%(num)s more files were", ["%(num)s more files were sent.", "%(num)s more files were lost."], False),
        ("You have added %(num)s file", ["You have added %(num)s file.", "You have added %(num)s files."], True),
    ],
)
def test_a_beginning_is_of_one_sentence(beginning: str, sentences: list[str], is_one: bool) -> None:
    assert (promises.ambiguous([beginning], sentences) == {}) == is_one
    assert promises.unnamed(["Erased files come back."], ["Erased"]) == ["Erased files come back."]


def test_no_test_is_named_for_a_sentence_that_is_gone() -> None:
    assert promises.gone((*HELD, *SAID, *DESK), SENTENCES) == []


@pytest.mark.parametrize(
    "call",
    [
        'flash(gettext("Thank you. We never show it to anybody."))',
        'StringField(_l("Your town"), description=_l("It is " "stored for a day."))',
        'Link(gettext("Reporting is free of charge:"), "/report")',
        'ngettext("%(num)s file is deleted.", "%(num)s files are deleted.", 2)',
    ],
)
def test_a_new_promise_in_code_is_seen(call: str) -> None:
    found = [one for one in promises.sentences_in(call) if promises.PROMISING.search(one)]
    assert found
    assert promises.unnamed(found, HELD, SAID, DESK) == found

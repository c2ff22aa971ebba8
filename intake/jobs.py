"""The worker's side of intake: thin shells around verbs, each idempotent."""

from __future__ import annotations

from archive.models import ArchiveAction, KeptApart
from core import jobs, owed
from core.db import db
from core.events import Action, Happened, after_commit, inside
from core.outbox import outbox
from intake.abuse import waiting_line
from intake.cases import counting, explaining, held_back, indexing, joining, news, pictures, rematching, suggesting
from intake.contact import answers, contacts, muting, questions
from intake.files import held, keeping, reading
from intake.links import snapshots
from intake.models.cases import CaseAction
from intake.reports import waiting
from intake.retention import discarding, erasing, rules


@jobs.job(once=True)
def match_waiting() -> None:
    """Find or open the cases of all reports that wait; a repeat finds none.

    Taking all of them together is what makes a backlog fast: the model likes batches.
    """
    joining.match_all_waiting()


@jobs.job()
def match_submission(submission_id: int) -> None:
    """Do the same for the sake of one report: what stands in the queue of an installation that was updated.

    A repeat finds the report in its case already and ends at once.
    """
    if waiting.is_waiting(submission_id):
        joining.match_all_waiting()


@jobs.job()
def sweep() -> None:
    """Do whatever waits, because its job was lost or never enqueued; a repeat finds nothing."""
    erasing.carry_out()
    discarding.carry_out()
    waiting_line.let_in()
    reading.take_up()
    joining.match_all_waiting()
    owed.pay_all()
    _explain_new()
    erasing.clear_files()


@jobs.job(once=True)
def read_pictures() -> None:
    """Read the next picture; a repeat reads the one after it, or none.

    One at a time: the rest queues again, behind what came meanwhile. And while another process reads, this one goes on
    giving reports their cases.
    """
    if reading.read_next(lambda: joining.match_all_waiting(most=1)):
        jobs.enqueue_once(read_pictures)


@jobs.job(once=True)
def tidy_files() -> None:
    """Remove drafts and pictures of look-ups whose time is over, and files that belong to nobody.

    Also what erased pictures were recognised by. A repeat finds none.
    """
    keeping.forget_expired_drafts()
    keeping.forget_unnamed()
    held.forget_old()
    pictures.forget_erased()


@jobs.job(once=True)
def carry_out_erasures() -> None:
    """Erase what reporters asked for, and let files forget what was erased; a repeat finds nothing to do."""
    erasing.carry_out()
    erasing.clear_files()


@jobs.job(once=True)
def erase_due() -> None:
    """Erase the reports whose time is over; a repeat finds none."""
    rules.run()


@jobs.job()
def fetch_page(snapshot_id: int) -> None:
    """Fetch the page behind a link, as somebody at the desk has asked; a repeat finds it done."""
    snapshots.fetch(snapshot_id)


@jobs.job()
def tell_readers(case_id: int) -> None:
    """Note letters to the readers of a case who wish for mail; a repeat notes none that waits."""
    answers.tell(case_id)


@jobs.job()
def tell_readers_of_article(claim_id: int) -> None:
    """Note letters to the readers who were sent to an article; a repeat notes none that waits."""
    answers.tell_of_article(claim_id)


@jobs.job()
def hold_muted(submission_id: int) -> None:
    """Hold a report back whose contact is muted; a repeat finds it held back, or let in by a person."""
    held_back.hold_back(submission_id)


@jobs.job()
def tell_reader_of_question(report_id: int) -> None:
    """Note a letter to the reader whom the desk has asked, if they wish for mail; a repeat notes none that waits."""
    questions.tell(report_id)


@jobs.job(once=True)
def tidy_contacts() -> None:
    """Note letters that were owed by no deed, and remove addresses and mutes whose time is over.

    A repeat finds none.
    """
    # First what ends, so that nothing is noted for it.
    contacts.tidy()
    muting.end_over()
    answers.owe_missing()
    questions.owe_missing()
    outbox.forget_old()


@jobs.job(once=True)
def renew_priorities() -> None:
    """Bring what the list of cases is sorted by up to date; a repeat finds nothing to change."""
    counting.count_missing()
    counting.renew()


@jobs.job()
def rematch_open_cases() -> None:
    """Ask again for every open case; a repeat writes the same matches.

    What stands in the queue of an installation that was updated.
    """
    suggesting.rematch_open()
    jobs.enqueue(explain_outdated, 0)


@jobs.job(once=True)
def rematch_changed() -> None:
    """Ask again for the open cases that changes of the archive concern; a repeat finds no change."""
    rematching.rematch_changed()
    jobs.enqueue_once(explain_new_matches)


@jobs.job()
def rematch_let_together(pair_id: int) -> None:
    """Ask again for the open cases that are worded like a text that is kept apart no more; a repeat changes nothing."""
    pair = db.session.get(KeptApart, pair_id)
    if pair is not None:
        rematching.rematch_alike(pair.text)
        jobs.enqueue_once(explain_new_matches)


@jobs.job()
def rematch_pictured(claim_id: int) -> None:
    """Ask again for the open cases that have to do with a claim's pictures; a repeat writes the same matches."""
    rematching.rematch_pictured(claim_id)
    jobs.enqueue_once(explain_new_matches)


@jobs.job()
def refill_cases() -> None:
    """Ask again for open cases that a retracted claim is suggested for; a repeat finds none."""
    if suggesting.refill():
        jobs.enqueue(explain_outdated, 0)


@jobs.job()
def rematch_case(case_id: int) -> None:
    """Ask again for one case after reports left or joined it together; a repeat writes the same matches."""
    suggesting.rematch_case(case_id)
    explaining.explain_case(case_id)


@jobs.job()
def index_missing_cases() -> None:
    """Index the texts of cases that the current model has not seen; a repeat finds nothing missing."""
    indexing.index_missing()


@jobs.job(once=True)
def explain_new_matches() -> None:
    """Store why matches were suggested that came with new cases; a repeat finds nothing."""
    _explain_new()


@jobs.job()
def explain_outdated(after: int) -> None:
    """Store why matches of open cases were suggested, where texts or the model have changed; a repeat finds nothing.

    A page of cases beyond a number; the rest has to queue again, behind the reports that came meanwhile.
    """
    last = explaining.explain_open(after)
    if last is not None:
        jobs.enqueue(explain_outdated, last)


@jobs.job()
def explain_case(case_id: int) -> None:
    """Store why the matches of one case were suggested; a repeat finds all of them up to date."""
    explaining.explain_case(case_id)


@jobs.job()
def mark_answered(claim_id: int) -> None:
    """Mark the settled cases that an article answers which is not what it was; a repeat changes nothing."""
    news.mark_answered(claim_id)


def _explain_new() -> None:
    """Explain a page of new matches; the rest has to queue again, behind the reports that came meanwhile."""
    if explaining.explain_new():
        jobs.enqueue_once(explain_new_matches)


@after_commit(CaseAction.CASE_OPENED)
def _explain(_action: Action) -> None:
    jobs.enqueue_once(explain_new_matches)


@inside(ArchiveAction.PICTURE_ADDED)
@inside(ArchiveAction.PICTURE_REMOVED)
def _owe_pictured(one: Happened) -> None:
    if one.subject is not None:
        owed.owe(rematch_pictured, one.subject.id)


@after_commit(ArchiveAction.PICTURE_ADDED)
@after_commit(ArchiveAction.PICTURE_REMOVED)
def _rematch_pictured(_action: Action) -> None:
    owed.hand_over()


@after_commit(ArchiveAction.CLAIMS_PUBLISHED)
def _ask_again(_action: Action) -> None:
    jobs.enqueue_once(rematch_changed)


@inside(ArchiveAction.VERDICT_CHANGED)
@inside(ArchiveAction.CLAIM_RETRACTED)
def _owe_marks(one: Happened) -> None:
    if one.subject is not None:
        owed.owe(mark_answered, one.subject.id)


@inside(ArchiveAction.VERDICT_CHANGED)
@inside(ArchiveAction.CLAIM_RETRACTED)
@inside(ArchiveAction.CLAIM_PUBLISHED)
def _owe_corrections(one: Happened) -> None:
    if one.subject is not None:
        answers.owe_of_article(one.subject.id)


@after_commit(ArchiveAction.VERDICT_CHANGED)
@after_commit(ArchiveAction.CLAIM_RETRACTED)
def _mark(_action: Action) -> None:
    owed.hand_over()


@after_commit(ArchiveAction.CLAIM_RETRACTED)
def _refill(_action: Action) -> None:
    jobs.enqueue(refill_cases)

"""The worker's side of intake: thin shells around verbs, each idempotent."""

from __future__ import annotations

from archive.models import ArchiveAction
from core import jobs
from core.events import Action, after_commit
from intake.cases import joining, suggesting
from intake.reports import waiting


@jobs.job()
def match_submission(submission_id: int) -> None:
    """Find or open the case of this submission, and of all others that wait.

    Taking all of them together is what makes a backlog fast: the model likes batches. A repeat finds
    the submission in its case already and ends at once.
    """
    if waiting.is_waiting(submission_id):
        joining.match_all_waiting()


@jobs.job()
def sweep() -> None:
    """Match whatever waits, because its job was lost or never enqueued; a repeat finds nothing."""
    joining.match_all_waiting()


@jobs.job()
def rematch_open_cases() -> None:
    """Ask again for every open case after claims were published; a repeat writes the same matches."""
    suggesting.rematch_open()


@jobs.job()
def rematch_case(case_id: int) -> None:
    """Ask again for one case after reports left or joined it together; a repeat writes the same matches."""
    suggesting.rematch_case(case_id)


@after_commit(ArchiveAction.CLAIMS_PUBLISHED)
def _ask_again(_action: Action) -> None:
    jobs.enqueue(rematch_open_cases)

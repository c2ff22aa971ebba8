"""The worker's side of the desk: thin shells around verbs, each idempotent."""

from __future__ import annotations

from accounts.models import AccountAction
from core import jobs, owed
from core.events import Action, Happened, after_commit, inside
from review.holding import assigning, drafts, leases


@jobs.job()
def forget_drafts() -> None:
    """Erase drafts that nobody came back to, and leases and visits that ended; a repeat finds none."""
    drafts.erase_old()
    leases.erase_ended()


@jobs.job()
def let_cases_go(editor_id: int) -> None:
    """Free the cases of somebody who may decide none any more; a repeat finds none."""
    assigning.let_go(editor_id)


@inside(AccountAction.ACCOUNT_CLOSED)
@inside(AccountAction.ROLES_CHANGED)
def _owe(one: Happened) -> None:
    if one.subject is not None:
        owed.owe(let_cases_go, one.subject.id)


@after_commit(AccountAction.ACCOUNT_CLOSED)
@after_commit(AccountAction.ROLES_CHANGED)
def _hand_over(_action: Action) -> None:
    owed.hand_over()

"""Erasing a locked file: its content, and what was read in it wherever that went since."""

from __future__ import annotations

from accounts.models import Editor
from archive import pictures as of_articles
from core import jobs, owed
from core.db import writing
from intake.cases import erasing, pictures
from intake.cases.keys import hold_grouping
from intake.files import keeping, locking
from intake.jobs import index_missing_cases, rematch_case
from review.approval import proposals
from review.articles.writing import erase_draft
from review.lessons import lessons
from review.lessons.lessons import FollowUp


def erase(file_id: int, *, editor: Editor) -> None:
    """Erase a locked file with its copies: original, preview, and every place where what was read in it stands.

    Cases speak by other words or fall silent, and are found by none of these; what machines learned from them is
    emptied, and what colleagues have proposed or are still writing about these cases goes. What people wrote and sent
    themselves stays theirs: decisions, notes, published articles. A repeat changes nothing. Errors: `NotFound` without
    such a file, `Conflict` for one that is not locked.
    """
    with writing():
        hold_grouping()
        traces = erasing.traces_of(locking.held(file_id))
        emptied = locking.empty(file_id, by=editor.id)
        if not emptied.file_ids:
            return
        forgotten = erasing.forget(traces)
        for case in forgotten.changed:
            proposals.erase(case.id, by=editor)
            erase_draft(case.id, editor=editor)
        lessons.erase(traces.hashes, [case.id for case in forgotten.changed], editor=editor)
        owed.owe(rematch_case, *forgotten.touched)
        erasing.leave_index(forgotten.changed)
        previews = of_articles.forget(emptied.image_hashes, by=editor.id)
        pictures.forget(emptied.file_ids)
    # After the commit: a row must never name a file that is gone. What a process that dies here leaves is tidied.
    keeping.forget([*emptied.keys, *previews])
    FollowUp(taken_back=True).pass_on()
    owed.hand_over()
    # Of settled cases nobody looks for articles; that a text of theirs is in no index is seen anyway.
    jobs.enqueue(index_missing_cases)

"""What is not done to several cases at once, each with the sentence that says why: for the preview and for the deed."""

from __future__ import annotations

from flask_babel import gettext

from accounts.models import Editor
from accounts.permissions import Permission
from archive.presenting import Presented
from intake.models.cases import Case, CaseState, Kind
from review.bulk.models import BulkWhat
from search.ranking.bands import Band

# More than three pages of the list. Nobody has looked at more before they press one button.
MOST = 100


def acts_for(editor: Editor) -> tuple[BulkWhat, ...]:
    """Return what an editor may do to several cases at once."""
    if not editor.may(Permission.DECIDE):
        return ()
    return tuple(what for what in BulkWhat if what is not BulkWhat.ASSIGN or editor.may(Permission.ASSIGN))


def refusal(case: Case, what: BulkWhat, version: int) -> str:
    """Return why an act leaves a case out that was shown as this version; empty when it does not."""
    told = ""
    if case.state is CaseState.MERGED:
        told = gettext("It was merged into another case.")
    elif case.version != version:
        told = gettext("It changed after the list was shown.")
    elif what not in (BulkWhat.TAG, BulkWhat.UNTAG) and case.state is not CaseState.OPEN:
        told = gettext("It is settled already.")
    elif what.decides and case.kind is Kind.HATE:
        # Behind each of them a person is attacked.
        told = gettext("Reports of hate are decided one by one.")
    return told


def refusal_of_article(best: Presented | None) -> str:
    """Return why an article is no answer that is given unseen; empty when it is one."""
    told = ""
    if best is None or best.band is Band.RELATED:
        told = gettext("No article is probably about the same claim.")
    elif best.opposite:
        told = gettext("The article says the opposite.")
    elif not best.is_coloured:
        told = gettext("The machine has not compared the article with this post yet. Please open the case.")
    return told

"""What the tests of care share: hurtful cases, and an editor for whom everything of a day has happened."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from accounts.models import Editor
from core.db import writing
from intake.models.cases import Case, Kind
from review.care import days, exposure, left_out, preferences
from tests.support.desk import plain_case

# Nobody else says it, so whoever finds it on a page has found the text of a hurtful case.
MARKER = "Quallenbrut"
HATE = f"Diese {MARKER} soll verschwinden, sagt der Neger von nebenan."


def hate_case(text: str = HATE) -> Case:
    return plain_case(text, kind=Kind.HATE)


def weary(editor: Editor) -> Editor:
    """Let an editor have read much, skipped a case and left out a kind; return the same one."""
    preferences.choose({"hint_after": "1"}, editor=editor)
    left_out.not_today(Kind.OTHER, editor=editor)
    left_out.skip(hate_case().id, editor=editor)
    exposure.opened(exposure.text_key(HATE), editor=editor)
    return editor


def as_yesterday() -> None:
    """Let everything of today have happened yesterday."""
    with writing() as session:
        for entity in days.OF_A_DAY:
            session.execute(update(entity).values(day=days.today() - timedelta(days=1)))

"""What the tests of care share: hurtful cases, and an editor for whom everything of a day has happened."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from accounts.models import Editor
from archive import claims
from core.db import writing
from intake.cases import settling
from intake.models.cases import Case, CaseState, Kind, MatchAnswer
from intake.models.moves import Loosened
from intake.models.reports import Submission
from review.care import days, exposure, left_out, preferences
from review.case import answers
from search.comparison.explanation import Explanation, Segment
from tests.support import factories
from tests.support.desk import plain_case, suggestion
from tests.support.loosened import as_before
from tests.support.waiting_reports import set_aside

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


def hurt_everywhere(editor: Editor) -> list[int]:
    """Put the marker onto every page of the desk that shows what readers sent; return the ids of hurtful cases."""
    claim = factories.claim()
    case = as_before((HATE, "https://example.org/a"), (f"{HATE} Und noch einer.", ""), kind="hate")
    similar = hate_case(f"{HATE} Alle beide.")
    for one in (case, similar):
        match = suggestion(one, claim)
        with writing():
            match.explanation = Explanation((Segment(HATE, shared=True),), (Segment(claim.text, False),), (), None)
    learned = suggestion(hate_case(f"{HATE} Daraus wurde gelernt."), factories.claim("Das ist eine andere Behauptung."))
    answers.answer_match(learned.id, MatchAnswer.SAME, editor=editor)
    gone = hate_case(f"{HATE} Dazu gab es einen Artikel.")
    retracted = factories.claim("Das ist eine dritte Behauptung, die zurückgezogen wird.")
    with writing() as session:
        session.add(Loosened(case_id=case.id, submission_ids=list(session.scalars(select(Submission.id)))))
        settling.settle(
            gone, state=CaseState.ANSWERED, public_sentence="Nein.", verdict=None, answer_claim_id=retracted.id
        )
    claims.retract(retracted.id)
    set_aside(f"{HATE} Das konnte die Maschine nicht lesen.", kind="hate")
    return [case.id, similar.id, learned.case_id, gone.id]

"""A desk whose days can be counted by hand: reports, looks and decisions at moments that a test names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

from accounts.models import Editor
from core.db import writing
from intake.models.cases import Case, CaseState, Kind
from intake.models.counts import EndedDay, Ending, ReadDay
from intake.models.reports import Channel, Platform, Submission
from review.models import CaseLook, Decision
from tests.support import factories
from tests.support.desk import PASSWORD

# A Wednesday; the clocks go forward eleven days later.
MOMENT = datetime(2026, 3, 18, 12, tzinfo=UTC)
WEEK = 7 * 24

_numbers = count(1)


def hours_ago(hours: float) -> datetime:
    """Return the moment so many hours before `MOMENT`."""
    return MOMENT - timedelta(hours=hours)


def report(
    at: datetime, *, case: Case | None = None, kind: Kind = Kind.CHECK, platform: Platform = Platform.WHATSAPP
) -> Submission:
    """Store a report as it came in at a moment; it counts for its case as if it had just joined."""
    number = next(_numbers)
    with writing() as session:
        sent = Submission(
            reference=f"GC-{number:06}",
            receipt_hash=f"{number:064x}",
            channel=Channel.FORM,
            kind=kind,
            text="Ein Beitrag.",
            url="",
            platform=platform,
            why="",
            language="de",
            received_at=at,
            case_id=None if case is None else case.id,
        )
        session.add(sent)
        if case is not None:
            session.get_one(Case, case.id).submission_count += 1
    return sent


def case(first_seen: datetime, *, kind: Kind = Kind.CHECK, text: str = "Ein Beitrag.") -> Case:
    """Store an open case that was reported first at a moment; it holds no report yet."""
    with writing() as session:
        made = Case(
            kind=kind, state=CaseState.OPEN, text=text, submission_count=0, first_seen=first_seen, last_seen=first_seen
        )
        session.add(made)
    return made


def decide(case: Case, at: datetime, *, editor: Editor, outcome: CaseState = CaseState.ANSWERED) -> None:
    """Store what was decided about a case at a moment; with `open` it was taken up again."""
    with writing() as session:
        session.add(
            Decision(
                case_id=case.id, editor_id=editor.id, outcome=outcome, reason="Weil.", public_sentence="", created_at=at
            )
        )
        settled = session.get_one(Case, case.id)
        settled.state, settled.settled_at = outcome, None if outcome is CaseState.OPEN else at


def look(case: Case, at: datetime, *, editor: Editor) -> None:
    """Store that a case was looked at first at a moment."""
    with writing() as session:
        session.add(CaseLook(case_id=case.id, editor_id=editor.id, at=at))


def end(day: date, ending: Ending, *, count: int) -> None:
    """Store how many reports ended in a way on a day."""
    with writing() as session:
        session.add(EndedDay(day=day, ending=ending, count=count))


def come_back(day: date, *, count: int) -> None:
    """Store of how many reports the status was read for the first time on a day."""
    with writing() as session:
        session.add(ReadDay(day=day, count=count))


def build_world() -> None:
    """Three days of this week, nine reports in three cases of which one was answered; the week before, six in one."""
    editor = factories.editor(password=PASSWORD)
    end(MOMENT.date(), Ending.CHILD_ABUSE, count=2)
    come_back(MOMENT.date(), count=3)
    wave = case(hours_ago(20), text="Morgen wird das Bargeld abgeschafft.")
    hate = case(hours_ago(10), kind=Kind.HATE, text="Ein hasserfüllter Satz.")
    answered = case(hours_ago(30))
    for number in range(4):
        report(hours_ago(20 - number), case=wave)
    for number in range(3):
        report(hours_ago(10 - number), case=hate, kind=Kind.HATE, platform=Platform.TELEGRAM)
    for _ in range(2):
        report(hours_ago(30), case=answered, platform=Platform.UNKNOWN)
    look(answered, hours_ago(29), editor=editor)
    decide(answered, hours_ago(26), editor=editor)
    closed = [case(hours_ago(WEEK + 4)) for _ in range(5)]
    for one in closed:
        decide(one, hours_ago(WEEK + 2), editor=editor, outcome=CaseState.CLOSED)
    for _ in range(6):
        report(hours_ago(WEEK + 4), case=closed[0])

"""Everything that writes, killed with SIGKILL before and after each of its commits, and what is left afterwards.

Each step is done by a process that dies over it; then time passes, a worker starts as it does after every death, and
the installation has to be whole. A step is repeated with the next commit until its process survives.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from rq import Queue
from rq.job import Job
from sqlalchemy import func, select, update

from archive import claims
from archive.imports import importing
from archive.imports.files import read_rows
from archive.models import Claim, Verdict
from bench.support import whole
from bench.support.dying import AFTER, BEFORE, VERBS, Dying, Order
from core import jobs
from core.config import Config
from core.db import db, now, writing
from core.owed import Owed
from intake.cases import suggesting
from intake.models.cases import Case, CaseState, Kind, Match, MatchAnswer
from intake.models.moves import CaseMove
from intake.models.reports import Channel, Submission
from intake.reports import submissions
from processes.worker import catch_up

PLACES = ("Graz", "Linz", "Wels", "Steyr", "Krems", "Lienz", "Bregenz", "Villach", "Leoben", "Hallein", "Kufstein")
# What comes later is more of the same: a job that goes through many cases commits for each.
MOST_COMMITS = 12

Doing = tuple[str, Sequence[str | int]]


@dataclass(slots=True)
class Outcome:
    """How often something died, by its step, and what was not whole afterwards."""

    deaths: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Desk:
    """A small desk: two articles, posts that say what they check, one of them as hate, and an editor."""

    config: Config
    dying: Dying
    editor_id: int
    outcome: Outcome = field(default_factory=Outcome)
    sent: Counter[str] = field(default_factory=Counter)
    # A report that was sent by who may have died over it.
    _unsure: str = ""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def begin(self) -> None:
        """Fill an empty installation."""
        file = self.config.data_dir / "first.jsonl"
        file.write_text("".join(json.dumps(_row(place)) + "\n" for place in PLACES[:2]), encoding="utf-8")
        importing.import_rows(read_rows(file))
        for place, kind in ((PLACES[0], "check"), (PLACES[1], "check"), (PLACES[1], "hate")):
            self.send(post(place), kind=kind)
        self.come_round()

    def steps(self) -> dict[str, Callable[[], Doing]]:
        """Return each step by its name: called, it puts things where the step begins and says what is to be done."""
        return {
            "report": self._report,
            "match": self._match,
            "same": lambda: self._answer(MatchAnswer.SAME, PLACES[0]),
            "after same": lambda: self._worker_after(self._answer(MatchAnswer.SAME, PLACES[0])),
            "undo same": lambda: self._undo(MatchAnswer.SAME, PLACES[0]),
            "after undo same": lambda: self._worker_after(self._undo(MatchAnswer.SAME, PLACES[0])),
            "different": lambda: self._answer(MatchAnswer.DIFFERENT, PLACES[1]),
            "undo different": self._undo_different,
            "after undo different": lambda: self._worker_after(self._undo_different()),
            "decide": self._decide,
            "reopen": self._reopen,
            "after reopen": lambda: self._worker_after(self._reopen()),
            "import": self._import,
            "after import": lambda: self._worker_after(self._import()),
            "retract": self._retract,
            "after retract": lambda: self._worker_after(self._retract()),
            "publish": self._publish,
            "after publish": lambda: self._worker_after(self._publish()),
            "split": self._split,
            "after split": lambda: self._worker_after(self._split()),
            "undo split": self._undo_split,
        }

    def live(self, step: str) -> None:
        """Die over a step before and after each of its commits, until nothing is left to die over."""
        for when in (BEFORE, AFTER):
            for commit in range(1, MOST_COMMITS + 1):
                if not self.die(step, when, commit):
                    break

    def die(self, step: str, when: str, commit: int) -> bool:
        """Die over a step before or after a commit; then look whether all is whole. Return whether it came so far."""
        verb, arguments = self.steps()[step]()
        died = self.dying.do(Order(verb, arguments, when, commit))
        where = f"{step}, {when} commit {commit}"
        self._note(where, whole.half_done())
        self.come_round()
        self._note(where, [*whole.half_done(), *whole.undone(self.config.redis_url), *self._reports(died)])
        self.outcome.deaths[step] += died
        return died

    def come_round(self) -> None:
        """Let time pass, and a worker start and do what there is."""
        db.session.rollback()
        client = jobs.connection()
        for key in client.scan_iter(f"{jobs.QUEUE}:pending:*"):
            client.delete(key)
        past = now() - timedelta(minutes=5)
        with writing() as session:
            session.execute(update(Submission).where(Submission.held_until.is_not(None)).values(held_until=past))
            session.execute(update(Owed).values(due_at=past))
        catch_up()
        # Without RQ's worker, which takes half a second to end; what dies over its jobs is one.
        queue = Queue(jobs.QUEUE, connection=client, serializer=jobs.SERIALIZER)
        while queue.count:
            job = Job.fetch(queue.pop_job_id() or "", connection=client, serializer=jobs.SERIALIZER)
            jobs.run_here(job.func_name or "", *job.args)
            job.delete()
        db.session.rollback()
        db.session.expire_all()

    def send(self, text: str, *, kind: str = "check", url: str = "") -> None:
        """Send a report that has to be there exactly once from now on."""
        submissions.submit({"kind": kind, "text": text, "url": url}, channel=Channel.API)
        self.sent[text] += 1

    def _note(self, where: str, faults: Sequence[str]) -> None:
        self.outcome.faults.extend(f"{where}: {fault}" for fault in faults)

    def _reports(self, died: bool) -> Iterator[str]:
        """Each report is there as often as it was sent; who died over it may not have taken it."""
        rows = select(Submission.text, func.count(Submission.id).label("count")).group_by(Submission.text)
        there = Counter({row.text: row.count for row in db.session.execute(rows)})
        if self._unsure and (there[self._unsure] or not died):
            self.sent[self._unsure] += 1
        self._unsure = ""
        for text in there.keys() | self.sent.keys():
            if there[text] != self.sent[text]:
                yield f"{there[text]} reports instead of {self.sent[text]}"

    # -------------------------------------------------------------------------------------------- the steps

    def _worker_after(self, doing: Doing) -> Doing:
        """Do it here, and let the worker die over what is to be done then."""
        self._do(doing)
        return "work", []

    def _do(self, doing: Doing) -> None:
        verb, arguments = doing
        VERBS[verb](*arguments)

    def _report(self) -> Doing:
        self._unsure = f"Nummer {next(self._numbers)}: In {PLACES[2]} soll ein Wolf sprechen können, sagt man."
        return "report", [self._unsure]

    def _match(self) -> Doing:
        for text in (f"Am Bahnhof von {PLACES[3]} fährt Zug {next(self._numbers)} nicht mehr.", post(PLACES[0])):
            self.send(text)
        return "work", []

    def _answer(self, answer: MatchAnswer, place: str) -> Doing:
        match = self._match_of(place)
        doing: Doing = "answer", [match.id, answer.value, self.editor_id]
        if match.answer is not MatchAnswer.OPEN:
            self._do(("answer", [match.id, MatchAnswer.OPEN.value, self.editor_id]))
            self.come_round()
        return doing

    def _undo(self, answer: MatchAnswer, place: str) -> Doing:
        self._do(self._answer(answer, place))
        self.come_round()
        return "answer", [self._match_of(place).id, MatchAnswer.OPEN.value, self.editor_id]

    def _undo_different(self) -> Doing:
        """Keep them apart, so that the other case of the same words has lost its suggestion, which is to come back."""
        doing = self._undo(MatchAnswer.DIFFERENT, PLACES[1])
        suggesting.rematch_case(self._case(post(PLACES[1]), kind=Kind.HATE).id)
        return doing

    def _decide(self) -> Doing:
        case = self._case(post(PLACES[1]), kind=Kind.HATE)
        doing: Doing = "decide", [case.id, self.editor_id]
        if case.state is not CaseState.OPEN:
            self._do(("reopen", doing[1]))
            self.come_round()
        return doing

    def _reopen(self) -> Doing:
        """Close a case, and let the archive learn what answers it before it is taken up again."""
        deciding = self._decide()
        undoing = self._undo_different()
        self._do(deciding)
        self._do(undoing)
        self.come_round()
        return "reopen", deciding[1]

    def _import(self) -> Doing:
        """Import an article on a post that is there already, and another wording of one that is there."""
        file = self.config.data_dir / "claims.jsonl"
        if file.exists():
            # Whoever was killed over it begins again.
            importing.import_rows(read_rows(file))
        number = next(self._numbers)
        # Places of their own: what shares only a name is asked for again by its words, a few cases at a time.
        place = f"{PLACES[5 + number % 6]}-{chr(ord('A') + number % 26)}dorf"
        self.send(post(place))
        self.come_round()
        rows = [_row(place), _row(PLACES[0], version=number)]
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return "import", [str(file)]

    def _retract(self) -> Doing:
        if claims.publish(self._claim(PLACES[1])):
            self.come_round()
        return "retract", [self._claim(PLACES[1])]

    def _publish(self) -> Doing:
        if claims.retract(self._claim(PLACES[1])):
            self.come_round()
        return "publish", [self._claim(PLACES[1])]

    def _split(self) -> Doing:
        """Let two posts about one link come together, of which the second says what an article checks."""
        number = next(self._numbers)
        for text in (f"Fundstück {number}: Im Park von {PLACES[4]} steht ein Denkmal aus Käse.", post(PLACES[1])):
            self.send(text, url=f"https://example.org/fund/{number}")
        self.come_round()
        last = db.session.scalars(select(Submission).order_by(Submission.id.desc())).first()
        if last is None or last.case_id is None:
            raise RuntimeError("the reports have no case")
        return "split", [last.case_id, last.id, self.editor_id]

    def _undo_split(self) -> Doing:
        self._do(self._split())
        self.come_round()
        return "undo move", [db.session.scalars(select(func.max(CaseMove.id))).one(), self.editor_id]

    def _claim(self, place: str) -> int:
        return db.session.scalars(select(Claim.id).where(Claim.external_id == place)).one()

    def _case(self, text: str, *, kind: Kind = Kind.CHECK) -> Case:
        rows = select(Case).where(Case.text == text, Case.url == "", Case.kind == kind)
        return db.session.scalars(rows).one()

    def _match_of(self, place: str) -> Match:
        of = Match.claim_id == self._claim(place), Match.case_id == self._case(post(place)).id
        return db.session.scalars(select(Match).where(*of)).one()


def post(place: str) -> str:
    """Return what people send about a place."""
    return f"Leute, in {place} kostet ab morgen jede Nachricht Geld, wenn man sie nicht an alle weiterleitet!"


def _row(place: str, *, version: int = 0) -> dict[str, str]:
    edition = f" (Fassung {version})" if version else ""
    return {
        "id": place,
        "text": f"In {place} kostet ab morgen jede Nachricht Geld.",
        "title": f"Nachrichten bleiben in {place} kostenlos{edition}",
        "verdict": Verdict.FALSE.value,
        "lang": "de",
    }

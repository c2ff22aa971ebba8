"""What was read in a file that is erased: a report that was read, and where its words stand in the database."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import MetaData, select

from accounts.models import Editor
from archive.models import Claim
from core.db import db
from intake.cases import joining
from intake.files import keeping, locking
from intake.models.cases import Case, Match
from intake.models.files import Attachment
from review.locking import erasing
from tests.support import sent_pictures
from tests.support.desk import suggestion

# Its name stands in nothing else that the tests store.
NEEDLE = "Ottakring"
READ = f"Die Klinik {NEEDLE} meldet: 1.200 Kinder wurden nach der Impfung mit einem Schwindel eingeliefert."
STORY = "Meine Tante in Wels hat mir das geschickt und glaubt jetzt, dass niemand mehr zum Arzt gehen soll."
OTHER = "Die Schulen schließen ab Montag, weil das Geld zum Heizen fehlt, sagt der Hausmeister."


def read(
    text: str = READ, *, typed: str = "", content: bytes = b"one", url: str = "", links: tuple[str, ...] = ()
) -> int:
    """Send a report with a picture in which something was read, and return its number; nothing is matched yet."""
    report = sent_pictures.sent(content, text=typed, url=url, code_links=links)
    sent_pictures.read_as(report, text)
    return report


def case_of(report: int) -> Case:
    """Match what waits and return the case of a report, as it stands now."""
    joining.match_all_waiting()
    found = sent_pictures.reload(report).case
    assert found is not None
    return found


def file_of(report: int) -> Attachment:
    """Return the file of a report."""
    (file,) = keeping.of_report(report)
    return file


def match_of(case: Case, claim: Claim) -> Match:
    """Return the match of a case with a claim, also where the machine found none."""
    found = db.session.scalar(select(Match).where(Match.case_id == case.id, Match.claim_id == claim.id))
    return found or suggestion(case, claim)


def erase(report: int, editor: Editor) -> None:
    """Lock the file of a report and erase it, as a lead does."""
    file_id = file_of(report).id
    locking.lock(file_id, by=editor.id)
    erasing.erase(file_id, editor=editor)
    db.session.expire_all()


def places(words: str = NEEDLE, *, but: Collection[str] = ()) -> dict[str, int]:
    """Return in how many rows of each table of the whole database some words stand."""
    db.session.rollback()
    tables = MetaData()
    found = {}
    with db.engine.connect() as connection:
        tables.reflect(connection)
        for table in tables.sorted_tables:
            count = sum(words in str(tuple(row)) for row in connection.execute(select(table)))
            if count and table.name not in but:
                found[table.name] = count
    return found

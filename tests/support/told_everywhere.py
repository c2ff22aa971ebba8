"""A report whose words stand in every place that can hold them, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import MetaData, select

from accounts.models import Editor
from archive import pictures as archive_pictures
from archive.indexing import embed_missing
from archive.models import ClaimPicture, KeptApart, Wording
from archive.pictures import Given
from core import owed
from core.db import db, now, writing
from core.fetching.outcomes import Outcome
from core.files.sealed import sealed_files
from core.outbox.models import Outbox
from intake.cases import explaining, joining
from intake.files.read_words import settle_by_id
from intake.links import snapshots
from intake.models.cases import Case, CaseKey, CaseState, Match, MatchAnswer
from intake.models.contacts import Contact
from intake.models.files import Attachment, Reading
from intake.models.moves import CaseMove, MoveReason
from intake.models.objections import Objection, ObjectionOutcome, Objector
from intake.models.pages import PageSnapshot
from intake.models.reports import Submission
from intake.models.retention import LegalHold
from intake.reports import receipts
from intake.reports.receipts import Receipt
from intake.talk import remarks
from review.approval.models import HeldDecision, HeldState
from review.case import answers
from review.holding.models import DraftForm, NamedIn, StoredDraft
from review.models import Decision
from review.notes.models import Note
from review.objections.models import ObjectionAnswer, ObjectionAssignment
from review.talk import asking
from search.engine import engine
from search.index.models import Vector
from search.pictures.hashing import Fingerprint
from search.pictures.models import PictureHash
from search.text.links import canonical_url
from tests.support import factories, pictured
from tests.support.articles import drafted
from tests.support.desk import suggestion
from tests.support.reached import reached

# In everything that the reader sent, and nowhere else.
MARK = "Quastenflosser"
TEXT = f"Der {MARK} Alfons aus Hinterwald verschenkt ab Dienstag 7.777 Euro an jeden, der diese Nachricht weiterleitet."
URL = f"https://gegencheck-stranger.de/{MARK}/1"
WHY = f"Das hat mir die Nachbarin vom {MARK} erzählt."
QUOTED = f"Da steht wörtlich: {TEXT}"


@dataclass(frozen=True, slots=True)
class Told:
    """The report, its receipt and its case."""

    report_id: int
    receipt: Receipt
    case_id: int
    text: str = TEXT


def told_everywhere(editor: Editor, colleague: Editor) -> Told:
    """Let a reader report, and the machine, editors and the desk's lead do with it whatever leaves words somewhere."""
    receipt = factories.report(TEXT, url=URL, why=WHY, platform="whatsapp")
    report = db.session.scalars(select(Submission).where(Submission.reference == receipt.reference)).one()
    _with_file(report)
    reached(report.id)
    joining.match_all_waiting()
    db.session.refresh(report)
    assert report.case_id is not None
    told = Told(report.id, receipt, report.case_id)
    asking.ask(report.id, f"Woher haben Sie {MARK}?", editor=editor)
    remarks.add(receipt.receipt, f"{MARK} kam von einem Freund.")
    case = db.session.get_one(Case, told.case_id)
    _taught(case, editor)
    drafted(case, editor, claim=f"{MARK}: {TEXT}")
    with writing():
        _moved(case, report)
        _written_at_the_desk(case, editor, colleague)
        _objected(told, editor)
        _fetched()
    engine().write_over()
    return told


def words() -> Mapping[str, int]:
    """Return in how many rows of each column of the database, as `table.column`, the mark stands."""
    db.session.rollback()
    tables, found = MetaData(), dict[str, int]()
    with db.engine.connect() as connection:
        tables.reflect(connection)
        for table in tables.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                for name, value in row.items():
                    if MARK.casefold() in str(value).casefold():
                        found[f"{table.name}.{name}"] = found.get(f"{table.name}.{name}", 0) + 1
    return found


def derived(told: Told) -> Mapping[str, int]:
    """Return how much there is that was made from the words and the picture without holding them."""
    db.session.rollback()
    db.session.expire_all()
    files = select(Attachment.id).where(Attachment.submission_id == told.report_id)
    bits = select(PictureHash).where(PictureHash.bits.is_not(None))
    counted = {
        "vectors of cases": select(Vector).where(Vector.collection == "case", Vector.data.is_not(None)),
        "vectors of wordings": select(Vector).where(Vector.document_id % 65536 > 0, Vector.data.is_not(None)),
        "keys": select(CaseKey),
        "explanations": select(Match).where(Match.explained_from != ""),
        "wordings": select(Wording),
        "pairs kept apart": select(KeptApart),
        "pictures of articles": select(ClaimPicture),
        "hashes of pictures": bits,
        "rows of files": files,
        "pages behind its link": select(PageSnapshot),
        "jobs about it": select(owed.Owed).where(owed.Owed.job == snapshots.FETCH),
        "mail addresses": select(Contact),
        "letters": select(Outbox),
        "open objections": select(Objection).where(Objection.answered_at.is_(None)),
    }
    found = {place: len(db.session.execute(rows).all()) for place, rows in counted.items()}
    return found | {"sealed files": len(list(sealed_files().keys()))}


def _with_file(report: Submission) -> None:
    file = factories.sent_file(report, name=f"{MARK}.jpg", content=pictured.jpeg(pictured.photo(3)))
    with writing() as session:
        row = session.get_one(Attachment, file.id)
        row.reading, row.read_text, row.corrected_text = Reading.READ, f"{MARK}, gelesen", f"{MARK} im Bild"
        row.code_links, row.provenance = [URL], [MARK]
        sent = session.get_one(Submission, report.id)
        sent.trouble = sent.shown = MARK
        settle_by_id(report.id)
    assert row.image_hash


def _taught(case: Case, editor: Editor) -> None:
    """Have editors confirm one article and reject another, keep a picture, and the machine say why."""
    right = suggestion(case, factories.claim("Niemand verschenkt Geld für das Weiterleiten einer Nachricht."))
    wrong = suggestion(case, factories.claim("Im Hinterwald gibt es keine Wölfe."), rank=2)
    answers.answer_match(right.id, MatchAnswer.SAME, editor=editor)
    answers.answer_match(wrong.id, MatchAnswer.DIFFERENT, editor=editor)
    embed_missing()
    explaining.explain_case(case.id)
    file = db.session.scalars(select(Attachment)).one()
    preview = sealed_files().put([b"what the desk sees of it"], most=100)
    given = Given(Fingerprint(file.image_hash, file.image_quality), MARK, preview.key, case.id)
    archive_pictures.add(right.claim_id, [given], by=editor.id)


def _moved(case: Case, report: Submission) -> None:
    """Have the report come from a case that was merged into its own."""
    merged = Case(
        kind=case.kind,
        state=CaseState.MERGED,
        text=report.text,
        url=report.url,
        first_seen=case.first_seen,
        last_seen=case.last_seen,
        merged_into_id=case.id,
    )
    db.session.add(merged)
    db.session.flush()
    db.session.add(
        CaseMove(
            reason=MoveReason.MERGE,
            from_case_id=merged.id,
            to_case_id=case.id,
            submission_ids=[report.id],
            key_ids=[],
            match_ids=[],
            words_of_id=report.id,
            note=QUOTED,
        )
    )


def _written_at_the_desk(case: Case, editor: Editor, colleague: Editor) -> None:
    session, moment = db.session, now()
    draft = {"text": [QUOTED]}
    session.add_all(
        [
            Note(case_id=case.id, editor_id=editor.id, text=QUOTED, created_at=moment),
            NamedIn(case_id=case.id, editor_id=colleague.id, said_by_id=editor.id, said_at=moment, reason=QUOTED),
            StoredDraft(
                editor_id=editor.id,
                case_id=case.id,
                form=DraftForm.NOTE,
                fields=draft,
                version=0,
                opened_at=moment,
                updated_at=moment,
            ),
            HeldDecision(
                case_id=case.id,
                editor_id=editor.id,
                kinds=["forwarding"],
                outcome=CaseState.FORWARDED,
                reason=QUOTED,
                public_sentence=QUOTED,
                names_person=False,
                version=0,
                state=HeldState.WAITING,
                answer=QUOTED,
            ),
            Decision(
                case_id=case.id, editor_id=editor.id, outcome=CaseState.OPEN, reason=QUOTED, public_sentence=QUOTED
            ),
            LegalHold(case_id=case.id, reason=QUOTED, set_by_id=editor.id, lifted_by_id=editor.id, lifted_at=moment),
        ]
    )


def _objected(told: Told, editor: Editor) -> None:
    for number, is_answered in enumerate((True, False)):
        objection = Objection(
            reference=f"GC-E-2026-00000{number}",
            receipt_hash=receipts.hash_of(f"objection {number}"),
            objector=Objector.REPORTER,
            is_proven=True,
            about="",
            text=QUOTED,
            language="de",
            submission_id=told.report_id,
            case_id=told.case_id,
            due_on=now().date(),
            answered_at=now() if is_answered else None,
            outcome=ObjectionOutcome.NOT_UPHELD if is_answered else None,
            public_sentence=QUOTED if is_answered else "",
        )
        db.session.add(objection)
        db.session.flush()
        if is_answered:
            db.session.add(
                ObjectionAnswer(objection_id=objection.id, editor_id=editor.id, reason=QUOTED, is_reopened=False)
            )
        else:
            db.session.add(
                ObjectionAssignment(
                    objection_id=objection.id, editor_id=editor.id, assigned_by_id=editor.id, assigned_at=now()
                )
            )


def _fetched() -> None:
    """Have had the page behind its link fetched once, and asked for once more."""
    link_hash = sha256(canonical_url(URL).encode()).hexdigest()
    page = sealed_files().put([MARK.encode()], most=100)
    fetched = PageSnapshot(
        link_hash=link_hash,
        url=URL,
        outcome=Outcome.FETCHED,
        final_url=URL,
        title=MARK,
        text=TEXT,
        sha256=page.sha256,
        html_key=page.key,
    )
    waiting = PageSnapshot(link_hash=link_hash, url=URL)
    db.session.add_all([fetched, waiting])
    db.session.flush()
    owed.owe(snapshots.FETCH, waiting.id)

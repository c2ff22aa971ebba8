"""Adding and updating claims out of files, each together with its vector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

import structlog
from sqlalchemy import select

from archive.claims import announce
from archive.imports.rows import BrokenRow, ClaimRow
from archive.models import CLAIMS, ArchiveAction, Claim, ClaimState
from archive.slugs import free_slug, slug_of
from core.db import db, now, writing
from core.events import Subject, happened
from search.engine import engine
from search.index.change_log import NewVector
from search.index.documents import document_id
from search.indexing import Document, embedded
from search.text.links import canonical_url
from search.text.normalise import text_hash

log = structlog.get_logger(__name__)

# Small enough that a progress bar moves, large enough for the model to be fast.
BATCH = 32

T = TypeVar("T")


@dataclass(slots=True)
class ImportReport:
    """What an import did; `broken` names each skipped row, `retracted` the claims that stay retracted by their ids."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    retracted: list[int] = field(default_factory=list)
    broken: list[BrokenRow] = field(default_factory=list)


def import_rows(
    rows: Iterable[ClaimRow | BrokenRow], *, progress: Callable[[int], None] = lambda _: None
) -> ImportReport:
    """Add or update published claims, each together with its vector; never one without the other.

    A row is known by its id: importing a file twice changes nothing. A row whose reading fails is one of the broken
    ones, and the others go on. `progress` is told how many rows were done.
    Errors: `search.model.embedder.ModelMissing`; what earlier batches wrote stays.
    """
    report = ImportReport()
    for batch in _batches(rows, BATCH):
        good = [row for row in batch if isinstance(row, ClaimRow)]
        report.broken.extend(row for row in batch if isinstance(row, BrokenRow))
        _import_batch(good, report)
        progress(len(batch))
    if report.added or report.changed:
        announce(count=report.added + report.changed)
    return report


def _batches(items: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def _import_batch(rows: Sequence[ClaimRow], report: ImportReport) -> None:
    known = {
        claim.external_id: claim
        for claim in db.session.scalars(select(Claim).where(Claim.external_id.in_([row.id for row in rows])))
    }
    # What to embed is decided and embedded before the database is locked: embedding takes seconds.
    fresh = [row for row in rows if row.id not in known or _differs(known[row.id], row)]
    report.unchanged += len(rows) - len(fresh)
    report.retracted += [claim.id for claim in known.values() if claim.state is ClaimState.RETRACTED]
    if not fresh:
        return
    readable = _embedded(fresh, report)
    if not readable:
        return
    with writing() as session:
        # First, because the trail is locked before claims and vectors: see `core.events.happened`.
        happened(ArchiveAction.CLAIMS_IMPORTED, count=len(readable))
        stored = []
        for row, item in readable:
            claim = session.scalar(select(Claim).where(Claim.external_id == row.id))
            if claim is None:
                claim = _filled(Claim(state=ClaimState.PUBLISHED), row)
                claim.slug = free_slug(claim.headline)
                session.add(claim)
                session.flush()
                report.added += 1
            else:
                _note_verdict(claim, row)
                _filled(claim, row)
                report.changed += 1
            # A claim that was taken back stays back, whatever an old file says.
            if claim.state is ClaimState.PUBLISHED:
                stored.append(replace(item, document_id=document_id(claim.id)))
        engine().collection(CLAIMS).add(stored)


def _embedded(rows: Sequence[ClaimRow], report: ImportReport) -> list[tuple[ClaimRow, NewVector]]:
    """Return the rows that can be read, each with what is indexed of it; the others are reported as broken."""
    drafts = [(row, draft) for row in rows if (draft := _draft(row, report)) is not None]
    indexed = embedded([Document(0, draft.passage, draft.lang) for _, draft in drafts])
    found = []
    for (row, _), item in zip(drafts, indexed, strict=True):
        if item is None:
            report.broken.append(BrokenRow(row.line, "cannot be embedded"))
        else:
            found.append((row, item))
    return found


def _draft(row: ClaimRow, report: ImportReport) -> Claim | None:
    try:
        draft = _filled(Claim(), row)
        slug_of(draft.headline)
    except Exception as error:
        # Its neighbours in the file are not to blame. The kind names no word of the claim.
        log.error("row_not_read", line=row.line, kind=type(error).__name__)
        report.broken.append(BrokenRow(row.line, f"cannot be read ({type(error).__name__})"))
        return None
    return draft


def _note_verdict(claim: Claim, row: ClaimRow) -> None:
    """Say that the verdict of a claim changes, if it does: somebody was told the one before."""
    if claim.verdict is row.verdict:
        return
    happened(
        ArchiveAction.VERDICT_CHANGED, Subject("claim", claim.id), was=claim.verdict.value, verdict=row.verdict.value
    )
    claim.verdict_before, claim.verdict_changed_at = claim.verdict, now()


def _filled(claim: Claim, row: ClaimRow) -> Claim:
    claim.external_id = row.id
    claim.lang = row.lang.lower()
    claim.text, claim.title, claim.summary = row.text, row.title, row.summary
    claim.claimant = row.claimant
    claim.verdict, claim.source, claim.published_on = row.verdict, row.source, row.published_on
    claim.url, claim.canonical_url = row.url, canonical_url(row.url)
    claim.text_hash = text_hash(row.text)
    return claim


def _differs(claim: Claim, row: ClaimRow) -> bool:
    return (
        claim.lang != row.lang.lower()
        or (claim.text, claim.title, claim.summary) != (row.text, row.title, row.summary)
        or (claim.verdict, claim.source, claim.published_on) != (row.verdict, row.source, row.published_on)
        or (claim.url, claim.claimant) != (row.url, row.claimant)
    )

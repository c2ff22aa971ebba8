"""Indexing the texts of published claims that the current model has not indexed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, Exists, cast, exists, select, tuple_

from archive.claims import announce
from archive.models import CLAIMS, Claim, ClaimState, Wording
from core.db import db, writing
from search.engine import engine
from search.index import change_log
from search.index.documents import MOST_PARTS, document_id, owner_of, part_of
from search.index.models import Vector
from search.indexing import Document, embedded
from search.text.normalise import text_hash
from search.text.terms import ANALYSIS

# Small enough that a progress bar moves, large enough for the model to be fast.
BATCH = 32
# Claims whose texts are compared with what was embedded of them, in one transaction.
PAGE = 500


def embed_missing(*, progress: Callable[[int], None] = lambda _: None) -> int:
    """Index published claims and their wordings that the current model has not indexed; return how many texts.

    This is what a change of the model needs, and a wording that was just learned. A text that cannot be embedded is
    passed over, so that the others get their turn. Safe to repeat and to break off: each batch is a transaction of its
    own and looks again at what is missing.
    """
    done = 0
    passed = _Passed()
    if len(_missing(passed)) == BATCH:
        # So many are missing after a change of the model. Until it is their turn, they are found by their words.
        change_log.carry_words_over(CLAIMS, engine().embedder.model_id)
    while missing := _missing(passed):
        new = [item for item in embedded(missing) if item is not None]
        with writing():
            # Somebody may have taken one of them back while the model was thinking.
            still = {document.id for document in _missing(among=[document.id for document in missing])}
            engine().collection(CLAIMS).add([item for item in new if item.document_id in still])
        passed = passed.after(missing)
        done += len(new)
        progress(len(missing))
    if done:
        announce(count=done)
        forget_models(CLAIMS)
    return done


def forget_models(collection: str, *, previous: bool = False) -> int:
    """Delete the vectors of models that are not in use; return how many rows.

    Those of the model before stay, unless `previous` is to go as well: whoever goes back to it need not wait.
    """
    own = engine().embedder.model_id
    others = [model for model in change_log.models(collection) if model != own]
    return change_log.forget(collection, kept=[own, *others[: 0 if previous else 1]])


def drop_outdated() -> int:
    """Bury vectors of the current model that it made of another text than the claim has now; return how many.

    `embed_missing` makes them anew. Safe to repeat and to break off: each page is a transaction of its own.
    """
    dropped = after = 0
    while True:
        page = select(Claim).where(Claim.state == ClaimState.PUBLISHED, Claim.id > after).order_by(Claim.id).limit(PAGE)
        claims = {document_id(claim.id): claim for claim in db.session.scalars(page)}
        if not claims:
            return dropped
        after = owner_of(max(claims))
        hashes = {document: text_hash(claim.passage) for document, claim in claims.items()}
        with writing():
            dropped += change_log.bury_other_texts(CLAIMS, hashes)


@dataclass(frozen=True, slots=True)
class _Passed:
    """How far a run has come: the last claim of which it took the own text, and the last document of a wording.

    Without this a text that cannot be embedded would be the next one again, for ever.
    """

    claim_id: int = 0
    wording: int = 0

    def after(self, documents: Sequence[Document]) -> _Passed:
        claims = [owner_of(document.id) for document in documents if not part_of(document.id)]
        wordings = [document.id for document in documents if part_of(document.id)]
        return _Passed(max([self.claim_id, *claims]), max([self.wording, *wordings]))


def _missing(passed: _Passed = _Passed(), *, among: Sequence[int] | None = None) -> list[Document]:
    """Return the next texts that are not in the index of the current model, as texts are taken apart today."""
    # Wide numbers: a document's id does not fit where a claim's does.
    claim_document = cast(Claim.id, BigInteger) * MOST_PARTS
    claims = select(Claim).where(
        Claim.state == ClaimState.PUBLISHED, Claim.id > passed.claim_id, ~_is_present(claim_document)
    )
    wording_document = cast(Wording.claim_id, BigInteger) * MOST_PARTS + Wording.part
    wordings = (
        select(Wording)
        .join(Wording.claim)
        .where(
            Claim.state == ClaimState.PUBLISHED,
            Wording.taken_back_at.is_(None),
            wording_document > passed.wording,
            ~_is_present(wording_document),
        )
    )
    if among is not None:
        # By the keys of the tables, so that only these rows are looked at.
        claims = claims.where(Claim.id.in_([owner_of(document) for document in among if not part_of(document)]))
        parts = [(owner_of(document), part_of(document)) for document in among if part_of(document)]
        wordings = wordings.where(tuple_(Wording.claim_id, Wording.part).in_(parts))
    found = [_document(claim) for claim in db.session.scalars(claims.order_by(Claim.id).limit(BATCH))]
    if len(found) < BATCH:
        rows = db.session.scalars(wordings.order_by(wording_document).limit(BATCH - len(found)))
        found += [Document(wording.document_id, wording.text, wording.lang) for wording in rows]
    return found


def _is_present(document: ColumnElement[int]) -> Exists:
    """Whether a document is in the index; one look-up in an index of the table for each row that is asked about."""
    return exists().where(
        Vector.collection == CLAIMS,
        Vector.document_id == document,
        Vector.model_id == engine().embedder.model_id,
        Vector.analysis == ANALYSIS,
        Vector.data.is_not(None),
        Vector.text_hash != change_log.NO_TEXT,
    )


def _document(claim: Claim) -> Document:
    return Document(document_id(claim.id), claim.passage, claim.lang)

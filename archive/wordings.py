"""What editors teach about a claim: further wordings that mean it, and texts that it must be kept apart from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from archive.models import CLAIMS, Claim, KeptApart, Wording
from core.db import db, now
from core.refusals import NotFound
from search.engine import engine
from search.index.documents import MOST_PARTS
from search.text.cleaning import clean_post
from search.text.content import content_of

# One or two words stand for nothing in particular: as a wording they would meet every other text.
FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Taught:
    """What editors taught by some texts: wordings of claims, and texts that were kept apart from them."""

    wordings: Sequence[Wording]
    pairs: Sequence[KeptApart]


def learn(claim_id: int, text: str, lang: str, *, url: str = "") -> Wording | None:
    """Return a text as a wording of a claim: a new one, the one that stands, or one that stands again.

    None says that there is nothing to learn: the text is the claim's own, too short, says nothing, or says it only of
    the link it came with; or the claim has as many wordings as its documents can be numbered. Call inside `writing()`;
    the worker embeds it afterwards (`archive.jobs.embed_missing_claims`). Errors: `NotFound` without such a claim.
    """
    claim = _held(claim_id)
    content = content_of(text, url)
    tidied = clean_post(content.text)
    # The hash is that of the text as it came: so the next copy is found by its words before any model is asked.
    if not content.stands_alone or len(tidied.split()) < FEWEST_WORDS or content.text_hash in {"", claim.text_hash}:
        return None
    known = select(Wording).where(Wording.claim_id == claim_id, Wording.text_hash == content.text_hash)
    wording = db.session.scalar(known)
    if wording is None:
        part = 1 + (db.session.scalar(select(func.max(Wording.part)).where(Wording.claim_id == claim_id)) or 0)
        if part >= MOST_PARTS:
            return None
        wording = Wording(claim_id=claim_id, part=part, text=tidied, text_hash=content.text_hash, lang=lang)
        db.session.add(wording)
    elif wording.taken_back_at is not None:
        wording.taken_back_at, wording.learned_at = None, now()
    db.session.flush()
    return wording


def take_back(wording: Wording) -> None:
    """Let a wording find nothing any more; call inside `writing()`."""
    wording.taken_back_at = now()
    db.session.flush()
    engine().collection(CLAIMS).remove(wording.document_id)


def empty(learned: Wording | KeptApart) -> None:
    """Empty what was learned of its words, because these are erased; it finds nothing, and stays listed without them.

    Call inside `writing()`.
    """
    # No text has this hash, and no two of a claim may have the same.
    learned.text, learned.lang, learned.text_hash = "", "", f"erased {learned.id}"
    learned.taken_back_at = learned.taken_back_at or now()
    if isinstance(learned, KeptApart):
        learned.link = ""
    db.session.flush()
    if isinstance(learned, Wording):
        engine().collection(CLAIMS).remove(learned.document_id)


def known_by(hashes: Collection[str]) -> Taught:
    """Return what was learned from texts with these hashes, taken back or not."""
    return Taught(
        db.session.scalars(select(Wording).where(Wording.text_hash.in_(hashes)).order_by(Wording.id)).all(),
        db.session.scalars(select(KeptApart).where(KeptApart.text_hash.in_(hashes)).order_by(KeptApart.id)).all(),
    )


def erase(taught: Taught) -> None:
    """Erase what was learned, with its words; call inside `writing()`, after whatever pointed at it.

    Its vectors go as well: last of all locks.
    """
    documents = [wording.document_id for wording in taught.wordings]
    for row in (*taught.wordings, *taught.pairs):
        db.session.delete(row)
    db.session.flush()
    for document in documents:
        engine().collection(CLAIMS).remove(document)


def keep_apart(claim_id: int, text: str, lang: str, *, url: str = "") -> KeptApart | None:
    """Return the pair of a claim and a text for which it is not suggested again: a new or known one, which then stands.

    The text is kept as it came, because that is what later ones are compared with, and with it the link that it is
    about. None without a text that says something: there is nothing to compare. Call inside `writing()`. Errors:
    `NotFound` without such a claim.
    """
    _held(claim_id)
    content = content_of(text, url)
    if not content.together:
        return None
    known = select(KeptApart).where(KeptApart.claim_id == claim_id, KeptApart.text_hash == content.together)
    pair = db.session.scalar(known)
    if pair is None:
        pair = KeptApart(
            claim_id=claim_id, text=content.text, text_hash=content.together, link=content.about, lang=lang
        )
        db.session.add(pair)
    elif pair.taken_back_at is not None:
        pair.taken_back_at, pair.learned_at = None, now()
    db.session.flush()
    return pair


def let_together(pair: KeptApart) -> None:
    """Let a claim be suggested for a text again; call inside `writing()`."""
    pair.taken_back_at = now()
    db.session.flush()


def _held(claim_id: int) -> Claim:
    """Return a claim, locked against a race: two who teach it must not take the same number, nor learn one thing twice.

    This lock lets others go on storing matches with the claim.
    """
    claim = db.session.get(Claim, claim_id, with_for_update={"key_share": True})
    if claim is None:
        raise NotFound(f"there is no claim {claim_id}")
    return claim

"""The pictures that claims are about: kept and removed by editors, and found again when a reader sends one like it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import select

from archive.models import PICTURES, ArchiveAction, Claim, ClaimPicture, ClaimState
from core.db import db, next_number, writing
from core.events import Happened, Subject, all_happened, happened
from core.files.sealed import sealed_files
from core.refusals import InvalidInput, NotFound
from search.engine import engine
from search.pictures.asking import Sight, look
from search.pictures.hashing import Fingerprint

MOST_PICTURES = 20
LONGEST_NAME = 200
# A counter, for the lock on it alone.
TURNS = "claim_pictures"


@dataclass(frozen=True, slots=True)
class Given:
    """A picture that an editor keeps with a claim: what it is recognised by, and where it comes from.

    `preview_key` finds what the desk sees of it among the sealed files; `case_id` is the case whose reports had it.
    """

    fingerprint: Fingerprint | None
    name: str = ""
    preview_key: str | None = None
    case_id: int | None = None


def add(claim_id: int, given: Sequence[Given], *, by: int) -> list[ClaimPicture]:
    """Keep pictures with a claim, so that reports with one like them find the claim; return them in their order.

    One that the claim has already stays as it is. They find published claims only. Errors: `NotFound` without such a
    claim, `InvalidInput` where there is too little in a picture to know it again by, or when they are more than a claim
    may have; then none is kept.
    """
    with writing():
        # Against a race: two would keep the same picture. This lock comes before all others, and nobody else takes it.
        next_number(TURNS)
        if db.session.get(Claim, claim_id) is None:
            raise NotFound(f"there is no claim {claim_id}")
        known = {picture.image_hash: picture for picture in of_claim(claim_id)}
        wanted = {_hash_of(one): one for one in given}
        new = [_picture(claim_id, one, by) for image_hash, one in wanted.items() if image_hash not in known]
        if len(known) + len(new) > MOST_PICTURES:
            few = gettext("An article has at most %(most)s pictures. Remove one first.", most=MOST_PICTURES)
            raise InvalidInput({"picture": few})
        db.session.add_all(new)
        db.session.flush()
        subject = Subject("claim", claim_id)
        all_happened([Happened(ArchiveAction.PICTURE_ADDED, subject, by, {"picture": one.id}) for one in new])
        engine().pictures(PICTURES).add({one.id: one.image_hash for one in new})
        known |= {one.image_hash: one for one in new}
        return [known[image_hash] for image_hash in wanted]


def _hash_of(given: Given) -> str:
    if given.fingerprint is None:
        raise InvalidInput({"picture": gettext("There is too little in this picture to recognise it by.")})
    return given.fingerprint.hash


def _picture(claim_id: int, given: Given, by: int) -> ClaimPicture:
    return ClaimPicture(
        claim_id=claim_id,
        image_hash=_hash_of(given),
        image_quality=0 if given.fingerprint is None else given.fingerprint.quality,
        preview_key=given.preview_key,
        name=given.name[:LONGEST_NAME],
        case_id=given.case_id,
        added_by_id=by,
    )


def remove(claim_id: int, picture_id: int, *, by: int) -> bool:
    """Remove a picture from a claim; it finds nothing from then on. Return whether it was still there."""
    with writing() as session:
        which = ClaimPicture.id == picture_id, ClaimPicture.claim_id == claim_id
        picture = session.scalar(select(ClaimPicture).where(*which))
        if picture is None:
            return False
        preview_key = picture.preview_key
        happened(ArchiveAction.PICTURE_REMOVED, Subject("claim", claim_id), by=by, picture=picture_id)
        session.delete(picture)
        session.flush()
        engine().pictures(PICTURES).remove([picture_id])
    # After the commit: a row must never name a file that is gone.
    if preview_key is not None:
        sealed_files().forget(preview_key)
    return True


def forget(image_hashes: Collection[str], *, by: int) -> list[str]:
    """Take pictures that are erased off every claim, known by their hashes; call inside `writing()`, last of all locks.

    Return the keys of their previews among the sealed files, which are to be removed after the commit.
    """
    rows = select(ClaimPicture).where(ClaimPicture.image_hash.in_(image_hashes)).order_by(ClaimPicture.id)
    gone = db.session.scalars(rows.with_for_update()).all() if image_hashes else []
    told = [
        Happened(ArchiveAction.PICTURE_REMOVED, Subject("claim", one.claim_id), by, {"picture": one.id}) for one in gone
    ]
    all_happened(told)
    for one in gone:
        db.session.delete(one)
    db.session.flush()
    engine().pictures(PICTURES).remove([one.id for one in gone])
    return [one.preview_key for one in gone if one.preview_key is not None]


def erase(case_ids: Collection[int], image_hashes: Collection[str]) -> list[str]:
    """Erase what claims have of the pictures of some cases; call inside `writing()`, last of all locks.

    Return the keys of what the desk saw of them, to forget afterwards.
    """
    which = ClaimPicture.case_id.in_(case_ids), ClaimPicture.image_hash.in_(image_hashes)
    found = db.session.scalars(select(ClaimPicture).where(*which).order_by(ClaimPicture.id)).all()
    for picture in found:
        db.session.delete(picture)
    db.session.flush()
    engine().pictures(PICTURES).remove([picture.id for picture in found])
    return [picture.preview_key for picture in found if picture.preview_key is not None]


def of_claim(claim_id: int) -> Sequence[ClaimPicture]:
    """Return the pictures of a claim, in the order in which they came."""
    rows = select(ClaimPicture).where(ClaimPicture.claim_id == claim_id).order_by(ClaimPicture.id)
    return db.session.scalars(rows).all()


def fingerprints_of(claim_ids: Iterable[int]) -> list[Fingerprint]:
    """Return what the pictures of some claims are recognised by."""
    rows = select(ClaimPicture.image_hash, ClaimPicture.image_quality).where(ClaimPicture.claim_id.in_(set(claim_ids)))
    return [Fingerprint(*row) for row in db.session.execute(rows.order_by(ClaimPicture.id))]


def claims_with(pictures: Sequence[Fingerprint]) -> Mapping[int, Sight]:
    """Return the published claims that have a picture like one of some, by their ids, with how alike it is."""
    return look(engine().pictures(PICTURES), pictures, _owners)


def _owners(picture_ids: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    """Return whose pictures they are and their qualities; the database and not the index says what may be shown."""
    rows = (
        select(ClaimPicture.id, ClaimPicture.claim_id, ClaimPicture.image_quality)
        .join(ClaimPicture.claim)
        .where(ClaimPicture.id.in_(picture_ids), Claim.state == ClaimState.PUBLISHED)
    )
    return {row.id: (row.claim_id, row.image_quality) for row in db.session.execute(rows)}

"""The pictures of one article: as its page at the desk lists them, with who kept them, and as an editor brings one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import Editor
from archive import pictures
from archive.models import Claim, ClaimPicture
from archive.pictures import Given
from core.db import db, existing
from core.files.sealed import sealed_files
from core.refusals import NotFound
from intake.files import uploads
from search.pictures.hashing import LEAST_QUALITY, Fingerprint


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture of an article, and who kept it."""

    picture: ClaimPicture
    by: Editor

    @property
    def is_of_words(self) -> bool:
        """Whether it is mostly paper, and so known again only when nearly nothing was changed."""
        return self.picture.image_quality < LEAST_QUALITY


def kept(claim_id: int) -> Sequence[Kept]:
    """Return the pictures of an article, in the order in which they came."""
    rows = (
        select(ClaimPicture, Editor)
        .join(Editor, Editor.id == ClaimPicture.added_by_id)
        .where(ClaimPicture.claim_id == claim_id)
        .order_by(ClaimPicture.id)
    )
    return [Kept(picture, editor) for picture, editor in db.session.execute(rows)]


def bring(claim_id: int, name: str, content: Iterable[bytes], *, editor: Editor) -> ClaimPicture:
    """Keep a picture that an editor brought with an article, so that reports with one like it find the article.

    Of the file only our own picture of it stays, sealed, until the picture is removed. One that the article has already
    stays as it is. Errors: `NotFound` without such an article; `InvalidInput` for a file that cannot be taken, has too
    little to be known again by, or is one too many; then nothing is left behind.
    """
    existing(Claim, claim_id)
    found, preview = uploads.picture_of(content)
    seen = Fingerprint(found.image_hash, found.image_quality) if found.image_hash else None
    given = Given(seen, uploads.clean_name(name), preview.key)
    kept = None
    try:
        (kept,) = pictures.add(claim_id, [given], by=editor.id)
    finally:
        if kept is None or kept.preview_key != preview.key:
            sealed_files().forget(preview.key)
    return kept


def preview_key(claim_id: int, picture_id: int) -> str:
    """Return where the picture of an article that an editor brought is sealed. Errors: `NotFound` without one."""
    which = ClaimPicture.id == picture_id, ClaimPicture.claim_id == claim_id
    key = db.session.scalar(select(ClaimPicture.preview_key).where(*which))
    if key is None:
        raise NotFound(f"article {claim_id} has no picture {picture_id} to be seen")
    return key

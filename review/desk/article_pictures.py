"""The pictures of one article, as its page at the desk lists them, with who kept them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import Editor
from archive.models import ClaimPicture
from core.db import db
from search.pictures.hashing import LEAST_QUALITY


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

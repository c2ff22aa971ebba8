"""Reports with pictures, as they stand once their files were opened; and what becomes of pictures on their way."""

from __future__ import annotations

import io
from collections.abc import Sequence
from hashlib import sha256
from itertools import count

import numpy as np
from PIL import Image

from archive import pictures as archive_pictures
from archive.models import ClaimPicture
from archive.pictures import Given
from bench.support import pictures
from core import jobs
from core.db import db, writing
from core.files.sealed import sealed_files
from intake.cases import joining
from intake.models.cases import Case, Kind
from intake.models.files import Attachment, FileType, Reading
from intake.models.reports import Channel, Platform, Submission
from intake.reports.submissions import MATCH
from search.pictures.hashing import fingerprint_of

_numbers = count(1)


def photo(number: int) -> Image.Image:
    """Return a photo; another number gives another one."""
    return pictures.photo(np.random.default_rng(number), width=400, height=300)


def chat(number: int) -> Image.Image:
    """Return the screenshot of a chat; another number gives other words in the same furniture."""
    return pictures.chat(np.random.default_rng(number))


def jpeg(picture: Image.Image, quality: int = 90) -> bytes:
    """Return a picture as a file, compressed."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def sent_on(picture: Image.Image) -> Image.Image:
    """Return a picture as it comes out of a messenger: smaller and compressed once more."""
    small = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4))
    return Image.open(io.BytesIO(jpeg(small, 40))).convert("RGB")


def report(*sent: Image.Image, text: str = "", url: str = "", kind: Kind = Kind.CHECK) -> Submission:
    """Store a report with pictures that were opened and in which nothing was read; nothing is matched yet."""
    number = next(_numbers)
    with writing() as session:
        row = Submission(
            reference=f"GC-2026-9{number:05}",
            receipt_hash=f"picture {number}",
            channel=Channel.FORM,
            kind=kind,
            text=text,
            url=url,
            platform=Platform.UNKNOWN,
            why="",
            language="de",
        )
        session.add(row)
        session.flush()
        session.add_all(_files(row.id, sent))
    jobs.enqueue_once(MATCH)
    return row


def case(*sent: Image.Image, text: str = "") -> Case:
    """Store a report with pictures, match it, and return its case."""
    report_id = report(*sent, text=text).id
    joining.match_all_waiting()
    found = db.session.get_one(Submission, report_id, populate_existing=True).case
    assert found is not None
    return found


def _files(submission_id: int, sent: Sequence[Image.Image]) -> list[Attachment]:
    files = []
    for position, picture in enumerate(sent):
        content, fingerprint = jpeg(picture), fingerprint_of(picture)
        files.append(
            Attachment(
                submission_id=submission_id,
                position=position,
                name="IMG_1.jpg",
                media_type=FileType.JPEG,
                size=len(content),
                sha256=sha256(content).hexdigest(),
                original_key=f"{submission_id:016x}{position:016x}",
                preview_key=f"{submission_id:016x}{position + 16:016x}",
                width=picture.width,
                height=picture.height,
                image_hash="" if fingerprint is None else fingerprint.hash,
                image_quality=0 if fingerprint is None else fingerprint.quality,
                reading=Reading.NOTHING,
            )
        )
    return files


def bring(claim_id: int, picture: Image.Image, *, by: int) -> ClaimPicture:
    """Keep a picture with a claim as if an editor had uploaded it: the desk sees our own picture of it."""
    sealed = sealed_files().put([jpeg(picture)], most=10_000_000)
    given = Given(fingerprint_of(picture), name="Foto.jpg", preview_key=sealed.key)
    (kept,) = archive_pictures.add(claim_id, [given], by=by)
    return kept


def keep(claim_id: int, picture: Image.Image, *, by: int) -> ClaimPicture:
    """Keep a picture with a claim, as an editor does."""
    (kept,) = archive_pictures.add(claim_id, [Given(fingerprint_of(picture), name="Foto.jpg")], by=by)
    return kept

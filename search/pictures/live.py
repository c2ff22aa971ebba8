"""The pictures of a collection that each process holds in memory, kept in line with the database.

The database is the truth. Reading a hundred thousand hashes takes half a second, so nothing is written to disk:
what is erased there is gone here with the next question, and no file remembers it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from core.db import db, next_number
from search.index.locks import ReadersWriter, SharedRun
from search.pictures.binary_index import BinaryIndex, Near
from search.pictures.hashing import bits_of
from search.pictures.models import PictureHash

SEQ = "picture_seq"
PAGE = 50_000
# Databases take only so many values in one statement.
AT_ONCE = 500


@dataclass(slots=True)
class _Held:
    """An index, and the change of the database up to which it is complete."""

    index: BinaryIndex = field(default_factory=BinaryIndex)
    seq: int = 0


class LivePictures:
    """Finds pictures by their hashes; safe to use from many threads.

    Every search that begins after a commit sees that commit. Numbers belong to whoever names the collection.
    """

    def __init__(self, collection: str) -> None:
        self._collection = collection
        self._pulls = SharedRun()
        self._lock = ReadersWriter()
        self._held = _Held()

    def __len__(self) -> int:
        return len(self._held.index)

    def add(self, hashes: Mapping[int, str]) -> None:
        """Store what pictures are recognised by, as 64 hex digits by number; call inside `writing()`."""
        packed = {picture_id: bits_of(picture_hash) for picture_id, picture_hash in hashes.items()}
        if not packed:
            return
        last = next_number(SEQ, count=len(packed))
        for some in _sliced(list(packed)):
            db.session.execute(delete(PictureHash).where(*self._among(some)))
        db.session.add_all(
            PictureHash(collection=self._collection, picture_id=picture_id, bits=bits, seq=seq)
            for seq, (picture_id, bits) in enumerate(packed.items(), start=last - len(packed) + 1)
        )
        db.session.flush()

    def remove(self, picture_ids: Collection[int]) -> None:
        """Forget pictures, if they are there; call inside `writing()`. Of each only its number stays."""
        for some in _sliced(sorted(picture_ids)):
            there = select(PictureHash.picture_id).where(*self._among(some), PictureHash.bits.is_not(None))
            gone = list(db.session.scalars(there.order_by(PictureHash.picture_id)))
            if gone:
                first = next_number(SEQ, count=len(gone)) - len(gone) + 1
                changed = {"collection": self._collection, "bits": None}
                rows = [{**changed, "picture_id": number, "seq": seq} for seq, number in enumerate(gone, start=first)]
                db.session.execute(update(PictureHash), rows)

    def near(self, hashes: Sequence[bytes], *, within: int) -> list[list[Near]]:
        """Return for each hash the pictures that differ from it in at most so many bits, the nearest first."""
        self.follow()
        with self._lock.reading():
            return self._held.index.near(hashes, within=within)

    def follow(self) -> int:
        """Take over what was committed by now; return the last change that is held."""
        self._pulls.run(self._pull)
        return self._held.seq

    def _pull(self) -> None:
        # A connection of its own: the caller's session may hold an older view of the database.
        with db.engine.connect() as connection:
            own = PictureHash.collection == self._collection
            last = connection.scalar(select(func.max(PictureHash.seq)).where(own)) or 0
            if last < self._held.seq:
                # The database was put back from a backup.
                self._held = _Held()
            while self._held.seq < last and self._take_over(connection):
                pass

    def _take_over(self, connection: Connection) -> bool:
        """Take over a page of changes; return whether there was one."""
        newer = (
            select(PictureHash.picture_id, PictureHash.bits, PictureHash.seq)
            .where(PictureHash.collection == self._collection, PictureHash.seq > self._held.seq)
            .order_by(PictureHash.seq)
            .limit(PAGE)
        )
        rows = connection.execute(newer).all()
        if not rows:
            return False
        with self._lock.writing():
            self._held.index.drop([row.picture_id for row in rows if row.bits is None])
            self._held.index.put({row.picture_id: row.bits for row in rows if row.bits is not None})
            self._held.seq = rows[-1].seq
        return True

    def _among(self, picture_ids: Sequence[int]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return PictureHash.collection == self._collection, PictureHash.picture_id.in_(picture_ids)


def _sliced(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]

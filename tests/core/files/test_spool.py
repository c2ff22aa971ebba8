"""What comes in while the disk is full, or fills up, passes by elsewhere, as long as there is room for that."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from io import FileIO
from pathlib import Path
from typing import IO, Any, cast

import pytest
from structlog.testing import capture_logs

from core.files import spool as spools
from core.files.spool import PIECE, CannotKeep, Spool, pieces_of
from intake.files import uploads
from intake.files.uploads import NotTaken, Refusal

CONTENT = os.urandom(5 * PIECE + 77)
FULL = [errno.ENOSPC, errno.EDQUOT, errno.EIO]
Opened = Callable[..., IO[bytes]]


class FillsUp:
    """A file on a disk that takes so many bytes and then says why it takes no more."""

    def __init__(self, file: IO[bytes], most: int, why: int) -> None:
        self._file, self._left, self._why = file, most, why
        self.fileno, self.close = file.fileno, file.close

    def __enter__(self) -> FillsUp:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, data: memoryview) -> int:
        """Take what there is room for; say why when there is room for nothing."""
        if not self._left:
            raise OSError(self._why, os.strerror(self._why))
        taken = self._file.write(data[: self._left])
        self._left -= taken
        return taken


def in_folder(monkeypatch: pytest.MonkeyPatch, opened: Callable[[Opened], Any]) -> None:
    """Let files in a folder be opened in another way; those in the system's own place stay as they are."""
    usual = tempfile.TemporaryFile
    monkeypatch.setattr(
        tempfile,
        "TemporaryFile",
        lambda dir=None, buffering=0: usual(buffering=buffering) if dir is None else opened(usual),  # noqa: A006
    )


def fills_up(monkeypatch: pytest.MonkeyPatch, most: int, why: int) -> None:
    in_folder(monkeypatch, lambda usual: FillsUp(usual(buffering=0), most, why))


def written(folder: Path, content: bytes = CONTENT, size: int = 50_000) -> Spool:
    spool = Spool(folder)
    for start in range(0, len(content), size):
        spool.write(content[start : start + size])
    return spool


def read(spool: Spool) -> bytes:
    spool.seek(0)
    return b"".join(pieces_of(cast(IO[bytes], spool)))


@pytest.mark.parametrize("why", FULL, ids=errno.errorcode.get)
@pytest.mark.parametrize("most", [0, 1, PIECE, 4 * PIECE + 3, len(CONTENT) - 1])
def test_what_a_disk_takes_no_more_goes_on_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, why: int
) -> None:
    fills_up(monkeypatch, most, why)
    with written(tmp_path) as spool:
        assert read(spool) == CONTENT
        spool.seek(PIECE + 5)
        assert spool.read(20) == CONTENT[PIECE + 5 : PIECE + 25]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has it")
def test_a_full_device_costs_nothing_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_folder(monkeypatch, lambda _usual: FileIO("/dev/full", "r+"))
    with written(tmp_path) as spool:
        assert read(spool) == CONTENT


def test_where_the_other_place_fills_up_too_it_is_counted_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = tempfile.TemporaryFile
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: FillsUp(usual(buffering=0), 2 * PIECE, errno.ENOSPC))
    with written(tmp_path) as spool:
        assert len(spool) == len(CONTENT)
        with pytest.raises(CannotKeep) as told:
            read(spool)
        assert told.value.reason == "ENOSPC"


def test_all_together_take_no_more_of_the_other_place_than_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spools, "MOST_PASSING_BY", 2 * len(CONTENT))
    fills_up(monkeypatch, PIECE, errno.ENOSPC)
    first, second, third = (written(tmp_path) for _ in range(3))
    assert (read(first), read(second)) == (CONTENT, CONTENT)
    with pytest.raises(CannotKeep) as told:
        read(third)
    assert told.value.reason == "ENOSPC"
    # What is over gives its room to the next one, and so does what was lost.
    first.close()
    third.close()
    with written(tmp_path) as fourth:
        assert read(fourth) == CONTENT
    second.close()
    assert spools._passing_by._taken == 0


def test_what_the_disk_takes_uses_nothing_of_the_other_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spools, "MOST_PASSING_BY", 0)
    with written(tmp_path) as spool:
        assert read(spool) == CONTENT


@pytest.mark.parametrize(
    "reason,refusal",
    [
        *((name, Refusal.BUSY) for name in ("EMFILE", "ENFILE", "ENOMEM", "EAGAIN")),
        *((name, Refusal.NO_ROOM) for name in ("ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "ENOENT")),
    ],
)
def test_what_runs_out_for_a_moment_is_told_as_what_passes(reason: str, refusal: Refusal) -> None:
    with capture_logs() as logs, pytest.raises(NotTaken) as told, uploads.refusals():
        raise CannotKeep(reason)
    assert told.value.refusal is refusal
    assert [line["reason"] for line in logs] == [reason]

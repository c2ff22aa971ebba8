"""Sealed files: whole or not at all, readable by this installation only, and none is taken for another."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from core.files.sealed import PIECE, SealedFolder, TooLarge, Unreadable

SECRET = "s" * 64
MOST = 10 * PIECE


@pytest.fixture(name="folder")
def folder_of_files(tmp_path: Path) -> SealedFolder:
    return SealedFolder(tmp_path, SECRET)


def on_disk(tmp_path: Path) -> list[Path]:
    return sorted(path for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7])
def test_a_file_of_any_size_comes_back_as_it_was(folder: SealedFolder, size: int) -> None:
    content = os.urandom(size)
    sealed = folder.put([content[:5], content[5:]], most=MOST)
    assert folder.read(sealed.key) == content
    assert (sealed.sha256, sealed.size) == (sha256(content).hexdigest(), size)


def test_nothing_of_the_content_or_the_key_of_another_secret_reads_it(folder: SealedFolder, tmp_path: Path) -> None:
    sealed = folder.put([b"Anna wohnt in der Gasse 7. " * 50], most=MOST)
    (path,) = on_disk(tmp_path)
    assert b"Anna" not in path.read_bytes()
    with pytest.raises(Unreadable):
        SealedFolder(tmp_path, "t" * 64).read(sealed.key)


def test_one_that_was_changed_cut_or_put_in_anothers_place_is_refused(folder: SealedFolder, tmp_path: Path) -> None:
    one = folder.put([os.urandom(3 * PIECE)], most=MOST)
    other = folder.put([os.urandom(3 * PIECE)], most=MOST)
    paths = {path.stem: path for path in on_disk(tmp_path)}
    whole, foreign = paths[one.key].read_bytes(), paths[other.key].read_bytes()
    sealed_piece = PIECE + 16
    harmed = {
        "a bit": whole[:100] + bytes([whole[100] ^ 1]) + whole[101:],
        "the end cut off at a piece": whole[: 4 + 2 * sealed_piece],
        "pieces swapped": whole[:4] + whole[4 + sealed_piece : 4 + 2 * sealed_piece] + whole[4:],
        "another file": foreign,
        "nothing": b"",
    }
    for what, content in harmed.items():
        paths[one.key].write_bytes(content)
        try:
            folder.read(one.key)
        except Unreadable:
            continue
        pytest.fail(f"read in spite of {what}")


def test_what_is_too_large_or_breaks_off_leaves_nothing_behind(folder: SealedFolder, tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        folder.put([b"x" * PIECE] * 3, most=3 * PIECE - 1)

    def breaking() -> Iterator[bytes]:
        yield b"x" * PIECE * 2
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        folder.put(breaking(), most=MOST)
    assert on_disk(tmp_path) == []


def test_a_forgotten_file_is_gone_and_forgetting_twice_is_no_error(folder: SealedFolder, tmp_path: Path) -> None:
    sealed = folder.put([b"x"], most=MOST)
    assert list(folder.keys()) == [sealed.key]
    folder.forget(sealed.key)
    folder.forget(sealed.key)
    assert on_disk(tmp_path) == []
    with pytest.raises(Unreadable):
        folder.read(sealed.key)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "a" * 31 + "/", "A" * 32, "a" * 33])
def test_no_other_word_leads_to_a_path(folder: SealedFolder, key: str) -> None:
    with pytest.raises(Unreadable):
        folder.read(key)


def test_what_a_dead_process_left_is_cleared_and_what_one_is_writing_is_not(
    folder: SealedFolder, tmp_path: Path
) -> None:
    sealed = folder.put([b"x"], most=MOST)
    room = on_disk(tmp_path)[0].parent
    old, new = room / "old.new", room / "fresh.new"
    old.touch()
    new.touch()
    os.utime(old, (time.time() - 7200,) * 2)
    assert folder.clear_abandoned() == 1
    assert not old.exists()
    assert new.exists()
    assert folder.read(sealed.key) == b"x"

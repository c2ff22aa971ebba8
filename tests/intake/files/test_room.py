"""Room for files: so much of the disk stays free, and one network cannot fill the rest with what it never sends."""

from __future__ import annotations

import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, cast

import pytest
from flask import Flask
from sqlalchemy import update

from app import create_app
from core.config import Config
from core.db import writing
from core.secrets import fleeting_hash
from intake.files import keeping, room, uploads
from intake.files.room import MEGABYTE, DiskFull, NetworkFull, Room
from intake.files.uploads import NotTaken, Refusal
from intake.models.files import Attachment
from intake.reports import drafts
from tests.support import pictures
from tests.support.attached import attach
from tests.support.browsing import Browser, hidden_fields, whole_database, whole_queue
from tests.support.factories import POST
from tests.support.installation import changed
from tests.support.uploading import send_files

NETWORK, OTHER = "one", "another"


def bound(folder: Path, megabytes: int) -> Room:
    return Room(folder, free_disk=0, per_network=megabytes * MEGABYTE)


def draft_id() -> int:
    found = drafts.find(drafts.begin())
    assert found is not None
    return found.id


def bring(one: Room, network: str, draft: int, size: int) -> Attachment:
    """Let a file of a network come into a draft."""
    with one.place(network, size) as place:
        row = attach(draft, content=bytes(size))
        place.holds(row)
    return row


def is_full(one: Room, network: str, size: int = MEGABYTE) -> bool:
    try:
        with one.place(network, size):
            return False
    except NetworkFull:
        return True


def test_what_one_network_has_not_sent_is_bounded_and_no_other_is_meant(app: Flask, tmp_path: Path) -> None:
    one, draft = bound(tmp_path, 2), draft_id()
    bring(one, NETWORK, draft, MEGABYTE)
    assert not is_full(one, NETWORK)
    bring(one, NETWORK, draft, MEGABYTE)

    assert is_full(one, NETWORK)
    assert is_full(one, NETWORK, 1)
    assert not is_full(one, OTHER, 2 * MEGABYTE)


def test_what_is_sent_removed_or_over_makes_room_again(app: Flask, tmp_path: Path) -> None:
    one, draft = bound(tmp_path, 1), draft_id()
    row = bring(one, NETWORK, draft, MEGABYTE)
    assert is_full(one, NETWORK)
    keeping.remove(draft, row.id)
    assert not is_full(one, NETWORK)

    sent = bring(one, NETWORK, draft, MEGABYTE)
    assert is_full(one, NETWORK)
    with writing() as session:
        session.execute(update(Attachment).where(Attachment.id == sent.id).values(draft_id=None))
    assert not is_full(one, NETWORK)

    other = draft_id()
    bring(one, NETWORK, other, MEGABYTE)
    keeping.discard(other)
    assert not is_full(one, NETWORK)


def test_a_number_that_is_given_anew_is_not_counted_for_who_had_it_before(app: Flask, tmp_path: Path) -> None:
    one, draft = bound(tmp_path, 1), draft_id()
    row = bring(one, NETWORK, draft, MEGABYTE)
    with writing() as session:
        session.execute(update(Attachment).where(Attachment.id == row.id).values(original_key="0" * 32))
    assert not is_full(one, NETWORK)


def test_files_that_come_at_once_are_counted_while_they_come(app: Flask, tmp_path: Path) -> None:
    one = bound(tmp_path, 3)
    with ExitStack() as coming:
        for _ in range(3):
            coming.enter_context(one.place(NETWORK, MEGABYTE))
        assert is_full(one, NETWORK)
    assert not is_full(one, NETWORK, 3 * MEGABYTE)
    assert one._networks == {}, "nothing is remembered of a network that holds nothing"


def test_of_many_threads_no_more_get_a_place_than_there_is_room_for(app: Flask, tmp_path: Path) -> None:
    one, got, all_asked = bound(tmp_path, 3), [], threading.Barrier(8)

    def ask() -> None:
        with app.app_context(), ExitStack() as coming:
            try:
                coming.enter_context(one.place(NETWORK, MEGABYTE))
                got.append(True)
            except NetworkFull:
                pass
            all_asked.wait(20)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 3


def test_tiny_files_are_bounded_by_their_number(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_FILES", 2)
    one, draft = bound(tmp_path, 5), draft_id()
    for _ in range(2):
        bring(one, NETWORK, draft, 1)
    assert is_full(one, NETWORK, 1)


def test_without_a_bound_nothing_is_remembered_of_anybody(app: Flask, tmp_path: Path) -> None:
    one = bound(tmp_path, 0)
    bring(one, NETWORK, draft_id(), MEGABYTE)
    assert one._networks == {}


def test_so_much_of_the_disk_stays_free(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(DiskFull), Room(tmp_path / "not made yet", free_disk=2**60, per_network=0).place("", 1):
        pass
    with Room(tmp_path, free_disk=1, per_network=0).place("", 1):
        pass


# ------------------------------------------------------------------------------------- over the web


def test_a_full_disk_refuses_files_kindly_and_takes_reports_without(config: Config) -> None:
    full = create_app(changed(config, FREE_DISK_MB=str(2**40)))
    client = Browser(full, full.response_class)
    with full.app_context():
        answer = send_files(client, ("a.png", pictures.png()))
        assert answer.json is not None
        (told,) = answer.json["files"]
        assert told["problem"].startswith("We cannot store files at the moment.")
        assert not told["passes"], "a script must not send ten megabytes again and again"
        client.send("/report/kind", {"kind": "check"}, seen_at="/report/kind")
        client.send("/report/text", {"text": POST})
        page = client.get("/report/check").text
        assert "a.png" in page
        mark = page.partition('name="without"')[2].partition('value="')[2].partition('"')[0]
        sent = client.post("/report/check", data={**hidden_fields(page), "without": mark})
        assert sent.location == "/receipt"
        assert "You have sent the report without:" in client.get("/receipt").text


def test_a_network_that_has_brought_enough_is_told_and_its_address_is_kept_nowhere(config: Config) -> None:
    small = create_app(changed(config, UNSENT_MB_PER_NETWORK="1"))
    client = Browser(small, small.response_class)
    picture = pictures.png() + bytes(600_000)
    with small.app_context():
        first, second = (send_files(client, (name, picture)).json for name in ("a.png", "b.png"))
        assert first is not None
        assert second is not None
        assert first["files"][0]["ok"]
        assert second["files"][0]["problem"].startswith("From your network very many files wait")
        networks = small.extensions["room_for_files"]._networks
        assert len(networks) == 1
        key = next(iter(networks))
        assert client.environ_base["REMOTE_ADDR"] not in key
        assert key not in whole_database(config)
        # The limits count under the same hash, beside the name of a page.
        assert client.environ_base["REMOTE_ADDR"] not in whole_queue(config)


def test_a_refusal_leaves_nothing_and_is_a_sentence(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "room_for_files", bound(Path(app.instance_path), 1))
    draft = draft_id()
    with pytest.raises(NotTaken) as refused:
        uploads.take(draft, "a.png", [pictures.png()], size=2 * MEGABYTE, network=fleeting_hash("x"))
    assert refused.value.refusal is Refusal.NETWORK_FULL
    assert keeping.of_draft(draft) == []


def test_whoever_asks_whether_files_can_be_kept_makes_one_try_in_some_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[None] = []
    usual = tempfile.TemporaryFile

    def counted(**where: Any) -> IO[bytes]:
        tries.append(None)
        return cast(IO[bytes], usual(**where))

    monkeypatch.setattr(tempfile, "TemporaryFile", counted)
    bounds = room.Room(tmp_path / "files", free_disk=0, per_network=0)
    for _ in range(50):
        bounds.check()
    assert len(tries) == 1

    (tmp_path / "files").rmdir()
    (tmp_path / "files").write_bytes(b"")
    monkeypatch.setattr(room, "CHECK_SECONDS", 0.0)
    with pytest.raises(FileExistsError):
        bounds.check()
    monkeypatch.setattr(room, "CHECK_SECONDS", 5.0)
    (tmp_path / "files").unlink()
    with pytest.raises(FileExistsError):
        bounds.check()
    monkeypatch.setattr(room, "CHECK_SECONDS", 0.0)
    bounds.check()

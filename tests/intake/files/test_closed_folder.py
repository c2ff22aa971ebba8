"""No file can be kept: its folder may only be read, or is none. Readers keep their words, operators see it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import IO, cast

import pytest
from flask import Flask
from sqlalchemy import func, select
from structlog.testing import capture_logs

from core.config import Config
from core.db import db
from core.files.spool import CannotKeep, Spool, pieces_of
from intake.models.drafts import ReportDraft
from intake.models.remarks import Remark
from intake.models.reports import Submission
from search.engine import engine
from tests.support import factories, pictures
from tests.support.browsing import Browser, fields_of, hidden_fields, open_text
from tests.support.uploading import post_files, send_files

NO_ROOM = "We cannot store files at the moment."
WORDS = "So sah es aus."
# A small one stays in memory on its way in, a larger one needs a disk for that, too.
SIZES = pytest.mark.parametrize("picture", [pictures.png(), pictures.png() + bytes(200_000)], ids=["small", "large"])


@pytest.fixture(params=["no folder", "read only"])
def closed(request: pytest.FixtureRequest, app: Flask, config: Config) -> Iterator[Config]:
    folder = config.files_folder
    if request.param == "no folder":
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_bytes(b"")
    elif os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    else:
        folder.mkdir(parents=True)
        folder.chmod(0o500)
    yield config
    folder.chmod(0o700)


@SIZES
def test_a_script_is_told_of_the_file_and_tries_it_no_more(closed: Config, client: Browser, picture: bytes) -> None:
    with capture_logs() as logs:
        answer = send_files(client, ("geheim.png", picture))
    assert answer.status_code == 200
    assert answer.json is not None
    (told,) = answer.json["files"]
    assert told["problem"].startswith(NO_ROOM)
    assert not told["passes"]
    (line,) = [one for one in logs if one["event"] == "file_not_stored"]
    assert line["reason"] in {"EEXIST", "ENOTDIR", "EACCES"}
    assert "geheim" not in str(line)


@SIZES
def test_the_status_page_keeps_the_words_and_takes_them_without_the_file(
    closed: Config, client: Browser, picture: bytes
) -> None:
    receipt = factories.report()
    token = hidden_fields(client.get("/status").text)["csrf_token"]
    fields = {"csrf_token": token, "receipt": receipt.receipt, "text": WORDS}
    answer = post_files(client, fields, ("a.png", picture), path="/status/add", field="file")
    assert answer.status_code == 503
    assert NO_ROOM in open_text(answer.text)
    assert fields_of(answer.text)["text"] == WORDS
    assert db.session.scalar(select(func.count()).select_from(ReportDraft)) == 0

    assert client.post("/status/add", data=fields).status_code == 200
    assert db.session.scalars(select(Remark.text)).all() == [WORDS]


@SIZES
def test_the_form_on_one_page_keeps_the_words(closed: Config, client: Browser, picture: bytes) -> None:
    page = client.get("/report/one-page").text
    fields = {**hidden_fields(page), "kind": "check", "text": factories.POST}
    answer = post_files(client, fields, ("a.png", picture), path="/report/one-page")
    assert answer.status_code == 503
    assert NO_ROOM in open_text(answer.text)
    assert fields_of(answer.text)["text"] == factories.POST
    assert db.session.scalars(select(Submission)).all() == []


@SIZES
def test_what_is_shared_begins_a_report_with_its_words(closed: Config, client: Browser, picture: bytes) -> None:
    fields = {"title": "", "text": factories.POST, "url": ""}
    answer = post_files(client, fields, ("a.png", picture), path="/share", headers={"Sec-Fetch-Site": "none"})
    assert answer.status_code == 303
    assert NO_ROOM in open_text(client.get("/report/files").text)
    assert fields_of(client.get("/report/text").text)["text"] == factories.POST


def test_it_is_shown_to_whoever_watches_and_does_not_stop_the_service(closed: Config, client: Browser) -> None:
    assert engine().embedder.dimension
    answer = client.get("/readyz")
    assert answer.json is not None
    assert answer.status_code == 200
    assert answer.json["checks"]["files"] in {"FileExistsError", "PermissionError"}


def test_what_no_disk_takes_is_counted_and_told_when_it_is_read(
    closed: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The system's own place for such files is closed, too.
    monkeypatch.setattr("tempfile.tempdir", str(closed.files_folder))
    spool = Spool(closed.files_folder, in_memory=10)
    assert spool.write(b"a" * 11) == 11
    assert spool.write(b"a" * 11) == 11
    assert len(spool) == 22
    spool.seek(0)
    with pytest.raises(CannotKeep):
        list(pieces_of(cast(IO[bytes], spool)))


def test_a_body_that_no_disk_takes_is_answered_as_our_fault(
    closed: Config, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get("/report/one-page").text
    spool = Spool(None, in_memory=0)
    monkeypatch.setattr("tempfile.tempdir", str(closed.files_folder))
    spool.write(b"what the server could not keep on its way in")
    spool.seek(0)
    answer = client.post(
        "/report/one-page",
        input_stream=spool,
        content_type="multipart/form-data; boundary=x",
        content_length=len(spool),
        headers={"X-CSRFToken": hidden_fields(page)["csrf_token"]},
    )
    assert answer.status_code == 503
    assert "Without the file you can send what you wrote." in open_text(answer.text)

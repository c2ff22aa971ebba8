"""Files of a report over the web: with a script and without, seen by their reader only, never kept as they are."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from core.config import Config
from core.files.sealed import sealed_files
from core.files.spool import Spool
from intake.files import inspecting, keeping, missing, uploads
from intake.files.keeping import LARGEST_FILE
from intake.public.uploads import MOST_BYTES
from intake.reports import drafts
from intake.reports.drafts import Draft
from tests.support import pictures
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.uploading import post_files, send_files


class Watched:
    """A file without a name that remembers what is written to it."""

    def __init__(self, folder: Path, written: list[bytes]) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 (closed by the spool)
        self._written = written
        self.fileno, self.close = self._file.fileno, self._file.close

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return self._file.write(data)


def told_of(answer: TestResponse) -> list[dict[str, Any]]:
    """Return what a script is told of each file."""
    assert answer.json is not None
    told: list[dict[str, Any]] = answer.json["files"]
    return told


def draft_of(client: Browser) -> Draft:
    with client.session_transaction() as session:
        found = drafts.find(session["draft"])
    assert found is not None
    return found


def missing_in(client: Browser) -> list[str]:
    """Return the names of the files that the draft of a browser was to have and has not."""
    return [one.name for one in missing.noted(draft_of(client).answers)]


@pytest.mark.parametrize("as_script", [True, False])
def test_of_ten_files_it_is_said_how_many_fit_and_which_were_taken(client: Browser, as_script: bool) -> None:
    ten = [(f"bild-{number}.png", pictures.png(f"Bild {number}")) for number in range(10)]
    answer = send_files(client, *ten, as_script=as_script)
    names = [name for name, _ in ten]
    if as_script:
        assert [one["name"] for one in told_of(answer) if one["ok"]] == names[:5]
        assert {one["problem"] for one in told_of(answer)[5:]} == {str(uploads.Refusal.TOO_MANY.label)}
    else:
        assert answer.location == "/report/files", "it leads to where the reader sees what came"
    assert [file.name for file in keeping.of_draft(draft_of(client).id)] == names[:5]
    assert missing_in(client) == names[5:]
    for page in ("/report/files", "/report/check", "/report/one-page"):
        told = open_text(client.get(page).text)
        assert (
            "A report can have five files. 5 were taken and are listed here by name. 5 more were sent and not taken"
            in told
        )
        assert [name for name in names if name not in told] == []


def test_a_script_is_told_of_each_file_and_where_its_picture_is(client: Browser) -> None:
    answer = send_files(client, ("a.png", pictures.png()), ("b.gif", b"GIF89a"))

    assert answer.status_code == 200
    taken, refused = told_of(answer)
    assert (taken["name"], taken["ok"], taken["problem"]) == ("a.png", True, "")
    assert (refused["ok"], refused["passes"]) == (False, False)
    assert refused["problem"].startswith("We cannot take this kind of file.")
    assert client.get(taken["preview"]).data.startswith(b"\x89PNG")


def test_without_a_script_one_is_led_back_to_the_step_and_the_draft_remembers_what_is_missing(client: Browser) -> None:
    answer = send_files(client, ("a.png", pictures.png()), ("b.gif", b"GIF89a"), as_script=False)

    assert (answer.status_code, answer.location) == (303, "/report/files")
    assert missing_in(client) == ["b.gif"]


def test_what_was_typed_before_stays_in_the_draft(client: Browser) -> None:
    token = drafts.begin({"text": ["Stimmt das?"]})
    with client.session_transaction() as session:
        session["draft"] = token

    send_files(client, ("a.png", pictures.png()))

    assert draft_of(client).one("text") == "Stimmt das?"


def test_nobody_else_sees_the_picture(app: Flask, client: Browser) -> None:
    preview = told_of(send_files(client, ("a.png", pictures.png())))[0]["preview"]
    stranger = Browser(app, app.response_class)
    assert stranger.get(preview).status_code == 404
    send_files(stranger, ("b.png", pictures.png()))
    assert stranger.get(preview).status_code == 404
    assert client.get("/report/files/99/preview").status_code == 404


def test_the_picture_is_sent_as_a_picture_that_runs_nothing_and_stays_nowhere(client: Browser) -> None:
    preview = told_of(send_files(client, ("a.png", pictures.png())))[0]["preview"]

    headers = client.get(preview).headers

    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_file_that_was_changed_on_disk_is_not_shown(client: Browser, config: Config) -> None:
    preview = told_of(send_files(client, ("a.png", pictures.png())))[0]["preview"]
    for path in config.files_folder.glob("*/*.sealed"):
        path.write_bytes(path.read_bytes()[:-1] + b"x")

    assert client.get(preview).status_code == 404


@pytest.mark.parametrize(
    "size,name,sentence",
    [
        (LARGEST_FILE + 1, "a.png", "This file has more than 10 MB."),
        # Nothing is read of it, so nobody knows what it is called.
        (MOST_BYTES + 2_000_000, "", "This is more than we can take at once."),
    ],
)
def test_a_file_that_is_too_large_is_refused_with_a_sentence(
    client: Browser, size: int, name: str, sentence: str
) -> None:
    (told,) = told_of(send_files(client, ("a.png", bytes(size))))

    assert not told["ok"]
    assert told["problem"].startswith(sentence)
    assert list(sealed_files().keys()) == []
    assert missing_in(client) == [name]


@pytest.mark.parametrize("path", ["/report/files/upload", "/report/one-page"])
def test_another_site_that_sends_too_much_takes_no_draft_away(client: Browser, path: str) -> None:
    send_files(client, ("a.png", pictures.png()))
    mine = draft_of(client).id
    much = ("b.png", bytes(MOST_BYTES + 2_000_000))

    answer = post_files(client, {}, much, path=path, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 413
    assert draft_of(client).id == mine
    assert missing_in(client) == []


def test_of_more_files_than_a_report_can_have_each_is_named(client: Browser) -> None:
    send_files(client, *((f"{number}.png", pictures.png()) for number in range(7)), as_script=False)

    assert len(keeping.of_draft(draft_of(client).id)) == keeping.MOST_FILES
    assert missing_in(client) == ["5.png", "6.png"]


def test_two_files_of_one_name_are_two_and_a_good_one_says_nothing_of_another(client: Browser) -> None:
    send_files(client, ("image.png", b"GIF89a"), ("image.png", b"GIF87a and more"))
    assert missing_in(client) == ["image.png", "image.png"]

    send_files(client, ("image.png", pictures.png()))

    assert missing_in(client) == ["image.png", "image.png"]
    assert "Another file of this name is there." in client.get("/report/files").text


def test_the_same_file_that_comes_after_all_is_missed_no_more(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspecting, "_queue", threading.BoundedSemaphore(1))
    with inspecting._place():
        (told,) = told_of(send_files(client, ("a.png", pictures.png())))
    assert told["passes"]
    assert missing_in(client) == ["a.png"]

    send_files(client, ("a.png", pictures.png()))

    assert missing_in(client) == []


def test_when_the_server_ends_in_the_middle_the_draft_knows_what_did_not_come(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    client.send("/report/kind", {"kind": "check"})
    monkeypatch.setattr(uploads, "take", die)
    with pytest.raises(KeyboardInterrupt):
        send_files(client, ("a.png", pictures.png()), ("b.png", pictures.png()))

    assert missing_in(client) == ["a.png", "b.png"]


def test_a_database_that_is_away_costs_one_file_and_is_said(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_given: object) -> None:
        raise OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr(uploads, "_taken", away)

    (told,) = told_of(send_files(client, ("a.png", pictures.png())))

    assert (told["ok"], told["passes"]) == (False, True)
    assert missing_in(client) == ["a.png"]


def test_a_script_tells_of_files_that_it_has_not_sent(client: Browser) -> None:
    token = hidden_fields(client.get("/report").text)["csrf_token"]
    lines = ["10485761 too_large große Datei.png", "5 missing b.png", "5 unknown_kind c.png", "x", "-1 missing d"]

    answer = client.post(
        "/report/files/upload",
        data={"csrf_token": token, "not_sent": lines},
        headers={"Accept": "application/json"},
        content_type="multipart/form-data",
    )

    assert told_of(answer) == []
    assert missing_in(client) == ["große Datei.png", "b.png"]


def test_a_form_from_elsewhere_is_refused(client: Browser) -> None:
    for token in ({}, {"csrf_token": "x"}):
        assert post_files(client, token, ("a.png", pictures.png())).status_code == 400
    assert list(sealed_files().keys()) == []


def test_no_other_form_takes_a_file_or_a_larger_body(client: Browser) -> None:
    token = hidden_fields(client.get("/report").text)["csrf_token"]
    fields = {"csrf_token": token, "text": "x"}

    assert post_files(client, fields, ("a.png", b"x"), path="/report").status_code == 400
    assert post_files(client, fields | {"text": "x" * 2_000_000}, path="/report").status_code == 413


def test_a_file_is_never_written_anywhere_as_it_is(
    client: Browser, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A file without a name cannot be looked for, so whatever is written to one is seen on its way.
    config.files_folder.mkdir()
    written: list[bytes] = []
    monkeypatch.setattr(Spool, "_unnamed", lambda _spool: Watched(config.files_folder, written))
    words = b"Das steht in der Datei und sonst nirgends. "
    content = pictures.png() + words * 20_000

    assert told_of(send_files(client, ("a.png", content)))[0]["ok"]

    assert sum(map(len, written)) >= len(content)
    assert not [data for data in written if words in data]
    assert not [path for path in config.data_dir.rglob("*") if path.is_file() and words in path.read_bytes()]


def test_a_draft_of_which_the_time_is_over_gives_way_to_a_new_one(client: Browser) -> None:
    with client.session_transaction() as session:
        session["draft"] = "long gone"

    assert told_of(send_files(client, ("a.png", pictures.png())))[0]["ok"]
    assert len(keeping.of_draft(draft_of(client).id)) == 1

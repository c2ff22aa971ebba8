"""Files in a request: as many as its form has, each let go of, and words beside them as in any other form."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge

from core.files.spool import IN_MEMORY, Spool
from core.web.requests import LARGEST_BODY
from intake.public import uploads
from tests.support import factories, pictures
from tests.support.browsing import Browser, fields_of, hidden_fields, open_text
from tests.support.uploading import post_files

MULTIPART = "multipart/form-data; boundary=x"
MANY = 385
# How many files each form has that takes any; another one is refused.
FORMS = {
    "/lookup": 1,
    "/status/add": 1,
    "/report/one-page": uploads.MOST_AT_ONCE,
    "/report/files/upload": uploads.MOST_AT_ONCE,
    "/share": uploads.MOST_AT_ONCE,
}


def part(name: str, content: bytes, filename: str = "") -> bytes:
    named = f'; filename="{filename}"' if filename else ""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def body_of(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--x--\r\n"


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@pytest.fixture
def spools(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files were open to this process when each part with a file began."""
    begun: list[int] = []
    start = Spool.__init__

    def counted(self: Spool, *args: object, **kwargs: object) -> None:
        begun.append(open_files())
        start(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Spool, "__init__", counted)
    return begun


@pytest.mark.parametrize("path,most", FORMS.items())
def test_more_files_than_the_form_has_are_neither_held_nor_opened(
    client: Browser, spools: list[int], path: str, most: int
) -> None:
    body = body_of(*[part("files", bytes(IN_MEMORY + 1), "a.png")] * MANY)
    client.get("/status")
    before = open_files()
    answer = client.post(path, data=body, content_type=MULTIPART)
    assert answer.status_code in {303, 413} or "more than we can take at once" in answer.text
    assert len(spools) == most
    assert max(spools) <= before + most + 5
    assert open_files() <= before + 5


@pytest.mark.parametrize("path,most", FORMS.items())
def test_as_many_as_it_has_are_read_and_let_go_of(app: Flask, path: str, most: int) -> None:
    body = body_of(part("text", b"words"), *[part("files", bytes(IN_MEMORY + 1), "a.png")] * most)
    before = open_files()
    with app.test_request_context(path, method="POST", data=body, content_type=MULTIPART) as context:
        context.request.max_content_length = LARGEST_BODY + uploads.MOST_BYTES
        assert len([file for _, same in context.request.files.lists() for file in same]) == most
        assert request.form["text"] == "words"
        assert open_files() == before + most
    assert open_files() == before


def test_what_was_refused_is_asked_for_again_and_refused_again(app: Flask) -> None:
    body = body_of(*[part("picture", b"a", "a.png")] * 2, part("text", b"words"))
    with app.test_request_context("/lookup", method="POST", data=body, content_type=MULTIPART):
        for ask in (lambda: request.form, lambda: request.files, lambda: request.form):
            with pytest.raises(RequestEntityTooLarge):
                ask()


@pytest.mark.parametrize("size", [LARGEST_BODY // 8, LARGEST_BODY])
def test_words_beside_a_file_are_bounded_as_those_of_any_form(app: Flask, size: int) -> None:
    file = part("picture", bytes(5 * LARGEST_BODY), "a.png")
    body = BytesIO(body_of(file, *[part("text", b"a" * size)] * 40))
    length = len(body.getvalue())
    sent = {"method": "POST", "input_stream": body, "content_length": length, "content_type": MULTIPART}
    with app.test_request_context("/lookup", **sent) as context:
        context.request.max_content_length = LARGEST_BODY + uploads.MOST_BYTES
        with pytest.raises(RequestEntityTooLarge):
            assert request.form
    # Of each field alone there is less than a form may have.
    assert body.tell() < 7 * LARGEST_BODY < length + 3 * LARGEST_BODY


def test_a_file_of_many_megabytes_leaves_room_for_the_longest_words(app: Flask) -> None:
    words = b"a" * (LARGEST_BODY - 1000)
    body = body_of(part("picture", bytes(9 * LARGEST_BODY), "a.png"), part("text", words))
    with app.test_request_context("/lookup", method="POST", data=body, content_type=MULTIPART) as context:
        context.request.max_content_length = LARGEST_BODY + uploads.MOST_BYTES
        assert len(request.form["text"]) == len(words)


def test_of_an_album_a_reader_is_told_that_it_is_too_much(client: Browser) -> None:
    page = client.get("/report/one-page").text
    fields = {**hidden_fields(page), "kind": "check", "text": factories.POST}
    album = [(f"{number}.png", pictures.png()) for number in range(uploads.MOST_AT_ONCE + 1)]
    answer = post_files(client, fields, *album, path="/report/one-page")
    assert answer.status_code == 413
    assert "This is more than we can take at once." in open_text(answer.text)
    assert fields_of(answer.text)["text"] == ""

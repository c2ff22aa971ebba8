"""The look-up page takes a picture: its words, its code and its looks lead to what is known, and none of it stays."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest
import segno
from flask import Flask
from PIL import Image
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app import create_app
from archive.public.lookups import Places
from core.config import Config
from core.db import db, now
from core.files.sealed import Unreadable, sealed_files
from intake.cases import seeing
from intake.cases.looked_up import looked_up
from intake.files import held, keeping
from intake.files.looking import Seen
from intake.jobs import tidy_files
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment
from intake.public.uploads import MOST_BYTES
from intake.reports import drafts
from intake.reports.drafts import Draft
from search.ranking.bands import Band
from tests.support import factories, pictured, pictures
from tests.support.attached import attached
from tests.support.browsing import Browser, fields_of, hidden_fields, open_text
from tests.support.hostile_files import of_kind
from tests.support.installation import changed
from tests.support.screens import GERMAN, Screen
from tests.support.uploading import post_files

TITLE = "Der Artikel dazu"
ABOUT_PICTURE = "Das Foto zeigt einen Stausee in Norwegen."
CLAIM = GERMAN[1]
VERDICT_COLOUR = 'class="badge badge-false'
NAME = "Bildschirmfoto vom Chat.png"


def look_up(
    client: Browser, content: bytes, *, text: str = "", name: str = NAME, status: int = 200, **fields: str
) -> TestResponse:
    answer = post_files(client, {"text": text, **fields}, (name, content), path="/lookup", field="picture")
    assert answer.status_code == status, open_text(answer.text)
    return answer


def report(client: Browser, page: str) -> TestResponse:
    """Press the button below an answer."""
    fields = hidden_fields(page)
    return client.post("/report", data={name: fields[name] for name in ("text", "held", "held_name") if name in fields})


def kept(config: Config) -> list[Path]:
    """Return all files of readers that lie on disk."""
    return [path for path in config.files_folder.rglob("*") if path.is_file()]


def rows() -> int:
    return sum(db.session.scalar(select(func.count()).select_from(model)) or 0 for model in (Attachment, ReportDraft))


def draft_of(client: Browser) -> Draft:
    with client.session_transaction() as session:
        found = drafts.find(session["draft"])
    assert found is not None
    return found


def screenshot(text: str = CLAIM) -> bytes:
    return Screen(text, "de").png()


def photo(number: int = 1) -> bytes:
    return pictured.jpeg(pictured.sent_on(pictured.photo(number)))


def test_the_words_of_a_screenshot_lead_to_the_claim(app: Flask, client: Browser) -> None:
    factories.claim(CLAIM, title=TITLE)

    page = look_up(client, screenshot()).text

    assert "1 article found" in page
    assert TITLE in page
    assert VERDICT_COLOUR in page
    assert f'dir="auto">{CLAIM}</blockquote>' in " ".join(page.split())
    # Whoever sees a word that was misread puts it right and looks once more.
    assert fields_of(page)["text"] == CLAIM
    assert "Put right what we read" in page


def test_a_picture_that_only_looks_alike_is_told_as_that(app: Flask, client: Browser) -> None:
    claim = factories.claim(ABOUT_PICTURE, title=TITLE)
    pictured.keep(claim.id, pictured.photo(1), by=factories.editor().id)

    page = look_up(client, photo(), name="IMG_1.jpg").text

    shown = open_text(page)
    assert TITLE in shown
    assert "Similar picture" in shown
    assert "Only the picture looks alike." in shown
    assert VERDICT_COLOUR not in page
    for words in ("Same claim", "Probably the same"):
        assert words not in shown
    assert "We found nothing." in look_up(client, photo(2), name="IMG_2.jpg").text


def test_what_is_typed_and_what_is_read_are_both_looked_up(app: Flask, client: Browser) -> None:
    factories.claim(CLAIM, title=TITLE)
    factories.claim(title="WhatsApp bleibt gratis")

    shown = open_text(look_up(client, screenshot(), text=factories.CLAIM).text)

    assert "2 articles found" in shown
    assert TITLE in shown
    assert "WhatsApp bleibt gratis" in shown


def test_a_code_leads_to_its_link_where_nothing_else_is_said(app: Flask, client: Browser) -> None:
    link = "https://example.org/a"
    factories.claim(title=TITLE, url=link)

    page = look_up(client, code(link)).text

    assert TITLE in page
    assert f">{link}<" in page
    assert TITLE not in look_up(client, code(link), text="Der Mond ist aus Käse, sagt die Nachbarin seit Jahren.").text


def code(words: str) -> bytes:
    written = io.BytesIO()
    segno.make(words).save(written, kind="png", scale=8, border=8)
    return pictures.packed(Image.open(written).convert("RGB"))


def test_where_nobody_reads_the_page_asks_for_the_text_and_still_knows_the_picture(app: Flask, config: Config) -> None:
    claim = factories.claim(ABOUT_PICTURE, title=TITLE)
    pictured.keep(claim.id, pictured.photo(1), by=factories.editor().id)
    without = create_app(changed(config, READ_PICTURES="0"))
    without.testing = True

    page = look_up(Browser(without, without.response_class), photo()).text

    shown = open_text(page)
    assert TITLE in shown
    assert "We could not read the words in your picture. Please type them below" in shown
    assert '<details class="again" open>' in page
    assert fields_of(page)["text"] == ""


def test_what_was_read_with_doubt_is_surely_the_same_as_nothing(app: Flask) -> None:
    factories.claim(CLAIM, title=TITLE)
    with app.test_request_context("/lookup", environ_base={"REMOTE_ADDR": "203.0.113.1"}):
        sure, doubtful = (looked_up("", Seen(words=CLAIM, is_doubtful=doubt)).matches for doubt in (False, True))

    assert [match.band for match in sure] == [Band.SAME]
    assert [match.band for match in doubtful] == [Band.LIKELY]


def test_nothing_is_kept_but_what_its_page_alone_can_open_and_that_is_tidied(
    app: Flask, client: Browser, config: Config
) -> None:
    answer = look_up(client, screenshot())

    assert "Set-Cookie" not in answer.headers
    assert rows() == 0
    (file,) = kept(config)
    assert CLAIM.encode() not in file.read_bytes()
    fields = hidden_fields(answer.text)
    picture = held.named(fields["held"], fields["held_name"])
    assert picture is not None
    assert b"".join(held.pieces(picture)) == screenshot()
    for other in (f"{picture.key}.{'x' * 32}", picture.token[:-1] + "-", f"{'0' * 32}.{picture.secret}"):
        with pytest.raises(Unreadable):
            held.pieces(held.Held(other, ""))
    assert picture.key not in set(sealed_files().keys())

    tidy_files()
    assert kept(config) == [file]
    past = time.time() - held.KEPT.total_seconds() - 1
    os.utime(file, (past, past))
    with pytest.raises(Unreadable):
        held.pieces(picture)
    tidy_files()
    assert kept(config) == []


def test_no_more_is_held_than_there_is_room_for(
    app: Flask, client: Browser, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "MOST", 2)
    for number in range(3):
        assert held.hold([bytes([number])], f"{number}.png") is not None
        for path in kept(config):
            os.utime(path, (path.stat().st_mtime - 10,) * 2)

    assert len(kept(config)) == 2


def test_none_is_held_where_the_disk_is_nearly_full(config: Config, app: Flask) -> None:
    del app
    with create_app(changed(config, FREE_DISK_MB=str(10**9))).app_context():
        assert held.hold([b"a picture"], "a.png") is None
    assert kept(config) == []


def test_text_and_picture_are_carried_over_to_a_report(app: Flask, client: Browser, config: Config) -> None:
    page = look_up(client, screenshot(), text="Stimmt das mit dem Sauerteig in Wien?").text

    pressed = report(client, page)

    assert (pressed.status_code, pressed.location) == (303, "/report/continue")
    draft = draft_of(client)
    assert draft.one("text") == "Stimmt das mit dem Sauerteig in Wien?"
    (file,) = keeping.of_draft(draft.id)
    assert file.name == NAME
    assert sealed_files().read(file.original_key) == screenshot()
    # Nothing is held beside it any more, and a second press finds it there.
    assert len(kept(config)) == 2
    assert report(client, page).location == "/report/continue"
    assert len(keeping.of_draft(draft.id)) == 1
    assert "no longer" not in client.get("/report/check").text


def test_words_that_were_read_are_no_words_of_the_reader(app: Flask, client: Browser) -> None:
    report(client, look_up(client, screenshot()).text)

    draft = draft_of(client)
    assert draft.one("text") == ""
    assert [file.name for file in keeping.of_draft(draft.id)] == [NAME]


def test_whoever_puts_the_words_right_need_not_choose_the_picture_again(app: Flask, client: Browser) -> None:
    factories.claim(CLAIM, title=TITLE)
    first = look_up(client, photo()).text
    fields = hidden_fields(first)

    again = client.post("/lookup", data={"text": CLAIM, "held": fields["held"], "held_name": fields["held_name"]})

    assert TITLE in again.text
    report(client, again.text)
    draft = draft_of(client)
    assert draft.one("text") == CLAIM
    assert [file.name for file in keeping.of_draft(draft.id)] == [NAME]


def test_a_report_that_is_begun_is_not_mixed_with_a_picture_unasked(app: Flask, client: Browser) -> None:
    client.post("/report", data={"text": "Etwas ganz anderes, das schon begonnen ist."})
    page = look_up(client, screenshot()).text

    asked = report(client, page)

    assert asked.status_code == 200
    assert "Or report the picture that you have just looked up." in asked.text
    assert keeping.of_draft(draft_of(client).id) == []
    anew = client.post("/report/anew", data=hidden_fields(asked.text))
    assert (anew.status_code, anew.location) == (303, "/report/kind")
    draft = draft_of(client)
    assert (draft.one("text"), len(keeping.of_draft(draft.id))) == ("", 1)


@pytest.mark.parametrize("token", ["0" * 32 + "." + "x" * 32, "../../secret." + "x" * 32, "x"])
def test_a_picture_that_is_held_no_longer_is_asked_for_again(app: Flask, client: Browser, token: str) -> None:
    answer = client.post("/report", data={"text": CLAIM, "held": token, "held_name": "../a.png"})

    assert (answer.status_code, answer.location) == (303, "/report/continue")
    assert keeping.of_draft(draft_of(client).id) == []
    was_one = held.named(token, "") is not None
    page = client.get("/report/kind").text
    assert ("The time is over for which we held your picture." in page) == was_one


def test_a_picture_that_is_held_no_longer_is_asked_for_although_the_draft_has_another_file(
    app: Flask, client: Browser
) -> None:
    report(client, look_up(client, screenshot(), text=CLAIM).text)
    assert len(keeping.of_draft(draft_of(client).id)) == 1

    client.post("/report", data={"text": CLAIM, "held": "0" * 32 + "." + "x" * 32, "held_name": "b.png"})
    asked = client.get("/report/kind").text

    assert "The time is over for which we held your picture." in asked


@pytest.mark.parametrize("kind", ["png", "webp", "heic", "pdf", "other"])
def test_hostile_files_are_refused_in_a_sentence_or_harmless_and_leave_nothing(
    app: Flask, client: Browser, config: Config, kind: str
) -> None:
    refused = 0
    for file in of_kind(kind)[::3]:
        answer = post_files(client, {"text": ""}, ("a.png", file.content), path="/lookup", field="picture")
        assert answer.status_code in {200, 400}, file.name
        if answer.status_code == 400:
            refused += 1
            assert 'id="picture-error"' in answer.text, file.name
            assert kept(config) == [], file.name
        for path in kept(config):
            assert held.FOLDER in path.parts
            path.unlink()
    assert refused
    assert rows() == 0


def test_a_pdf_is_told_to_be_none(app: Flask, client: Browser, config: Config) -> None:
    page = look_up(client, pictures.pdf(), status=400, text="Unverwechselbar").text

    assert "A PDF cannot be looked up." in page
    assert fields_of(page)["text"] == "Unverwechselbar"
    assert kept(config) == []


def test_a_file_that_is_too_large_is_told_to_be(app: Flask, client: Browser, config: Config) -> None:
    sentence = "This file has more than 10 MB."
    assert sentence in look_up(client, pictures.png() + bytes(keeping.LARGEST_FILE), status=400).text
    assert sentence in look_up(client, pictures.png() + bytes(4 * keeping.LARGEST_FILE), status=400).text
    assert sentence in look_up(client, bytes(MOST_BYTES + 2 * 1024 * 1024), status=413).text
    assert kept(config) == []


def test_a_field_in_the_place_of_a_picture_and_a_file_in_the_place_of_a_text_do_no_harm(
    app: Flask, client: Browser
) -> None:
    answer = client.post("/lookup", data={"text": factories.CLAIM, "picture": "no picture"})
    assert answer.status_code == 200
    as_text = post_files(client, {}, ("a.txt", b"abc"), path="/lookup", field="text")
    assert as_text.status_code == 400
    assert "Enter a sentence, a post or a link, or choose a picture." in as_text.text


def test_whoever_finds_no_place_is_told_to_choose_the_picture_again(
    app: Flask, client: Browser, config: Config
) -> None:
    app.extensions["pictures_looked_up"] = Places(places=0, waiting=0, per_network=1, seconds=1.0)

    answer = look_up(client, screenshot(), text="Unverwechselbar", status=503)

    assert answer.headers["Retry-After"] == "5"
    assert "choose your picture once more" in answer.text
    assert fields_of(answer.text)["text"] == "Unverwechselbar"
    assert client.post("/lookup", data={"text": factories.CLAIM}).status_code == 200
    assert kept(config) == []


def test_a_file_that_was_locked_is_opened_for_nobody(
    app: Flask, client: Browser, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = factories.case()
    attached(case.id, content=screenshot()).locked_at = now()
    db.session.commit()
    before = set(kept(config))
    monkeypatch.setattr(seeing, "see", lambda *_given: pytest.fail("it was opened"))

    page = look_up(client, screenshot()).text

    assert "We found nothing." in page
    assert "held" not in {name for name, value in hidden_fields(page).items() if value}
    assert set(kept(config)) == before

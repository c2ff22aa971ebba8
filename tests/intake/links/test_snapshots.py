"""The page behind a link is fetched once somebody asks, by the worker alone, and kept as it was seen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from core.config import PROJECT_FOLDER, Config
from core.db import db, writing
from core.fetching.fetching import Fetcher, is_allowed
from core.fetching.outcomes import Outcome
from core.files.sealed import sealed_files
from core.owed import Owed
from core.refusals import Conflict
from intake.files import keeping
from intake.links import snapshots
from intake.models.cases import Kind
from intake.models.pages import PageSnapshot
from tests.support import factories
from tests.support.deciding import events
from tests.support.desk import plain_case, signed_in
from tests.support.installation import SECRET, changed, work_off
from tests.support.strange_sites import Answer, Site, connections_begun, drips, reaching, says, site

PAGE = b"<title>Der Fall</title><main><p>Wer das liest, gewinnt.</main>"


@pytest.fixture
def stranger(app: Flask) -> Iterator[Site]:
    """A site that this installation may reach."""
    with site(says(PAGE)) as running:
        app.extensions["fetcher"] = reaching(running)
        yield running


def rows() -> list[PageSnapshot]:
    db.session.rollback()
    return list(db.session.scalars(select(PageSnapshot).order_by(PageSnapshot.id)))


def make_older() -> None:
    with writing():
        for row in rows():
            row.asked_at -= snapshots.AGAIN_AFTER


def test_what_was_asked_for_is_fetched_by_the_worker_and_sealed(app: Flask, config: Config, stranger: Site) -> None:
    case, editor = plain_case(url=stranger.url("/a")), factories.editor().id

    snapshots.ask(case.id, by=editor)

    assert stranger.requests == [], "whoever asks does not fetch"
    assert [row.outcome for row in rows()] == [Outcome.WAITING]
    work_off(config)
    (row,) = rows()
    assert (row.outcome, row.status, row.final_url) == (Outcome.FETCHED, 200, stranger.url("/a"))
    assert (row.title, row.text) == ("Der Fall", "Wer das liest, gewinnt.")
    assert row.sha256 == sha256(PAGE).hexdigest()
    assert sealed_files().read(row.html_key) == PAGE
    assert row.fetched_at is not None
    assert len(stranger.requests) == 1
    asked = [(by, details) for action, by, details in events() if action == "page_asked"]
    assert asked == [(editor, {})]


def test_a_job_that_runs_twice_fetches_once(app: Flask, stranger: Site) -> None:
    case = plain_case(url=stranger.url())
    snapshots.ask(case.id, by=factories.editor().id)
    (row,) = rows()
    snapshots.fetch(row.id)
    snapshots.fetch(row.id)
    assert len(stranger.requests) == 1
    assert list(sealed_files().keys()) == [rows()[0].html_key]


def test_cases_about_the_same_page_share_what_was_fetched(app: Flask, stranger: Site) -> None:
    check = plain_case(url=stranger.url("/a?utm_source=x"))
    hate = plain_case(url=stranger.url("/a"), kind=Kind.HATE)
    other = plain_case(url=stranger.url("/b"))
    snapshots.ask(check.id, by=factories.editor().id)
    with pytest.raises(Conflict):
        snapshots.ask(hate.id, by=factories.editor().id)
    snapshots.fetch(rows()[0].id)
    assert snapshots.of_case(check) == snapshots.of_case(hate) == rows()
    assert snapshots.of_case(other) == []


def test_a_later_try_replaces_nothing(app: Flask, stranger: Site) -> None:
    case, editor = plain_case(url=stranger.url()), factories.editor()
    snapshots.ask(case.id, by=editor.id)
    snapshots.fetch(rows()[0].id)
    with pytest.raises(Conflict):
        snapshots.ask(case.id, by=editor.id)
    make_older()
    stranger.answer = says(b"<p>gone", status="410 Gone")
    snapshots.ask(case.id, by=editor.id)
    snapshots.fetch(rows()[1].id)
    assert [(row.status, row.text) for row in snapshots.of_case(case)] == [
        (410, "gone"),
        (200, "Wer das liest, gewinnt."),
    ]


@pytest.mark.parametrize(
    "answer, outcome",
    [
        (says(b"GIF89a", head=b"Content-Type: image/gif\r\n"), Outcome.WRONG_TYPE),
        (lambda _client, _head: None, Outcome.NO_ANSWER),
    ],
)
def test_why_nothing_came_is_kept(app: Flask, stranger: Site, answer: Answer, outcome: Outcome) -> None:
    stranger.answer = answer
    case = plain_case(url=stranger.url())
    snapshots.ask(case.id, by=factories.editor().id)
    snapshots.fetch(rows()[0].id)
    (row,) = rows()
    assert (row.outcome, row.html_key, row.sha256, row.text) == (outcome, "", "", "")
    assert row.final_url == stranger.url()
    assert list(sealed_files().keys()) == []


def test_by_default_nothing_is_fetched_and_nobody_is_connected_to(app: Flask, config: Config) -> None:
    with site(says(PAGE)) as running, connections_begun() as begun:
        case = factories.case(url=running.url())
        assert not snapshots.is_on()
        with pytest.raises(Conflict):
            snapshots.ask(case.id, by=factories.editor().id)
        with writing() as session:
            session.add(PageSnapshot(link_hash="a" * 64, url=running.url()))
        snapshots.fetch(rows()[0].id)
        begun_elsewhere = [address for address in begun if address == ("127.0.0.1", running.port)]
    assert (running.requests, begun_elsewhere) == ([], [])
    assert rows()[0].outcome is Outcome.SWITCHED_OFF


def test_switched_on_only_the_public_web_is_open_and_our_own_name_is_not(config: Config) -> None:
    app = create_app(changed(config, FETCH_LINKS="on", PUBLIC_URL="https://melden.desk.de", DESK_CONTACT="a@desk.de"))
    fetcher: Fetcher = app.extensions["fetcher"]
    assert (fetcher.allows, fetcher.more_ports) == (is_allowed, frozenset())
    assert fetcher.own_hosts == {"melden.desk.de"}
    assert fetcher.user_agent == "Gegencheck (+https://melden.desk.de; mailto:a@desk.de)"


def test_a_case_without_a_link_has_no_page(app: Flask, stranger: Site) -> None:
    case = plain_case()
    with pytest.raises(Conflict):
        snapshots.ask(case.id, by=factories.editor().id)
    assert snapshots.of_case(case) == ()


def test_the_text_of_a_page_joins_no_reports(app: Flask, stranger: Site) -> None:
    case = factories.case("Etwas ganz anderes.", url=stranger.url())
    snapshots.ask(case.id, by=factories.editor().id)
    snapshots.fetch(rows()[0].id)
    assert factories.case("Wer das liest, gewinnt.").id != case.id


KILLED = """
import sys
from app import create_app
from intake.links import snapshots
from tests.support.strange_sites import NAME
from core.fetching.fetching import Fetcher

app = create_app()
port = int(sys.argv[1])
app.extensions["fetcher"] = Fetcher(
    "Gegencheck", resolve=lambda *_: ["127.0.0.1"], allows=lambda _: True, more_ports=frozenset({port})
)
with app.app_context():
    snapshots.fetch(int(sys.argv[2]))
"""


def test_a_worker_that_is_killed_while_it_fetches_leaves_nothing_and_another_goes_on(
    app: Flask, config: Config, stranger: Site
) -> None:
    over = threading.Event()
    stranger.answer = drips(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"a", pause=over)
    case = plain_case(url=stranger.url())
    snapshots.ask(case.id, by=factories.editor().id)
    (row,) = rows()
    environment = {
        **os.environ,
        "DATA_DIR": str(config.data_dir),
        "DATABASE_URL": config.database_url,
        "REDIS_URL": config.redis_url,
        "SECRET_KEY": SECRET,
    }
    command = [sys.executable, "-c", KILLED, str(stranger.port), str(row.id)]
    with subprocess.Popen(command, env=environment, cwd=PROJECT_FOLDER) as process:
        while not stranger.requests:
            assert process.poll() is None, "it ended before it asked"
            over.wait(0.02)
        process.send_signal(signal.SIGKILL)
    over.set()

    assert [one.outcome for one in rows()] == [Outcome.WAITING]
    assert [path for path in config.files_folder.glob("*/*") if path.is_file()] == []
    assert db.session.scalars(select(Owed.number)).all() == [row.id]
    stranger.answer = says(PAGE)
    snapshots.fetch(row.id)
    assert rows()[0].outcome is Outcome.FETCHED


def test_a_sealed_page_is_no_file_without_a_name(app: Flask, stranger: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "NAMED_AFTER_SECONDS", -1.0)
    snapshots.ask(plain_case(url=stranger.url()).id, by=factories.editor().id)
    snapshots.fetch(rows()[0].id)
    left_over = sealed_files().put([b"abc"], most=3)
    assert keeping.forget_unnamed() == 1
    assert list(sealed_files().keys()) == [rows()[0].html_key] != [left_over.key]


def test_the_desk_shows_the_page_folded_and_its_links_defanged(app: Flask, stranger: Site) -> None:
    stranger.answer = says(b"<title>Achtung</title><p>Lies https://boese.de/x <script>alert(1)</script>&lt;b&gt;")
    case, browser = plain_case(url=stranger.url("/a")), signed_in(app)
    address = f"/desk/cases/{case.id}"
    assert "Fetch the page" in browser.get(address).text

    answer = browser.send(f"{address}/fetched", {}, seen_at=address)
    assert answer.location.endswith("#fetched")
    waiting = browser.get(address).text
    assert "The page is being fetched." in waiting
    assert "Fetch the page</button>" not in waiting
    snapshots.fetch(rows()[0].id)

    page = browser.get(address).text
    _, _, fetched = page.partition('id="fetched"')
    fetched = fetched.partition("</section>")[0]
    assert "to others it may have looked different" in fetched
    assert "https://boese.de/x" not in fetched
    assert "alert(1)" not in fetched
    assert "&lt;b&gt;" in fetched
    assert "<details" in fetched
    assert "<a " not in fetched


def test_where_it_is_off_no_button_is_shown(app: Flask) -> None:
    case = plain_case(url="https://orf.at/stories/1")
    assert "Fetch the page" not in signed_in(app).get(f"/desk/cases/{case.id}").text

"""A backup that is put back sends nobody again what they got since; a person lets the letters leave."""

from __future__ import annotations

import stat

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.permissions import RoleName
from audit.models import Event
from core.config import Config
from core.db import db
from core.outbox import restored
from core.outbox.models import LetterState, Outbox
from intake.models.cases import Case
from tests.support import factories
from tests.support.backups import copied, put_back
from tests.support.browsing import open_text
from tests.support.desk import PASSWORD, plain_case, signed_in
from tests.support.mailing import MailServer, let_time_pass, readers, send_all, settle


@pytest.fixture
def case(app: Flask) -> Case:
    return plain_case()


@pytest.mark.sqlite_only("a backup of it is a file")
def test_letters_that_left_after_the_backup_wait_for_a_person(
    app: Flask, config: Config, server: MailServer, case: Case
) -> None:
    addresses = readers(case, 3)
    settle(case)
    backup = copied(config)
    assert send_all(app)
    put_back(config, backup)

    for _ in range(2):
        assert not send_all(app)
        let_time_pass()
    assert sorted(to for to, _ in server.got) == addresses
    assert set(db.session.scalars(select(Outbox.state))) == {LetterState.WAITING}, "and no try is counted"

    browser = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.LEAD))
    assert "Letters to readers wait for you" in open_text(browser.get("/desk/start").text)
    assert "put back from a backup" in open_text(browser.get("/desk/mail/unsent").text)
    browser.send("/desk/mail/unsent/release", {}, seen_at="/desk/mail/unsent")
    assert "put back from a backup" not in open_text(browser.get("/desk/mail/unsent").text)
    assert db.session.scalars(select(Event.action).where(Event.action == "letters_released")).all() != []
    assert send_all(app)
    assert len(server.got) == 6


@pytest.mark.sqlite_only("a backup of it is a file")
def test_a_backup_after_which_no_letter_left_holds_nothing(
    app: Flask, config: Config, server: MailServer, case: Case
) -> None:
    readers(case, 2)
    settle(case)
    assert send_all(app)
    put_back(config, copied(config))
    settle(case, sentence="Doch, es stimmt.")

    assert send_all(app)
    assert len(server.got) == 4


def test_without_the_file_nothing_is_held_and_it_is_for_its_owner(
    app: Flask, config: Config, server: MailServer, case: Case
) -> None:
    readers(case, 1)
    settle(case)
    assert send_all(app)
    assert stat.S_IMODE(config.letter_count.stat().st_mode) == 0o600
    assert config.letter_count.read_text() == '{"ended": 1}'
    config.letter_count.write_text("broken")

    assert send_all(app)
    assert not restored.is_held()


def test_where_nothing_is_held_nothing_is_released(app: Flask) -> None:
    assert not restored.release(by=factories.editor().id)
    assert db.session.scalars(select(Event.action).where(Event.action == "letters_released")).all() == []

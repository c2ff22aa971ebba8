"""The keys of addresses: made once, changed by a command that can be killed, and gone when they are gone."""

from __future__ import annotations

import stat
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from core.config import Config
from core.db import db, now, writing
from core.refusals import NotFound
from intake.contact import contacts, opening, rotating
from intake.contact.keys import NoKey, public_key
from intake.models.contacts import Contact, WhyOpened
from tests.support import factories
from tests.support.desk import plain_case
from tests.support.mailing import confirmed, readers


def addresses() -> set[str]:
    db.session.rollback()
    ring = opening.ring()
    return {
        ring.open(sealed, key).address for sealed, key in db.session.execute(select(Contact.sealed, Contact.key_id))
    }


def key_ids() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Contact.key_id)))


def test_keys_are_made_once_and_their_files_are_for_their_owner(app: Flask, config: Config) -> None:
    before = config.contact_private_key.read_text()
    done = app.test_cli_runner().invoke(args=["contact", "keys"])

    assert done.exit_code == 0
    assert "Nothing was changed." in done.output
    assert config.contact_private_key.read_text() == before
    for file in (config.contact_private_key, config.contact_public_key):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    secret = opening.ring().newest.key
    assert str(secret) not in config.contact_public_key.read_text()
    assert public_key().key != secret


def test_a_public_key_that_was_lost_is_written_anew(app: Flask, config: Config) -> None:
    before = config.contact_public_key.read_text()
    config.contact_public_key.unlink()

    assert not opening.make()
    assert config.contact_public_key.read_text() == before


def test_new_keys_never_take_the_place_of_private_ones_that_are_lost(app: Flask, config: Config) -> None:
    config.contact_private_key.unlink()
    done = app.test_cli_runner().invoke(args=["contact", "keys"])

    assert done.exit_code != 0
    assert "no private one" in done.output
    assert not config.contact_private_key.exists()


def test_a_change_of_keys_seals_everything_anew_and_the_old_key_opens_nothing(app: Flask) -> None:
    expected = set(readers(plain_case(), 450))
    old = opening.ring().newest
    done = app.test_cli_runner().invoke(args=["contact", "rotate"])

    assert done.exit_code == 0, done.output
    assert addresses() == expected
    assert key_ids() == {public_key().id} != {old.id}
    sealed = db.session.scalars(select(Contact.sealed)).first()
    assert sealed is not None
    with pytest.raises(NoKey):
        opening.Ring((old,), b"").open(sealed, old.id)


@pytest.mark.parametrize("pages", [0, 1, 2])
def test_broken_off_in_the_middle_it_goes_on_with_the_same_key(
    app: Flask, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    expected = set(readers(plain_case(), 450))
    done = []

    def breaks(_more: int) -> None:
        done.append(True)
        if len(done) == pages:
            raise KeyboardInterrupt

    ring = rotating.begin()
    if pages:
        with pytest.raises(KeyboardInterrupt):
            rotating.seal_anew(ring, progress=breaks)
    assert addresses() == expected, "in between, every address can be opened"

    again = rotating.begin()
    assert again.newest.id == ring.newest.id
    rotating.seal_anew(again)
    assert addresses() == expected
    assert key_ids() == {ring.newest.id}


def test_whoever_dies_between_the_two_files_loses_nothing(app: Flask, config: Config) -> None:
    before = config.contact_public_key.read_text()
    rotating.begin()
    config.contact_public_key.write_text(before)
    confirmed(factories.submission())
    rotating.seal_anew(rotating.begin())

    assert addresses() == {"leserin@example.org"}
    assert key_ids() == {public_key().id}


def test_an_old_key_is_destroyed_when_nobody_names_it_any_more_and_not_before(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers(plain_case(), 3)
    ring = rotating.begin()
    assert rotating.drop_retired() == [], "addresses are sealed with it"
    rotating.seal_anew(ring)
    assert rotating.drop_retired() == [], "a page that is being sent may still seal with it"

    later = now() + timedelta(hours=2)
    monkeypatch.setattr(rotating, "now", lambda: later)
    assert len(rotating.drop_retired()) == 1
    assert len(opening.ring().keys) == 1
    assert len(addresses()) == 3


def test_what_was_changed_in_the_database_is_not_opened(app: Flask) -> None:
    report = factories.submission()
    contact = confirmed(report)
    with writing() as session:
        session.execute(update(Contact).values(sealed=contact.sealed[:-1] + bytes([contact.sealed[-1] ^ 1])))

    with pytest.raises(NoKey):
        opening.open_for(contact.id, WhyOpened.QUESTION, by=factories.editor().id)


def test_an_address_that_nobody_confirmed_is_opened_for_nobody(app: Flask) -> None:
    report = factories.submission()
    contacts.ask(report.id, "leserin@example.org")
    number = db.session.scalars(select(Contact.id)).one()

    with pytest.raises(NotFound):
        opening.open_for(number, WhyOpened.QUESTION, by=factories.editor().id)

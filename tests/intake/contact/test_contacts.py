"""Wishing for the answer by mail: what is kept of an address, when it counts, and how it goes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from core.config import Config
from core.db import db, now, writing
from core.outbox.models import Outbox
from core.refusals import InvalidInput
from intake import jobs
from intake.contact import contacts, opening
from intake.contact.contacts import Confirmed
from intake.contact.keys import NoKey, write
from intake.contact.sealing import CONTENT_BYTES
from intake.models.cases import Case
from intake.models.contacts import Contact, MutedAddress
from intake.models.reports import Held, Submission
from tests.support import factories
from tests.support.browsing import whole_database
from tests.support.installation import changed
from tests.support.mailing import MailServer, confirmed, contact_of, link_in, send_all, settle

ADDRESS = "quastenflosser@example.org"


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def expire(report: Submission) -> None:
    with writing() as session:
        session.execute(update(Contact).values(expires_at=now() - timedelta(seconds=1)))


@pytest.fixture
def report(app: Flask) -> Submission:
    return factories.submission()


def test_an_address_stands_nowhere_in_the_database(
    app: Flask, config: Config, report: Submission, server: MailServer
) -> None:
    contacts.ask(report.id, ADDRESS)
    send_all(app)

    assert [letter["To"] for letter in server.letters()] == [ADDRESS]
    kept = whole_database(config)
    assert report.reference in kept
    assert [word for word in (ADDRESS, "quastenflosser", "example.org") if word in kept.lower()] == []
    found = contact_of(report)
    assert opening.ring().open(found.sealed, found.key_id).address == ADDRESS


@pytest.mark.parametrize("address", ["a@example.org", f"{'x' * 60}@{'y' * 60}.example.org", ADDRESS])
def test_every_sealed_address_is_equally_long(report: Submission, address: str) -> None:
    contacts.ask(report.id, address)

    # A sealed box adds a public key and a check to what it holds.
    assert len(contact_of(report).sealed) == CONTENT_BYTES + 48


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "quasten", "a@b", "a b@example.org", "a@example.org, b@example.org", "a@exa\nmple.org", "ä@example.org"],
)
def test_what_is_no_address_is_refused_and_nothing_is_kept(report: Submission, typed: str) -> None:
    with pytest.raises(InvalidInput):
        contacts.ask(report.id, typed)

    assert (count(Contact), count(Outbox)) == (0, 0)


def test_a_domain_with_an_umlaut_is_written_to(app: Flask, report: Submission, server: MailServer) -> None:
    contacts.ask(report.id, "leserin@bücher.example.org")
    send_all(app)

    assert [to for to, _ in server.got] == ["leserin@xn--bcher-kva.example.org"]


def test_nobody_is_sent_an_answer_who_has_not_said_that_the_address_is_theirs(app: Flask, server: MailServer) -> None:
    case = factories.case()
    report = db.session.scalars(select(Submission).where(Submission.case_id == case.id)).one()
    contacts.ask(report.id, ADDRESS)
    send_all(app)

    assert contact_of(report).confirmed_at is None
    assert contacts.of_reports([report.id]) == {}


def test_the_link_of_the_letter_works_once_and_a_repeat_changes_nothing(
    app: Flask, report: Submission, server: MailServer
) -> None:
    contacts.ask(report.id, ADDRESS)
    send_all(app)
    token = link_in(server.letters()[0], "confirm").rpartition("/")[2]

    assert contacts.can_be_confirmed(token)
    assert contact_of(report).confirmed_at is None, "to ask changes nothing"
    assert contacts.confirm(token) is Confirmed.NOW
    first = contact_of(report).confirmed_at
    assert first is not None
    assert contacts.confirm(token) is Confirmed.BEFORE
    assert contact_of(report).confirmed_at == first
    contacts.withdraw(report.id)
    assert contacts.confirm(token) is Confirmed.GONE


def test_the_token_stands_in_the_database_as_a_keyed_hash_only(
    app: Flask, config: Config, report: Submission, server: MailServer
) -> None:
    contacts.ask(report.id, ADDRESS)
    send_all(app)
    tokens = [link_in(server.letters()[0], page).rpartition("/")[2] for page in ("confirm", "stop")]

    kept = whole_database(config)
    assert [token for token in tokens if token in kept] == []


def test_after_two_days_the_link_is_over_and_the_address_is_removed(
    app: Flask, report: Submission, server: MailServer
) -> None:
    contacts.ask(report.id, ADDRESS)
    send_all(app)
    token = link_in(server.letters()[0], "confirm").rpartition("/")[2]
    assert contact_of(report).expires_at - now() > timedelta(hours=47)
    expire(report)

    assert not contacts.can_be_confirmed(token)
    assert contacts.confirm(token) is Confirmed.GONE
    contacts.tidy()
    assert (count(Contact), count(Outbox)) == (0, 0)


def test_a_confirmed_address_stays(report: Submission) -> None:
    confirmed(report)
    expire(report)
    contacts.tidy()

    assert contact_of(report).confirmed_at is not None


def test_a_slip_is_mended_by_asking_again_and_the_first_link_is_dead(
    app: Flask, report: Submission, server: MailServer
) -> None:
    contacts.ask(report.id, "verschrieben@example.org")
    send_all(app)
    contacts.ask(report.id, ADDRESS)
    send_all(app)

    first, second = (link_in(letter, "confirm").rpartition("/")[2] for letter in server.letters())
    assert contacts.confirm(first) is Confirmed.GONE
    assert contacts.confirm(second) is Confirmed.NOW
    replaced = db.session.scalars(select(Contact).where(Contact.ended_at.is_not(None))).one()
    assert replaced.sealed == b""


def test_one_report_takes_three_addresses_at_most(report: Submission) -> None:
    for number in range(contacts.MOST_ASKED):
        contacts.ask(report.id, f"reader-{number}@example.org")

    with pytest.raises(InvalidInput):
        contacts.ask(report.id, ADDRESS)


def test_a_stranger_is_not_written_to_again_and_again(app: Flask, server: MailServer) -> None:
    for number in range(6):
        contacts.ask(factories.submission(f"Ein Beitrag, der {number} Mal geteilt wurde.").id, ADDRESS.upper())
    send_all(app)

    assert len(server.got) == 3
    assert count(Outbox) == 3, "what must not be sent is removed"


def test_whoever_confirms_may_wish_for_more(app: Flask, server: MailServer) -> None:
    for number in range(6):
        confirmed(factories.submission(f"Ein Beitrag, der {number} Mal geteilt wurde."), ADDRESS)
    contacts.ask(factories.submission("Noch ein anderer Beitrag, der geteilt wurde.").id, ADDRESS)
    send_all(app)

    assert [to for to, _ in server.got] == [ADDRESS]


def test_never_again_holds_for_every_report_of_the_address(app: Flask, server: MailServer) -> None:
    """Nor does the clock note letters for the others, round after round, which are thrown away each time."""
    case = factories.case("Ein Beitrag, der zweimal gemeldet wurde und den jemand anzweifelt.")
    mine = db.session.scalars(select(Submission).where(Submission.case_id == case.id)).one()
    other = factories.submission("Ein anderer Beitrag, der geteilt wurde.")
    for report in (mine, other):
        confirmed(report, ADDRESS)
    opened = opening.ring().open(contact_of(other).sealed, contact_of(other).key_id)
    contacts.stop(opened.stop, for_good=True)
    settle(case)
    jobs.tidy_contacts()

    assert (count(Contact), count(Outbox)) == (0, 0)


def test_no_more_mails_erases_the_address(app: Flask, report: Submission, server: MailServer) -> None:
    contacts.ask(report.id, ADDRESS)
    send_all(app)
    token = link_in(server.letters()[0], "stop").rpartition("/")[2]

    assert contacts.can_be_stopped(token)
    contacts.stop(token, for_good=False)
    contacts.stop(token, for_good=False)

    assert (count(Contact), count(Outbox), count(MutedAddress)) == (0, 0, 0)
    assert not contacts.can_be_stopped(token)


def test_never_again_holds_for_every_spelling_of_the_address(
    app: Flask, report: Submission, server: MailServer
) -> None:
    contacts.ask(report.id, ADDRESS)
    send_all(app)
    contacts.stop(link_in(server.letters()[0], "stop").rpartition("/")[2], for_good=True)
    contacts.ask(factories.submission("Ein anderer Beitrag, der geteilt wurde.").id, " QuastenFlosser@Example.ORG ")
    send_all(app)

    assert len(server.got) == 1
    assert count(Outbox) == 0


def test_forgetting_a_report_forgets_its_address_and_its_letters(app: Flask, report: Submission) -> None:
    other = factories.submission("Ein anderer Beitrag, der geteilt wurde.")
    contacts.ask(report.id, ADDRESS)
    contacts.ask(report.id, "zweite@example.org")
    contacts.ask(other.id, ADDRESS)

    with writing():
        contacts.forget(report.id)

    assert count(Contact) == 1
    assert contact_of(other).id == db.session.scalars(select(Outbox.subject_id)).one()


def test_the_hash_by_which_an_address_is_found_needs_the_private_file(
    app: Flask, config: Config, report: Submission
) -> None:
    contacts.ask(report.id, ADDRESS)
    assert contact_of(report).find_hash == "", "whoever takes the address cannot make it"
    send_all(app)

    found = contact_of(report).find_hash
    assert found == opening.ring().find_hash("QUASTENFLOSSER@example.org")
    other = changed(config, CONTACT_PRIVATE_KEY=str(config.data_dir / "other.key"))
    write(other.contact_private_key, {"find": "A" * 43 + "=", "keys": []})
    with pytest.raises(NoKey):
        opening.read_ring(other.contact_private_key)


def test_without_a_mail_server_or_a_key_nobody_is_asked(app: Flask, config: Config) -> None:
    assert contacts.is_offered()
    config.contact_public_key.rename(config.data_dir / "elsewhere")
    assert not contacts.is_offered()


def test_an_address_is_kept_ninety_days_after_the_answer(app: Flask, report: Submission) -> None:
    case = factories.case("Ein Beitrag, über den entschieden wird, und der oft geteilt wurde.")
    mine = db.session.scalars(select(Submission).where(Submission.case_id == case.id)).one()
    confirmed(mine)
    settle(case)
    contacts.tidy()
    assert contact_of(mine).confirmed_at is not None

    with writing() as session:
        found = session.merge(case)
        found.settled_at = now() - timedelta(days=91)
    contacts.tidy()
    assert count(Contact) == 1, "it was given a moment ago, for a report that came to a case settled long before"

    with writing() as session:
        session.get_one(Contact, contact_of(mine).id).asked_at = now() - timedelta(days=91)
    contacts.tidy()

    assert count(Contact) == 0


def test_the_address_of_a_report_that_is_held_back_is_kept_until_somebody_was_told(app: Flask) -> None:
    case = factories.case("Ein Beitrag, über den entschieden wird, und der oft geteilt wurde.")
    mine = db.session.scalars(select(Submission).where(Submission.case_id == case.id)).one()
    confirmed(mine)
    settle(case)
    contact_id, long_ago = contact_of(mine).id, now() - timedelta(days=91)
    with writing() as session:
        session.get_one(Case, case.id).settled_at = long_ago
        session.get_one(Contact, contact_id).asked_at = long_ago
        session.get_one(Submission, mine.id).held = Held.QUARANTINE
    contacts.tidy()
    assert count(Contact) == 1

    with writing() as session:
        session.get_one(Submission, mine.id).held = Held.NO
    contacts.tidy()
    assert count(Contact) == 0


def test_for_a_report_that_is_erased_no_address_is_taken(app: Flask, report: Submission) -> None:
    with writing() as session:
        session.get_one(Submission, report.id).erased_at = now()
    with pytest.raises(InvalidInput):
        contacts.ask(report.id, ADDRESS)
    assert count(Contact) == 0

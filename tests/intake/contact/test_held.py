"""After a backup was put back an operator lets single letters leave or drops them, by command."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, update

from accounts.permissions import RoleName
from audit.models import Event
from core.config import Config
from core.db import db, now, writing
from core.outbox import held, restored
from core.outbox.held import Which
from core.outbox.kinds import KINDS
from core.outbox.models import LetterState, Outbox
from intake import jobs
from intake.contact import contacts, opening
from intake.models.cases import Case
from intake.models.contacts import Contact
from intake.models.reports import Submission
from tests.support import factories
from tests.support.backups import copied, put_back
from tests.support.browsing import open_text
from tests.support.desk import PASSWORD, plain_case, signed_in
from tests.support.mailing import MailServer, let_time_pass, readers, send_all, settle
from tests.support.statements import statements

ADDRESS = "leserin@example.org"


@pytest.fixture
def case(app: Flask) -> Case:
    found = plain_case()
    # The processes close the session, and what a test holds must stay readable.
    db.session.refresh(found)
    db.session.expunge(found)
    return found


@pytest.fixture
def addresses(app: Flask, config: Config, case: Case) -> list[str]:
    """Three readers whose letters are held, because ten more have ended than the database knows of."""
    found = readers(case, 3)
    settle(case)
    config.letter_count.write_text('{"ended": 10}')
    assert not send_all(app)
    return found


def numbers() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Outbox.id).where(Outbox.state == LetterState.WAITING).order_by(Outbox.id)))


def command(app: Flask, *arguments: str) -> Result:
    db.session.rollback()
    return app.test_cli_runner().invoke(args=["letters", *arguments])


def came(server: MailServer) -> list[str]:
    return sorted(to for to, _ in server.got)


def done() -> list[tuple[str, object]]:
    db.session.rollback()
    rows = select(Event).where(Event.action.in_(("letter_let_go", "letter_dropped", "letters_released")))
    return [(event.action, event.details.get("letter")) for event in db.session.scalars(rows.order_by(Event.id))]


def test_the_list_tells_what_is_held_and_no_address(app: Flask, addresses: list[str]) -> None:
    shown = command(app, "held")
    assert shown.exit_code == 0
    assert "Letters held: 3." in shown.output
    assert shown.output.count("A reader's answer") == 3
    assert "@" not in shown.output
    told = json.loads(command(app, "held", "--json").output)
    assert told["are_held"]
    assert [set(one) for one in told["letters"]] == [{"number", "kind", "noted_at", "tries"}] * 3


def test_one_that_is_let_go_leaves_and_the_others_stay_held(
    app: Flask, server: MailServer, addresses: list[str]
) -> None:
    first, *others = numbers()
    assert "Letters that leave within a minute: 1. Still held: 2." in command(app, "release", str(first)).output

    for _ in range(2):
        assert not send_all(app)
        let_time_pass()
    assert came(server) == addresses[:1]
    assert numbers() == others
    assert done() == [("letter_let_go", first)]
    assert restored.is_held()


def test_one_that_waits_for_its_next_try_leaves_at_once_when_it_is_let_go(
    app: Flask, server: MailServer, addresses: list[str]
) -> None:
    first, *_ = numbers()
    with writing() as session:
        session.execute(update(Outbox).where(Outbox.id == first).values(due_at=now() + timedelta(hours=6)))
    held.let_go(Which((first,)))
    send_all(app)
    assert came(server) == addresses[:1]


def test_many_are_let_go_in_the_order_of_their_numbers(app: Flask, addresses: list[str]) -> None:
    """Their rows are locked before they are changed, so that two commands at once never wait for each other."""
    with statements() as heard:
        assert held.let_go(Which()) == numbers()
    [locking, changing] = [one for one in heard if "released_for != " in one and "outbox" in one]
    assert "ORDER BY outbox.id" in locking
    assert changing.startswith("UPDATE")


def test_one_that_is_dropped_is_never_sent_not_by_a_deed_and_not_by_the_clock(
    app: Flask, server: MailServer, addresses: list[str], case: Case
) -> None:
    first, *_ = numbers()
    assert "Letters dropped: 1. Still held: 2." in command(app, "drop", str(first)).output
    assert done() == [("letter_dropped", first)]
    command(app, "release", "--all")
    settle(case)
    jobs.tidy_contacts()
    let_time_pass()
    assert send_all(app)
    assert came(server) == addresses[1:]

    settle(case, sentence="Doch, es stimmt.")
    assert send_all(app)
    assert came(server) == sorted([*addresses, *addresses[1:]]), "a correction comes to each"
    assert "Eine Berichtigung: die Antwort auf Ihre Meldung" in {str(one["Subject"]) for one in server.letters()}


@pytest.mark.parametrize("option, gone", [("--before", slice(0, 1)), ("--after", slice(1, 3))])
def test_those_before_or_after_a_day_are_let_go(
    app: Flask, server: MailServer, addresses: list[str], option: str, gone: slice
) -> None:
    first, *_ = numbers()
    with writing() as session:
        session.execute(update(Outbox).where(Outbox.id == first).values(created_at=now() - timedelta(days=5)))
    day = f"{now() - timedelta(days=2):%Y-%m-%d}"

    assert command(app, "release", option, day).exit_code == 0
    send_all(app)
    assert came(server) == addresses[gone]


@pytest.mark.parametrize("arguments", [(), ("1", "--all"), ("--all", "--before", "2026-01-01"), ("x",)])
@pytest.mark.parametrize("verb", ["release", "drop"])
def test_what_is_named_in_two_ways_or_in_none_is_refused(
    app: Flask, addresses: list[str], verb: str, arguments: tuple[str, ...]
) -> None:
    assert command(app, verb, *arguments).exit_code == 2
    assert len(numbers()) == 3
    assert done() == []


def test_all_are_released_and_new_ones_leave_again(
    app: Flask, server: MailServer, addresses: list[str], case: Case
) -> None:
    assert "The letters leave as soon as they are due." in command(app, "release", "--all").output
    assert send_all(app)
    assert came(server) == addresses
    assert "No letters are held." in command(app, "release", "--all").output
    assert "No letters are held." in command(app, "held").output


@pytest.mark.parametrize("verb", ["release", "drop"])
def test_where_nothing_is_held_no_letter_is_touched(app: Flask, case: Case, verb: str) -> None:
    readers(case, 1)
    settle(case)
    [number] = numbers()
    assert "No letters are held. Nothing was changed." in command(app, verb, str(number)).output
    assert numbers() == [number]
    assert db.session.scalars(select(Contact.told)).all() == [""]


@pytest.mark.sqlite_only("a backup of it is a file")
def test_a_further_backup_holds_again_what_was_let_go(
    app: Flask, config: Config, server: MailServer, addresses: list[str]
) -> None:
    """The letter was let go, a backup was made, it left, and the backup was put back."""
    first, *_ = numbers()
    held.let_go(Which((first,)))
    before = copied(config)
    send_all(app)
    assert came(server) == addresses[:1]
    put_back(config, before)

    assert not send_all(app)
    let_time_pass()
    assert not send_all(app)
    assert came(server) == addresses[:1]
    assert len(held.letters()) == 3


def test_once_released_the_count_goes_on_where_the_file_was(
    app: Flask, config: Config, server: MailServer, addresses: list[str]
) -> None:
    first, *_ = numbers()
    held.let_go(Which((first,)))
    send_all(app)
    assert json.loads(config.letter_count.read_text()) == {"ended": 11}
    restored.release(by=None)
    assert send_all(app)
    assert json.loads(config.letter_count.read_text()) == {"ended": 13}
    assert send_all(app)
    assert not restored.is_held()


def test_the_trail_says_what_was_done_by_command(app: Flask, addresses: list[str]) -> None:
    first, second, _ = numbers()
    held.let_go(Which((first,)))
    held.drop(Which((second,)), KINDS)
    command(app, "release", "--all")
    browser = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.ADMIN))
    page = open_text(browser.get("/desk/audit").text)
    assert f"Letter no. {first}, which was held after a backup was put back, was let go by command." in page
    assert f"Letter no. {second}, which was held after a backup was put back, was dropped by command." in page
    assert "All letters were let go by command" in page


@pytest.mark.parametrize("has_keys", [True, False])
def test_never_again_holds_for_whoever_was_asked_before_the_backup(
    app: Flask, config: Config, server: MailServer, has_keys: bool
) -> None:
    """The letter that asked left, a backup from before it was put back, and what waited was dropped."""
    case, contact = asked_and_dropped(app, config, has_keys=has_keys)
    assert contact.find_hash == (opening.ring().find_hash(ADDRESS) if has_keys else "")
    tokens = opening.ring().open(contact.sealed, contact.key_id)
    contacts.confirm(tokens.confirm)
    settle(case)
    assert send_all(app)
    assert came(server) == [ADDRESS]

    contacts.stop(tokens.stop, for_good=True)
    ask_again(app)
    assert came(server) == [ADDRESS]


def test_never_again_holds_by_the_letter_that_asked_itself(app: Flask, config: Config, server: MailServer) -> None:
    _, contact = asked_and_dropped(app, config)
    contacts.stop(opening.ring().open(contact.sealed, contact.key_id).stop, for_good=True)
    ask_again(app)
    assert came(server) == []


def asked_and_dropped(app: Flask, config: Config, *, has_keys: bool = True) -> tuple[Case, Contact]:
    """Let a reader be asked by a letter that is held and then dropped, and letters leave again."""
    case = factories.case("Ein Beitrag, über den entschieden wird, und der oft geteilt wurde.")
    report_id = db.session.scalars(select(Submission.id).where(Submission.case_id == case.id)).one()
    contacts.ask(report_id, ADDRESS)
    config.letter_count.write_text('{"ended": 10}')
    assert not send_all(app)
    aside = config.contact_private_key.with_name("aside")
    if not has_keys:
        config.contact_private_key.rename(aside)
    assert "Letters dropped: 1." in command(app, "drop", "--all").output
    if not has_keys:
        aside.rename(config.contact_private_key)
    command(app, "release", "--all")
    db.session.expire_all()
    return case, db.session.scalars(select(Contact)).one()


def ask_again(app: Flask) -> None:
    """Let somebody type the same address for another report."""
    contacts.ask(factories.submission("Ein anderer Beitrag, der geteilt wurde.").id, ADDRESS)
    let_time_pass()
    assert send_all(app)

"""The one signal: line and deed are kept together, and who listens is told once, when it is certain."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import select

from audit.models import Event
from audit.trail import first_broken
from core import events
from core.config import PROJECT_FOLDER
from core.db import Counter, db, writing
from core.events import COMMITTED, HAPPENED, INSIDE, Action, Happened, Subject, after_commit, happened, label_of


class Deed(Action):
    """Actions of these tests."""

    SOWN = "test_sown", "Sowed"
    REAPED = "test_reaped", "Reaped"


def committed(name: str = "deed") -> int | None:
    """Return what another connection sees of the deed, which is what was committed."""
    with db.engine.connect() as connection:
        return connection.scalar(select(Counter.value).where(Counter.name == name))


def lines() -> list[str]:
    """Return the lines that another connection sees."""
    with db.engine.connect() as connection:
        return list(connection.scalars(select(Event.action).order_by(Event.id)))


@pytest.fixture
def listening() -> Iterator[Callable[[Action, Callable[[Action], None]], None]]:
    """Let functions listen for as long as a test runs."""
    joined: list[tuple[Action, Callable[[Action], None]]] = []

    def listen(action: Action, receiver: Callable[[Action], None]) -> None:
        joined.append((action, after_commit(action)(receiver)))

    yield listen
    for action, receiver in joined:
        COMMITTED.disconnect(receiver, sender=action)


@pytest.fixture
def told(listening: Callable[[Action, Callable[[Action], None]], None]) -> list[Action]:
    """What whoever listens for both deeds is told, in its order."""
    found: list[Action] = []
    for deed in Deed:
        listening(deed, found.append)
    return found


def test_deed_and_line_are_kept_together(app: Flask) -> None:
    with writing() as session:
        session.add(Counter(name="deed", value=1))
        happened(Deed.SOWN, Subject("field", 7), seeds=3)
        assert (committed(), lines()) == (None, [])

    assert (committed(), lines()) == (1, [Deed.SOWN])
    (line,) = db.session.scalars(select(Event))
    assert line.details == {"field": 7, "seeds": 3}


def test_of_a_deed_that_breaks_off_there_is_neither(app: Flask, told: list[Action]) -> None:
    def break_off() -> None:
        with writing() as session:
            session.add(Counter(name="deed", value=1))
            happened(Deed.SOWN)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()

    assert (committed(), lines(), told) == (None, [], [])
    with writing():
        happened(Deed.REAPED)
    assert (lines(), told) == ([Deed.REAPED], [Deed.REAPED]), "nothing of the deed before hangs on"
    assert first_broken() is None


def test_a_line_that_cannot_be_written_undoes_the_deed(app: Flask, told: list[Action]) -> None:
    def refuse(_told: Sequence[Happened]) -> None:
        raise ZeroDivisionError

    def do() -> None:
        with writing() as session:
            session.add(Counter(name="deed", value=1))
            happened(Deed.SOWN)

    with HAPPENED.connected_to(refuse), pytest.raises(ZeroDivisionError):
        do()

    assert (committed(), lines(), told) == (None, [], [])


def test_without_anybody_who_keeps_the_trail_nothing_happens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HAPPENED", type(HAPPENED)())

    def do() -> None:
        with writing() as session:
            session.add(Counter(name="deed", value=1))
            happened(Deed.SOWN)

    with pytest.raises(RuntimeError, match="nobody keeps the trail"):
        do()

    assert committed() is None


def test_who_listens_is_told_once_for_each_transaction_and_only_after_it(app: Flask, told: list[Action]) -> None:
    with writing():
        happened(Deed.SOWN)
        happened(Deed.REAPED)
        happened(Deed.SOWN)
        assert told == []
    assert told == [Deed.SOWN, Deed.REAPED]

    with writing():
        happened(Deed.SOWN)
    assert told == [Deed.SOWN, Deed.REAPED, Deed.SOWN]

    with writing() as session:
        session.add(Counter(name="quiet", value=1))
    assert len(told) == 3, "a commit of something else tells nothing"


def test_when_somebody_is_told_others_see_the_deed_already(
    app: Flask, listening: Callable[[Action, Callable[[Action], None]], None]
) -> None:
    seen: list[object] = []
    listening(Deed.SOWN, lambda _action: seen.append((committed(), lines())))
    gc.collect()

    with writing() as session:
        session.add(Counter(name="deed", value=1))
        happened(Deed.SOWN)

    assert seen == [(1, [Deed.SOWN])]


def test_a_listener_that_breaks_neither_undoes_nor_hides_the_deed_nor_keeps_others_from_it(
    app: Flask,
    listening: Callable[[Action, Callable[[Action], None]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logged: list[dict[str, object]] = []
    monkeypatch.setattr(events.log, "error", lambda said, **values: logged.append({"said": said, **values}))
    before: list[Action] = []
    after: list[Action] = []

    def break_down(_action: Action) -> None:
        raise ValueError("a reader's words")

    def ask_the_session(_action: Action) -> None:
        db.session.scalar(select(Event.id))

    # Those who listen have no order, so one that works stands on either side.
    for receiver in (before.append, break_down, ask_the_session, after.append):
        listening(Deed.SOWN, receiver)

    with writing() as session:
        session.add(Counter(name="deed", value=1))
        happened(Deed.SOWN)

    assert (committed(), lines(), before, after) == (1, [Deed.SOWN], [Deed.SOWN], [Deed.SOWN])
    assert {line["kind"] for line in logged} == {"ValueError", "InvalidRequestError"}
    assert "a reader's words" not in str(logged)
    with writing():
        happened(Deed.REAPED)
    assert lines() == [Deed.SOWN, Deed.REAPED], "the session can be used again"


def test_a_savepoint_makes_nothing_certain(app: Flask, told: list[Action]) -> None:
    def break_off() -> None:
        with writing() as session:
            with session.begin_nested():
                happened(Deed.SOWN)
            assert told == []
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert (lines(), told) == ([], [])

    with writing() as session, session.begin_nested():
        happened(Deed.SOWN)
    assert (lines(), told) == ([Deed.SOWN], [Deed.SOWN])


def test_a_savepoint_that_is_rolled_back_takes_along_what_was_said_since_and_nothing_else(
    app: Flask, told: list[Action]
) -> None:
    with writing() as session:
        happened(Deed.SOWN)
        savepoint = session.begin_nested()
        with session.begin_nested():
            happened(Deed.REAPED)
        savepoint.rollback()
        session.add(Counter(name="deed", value=1))

    assert (committed(), lines(), told) == (1, [Deed.SOWN], [Deed.SOWN])
    assert first_broken() is None


def test_a_session_that_is_closed_and_used_again_tells_nothing_of_before(app: Flask, told: list[Action]) -> None:
    happened(Deed.SOWN)
    db.session.close()

    with writing():
        happened(Deed.REAPED)

    assert (lines(), told) == ([Deed.REAPED], [Deed.REAPED])


def test_threads_that_keep_and_undo_their_deeds_do_not_mix_them_up(app: Flask, told: list[Action]) -> None:
    together = threading.Barrier(4)

    def work(*, keep: bool) -> None:
        together.wait()
        for _ in range(10):
            with app.app_context(), suppress(ZeroDivisionError), writing():
                happened(Deed.SOWN if keep else Deed.REAPED)
                # Breaks off the deeds of those who do not keep theirs.
                assert 1 // keep

    threads = [threading.Thread(target=work, kwargs={"keep": keep}) for keep in (True, False, True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert lines() == told == [Deed.SOWN] * 20
    assert first_broken() is None


def test_two_actions_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="two actions are called test_sown"):

        class Other(Action):
            """Takes a name that is taken."""

            AGAIN = "test_sown", "Sowed again"


def test_an_action_is_told_in_words_and_an_unknown_one_by_its_name() -> None:
    assert label_of("test_sown") == "Sowed"
    assert label_of("from_a_later_version") == "from_a_later_version"


def test_every_name_of_an_action_fits_into_its_column(app: Flask) -> None:
    assert [name for name in events._KNOWN if len(name) > 32] == []


def test_a_listener_that_only_the_signal_knows_is_not_forgotten() -> None:
    # In a process of its own: it stays joined for ever.
    code = """
import gc
from core.events import COMMITTED, Action, after_commit

class Deed(Action):
    SOWN = "sown", "Sowed"

after_commit(Deed.SOWN)(lambda action: print("told"))
gc.collect()
COMMITTED.send(Deed.SOWN)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_FOLDER, capture_output=True, text=True, check=True)
    assert done.stdout == "told\n"


def test_who_listens_inside_writes_with_the_deed_or_not_at_all(app: Flask) -> None:
    def note(_sender: Action, *, happened: Happened) -> None:
        db.session.add(Counter(name="noted", value=happened.subject.id if happened.subject else 0))

    with INSIDE.connected_to(note, sender=Deed.SOWN):
        with suppress(ZeroDivisionError), writing():
            happened(Deed.SOWN, Subject("field", 7))
            raise ZeroDivisionError
        assert committed("noted") is None
        with writing():
            happened(Deed.REAPED, Subject("field", 8))
            happened(Deed.SOWN, Subject("field", 9))
    assert committed("noted") == 9

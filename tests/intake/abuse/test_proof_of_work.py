"""A proof of work: what is replayed, expired, forged or changed in any place is worth nothing."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from flask import Flask

from core import fleeting
from core.config import Config
from core.db import now
from intake.abuse import proof_of_work
from intake.abuse.proof_of_work import DOUBLINGS, EASIEST, VALID, State, challenge, most_at, state_of
from tests.support.proofs import NOBODY, other_app, proof, solved

FIELDS = ("issued", "most", "nonce", "target", "signature", "number")


def at(monkeypatch: pytest.MonkeyPatch, later: timedelta) -> None:
    """Go on so much later, by the clock of the wall."""
    moment = now() + later
    monkeypatch.setattr(proof_of_work, "now", lambda: moment)


def test_the_number_behind_a_challenge_is_a_proof(app: Flask) -> None:
    asked = challenge(0)
    number = int(solved(asked).rsplit(".", 1)[1])
    assert 0 <= number < asked.most
    assert sha256(f"{asked.nonce}.{number}".encode()).hexdigest() == asked.target
    assert state_of(solved(asked), sending="one") is State.DONE


def test_no_two_challenges_are_the_same(app: Flask) -> None:
    assert len({challenge(0).signed for _ in range(50)}) == 50


def test_a_proof_is_good_for_one_act_of_sending_however_often_it_is_repeated(app: Flask) -> None:
    used = proof()
    assert [state_of(used, sending=one) for one in ("one", "one", "other", "one")] == [
        State.DONE,
        State.DONE,
        State.REPLAYED,
        State.DONE,
    ]


def test_where_no_act_can_be_told_from_another_each_is_another(app: Flask) -> None:
    used = proof()
    assert [state_of(used, sending="") for _ in range(3)] == [State.DONE, State.REPLAYED, State.REPLAYED]


def test_two_processes_know_of_each_other_what_was_used(app: Flask, config: Config) -> None:
    used = proof()
    assert state_of(used, sending="one") is State.DONE
    with other_app(config):
        assert state_of(used, sending="other") is State.REPLAYED


def test_while_the_store_is_away_a_proof_is_good_for_once_too(config: Config) -> None:
    with other_app(config, redis_url=NOBODY):
        used = proof()
        assert state_of(used, sending="one") is State.DONE
        assert state_of(used, sending="one") is State.DONE
        assert state_of(used, sending="other") is State.REPLAYED


def test_a_proof_ends(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    used, last, late = proof(), VALID - timedelta(minutes=1), VALID + timedelta(seconds=1)
    at(monkeypatch, late)
    assert state_of(used, sending="one") is State.EXPIRED
    monkeypatch.undo()
    at(monkeypatch, last)
    assert state_of(used, sending="one") is State.DONE


def test_a_clock_that_is_turned_back_makes_no_proof_good_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, timedelta(hours=1))
    used, unused = proof(), proof()
    assert state_of(used, sending="one") is State.DONE
    monkeypatch.undo()
    # Issued in an hour, as it seems: nobody can tell how long it is good for.
    assert state_of(unused, sending="one") is State.EXPIRED
    at(monkeypatch, timedelta(hours=1, seconds=1))
    assert state_of(used, sending="other") is State.REPLAYED


def test_that_it_was_used_is_known_for_longer_than_any_clock_can_stretch_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[int] = []
    real = fleeting.note

    def note(name: str, value: str, *, seconds: int) -> str:
        noted.append(seconds)
        return real(name, value, seconds=seconds)

    monkeypatch.setattr(fleeting, "note", note)
    used = proof()
    at(monkeypatch, VALID - timedelta(minutes=1))
    state_of(used, sending="one")
    assert noted == [VALID.total_seconds()]


@pytest.mark.parametrize("field", FIELDS)
def test_one_changed_sign_in_any_place_is_a_forgery(app: Flask, field: str) -> None:
    parts = dict(zip(FIELDS, proof().split("."), strict=True))
    last = parts[field][-1]
    parts[field] = parts[field][:-1] + ("1" if last != "1" else "2")
    assert state_of(".".join(parts.values()), sending="one") is State.FORGED


def test_an_easier_challenge_of_ones_own_is_a_forgery(app: Flask) -> None:
    parts = challenge(3).signed.split(".")
    parts[1], parts[3] = "1", proof_of_work.hash_of(parts[2], 0)
    assert state_of(".".join([*parts, "0"]), sending="one") is State.FORGED


def test_what_another_installation_asked_for_is_a_forgery(app: Flask, config: Config) -> None:
    with other_app(config, SECRET_KEY="another secret, and as long as it has to be"):
        foreign = proof()
    assert state_of(foreign, sending="one") is State.FORGED


@pytest.mark.parametrize(
    "odd",
    [
        "x",
        ".....",
        "1.2.3.4.5.6",
        "undefined.17",
        "ä" * 200,
        "\ud800",
        "9" * 5_000,
        "1" * 200_000,
    ],
)
def test_what_never_was_a_proof_is_a_forgery_and_breaks_nothing(app: Flask, odd: str) -> None:
    assert state_of(odd, sending="one") is State.FORGED


def test_the_same_number_written_otherwise_is_a_forgery(app: Flask) -> None:
    signed, _, number = proof().rpartition(".")
    for other in (f"0{number}", f"+{number}", f" {number}", f"{number}\n"):
        assert state_of(f"{signed}.{other}", sending="one") is State.FORGED


def test_without_a_proof_there_is_none(app: Flask) -> None:
    assert state_of("", sending="one") is State.MISSING


def test_work_doubles_with_each_level_up_to_a_bound(app: Flask) -> None:
    assert [most_at(level) // EASIEST for level in range(DOUBLINGS + 3)] == [1, 2, 4, 8, 16, 32, 64, 64, 64]
    assert challenge(2).most == 4 * EASIEST

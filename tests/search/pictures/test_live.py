"""The pictures that a process holds: in line with the database before every answer, and nothing after an erasure."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from core.db import Counter, db, writing
from search.pictures import live
from search.pictures.binary_index import BinaryIndex, Near
from search.pictures.live import SEQ, LivePictures
from search.pictures.models import PictureHash

COLLECTION = "test"


def bits(number: int) -> bytes:
    return np.random.default_rng(number).bytes(32)


def near_to(bits: bytes, *flipped: int) -> bytes:
    value = int.from_bytes(bits)
    for bit in flipped:
        value ^= 1 << bit
    return value.to_bytes(32)


def add(*numbers: int) -> None:
    with writing():
        LivePictures(COLLECTION).add({number: bits(number).hex() for number in numbers})


def found(index: LivePictures, *numbers: int) -> list[list[int]]:
    return [[one.picture_id for one in some] for some in index.near([bits(number) for number in numbers], within=10)]


def test_every_process_follows_what_comes_and_goes(app: Flask) -> None:
    one, other = LivePictures(COLLECTION), LivePictures(COLLECTION)
    assert found(one, 1) == [[]]
    add(1, 2)
    assert found(one, 1, 2, 3) == found(other, 1, 2, 3) == [[1], [2], []]
    with writing():
        one.remove([1, 77])
    assert found(other, 1, 2) == found(one, 1, 2) == [[], [2]]
    assert len(one) == len(other) == 1
    assert len(LivePictures("another")) == 0


def test_the_nearest_come_first_and_none_beyond_the_limit(app: Flask) -> None:
    index = LivePictures(COLLECTION)
    hashes = {7: near_to(bits(1), 1, 2, 3), 8: bits(1), 9: near_to(bits(1), *range(11))}
    with writing():
        index.add({number: one.hex() for number, one in hashes.items()})
    assert index.near([bits(1)], within=10) == [[Near(8, 0), Near(7, 3)]]
    assert index.near([bits(1)], within=11) == [[Near(8, 0), Near(7, 3), Near(9, 11)]]
    assert index.near([], within=10) == []


def test_a_picture_that_comes_again_takes_the_place_of_the_old_one(app: Flask) -> None:
    index = LivePictures(COLLECTION)
    add(1)
    assert found(index, 1) == [[1]]
    with writing():
        index.add({1: bits(2).hex()})
    assert found(index, 1, 2) == [[], [1]]
    with writing():
        index.remove([1])
    add(1)
    assert found(index, 1, 2) == [[1], []]


def test_of_what_is_removed_the_database_keeps_only_a_number(app: Flask) -> None:
    add(1, 2)
    with writing():
        LivePictures(COLLECTION).remove([1, 2])
    rows = db.session.execute(select(PictureHash.picture_id, PictureHash.bits).order_by(PictureHash.picture_id))
    assert list(map(tuple, rows)) == [(1, None), (2, None)]


def test_changes_are_read_in_pages(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PAGE", 2)
    monkeypatch.setattr(live, "AT_ONCE", 2)
    index = LivePictures(COLLECTION)
    add(*range(1, 8))
    assert found(index, *range(1, 8)) == [[number] for number in range(1, 8)]
    with writing():
        index.remove(range(1, 6))
    assert found(index, *range(1, 8)) == [[], [], [], [], [], [6], [7]]


def test_a_database_from_a_backup_is_read_anew(app: Flask) -> None:
    index = LivePictures(COLLECTION)
    add(1)
    add(2)
    assert found(index, 1, 2) == [[1], [2]]
    with writing() as session:
        session.execute(delete(PictureHash).where(PictureHash.picture_id == 2))
        session.execute(update(Counter).where(Counter.name == SEQ).values(value=1))
    assert found(index, 1, 2) == [[1], []]


def test_searches_go_on_while_pictures_come(app: Flask) -> None:
    index = LivePictures(COLLECTION)
    add(0)
    wrong: list[list[list[int]]] = []

    def search() -> None:
        with app.app_context():
            wrong.extend(answer for _ in range(40) if (answer := found(index, 0)) != [[0]])

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 20):
        add(number)
    for thread in threads:
        thread.join()
    assert wrong == []
    assert found(index, 19) == [[19]]


def test_what_is_not_held_cannot_be_dropped() -> None:
    index = BinaryIndex()
    index.put({})
    index.drop([1, 2])
    assert (len(index), index.near([bits(1)], within=256)) == (0, [[]])

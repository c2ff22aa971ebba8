"""How busy the service is: what all processes have taken in during five minutes says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from core import jobs
from core.config import Config
from core.db import now
from intake.abuse import load
from tests.support.proofs import BUSY_FROM, NOBODY, busy, flood, other_app


@pytest.mark.parametrize(
    "count, level", [(0, 0), (99, 0), (100, 1), (199, 1), (200, 2), (399, 2), (400, 3), (6_400, 7), (100_000, 10)]
)
def test_each_time_that_reports_are_twice_as_many_the_level_is_one_higher(count: int, level: int) -> None:
    assert load.level_of(count, busy_from=100) == level


def test_nothing_is_ever_busy_where_the_setting_says_so(config: Config) -> None:
    assert load.level_of(1_000_000, busy_from=0) == 0
    with busy(config):
        assert load.is_busy()
    with other_app(config, BUSY_REPORTS="0"):
        assert load.reports() == BUSY_FROM
        assert not load.is_busy()


def test_reports_of_all_processes_count(config: Config) -> None:
    with other_app(config):
        load.count_report()
    with other_app(config):
        load.count_report()
        assert load.reports() == 2


def test_after_five_minutes_it_is_calm_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    began = now()
    for minute in range(3):
        monkeypatch.setattr(load, "now", lambda minute=minute: began + timedelta(minutes=minute))
        flood()
    assert load.reports() == 3 * BUSY_FROM
    monkeypatch.setattr(load, "now", lambda: began + timedelta(minutes=5))
    assert load.reports() == 2 * BUSY_FROM
    monkeypatch.setattr(load, "now", lambda: began + timedelta(minutes=7))
    assert load.reports() == 0


def test_while_the_store_is_away_each_process_counts_for_itself(config: Config) -> None:
    with busy(config, redis_url=NOBODY):
        assert load.reports() == BUSY_FROM
        assert load.is_busy()


def test_a_count_leaves_the_store_by_itself(app: Flask) -> None:
    load.count_report()
    client = jobs.connection()
    (key,) = client.keys("*reports:*")
    assert 0 < client.ttl(key) <= 6 * 60

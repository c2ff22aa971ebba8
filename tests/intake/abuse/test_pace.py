"""How long somebody took for the form: told by a signed moment, which no clock turns against an honest reader."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from core.config import Config
from core.db import now
from intake.abuse import pace
from tests.support.proofs import other_app


def test_a_stamp_says_when_it_was_made(app: Flask) -> None:
    moment = pace.moment_of(pace.stamp())
    assert moment is not None
    assert timedelta(0) <= now() - moment < timedelta(seconds=2)


def test_another_moment_or_another_installation_makes_no_stamp_of_ours(app: Flask, config: Config) -> None:
    stamp = pace.stamp()
    seconds, signature = stamp.split(".")
    with other_app(config, SECRET_KEY="another secret, and as long as it has to be"):
        foreign = pace.stamp()
    odd = [
        "",
        ".",
        seconds,
        f"{int(seconds) - 60}.{signature}",
        f"{seconds}.{signature[:-1]}x",
        f"{seconds}.{signature}0",
        f"0{stamp}",
        foreign,
        "ä.ö",
        "\ud800",
        "9" * 5_000 + "." + signature,
    ]
    assert [one for one in odd if pace.moment_of(one) is not None] == []


@pytest.mark.parametrize("seconds, is_too_fast", [(0, True), (3, True), (5, False), (3_600, False), (-60, False)])
def test_what_is_sent_within_four_seconds_was_read_by_nobody(app: Flask, seconds: int, is_too_fast: bool) -> None:
    assert pace.is_too_fast(now() - timedelta(seconds=seconds), fewest_seconds=4) is is_too_fast


def test_a_form_that_was_never_opened_is_too_fast_and_where_nobody_asks_nothing_is(app: Flask) -> None:
    assert pace.is_too_fast(None, fewest_seconds=4)
    assert not pace.is_too_fast(None, fewest_seconds=0)
    assert not pace.is_too_fast(now(), fewest_seconds=0)

"""What a process loads beside its first requests."""

from __future__ import annotations

from flask import Flask

from archive.models import CLAIMS
from search.engine import engine, warm_up


def test_the_collections_that_are_named_are_there_when_the_first_question_comes(demo: Flask) -> None:
    warm_up(demo, [CLAIMS]).join(60)

    assert engine().is_loaded
    assert engine().collection(CLAIMS).size > 0

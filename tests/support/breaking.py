"""Reports that break the machine, and some that do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from core.db import db
from intake.models.reports import Submission

Breaks: TypeAlias = Callable[[str], BaseException]

POISON = "Ein Text, an dem die Maschine zerbricht, weil niemand mit ihm gerechnet hat."
HARMLESS = [f"Im Dorf Nummer {n} wurde angeblich ein Wolf gesehen, der sprechen kann." for n in range(4)]


def row(report_id: int) -> Submission:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Submission, report_id)


def choking(real: Callable[..., Any], *, at: Callable[..., bool], error: Breaks = ZeroDivisionError) -> Any:
    """Return a function that breaks where `at` says so, and otherwise does what the real one does."""

    def maybe(*args: Any, **kwargs: Any) -> Any:
        if at(*args, **kwargs):
            raise error(POISON)
        return real(*args, **kwargs)

    return maybe

"""Tokens by which a program that sends for many people says who it is, each with a budget an hour.

Nobody needs one: without a token a program is counted by its network alone, like everybody. With one the desk sees by
whom a report came, and a program that goes wild is stopped at the budget that it was given; the limits of its network
hold all the same.
"""

from __future__ import annotations

import math
import secrets
import time
from dataclasses import dataclass
from datetime import date, datetime

from limits import RateLimitItemPerHour
from redis.exceptions import RedisError
from sqlalchemy import Date, String, select
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, UtcDateTime, db, now, writing
from core.secrets import keyed_hash
from core.web.display import local_day
from core.web.limits import limiter

# What every token begins with, so that programs which look for leaked secrets find one.
PREFIX = "gct_"
_PURPOSE = "token of a program"


class ApiToken(Base):
    """A program that sends for others; one that was withdrawn stays, because reports name it."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    # A keyed hash; the token itself is shown once.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    per_hour: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    made_by: Mapped[int]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The day on which it was last used, so that one that nobody needs is found.
    used_on: Mapped[date | None] = mapped_column(Date)


@dataclass(frozen=True, slots=True)
class Caller:
    """A program that has shown its token: the number that its reports carry, and its budget."""

    id: int
    per_hour: int


class BudgetSpent(Exception):
    """A program has sent as much as it may this hour; `seconds` from now it may send again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} seconds")
        self.seconds = seconds


def new_token() -> str:
    """Return a token that nobody can guess."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return the keyed hash of a token; nothing else of it is stored."""
    return keyed_hash(_PURPOSE, token)


def caller(token: str) -> Caller | None:
    """Return the program whose token this is; None when there is none, or it was withdrawn."""
    rows = select(ApiToken).where(ApiToken.token_hash == hash_of(token), ApiToken.withdrawn_at.is_(None))
    found = db.session.scalar(rows)
    if found is None:
        return None
    if found.used_on != local_day(now()):
        _note_use(found.id)
    return Caller(found.id, found.per_hour)


def spend(program: Caller) -> None:
    """Count one report against a program's budget. Errors: `BudgetSpent`.

    While the store of the limits is away nothing is counted: a report is worth more than a budget.
    """
    budget, key = RateLimitItemPerHour(program.per_hour), f"program {program.id}"
    try:
        if limiter.limiter.hit(budget, key):
            return
        opens = limiter.limiter.get_window_stats(budget, key).reset_time
    except RedisError:
        return
    raise BudgetSpent(max(1, math.ceil(opens - time.time())))


def _note_use(token_id: int) -> None:
    with writing() as session:
        session.get_one(ApiToken, token_id).used_on = local_day(now())

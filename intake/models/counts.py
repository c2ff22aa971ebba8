"""What is counted of the reports of a case, so that a list of cases needs no look at the reports."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, EnumString
from intake.models.reports import Platform


class CaseDay(Base):
    """How many reports of a case came on one day, in UTC."""

    __tablename__ = "case_day"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    count: Mapped[int]


class CasePlatform(Base):
    """A platform where a post was seen, as one of its reports says; asked for by platform."""

    __tablename__ = "case_platform"

    platform: Mapped[Platform] = mapped_column(EnumString(Platform), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, index=True)

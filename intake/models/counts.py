"""What is counted: of the reports of a case, so that a list needs no look at them, and of what became no report."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, EnumString
from core.labels import LabelledEnum
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


class ReadDay(Base):
    """Of how many reports the status was read first on one day where the desk is; of which ones is not kept."""

    __tablename__ = "read_day"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    count: Mapped[int]


class Ending(LabelledEnum):
    """Why somebody who had begun a report sent none."""

    CHILD_ABUSE = "child_abuse", _l("Child abuse: shown who takes such reports")
    KNOWN = "known", _l("Answered before sending")


class EndedDay(Base):
    """How many ended a report in a way on one day where the desk is; nothing else of them is kept."""

    __tablename__ = "ended_day"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    ending: Mapped[Ending] = mapped_column(EnumString(Ending), primary_key=True)
    count: Mapped[int]

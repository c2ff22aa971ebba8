"""Lines and offices that help: what the desk keeps of them, in place of what the product brings."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, EnumString
from core.events import Action
from core.labels import LabelledEnum


class HelpKind(LabelledEnum):
    """For what somebody turns to a line; in the order in which lines are shown."""

    EMERGENCY = "emergency", _l("In danger now")
    CRISIS = "crisis", _l("Somebody to talk to")
    COUNSELLING = "counselling", _l("Counselling for people who meet hate")
    CHILD_ABUSE = "child_abuse", _l("Pictures of sexual violence against children")


class HelpCountry(LabelledEnum):
    """Where a line helps."""

    AT = "at", _l("Austria")
    DE = "de", _l("Germany")
    CH = "ch", _l("Switzerland")


class HelpAction(Action):
    """What the desk does with the help lines."""

    HELP_LINE_ADDED = "help_line_added", _l("Added a help line")
    HELP_LINE_CHANGED = "help_line_changed", _l("Changed a help line")
    HELP_LINE_SHOWN = "help_line_shown", _l("Showed a help line again")
    HELP_LINE_HIDDEN = "help_line_hidden", _l("Hid a help line")
    HELP_LINE_CHECKED = "help_line_checked", _l("Checked a help line")


class HelpLine(Base):
    """One line as the desk keeps it; it stands in place of the one with the same code that the product brings."""

    __tablename__ = "help_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[HelpKind] = mapped_column(EnumString(HelpKind))
    country: Mapped[HelpCountry] = mapped_column(EnumString(HelpCountry))
    name: Mapped[str] = mapped_column(String(80))
    # As people read it, with its gaps; empty where nobody is called.
    telephone: Mapped[str] = mapped_column(String(40))
    url: Mapped[str] = mapped_column(String(200))
    hours_de: Mapped[str] = mapped_column(String(120))
    hours_en: Mapped[str] = mapped_column(String(120))
    sentence_de: Mapped[str] = mapped_column(String(300))
    sentence_en: Mapped[str] = mapped_column(String(300))
    position: Mapped[int]
    is_shown: Mapped[bool]
    # When what stands here was written, and when somebody last tried it since then, with the number of their account.
    stated_on: Mapped[date] = mapped_column(Date)
    checked_on: Mapped[date | None] = mapped_column(Date)
    checked_by: Mapped[int | None]

"""String enums whose members carry the words that people read."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from flask_babel import LazyString


class LabelledEnum(StrEnum):
    """A string enum; each member is written as its value and its label, `CHECK = "check", _l("Is this true?")`.

    It is stored, compared and sent as its value; `label` is translated when it is shown.
    """

    label: LazyString | str

    def __new__(cls, value: str, label: LazyString | str = "") -> Self:
        """Make a member that is the string `value`; one is looked up by its value alone."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

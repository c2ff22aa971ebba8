"""The form of a page for readers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from core.web.numbers import whole_number
from intake.notices.texts import Page
from review.notices.editing import Draft


class NoticeForm(FlaskForm):
    """A page in both languages. What is right is decided in `review.notices.editing`."""

    body_de = TextAreaField(_l("The page in German"))
    body_en = TextAreaField(_l("The page in English"))
    version = HiddenField()

    @classmethod
    def of(cls, page: Page) -> NoticeForm:
        """Return the form as it stands for a page."""
        return cls(formdata=None, obj=page)

    @property
    def seen_version(self) -> int:
        """The version that was open; -1, which is none, where the address of the form was made up."""
        number = whole_number(self.version.data or "")
        return -1 if number is None else number

    def draft(self) -> Draft:
        """Return what was typed."""
        return Draft(self.body_de.data or "", self.body_en.data or "", self.seen_version)

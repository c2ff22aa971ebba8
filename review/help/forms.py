"""The form of one help line."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectChoice, SelectField, StringField, TextAreaField

from intake.help.lines import Line
from intake.models.help import HelpCountry, HelpKind
from review.help.editing import Draft


class LineForm(FlaskForm):
    """What readers are told of a line. What is right is decided in `review.help.editing`."""

    name = StringField(_l("Name"))
    kind = SelectField(_l("For what"), choices=[SelectChoice(one.value, one.label) for one in HelpKind])
    country = SelectField(_l("Country"), choices=[SelectChoice(one.value, one.label) for one in HelpCountry])
    telephone = StringField(_l("Telephone"))
    url = StringField(_l("Page"))
    hours_de = StringField(_l("When it is answered, in German"))
    hours_en = StringField(_l("When it is answered, in English"))
    sentence_de = TextAreaField(_l("One sentence, in German"))
    sentence_en = TextAreaField(_l("One sentence, in English"))
    position = IntegerField(_l("Place among those of its country"), default=0)

    @classmethod
    def of(cls, line: Line) -> LineForm:
        """Return the form as it stands for a line."""
        return cls(formdata=None, obj=line)

    def draft(self) -> Draft:
        """Return what was typed."""
        return Draft(
            name=self.name.data or "",
            kind=self.kind.data or "",
            country=self.country.data or "",
            telephone=self.telephone.data or "",
            url=self.url.data or "",
            hours_de=self.hours_de.data or "",
            hours_en=self.hours_en.data or "",
            sentence_de=self.sentence_de.data or "",
            sentence_en=self.sentence_en.data or "",
            position=self.position.data or 0,
        )

"""The form in which an editor says how they work."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, StringField

from review.care.preferences import Preferences, Shielding

SWITCHES = ("masking", "greyscale", "hint", "auto_advance", "shortcuts")


class PreferencesForm(FlaskForm):
    """How an editor works. What may be chosen is checked in the verb."""

    shielding = RadioField(
        _l("Texts and pictures of hate, before you open them"),
        choices=[SelectChoice(way.value, way.label) for way in Shielding],
        validate_choice=False,
    )
    masking = BooleanField(_l("Mask slurs, in all cases"))
    greyscale = BooleanField(_l("Show pictures without colour"))
    hint = BooleanField(_l("Suggest a pause"))
    hint_after = StringField(_l("After how many hurtful texts of a day"))
    auto_advance = BooleanField(_l("Open the next case after a decision"))
    shortcuts = BooleanField(_l("Single keys do something (j, k, e …)"))

    @classmethod
    def of(cls, preferences: Preferences) -> PreferencesForm:
        """Return the form filled in with what holds."""
        return cls(formdata=None, **{name: getattr(preferences, name) for name in preferences.values()})

    def values(self) -> dict[str, str]:
        """Return what was filled in, as it is stored."""
        switches = {name: "on" if self[name].data else "off" for name in SWITCHES}
        return {
            **switches,
            "shielding": self.shielding.data or "",
            "hint_after": (self.hint_after.data or "").strip(),
        }

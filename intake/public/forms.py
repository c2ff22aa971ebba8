"""The public forms: their fields and words. What may be sent is decided in `intake.reports.fields`."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, FileField, HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from archive.public.lookups import LONGEST_QUESTION
from core.labels import LabelledEnum
from core.refusals import InvalidInput
from core.web.forms import ChoicesField
from intake.files import held, uploads
from intake.files.held import Held
from intake.models.cases import Kind
from intake.models.objections import Objector
from intake.models.reports import Advertised, Concern, Platform, SeenWhen, Target
from intake.reports.drafts import Draft
from intake.reports.fields import LONGEST_TEXT, LONGEST_WHY, UNREADABLE, Danger, without_unreadable
from search.text.characters import is_blank

# No kind of a report: pictures of it must reach nobody here, so choosing it leads to those who may receive them.
CHILD_ABUSE = "child-abuse"
NOTHING_ASKED = _l("Enter a sentence, a post or a link, or choose a picture.")
# What a reader types by hand, and may hold what nobody can read.
_TYPED = frozenset({"text", "why", "url"})
_WHY_OF = {Kind.HATE: _l("What is bad about it?"), Kind.OTHER: _l("What should we know about it?")}


def _choices(enum: type[LabelledEnum]) -> list[SelectChoice]:
    """Return the members of an enum as choices; what stands for no answer comes last, where readers look for it."""
    return [SelectChoice(member.value, member.label) for member in sorted(enum, key=lambda member: not member.value)]


class ReportForm(FlaskForm):
    """All questions of a report. It validates its token alone: answers are checked in one place for every door."""

    # Of which draft the page is that was sent; see `intake.public.reader.mark`.
    draft = HiddenField()
    # A secret of a page that has all questions: with it, sending twice what stands on it is sending once.
    sending = HiddenField()

    kind = RadioField(
        _l("What is it about?"),
        choices=[*_choices(Kind), SelectChoice(CHILD_ABUSE, _l("Pictures or videos of child abuse"))],
        validate_choice=False,
    )
    danger = RadioField(
        _l("Is somebody in danger now?"),
        description=_l("For example because somebody is threatened, or wants to hurt themselves."),
        choices=_choices(Danger),
        validate_choice=False,
    )
    platform = SelectField(
        _l("Where did you see it?"),
        choices=[SelectChoice(platform.value, platform.label) for platform in Platform],
        default=Platform.UNKNOWN.value,
        validate_choice=False,
    )
    url = StringField(
        _l("Link to the post"),
        description=_l("For example https://… If you have no link, the text is enough."),
        render_kw={"inputmode": "url", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"},
    )
    text = TextAreaField(
        _l("The text of the post"),
        description=_l("Paste the post here word for word. Up to 20,000 characters."),
        render_kw={"rows": 9, "dir": "auto", "data-longest": LONGEST_TEXT},
    )
    seen_when = RadioField(_l("When did you see it?"), choices=_choices(SeenWhen), validate_choice=False)
    targets = ChoicesField(
        _l("Who is attacked?"),
        description=_l("You can choose more than one. This is about the post, not about you."),
        choices=_choices(Target),
        validate_choice=False,
    )
    concern = RadioField(
        _l("Is it about you?"),
        description=_l("Reports of people who are attacked themselves are read sooner."),
        choices=_choices(Concern),
        validate_choice=False,
    )
    why = TextAreaField(
        _l("Why do you doubt it?"),
        description=_l("One sentence is enough."),
        render_kw={"rows": 4, "dir": "auto", "data-longest": LONGEST_WHY},
    )
    advertised = RadioField(
        _l("Is it an advertisement?"),
        description=_l("Then “sponsored” or “ad” stands somewhere beside it, often in small letters."),
        choices=_choices(Advertised),
        validate_choice=False,
    )

    @property
    def asked(self) -> list[Field]:
        """The fields that ask something."""
        return [field for field in self if field.type not in {"HiddenField", "CSRFTokenField"}]

    def answers(self) -> dict[str, list[str]]:
        """Return what was answered, by field."""
        return {
            field.name: list(field.data or []) if isinstance(field, ChoicesField) else [field.data or ""]
            for field in self.asked
        }

    def fill(self, draft: Draft) -> None:
        """Show what a draft has, without what could not be read."""
        for field in self.asked:
            if field.name in draft.answers:
                several = isinstance(field, ChoicesField)
                field.data = draft.several(field.name) if several else without_unreadable(draft.one(field.name))

    def show(self, problems: Mapping[str, str]) -> None:
        """Put each problem at its field, and show what was typed without what could not be read."""
        for name, problem in problems.items():
            # A problem with what the page itself sends, such as the language, is shown at the text.
            field = self[name] if name in self else self["text"]
            field.errors = [*field.errors, problem]
        for name in _TYPED & set(self._fields):
            self[name].data = without_unreadable(self[name].data or "")

    def word_for(self, kind: Kind | None) -> None:
        """Ask in the words that fit the kind of the report."""
        if kind in _WHY_OF and "why" in self:
            self["why"].label.text = _WHY_OF[kind]


class SendForm(FlaskForm):
    """The last button; of which draft its page is, as in `ReportForm`."""

    draft = HiddenField()


class StatusForm(FlaskForm):
    """The receipt that opens a status."""

    receipt = StringField(
        _l("Your receipt"), validators=[InputRequired(_l("Enter the receipt you got after sending."))]
    )


class AddForm(FlaskForm):
    """What a reader adds to their report, or answers."""

    text = TextAreaField(_l("What you want to tell us"))
    file = FileField(_l("A picture or PDF"))

    # Whether a file came along that has to be chosen once more: no page can put one into its field.
    is_file_lost = False

    def show(self, invalid: InvalidInput) -> None:
        """Put each problem at its field, and show the text without what could not be read."""
        for name, problem in invalid.problems.items():
            self[name].errors = [problem]
        self.text.data = without_unreadable(self.text.data or "")


class ContactForm(FlaskForm):
    """Where the answer to one report is sent, if its reader wishes."""

    reference = HiddenField()
    email = StringField(
        _l("Your mail address"),
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    )


class ShareForm(FlaskForm):
    """What another app, a bookmark or a page without a connection hands over."""

    title = StringField()
    text = TextAreaField()
    url = StringField()

    def values(self) -> dict[str, str]:
        """Return what was handed over, by field."""
        return {name: self[name].data or "" for name in ("title", "text", "url")}


class LookupForm(FlaskForm):
    """One text, link or picture to look up; or words that were read in a picture, which is held meanwhile."""

    class Meta:
        # Looking something up changes nothing, so nobody can be tricked into it; without a token the
        # page needs no cookie.
        csrf = False

    text = TextAreaField(
        _l("What did you read or hear?"),
        validators=[Length(max=LONGEST_QUESTION, message=_l("Please use at most 20,000 characters."))],
    )
    picture = FileField(_l("Or a screenshot of it"))
    held = HiddenField()
    held_name = HiddenField()

    def asks(self, *, with_picture: bool) -> bool:
        """Return whether there is anything to look up that can be read, after saying at the field what is wrong."""
        typed = self.text.data or ""
        if "\0" in typed:
            self.text.data = without_unreadable(typed)
            self.text.errors = [UNREADABLE]
            return False
        if with_picture or not is_blank(typed):
            return True
        self.text.errors = [NOTHING_ASKED]
        return False

    @property
    def held_picture(self) -> Held | None:
        """The picture that the page held on to, when its words were corrected."""
        return held.named(self.held.data or "", uploads.clean_name(self.held_name.data or ""))

    def hold(self, picture: Held | None) -> None:
        """Have the page hold on to a picture, or to none."""
        self.held.data, self.held_name.data = ("", "") if picture is None else (picture.token, picture.name)


class ObjectionForm(FlaskForm):
    """One objection. With the receipt of a report it is the reporter's, and nothing else has to be asked."""

    receipt = HiddenField()
    about = StringField(_l("What is it about?"))
    objector = RadioField(
        _l("Who are you to it?"),
        choices=[SelectChoice(one.value, one.label) for one in Objector],
        validate_choice=False,
    )
    text = TextAreaField(_l("What is wrong?"))

    def values(self) -> dict[str, str]:
        """Return what was typed, by field."""
        return {name: self[name].data or "" for name in ("about", "objector", "text")}

    def show(self, invalid: InvalidInput) -> None:
        """Put each problem at its field, and show the text without what could not be read."""
        for name, problem in invalid.problems.items():
            # A problem with what the page itself sends, such as the language, is shown at the text.
            field = self[name] if name in self else self.text  # noqa: SIM401 (a form has no get)
            field.errors = [*field.errors, problem]
        for field in (self.about, self.text):
            field.data = without_unreadable(field.data or "")

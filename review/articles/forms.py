"""The form of a fact check: its fields and words. What may stand in them is checked in the verbs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectChoice, SelectField, StringField, TextAreaField

from archive.debunks import MOST_SOURCES, NO_VERDICT, NamedSource, Written
from archive.models import Verdict
from core.web.language import LANGUAGES as READ_HERE
from core.web.numbers import whole_number
from search.text.language import LANGUAGES


class ListField(Field):
    """A field that stands on the form several times; its data are what stands in each, in their order."""

    def process_data(self, value: Any) -> None:  # noqa: ANN401 (whatever the form is made with)
        """Take what the form is made with."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was sent."""
        self.data = [str(value) for value in valuelist]


class ArticleForm(FlaskForm):
    """A fact check as it is written; `version` is that of the draft it was opened with."""

    title = StringField(_l("Title"))
    claim = TextAreaField(_l("The claim, as people put it"))
    claimant = StringField(_l("Who says so"))
    summary = TextAreaField(_l("What we found"))
    verdict = SelectField(_l("Verdict"), validate_choice=False)
    lang = SelectField(_l("Language"), validate_choice=False)
    source_title = ListField(_l("What it is"))
    source_url = ListField(_l("Link"))
    url = StringField(_l("Whole article elsewhere"))
    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verdicts = [SelectChoice(one.value, one.label) for one in Verdict if one is not NO_VERDICT]
        self.verdict.choices = [SelectChoice("", _l("Please choose")), *verdicts]
        names = get_locale().languages
        # What readers can read this service in comes first.
        codes = [*READ_HERE, *(code for code in LANGUAGES if code not in READ_HERE)]
        self.lang.choices = [SelectChoice(code, names.get(code, code)) for code in codes]

    @classmethod
    def of(cls, written: Written, *, version: int) -> ArticleForm:
        """Return the form filled in with what stands in a draft, or with what one begins with."""
        return cls(
            formdata=None,
            title=written.title,
            claim=written.claim,
            claimant=written.claimant,
            summary=written.summary,
            verdict="" if written.verdict is NO_VERDICT else written.verdict.value,
            lang=written.lang,
            source_title=[source.title for source in written.sources],
            source_url=[source.url for source in written.sources],
            url=written.url,
            version=str(version),
        )

    @property
    def sources(self) -> Sequence[NamedSource]:
        """The rows of sources that were filled in, whole or in part."""
        rows = zip_longest(self.source_title.data, self.source_url.data, fillvalue="")
        found = (NamedSource(title.strip(), url.strip()) for title, url in rows)
        return tuple(source for source in found if source.title or source.url)

    @property
    def rows(self) -> Sequence[NamedSource]:
        """The rows of sources to show: those that are filled in, and an empty one as long as there is room."""
        return [*self.sources, NamedSource("", "")][: max(MOST_SOURCES, len(self.sources))]

    @property
    def seen_version(self) -> int:
        """The version that the form was opened with; one that cannot be read is that of no draft."""
        number = whole_number(self.version.data or "")
        return -1 if number is None else number

    def written(self) -> Written:
        """Return what was filled in; what is no known value counts as not given."""
        verdict, lang = self.verdict.data, self.lang.data
        return Written(
            title=(self.title.data or "").strip(),
            # Browsers send line breaks as the network has them.
            claim=_one_kind_of_breaks(self.claim.data),
            claimant=(self.claimant.data or "").strip(),
            summary=_one_kind_of_breaks(self.summary.data),
            verdict=Verdict(verdict) if verdict in set(Verdict) else NO_VERDICT,
            lang=lang if lang in LANGUAGES else next(iter(READ_HERE)),
            url=(self.url.data or "").strip(),
            sources=self.sources,
        )


def _one_kind_of_breaks(text: str | None) -> str:
    return (text or "").strip().replace("\r\n", "\n")

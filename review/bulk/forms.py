"""The form of an act for several cases. What may be done is checked in the verbs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectChoice, SelectField, StringField, TextAreaField

from core.refusals import InvalidInput
from core.web.language import LANGUAGES
from core.web.numbers import whole_number
from intake.models.cases import Kind
from review.bulk.models import BulkWhat
from review.bulk.orders import Answer, Order, Picked, new_token, picked_in
from review.case.checking import LONGEST_SENTENCE
from review.queue.tags import LONGEST
from review.reasons import LONGEST_REASON, ReasonCode, reasons_for

LONGEST_TOKEN = 64


class BulkForm(FlaskForm):
    """What is chosen for all cases together; the fields of each case stand beside it."""

    token = HiddenField()
    reason_code = SelectField(
        _l("Reason"),
        choices=[
            SelectChoice("", _l("Please choose")),
            # Nothing is closed because an article answers it.
            *(
                SelectChoice(code.value, code.label)
                for code in reasons_for(Kind.CHECK)
                if code is not ReasonCode.ARTICLE
            ),
        ],
        validate_choice=False,
    )
    reason = TextAreaField(_l("Note for colleagues"), render_kw={"maxlength": LONGEST_REASON})
    tag = StringField(_l("Tag"), render_kw={"maxlength": LONGEST, "autocomplete": "off", "list": "known-tags"})
    tag_id = SelectField(_l("Tag"), choices=[], validate_choice=False)
    editor_id = SelectField(_l("Colleague"), choices=[], validate_choice=False)

    def sentence(self, lang: str) -> TextAreaField:
        """Return the field for the sentence in a language."""
        found: TextAreaField = self[f"sentence_{lang}"]
        return found

    def order(self, sent: MultiDict[str, str]) -> Order:
        """Return what was filled in; what is no known value counts as not given. Errors: those of `picked_in`."""
        code, what = self.reason_code.data or "", sent.get("what", "")
        if what not in set(BulkWhat):
            raise InvalidInput({"what": gettext("Choose what is to be done.")})
        # The page names a language with each case; whoever leaves it out gets the first.
        first = next(iter(LANGUAGES))
        picked = [replace(one, lang=one.lang or first) for one in picked_in(sent.getlist("case"))]
        return Order(
            what=BulkWhat(what),
            picked=picked,
            token=(self.token.data or "")[:LONGEST_TOKEN] or new_token(),
            reason_code=ReasonCode(code) if code in set(ReasonCode) else None,
            reason=(self.reason.data or "").strip(),
            sentences={lang: (self.sentence(lang).data or "").strip() for lang in LANGUAGES},
            answers=dict(_answers(picked, sent)),
            tag=self.tag.data or "",
            tag_id=whole_number(self.tag_id.data or ""),
            editor_id=whole_number(self.editor_id.data or ""),
        )


# One field for each language in which reporters read.
for _lang in LANGUAGES:
    setattr(BulkForm, f"sentence_{_lang}", TextAreaField(render_kw={"maxlength": LONGEST_SENTENCE}))


def _answers(picked: Sequence[Picked], sent: Mapping[str, str]) -> Iterable[tuple[int, Answer]]:
    for one in picked:
        claim_id = whole_number(sent.get(f"claim-{one.case_id}", ""))
        if claim_id is not None:
            yield one.case_id, Answer(claim_id, sent.get(f"sentence-{one.case_id}", "").strip())

"""What stands on the pages that an operator answers for: the desk's text, or else the one that the product brings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from core.config import Config, MediaPrivilege
from core.db import db
from core.web.language import LANGUAGES, current_language
from intake.models.notices import Notice, NoticeText

BROUGHT = Path(__file__).parent / "brought"
# Of these the product can bring none: nobody else knows who runs this desk.
OWN_ONLY = frozenset({Notice.IMPRINT})


@dataclass(frozen=True, slots=True)
class _Keeping:
    """What is said of how long reports are kept, in one language."""

    reports: str
    reports_never: str
    hate: str
    hate_never: str
    never: str
    told: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page in both languages as it is in force; `version` is 0 and `written_at` None for the product's own text.

    A body that is empty was never written: of the imprint, until somebody does.
    """

    notice: Notice
    body_de: str
    body_en: str
    version: int = 0
    written_at: datetime | None = None
    written_by: int | None = None

    @property
    def body(self) -> str:
        """The text in the reader's language, or in the other one where there is none."""
        return self.body_de or self.body_en if current_language() == "de" else self.body_en or self.body_de

    @property
    def language(self) -> str:
        """The language of `body`."""
        own = current_language()
        other = next(lang for lang in LANGUAGES if lang != own)
        return own if (self.body_de if own == "de" else self.body_en) else other

    @property
    def is_own(self) -> bool:
        """Whether the desk wrote it."""
        return self.written_at is not None

    @property
    def is_missing(self) -> bool:
        """Whether nobody has written it at all."""
        return not self.body_de and not self.body_en


_NO_CONTACT = {"de": "die Redaktion", "en": "the desk"}
_KEEPING = {
    "de": _Keeping(
        reports="Eine gewöhnliche Meldung löschen wir {days} Tage nach ihrem Eingang.",
        reports_never="Für gewöhnliche Meldungen gibt es keine feste Frist.",
        hate="Eine Meldung zu Hass löschen wir {days} Tage nach der Entscheidung, vorher nicht.",
        hate_never="Für Meldungen zu Hass gibt es keine feste Frist.",
        never="Eine feste Frist gibt es nicht.",
        told="30 Tage vorher steht der Tag auf der Seite „Status“.",
    ),
    "en": _Keeping(
        reports="We erase an ordinary report {days} days after it came.",
        reports_never="There is no fixed term for ordinary reports.",
        hate="We erase a report of hate {days} days after the decision, and not before.",
        hate_never="There is no fixed term for reports of hate.",
        never="There is no fixed term.",
        told="From 30 days before, the day stands on the page “Status”.",
    ),
}
_MARKS = frozenset("\\`*_{}[]()#+-.!|<>")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def page(notice: Notice) -> Page:
    """Return a page as it is in force."""
    newest = select(NoticeText).where(NoticeText.notice == notice).order_by(NoticeText.id.desc()).limit(1)
    return _in_force(notice, db.session.scalar(newest))


def every() -> Sequence[Page]:
    """Return all pages as they are in force, in their order."""
    newest = select(func.max(NoticeText.id)).group_by(NoticeText.notice)
    rows = {row.notice: row for row in db.session.scalars(select(NoticeText).where(NoticeText.id.in_(newest)))}
    return [_in_force(notice, rows.get(notice)) for notice in Notice]


def versions(notice: Notice) -> Sequence[NoticeText]:
    """Return what the desk wrote on a page, the newest first, at most twenty."""
    rows = select(NoticeText).where(NoticeText.notice == notice).order_by(NoticeText.id.desc()).limit(20)
    return db.session.scalars(rows).all()


def missing_count() -> int:
    """Return how many pages nobody has written that only the desk can write."""
    return sum(one.is_missing for one in every())


@cache
def brought(notice: Notice, language: str) -> str:
    """Return the text that the product brings for a page; empty where it can bring none."""
    return "" if notice in OWN_ONLY else (BROUGHT / f"{notice}.{language}.md").read_text("utf-8").strip()


def known_placeholders() -> frozenset[str]:
    """Return what may stand in braces in a text."""
    return frozenset(_values("de"))


def unknown_placeholders(body: str) -> Sequence[str]:
    """Return what stands in braces in a text and means nothing, each once, in its order."""
    known = known_placeholders()
    return list(dict.fromkeys(name for name in _PLACEHOLDER.findall(body) if name not in known))


def filled(body: str, language: str) -> str:
    """Return a text with the name, contact and the rest of this installation in place of `{name}`, `{contact}`."""
    values = _values(language)
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), body)


def _in_force(notice: Notice, row: NoticeText | None) -> Page:
    if row is not None and (row.body_de or row.body_en):
        return Page(notice, row.body_de, row.body_en, row.id, row.written_at, row.written_by)
    return Page(notice, brought(notice, "de"), brought(notice, "en"), 0 if row is None else row.id)


def _values(language: str) -> Mapping[str, str]:
    config: Config = current_app.extensions["settings"]
    contact = config.face.contact
    return {
        "name": _plain(config.face.name),
        "contact": f"[{_plain(contact.words)}]({contact.href})" if contact else _NO_CONTACT[language],
        "keeping": _keeping(config, language),
        "privilege": _privilege(config.media_privilege, language),
    }


def _keeping(config: Config, language: str) -> str:
    """Return in a sentence how long reports are kept."""
    words = _KEEPING[language]
    reports, hate = config.keep_reports, config.keep_hate
    if not reports and not hate:
        return words.never
    return " ".join(
        [
            words.reports.format(days=reports) if reports else words.reports_never,
            words.hate.format(days=hate) if hate else words.hate_never,
            words.told,
        ]
    )


@cache
def _privilege(privilege: MediaPrivilege, language: str) -> str:
    return (BROUGHT / f"privilege-{privilege}.{language}.md").read_text("utf-8").strip()


def _plain(words: str) -> str:
    """Return words so that no sign of them is taken for markup."""
    return "".join(f"\\{sign}" if sign in _MARKS else sign for sign in words)

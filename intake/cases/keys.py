"""What makes reports the same case, and the lock under which they are grouped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import Select, select, tuple_

from core.db import db, next_number
from intake.models.cases import Case, CaseKey, Kind, TextSource
from intake.models.reports import Submission
from search.ranking.bands import Lane
from search.text.content import Content, content_of
from search.text.links import names_one_page


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that makes submissions the same case.

    Where `about` is not empty, only with a case that is about this link, or about none yet.
    """

    lane: Lane
    value: str
    about: str = field(default="", compare=False)


def keys_of(kind: Kind, content: Content) -> list[Key]:
    """Return what would make a further submission the same case, the surest first.

    A kind that stays apart has keys of its own. A text is a key only if it says something: "Is this true?" is asked
    about every video. It is one together with the link that the report is about; without it only where it says the same
    without, and never to a case about another link. Of a text that says nothing, several links to single pages still
    say what was meant. A link alone is a key where it is what the report is about: one that a text merely mentions
    would join everybody who quotes the same newspaper.
    """
    prefix = _prefix(kind)
    together = content.together
    if not content.has_matter and not content.about and any(names_one_page(link) for link in content.links):
        together = content.text_hash
    keys = []
    if together:
        keys.append(Key(Lane.EXACT_TEXT, _hashed(prefix + together)))
    if content.about and content.stands_alone:
        keys.append(Key(Lane.EXACT_TEXT, _hashed(prefix + content.text_hash), about=content.about))
    if content.subject:
        keys.append(_of_link(prefix, content.subject))
    return keys


@dataclass(frozen=True, slots=True)
class Words:
    """What a report or a case says, as far as that decides which reports come to which case.

    `further` are the words in its pictures beside those that were typed. Of doubtful words no text is a key.
    """

    kind: Kind
    text: str
    url: str
    further: str = ""
    is_doubtful: bool = False

    @property
    def content(self) -> Content:
        """What they consist of."""
        return content_of(self.text, self.url)

    @property
    def further_content(self) -> Content | None:
        """What the further words consist of; None where there are none."""
        return content_of(self.further, self.url) if self.further else None


def words_of(report: Submission, *, kind: Kind | None = None) -> Words:
    """Return what a report says; of another kind than its reader said where an editor said so."""
    return Words(kind or report.kind, report.words, report.url, report.further_words, report.is_doubtful)


def words_of_case(case: Case) -> Words:
    """Return what the report says that speaks for a case."""
    return Words(case.kind, case.text, case.url, case.further_text, case.text_source is TextSource.DOUBTFUL)


def all_keys(words: Words) -> list[Key]:
    """Return what would make a further report the same case, the surest first; the pictures' words come last."""
    return keys_with(words, words.content, words.further_content)


def keys_with(words: Words, content: Content, further: Content | None) -> list[Key]:
    """Do the same with what the words consist of."""
    keys = [key for key in keys_of(words.kind, content) if not (words.is_doubtful and key.lane is Lane.EXACT_TEXT)]
    beside = [] if further is None else keys_of(words.kind, further)
    return keys + [key for key in beside if key.lane is Lane.EXACT_TEXT and key not in keys]


def file_key(kind: Kind, content: Content, files: Collection[str]) -> list[Key]:
    """Return what makes a report of files alone the same case as another: all of them, by their SHA-256.

    One photo goes round with many claims under it, so with words that say something a file is no key; and a picture
    that only looks alike never is. As with words, never to a case about another link.
    """
    if not files or content.has_matter:
        return []
    value = _hashed(" ".join([f"{_prefix(kind)}files", *sorted(set(files))]))
    return [Key(Lane.SAME_PICTURE, value, about=content.about)]


def link_keys(link: str) -> list[Key]:
    """Return the keys that a canonical link is to reports of any kind."""
    return [_of_link(prefix, link) for prefix in dict.fromkeys(map(_prefix, Kind))]


def _prefix(kind: Kind) -> str:
    """Return what keeps the keys of a kind that stays apart to themselves."""
    return f"{kind.value}:" if kind.stays_apart else ""


def _of_link(prefix: str, link: str) -> Key:
    return Key(Lane.SAME_LINK, _hashed(prefix + link))


def _hashed(value: str) -> str:
    return sha256(value.encode()).hexdigest()


def _holder(key: Key) -> Select[int, str]:
    rows = select(CaseKey.case_id, Case.about).join(Case, Case.id == CaseKey.case_id)
    return rows.where(CaseKey.lane == key.lane, CaseKey.value == key.value)


def fits(about: str, case_about: str) -> bool:
    """Return whether a report about one link may come by its words to a case about another; empty says about none.

    The first report with a link decides which one a case is about: two reports about two videos never meet in the case
    of one that gave the words alone.
    """
    return not about or not case_about or about == case_about


@dataclass(frozen=True, slots=True)
class Holder:
    """The case that has a key, and the link that it is about, empty when it is about none."""

    case_id: int
    about: str


def holders(keys: Collection[Key]) -> dict[Key, Holder]:
    """Return the cases that have some keys."""
    pairs = [(key.lane, key.value) for key in keys]
    rows = select(CaseKey.lane, CaseKey.value, CaseKey.case_id, Case.about).join(Case, Case.id == CaseKey.case_id)
    held = rows.where(tuple_(CaseKey.lane, CaseKey.value).in_(pairs))
    found = db.session.execute(held) if pairs else ()
    return {Key(row.lane, row.value): Holder(row.case_id, row.about) for row in found}


def hold_grouping() -> None:
    """Take the lock under which reports are given to cases; call first of all inside `writing()`.

    Workers who join and editors who merge and split take turns. So there is no race between a report that joins a case
    and whoever empties it, and no deadlock: all locks that follow are taken under this one. It is the lock of a
    counter, and ends with the transaction; the number says nothing.
    """
    next_number("grouping")


def give_keys(case: Case, keys: Sequence[Key]) -> None:
    """Give a case those of the keys that no case has; call inside `writing()` after `hold_grouping`."""
    free = [key for key in keys if db.session.execute(_holder(key)).one_or_none() is None]
    db.session.add_all(CaseKey(case_id=case.id, lane=key.lane, value=key.value) for key in free)
    db.session.flush()

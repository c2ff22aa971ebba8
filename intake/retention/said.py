"""What reports say in all its forms: by which words, keys, links and pictures they can be found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from sqlalchemy import ColumnElement, select

from core.db import db
from intake.cases import pictures
from intake.cases.keys import Key, Words, all_keys
from intake.models.cases import Kind
from intake.models.files import Attachment
from intake.models.reports import Submission

# What a report is found by, and what else its reader wrote.
_COLUMNS = (
    Submission.words,
    Submission.url,
    Submission.further_words,
    Submission.is_doubtful,
    Submission.text,
    Submission.read_text,
    Submission.why,
)


@dataclass(slots=True)
class Said:
    """What some reports say together."""

    # Text and link, as a case has them of the report that speaks for it.
    pairs: set[tuple[str, str]] = field(default_factory=set)
    # Everything that they say, whoever wrote it down.
    texts: set[str] = field(default_factory=set)
    # Links as they were sent, and the canonical ones that they are about.
    urls: set[str] = field(default_factory=set)
    abouts: dict[str, None] = field(default_factory=dict)
    keys: set[Key] = field(default_factory=set)
    # Hashes by which a learned wording is known, alone and together with its link.
    hashes: set[str] = field(default_factory=set)
    image_hashes: set[str] = field(default_factory=set)

    @classmethod
    def by(cls, which: ColumnElement[bool], kind: Kind) -> Said:
        """Return what the reports say that a condition names; a chain letter that came five hundred times is read once.

        `kind` is that of their case, which an editor may have corrected.
        """
        said = cls()
        for words, url, further, is_doubtful, *texts in db.session.execute(select(*_COLUMNS).distinct().where(which)):
            said._take(Words(kind, words, url, further, is_doubtful))
            said.texts.update(text for text in texts if text)
        files = select(Attachment).join(Submission, Submission.id == Attachment.submission_id).where(which)
        found = db.session.scalars(files).all()
        said.texts.update(text for file in found for text in (file.read_text, file.corrected_text or "") if text)
        said.image_hashes.update(file.image_hash for file in found if file.image_hash)
        said._take_files(found, kind)
        return said

    def with_all_of(self, other: Said) -> Said:
        """Return what both say together."""
        return Said(
            self.pairs | other.pairs,
            self.texts | other.texts,
            self.urls | other.urls,
            self.abouts | other.abouts,
            self.keys | other.keys,
            self.hashes | other.hashes,
            self.image_hashes | other.image_hashes,
        )

    def _take(self, words: Words) -> None:
        contents = [content for content in (words.content, words.further_content) if content is not None]
        self.pairs.add((words.text, words.url))
        self.urls |= {words.url} - {""}
        self.abouts |= {content.about: None for content in contents if content.about}
        self.keys |= set(all_keys(words))
        self.hashes |= {value for content in contents for value in (content.text_hash, content.together)} - {""}

    def _take_files(self, files: Sequence[Attachment], kind: Kind) -> None:
        of_report: defaultdict[int, list[Attachment]] = defaultdict(list)
        for file in sorted(files, key=attrgetter("position")):
            if file.submission_id is not None:
                of_report[file.submission_id].append(file)
        sent = pictures.sent_with(sorted(of_report))
        for report in db.session.scalars(select(Submission).where(Submission.id.in_(of_report))):
            self.keys |= set(pictures.keys_of(report, sent.get(report.id, ()), kind))
            # What was read first may live on in what was learned before somebody put it right.
            read = [file.read_text for file in of_report[report.id]]
            right = [file.corrected_text or "" for file in of_report[report.id]]
            for text in {*read, *right, "\n".join(filter(None, read))} - {""}:
                self._take(Words(kind, text, report.url))

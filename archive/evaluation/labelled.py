"""Labelled files for measuring and fitting: claims, posts that they answer, and an index over them in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from archive.imports.files import UnreadableFile, read_rows
from archive.imports.rows import BrokenRow, ClaimRow
from archive.models import Claim
from core.progress import progress
from search.index.collection import Asked, Candidates
from search.index.documents import Ids, Vectors, document_id, owner_of
from search.index.halves import Halves
from search.model.embedder import Embedder, Role
from search.ranking.features import Side
from search.text.terms import Terms, terms_of


class LabelledQuery(BaseModel):
    """A post and the ids of the claims that answer it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    text: str
    lang: str = ""
    relevant: list[str]

    @field_validator("relevant")
    @classmethod
    def _once(cls, ids: list[str]) -> list[str]:
        """Count each answer once, however often it is named: a second time nobody can find it."""
        return list(dict.fromkeys(ids))


def read_queries(path: Path) -> list[LabelledQuery]:
    """Read labelled queries from JSONL.

    Errors: `UnreadableFile` naming the first broken line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error}.") from error
    queries = [_query(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not queries:
        raise UnreadableFile(f"{path.name} holds no query.")
    return queries


def _query(path: Path, line: int, raw: str) -> LabelledQuery:
    try:
        return LabelledQuery.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the line"
        raise UnreadableFile(f"{path.name}, line {line}: {field}: {first['msg']}") from error


def read_claims(path: Path) -> list[ClaimRow]:
    """Read claims for a measurement.

    Errors: `UnreadableFile` naming the first broken line.
    """
    rows = []
    for row in read_rows(path):
        if isinstance(row, BrokenRow):
            raise UnreadableFile(f"{path.name}, line {row.line}: {row.reason}")
        rows.append(row)
    if not rows:
        raise UnreadableFile(f"{path.name} holds no claim.")
    return rows


@dataclass(slots=True)
class Archive:
    """Claims of a file, indexed as the product would, in memory only; claim i is document `document_id(i)`."""

    rows: Sequence[ClaimRow]
    vectors: Vectors
    terms: Sequence[Terms]
    index: Halves

    @classmethod
    def of(cls, rows: Sequence[ClaimRow], embedder: Embedder) -> Archive:
        """Embed and index claims; a bar shows how far it is."""
        passages = [passage(row) for row in rows]
        with progress("embedding", "claims", total=len(rows)) as bar:
            vectors = embedder.embed(passages, role=Role.PASSAGE, progress=bar.now)
        return cls.made(rows, vectors, [terms_of(text, row.lang) for text, row in zip(passages, rows, strict=True)])

    @classmethod
    def made(cls, rows: Sequence[ClaimRow], vectors: Vectors, terms: Sequence[Terms]) -> Archive:
        """Index claims whose vectors, shape (n, d), and terms are there already."""
        archive = cls(rows, vectors, terms, Halves.empty(vectors.shape[1]))
        archive.put(range(len(rows)))
        return archive

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each claim by the id under which the file knows it."""
        return {row.id: number for number, row in enumerate(self.rows)}

    def put(self, numbers: Sequence[int]) -> None:
        """Index claims by their numbers."""
        self.index.add(_documents(numbers), self.vectors[list(numbers)], [self.terms[number] for number in numbers])

    def take_out(self, numbers: Sequence[int]) -> None:
        """Take claims out of the index."""
        self.index.remove(_documents(numbers))

    def candidates(self, asked: Asked, *, top: int) -> Candidates:
        """Return the `top` best claims of each leg, with the best scores of all of them in every leg."""
        return self.index.candidates(asked, top=top)

    def texts(self, documents: Sequence[int]) -> Mapping[int, Side]:
        """Return the text of documents, by their ids."""
        return {document: _side(self.rows[owner_of(document)]) for document in documents}

    def ids(self, numbers: Sequence[int]) -> list[str]:
        """Return the ids under which the file knows claims."""
        return [self.rows[number].id for number in numbers]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a measurement: which claims are there, so which questions have an answer."""

    there: frozenset[str]

    def answers(self, query: LabelledQuery) -> bool:
        """Return whether a claim that answers a query is there."""
        return not self.there.isdisjoint(query.relevant)


def turns(archive: Archive, queries: Sequence[LabelledQuery]) -> Iterator[Turn]:
    """Take every second claim that answers a query out of the index, then put it back and take out the others.

    So each query is asked once with its claim and once without. The archive is whole again at the end.
    """
    numbers = archive.numbers
    wanted = [claim for claim in dict.fromkeys(i for query in queries for i in query.relevant) if claim in numbers]
    for half in (0, 1):
        gone = wanted[half::2]
        archive.take_out([numbers[claim] for claim in gone])
        try:
            yield Turn(frozenset(numbers).difference(gone))
        finally:
            archive.put([numbers[claim] for claim in gone])


def passage(row: ClaimRow) -> str:
    """Return the text of a claim that is indexed."""
    return Claim(text=row.text, title=row.title, summary=row.summary).passage


def _side(row: ClaimRow) -> Side:
    return Side(row.text, row.lang, tuple(part for part in (row.title, row.summary) if part))


def _documents(numbers: Sequence[int]) -> Ids:
    return np.array([document_id(number) for number in numbers], np.int64)

"""Asking again for the open cases that a change of the archive concerns, and for no others.

What changed is read from the stream of stored vectors: the texts of claims and wordings that came, changed or went
since the last run. Near to them is what the stored vectors of cases say, so nothing is embedded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from zlib import crc32

import numpy as np
import structlog
from numpy.typing import NDArray
from sqlalchemy import or_, select

from archive.models import CLAIMS, Claim
from archive.pictures import fingerprints_of
from core import jobs
from core.db import Counter, db, writing
from intake.cases import explaining, pictures, suggesting
from intake.cases.near_duplicates import CASES
from intake.models.cases import Case, Match
from search.engine import engine
from search.index import change_log
from search.index.collection import Asked, Leg, Searchable
from search.index.documents import document_id, owner_of, part_of
from search.learning.models import Learned, LearnedState
from search.text.terms import Terms

log = structlog.get_logger(__name__)

# Counters: the last change of the claims' vectors that was asked again for, and what had been learned by then.
SEEN = "rematched"
LEARNED = "rematched_learned"
# From so many changed texts on, what is near to them is nearly everything, and all open cases are asked for.
MOST_CHANGED = 32
# A case that is so near to a new text is asked for again before all others: of 624 real posts a quarter are so near to
# their own claim, and of 1,000 other claims not one.
CLOSE = 0.9
MOST_CLOSE = 48
# Less near ones may be answered by it, too, as 95 % of the posts are to their own claim: the nearest by meaning from
# this cosine on, and those that share most of their words.
NEAR = 0.835
MOST_NEAR = 20
BY_WORDS = 4
# Settled cases stand in the same index and take places.
LOOKED_AT = (64, 1_024, 16_384)
# A path of an address that is shorter stands in too many texts.
SHORTEST_PATH = 8


@dataclass(slots=True)
class Change:
    """What became different in the archive since the last run; `learned` tells what is in effect now.

    `texts` are the vectors and terms that came, by document, and `gone` the documents that went.
    """

    seq: int
    learned: int
    everything: bool = False
    texts: dict[int, tuple[NDArray[np.float32], Terms]] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    is_nothing: bool = False

    @property
    def claims(self) -> list[int]:
        """The claims that are new or read otherwise now."""
        return [owner_of(document) for document in self.texts if not part_of(document)]


def rematch_changed() -> int:
    """Ask again for the open cases that the changes since the last run concern; return how many were asked for.

    What is done is noted at the end, so a run that was broken off is done again. A repeat finds nothing to do.
    """
    change = _change()
    if change.is_nothing:
        return 0
    if change.everything:
        done = suggesting.rematch_open()
        jobs.enqueue("intake.jobs.explain_outdated", 0)
    else:
        # Before they are asked again: what is explained after that is explained by what the claims say now.
        explaining.forget(change.claims)
        done = _rematch(_concerned(change))
    with writing() as session:
        session.merge(Counter(name=SEEN, value=change.seq))
        session.merge(Counter(name=LEARNED, value=change.learned))
    return done


def rematch_pictured(claim_id: int) -> int:
    """Ask again for the open cases that a picture of a claim suggests it to, or did; return how many.

    For when a picture comes or goes. What a picture suggests follows it, as what words suggest follows them.
    """
    return _rematch(_pictured([claim_id]) | _suggested([claim_id]))


def rematch_alike(text: str) -> int:
    """Ask again for the open cases near to a text that was kept apart from a claim until now; return how many."""
    questions = suggesting.questions([text])
    index = engine().collection(CASES).now()
    return _rematch({case_id for one in questions for case_id in _near(index, one.plain, one.terms)})


def _change() -> Change:
    embedder = engine().embedder
    # Numbers become visible in their order, so whatever is read beyond this one is only read again.
    change = Change(seq=engine().collection(CLAIMS).follow(), learned=_learned(embedder.model_id))
    seen, learned = _counter(SEEN), _counter(LEARNED)
    # Another number of the same database: it was put back from a backup, or has another model now.
    change.everything = seen is None or seen > change.seq or learned != change.learned
    change.is_nothing = seen == change.seq and not change.everything
    if seen is None or change.everything:
        return change
    for page in change_log.changes(CLAIMS, embedder.model_id, dimension=embedder.dimension, after=seen):
        change.gone += page.gone.tolist()
        change.texts |= zip(page.ids.tolist(), zip(page.vectors, page.terms, strict=True), strict=True)
        if len(change.texts) + len(change.gone) > MOST_CHANGED:
            change.everything = True
            break
    return change


def _counter(name: str) -> int | None:
    return db.session.scalar(select(Counter.value).where(Counter.name == name))


def _learned(model_id: str) -> int:
    """Return a number that changes when another model is in use, or an adapter or calibration comes or goes."""
    active = select(Learned.id).where(Learned.state == LearnedState.ACTIVE).order_by(Learned.id)
    return crc32(f"{model_id} {list(db.session.scalars(active))}".encode()) >> 1


def _concerned(change: Change) -> set[int]:
    """Return the ids of the cases that are asked for again; some of them may be settled."""
    index = engine().collection(CASES).now()
    found = {case_id for vector, terms in change.texts.values() for case_id in _near(index, vector, terms)}
    own = change.claims
    # Whoever was suggested a text that went, or that reads otherwise now, need not be near to it.
    left = [owner_of(document) for document in change.gone] + own
    return found | _suggested(left) | _linking(own) | _pictured(own)


def _near(index: Searchable, vector: NDArray[np.float32], terms: Terms) -> set[int]:
    """Return the open cases near to a text: all that are close, the nearest of the others, and some by their words."""
    found: set[int] = set()
    for top in LOOKED_AT:
        tops = index.candidates(Asked(vector, terms), top=top).tops
        meaning = tops[Leg.MEANING]
        cosines = dict(zip(meaning.owners, meaning.scores, strict=True))
        still_open = _open([*cosines, *(owner for leg in tops for owner in leg.owners)])
        near = [case_id for case_id in cosines if case_id in still_open and cosines[case_id] >= NEAR]
        close = [case_id for case_id in near if cosines[case_id] >= CLOSE][:MOST_CLOSE]
        by_words = (_first(tops[leg].owners, still_open, BY_WORDS) for leg in (Leg.WORDS, Leg.GRAMS))
        found = {*close, *near[:MOST_NEAR]}.union(*by_words)
        enough = len(close) == MOST_CLOSE or (len(near) >= MOST_NEAR and len(close) < len(near))
        if enough or len(meaning.owners) < top or meaning.scores[-1] < NEAR:
            break
    return found


def _first(case_ids: Iterable[int], among: Collection[int], most: int) -> list[int]:
    return [case_id for case_id in case_ids if case_id in among][:most]


def _open(case_ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for some in _sliced(sorted(set(case_ids))):
        found.update(db.session.scalars(suggesting.askable().with_only_columns(Case.id).where(Case.id.in_(some))))
    return found


def _suggested(claim_ids: Collection[int]) -> set[int]:
    if not claim_ids:
        return set()
    rows = suggesting.askable().join(Match, Match.case_id == Case.id).where(Match.claim_id.in_(claim_ids))
    return set(db.session.scalars(rows.with_only_columns(Case.id)))


def _pictured(claim_ids: Collection[int]) -> set[int]:
    """Return the open cases whose reports have a picture like one of some claims."""
    return _open([*pictures.cases_with(fingerprints_of(claim_ids))]) if claim_ids else set()


def _linking(claim_ids: Collection[int]) -> set[int]:
    """Return the open cases in whose link or text the address of one of some claims may stand."""
    rows = select(Claim.canonical_url).where(Claim.id.in_(claim_ids), Claim.canonical_url != "")
    paths = {urlsplit(url).path for url in db.session.scalars(rows)} if claim_ids else set()
    parts = [path for path in paths if len(path) >= SHORTEST_PATH]
    if not parts:
        return set()
    stands = [column.contains(part, autoescape=True) for part in parts for column in (Case.url, Case.text)]
    return set(db.session.scalars(suggesting.askable().with_only_columns(Case.id).where(or_(*stands))))


def _rematch(case_ids: Collection[int]) -> int:
    done = 0
    for some in _sliced(sorted(case_ids), suggesting.PAGE):
        cases = db.session.scalars(suggesting.askable().where(Case.id.in_(some)).order_by(Case.id)).all()
        suggesting.rematch(cases, stored=_stored([case.id for case in cases]))
        done += len(cases)
    return done


def _stored(case_ids: Sequence[int]) -> Mapping[int, change_log.StoredVector]:
    embedder, documents = engine().embedder, [document_id(case_id) for case_id in case_ids]
    found = change_log.stored(CASES, embedder.model_id, dimension=embedder.dimension, documents=documents)
    return {owner_of(each.document): each for each in found}


def _sliced(ids: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))

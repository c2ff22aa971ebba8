"""Texts that were asked lately: what many pass on at once, many look up at once.

Kept is what the model and the language detector made of a text, under a hash with a key that ends with the process;
the text itself is not.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from search.model.embedder import Embedder
from search.ranking.adapter import Adapter
from search.ranking.fusion import Question
from search.ranking.judging import questions_of
from search.text.cleaning import clean_post
from search.text.terms import Terms
from search.text.wrapping import undressed

# Some 3 kB each.
MOST = 512


@dataclass(frozen=True, slots=True)
class _Made:
    lang: str
    terms: Terms
    plain: NDArray[np.float32]


class AskedLately:
    """Makes questions of texts, of the same text only once; safe to use from many threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._made: OrderedDict[bytes, _Made] = OrderedDict()

    def __len__(self) -> int:
        return len(self._made)

    def question(self, said: str, *, embedder: Embedder, adapter: Adapter | None) -> Question:
        """Return a text as a question, as `questions_of` does."""
        name = f"{embedder.model_id}\0{said}".encode("utf-8", "surrogatepass")
        key = blake2b(name, key=self._key, digest_size=16).digest()
        with self._lock:
            made = self._made.get(key)
            if made is not None:
                self._made.move_to_end(key)
        if made is not None:
            vector = made.plain if adapter is None else adapter.apply(made.plain[np.newaxis])[0]
            said = undressed(said)
            return Question(said, clean_post(said), made.lang, made.terms, made.plain, vector)
        (question,) = questions_of([said], embedder=embedder, adapter=adapter)
        with self._lock:
            # A copy: a row would keep the array it stands in.
            self._made[key] = _Made(question.lang, question.terms, question.plain.copy())
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return question

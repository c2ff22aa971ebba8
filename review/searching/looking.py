"""The engine as the search box asks it, if it is there already: nobody waits until a model or an index is read."""

from __future__ import annotations

from archive.models import CLAIMS
from intake.cases.near_duplicates import CASES
from review.searching.typed import Typed
from search.engine import engine
from search.ranking.by_words import typed_question
from search.ranking.fusion import Question

# So many owners are looked at by each leg: more than anybody reads.
LOOKED_AT = 300
# Without the engine the newest texts are looked through, so many of a kind; and of each text so many characters.
NEWEST = 1_000
READ = 5_000


def is_ready() -> bool:
    """Return whether the engine answers at once."""
    being_made = [engine().collection(name).is_being_made for name in (CLAIMS, CASES)]
    return engine().is_loaded and not any(being_made)


def question_of(typed: Typed) -> Question | None:
    """Return what the engine is asked; None where no word was typed, and before the engine is ready."""
    if not typed.words or not is_ready():
        return None
    return typed_question(typed.text or typed.links[0], embedder=engine().embedder)

"""Why a match was suggested, for the card that an editor reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from archive.matching import is_calibrated
from core import jobs
from intake.cases.explaining import explained
from intake.jobs import explain_case
from intake.models.cases import Case, Match
from search.comparison.explanation import Explanation
from search.engine import engine
from search.learning.in_effect import calibration_of
from search.ranking.bands import Band, Evidence, band_of

# From this age on a check is worth a second look before it answers a post.
OLD_AFTER = timedelta(days=2 * 365)


def explanations(case: Case, matches: Sequence[Match]) -> Mapping[int, Explanation | None]:
    """Return the explanation of each match of a case by its id, None where there is none.

    They are stored. Where one is missing or outdated, the page makes it as it goes and has the worker store it: a page
    that is only read writes nothing, and it never waits for whoever writes.
    """
    outdated = [match for match in matches if match.is_outdated]
    found = {match.id: match.explanation for match in matches if match not in outdated}
    if case.is_by_hand:
        # No machine reads such a case, which may be what kills it; what it took in with another stays unexplained.
        return found | dict.fromkeys((match.id for match in outdated), None)
    if outdated:
        jobs.enqueue(explain_case, case.id)
        # Without the model it is told by words alone; the worker, which has it, stores the better one.
        embedder = engine().embedder if engine().is_loaded else None
        found |= {made.match_id: made.explanation for made in explained(case, outdated, embedder)}
    return found


def old_checks(matches: Sequence[Match], *, today: date) -> Mapping[int, timedelta]:
    """Return how old the check is, by the id of the match, where the world may have changed since."""
    published = {match.id: match.claim.published_on for match in matches}
    ages = {match_id: today - day for match_id, day in published.items() if day is not None}
    return {match_id: age for match_id, age in ages.items() if age > OLD_AFTER}


def shares(matches: Sequence[Match]) -> Mapping[int, float]:
    """Return how probable each match is, from 0 to 1, by its id, where that agrees with the word it has.

    The word can be weaker than the number, where the text is short or something differs, and surer, where the words are
    almost the same. Then the number would contradict the word for whoever reads both.
    """
    calibrations = {name: calibration_of(name) for name in {match.model_id for match in matches}}
    told = {}
    for match in matches:
        calibration = calibrations[match.model_id]
        if match.probability is None or calibration is None:
            continue
        alone = band_of(Evidence(cosine=match.score, probability=match.probability, cuts=calibration.cuts))
        if (alone or Band.RELATED) is match.band:
            told[match.id] = match.probability
    return told


def only_suggests() -> bool:
    """Return whether the model in use was never measured, so that it may only suggest."""
    return engine().is_loaded and not is_calibrated()

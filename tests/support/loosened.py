"""Cases as a version before would have made them, held together by what is no key any more."""

from __future__ import annotations

from core.db import writing
from intake.cases.keys import Key, give_keys, hold_grouping
from intake.cases.opening import join, new_case
from intake.models.cases import Case
from search.ranking.bands import Lane
from tests.support import factories

ONE, OTHER = "https://example.org/film/1", "https://example.org/film/2"
ASKS = "Stimmt das wirklich so?"
RUMOUR = "Ab nächster Woche darf im Stadtpark von Neustadt niemand mehr Hunde ausführen, sagt das Amt für Grünflächen."


def as_before(*reports: tuple[str, str], kind: str = "check") -> Case:
    """Put reports into one case with one key, as a version before would have done."""
    sent = [factories.submission(text, url=url, kind=kind) for text, url in reports]
    with writing():
        hold_grouping()
        case = new_case(sent[0])
        give_keys(case, [Key(Lane.EXACT_TEXT, f"old {case.id}")])
        for report in sent:
            join(case, report)
    return case

"""How lines of the trail about articles, and about what was learned of them, read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from archive.models import ArchiveAction, Claim, KeptApart, Verdict, Wording
from audit.models import Event
from audit.telling import Sentence, Thing, Told, Word, named, number_in, numbers_in, plain, tells, value_in, who
from core.db import db
from core.web.display import excerpt

LONGEST_HEADLINE = 90
NO_ARTICLE = _l("an article that the line does not name")


def articles(ids: Iterable[int]) -> dict[int, Thing]:
    """Return how sentences name claims, by their ids: the headline in quotes, with a link to the article."""
    wanted = set(ids)
    rows = select(Claim.id, Claim.title, Claim.text, Claim.url).where(Claim.id.in_(wanted))
    return {
        number: Thing(gettext("“%(headline)s”", headline=excerpt(title or text, LONGEST_HEADLINE)), _web_address(url))
        for number, title, text, url in (db.session.execute(rows) if wanted else ())
    }


def article_in(known: Mapping[int, Thing], number: int | None) -> Word:
    """Return how a line's sentence names a claim: by its headline, by its number, or not at all."""
    return NO_ARTICLE if number is None else known.get(number, Thing(gettext("article %(id)s", id=number)))


def _web_address(url: str) -> str:
    # An imported address is only trusted as far as the web: any other scheme could run something.
    return url if url.startswith(("https://", "http://")) else ""


@tells(ArchiveAction, group=_l("Archive and learning"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    of_wordings = _claims_of(Wording, numbers_in(events, "wording"))
    of_pairs = _claims_of(KeptApart, numbers_in(events, "apart"))
    known = articles({*numbers_in(events, "claim"), *of_wordings.values(), *of_pairs.values()})
    told = {}
    for event in events:
        wording, pair = number_in(event, "wording"), number_in(event, "apart")
        claim = number_in(event, "claim")
        if wording is not None:
            claim = of_wordings.get(wording)
        elif pair is not None:
            claim = of_pairs.get(pair)
        told[event.id] = Told(_sentence(event, article_in(known, claim)))
    return told


def _claims_of(table: type[Wording | KeptApart], ids: set[int]) -> dict[int, int]:
    rows = select(table.id, table.claim_id).where(table.id.in_(ids))
    return dict(db.session.execute(rows).all()) if ids else {}


# By the action, and whether a person did it; what nobody did was done by a command on the server.
_TEXTS = {
    (ArchiveAction.CLAIM_RETRACTED, True): _l("%(who)s took %(article)s out of the archive."),
    (ArchiveAction.CLAIM_RETRACTED, False): _l("%(article)s was taken out of the archive on the server."),
    (ArchiveAction.VERDICT_CHANGED, True): _l(
        "%(who)s changed the verdict of %(article)s from %(was)s to %(verdict)s."
    ),
    (ArchiveAction.VERDICT_CHANGED, False): _l("The verdict of %(article)s was changed from %(was)s to %(verdict)s."),
    (ArchiveAction.CLAIM_PUBLISHED, True): _l("%(who)s put %(article)s back into the archive."),
    (ArchiveAction.CLAIM_PUBLISHED, False): _l("%(article)s was put back into the archive on the server."),
    (ArchiveAction.PICTURE_ADDED, True): _l("%(who)s kept a picture with %(article)s, by which it is found."),
    (ArchiveAction.PICTURE_REMOVED, True): _l("%(who)s removed a picture from %(article)s."),
    (ArchiveAction.ARTICLE_PUBLISHED, True): _l("%(who)s published the fact check %(article)s."),
}
# By the action, what was learned, and whether the line names the case whose words taught it.
_OF_LEARNING = {
    (ArchiveAction.LEARNED, "wording", True): _l(
        "By the answer of %(who)s the words of %(case)s count as another wording of %(article)s."
    ),
    (ArchiveAction.LEARNED, "apart", True): _l(
        "By the answer of %(who)s %(article)s is not suggested any more for the words of %(case)s."
    ),
    (ArchiveAction.LEARNED_TAKEN_BACK, "wording", True): _l(
        "%(who)s took back that the words of %(case)s count as another wording of %(article)s."
    ),
    (ArchiveAction.LEARNED_TAKEN_BACK, "apart", True): _l(
        "%(who)s took back that %(article)s is not suggested for the words of %(case)s."
    ),
    (ArchiveAction.LEARNED_TAKEN_BACK, "wording", False): _l("%(who)s took back another wording of %(article)s."),
    (ArchiveAction.LEARNED_TAKEN_BACK, "apart", False): _l(
        "%(who)s took back that %(article)s is not suggested for a text."
    ),
    (ArchiveAction.LEARNED, "learned", False): _l("%(who)s learned how to search and judge from the desk's answers."),
    (ArchiveAction.LEARNED_TAKEN_BACK, "learned", False): _l("%(who)s took back what the machine had learned."),
}


def _sentence(event: Event, article: Word) -> Sentence:
    places: dict[str, Word] = {
        "who": who(event),
        "article": article,
        "case": named("case", event.case_id),
        "was": value_in(event, "was", Verdict),
        "verdict": value_in(event, "verdict", Verdict),
    }
    action, by_hand = ArchiveAction(event.action), event.editor_id is not None
    what = next((name for name in ("wording", "apart", "learned") if name in event.details), "")
    text = _TEXTS.get((action, by_hand)) or _OF_LEARNING.get((action, what, event.case_id is not None))
    count = number_in(event, "count")
    if text is not None:
        return Sentence(str(text), places)
    if action is ArchiveAction.CLAIMS_IMPORTED and count is not None:
        return Sentence(ngettext("%(num)s article was imported.", "%(num)s articles were imported.", count))
    if action is ArchiveAction.CLAIMS_PUBLISHED and count is not None:
        return Sentence(
            ngettext(
                "%(num)s article can be found now, or is found in another way. Open cases are asked again.",
                "%(num)s articles can be found now, or are found in another way. Open cases are asked again.",
                count,
            )
        )
    return plain(event).sentence

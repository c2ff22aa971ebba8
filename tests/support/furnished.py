"""A desk as it looks on a working day: some of everything that its pages can show, in harmless German."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from accounts import people
from accounts.models import Editor
from accounts.permissions import RoleName
from archive.models import Claim, Verdict
from core.db import db, now, writing
from intake.cases import counting, joining
from intake.models.cases import Case, CaseState, Kind, Match, MatchAnswer
from intake.models.moves import Loosened
from intake.models.mutes import WhyMuted
from intake.models.reports import Submission
from review.care import left_out
from review.case import answers, decisions, merging
from review.case.decisions import Draft
from review.holding import drafts, leases, named
from review.holding.drafts import Mark
from review.holding.models import DraftForm
from review.notes import notes
from review.quarantine import muting
from review.quarantine.muting import Until
from review.queue import saved_views, tags
from review.queue.filters import Filters
from review.reasons import ReasonCode
from search.comparison.explanation import Explanation, Segment
from search.ranking.bands import Band
from tests.support import factories, pictured
from tests.support.articles import drafted
from tests.support.desk import START, plain_case, suggestion
from tests.support.held import held_in_every_way
from tests.support.holding import editor
from tests.support.loosened import as_before
from tests.support.reached import reached
from tests.support.second_factor import give_second_factors
from tests.support.waiting_reports import set_aside

LINK = "https://forum.example/beitrag/4711"
LONG = "Hausordnung" * 14
ANSWER = "Nein, die Banken verlangen keine solche Gebühr. Der Artikel erklärt, woher die Nachricht kommt."

# What is asked, with how many reports, how many minutes ago, and how surely the article of its number fits.
POSTS: tuple[tuple[str, int, int, int | None, Band], ...] = (
    ("Ab Montag verlangen alle Banken fünf Euro für jede Abhebung. Leitet das weiter!", 41, 95, 0, Band.SAME),
    ("WhatsApp kostet ab morgen Geld, wenn du diese Nachricht nicht weiterschickst.", 23, 300, 1, Band.SAME),
    ("Die Stadt will im Sommer sämtliche Freibäder schließen.", 12, 1_500, 2, Band.LIKELY),
    ("Im neuen Personalausweis steckt ein Sender.", 9, 2_900, 3, Band.LIKELY),
    ("Handys laden schneller, wenn man sie vorher ins Gefrierfach legt.", 7, 40, 4, Band.LIKELY),
    ("Zwiebeln neben dem Bett ziehen über Nacht jede Erkältung aus der Luft.", 6, 4_400, 5, Band.RELATED),
    ("Der Wetterdienst verschweigt, dass der Winter heuer dreimal so lang wird.", 5, 700, None, Band.SAME),
    ("Unser Bäcker soll sein Mehl mit Gips strecken, sagt die Nachbarin.", 4, 60, None, Band.SAME),
    ("Stimmt es, dass man Kastanien in der Jackentasche gegen Rheuma tragen soll?", 3, 9_000, 5, Band.LIKELY),
    ("Die Post stellt ab Jänner nur noch an zwei Tagen in der Woche zu.", 3, 1_200, None, Band.SAME),
    ("Ein Löwe ist aus dem Zirkus entlaufen und wurde am Stadtpark gesehen.", 2, 15, None, Band.SAME),
    ("Tauben können angeblich Gesichter lesen und merken sich, wer sie füttert.", 2, 5_000, 6, Band.LIKELY),
    ("Ab nächster Woche darf im Stadtpark niemand mehr Hunde ausführen.", 1, 3_200, None, Band.SAME),
    ("Auf dem Dachboden des Rathauses liegen Briefe, die nie zugestellt wurden.", 1, 8, None, Band.SAME),
    ("Kaffee entzieht dem Körper mehr Wasser, als in der Tasse war.", 1, 2_000, 7, Band.SAME),
    ("Das Hallenbad füllt sein Becken mit Wasser aus dem Stadtteich.", 1, 30, None, Band.SAME),
    ("Der Fernbus nach Linz fährt künftig ohne Fahrer, steht in einer Gruppe.", 1, 11_000, None, Band.SAME),
)
CLAIMS: tuple[tuple[str, str, Verdict], ...] = (
    ("Banken verlangen künftig fünf Euro je Abhebung.", "Keine neue Gebühr fürs Abheben", Verdict.FALSE),
    ("WhatsApp wird kostenpflichtig.", "WhatsApp bleibt kostenlos", Verdict.FALSE),
    ("Alle Freibäder der Stadt schließen im Sommer.", "Zwei Freibäder werden saniert", Verdict.MISSING_CONTEXT),
    ("Der Personalausweis enthält einen Sender.", "Was der Chip im Ausweis kann", Verdict.MISLEADING),
    ("Kälte lädt Akkus schneller.", "Warum ein Handy nicht ins Gefrierfach gehört", Verdict.FALSE),
    ("Zwiebeln ziehen Krankheiten aus der Luft.", "Zwiebeln gegen Erkältung: was dran ist", Verdict.MISLEADING),
    ("Tauben erkennen einzelne Menschen.", "Tauben erkennen Gesichter wieder", Verdict.TRUE),
    ("Der Bürgermeister trinkt täglich zwölf Kaffee.", "Ein Scherz aus dem Fasching", Verdict.SATIRE),
)


@dataclass(frozen=True, slots=True)
class Furnished:
    """Who works at this desk, and the cases that are in some state, by its name."""

    lead: Editor
    colleague: Editor
    reader: Editor
    careful: Editor
    invited: Editor
    link: str
    cases: Mapping[str, int]


def furnish(lead: Editor) -> Furnished:
    """Let a desk have been at work for a while; everything that somebody can have is had by its lead."""
    colleague, reader = editor("Bo Ahrens"), editor("Cleo", role=RoleName.VIEWER)
    careful = editor("Dana")
    for one in (lead, careful):
        give_second_factors(one)
    invited = people.invite(email="neu@desk.test", desk_name="Neu am Tisch", roles=["viewer"], by=lead.id)
    people.close(editor("Egon").id, by=lead.id)
    cases = {**_open(), **_decided(colleague), **_grouped(lead), **_unlike(), **_at_work(lead, colleague)}
    saved_views.save("Nur Betrug", Filters(kind=Kind.SCAM), editor=lead)
    saved_views.save("Bank, alle Zustände", Filters(state=None), editor=lead)
    left_out.skip(cases["skipped"], editor=lead)
    counting.renew()
    drafted(db.session.get_one(Case, cases["unknown"]), colleague)
    factories.objection("Der Artikel ist falsch, ich war dabei.", about=LINK)
    _with_pictures(lead)
    held_in_every_way()
    return Furnished(lead, colleague, reader, careful, invited.editor, invited.token, cases)


def _with_pictures(lead: Editor) -> None:
    """Let the second article have a picture that the lead brought, and one from a case."""
    pictured.bring(2, pictured.photo(1), by=lead.id)
    pictured.keep(2, pictured.chat(1), by=lead.id)


def _ago(minutes: int) -> int:
    """Return how many minutes after the tests' beginning it was so many minutes ago."""
    return int((now() - START) / timedelta(minutes=1)) - minutes


def _articles() -> list[Claim]:
    return [
        factories.claim(text, title=title, verdict=verdict, url=f"https://artikel.example/{number}")
        for number, (text, title, verdict) in enumerate(CLAIMS)
    ]


def _open() -> dict[str, int]:
    articles, found = _articles(), []
    for text, reports, minutes, article, band in POSTS:
        found.append(plain_case(text, reports=reports, minutes=_ago(minutes)))
        if article is not None:
            explained(suggestion(found[-1], articles[article], band=band), text)
    for rank, other in enumerate(articles[1:4], start=2):
        suggestion(found[0], other, rank=rank, band=Band.RELATED)
    long = plain_case(
        f"{LONG} {'Ein Satz, der nicht enden will. ' * 60}", url=f"{LINK}/{'lang' * 60}", minutes=_ago(25)
    )
    skipped = plain_case("Ein Ring um den Mond kündigt Regen an.", minutes=_ago(6_000))
    return {
        "likely": found[0].id,
        "unknown": found[7].id,
        "related": found[5].id,
        "long": long.id,
        "skipped": skipped.id,
    }


def explained(match: Match, post: str) -> None:
    """Say of a match what its texts have in common, as matching would."""
    first, _, rest = post.partition(" ")
    with writing() as session:
        one = session.get_one(Match, match.id)
        one.explanation = Explanation(
            (Segment(f"{first} ", True), Segment(rest, False)), (Segment(one.claim.text, False),), (), None
        )


def _decided(colleague: Editor) -> dict[str, int]:
    answered = plain_case("Die Kassen runden ab Mai immer auf volle Euro auf.", reports=8, minutes=_ago(500))
    article = suggestion(answered, factories.claim("Alle Kassen runden auf.", title="Kassen runden nicht auf"))
    decisions.decide(answered.id, _draft(answered, CaseState.ANSWERED, article.claim_id), editor=colleague)
    closed = plain_case("Ein Regenbogen hat genau sieben Farben.", minutes=_ago(20_000))
    decisions.decide(closed.id, _draft(closed), editor=colleague)
    with writing() as session:
        one = session.get_one(Case, answered.id)
        one.has_news, one.later_reports = True, 3
    return {"answered": answered.id, "closed": closed.id}


def _draft(case: Case, outcome: CaseState = CaseState.CLOSED, claim_id: int | None = None) -> Draft:
    code = ReasonCode.ARTICLE if claim_id else ReasonCode.TOO_LITTLE
    return Draft(outcome, claim_id, None, "Nachgefragt und bestätigt.", ANSWER, case.version, code)


def _grouped(lead: Editor) -> dict[str, int]:
    texts = (
        "Im Leitungswasser von Neustadt wurden angeblich Keime gefunden, bitte alles abkochen!",
        "Bitte das Wasser in Neustadt abkochen, es wurden wohl Keime gefunden. Sagt es auch den Nachbarn!",
    )
    sent = [factories.submission(text, url=LINK, why="Steht in jeder Gruppe.", platform="whatsapp") for text in texts]
    joining.match_all_waiting()
    db.session.expire_all()
    several = sent[0].case
    assert several is not None
    emptied = plain_case("Das Wasser in Neustadt soll verkeimt sein.", minutes=_ago(90))
    merging.merge_cases(
        several.id,
        emptied.id,
        version=several.version,
        other_version=emptied.version,
        reason="Beide fragen nach demselben Wasser.",
        editor=lead,
    )
    loose = as_before(("Stimmt das wirklich?", ""), ("Stimmt das wirklich?", ""))
    with writing() as session:
        reports = list(session.scalars(select(Submission.id).where(Submission.case_id == loose.id)))
        session.add(Loosened(case_id=loose.id, submission_ids=reports))
    water = factories.claim("Das Leitungswasser von Neustadt ist verkeimt.", title="Neustadt: Das Wasser ist sauber")
    suggestion(several, water)
    with writing() as session:
        # Its reader was shown the article before sending, and went on.
        session.get_one(Submission, sent[0].id).not_the_same = [water.id]
    contact = reached(sent[0].id)
    muting.mute(sent[0].id, WhyMuted.FLOOD.value, Until.QUARTER.value, editor=lead)
    ids = {"several": several.id, "merged": emptied.id, "loose": loose.id}
    return ids | {"contact": contact, "reached": sent[0].id}


def _unlike() -> dict[str, int]:
    """Make what is no question about a fact, and what the machine could not read."""
    for text in ("Alle aus dem Nachbarort gehören davongejagt!", "Wer so redet, soll den Mund halten."):
        factories.submission(text, kind="hate", platform="facebook", why="Das ist Hetze gegen eine ganze Gruppe.")
    hate = plain_case("Alle aus dem Nachbarort gehören weg.", kind=Kind.HATE, reports=4, minutes=_ago(120))
    joining.match_all_waiting()
    scam = plain_case(
        "Sie haben gewonnen! Bitte überweisen Sie 50 Euro für das Porto.", kind=Kind.SCAM, minutes=_ago(70)
    )
    plain_case("Ich wollte nur Danke sagen.", kind=Kind.OTHER, minutes=_ago(33))
    broken = plain_case("Ein Text voller Zeichen, die niemand kennt.", minutes=_ago(45))
    with writing() as session:
        session.get_one(Case, broken.id).matching_failed = True
    set_aside("Ein Text, den die Maschine nicht lesen konnte.", why="Kam mir seltsam vor.")
    set_aside("Auch das ging nicht, und es soll verletzen.", kind="hate")
    return {"hate": hate.id, "scam": scam.id, "broken": broken.id}


def _at_work(lead: Editor, colleague: Editor) -> dict[str, int]:
    mine, held, kept, settled, own = (
        plain_case(f"{text}, heißt es im Treppenhaus.", minutes=_ago(200 + number))
        for number, text in enumerate(
            (
                "Der Aufzug wird nie wieder repariert",
                "Das Dach bekommt einen Garten",
                "Im Keller wohnt ein Fuchs",
                "Die Heizung läuft ab jetzt mit Wind",
                "Die Redaktion zieht in den vierten Stock",
            )
        )
    )
    leases.take(mine.id, editor=lead)
    leases.take(held.id, editor=colleague)
    for case in (kept, settled):
        mark = Mark(lead.id, case.id, DraftForm.DECISION, case.version, now())
        drafts.keep(
            mark,
            {
                "outcome": ["closed"],
                "public_sentence": [ANSWER],
                "reason": ["Die Hausverwaltung hat nie davon gehört."],
            },
        )
    drafts.keep(Mark(lead.id, kept.id, DraftForm.NOTE, kept.version, now()), {"text": ["Noch bei der Gemeinde fragen"]})
    decisions.decide(settled.id, _draft(settled), editor=colleague)
    named.say(own.id, editor=lead, reason="Ich wohne im vierten Stock.")
    notes.write(kept.id, f"@{lead.desk_name} Kennst du jemanden bei der Hausverwaltung?", editor=colleague)
    notes.write(kept.id, "Ich frage morgen an.", editor=lead)
    tags.add(kept.id, "Treppenhaus", until=datetime.now(UTC).date() + timedelta(days=9), editor=lead)
    tags.add(kept.id, "Rückfrage bei der Hausverwaltung", until=None, editor=lead)
    for answer, text in (
        (MatchAnswer.SAME, "Der Mond ist aus Käse."),
        (MatchAnswer.DIFFERENT, "Der Mond ist aus Eis."),
    ):
        match = suggestion(
            plain_case(text, minutes=_ago(3_000)), factories.claim(text, title="Woraus der Mond besteht")
        )
        answers.answer_match(match.id, answer, editor=colleague)
    return {"mine": mine.id, "held": held.id, "draft": kept.id, "conflict": settled.id, "named": own.id}

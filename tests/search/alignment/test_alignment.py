"""Two sentences laid side by side: which changes leave them the same, and which make them say something else."""

from __future__ import annotations

from time import thread_time

import pytest

from search.alignment.alignment import Alignment, Finding, aligned
from search.alignment.reading import read, read_as
from search.facts.differences import DifferenceKind
from tests.support.budget import allowed
from tests.support.building import is_near_duplicate


def laid(post: str, claim: str) -> Alignment:
    lang = read_as(f"{claim} {post}", "") or "de"
    return aligned(read(post, lang), read(claim, lang))


# Name of the change, the claim, the post. None of them is a pair of `bench/minimal_pairs`.
HARMLESS = [
    ("letters", "Die Therme Lindbach lässt nur noch Vereine ein.", "die therme lindbach lässt nur noch vereine ein"),
    ("slip", "Das Wasserwerk mischt Kochsalz ins Trinkwasser.", "Das Wasserwerk mischt Kochslaz ins Trinkwasser."),
    ("slip of a small word", "Der Bus fährt nicht mehr nach Lindbach.", "Der Bus fährt nihct mehr nach Lindbach."),
    (
        "umlauts",
        "Bäcker müssen künftig Gebühren für Öfen zahlen.",
        "Baecker muessen kuenftig Gebuehren fuer Oefen zahlen.",
    ),
    ("inflection", "In den Wäldern leben wieder Bären.", "Im Wald lebt wieder ein Bär."),
    ("perfect and preterite", "Der Verein verkaufte das Stadion.", "Der Verein hat das Stadion verkauft."),
    ("passive", "Ein Jäger erschoss den Hund.", "Der Hund wurde von einem Jäger erschossen."),
    ("order", "Im Mai schließt das Bad in Lindbach.", "Das Bad in Lindbach schließt im Mai."),
    ("object first", "Der Reporter hat den Minister geohrfeigt.", "Den Minister hat der Reporter geohrfeigt."),
    ("compound", "Die Gebühr für Müll steigt in Lindbach.", "Die Müllgebühr steigt in Lindbach."),
    ("compound apart", "Die Coronaimpfung verändert das Blut.", "Die Corona Impfung verändert das Blut."),
    ("synonym", "Der Arzt fuhr mit dem Auto ins Krankenhaus.", "Der Mediziner fuhr mit dem Wagen ins Spital."),
    ("abbreviation", "Die Europäische Zentralbank schafft das Bargeld ab.", "Die EZB schafft das Bargeld ab."),
    ("short title", "Professor Ilse Anwander leugnet die Schwerkraft.", "Prof. Ilse Anwander leugnet die Schwerkraft."),
    ("title gone", "Landrätin Ilse Anwander leugnet die Schwerkraft.", "Ilse Anwander leugnet die Schwerkraft."),
    ("asked", "Das Bad in Lindbach schließt im Mai.", "Stimmt es, dass das Bad in Lindbach im Mai schließt?"),
    ("tags", "Das Bad in Lindbach schließt im Mai.", "Das Bad in #Lindbach schließt im Mai. #bad #lindbach"),
    ("double negation", "Der Pilz ist gefährlich.", "Der Pilz ist nicht ungefährlich."),
    ("never without", "Er fährt immer mit Helm.", "Er fährt nie ohne Helm."),
    ("contraction", "They do not sell bread there.", "They don't sell bread there."),
    ("british", "The grey harbour was organised by volunteers.", "The gray harbor was organized by volunteers."),
    ("english passive", "A hunter shot the dog.", "The dog was shot by a hunter."),
    ("english possessive", "The roof of the church is leaking.", "The church's roof is leaking."),
    ("english compound", "The tax on sugar rises in Lorne.", "The sugar tax rises in Lorne."),
    ("english synonym", "The lorry hit the lift.", "The truck hit the elevator."),
    ("no doubt", "The mayor sold the hall.", "No doubt the mayor sold the hall."),
    ("is not illegal", "Fishing here is legal.", "Fishing here is not illegal."),
]

TELLING = [
    ("antonym", "Die Bahn senkt die Preise.", "Die Bahn erhöht die Preise.", DifferenceKind.OPPOSITE),
    ("prefix", "Die Stimmen sind gültig.", "Die Stimmen sind ungültig.", DifferenceKind.OPPOSITE),
    ("particle", "Die Stadt dreht das Gas ab.", "Die Stadt dreht das Gas auf.", DifferenceKind.OPPOSITE),
    ("suffix", "Der Kurs ist kostenlos.", "Der Kurs ist kostenpflichtig.", DifferenceKind.OPPOSITE),
    ("with and without", "Er kam mit Maske ins Lokal.", "Er kam ohne Maske ins Lokal.", DifferenceKind.OPPOSITE),
    (
        "for and against",
        "Der Rat stimmte für die Steuer.",
        "Der Rat stimmte gegen die Steuer.",
        DifferenceKind.OPPOSITE,
    ),
    ("no", "Der Bach ist vergiftet.", "Der Bach ist nicht vergiftet.", DifferenceKind.NEGATION),
    ("none", "In Lindbach gibt es Wölfe.", "In Lindbach gibt es keine Wölfe.", DifferenceKind.NEGATION),
    (
        "no on one part",
        "Es ist ein Staat und keine Firma.",
        "Es ist eine Firma und kein Staat.",
        DifferenceKind.NEGATION,
    ),
    ("number", "Im Stall starben 12 Kühe.", "Im Stall starben 120 Kühe.", DifferenceKind.NUMBER),
    (
        "numbers turned",
        "Von 5 Frauen und 3 Männern starb keiner.",
        "Von 3 Frauen und 5 Männern starb keiner.",
        DifferenceKind.NUMBER,
    ),
    (
        "after an amount",
        "Die EU verbietet 2027 Zahlungen über 9.000 Euro.",
        "Stimmt es, dass die EU 2027 Zahlungen über 9000 Euro erlaubt?",
        DifferenceKind.OPPOSITE,
    ),
    ("unit", "Es fielen 80 Zentimeter Schnee.", "Es fielen 80 Millimeter Schnee.", DifferenceKind.NUMBER),
    ("month", "Das Bad öffnet am 3. Juni wieder.", "Das Bad öffnet am 3. Juli wieder.", DifferenceKind.DATE),
    ("weekday", "Die Schule öffnet am Montag nicht.", "Die Schule öffnet am Freitag nicht.", DifferenceKind.TIME),
    ("tense", "Die Brücke ist gesperrt.", "Die Brücke war gesperrt.", DifferenceKind.TIME),
    ("place", "In Salzburg brennt ein Hotel.", "In Innsbruck brennt ein Hotel.", DifferenceKind.PLACE),
    ("people", "Polnische Arbeiter bauten den Turm.", "Russische Arbeiter bauten den Turm.", DifferenceKind.GROUP),
    ("sex", "Die Direktorin wurde entlassen.", "Der Direktor wurde entlassen.", DifferenceKind.PERSON),
    ("several", "Der Patient starb in der Nacht.", "Die Patienten starben in der Nacht.", DifferenceKind.QUANTITY),
    ("all and some", "Alle Ärzte streiken heute.", "Manche Ärzte streiken heute.", DifferenceKind.QUANTITY),
    ("almost", "Alle Bienen sind tot.", "Fast alle Bienen sind tot.", DifferenceKind.QUANTITY),
    ("only", "Ärzte dürfen Masken verschreiben.", "Nur Ärzte dürfen Masken verschreiben.", DifferenceKind.CONDITION),
    ("must and may", "Wirte müssen Karten nehmen.", "Wirte dürfen Karten nehmen.", DifferenceKind.MODALITY),
    ("and and or", "Man braucht Pass und Visum.", "Man braucht Pass oder Visum.", DifferenceKind.CHOICE),
    ("roles", "Der Hund biss den Mann.", "Der Mann biss den Hund.", DifferenceKind.ROLE),
    ("roles by case", "Den Hund biss der Mann.", "Der Hund biss den Mann.", DifferenceKind.ROLE),
    (
        "roles in the passive",
        "Der Hund wurde vom Mann gebissen.",
        "Der Mann wurde vom Hund gebissen.",
        DifferenceKind.ROLE,
    ),
    (
        "from and to",
        "Die Panzer fuhren von Polen nach Litauen.",
        "Die Panzer fuhren von Litauen nach Polen.",
        DifferenceKind.ROLE,
    ),
    ("denied after it", "Im See lebt ein Hai.", "Im See lebt ein Hai. Das ist eine Ente.", DifferenceKind.DENIAL),
    ("denied before it", "Im See lebt ein Hai.", "Falschmeldung: Im See lebt ein Hai.", DifferenceKind.DENIAL),
    (
        "a call",
        "Der Wirt panscht den Wein.",
        "Der Wirt panscht den Wein. Zündet ihm das Lokal an!",
        DifferenceKind.CALL,
    ),
    ("english antonym", "This coffee prevents cancer.", "This coffee causes cancer.", DifferenceKind.OPPOSITE),
    ("english particle", "They switched the power on.", "They switched the power off.", DifferenceKind.OPPOSITE),
    ("fails to", "The cream protects the skin.", "The cream fails to protect the skin.", DifferenceKind.NEGATION),
    (
        "english name",
        "Doctor Ann Hobbs has sold the drug.",
        "Doctor Ann Hobson has sold the drug.",
        DifferenceKind.NAME,
    ),
    ("english roles", "The fox killed the goose.", "The goose killed the fox.", DifferenceKind.ROLE),
    (
        "roles, once in the passive",
        "Der Wirt wurde vom Koch bestohlen.",
        "Der Wirt hat den Koch bestohlen.",
        DifferenceKind.ROLE,
    ),
    ("not all and none", "Not all of the dogs bite.", "None of the dogs bite.", DifferenceKind.QUANTITY),
    (
        "a town of the same name",
        "In Paris brennt ein Hotel.",
        "In Paris, Texas, brennt ein Hotel.",
        DifferenceKind.PLACE,
    ),
    ("whose fans", "Fans of Leeds beat fans of Hull.", "Fans of Hull beat fans of Leeds.", DifferenceKind.ROLE),
    ("need not", "Dogs must not enter.", "Dogs do not have to enter.", DifferenceKind.MODALITY),
    (
        "rather than",
        "They ask for work rather than money.",
        "They ask for money rather than work.",
        DifferenceKind.NEGATION,
    ),
]

# Two words that are known, and nobody can tell by lists whether they mean the same.
CHANGED = [
    ("Das Amt hat das Urteil ausgesetzt.", "Das Amt hat das Urteil angesetzt."),
    ("Zehn tote Wale lagen am Strand.", "Zehn tote Aale lagen am Strand."),
    ("Der Rat hat die Fahne verbrannt.", "Der Rat hat die Fahne verbannt."),
    ("The county will raise the houses.", "The county will raze the houses."),
]


@pytest.mark.parametrize("claim,post", [pytest.param(*pair, id=name) for name, *pair in HARMLESS])
def test_a_harmless_change_leaves_a_claim_the_same(claim: str, post: str) -> None:
    assert laid(post, claim).finding is Finding.SAME


@pytest.mark.parametrize("claim,post,kind", [pytest.param(*case, id=name) for name, *case in TELLING])
def test_a_telling_change_is_told_by_its_kind(claim: str, post: str, kind: DifferenceKind) -> None:
    found = laid(post, claim)

    assert found.finding is Finding.TELLING
    assert kind in {difference.kind for difference in found.differences}


@pytest.mark.parametrize("claim,post", CHANGED)
def test_a_word_that_looks_like_another_is_another(claim: str, post: str) -> None:
    found = laid(post, claim)

    assert found.finding in {Finding.CHANGED, Finding.TELLING}
    assert not found.is_tight


@pytest.mark.parametrize(
    "one,other",
    [("Schmid", "Schmidt"), ("Hofer", "Hofner"), ("Aigner", "Eigner"), ("Kofler", "Koffler"), ("Paul", "Paula")],
)
@pytest.mark.parametrize(
    "text", ["Landrat {} verbietet Hunde.", "Laut {} ist das Wasser giftig.", "{} hat den Saal verkauft."]
)
def test_a_name_with_another_letter_is_another_name(text: str, one: str, other: str) -> None:
    assert laid(text.format(one), text.format(other)).finding is not Finding.SAME


@pytest.mark.parametrize("head", ["In Graz", "Nur in Bayern", "Anna Huber", "Ab 2030", "Früher", "Für Katzen"])
def test_what_stands_before_a_colon_may_settle_where_when_and_for_whom(head: str) -> None:
    claim = "Ab Montag müssen alle Hunde im Stadtpark einen Maulkorb tragen."

    assert laid(f"{head}: {claim}", claim).finding is not Finding.SAME
    assert not is_near_duplicate(f"{head}: {claim}", claim)
    assert laid(f"Gerade gehört: {claim}", claim).is_tight


@pytest.mark.parametrize(
    "head",
    [
        "Achtung, Leute",
        "Steht so am Aushang im Rathaus",
        "Der Bürgermeister sagt",
        "Laut Gemeinde",
        "Liebe Nachbarinnen",
    ],
)
def test_whom_it_addresses_and_where_it_was_heard_settle_nothing(head: str) -> None:
    claim = "Ab Montag müssen alle Hunde im Stadtpark einen Maulkorb tragen."

    assert laid(f"{head}: {claim}", claim).is_tight
    assert is_near_duplicate(f"{head}: {claim}", claim)


@pytest.mark.parametrize("head", ["Nur in Graz gehört", "Nie gesehen", "Stand 2024"])
def test_a_source_with_a_limit_settles_something_all_the_same(head: str) -> None:
    claim = "Ab Montag müssen alle Hunde im Stadtpark einen Maulkorb tragen."

    assert laid(f"{head}: {claim}", claim).finding is Finding.TELLING


def test_a_tense_tells_nothing_where_the_post_says_much_else() -> None:
    claim = "Die Gemeinde Lindbach verkaufte das alte Freibad."
    post = "Die Gemeinde Lindbach verkauft das alte Freibad samt Wiese, Kiosk, Sprungturm und Umkleide an Investoren."

    assert laid(post.split(" samt", maxsplit=1)[0], claim).finding is Finding.TELLING
    assert laid(post, claim).finding is Finding.FREE


def test_a_post_worded_freely_says_nothing_by_its_words() -> None:
    found = laid(
        "Mein Nachbar hat erzählt, dass sie in der Klinik jetzt alles absagen, wegen der Hitze im Sommer.",
        "Die Klinik Lindbach sagt alle Operationen ab.",
    )

    assert found.finding is Finding.FREE


def test_a_direction_is_turned_round_by_opposites_denials_and_roles_only() -> None:
    assert laid("Die Bahn erhöht die Preise.", "Die Bahn senkt die Preise.").reverses
    assert laid("Der Mann biss den Hund.", "Der Hund biss den Mann.").reverses
    assert not laid("In Salzburg brennt ein Hotel.", "In Innsbruck brennt ein Hotel.").reverses


def test_languages_without_lists_are_never_laid_out() -> None:
    french = read("Le maire ferme la piscine.", "fr")

    assert aligned(french, french).finding is Finding.UNREAD


def test_a_short_text_is_known_by_its_small_words_whatever_was_guessed() -> None:
    assert read_as("There is a bomb under the car", "da") == "en"
    assert read_as("Der Bach ist nicht vergiftet", "nl") == "de"
    assert read_as("Завтра отключат воду", "ru") == "ru"


@pytest.mark.parametrize(
    "text",
    ["", " \n" * 10_000, "a" * 20_000, "Haus " * 4_000, "Ja. " * 5_000, "5 " * 10_000, "nicht " * 3_000,
     "z. B. " * 3_000, "#a " * 6_000, "von Haus nach Haus, " * 900, "ist es wahr dass " * 1_000, "“" * 20_000,
     "A:" * 9_000],
    ids=["nothing", "lines", "one word", "one word often", "sentences", "numbers", "denials", "short", "tags", "nouns",
         "asked", "quotes", "heads"],
)  # fmt: skip
def test_no_text_takes_long_to_lay_out(text: str) -> None:
    started = thread_time()
    aligned(read(text, "de"), read(text[::-1], "de"))

    assert thread_time() - started < allowed(1.5)

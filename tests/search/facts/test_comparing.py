"""What is read out of a text as a fact, and when two texts disagree."""

from __future__ import annotations

import pytest

from search.facts.comparing import differences, facts_of, missing
from search.facts.differences import Difference, DifferenceKind
from search.facts.reading import FactKind

NUMBERS = [
    ("de", "5000 Menschen", ["5000"]),
    ("de", "5.000 Menschen", ["5000"]),
    ("de", "5 000 Menschen", ["5000"]),
    ("de", "5'000 Menschen", ["5000"]),
    ("de", "fünftausend Menschen", ["5000"]),
    ("de", "1.000,5 Liter", ["1000.5 l"]),
    ("en", "1,000.5 litres", ["1000.5 l"]),
    ("de", "12.345.678 Stimmen", ["12345678"]),
    ("de", "0,500 Gramm", ["0.5 g"]),
    ("de", "2,125 Grad", ["2.125 °C"]),
    ("en", "5,000 people", ["5000"]),
    ("en", "3.141 is pi", ["3.141"]),
    ("de", "3 Millionen", ["3000000"]),
    ("de", "3 Mio. Euro", ["3000000 EUR"]),
    ("de", "drei Millionen €", ["3000000 EUR"]),
    ("de", "eine Million Dollar", ["1000000 USD"]),
    ("de", "1,5 Mrd. Euro", ["1500000000 EUR"]),
    ("de", "eine Billion Euro", ["1000000000000 EUR"]),
    ("en", "a billion dollars", ["1000000000 USD"]),
    ("en", "two hundred thousand people", ["200000"]),
    ("en", "twenty-five men", ["25"]),
    ("de", "fünfundzwanzig Männer", ["25"]),
    ("de", "zweihundertfünfzig Männer", ["250"]),
    ("de", "zwölf Kinder und ein Hund", ["12"]),
    ("de", "12 % und 13 Prozent", ["12 %", "13 %"]),
    ("de", "zu 100%ig sicher", ["100 %"]),
    ("en", "$5 or 5 dollars", ["5 USD", "5 USD"]),
    ("de", "€ 20 oder 20€", ["20 EUR", "20 EUR"]),
    ("de", "20km bis Wien", ["20 km"]),
    ("de", "um 20:15 Uhr", ["20:15"]),
    ("de", "2000 Euro", ["2000 EUR"]),
    ("fr", "deux personnes", ["2"]),
    ("it", "sei persone", ["6"]),
    ("de", "das sei so", []),
    ("es", "tres millones", ["3000000"]),
    ("tr", "on bin kişi", ["10000"]),
    ("", "zwei men and three Frauen", ["2", "3"]),
    ("de", "COVID-19, 5G, G20, H5N1, A380", []),
    ("de", "IBAN 12345678901234567890", []),
    ("de", "Tausende kamen", []),
    ("de", "https://example.org/12345 und www.example.org/77", []),
    ("de", "٥٠ Leute", ["50"]),
]


@pytest.mark.parametrize("lang,text,numbers", NUMBERS)
def test_numbers_are_read_as_they_are_meant(lang: str, text: str, numbers: list[str]) -> None:
    assert [f"{fact.value} {fact.unit}".strip() for fact in facts_of(text, lang).numbers] == numbers


DATES = [
    ("de", "am 13.03.2024", ["2024-03-13"]),
    ("de", "am 13.3.24 in Graz", ["2024-03-13"]),
    ("de", "am 13. 3. 2024", ["2024-03-13"]),
    ("de", "am 13. März 2024", ["2024-03-13"]),
    ("de", "am 13. märz", ["-03-13"]),
    ("de", "am 13.3. war es", ["-03-13"]),
    ("de", "seit Jänner 2021", ["2021-01-"]),
    ("de", "im Mai", ["-05-"]),
    ("de", "2024", ["2024--"]),
    ("de", "2024-03-13", ["2024-03-13"]),
    ("en", "on March 13, 2024", ["2024-03-13"]),
    ("en", "on 13 March 2024", ["2024-03-13"]),
    ("en", "on the 13th of March", ["-03-13"]),
    ("en", "3/13/2024", ["2024-03-13"]),
    ("en", "3/4/2024", ["2024-03-04"]),
    ("de", "3/4/2024", ["2024-04-03"]),
    ("en", "it may rain, we march on", []),
    ("fr", "le 13 mars 2024", ["2024-03-13"]),
    ("es", "el 13 de marzo de 2024", ["2024-03-13"]),
    ("tr", "13 Mart 2024", ["2024-03-13"]),
    ("de", "gestern, morgen und nächste Woche", []),
    ("de", "2000 Euro, 2000 Millionen", []),
    ("de", "am 45.13.2024", []),
    ("de", "Version 2.4.1", []),
]


@pytest.mark.parametrize("lang,text,dates", DATES)
def test_dates_have_one_spelling(lang: str, text: str, dates: list[str]) -> None:
    assert [fact.value for fact in facts_of(text, lang).dates] == dates


NAMES = [
    ("de", "Gestern hat Angela Merkel gesprochen.", ["angela merkel"]),
    ("de", "Angela Merkel hat gesprochen.", ["angela merkel"]),
    ("de", "Deutsche Politiker lügen.", []),
    ("de", "Das sagt Dr. Karl Lauterbach heute.", ["karl lauterbach"]),
    ("de", "Die AfD und die CDU", ["afd", "cdu"]),
    ("de", "WhatsApp und mRNA und H5N1", ["whatsapp", "mrna", "h5n1"]),
    ("de", "sagt @polizei_wien", ["polizei_wien"]),
    ("de", "in Deutschland und Österreich", ["DE", "AT"]),
    ("en", "in Germany and Austria", ["DE", "AT"]),
    ("tr", "Almanya ve Avusturya", ["DE", "AT"]),
    ("de", "aus Wien", ["Wien"]),
    ("en", "from Vienna", ["Wien"]),
    ("de", "die Straßen Berlins", ["Berlin"]),
    ("de", "an info@example.org", []),
    ("de", "Der Hund beißt die Katze im Garten.", []),
    ("de", "Ende Mai, Prozent Zinsen, Montag Abend", []),
    ("en", "Yesterday Biden met her.", ["biden"]),
    ("en", "In France people protest.", ["FR"]),
    ("de", "ALLE SOLLEN DAS HIER LESEN UND TEILEN", []),
    ("en", "Did The President Really Say That Today?", []),
    ("en", "he gave us a hand", []),
]


@pytest.mark.parametrize("lang,text,names", NAMES)
def test_names_are_told_by_their_spelling(lang: str, text: str, names: list[str]) -> None:
    assert [fact.value for fact in facts_of(text, lang).names] == names


@pytest.mark.parametrize(
    "lang,text,negated",
    [
        ("de", "Das stimmt nicht.", True),
        ("de", "Keinem wurde geholfen.", True),
        ("de", "Ohne Maske, weder hier noch dort", True),
        ("de", "Das stimmt.", False),
        ("de", "nicht nur heute, auch morgen", False),
        ("en", "It isn't true", True),
        ("en", "It isn’t true", True),
        ("en", "not only today", False),
        ("en", "nobody knows", True),
        ("fr", "ce n'est pas vrai", True),
        ("it", "non è vero", True),
        ("es", "nunca pasó", True),
        ("tr", "doğru değil", True),
        ("", "This is not wahr", True),
        ("de", "das Nichtraucherabteil", False),
    ],
)
def test_negations_are_seen(lang: str, text: str, negated: bool) -> None:
    assert bool(facts_of(text, lang).negations) is negated


def test_a_fact_knows_its_place_in_the_text() -> None:
    text = "Siehe https://example.org/1: am 13. März 2024 starben in Köln 5.000 Fische, nicht mehr."
    facts = facts_of(text, "de")
    for fact in (*facts.dates, *facts.numbers, *facts.names, *facts.negations):
        assert text[fact.start : fact.end] == fact.written
    assert [fact.written for fact in (*facts.dates, *facts.numbers, *facts.names, *facts.negations)] == [
        "13. März 2024",
        "5.000",
        "Köln",
        "nicht",
    ]


DIFFERENT = [
    ("5.000 Tote", "3.000 Tote", Difference(DifferenceKind.NUMBER, ("5.000",), ("3.000",))),
    ("5 Euro mehr", "5 Prozent mehr", Difference(DifferenceKind.NUMBER, ("5 Euro",), ("5 Prozent",))),
    ("am 13. März 2024", "am 12.03.2024", Difference(DifferenceKind.DATE, ("13. März 2024",), ("12.03.2024",))),
    ("in Köln und Köln", "in Hamburg", Difference(DifferenceKind.NAME, ("Köln",), ("Hamburg",))),
    ("es war die CDU", "es war die SPD", Difference(DifferenceKind.NAME, ("CDU",), ("SPD",))),
    ("das ist wahr", "das ist nicht wahr", Difference(DifferenceKind.NEGATION, (), ("nicht",))),
    ("Keiner kam", "Peter kam", Difference(DifferenceKind.NEGATION, ("Keiner",), ())),
    ("das ist möglich", "das ist unmöglich", Difference(DifferenceKind.NEGATION, (), ("unmöglich",))),
]


@pytest.mark.parametrize("post,claim,difference", DIFFERENT)
def test_what_differs_is_called_out_as_it_is_written(post: str, claim: str, difference: Difference) -> None:
    assert differences(facts_of(post, "de"), facts_of(claim, "de")) == (difference,)


@pytest.mark.parametrize(
    "post,claim",
    [
        ("5.000 Tote", "fünftausend Tote"),
        ("3 Mio Euro", "drei Millionen"),
        ("am 13. März", "am 13.03.2024"),
        ("im März 2024", "2024"),
        ("5 Tote und 3 Verletzte", "3 Verletzte"),
        ("viele Tote", "3 Tote"),
        ("sagt Angela Merkel", "sagt Merkel"),
        ("ein Auftritt von Merkel", "Angela Merkels Auftritt"),
        ("in Köln mit der CDU", "in Köln"),
        ("in Köln", "mit der CDU"),
        ("nicht heute", "niemals morgen"),
        ("das ist unwichtig", "das ist gut"),
    ],
)
def test_what_agrees_or_is_only_missing_is_not_called_out(post: str, claim: str) -> None:
    assert differences(facts_of(post, "de"), facts_of(claim, "de")) == ()
    assert differences(facts_of(claim, "de"), facts_of(post, "de")) == ()


def test_places_are_known_across_languages_and_other_names_are_not_held_against_each_other() -> None:
    german = facts_of("In Deutschland tagt die NATO", "de")
    assert differences(german, facts_of("L'OTAN se réunit en Allemagne", "fr")) == ()
    (found,) = differences(german, facts_of("L'OTAN se réunit en Autriche", "fr"))
    assert found == Difference(DifferenceKind.NAME, ("Deutschland",), ("Autriche",))


def test_what_stands_elsewhere_in_the_text_is_not_missing() -> None:
    sentence, claim = facts_of("Es waren 5 Leute.", "de"), facts_of("3 Leute", "de")
    assert differences(sentence, claim)
    assert not differences(sentence, claim, whole_post=facts_of("Es waren 5 Leute. Dann 3.", "de"))
    assert not differences(sentence, claim, whole_claim=facts_of("3 Leute, später 5", "de"))


def test_what_only_one_side_has_can_be_listed() -> None:
    post, claim = facts_of("5 Leute in Wien", "de"), facts_of("5 Leute", "de")
    assert [fact.value for fact in missing(FactKind.NAME, post, claim)] == ["Wien"]
    assert missing(FactKind.NUMBER, post, claim) == ()


@pytest.mark.parametrize("kind", list(DifferenceKind))
def test_every_kind_has_words_for_people(kind: DifferenceKind) -> None:
    assert str(kind.label)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1" * 20_000,
        "1 000 " * 3_300,
        "1-" * 10_000,
        "1." * 10_000,
        "13. 3. " * 2_800,
        "März " * 4_000,
        "A’" * 10_000,
        "U.S. " * 4_000,
        "ein Million " * 1_600,
        "😀" * 20_000,
        "אבג " * 5_000,
        "https://" * 2_500,
        "\x00" * 20_000,
        "nicht " * 3_300,
    ],
)
def test_hostile_texts_are_read_without_breaking(text: str) -> None:
    for lang in ("de", "en", "", "xx-nonsense"):
        facts = facts_of(text, lang)
        assert differences(facts, facts) == ()

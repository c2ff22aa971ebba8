"""The German words: none is missing, none is left over, and each reader gets their own language."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale

from app import create_app
from core.config import PROJECT_FOLDER, Config
from core.labels import LabelledEnum
from core.web.language import LANGUAGE_COOKIE

GERMAN = PROJECT_FOLDER / "translations" / "de" / "LC_MESSAGES" / "messages.po"
TEACHES = "docs/decisions/0006-translations.md names the command that brings the catalogue up to date"

PLACEHOLDER = re.compile(r"%%|%\(\w+\)[a-z]|%")
INFORMAL = re.compile(r"\b(du|dir|dich|dein\w*|euch|euer|eure\w*)\b")
STARRED = re.compile(r"\w[*:_·]in(nen)?\b|\wInnen\b")

# Where the sentences stand that readers read, and what they would take for something in an envelope.
READ = re.compile(r"(?:templates/(?:intake|parts|layout)|intake/(?:public|contact|talk|reports))/")
PAPER = re.compile(r"\bBrief(?:e|s|es|en)?\b")

# Names, and one word that both languages share.
SAME_IN_BOTH = {"WhatsApp", "Telegram", "Facebook", "Instagram", "TikTok", "YouTube", "X (Twitter)", "Satire", "PDF"}

HEADINGS = {
    "/report": ("Worum geht es?", "What is it about?"),
    "/report/one-page": ("Einen Beitrag melden", "Report a post"),
    "/status": ("Sehen, wie weit Ihre Meldung ist", "See how far your report is"),
    "/lookup": ("Nachsehen, was wir schon wissen", "Look up what we already know"),
    "/desk/login": ("In der Redaktion anmelden", "Sign in to the desk"),
}

NOTHING_SENT = "Wir brauchen eines davon: den Text des Beitrags, einen Link dorthin oder ein Bild davon."

ASKS_FOR_GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
ASKS_FOR_ENGLISH = {"Accept-Language": "en-GB,en;q=0.9,de;q=0.5"}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every word that stands in the code and the templates now."""
    template = tmp_path_factory.mktemp("words") / "messages.pot"
    extract = ["-q", "extract", "-F", "babel.cfg", "-o", str(template), "."]
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", *extract], cwd=PROJECT_FOLDER, check=True)
    return read(template)


@pytest.fixture(scope="module")
def german() -> Catalog:
    """The catalogue as people write it."""
    return read(GERMAN)


@pytest.fixture
def reader(config: Config) -> FlaskClient:
    """A browser; no context stays open around it, which would remember the language of the first page."""
    return create_app(config).test_client()


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="de")


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return singular and plural, or the one form there is."""
    return tuple(text) if isinstance(text, list | tuple) else (text or "",)


def words(catalog: Catalog) -> set[tuple[str, ...]]:
    return {forms(message.id) for message in messages(catalog)}


def sentences(catalog: Catalog) -> list[str]:
    return [form for message in messages(catalog) for form in forms(message.string)]


def texts(page: str) -> set[str]:
    """Return each piece of text that a page shows or reads out."""
    reader = _Texts()
    reader.feed(page)
    return reader.found


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if value and name in {"aria-label", "content"}}

    def handle_data(self, data: str) -> None:
        self.found.add(" ".join(data.split()))


def heading(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert found
    return found[1].strip()


def labelled_enums() -> list[type[LabelledEnum]]:
    """Return every enum of the product that has words for people."""
    return [enum for enum in LabelledEnum.__subclasses__() if not enum.__module__.startswith("tests.")]


def labels(enum: type[LabelledEnum], language: str) -> list[str]:
    with force_locale(language):
        return [str(member.label) for member in enum]


def test_every_word_in_the_sources_is_in_the_german_catalogue(sources: Catalog, german: Catalog) -> None:
    assert words(sources) - words(german) == set(), TEACHES


def test_the_german_catalogue_holds_nothing_that_the_sources_no_longer_say(sources: Catalog, german: Catalog) -> None:
    assert words(german) - words(sources) == set(), TEACHES
    assert not german.obsolete, TEACHES


def test_every_word_is_translated_and_no_translation_is_a_guess(german: Catalog) -> None:
    assert not german.fuzzy, "a catalogue marked as fuzzy is not compiled at all"
    assert [message.id for message in messages(german) if message.fuzzy] == []
    assert [message.id for message in messages(german) if not all(forms(message.string))] == []


def test_placeholders_and_percent_signs_are_the_same_in_both_languages(german: Catalog) -> None:
    for message in messages(german):
        for english, translated in zip(forms(message.id), forms(message.string), strict=True):
            assert sorted(PLACEHOLDER.findall(translated)) == sorted(PLACEHOLDER.findall(english)), message.id


def test_what_comes_by_e_mail_is_no_letter_to_german_readers(german: Catalog) -> None:
    """A “Brief” is made of paper; the desk's own list of what leaves may call it so."""
    read = [one for one in messages(german) if any(READ.match(path) for path, _ in one.locations)]
    assert len(read) > 400
    said = [sentence for message in read for sentence in forms(message.string)]
    said += [path.read_text("utf-8") for path in (PROJECT_FOLDER / "intake" / "notices" / "brought").glob("*.de.md")]
    assert [one for one in said if PAPER.search(one)] == []


def test_the_german_says_sie_to_everybody_and_reads_well_aloud(german: Catalog) -> None:
    assert [sentence for sentence in sentences(german) if INFORMAL.search(sentence)] == []
    assert [sentence for sentence in sentences(german) if STARRED.search(sentence)] == []


def test_every_label_has_a_german_word_of_its_own(app: Flask) -> None:
    enums = labelled_enums()
    assert {"Verdict", "Band", "Kind", "CaseState", "Phase", "Action"} <= {enum.__name__ for enum in enums}

    pairs = {pair for enum in enums for pair in zip(labels(enum, "en"), labels(enum, "de"), strict=True)}

    assert {english for english, german in pairs if english == german} == SAME_IN_BOTH


def test_no_two_choices_of_one_list_read_the_same(app: Flask) -> None:
    for enum in labelled_enums():
        for language in ("de", "en"):
            found = labels(enum, language)
            assert len(set(found)) == len(found), (enum.__name__, language)


@pytest.mark.parametrize("address", HEADINGS)
def test_a_german_reader_gets_german(reader: FlaskClient, german: Catalog, address: str) -> None:
    page = reader.get(address, headers=ASKS_FOR_GERMAN).text

    assert '<html lang="de">' in page
    assert heading(page) == HEADINGS[address][0]
    english = {form for message in messages(german) for form in forms(message.id)} - set(sentences(german))
    assert texts(page) & english == set()


@pytest.mark.parametrize("address", HEADINGS)
def test_an_english_reader_gets_english(reader: FlaskClient, german: Catalog, address: str) -> None:
    page = reader.get(address, headers=ASKS_FOR_ENGLISH).text

    assert '<html lang="en">' in page
    assert heading(page) == HEADINGS[address][1]
    english = {form for message in messages(german) for form in forms(message.id)}
    assert texts(page) & (set(sentences(german)) - english) == set()


@pytest.mark.parametrize(
    "chosen, headers, expected",
    [("en", ASKS_FOR_GERMAN, "What is it about?"), ("de", ASKS_FOR_ENGLISH, "Worum geht es?")],
)
def test_the_choice_on_the_page_beats_what_the_browser_asks_for(
    reader: FlaskClient, chosen: str, headers: dict[str, str], expected: str
) -> None:
    reader.set_cookie(LANGUAGE_COOKIE, chosen)

    page = reader.get("/report", headers=headers).text

    assert f'<html lang="{chosen}">' in page
    assert heading(page) == expected


@pytest.mark.parametrize("headers", [{}, {"Accept-Language": "fr"}], ids=["asks for nothing", "asks for French"])
def test_who_asks_for_neither_language_gets_german(reader: FlaskClient, headers: dict[str, str]) -> None:
    assert heading(reader.get("/report", headers=headers).text) == "Worum geht es?"


def test_what_is_wrong_with_a_report_is_said_in_german(reader: FlaskClient) -> None:
    answer = reader.post("/api/v1/submissions", json={"kind": "check"}, headers=ASKS_FOR_GERMAN)

    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["error"]["fields"] == {"text": NOTHING_SENT}

"""What a reader may send, and what they are told about the rest."""

from __future__ import annotations

from contextvars import Context

import pytest
from flask import Flask

from core.refusals import InvalidInput
from intake.models.cases import Kind
from intake.models.reports import Advertised, Concern, Platform, SeenWhen, Target
from intake.reports.fields import LONGEST_TEXT, LONGEST_WHY, Report, checked, without_unreadable


def sent(**fields: str) -> Report:
    return checked({"kind": "check", "text": "Das stimmt doch nicht.", **fields})


def problems(**fields: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        sent(**fields)
    return caught.value.problems


def test_a_text_alone_and_a_link_alone_are_enough(app: Flask) -> None:
    assert sent(url="").text == "Das stimmt doch nicht."
    assert sent(text="", url="https://example.org/post/1").url == "https://example.org/post/1"


def test_what_is_left_out_gets_a_default(app: Flask) -> None:
    report = checked({"kind": "hate", "text": "Ein Text."})
    assert report == Report(
        kind=Kind.HATE,
        text="Ein Text.",
        url="",
        platform=Platform.UNKNOWN,
        why="",
        language="de",
        is_danger=False,
        concern=Concern.UNSAID,
        targets=(),
        seen_when=SeenWhen.UNSAID,
        advertised=Advertised.UNSAID,
    )


@pytest.mark.parametrize("text", ["", "   ", "\n\t \r\n", "\u00a0\u2003"], ids=repr)
def test_neither_text_nor_link_is_refused_at_the_text(app: Flask, text: str) -> None:
    assert problems(text=text).keys() == {"text"}


CONTROLS = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFFFD, 0xFFFE, 0xFFFF, 0xD800]
TURNERS = [0x202A, 0x202B, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068]


@pytest.mark.parametrize("code", CONTROLS + TURNERS, ids="U+{:04X}".format)
def test_unreadable_and_turning_characters_are_refused_and_can_be_taken_out(app: Flask, code: int) -> None:
    text = f"Vor{chr(code)}her"
    assert problems(text=text).keys() == {"text"}
    assert problems(why=text).keys() == {"why"}
    assert problems(url=f"https://example.org/{chr(code)}a").keys() == {"url"}
    assert without_unreadable(text) == "Vorher"


KEPT = {
    "closing characters that a copy has left over": "Vor\u202cher und nach\u2069her",
    "direction marks": "Ruf an: \u200e+43 1 234\u200f heute",
    "a family of emoji joined by ZWJ": "Ganz klar \U0001f468\u200d\U0001f469\u200d\U0001f467 und \u2764\ufe0f",
    "tabs and line feeds": "Zeile eins\n\n\tZeile zwei",
    "Arabic and Hebrew": "قال الطبيب · אמר הרופא",
    "soft hyphen and zero-width space": "Impf\u00adstoff\u200bwerk",
    "combining accents": "u\u0308ber",
    "markup": "<b>fett</b> & <script>alert(1)</script>",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_harmless_characters_are_kept_as_they_are(app: Flask, text: str) -> None:
    assert sent(text=text, why=text).text == text
    assert sent(text=text, why=text).why == text


def test_line_ends_of_all_systems_become_line_feeds_and_the_edges_are_trimmed(app: Flask) -> None:
    assert sent(text="  eins\r\nzwei\rdrei\n ").text == "eins\nzwei\ndrei"


def test_the_longest_text_is_taken_and_one_character_more_is_not(app: Flask) -> None:
    assert len(sent(text="ä" * LONGEST_TEXT).text) == 20_000
    assert "20,001" in problems(text="ä" * 20_001)["text"]
    assert len(sent(why="ä" * LONGEST_WHY).why) == 4_000
    assert problems(why="ä" * 4_001).keys() == {"why"}


def test_line_ends_of_a_browser_do_not_count_twice(app: Flask) -> None:
    assert len(sent(text="a\r\n" * 9_999 + "a").text) == 19_999


WEB_LINKS = {
    "https://example.org/a?b=c#d": "https://example.org/a?b=c#d",
    "http://example.org": "http://example.org",
    "HTTPS://Example.ORG/A": "HTTPS://Example.ORG/A",
    "  https://example.org/a \n": "https://example.org/a",
    "www.example.org/a": "https://www.example.org/a",
    "WWW.example.org": "https://WWW.example.org",
    "https://example.org:8443/a": "https://example.org:8443/a",
    "https://münchen.example/straße": "https://münchen.example/straße",
    "https://example.org/@name/123": "https://example.org/@name/123",
    "https://192.0.2.7/a": "https://192.0.2.7/a",
}


@pytest.mark.parametrize("typed, kept", WEB_LINKS.items(), ids=WEB_LINKS.keys())
def test_links_to_web_pages_are_taken(app: Flask, typed: str, kept: str) -> None:
    assert sent(url=typed).url == kept


NO_WEB_LINKS = [
    "https://example.org/" + "a" * 10_000,
    "javascript:alert(1)",
    "JavaScript://example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "ftp://example.org/a",
    "//example.org/a",
    "example.org/a",
    "https://user:pass@example.org/",
    "https://example.org@evil.example/",
    "https://example.org/a b",
    "https://example.org/a\tb",
    "https://example.org/a\nb",
    "https://example.org\\@evil.example/",
    'https://example.org/"onclick',
    "https://example.org/<script>",
    "https://example.org/\x00",
    "https://localhost/a",
    "https:///a",
    "https://",
    "https://example.org:port/",
    "https://example.org:99999/",
    "https://[::1",
    "https://[not-an-address.example]/",
    "irgendein Text",
]


@pytest.mark.parametrize("url", NO_WEB_LINKS, ids=lambda url: ascii(url[:50]))
def test_what_is_no_link_to_a_web_page_is_refused_at_the_link(app: Flask, url: str) -> None:
    assert problems(url=url).keys() == {"url"}
    # Nobody is told to enter a text when the link is what has to be mended.
    assert problems(url=url, text="").keys() == {"url"}


@pytest.mark.parametrize(
    "field, value",
    [
        ("kind", ""),
        ("kind", "CHECK"),
        ("kind", "rumour"),
        ("platform", "myspace"),
        ("language", "fr"),
        ("language", "de-AT"),
    ],
)
def test_unknown_choices_are_refused_at_their_field(app: Flask, field: str, value: str) -> None:
    assert problems(**{field: value}).keys() == {field}


def test_all_problems_are_told_at_once(app: Flask) -> None:
    found = problems(kind="", text="\x00", url="ftp://x.example", platform="?", why="\u202e", language="?")
    assert found.keys() == {"kind", "text", "url", "platform", "why", "language"}


REFUSED = [
    {"text": ""},
    {"text": "a" * 20_001},
    {"text": "\x00"},
    {"text": "\u202e"},
    {"url": "ftp://example.org"},
    {"url": "https://example.org/" + "a" * 10_000},
    {"kind": "rumour"},
    {"platform": "myspace"},
]


@pytest.mark.parametrize("fields", REFUSED, ids=lambda fields: ascii(fields)[:40])
def test_each_problem_is_a_sentence_in_german_and_another_one_in_english(app: Flask, fields: dict[str, str]) -> None:
    def tell(language: str) -> str:
        with app.test_request_context(headers={"Accept-Language": language}):
            (sentence,) = problems(**fields).values()
        return sentence

    # A context each, as two readers have: the language is remembered for as long as one lasts.
    told = {language: Context().run(tell, language) for language in ("de", "en")}
    assert all(sentence[0].isupper() and sentence[-1] in ".?!" for sentence in told.values())
    assert told["de"] != told["en"]


@pytest.mark.parametrize(
    "text", ["\u200b", "\u2800\u2800", "\u3164 \u3164", "\u2060\u00ad", "\u115f\ufe0f", "\u0301 ", "\U000e0041"]
)
def test_a_text_that_nobody_can_see_is_no_text(app: Flask, text: str) -> None:
    assert problems(text=text) == problems(text="")
    assert sent(why=text).why == ""


@pytest.mark.parametrize("text", ["???", "😱", "\U0001f1e6\U0001f1f9", "\u00bf", "क"])
def test_a_text_of_signs_alone_is_one(app: Flask, text: str) -> None:
    assert sent(text=text).text == text


ANSWERS: list[tuple[dict[str, str], str, object]] = [
    ({"danger": "yes"}, "is_danger", True),
    ({"danger": "no"}, "is_danger", False),
    ({"concern": "affected", "kind": "hate"}, "concern", Concern.AFFECTED),
    ({"concern": "on_behalf", "kind": "scam"}, "concern", Concern.ON_BEHALF),
    ({"seen_when": "today"}, "seen_when", SeenWhen.TODAY),
    ({"advertised": "yes"}, "advertised", Advertised.YES),
]


@pytest.mark.parametrize("fields, name, expected", ANSWERS, ids=[name for _, name, _ in ANSWERS])
def test_what_some_are_asked_is_taken(app: Flask, fields: dict[str, str], name: str, expected: object) -> None:
    assert getattr(sent(**fields), name) == expected


@pytest.mark.parametrize("name", ["danger", "concern", "seen_when", "advertised"])
def test_an_answer_that_was_not_offered_is_refused_at_its_question(app: Flask, name: str) -> None:
    assert problems(**{name: "perhaps"}).keys() == {name}


def test_targets_are_taken_once_each_and_unknown_ones_refused(app: Flask) -> None:
    hate = {"kind": "hate", "text": "Ein Text."}
    assert checked(hate, targets=["age", "gender", "age"]).targets == (Target.AGE, Target.GENDER)
    with pytest.raises(InvalidInput) as caught:
        checked(hate, targets=["age", "martians"])
    assert caught.value.problems.keys() == {"targets"}


def test_answers_to_questions_that_the_kind_is_not_asked_are_passed_over(app: Flask) -> None:
    fields = {"text": "Ein Text.", "concern": "affected", "advertised": "yes"}
    check = checked({"kind": "check", **fields}, targets=["age"])
    assert (check.concern, check.targets, check.advertised) == (Concern.UNSAID, (), Advertised.YES)
    hate = checked({"kind": "hate", **fields}, targets=["age"])
    assert (hate.concern, hate.targets, hate.advertised) == (Concern.AFFECTED, (Target.AGE,), Advertised.UNSAID)

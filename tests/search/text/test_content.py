"""What a report consists of: its text, its links, and the one link that it is about."""

from __future__ import annotations

import time

import pytest

from search.text import links
from search.text.content import Content, content_of, differ_in_links
from search.text.links import canonical_url
from search.text.normalise import MOST_LINKS, text_hash

POST = "Ab Montag darf in Wien niemand mehr Hunde an der Leine führen, sagt das Amt."
PAGE = "https://www.example.org/artikel/7?utm_source=chat"
PLAIN = "example.org/artikel/7"


def test_a_text_without_links_is_a_text() -> None:
    assert content_of(f"  {POST}\n") == Content(POST, (), text_hash(POST), "")


def test_nothing_consists_of_nothing() -> None:
    assert content_of("") == content_of(" \n", " ") == Content("", (), "", "")


@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        f" {PAGE}\n",
        f"<{PAGE}>",
        f"„{PAGE}“",
        f"({PAGE}).",
        f"👉 {PAGE}",
        "example.org/artikel/7",
        "www.example.org/artikel/7",
        "https://www.exam\u200bple.org/artikel/7",
    ],
)
def test_a_text_that_is_nothing_but_a_link_is_a_link(text: str) -> None:
    assert content_of(text) == Content("", (PLAIN,), "", PLAIN)


@pytest.mark.parametrize(
    "text", ["Wien", "example.org", "https://erika@example.org/a", "https://example.org/ein-langer…"]
)
def test_what_is_no_link_stays_a_text(text: str) -> None:
    assert content_of(text) == Content(text, (), text_hash(text), "")


def test_the_link_beside_the_text_comes_first_and_each_link_once() -> None:
    text = f"{POST} Siehe http://example.org/artikel/8, {PAGE} und https://m.example.org/artikel/8!"
    assert content_of(text, PAGE).links == (PLAIN, "example.org/artikel/8")
    assert content_of(text).links == ("example.org/artikel/8", PLAIN)


def test_a_text_of_many_links_is_read_up_to_a_limit_and_keeps_the_one_that_was_named() -> None:
    text = " ".join(f"https://example.org/{number}" for number in range(50))
    links = content_of(text, PAGE).links
    assert links[0] == PLAIN
    assert links[1:] == tuple(f"example.org/{number}" for number in range(MOST_LINKS - 1))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Stimmt das?",
        "Hallo liebes Team, bitte prüfen! Danke",
        "Is this true?",
        "🤔🤔",
    ],
)
def test_a_link_that_a_text_only_asks_about_is_what_the_report_is_about(text: str) -> None:
    assert content_of(f"{text} {PAGE}").subject == PLAIN
    assert content_of(f"{PAGE}\n{text}").subject == PLAIN
    assert content_of(text, PAGE).subject == PLAIN


@pytest.mark.parametrize("text", [POST, "Das stimmt nicht!", "5 Tote", "Erika lügt"])
def test_a_link_in_a_text_that_claims_something_only_goes_along_with_it(text: str) -> None:
    assert content_of(f"{text} {PAGE}").subject == ""
    assert content_of(f"{text} {PAGE}").links == (PLAIN,)
    # Whoever names the link beside the text says that it is the post.
    assert content_of(text, PAGE).subject == PLAIN


@pytest.mark.parametrize(
    "text",
    [
        "Schaut euch dieses furchtbare Video an, das am Sonntag in Linz entstanden ist",
        "In diesem Artikel behauptet jemand, Hunde seien ab Montag verboten",
        "This picture was taken in Vienna in 2015",
    ],
)
def test_a_text_that_says_much_of_what_its_link_shows_is_about_it(text: str) -> None:
    content = content_of(f"{text} {PAGE}")
    assert (content.subject, content.about, content.has_matter, content.stands_alone) == (PLAIN, PLAIN, True, False)
    assert content_of(text).stands_alone
    assert content.together != content_of(f"{text} https://example.org/artikel/8").together
    assert content.together == content_of(f"{text} http://m.example.org/artikel/7").together


@pytest.mark.parametrize("text", [POST, f"Teilt diesen Beitrag! {POST}"])
def test_the_same_words_are_known_by_the_link_they_came_with(text: str) -> None:
    one, other, none = content_of(text, PAGE), content_of(text, "https://example.org/artikel/8"), content_of(text)
    assert len({one.together, other.together, none.together}) == 3
    assert one.stands_alone
    assert one.text_hash == other.text_hash == none.together
    # Which site it was says nothing.
    assert content_of(text, "https://www.example.org").together == none.together


def test_a_channel_that_was_named_is_what_a_report_is_about_but_no_page() -> None:
    one, other = content_of(POST, "https://t.me/kanal"), content_of(POST, "https://t.me/anderer")
    assert (one.subject, one.about) == ("", "t.me/kanal")
    assert one.together != other.together


@pytest.mark.parametrize("text", ["Fake?", "🤔", "Stimmt das so?"])
def test_a_text_without_matter_is_known_by_nothing(text: str) -> None:
    for content in (content_of(text), content_of(text, PAGE), content_of(f"{text} {PAGE}")):
        assert (content.together, content.has_matter, content.stands_alone) == ("", False, False)


@pytest.mark.parametrize(
    "one,other,differ",
    [
        ((POST, ""), (POST, ""), False),
        ((POST, PAGE), (POST, ""), False),
        ((POST, PAGE), (POST, "https://example.org/artikel/8"), True),
        ((f"{POST} {PAGE}", ""), (POST, ""), False),
        ((f"{POST} {PAGE}", ""), (f"{POST} https://example.org/artikel/8", ""), True),
        ((f"{POST} {PAGE}", ""), (f"{POST} {PAGE} https://example.org/artikel/8", ""), False),
        ((POST, "https://t.me/kanal"), (POST, "https://t.me/anderer"), True),
    ],
)
def test_texts_differ_in_their_links_when_each_has_one_that_the_other_lacks(
    one: tuple[str, str], other: tuple[str, str], differ: bool
) -> None:
    assert differ_in_links(content_of(*one), content_of(*other)) is differ
    assert differ_in_links(content_of(*other), content_of(*one)) is differ


def test_of_two_links_none_is_what_the_report_is_about() -> None:
    assert content_of(f"{PAGE} https://example.org/artikel/8").subject == ""
    assert content_of(f"{PAGE} http://example.org/artikel/7").subject == PLAIN


@pytest.mark.parametrize(
    "url", ["https://example.org", "https://example.org/politik", "https://t.me/kanal", "https://x.com/erika"]
)
def test_a_front_door_or_a_channel_is_a_link_but_not_what_a_report_is_about(url: str) -> None:
    for content in (content_of(url), content_of(POST, url), content_of(f"Stimmt das? {url}")):
        assert content.links == (canonical_url(url),)
        assert content.subject == ""


def test_the_hash_does_not_depend_on_how_a_link_is_spelled() -> None:
    assert content_of(f"{POST} {PAGE}").text_hash == content_of(f"{POST} example.org/artikel/7").text_hash
    assert content_of(f"{POST} {PAGE}").text_hash != content_of(f"{POST} example.org/artikel/8").text_hash


HOSTILE = {
    "schemes": "https://" * 2_500,
    "short links": "https://a.de/ " * 1_430,
    "glued links": "https://a.de/x" * 1_430,
    "bare links": "a1.de/b " * 2_500,
    "labels": "a." * 10_000,
    "labels that end well": "aa." * 6_660 + "de/x",
    "dashes": "a-" * 10_000,
    "one word": "a" * 20_000,
    "closing brackets": "https://a.de/" + ")" * 4_000 + " https://a.de/" + "]" * 4_000,
    "opening brackets": "[(" * 10_000,
    "redirectors": ("https://web.archive.org/web/1/" * 130 + " ") * 5,
    "parameters": ("https://www.facebook.com/story.php?" + "id=1&" * 800 + " ") * 5,
    "parameters of walls": ("https://vk.com/a?" + "w=wall1&" * 480 + " ") * 5,
    "percent signs": ("https://example.org/" + "%C3%A4" * 650 + " ") * 5,
    "stars": "*a " * 6_660,
    "stars together": "*" * 20_000,
    "underlines": "_a" * 10_000,
    "marks": "?!" * 10_000,
    "dots before digits": "..1" * 6_660,
    "quoting": "> " * 10_000,
    "quoted lines": ">\n" * 10_000,
    "lines of marks": "!\n" * 10_000,
    "forwarded": "weitergeleitet " * 1_330,
    "forwarded lines": "Weitergeleitet\n" * 1_330,
    "please": "bitte " * 3_330,
    "lines of please": ("bitte " * 19 + "\n") * 170,
    "headers": "Forwarded message\n" + "Von: x\n" * 2_850,
    "exports": "[12.03.24, 18:22:11] A" * 900,
    "spaces": " " * 20_000 + "x",
    "line ends": "\n" * 20_000 + "x",
    "emoji": "😡" * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_costs_no_more_than_its_length(text: str) -> None:
    """Four times the length may take some six times as long, not sixteen times: what is compared is one run."""
    assert _seconds(text[:20_000]) <= 6 * _seconds(text[:5_000]) + 0.02


def _seconds(text: str) -> float:
    taken = []
    for _ in range(3):
        links._remembered.cache_clear()
        started = time.process_time()
        content_of(text)
        taken.append(time.process_time() - started)
    return min(taken)

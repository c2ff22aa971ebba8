"""What makes two links the same page, and which links stand in a text."""

from __future__ import annotations

import pytest

from search.text.links import MOST_WRAPPINGS, canonical_url, links_in, names_one_page
from tests.support.spellings import SPELLINGS

SAME = [(url, spelling) for spelling, urls in SPELLINGS.items() for url in urls]


@pytest.mark.parametrize("url,spelling", SAME)
def test_all_links_to_a_page_have_one_spelling(url: str, spelling: str) -> None:
    assert canonical_url(url) == spelling


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_spelling_is_its_own_spelling(spelling: str) -> None:
    assert canonical_url(f"https://{spelling}") == spelling


APART = [
    ("https://example.org/a", "https://example.org/A"),
    ("https://example.org/a", "https://example.com/a"),
    ("https://example.org/a", "https://news.example.org/a"),
    ("https://example.org/a", "https://example.org:8443/a"),
    ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    ("https://example.org/a?ref=1", "https://example.org/a?ref=2"),
    ("https://example.org/a?s=1", "https://example.org/a?s=2"),
    ("https://example.org/a?q=amp", "https://example.org/a?q=volt"),
    ("https://example.org/#!/a", "https://example.org/#!/b"),
    ("https://example.org/app#/a", "https://example.org/app#/b"),
    ("https://example.org/camp", "https://example.org/c"),
    ("https://example.org/amp", "https://example.org/"),
    ("https://m.co.uk/a", "https://co.uk/a"),
    # Somebody's name under a suffix that anybody can register names under, of a country or of a company.
    ("https://m.priv.at/a", "https://priv.at/a"),
    ("https://m.github.io/a", "https://github.io/a"),
    ("https://www.mobile.de/a", "https://www.de/a"),
    ("https://wwwhat.example/", "https://hat.example/"),
    ("https://youtu.be/AbC-dEf_123", "https://youtu.be/abc-def_123"),
    ("https://www.youtube.com/@erika", "https://www.youtube.com/@karl"),
    ("https://x.com/erika/status/1", "https://x.com/erika/status/2"),
    ("https://x.com/erika", "https://x.com/karl"),
    ("https://t.me/kanal/123", "https://t.me/kanal/124"),
    ("https://t.me/kanal/123", "https://t.me/anderer/123"),
    ("https://t.me/+AbCdEf", "https://t.me/+abcdef"),
    ("https://instagram.com/p/AbC", "https://instagram.com/p/aBc"),
    ("https://facebook.com/erika/posts/1", "https://facebook.com/erika/posts/2"),
    ("https://facebook.com/erika/posts/1", "https://facebook.com/karl/posts/1"),
    ("https://www.reddit.com/r/de/comments/1a/t/", "https://www.reddit.com/r/de/comments/1a/t/k1/"),
    ("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa", "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fb"),
    ("https://evilfacebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa", "https://example.org/a"),
    ("https://example.net/url?q=https%3A%2F%2Fexample.org%2Fa", "https://example.org/a"),
    ("https://bit.ly/AbC", "https://bit.ly/aBC"),
]  # fmt: skip


@pytest.mark.parametrize("one,other", APART)
def test_links_to_different_pages_stay_apart(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)
    assert canonical_url(one)
    assert canonical_url(other)


@pytest.mark.parametrize("url", ["https://bit.ly/3AbCdE", "https://t.co/AbCdEf", "https://vm.tiktok.com/ZMabc"])
def test_a_shortened_link_stays_as_it_is(url: str) -> None:
    assert canonical_url(url) == url.removeprefix("https://")


def test_a_redirector_that_leads_nowhere_or_to_itself_is_a_link_like_others() -> None:
    nowhere = "https://l.facebook.com/l.php?u=javascript:alert(1)"
    assert canonical_url(nowhere).startswith("l.facebook.com/l.php")
    around = "https://web.archive.org/web/2024/"
    assert canonical_url(around * (MOST_WRAPPINGS - 1) + "https://example.org/a") == "example.org/a"
    assert canonical_url(around * 60 + "https://example.org/a").startswith("web.archive.org/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "no link",
        "Wort",
        "mailto:a@example.org",
        "javascript:alert(1)",
        "ftp://example.org/a",
        "http://",
        "http://[",
        "http://localhost/a",
        "http://example.org:99999/",
        "http://example.org:x/",
        "http://exam ple.org/",
        "http://\udcff.example/",
        "http://ex..org/",
        "https:///path",
        "https://user:word@example.org/a/b",
        "https://example.org@evil.example/a",
        "https://example.org/" + "a" * 5_000,
    ],
)
def test_what_is_no_link_has_no_spelling_and_breaks_nothing(url: str) -> None:
    assert canonical_url(url) == ""


@pytest.mark.parametrize(
    "url,one_page",
    [
        ("https://example.org/a", True),
        ("https://example.org/?p=1", True),
        ("https://example.org/index.php?p=1", True),
        ("https://example.org/politik/ein-artikel-123.html", True),
        ("https://youtu.be/AbC-dEf_123", True),
        ("https://x.com/erika/status/1", True),
        ("https://t.me/kanal/123", True),
        ("https://www.facebook.com/erika/posts/1", True),
        ("https://www.facebook.com/watch/?v=5550001", True),
        ("https://www.facebook.com/photo/?fbid=77", True),
        ("https://www.facebook.com/groups/wien/posts/9", True),
        ("https://www.instagram.com/p/AbC", True),
        ("https://vk.com/wall-1_2", True),
        ("https://bit.ly/3AbCdE", True),
        ("", False),
        ("https://example.org", False),
        ("https://example.org/", False),
        ("https://www.example.org/?utm_source=x", False),
        ("https://example.org/index.html", False),
        ("https://example.org/de/", False),
        ("https://example.org/politik", False),
        ("https://x.com/erika", False),
        ("https://x.com/hashtag/wien", False),
        ("https://t.me/kanal", False),
        ("https://t.me/s/kanal", False),
        ("https://t.me/joinchat/AbC", False),
        ("https://chat.whatsapp.com/AbCdEf", False),
        ("https://www.facebook.com/erika/", False),
        ("https://www.facebook.com/profile.php?id=100012345", False),
        ("https://www.facebook.com/groups/wien/", False),
        ("https://www.instagram.com/erika.b/?hl=de", False),
        ("https://www.youtube.com/@erika/videos", False),
        ("https://www.tiktok.com/@erika", False),
        ("https://www.google.com/search?q=wien", False),
    ],
)
def test_front_doors_profiles_and_channels_are_not_one_page(url: str, one_page: bool) -> None:
    assert names_one_page(canonical_url(url)) is one_page


def found(text: str) -> list[str]:
    return [text[link.start : link.end] for link in links_in(text, most=20)]


@pytest.mark.parametrize(
    "text,links",
    [
        ("Siehe https://example.org/a.", ["https://example.org/a"]),
        ("Siehe https://example.org/a?b=c!!", ["https://example.org/a?b=c"]),
        ("(https://example.org/a)", ["https://example.org/a"]),
        ("https://de.wikipedia.org/wiki/Wien_(Film)", ["https://de.wikipedia.org/wiki/Wien_(Film)"]),
        ("(siehe https://de.wikipedia.org/wiki/Wien_(Film)).", ["https://de.wikipedia.org/wiki/Wien_(Film)"]),
        ("„https://example.org/a“ und »https://example.org/b«", ["https://example.org/a", "https://example.org/b"]),
        ("‚https://example.org/a‘", ["https://example.org/a"]),
        ("<https://example.org/a>", ["https://example.org/a"]),
        ('<a href="https://example.org/a">hier</a>', ["https://example.org/a"]),
        ("[hier](https://example.org/a)", ["https://example.org/a"]),
        ("[https://example.org/a](https://example.org/a)", ["https://example.org/a"] * 2),
        ("*https://example.org/a*", ["https://example.org/a"]),
        ("Wörterhttps://example.org/a", ["https://example.org/a"]),
        ("https://example.org/ahttps://example.org/b", ["https://example.org/a", "https://example.org/b"]),
        ("https://web.archive.org/web/2024/https://example.org/a", ["https://web.archive.org/web/2024/https://example.org/a"]),
        ("https://youtu.be/AbC-dEf_12_", ["https://youtu.be/AbC-dEf_12_"]),
        ("Mehr auf www.example.org, sagt er", ["www.example.org"]),
        ("Quelle:example.org/artikel/7", ["example.org/artikel/7"]),
        ("Kanal t.me/kanal/12 und x.com/erika/status/1", ["t.me/kanal/12", "x.com/erika/status/1"]),
        ("Die tagesschau.de meldet", []),
        ("und/oder, z.B./d.h., km/h, 1.000/Tag, Herr.Frau/Kind", []),
        ("Mail an erika@example.org/x oder erika.b@example.org", []),
        ("https://example.org/ein-langer-titel-der-abge…", []),
        ("ftp://example.org/a und https://erika@example.org/a", []),
    ],
)  # fmt: skip
def test_links_are_found_in_a_text_without_the_sentence_around_them(text: str, links: list[str]) -> None:
    assert found(text) == links

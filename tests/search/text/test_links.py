"""What makes two links the same page, and which links stand in a text."""

from __future__ import annotations

import pytest

from search.text.links import MOST_WRAPPINGS, canonical_url, links_in, names_one_page

SPELLINGS = {
    "verein.priv.at/a": ["https://verein.priv.at/a", "https://m.verein.priv.at/a", "https://www.verein.priv.at/a"],
    "gov.uk/a": ["https://gov.uk/a", "https://www.gov.uk/a"],
    "ne.ch/a": ["https://ne.ch/a", "https://m.ne.ch/a", "https://www.ne.ch/a"],
    "example.org/a/b": [
        "https://example.org/a/b",
        "http://example.org/a/b",
        "HTTPS://EXAMPLE.ORG/a/b",
        "https:/example.org/a/b",
        "//example.org/a/b",
        "example.org/a/b",
        "www.example.org/a/b",
        " https://www.example.org/a/b/ ",
        "https://example.org./a/b",
        "https://m.example.org/a/b",
        "https://www.m.example.org/a/b",
        "https://mobile.example.org/a/b",
        "https://amp.example.org/a/b",
        "https://example.org:443/a/b",
        "http://example.org:80/a/b",
        "https://example.org/a/./c/../b",
        "https://example.org/a/b#comments",
        "https://example.org/a/b#:~:text=ein%20Satz",
        "https://example.org/a/b?utm_source=x&utm_medium=y",
        "https://example.org/a/b?UTM_Source=x&amp;utm_medium=y",
        "https://example.org/a/b?fbclid=abc",
        "https://example.org/a/b?gclid=1&gad_source=2&gbraid=3",
        "https://example.org/a/b?mc_cid=1&mc_eid=2",
        "https://example.org/a/b?pk_campaign=1&mtm_source=2&wt_mc=3&at_medium=4&ns_mchannel=5",
        "https://example.org/a/b?__twitter_impression=true",
        # The accelerated copy.
        "https://example.org/a/b/amp",
        "https://example.org/a/b/amp/",
        "https://example.org/a/b/amp.html",
        "https://example.org/amp/a/b",
        "https://example.org/a/b?amp",
        "https://example.org/a/b?amp=1",
        "https://example.org/a/b?outputType=amp",
        "https://www.google.com/amp/s/www.example.org/a/b",
        "https://www.google.de/amp/example.org/a/b",
        "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a/b",
        "https://www-example-org.cdn.ampproject.org/v/s/www.example.org/a/b/amp?amp_js_v=0.1&usqp=mq331",
        "https://cdn.ampproject.org/c/www.example.org/a/b",
        # Redirectors.
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%2Fb%3Ffbclid%3DIwAR0&h=AT0",
        "https://lm.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%2Fb",
        "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fexample.org%2Fa%2Fb",
        "https://l.instagram.com/?u=https%3A%2F%2Fexample.org%2Fa%2Fb&e=AT1",
        "https://www.google.com/url?q=https://example.org/a/b&sa=U&usg=x",
        "https://www.google.co.uk/url?q=wort+suche&url=https%3A%2F%2Fexample.org%2Fa%2Fb",
        "https://www.youtube.com/redirect?event=video_description&q=https%3A%2F%2Fexample.org%2Fa%2Fb",
        "https://out.reddit.com/t3_x?url=https%3A%2F%2Fexample.org%2Fa%2Fb&token=y",
        "https://t.umblr.com/redirect?z=https%3A%2F%2Fexample.org%2Fa%2Fb&t=x",
        "https://vk.com/away.php?to=https%3A%2F%2Fexample.org%2Fa%2Fb",
        "https://slack-redir.net/link?url=https%3A%2F%2Fexample.org%2Fa%2Fb",
        "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa%2Fb&data=05",
        "https://duckduckgo.com/l/?uddg=https%3A%2F%2Fexample.org%2Fa%2Fb&rut=x",
        "https://steamcommunity.com/linkfilter/?url=https://example.org/a/b",
        "https://steamcommunity.com/linkfilter/https://example.org/a/b",
        "https://deref-gmx.net/mail/client/abc/dereferrer/?redirectUrl=https%3A%2F%2Fexample.org%2Fa%2Fb",
        "https://href.li/?https://example.org/a/b",
        "https://urldefense.com/v3/__https://example.org/a/b__;!!AbC!xyz$",
        "https://web.archive.org/web/20240312182211/https://www.example.org/a/b",
        "https://web.archive.org/web/2024id_/http://example.org/a/b",
        "https://web.archive.org/web/20240312182211/example.org/a/b",
        "https://archive.ph/newest/https://example.org/a/b",
        "https://www-example-org.translate.goog/a/b?_x_tr_sl=en&_x_tr_tl=de&_x_tr_hl=de",
        "https://translate.google.com/translate?sl=en&tl=de&u=https%3A%2F%2Fexample.org%2Fa%2Fb",
        # One in the other.
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fexample.org%252Fa%252Fb",
        "https://web.archive.org/web/2024/https://l.facebook.com/l.php?u=https%3A%2F%2Fm.example.org%2Fa%2Fb%2Famp",
    ],
    "example.org/a.html": ["https://example.org/a.amp.html", "https://example.org/a~amp.html"],
    "mein-ort.example/x": ["https://mein--ort-example.translate.goog/x?_x_tr_sl=de"],
    "xn--mller-kva.example/x": [
        "https://müller.example/x",
        "https://MÜLLER.example/x",
        "https://xn--mller-kva.example/x",
        "https://0-mller--kva-example.translate.goog/x?_x_tr_enc=0&_x_tr_sl=de",
    ],
    "example.org/%C3%A4~?q=%C3%B6": ["https://example.org/ä~?q=ö", "https://example.org/%c3%a4%7E?q=%c3%b6"],
    "example.org?a=1&b=2": ["https://example.org/?b=2&a=1", "https://example.org?a=1&b=2"],
    "[2001:db8::1]/a": ["http://[2001:DB8::1]/a", "http://[2001:db8:0::1]:80/a/"],
    "de.wikipedia.org/wiki/Wien": ["https://de.m.wikipedia.org/wiki/Wien", "https://de.wikipedia.org/wiki/Wien#Bezirke"],
    "youtube.com/watch?v=AbC-dEf_123": [
        "https://youtu.be/AbC-dEf_123",
        "https://youtu.be/AbC-dEf_123?si=teilen&t=42",
        "https://www.youtube.com/watch?v=AbC-dEf_123",
        "https://m.youtube.com/watch?app=desktop&v=AbC-dEf_123&list=PL1&index=3&t=10s",
        "https://www.youtube.com/watch?feature=youtu.be&v=AbC-dEf_123#t=3",
        "https://youtube.com/shorts/AbC-dEf_123?feature=share",
        "https://www.youtube.com/live/AbC-dEf_123",
        "https://www.youtube-nocookie.com/embed/AbC-dEf_123?rel=0",
        "https://music.youtube.com/watch?v=AbC-dEf_123",
        "https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3DAbC-dEf_123%26feature%3Dshare",
        "https://consent.youtube.com/m?continue=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DAbC-dEf_123&gl=DE",
    ],
    "x.com/i/status/1234567890": [
        "https://twitter.com/erika/status/1234567890",
        "https://x.com/erika/status/1234567890?s=20",
        "https://mobile.twitter.com/erika/status/1234567890?t=AbC&s=09",
        "https://twitter.com/i/web/status/1234567890",
        "https://x.com/i/status/1234567890",
        "https://twitter.com/Erika/statuses/1234567890",
        "https://x.com/erika/status/1234567890/photo/1",
        "https://fxtwitter.com/erika/status/1234567890",
    ],
    "t.me/kanal/123": [
        "https://t.me/kanal/123",
        "https://t.me/s/kanal/123",
        "https://t.me/Kanal/123?single",
        "https://telegram.me/kanal/123",
        "http://www.t.me/kanal/123/",
    ],
    "facebook.com/100012345/posts/987": [
        "https://m.facebook.com/story.php?story_fbid=987&id=100012345&mibextid=x",
        "https://www.facebook.com/permalink.php?id=100012345&story_fbid=987",
        "https://mbasic.facebook.com/100012345/posts/987/?__tn__=R",
        "https://de-de.facebook.com/100012345/posts/987?__cft__[0]=AZ",
        "https://web.facebook.com/100012345/posts/ein-langer-titel/987",
    ],
    "facebook.com/watch?v=5550001": [
        "https://www.facebook.com/watch/?v=5550001",
        "https://www.facebook.com/watch/live/?ref=watch_permalink&v=5550001",
        "https://fb.com/video.php?v=5550001",
        "https://www.facebook.com/erika/videos/5550001/",
        "https://www.facebook.com/reel/5550001?mibextid=x",
    ],
    "facebook.com/photo?fbid=77": [
        "https://www.facebook.com/photo/?fbid=77&set=a.1",
        "https://m.facebook.com/photo.php?fbid=77",
        "https://www.facebook.com/erika/photos/a.1/77/",
    ],
    "facebook.com/groups/wien/posts/9": [
        "https://www.facebook.com/groups/wien/permalink/9/",
        "https://www.facebook.com/groups/wien/posts/9/?comment_id=3",
    ],
    "instagram.com/p/AbC_d-1": [
        "https://www.instagram.com/p/AbC_d-1/?igsh=xyz==",
        "https://instagram.com/reel/AbC_d-1/",
        "https://www.instagram.com/erika.b/reel/AbC_d-1/?img_index=2",
        "https://instagr.am/p/AbC_d-1",
    ],
    "tiktok.com/video/7300000000000000001": [
        "https://www.tiktok.com/@erika/video/7300000000000000001?is_from_webapp=1&sender_device=pc",
        "https://m.tiktok.com/v/7300000000000000001.html",
        "https://www.tiktok.com/embed/v2/7300000000000000001",
    ],
    "threads.com/t/CuXFPIeLLod": ["https://www.threads.net/@erika/post/CuXFPIeLLod?xmt=1", "https://threads.com/t/CuXFPIeLLod"],
    "reddit.com/comments/1abc2d": [
        "https://old.reddit.com/r/de/comments/1abc2d/ein_titel/?utm_name=x",
        "https://www.reddit.com/r/de/comments/1abc2d/",
        "https://redd.it/1abc2d",
    ],
}  # fmt: skip
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
    ("https://t.me/kanal/123", "https://t.me/kanal/123?comment=9"),
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

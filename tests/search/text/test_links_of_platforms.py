"""Links as people pass them on: which are one page, which are two, and what of a text is the link."""

from __future__ import annotations

import pytest

from search.text.links import canonical_url, link_given, links_in, names_one_page

ONE = {
    "x": [
        "https://twitter.com/#!/erika/status/4711",
        "https://nitter.example.net/Erika/status/4711#m",
        "https://xcancel.com/erika/status/4711",
        "https://fixupx.com/erika/status/4711?s=20",
        "https://d.fxtwitter.com/erika/status/4711/de",
        "https://twitter.com/statuses/4711",
        "https://x.com/intent/like?tweet_id=4711",
    ],
    "bluesky": [
        "https://bsky.app/profile/erika.example/post/3kabc",
        "https://fxbsky.app/profile/Erika.example/post/3kabc",
        "https://bskyx.app/profile/erika.example/post/3kabc?ref_src=embed",
    ],
    "instagram": [
        "https://www.instagram.com/reel/Cx_9-Ab/",
        "https://www.ddinstagram.com/p/Cx_9-Ab",
        "https://kkinstagram.com/erika/reel/Cx_9-Ab/?igsh=1",
        "https://www.instagram.com/p/Cx_9-Ab/embed/captioned/",
    ],
    "facebook group": [
        "https://www.facebook.com/groups/NeustadtHilft/posts/555/",
        "https://m.facebook.com/groups/neustadthilft/permalink/555/?comment_id=9",
        "https://m.facebook.com/groups/neustadthilft?view=permalink&id=555",
        "https://www.facebook.com/groups/neustadthilft/?multi_permalinks=555&hoisted_section_header_type=recently_seen",
    ],
    "facebook name": [
        "https://www.facebook.com/Erika.Beispiel/posts/pfbid0AbC",
        "https://facebook.com/erika.beispiel/posts/pfbid0AbC?rdid=x",
    ],
    "facebook watch": ["https://fb.watch/AbC-1/", "https://fb.watch/AbC-1/?mibextid=Nif5oz", "fb.watch/AbC-1"],
    "telegram": [
        "https://t.me/Heimatfunk/77",
        "https://t.me/s/heimatfunk/77",
        "https://heimatfunk.t.me/77",
        "https://t.me/heimatfunk/77?comment=12",
        "https://t.me/heimatfunk/77?thread=3",
        "https://t.me/heimatfunk/3/77",
        "t.me/heimatfunk/77?single",
    ],
    "youtube": [
        "https://youtu.be/Zz9_-aBcD12",
        "https://www.youtube.com/shorts/Zz9_-aBcD12",
        "https://m.youtube.com/#/watch?v=Zz9_-aBcD12",
        "https://ghostarchive.org/varchive/Zz9_-aBcD12",
        "https://yewtu.be/watch?v=Zz9_-aBcD12&local=true",
        "https://www.youtube.com/watch_popup?v=Zz9_-aBcD12",
    ],
    "vk": [
        "https://vk.com/photo-12_34",
        "https://m.vk.com/photo-12_34?list=album",
        "https://vk.com/feed?z=photo-12_34%2Falbum-12_00%2Frev",
    ],
    "vk film": ["https://vk.com/video-12_34", "https://vk.com/video_ext.php?oid=-12&id=34&hash=a", "https://vkvideo.ru/video-12_34"],
    "mastodon": [
        "https://social.example/@erika/1120001",
        "https://social.example/users/Erika/statuses/1120001",
        "https://social.example/users/erika/statuses/1120001/activity",
        "https://social.example/web/@erika/1120001",
    ],
    "truth": ["https://truthsocial.com/@erika/1120001", "https://truthsocial.com/@erika/posts/1120001",
              "https://truthsocial.com/users/erika/statuses/1120001"],
    "reddit": ["https://redd.it/1zz9aa", "https://www.rxddit.com/r/de/comments/1zz9aa/titel/", "https://www.reddit.com/gallery/1zz9aa"],
    "linkedin": [
        "https://www.linkedin.com/feed/update/urn:li:activity:700/",
        "https://de.linkedin.com/posts/erika-beispiel_titel-activity-700-AbCd?utm_source=share",
    ],
    "article": [
        "https://zeitung.example/politik/wahl-in-neustadt-12",
        "https://zeitung.example//politik//wahl-in-neustadt-12",
        "https://zeitung.example/politik/wahl-in-neustadt-12?wtrid=teaser",
        "https://zeitung.example/politik/wahl-in-neustadt-12?ref=whatsapp_share",
        "https://zeitung.example/politik/wahl-in-neustadt-12?share=jetpack-telegram&nb=1",
        "https://zeitung.example/politik/wahl-in-neustadt-12?campaign_id=5&share_id=6",
        "https://zeitung.example/politik/wahl-in-neustadt-12;jsessionid=0A1B2C",
        "https://zeitung.example/politik/wahl-in-neustadt-12-amp",
        "https://zeitung.example/politik/amp/wahl-in-neustadt-12",
        "https://mobil.zeitung.example/politik/wahl-in-neustadt-12#comments",
        "https://web.archive.org/web/https://zeitung.example/politik/wahl-in-neustadt-12",
        "https://web.archive.org/web/2024*/https://zeitung.example/politik/wahl-in-neustadt-12",
        "https://archive.ph/https://zeitung.example/politik/wahl-in-neustadt-12",
        "https://archive.is/20240102030405/https://zeitung.example/politik/wahl-in-neustadt-12",
        "https://archive.today/?run=1&url=https%3A%2F%2Fzeitung.example%2Fpolitik%2Fwahl-in-neustadt-12",
        "https://webcache.googleusercontent.com/search?q=cache:AbC:https://zeitung.example/politik/wahl-in-neustadt-12&hl=de",
        "https://wa.me/?text=https%3A%2F%2Fzeitung.example%2Fpolitik%2Fwahl-in-neustadt-12",
        "https://api.whatsapp.com/send?text=Lest+das%3A+https%3A%2F%2Fzeitung.example%2Fpolitik%2Fwahl-in-neustadt-12+!",
        "https://t.me/share/url?url=https://zeitung.example/politik/wahl-in-neustadt-12&text=Lest",
        "https://t.me/iv?url=https%3A%2F%2Fzeitung.example%2Fpolitik%2Fwahl-in-neustadt-12&rhash=1",
        "https://twitter.com/intent/tweet?text=Lest&url=https%3A%2F%2Fzeitung.example%2Fpolitik%2Fwahl-in-neustadt-12",
        "https://www.linkedin.com/sharing/share-offsite/?url=https%3A%2F%2Fzeitung.example%2Fpolitik%2Fwahl-in-neustadt-12",
    ],
    "ending": ["https://zeitung.example/a-7.bild.html", "https://zeitung.example/a-7.bildMobile.html"],
    "encyclopedia": ["https://de.wikipedia.org/wiki/Linz", "https://de.m.wikipedia.org/wiki/Linz?wprov=sfti1#Lage"],
    "archived": ["https://archive.ph/AbC12", "https://archive.today/AbC12"],
    "german letters": ["https://straße.example/a", "https://xn--strae-oqa.example/a", "https://STRAẞE.example/a"],
}  # fmt: skip


@pytest.mark.parametrize("urls", ONE.values(), ids=ONE.keys())
def test_these_are_one_page(urls: list[str]) -> None:
    assert len({canonical_url(url) for url in urls}) == 1
    assert names_one_page(canonical_url(urls[0]))
    assert [canonical_url(f"https://{canonical_url(url)}") for url in urls] == [canonical_url(urls[0])] * len(urls)


TWO = [
    ("https://zeitung.example/mitmachen?campaign_id=1", "https://zeitung.example/mitmachen?campaign_id=2"),
    ("https://zeitung.example/umfrage?campid=a", "https://zeitung.example/umfrage?campid=b"),
    ("https://wolke.example/download?share_id=q1", "https://wolke.example/download?share_id=q2"),
    ("https://wolke.example/d.php?shareid=q1", "https://wolke.example/d.php?shareid=q2"),
    ("https://zeitung.example/live/sturm#entry-12", "https://zeitung.example/live/sturm#entry-13"),
    ("https://zeitung.example/liveblog-wahl-100.html#Erste-Zahlen", "https://zeitung.example/liveblog-wahl-100.html#Zweite-Zahlen"),
    ("https://forum.example/viewtopic.php?t=5#p991", "https://forum.example/viewtopic.php?t=5#p992"),
    ("https://zeitung.example/wahl-in-neustadt-12#comment-55", "https://zeitung.example/wahl-in-neustadt-12#comment-56"),
    ("https://www.instagram.com/share/reel/AbC1", "https://www.instagram.com/reel/AbC1"),
    ("https://www.instagram.com/share/AbC1", "https://www.instagram.com/p/AbC1"),
    ("https://www.instagram.com/share/reel/AbC1", "https://www.instagram.com/share/reel/AbC2"),
    ("https://www.facebook.com/share/p/AbC1/", "https://www.facebook.com/share/p/aBc1/"),
    ("https://www.youtube.com/embed/videoseries?list=PLa", "https://www.youtube.com/embed/videoseries?list=PLb"),
    ("https://www.youtube.com/embed/live_stream?channel=UCa", "https://www.youtube.com/embed/live_stream?channel=UCb"),
    ("https://straße.example/a", "https://strasse.example/a"),
    ("https://faß.example/a", "https://fass.example/a"),
    ("https://t.me/c/1234/77", "https://t.me/c/1235/77"),
    ("https://t.me/heimatfunk/77", "https://t.me/heimatfunk/78"),
    ("https://vk.com/wall-1_2", "https://vk.com/photo-1_2"),
    ("https://social.example/@erika/1120001", "https://other.example/@erika/1120001"),
    ("https://www.facebook.com/groups/g/posts/1", "https://www.facebook.com/groups/g/posts/2"),
    ("https://zeitung.example/a-7?ref=1", "https://zeitung.example/a-7?ref=2"),
    ("https://zeitung.example/a?from=graz", "https://zeitung.example/a?from=linz"),
    ("https://example.org/x|1", "https://example.org/x|2"),
]  # fmt: skip


@pytest.mark.parametrize("one,other", TWO)
def test_these_are_two_pages(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)
    assert canonical_url(one)
    assert canonical_url(other)


GIVEN = {
    "youtu.be/Zz9_-aBcD12": "https://youtu.be/Zz9_-aBcD12",
    "m.youtube.com/watch?v=Zz9_-aBcD12": "https://m.youtube.com/watch?v=Zz9_-aBcD12",
    "t.me/heimatfunk/77": "https://t.me/heimatfunk/77",
    "Facebook.com/erika/posts/12": "https://Facebook.com/erika/posts/12",
    "nitter.net/erika/status/12": "https://nitter.net/erika/status/12",
    "Guck mal hier: https://example.org/a": "https://example.org/a",
    "Video von Erika (https://example.org/a)": "https://example.org/a",
    "„Titel“ https://example.org/a": "https://example.org/a",
    "https://example.org/a\nhttps://example.org/a": "https://example.org/a",
    "<https://example.org/a>": "https://example.org/a",
    "„https://example.org/a“": "https://example.org/a",
    "https:/example.org/a": "https://example.org/a",
    "https://example.org/a|b": "https://example.org/a%7Cb",
    "https://example.org/a.": "https://example.org/a",
    "https://example.org/a..": "https://example.org/a",
    "www.example.org/a,": "https://www.example.org/a",
    "https://example.org/a https://example.org/b": "",
    "https://example.org/lang…": "",
    "https://example.org/a und mehr": "",
    "example.org/a": "",
    "😱 ?": "",
    "Wort": "",
    "": "",
}


@pytest.mark.parametrize("value,link", GIVEN.items(), ids=ascii)
def test_a_link_is_taken_as_phones_give_it(value: str, link: str) -> None:
    assert link_given(value) == link
    if link:
        assert canonical_url(value) == canonical_url(link)


@pytest.mark.parametrize(
    "text,links",
    [
        ("Siehe <https://example.org/a|hier>", ["example.org/a"]),
        ("Siehe https://example.org/a|b und", ["example.org/a|b"]),
        ("| https://example.org/a | https://example.org/b |", ["example.org/a", "example.org/b"]),
        ("Siehe https:/example.org/a", ["example.org/a"]),
        ("Ohne Worte https://youtu.be/Zz9_-aBcD12...", ["youtube.com/watch?v=Zz9_-aBcD12"]),
        ("Mehr: https://example.org/ein-langer-titel-der-abge...", []),
    ],
)
def test_a_link_in_a_text_ends_where_it_ends(text: str, links: list[str]) -> None:
    assert [link.canonical for link in links_in(text, most=5)] == links


@pytest.mark.parametrize(
    "link",
    [
        "https://wa.me/?text=//[",
        "https://wa.me/?text=https://[",
        "https://archive.ph/https://[::1",
        "https://webcache.googleusercontent.com/search?q=cache:" + "a:" * 900,
        "https://" + "ß" * 60 + ".example/a",
        "https://" + "ß." * 120 + "example/a",
        "https://\u200d\u200d.example/a",
        "https://xn--a.example/a",
        "https://a\u0301\u0301\u0301.example/" + "/" * 1_900,
        "https://example.org/a?" + "campaign_id=1&" * 140,
        "https://example.org/ticker#" + "a-" * 900,
        "https://facebook.com/" + "a/" * 900,
        "https://x.com/" + "#!/" * 600,
        "https://vk.com/?" + "z=wall&" * 280,
    ],
)
def test_a_hostile_link_breaks_nothing(link: str) -> None:
    names_one_page(canonical_url(link))
    link_given(link)
    list(links_in(f"Siehe {link} !", most=3))

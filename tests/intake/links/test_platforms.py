"""Where a post stands is read out of its link, unless the reader said it."""

from __future__ import annotations

import pytest
from flask import Flask

from intake.links.platforms import platform_of
from intake.models.reports import Platform
from tests.support import factories

LINKS = {
    Platform.WHATSAPP: (
        "https://wa.me/4366412345",
        "https://chat.whatsapp.com/AbCdEf",
        "https://whatsapp.com/channel/0029Va/12",
        "https://api.whatsapp.com/send?phone=43",
    ),
    Platform.TELEGRAM: (
        "https://t.me/heimatfunk/4711",
        "t.me/heimatfunk/4711",
        "https://heimatfunk.t.me/1",
        "https://telegram.me/x",
        "https://web.telegram.org/k/",
        "https://telegra.ph/Titel-01-01",
    ),
    Platform.FACEBOOK: (
        "https://www.facebook.com/groups/1/posts/2?comment_id=3",
        "https://m.facebook.com/story.php?id=1&story_fbid=2",
        "https://de-de.facebook.com/x/posts/1",
        "https://fb.watch/aBc/",
        "https://fb.me/x",
        "https://www.messenger.com/t/1",
    ),
    Platform.INSTAGRAM: (
        "https://www.instagram.com/p/Ab/c/1/",
        "https://instagr.am/p/Ab",
        "https://ddinstagram.com/p/Ab",
    ),
    Platform.TIKTOK: (
        "https://www.tiktok.com/@x/video/1",
        "https://vm.tiktok.com/ZM123/",
        "https://vt.tiktok.com/ZM123/",
        "https://m.tiktok.com/v/1.html",
    ),
    Platform.YOUTUBE: (
        "https://youtu.be/abcdefghijk",
        "https://music.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube-nocookie.com/embed/abcdefghijk",
        "https://www.youtube.com/shorts/abcdefghijk",
    ),
    Platform.X: (
        "https://x.com/a/status/1",
        "https://twitter.com/a/status/1",
        "https://t.co/AbC",
        "https://nitter.net/a/status/1",
    ),
    Platform.WEBSITE: (
        "https://orf.at/stories/1",
        "https://www.google.com/maps/place/Wien",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Forf.at%2Fstories%2F1",
        "https://notfacebook.com/x",
        "https://facebook.com.example.org/x",
    ),
    Platform.ELSEWHERE: (
        "https://www.reddit.com/r/x/comments/1",
        "https://bsky.app/profile/a/post/b",
        "https://vk.com/x",
    ),
    Platform.UNKNOWN: ("https://bit.ly/3abc", "", "kein Link", "mailto:a@b.de"),
}


@pytest.mark.parametrize("link, platform", [(link, platform) for platform, links in LINKS.items() for link in links])
def test_a_link_tells_where_the_post_stands(link: str, platform: Platform) -> None:
    assert platform_of(link) is platform


def test_it_fills_what_the_reader_left_open_and_overrides_nobody(app: Flask) -> None:
    link = "https://t.me/heimatfunk/4711"
    assert factories.submission(url=link).platform is Platform.TELEGRAM
    assert factories.submission(url=link, platform="unknown").platform is Platform.TELEGRAM
    assert factories.submission(url=link, platform="whatsapp").platform is Platform.WHATSAPP
    assert factories.submission(url="").platform is Platform.UNKNOWN

"""Which links name one page, and which a room, a list, a profile, or only the front door of a site."""

from __future__ import annotations

import pytest

from search.text.links import canonical_url, is_front_door, names_one_page

NO_PAGE = """
youtube.com/watch
youtube.com/watch?list=PLa
youtube.com/playlist?list=PLa
youtube.com/embed/videoseries?list=PLa
youtube.com/embed/live_stream?channel=UCa
youtube.com/channel/UCa/videos
youtube.com/c/Beispiel/about
youtube.com/user/beispiel/playlists
youtube.com/@beispiel/shorts
youtube.com/hashtag/wien
youtube.com/results?search_query=wien
youtube.com/feed/trending
twitter.com/erika/followers
x.com/erika/media
x.com/search?q=wien&f=live
x.com/hashtag/wien?src=hash
x.com/i/lists/123
x.com/i/trends
nitter.net/erika
instagram.com/erika/tagged/
instagram.com/erika/reels/
instagram.com/explore/tags/wien/
instagram.com/reels/audio/123/
instagram.com/stories/erika/
facebook.com/erika/about
facebook.com/erika/photos
facebook.com/erika/videos/
facebook.com/erika.beispiel/followers
facebook.com/groups/wien/members
facebook.com/groups/wien/search?q=a
facebook.com/hashtag/wien
facebook.com/pages/Beispiel/123
facebook.com/people/Erika/1000123/
facebook.com/watch
facebook.com/search/top?q=wien
facebook.com/media/set/?set=a.1
tiktok.com/@erika/playlist/Name-123
tiktok.com/tag/wien
tiktok.com/music/titel-123
tiktok.com/search?q=wien
tiktok.com/@erika/live
t.me/heimatfunk?before=5
heimatfunk.t.me
t.me/+AbCdEf123
t.me/addlist/AbC
vk.com/public123
vk.com/erika?w=about
vk.com/albums-1
reddit.com/r/de/
reddit.com/r/de/top/
reddit.com/user/erika/comments
reddit.com/search/?q=wien
linkedin.com/in/erika/recent-activity/all/
linkedin.com/company/beispiel/posts
bsky.app/profile/erika.example
bsky.app/profile/erika.example/feed/abc
bsky.app/search?q=wien
threads.net/@erika/replies
truthsocial.com/@erika
social.example/@erika
social.example/@erika/followers
social.example/@erika@other.example
social.example/tags/wien
social.example/users/erika
pinterest.de/erika/tafel/
pinterest.com/search/pins/?q=wien
twitch.tv/erika
twitch.tv/erika/videos
vimeo.com/erika
rumble.com/c/erika
odysee.com/@erika:1
open.spotify.com/show/AbC
open.spotify.com/playlist/AbC
whatsapp.com/channel/0029AbC
chat.whatsapp.com/AbC
wa.me/4366012345
discord.gg/abc
zeitung.example/politik/inland
zeitung.example/politik?page=2
zeitung.example/tag/impfung
zeitung.example/thema/klima
zeitung.example/autor/erika-beispiel
zeitung.example/suche?q=wien
zeitung.example/suche/wien
zeitung.example/?s=wien
zeitung.example/de/news/
google.com/search?q=wien
google.at/search?q=wien&tbm=isch
bing.com/search?q=wien
duckduckgo.com/?q=wien
medium.com/@erika
""".split()  # noqa: SIM905 (a list of so many is not read any better)


@pytest.mark.parametrize("link", NO_PAGE)
def test_a_room_a_list_or_a_profile_is_no_page(link: str) -> None:
    canonical = canonical_url(f"https://www.{link}" if link.count(".") == 1 else f"https://{link}")
    assert canonical
    assert not names_one_page(canonical)


@pytest.mark.parametrize(
    "link",
    [
        "https://www.youtube.com/post/UgkxAbC",
        "https://www.youtube.com/@beispiel/community?lb=UgkxAbC",
        "https://x.com/i/spaces/1AbC",
        "https://www.instagram.com/stories/erika/3123456789/",
        "https://www.facebook.com/share/v/AbC/",
        "https://www.facebook.com/events/123456/",
        "https://www.tiktok.com/t/ZTabc/",
        "https://vm.tiktok.com/ZMabc/",
        "https://t.me/c/1234/77",
        "https://www.reddit.com/r/de/s/AbCdEf",
        "https://www.linkedin.com/pulse/titel-erika",
        "https://www.pinterest.at/pin/123456/",
        "https://vimeo.com/123456789",
        "https://clips.twitch.tv/AbC-1",
        "https://open.spotify.com/intl-de/episode/AbC",
        "https://www.whatsapp.com/channel/0029AbC/123",
        "https://zeitung.example/thema/klima/ein-langer-titel-der-alles-sagt.html",
        "https://zeitung.example/2024/03/titel",
        "https://zeitung.example/?p=77",
        "https://zeitung.example/artikel",
        "https://bit.ly/AbC",
        "https://archive.ph/AbC12",
    ],
)
def test_a_post_an_article_and_a_short_link_are_one_page(link: str) -> None:
    assert names_one_page(canonical_url(link))


FRONT_DOORS = [
    "https://orf.example",
    "https://orf.example/news/",
    "facebook.com",
    "https://a.example/de/politik/inland.html",
]


@pytest.mark.parametrize("link", FRONT_DOORS)
def test_a_front_door_only_says_which_site_it_was(link: str) -> None:
    assert is_front_door(canonical_url(link))


ROOMS = ["https://t.me/kanal", "https://x.com/erika", "https://orf.example/a", "https://youtu.be/abc"]


@pytest.mark.parametrize("link", ROOMS)
def test_a_channel_says_more_than_its_site(link: str) -> None:
    assert not is_front_door(canonical_url(link))

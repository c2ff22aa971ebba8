"""What is known about the links of single platforms: their hosts, the one spelling of each post, and what is a post.

Only data and patterns; `search.text.links` applies them. Every pattern is matched against the whole string
and reads it in one pass, because links come from strangers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


# Parameters that on this site only say how somebody came there.
SITE_PARAMETERS: Final = {
    "youtube.com": _words("si feature ab_channel pp app persist_app"),
    "youtu.be": _words("si feature t"),
    "open.spotify.com": _words("si nd context"),
    "x.com": _words("s t lang"),
    "facebook.com": _words(
        "_rdr _rdc rdid share_url mibextid paipv eav refsrc ref refid __so__ __rv__ locale notif_id notif_t _ft_ wtsid "
        "hoisted_section_header_type extid ref_notif_type multi_permalinks_source"
    ),
    "instagram.com": _words("hl img_index"),
    "t.me": _words("single embed mode comment thread t before after"),
    "tiktok.com": _words("_r _t is_from_webapp sender_device is_copy_url lang q"),
    "reddit.com": _words("context rdt share_id ref ref_source st sh depth"),
    "linkedin.com": _words("trk trackingid lipi rcm originalsubdomain"),
    "threads.com": _words("xmt slof hl"),
    "medium.com": _words("source sk"),
    "google.com": _words("hl sxsrf aqs sourceid client oq gs_lcp gs_lcrp sclient rlz ved ei sei usg"),
    "bsky.app": _words("ref_src"),
    "vk.com": _words("reply thread from"),
}
# Where only these decide what is shown; the rest is a playlist, a second of the film, or the way there.
DECIDING_PARAMETERS: Final = {
    "youtube.com/watch": frozenset({"v"}),
    "youtube.com/playlist": frozenset({"list"}),
    "facebook.com/watch": frozenset({"v"}),
    "facebook.com/watch/live": frozenset({"v"}),
    "facebook.com/video.php": frozenset({"v"}),
    "facebook.com/photo": frozenset({"fbid"}),
    "facebook.com/photo.php": frozenset({"fbid"}),
    "facebook.com/story.php": frozenset({"id", "story_fbid"}),
    "facebook.com/permalink.php": frozenset({"id", "story_fbid"}),
    "facebook.com/profile.php": frozenset({"id"}),
}

# Other doors to the same platform: older names, countries, and the copies that people make for previews or privacy.
HOST_ALIASES: Final = tuple(
    (re.compile(pattern), host)
    for pattern, host in (
        (
            (
                r"(?:[a-z]\.)?(?:twitter|fxtwitter|vxtwitter|fixupx|fixvx|twittpr|twittervx|xcancel|fixuptwitter|twiiit)\.com"
                r"|nitter(?:\.[a-z0-9-]+){1,4}"
            ),
            "x.com",
        ),
        (
            r"(?:(?:mbasic|touch|mtouch|web|free|upload|[a-z]{2}-[a-z]{2})\.)?(?:facebook|fb|facebed)\.com",
            "facebook.com",
        ),
        (r"fxb?facebook\.com|facebookez\.com", "facebook.com"),
        (
            (
                r"(?:youtube-nocookie|music\.youtube|gaming\.youtube|youtubekids|youtube\.googleapis|koutube)\.com|"
                r"invidious(?:\.[a-z0-9-]+){1,4}|yewtu\.be|piped\.video"
            ),
            "youtube.com",
        ),
        (
            (
                r"(?:(?:old|new|np|i|[a-z]{2})\.)?(?:reddit|rxddit|vxreddit|rxyddit)\.com|"
                r"(?:redlib|libreddit|teddit)(?:\.[a-z0-9-]+){1,4}"
            ),
            "reddit.com",
        ),
        (r"[a-z]{2}\.linkedin\.com", "linkedin.com"),
        (r"threads\.net|(?:fix|vx|fx)threads\.(?:net|com)", "threads.com"),
        (r"telegram\.(?:me|dog)", "t.me"),
        (r"vk\.ru|vkontakte\.ru|vkvideo\.ru", "vk.com"),
        (
            r"instagr\.am|(?:[a-z]\.)?(?:dd|kk|vx|gg|uu|ee|zz)instagram\.com|instagramez\.com|imginn\.com",
            "instagram.com",
        ),
        (r"(?:vm\.)?(?:vx|tn|tf|fx)(?:xk)?tiktok\.com|tnktok\.com|tiktxk\.com|tfxktok\.com", "tiktok.com"),
        (r"(?:[a-z]\.)?(?:fx|vx|c|x)bsky\.app|bsk(?:y?x|yy)\.app|bsyy\.app|staging\.bsky\.app", "bsky.app"),
        (r"(?:[a-z]{2}\.)?pinterest\.(?:com|[a-z]{2}|com?\.[a-z]{2})", "pinterest.com"),
        (r"player\.vimeo\.com", "vimeo.com"),
        (r"archive\.(?:ph|is|li|md|vn|fo)", "archive.today"),
        (r"google\.(?:com|[a-z]{2}|com?\.[a-z]{2})", "google.com"),
    )
)
# Here a channel may stand in front of the host instead of behind it.
NAMED_BY_LABEL: Final = re.compile(r"(\w{4,32})\.(t\.me)")


_END = r"(?:[/?#&].*)?"
_NOT_A_FILM = r"(?!(?:videoseries|live_stream)(?![\w-]))"
# One spelling for each post of a platform, by the number it bears there: names change, numbers do not.
# By host; matched against what follows it. What the template leaves out does not matter for what is shown.
PLATFORM_SPELLINGS: Final[Mapping[str, Sequence[tuple[re.Pattern[str], str]]]] = {
    host: tuple((re.compile(rf"\A(?:{rest})"), template) for rest, template in rows)
    for host, rows in {
        "youtube.com": (
            (rf"/(?:shorts|embed|live|watch|v|e|vi)/{_NOT_A_FILM}([\w-]{{11}}){_END}", r"youtube.com/watch?v=\1"),
            (r"(?:/watch_popup)?\?(?:[^#]*&)?v=([\w-]{11})(?:[&#].*)?", r"youtube.com/watch?v=\1"),
            (r"(?:/watch)?#!?/?watch\?(?:.*&)?v=([\w-]{11}).*", r"youtube.com/watch?v=\1"),
            (r"/embed(?:/videoseries)?\?(?:[^#]*&)?list=([\w-]+).*", r"youtube.com/playlist?list=\1"),
            (r"/embed/live_stream\?(?:[^#]*&)?channel=([\w-]+).*", r"youtube.com/channel/\1"),
            (rf"/post/([\w-]+){_END}", r"youtube.com/post/\1"),
            (r"/[^?#]+/(?:community|posts)\?(?:[^#]*&)?lb=([\w-]+).*", r"youtube.com/post/\1"),
            (rf"/clip/([\w-]+){_END}", r"youtube.com/clip/\1"),
        ),
        "youtu.be": ((rf"/([\w-]{{11}}){_END}", r"youtube.com/watch?v=\1"),),
        "x.com": (
            (rf"(?:#!)?/(?:(?:i/web|i|\w+)/)?status(?:es)?/(\d+){_END}", r"x.com/i/status/\1"),
            (r"/intent/\w+\?(?:[^#]*&)?(?:tweet_id|in_reply_to)=(\d+).*", r"x.com/i/status/\1"),
            (rf"/(?:\w+/)?article/(\d+){_END}", r"x.com/i/article/\1"),
            (r"#!/(\w+)", r"x.com/\1"),
        ),
        "t.me": (
            (rf"/c/(\d+)/(?:\d+/)?(\d+){_END}", r"t.me/c/\1/\2"),
            (rf"/(?:s/)?(?!(?:c|s|joinchat|addlist)/)(\w+)/(?:\d+/)?(\d+){_END}", r"t.me/\1/\2"),
            (r"/s/(\w+)(?:\?.*)?", r"t.me/\1"),
        ),
        "facebook.com": (
            (r"/(?:watch|watch/live|video\.php)\?v=(\d+)", r"facebook.com/watch?v=\1"),
            (rf"/[^/?#]+/videos/(?:[^/?#]+/){{0,2}}(\d+){_END}", r"facebook.com/watch?v=\1"),
            (rf"/(?:[^/?#]+/)?reels?/(\d+){_END}", r"facebook.com/watch?v=\1"),
            (r"/photo(?:\.php)?\?fbid=(\d+)", r"facebook.com/photo?fbid=\1"),
            (rf"/[^/?#]+/photos/(?:[^/?#]+/){{0,2}}(\d+){_END}", r"facebook.com/photo?fbid=\1"),
            (r"/groups/([^/?#]+)\?(?:[^#]*&)?(?:id|multi_permalinks|post_id|story_fbid)=(\d+)(?:[&#].*)?",
             r"facebook.com/groups/\1/posts/\2"),
            (rf"/groups/([^/?#]+)/(?:permalink|posts)/(?:[^/?#]+/)?(pfbid\w+|\d+){_END}",
             r"facebook.com/groups/\1/posts/\2"),
            (r"/(?:story|permalink)\.php\?id=([\w.]+)&story_fbid=(\w+)", r"facebook.com/\1/posts/\2"),
            (rf"/([^/?#]+)/(?:posts|activity)/(?:[^/?#]+/)?(pfbid\w+|\d+){_END}", r"facebook.com/\1/posts/\2"),
            (rf"/events/(?:[^/?#]+/)?(\d+){_END}", r"facebook.com/events/\1"),
            (rf"/share/((?:[a-z]/)?[\w-]+){_END}", r"facebook.com/share/\1"),
        ),
        "fb.watch": ((rf"/([\w-]+){_END}", r"fb.watch/\1"),),
        "instagram.com": (
            (rf"/share/((?:(?:p|reels?|tv)/)?[\w-]+){_END}", r"instagram.com/share/\1"),
            (rf"/(?:(?!share/|stories/)[\w.]+/)?(?:p|reels?|tv)/(?!audio(?:[/?#]|$))([\w-]+){_END}",
             r"instagram.com/p/\1"),
            (rf"/stories/([\w.]+)/(\d+){_END}", r"instagram.com/stories/\1/\2"),
        ),
        "tiktok.com": (
            (rf"/@[\w.-]*/(?:video|photo)/(\d+){_END}", r"tiktok.com/video/\1"),
            (rf"/(?:embed(?:/v2)?|player/v1|v|(?:i18n/)?(?:share/)?video)/(\d+)(?:\.html)?{_END}",
             r"tiktok.com/video/\1"),
            (rf"/t/(\w+){_END}", r"tiktok.com/t/\1"),
        ),
        "threads.com": ((rf"/(?:@[\w.]+/post|t)/([\w-]+){_END}", r"threads.com/t/\1"),),
        "reddit.com": (
            (r"/(?:(?:r|u|user)/[^/?#]+/)?(?:comments|gallery|tb)/(\w+)(?:/[^/?#]*)?(?:[?#].*)?",
             r"reddit.com/comments/\1"),
            (rf"/(?:(?:r|u|user)/[^/?#]+/)?comments/(\w+)/[^/?#]+/(\w+){_END}", r"reddit.com/comments/\1/\2"),
            (rf"/((?:r|u|user)/[^/?#]+/s/\w+){_END}", r"reddit.com/\1"),
        ),
        "redd.it": ((r"/(\w+)(?:\?.*)?", r"reddit.com/comments/\1"),),
        "linkedin.com": (
            (rf"/(?:embed/)?feed/update/urn(?::|%3A)li(?::|%3A)activity(?::|%3A)(\d+){_END}", r"linkedin.com/\1"),
            (rf"/(?:embed/)?feed/update/urn(?::|%3A)li(?::|%3A)(share|ugcPost)(?::|%3A)(\d+){_END}",
             r"linkedin.com/\1-\2"),
            (rf"/posts/[^/?#]*-activity-(\d+)-[\w-]+{_END}", r"linkedin.com/\1"),
            (rf"/posts/[^/?#]*-(share|ugcPost)-(\d+)-[\w-]+{_END}", r"linkedin.com/\1-\2"),
        ),
        "vk.com": (
            (r"[^?#]*\?(?:[^#]*&)?[wz]=((?:wall|video|photo|clip|story|topic)-?\d+_\d+).*", r"vk.com/\1"),
            (r"/(?:[\w.-]+/)?((?:wall|video|photo|clip|story|topic)-?\d+_\d+)(?:[/?#%].*)?", r"vk.com/\1"),
            (r"/video_ext\.php\?(?:[^#]*&)?id=(\d+)&(?:[^#]*&)?oid=(-?\d+)(?:[&#].*)?", r"vk.com/video\2_\1"),
        ),
        "bsky.app": ((rf"/profile/([^/?#]+)/post/(\w+){_END}", r"bsky.app/profile/\1/post/\2"),),
        "truthsocial.com": ((rf"/@([\w.-]+)/posts/(\d+){_END}", r"truthsocial.com/@\1/\2"),),
        "pinterest.com": ((rf"/pin/(?:[^/?#]*--)?(\d+){_END}", r"pinterest.com/pin/\1"),),
        "vimeo.com": (
            (r"/(?:channels/\w+/|groups/\w+/videos/|showcase/\d+/video/|video/)?(\d{6,})(?:[?#].*)?", r"vimeo.com/\1"),
        ),
        "dailymotion.com": ((r"/(?:embed/)?video/([a-z0-9]+)(?:[_/?#].*)?", r"dailymotion.com/video/\1"),),
        "dai.ly": ((rf"/([a-z0-9]+){_END}", r"dailymotion.com/video/\1"),),
        "twitch.tv": (
            (rf"/(?:\w+/)?clip/([\w-]+){_END}", r"twitch.tv/clip/\1"),
            (rf"/(?:\w+/)?(?:videos?|v)/(\d+){_END}", r"twitch.tv/videos/\1"),
        ),
        "clips.twitch.tv": ((rf"/([\w-]+){_END}", r"twitch.tv/clip/\1"),),
        "bitchute.com": ((rf"/(?:embed|video)/(\w+){_END}", r"bitchute.com/video/\1"),),
        "ok.ru": ((rf"/(?:video|live|videoembed)/(\d+){_END}", r"ok.ru/video/\1"),),
        "open.spotify.com": (
            (rf"/(?:intl-[\w-]+/)?(?:embed/)?(track|episode|album|playlist|show|artist)/(\w+){_END}",
             r"open.spotify.com/\1/\2"),
        ),
        "ghostarchive.org": ((rf"/varchive/(?:youtube/\d+/)?([\w-]{{11}}){_END}", r"youtube.com/watch?v=\1"),),
    }.items()
}  # fmt: skip
# The same for what speaks ActivityPub, on whichever host; matched against what follows it, which the template ends.
ANYWHERE: Final = (
    (re.compile(r"/users/([\w.-]+)/statuses/(\d+)(?:/(?:activity|embed|replies|reblogs|favourites))?"), r"/@\1/\2"),
    (re.compile(r"/(?:web|deck)/@([\w.@-]+)/(\d+)"), r"/@\1/\2"),
    (re.compile(r"/@([\w.@-]+)/(\d+)/(?:embed|activity|reblogs|favourites)"), r"/@\1/\2"),
)

# Names that may be written in any case, while the numbers and codes of posts behind them may not.
CASELESS: Final = re.compile(
    r"(?:facebook\.com/(?!share/|events/)(?:groups/)?[^/?#]+|t\.me/(?!c/)\w+|x\.com/\w+|instagram\.com/(?:stories/)?[\w.]+"
    r"|[^/?#]+/@[\w.@-]+|bsky\.app/profile/[^/?#]+|reddit\.com/(?:r|u|user)/[^/?#]+"
    r"|linkedin\.com/(?:in|company|school)/[^/?#]+)(?=[/?#]|$)"
)

_ID = r"[\w-]+"
# What is one post on a platform, by host and spelled as above; everything else there is a room: a channel, a profile, a
# group, a list, a search. None stands for hosts that have rooms only.
POSTS: Final[Mapping[str, re.Pattern[str]]] = {
    host: re.compile(rf"\A(?:{pattern})")
    for host, pattern in {
        "youtube.com": rf"/watch\?v={_ID}|/(?:post|clip)/{_ID}",
        "youtu.be": rf"/{_ID}",
        "x.com": r"/i/(?:status|article|spaces|broadcasts|events)/\w+",
        "t.me": r"/(?!(?:joinchat|addlist|proxy|s|c)/)\w+/\d+|/c/\d+/\d+",
        "facebook.com": (
            r"/watch\?v=\d+|/photo\?fbid=\d+|/(?:groups/)?[^/?#]+/posts/\w+|/events/\d+|/share/(?:[a-z]/)?[\w-]+"
            r"|/stories/\d+/[\w=-]+.*|/marketplace/item/\d+.*|/notes/.+|/(?:story|permalink)\.php\?.*story_fbid=.*"
            r"|/ads/library/?\?(?:.*&)?id=\d+.*|/[^/?#]+/videos/[^/?#]+"
        ),
        "fb.watch": rf"/{_ID}",
        "instagram.com": r"/p/[\w-]+|/share/(?:(?:p|reels?|tv)/)?[\w-]+|/stories/[\w.]+/\d+|/s/.+",
        "tiktok.com": r"/video/\d+|/t/\w+",
        "threads.com": rf"/t/{_ID}",
        "reddit.com": r"/comments/\w+(?:/\w+)?|/(?:r|u|user)/[^/?#]+/s/\w+",
        "linkedin.com": r"/(?:(?:share|ugcPost)-)?\d+|/pulse/[^/?#]+.*|/posts/[^/?#]+.*|/feed/update/.+|/events/.+",
        "vk.com": r"/(?:wall|video|photo|clip|story|topic|doc|podcast|article|market)-?\d+_\d+.*|/@[\w.]+-[^/?#]+.*",
        "bsky.app": r"/profile/[^/?#]+/post/\w+",
        "truthsocial.com": r"/@[\w.-]+/\d+",
        "gettr.com": r"/(?:post|comment|streaming)/\w+.*",
        "gab.com": r"/[^/?#]+/posts/\d+.*",
        "pinterest.com": r"/pin/\d+",
        "vimeo.com": r"/\d+.*",
        "dailymotion.com": r"/video/\w+",
        "twitch.tv": r"/(?:videos/\d+|clip/[\w-]+)",
        "rumble.com": r"/(?:embed/)?v\w+[^/]*",
        "bitchute.com": r"/video/\w+",
        "odysee.com": r"/(?:@[^/?#]+/)?[^/?#@$]+:\w+.*",
        "ok.ru": r"/video/\d+|/.*/(?:statuses|topic)/\d+.*",
        "open.spotify.com": r"/(?:track|episode)/\w+",
        "snapchat.com": r"/(?:spotlight|p|t|s|story)/.+|/@[^/?#]+/spotlight/.+",
        "discord.com": r"/channels/(?:\d+|@me)/\d+/\d+",
        "whatsapp.com": r"/channel/\w+/\d+.*",
        "medium.com": r"/(?!(?:m|tag|search)/)(?:@[\w.]+|[\w-]+)/[^/?#]*-[0-9a-f]{8,}.*|/p/\w+.*",
        **dict.fromkeys(("chat.whatsapp.com", "wa.me", "api.whatsapp.com", "discord.gg", "web.telegram.org"), r"(?!)"),
        **dict.fromkeys(("duckduckgo.com", "ecosia.org", "startpage.com"), r"(?!)"),
        "google.com": r"/(?!search|url|webhp|imghp|advanced|maps/search|trends)[^?]+.*",
        "bing.com": r"/(?!search|images/search|videos/search|news/search)[^?]+.*",
    }.items()
}

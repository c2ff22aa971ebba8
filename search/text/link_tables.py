"""What is known about links: parameters that only track, redirectors, and the spellings of the large platforms.

Only data and patterns; `search.text.links` applies them. Every pattern is matched against the whole string
and reads it in one pass, because links come from strangers.
"""

from __future__ import annotations

import re
from typing import Final


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


# Parameters that say where a click came from, never what is shown. What some sites use for content
# (`ref`, `source`, `id`, `cid`, `s`, `t`) is not among them; those few that only track on one site stand below.
TRACKING_PARAMETERS: Final = _words(
    """
    fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid sca_esv
    msclkid yclid ysclid ymclid twclid ttclid ttadid li_fat_id scclid sccid rdt_cid epik igsh igshid igsh_id
    s_cid wickedid irclickid irgwc zanpid kwkuniv click_id clickid rb_clid tduid awc cjevent dicbo obclid vmcid
    fb_action_ids fb_action_types fb_ref fb_source fb_comment_id action_object_map action_type_map action_ref_map
    fref hc_location hc_ref __twitter_impression __source twsrc ref_src ref_url
    mc_cid mc_eid mc_tc mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking
    _ga _gl _gac _ke _kx _openstat _branch_match_id _branch_referrer _bta_tid _bta_c dm_i dm_t
    trk_contact trk_msg trk_module trk_sid trk_info trkcampaign trkinfo
    wt_mc wt_zmc wt_ga wt_kw wtmc wt.mc_id xtor cmpid cmp_id campid campaign_id campaignid ecid icid ncid ocid s_kwcid
    ns_source ns_mchannel ns_campaign ns_linkname ns_fee
    guccounter guce_referrer guce_referrer_sig smid smtyp sr_share soc_src soc_trk spm scm
    xing_share sharesource share_source share_from share_id sharetype shareuid shared_via shareit_source
    ftag intcid int_cid int_source int_medium int_campaign asgtbndr sfnsn sfmc_id sfmc_sub
    cvid oicd __s ss_source ss_campaign_id ss_email_id omnisendcontactid
    """
)
TRACKING_PREFIXES: Final = (
    "utm_", "mtm_", "matomo_", "pk_", "piwik_", "hsa_", "itm_", "stm_", "vero_", "oly_", "at_campaign", "at_medium",
    "at_custom", "at_link", "at_ptr", "at_format", "at_bbc", "__cft__", "__tn__", "__xts__", "__eep__", "_x_tr_",
    "ga_source", "ga_medium", "ga_campaign", "ga_term", "ga_content", "cm_mmc", "amp_js", "amp_gsa", "amp_r", "amp_ct",
)  # fmt: skip
SITE_PARAMETERS: Final = {
    "youtube.com": frozenset({"si", "feature", "ab_channel", "pp", "app", "persist_app"}),
    "open.spotify.com": frozenset({"si", "nd", "context"}),
    "x.com": frozenset({"s", "t", "lang"}),
    "facebook.com": _words(
        "_rdr _rdc rdid share_url mibextid paipv eav refsrc ref refid __so__ __rv__ locale notif_id notif_t _ft_ wtsid "
        "hoisted_section_header_type extid ref_notif_type multi_permalinks_source"
    ),
    "instagram.com": frozenset({"hl", "img_index"}),
    "t.me": frozenset({"single", "embed", "mode"}),
    "tiktok.com": frozenset({"_r", "_t", "is_from_webapp", "sender_device", "is_copy_url", "lang", "q"}),
    "reddit.com": frozenset({"context", "rdt", "share_id", "ref", "ref_source", "st", "sh", "depth"}),
    "linkedin.com": frozenset({"trk", "trackingid", "lipi", "rcm", "originalsubdomain"}),
    "threads.com": frozenset({"xmt", "slof", "hl"}),
    "medium.com": frozenset({"source", "sk"}),
    "google.com": _words("hl sxsrf aqs sourceid client oq gs_lcp gs_lcrp sclient rlz ved ei sei usg"),
}
# Where only these decide what is shown; the rest is a playlist, a second of the film, or the way there.
DECIDING_PARAMETERS: Final = {
    "youtube.com/watch": frozenset({"v"}),
    "facebook.com/watch": frozenset({"v"}),
    "facebook.com/watch/live": frozenset({"v"}),
    "facebook.com/video.php": frozenset({"v"}),
    "facebook.com/photo": frozenset({"fbid"}),
    "facebook.com/photo.php": frozenset({"fbid"}),
    "facebook.com/story.php": frozenset({"id", "story_fbid"}),
    "facebook.com/permalink.php": frozenset({"id", "story_fbid"}),
    "facebook.com/profile.php": frozenset({"id"}),
}

# The mobile label may stand in the middle, as in `de.m.wikipedia.org`.
MOBILE_LABELS: Final = frozenset({"www", "m", "mobile", "amp"})
HOST_ALIASES: Final = tuple(
    (re.compile(pattern), host)
    for pattern, host in (
        (r"(?:twitter|fxtwitter|vxtwitter|fixupx|fixvx|twittpr)\.com", "x.com"),
        (r"(?:(?:mbasic|touch|mtouch|web|free|[a-z]{2}-[a-z]{2})\.)?(?:facebook|fb)\.com", "facebook.com"),
        (r"(?:youtube-nocookie|music\.youtube)\.com", "youtube.com"),
        (r"(?:old|new|np|i|[a-z]{2})\.reddit\.com", "reddit.com"),
        (r"[a-z]{2}\.linkedin\.com", "linkedin.com"),
        (r"threads\.net", "threads.com"),
        (r"telegram\.(?:me|dog)", "t.me"),
        (r"(?:vk\.ru|vkontakte\.ru)", "vk.com"),
        (r"instagr\.am", "instagram.com"),
        (r"google\.(?:com|[a-z]{2}|com?\.[a-z]{2})", "google.com"),
    )
)

# The accelerated copy of an article: a further step, an ending or a prefix of its path.
AMP_PATHS: Final = (
    (re.compile(r"(?<=[^/])/amp(?:/|\.html)?$"), ""),
    (re.compile(r"[.~,-]amp\.html?$"), ".html"),
    (re.compile(r"(?<=[^/])\.amp$"), ""),
    (re.compile(r"^/amp/(?=[^/])"), "/"),
)
AMP_FLAGS: Final = frozenset({"amp", "_amp", "isamp", "is_amp", "amp-content", "ampmode", "usqp"})
AMP_CHOICES: Final = frozenset({"outputtype", "output", "view", "mode", "type", "format", "service", "render"})

# Redirectors that carry the address of the page in a parameter. Matched against host (without www) and path.
PARAMETER_WRAPPERS: Final = tuple(
    (re.compile(pattern), names)
    for pattern, names in (
        (r"(?:(?:lm?|m|mbasic|web)\.)?facebook\.com/l\.php/?", ("u",)),
        (r"(?:m\.)?facebook\.com/(?:flx/warn|sharer/sharer\.php|sharer\.php|share\.php)/?", ("u",)),
        (r"(?:m\.)?facebook\.com/(?:plugins/\w+\.php|dialog/share)", ("href",)),
        (r"l\.(?:instagram|messenger|threads|wl)\.(?:com|net|co)/.*", ("u",)),
        (r"google\.(?:com|[a-z]{2}|com?\.[a-z]{2})/url", ("q", "url", "u")),
        (r"translate\.google\.(?:com|[a-z]{2}|com?\.[a-z]{2})/(?:translate|website).*", ("u",)),
        (r"consent\.(?:google\.[a-z.]{2,6}|youtube\.com)/.*", ("continue",)),
        (r"googleweblight\.com/(?:i|sp)?", ("u", "lite_url")),
        (r"(?:m\.)?youtube\.com/redirect", ("q",)),
        (r"(?:m\.)?youtube\.com/attribution_link", ("u",)),
        (r"out\.reddit\.com/.*", ("url",)),
        (r"reddit\.com/media", ("url",)),
        (r"t\.umblr\.com/redirect", ("z",)),
        (r"(?:m\.)?vk\.(?:com|ru)/away(?:\.php)?", ("to",)),
        (r"slack-redir\.net/link", ("url",)),
        (r"(?:[\w-]+\.)?safelinks\.protection\.(?:outlook\.com|office365\.us)/.*", ("url",)),
        (r"statics\.teams\.cdn\.office\.net/.*safelinks.*", ("url",)),
        (r"duckduckgo\.com/l/?", ("uddg",)),
        (r"steamcommunity\.com/linkfilter/?", ("url", "u")),
        (r"linkedin\.com/(?:redir/redirect|safety/go)/?", ("url",)),
        (r"(?:twitter|x)\.com/(?:safety/unsafe_link_warning|share|intent/(?:tweet|post))", ("unsafe_link", "url")),
        (r"t\.me/share/url", ("url",)),
        (r"telegram\.me/share/url", ("url",)),
        (r"deref-[\w-]+\.(?:net|de|com)/mail/client/[^/]+/dereferrer/?", ("redirecturl",)),
        (r"getpocket\.com/(?:redirect|save)", ("url",)),
        (r"12ft\.io/proxy", ("q",)),
    )
)
# Redirectors, archives and caches that carry it in the path. Matched against host, path and query.
PATH_WRAPPERS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"web\.archive\.org/(?:web/[^/]+|save(?:/_embed)?)/(.+)",
        r"archive\.(?:ph|today|is|li|md|vn|fo)/(?:newest|oldest|latest|o/\w+|\d{4,14})/(.+)",
        r"google\.(?:com|[a-z]{2}|com?\.[a-z]{2})/amp/(?:s/)?(.+)",
        r"(?:[\w-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)/(?:c|v|wp|a|i|r)/(?:s/)?(.+)",
        r"urldefense\.com/v3/__(.+?)__;.*",
        r"steamcommunity\.com/linkfilter/(https?:.+)",
        r"(?:href\.li|anonym\.to|nullrefer\.com|dereferer\.me)/\?(.+?)=?",
        r"(?:12ft\.io|via\.hypothes\.is|removepaywall\.com)/(https?:.+)",
    )
)

# One spelling for each post of a platform, by the number it bears there: names change, numbers do not.
# Matched against the whole plain link; what the template leaves out does not matter for what is shown.
PLATFORM_SPELLINGS: Final = tuple(
    (re.compile(pattern), template)
    for pattern, template in (
        (r"youtube\.com/(?:shorts|embed|live|watch|v|e)/([\w-]{11})(?:[/?#&].*)?", r"youtube.com/watch?v=\1"),
        (r"youtu\.be/([\w-]{11})(?:[/?#&].*)?", r"youtube.com/watch?v=\1"),
        (r"x\.com/(?:i/web|i|\w+)/status(?:es)?/(\d+)(?:[/?#].*)?", r"x.com/i/status/\1"),
        (r"t\.me/s/(\w+)(?:\?.*)?", r"t.me/\1"),
        (r"t\.me/(?:s/)?(\w+)/(\d+)", r"t.me/\1/\2"),
        (r"facebook\.com/(?:watch|watch/live|video\.php)\?v=(\d+)", r"facebook.com/watch?v=\1"),
        (r"facebook\.com/[^/?#]+/videos/(?:[^/?#]+/)?(\d+)(?:[/?#].*)?", r"facebook.com/watch?v=\1"),
        (r"facebook\.com/reel/(\d+)(?:[/?#].*)?", r"facebook.com/watch?v=\1"),
        (r"facebook\.com/photo(?:\.php)?\?fbid=(\d+)", r"facebook.com/photo?fbid=\1"),
        (r"facebook\.com/[^/?#]+/photos/(?:[^/?#]+/)?(\d+)(?:[/?#].*)?", r"facebook.com/photo?fbid=\1"),
        (r"facebook\.com/(?:story|permalink)\.php\?id=(\d+)&story_fbid=(\w+)", r"facebook.com/\1/posts/\2"),
        (r"facebook\.com/([^/?#]+)/posts/(?:[^/?#]+/)?(pfbid\w+|\d+)(?:[/?#].*)?", r"facebook.com/\1/posts/\2"),
        (
            r"facebook\.com/groups/([^/?#]+)/(?:permalink|posts)/(\d+)(?:[/?#].*)?",
            r"facebook.com/groups/\1/posts/\2",
        ),
        (r"instagram\.com/(?:[\w.]+/)?(?:p|reels?|tv)/([\w-]+)(?:[/?#].*)?", r"instagram.com/p/\1"),
        (r"tiktok\.com/@[\w.-]*/(?:video|photo)/(\d+)(?:[/?#].*)?", r"tiktok.com/video/\1"),
        (r"tiktok\.com/(?:embed(?:/v2)?|player/v1|v|video)/(\d+)(?:\.html)?(?:[/?#].*)?", r"tiktok.com/video/\1"),
        (r"threads\.com/(?:@[\w.]+/post|t)/([\w-]+)(?:[/?#].*)?", r"threads.com/t/\1"),
        (r"reddit\.com/(?:(?:r|u|user)/[^/?#]+/)?comments/(\w+)(?:/[^/?#]*)?(?:[?#].*)?", r"reddit.com/comments/\1"),
        (
            r"reddit\.com/(?:(?:r|u|user)/[^/?#]+/)?comments/(\w+)/[^/?#]+/(\w+)(?:[/?#].*)?",
            r"reddit.com/comments/\1/\2",
        ),
        (r"redd\.it/(\w+)(?:\?.*)?", r"reddit.com/comments/\1"),
        (r"linkedin\.com/feed/update/urn(?::|%3A)li(?::|%3A)activity(?::|%3A)(\d+)(?:[/?#].*)?", r"linkedin.com/\1"),
        (r"linkedin\.com/posts/[^/?#]*-activity-(\d+)-[\w-]+(?:[/?#].*)?", r"linkedin.com/\1"),
        (r"vk\.com/[^?#]*\?(?:[^#]*&)?[wz]=(wall-?\d+_\d+)[^#]*", r"vk.com/\1"),
    )
)
# Handles that may be written in any case, while the numbers of posts elsewhere may not.
CASELESS: Final = re.compile(r"(?:t\.me/\w+(?:/\d+)?|(?:x|instagram|facebook)\.com/[\w.]+)")

# Rooms of a site that many lead to and that say nothing about a single post.
_ROOMS = _words(
    "index start startseite home default main de en fr it at ch de-de de-at de-ch en-us en-gb news nachrichten aktuell "
    "aktuelles politik inland ausland international wirtschaft sport kultur panorama meinung gesundheit wissen wetter "
    "video videos mediathek live liveticker ticker newsticker themen thema suche search impressum kontakt contact "
    "about ueber-uns datenschutz spenden donate abo shop newsletter login"
)
NOT_ONE_PAGE: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"[^/?]+",
        rf"[^/?]+/(?:{'|'.join(sorted(_ROOMS))})(?:\.(?:html?|php|aspx?|jsp))?",
        r"(?:x|instagram|tiktok|threads)\.com/@?[\w.-]+(?:/(?:reels|media|with_replies|videos))?",
        r"vk\.com/(?!wall|video|photo|clip|@)[\w.]+",
        r"(?:x|facebook|instagram|tiktok)\.com/(?:hashtag|search|explore|tag|i/trends)(?:[/?].*)?",
        r"facebook\.com/(?:[^/?]+|profile\.php\?id=\d+|(?:groups|pages|people)/[^/?]+(?:/\d+)?)",
        r"youtube\.com/(?:@|channel/|c/|user/|results|feed/)[^?]*(?:\?.*)?",
        r"(?:t\.me|bsky\.app/profile)/[^/?]+",
        r"t\.me/(?:joinchat|addlist|proxy|c)/[^/?]+",
        r"(?:chat\.whatsapp\.com|wa\.me|whatsapp\.com/channel|discord\.(?:gg|com/invite))/.*",
        r"linkedin\.com/(?:in|company|school|groups)/[^/?]+(?:/.*)?",
        r"reddit\.com/(?:r|u|user)/[^/?]+",
        r"(?:google\.com|bing\.com|duckduckgo\.com)/(?:search)?\?.*",
    )
)

# Endings that make `word.ending/…` surely a link; in running text dots and strokes mean other things too.
ENDINGS: Final = _words(
    "at be ch de eu li lu nl fr it es pt pl cz sk si hr hu ro bg dk se no fi uk ie tr gr ru ua us ca au in br me tv io "
    "co gg ly be gl to cc app ai dev com org net info biz news blog online site xyz live shop video wiki watch media "
    "press today world social agency report wien berlin bayern hamburg koeln tirol swiss club link page store tech "
    "link example gov edu int eus cat"
)

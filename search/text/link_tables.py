"""What is known about links on any site: parameters that only track, redirectors, copies, and rooms.

Only data and patterns; `search.text.links` applies them. Every pattern is matched against the whole string
and reads it in one pass, because links come from strangers. What is known of single platforms stands in
`search.text.platforms`.
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
    wickedid irclickid irgwc zanpid kwkuniv rb_clid tduid awc cjevent dicbo obclid vmcid
    fb_action_ids fb_action_types fb_ref fb_source fb_comment_id action_object_map action_type_map action_ref_map
    fref hc_location hc_ref __twitter_impression __source twsrc ref_src ref_url
    mc_cid mc_eid mc_tc mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking
    _ga _gl _gac _ke _kx _openstat _branch_match_id _branch_referrer _bta_tid _bta_c dm_i dm_t
    trk_contact trk_msg trk_module trk_sid trk_info trkinfo wt_mc wt_zmc wt_ga wt_kw wtmc wt.mc_id wtrid wprov xtor
    s_kwcid ns_source ns_mchannel ns_campaign ns_linkname ns_fee guccounter guce_referrer guce_referrer_sig
    soc_src soc_trk smtyp sr_share asgtbndr sfnsn sfmc_id sfmc_sub oicd __s omnisendcontactid
    jsessionid phpsessid aspsessionid cfid cftoken
    """
)
TRACKING_PREFIXES: Final = (
    "utm_", "mtm_", "matomo_", "pk_", "piwik_", "hsa_", "itm_", "stm_", "vero_", "oly_", "at_campaign", "at_medium",
    "at_custom", "at_link", "at_ptr", "at_format", "at_bbc", "__cft__", "__tn__", "__xts__", "__eep__", "_x_tr_",
    "ga_source", "ga_medium", "ga_campaign", "ga_term", "ga_content", "cm_mmc", "amp_js", "amp_gsa", "amp_r", "amp_ct",
)  # fmt: skip
# The same on most sites, but plain words that a site may use for what it shows: a petition by its `campaign_id`, a
# shared file by its `share_id`. They go only where something else in the address names the page.
USUALLY_TRACKING: Final = _words(
    """
    campaign_id campaignid campaign campid camp_id cmpid cmp_id cmp ecid icid ncid ocid cid_source intcid int_cid
    int_source int_medium int_campaign s_cid click_id clickid cvid smid ftag spm scm trkcampaign
    xing_share sharesource share_source share_from share_id shareid sharetype shareuid share_token shared_via
    shareit_source ss_source ss_campaign_id ss_email_id
    """
)
# The last step of a path that names a page by itself: with a number, a code, or a title of several words.
NAMES_A_PAGE: Final = re.compile(r"(?![^.]*\.(?:php|aspx?|jsp)$).*(?:\d|[-_][^_-]+[-_]).*")

# Where a click came from, as the value of a parameter that may as well choose what is shown.
ORIGIN_PARAMETERS: Final = _words("ref source src from via share shared referrer referer origin medium partner")
ORIGINS: Final = re.compile(
    r"(?:jetpack|twitter|tw|facebook|fb|instagram|insta|ig|whatsapp|wa|telegram|tg|tiktok|youtube|yt|reddit|linkedin|"
    r"pinterest|threads|bluesky|bsky|mastodon|xing|google|gnews|discover|newsletter|nl|e-?mail|mail|rss|push|app|ios|"
    r"android|shar(?:e|ing)|social|social-?media|teilen|desktop|mobile?|copy-?link|qr|print|home|homepage|startseite|x)"
    r"(?:[._-][\w.-]*)?",
    re.IGNORECASE,
)
# Counts along with `share` on WordPress and means nothing elsewhere.
WITH_SHARE: Final = "nb"

# The mobile label may stand in the middle, as in `de.m.wikipedia.org`.
MOBILE_LABELS: Final = frozenset({"www", "m", "mobile", "mobil", "amp"})

# The accelerated copy of an article: a further step, an ending or a prefix of its path.
AMP_PATHS: Final = (
    (re.compile(r"(?<=[^/])/amp(?:/|\.html)?$"), ""),
    (re.compile(r"[.~,_-]amp\.html?$"), ".html"),
    (re.compile(r"(?<=[^/])[.!-]amp/?$"), ""),
    (re.compile(r"^/amp/(?=[^/])"), "/"),
    (re.compile(r"(?<=[^/])/amp(?=/[^/])"), ""),
    (re.compile(r"\.bildMobile\.html$"), ".bild.html"),
)
AMP_FLAGS: Final = frozenset({"amp", "_amp", "isamp", "is_amp", "amp-content", "ampmode", "usqp"})
AMP_CHOICES: Final = frozenset({"outputtype", "output", "view", "mode", "type", "format", "service", "render"})
AMP_VALUES: Final = frozenset({"amp", "valid_amp", "amphtml"})
# Some servers write who reads into the path.
SESSION_IN_PATH: Final = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?#]*", re.IGNORECASE)

# What of a page's fragment names an entry of it, as feeds, forums and comments number theirs.
ENTRY: Final = re.compile(
    r"(?:[a-z]{1,12}[-_.]){0,3}[a-z]{0,12}"
    r"(?:entry|eintrag|post|posting|beitrag|item|update|msg|message|nachricht|meldung|comment|kommentar|reply|antwort|"
    r"block|event|article|artikel)(?:[-_=:.](?=[a-z0-9_-]*\d)[a-z0-9_-]+|\d[a-z0-9_-]*)"
    r"|(?:p|c|e|id)[-_=]?\d+|\d{4,}",
    re.IGNORECASE,
)
# On a page that grows entry by entry every fragment is one, but for the places of the page itself.
TICKER: Final = re.compile(r"[^?]*(?:ticker|live-?blog|news-?blog|live-?feed)[^?]*", re.IGNORECASE)
PLACE_ON_A_PAGE: Final = re.compile(
    r"(?:top|main|content|inhalt|comments?|kommentare?|forum|footer|header|nav|menu|start|video|galerie|gallery|share|"
    r"respond|print|m|_|)|.*(?:[=~]|utm_|xtor).*",
    re.IGNORECASE,
)

_ARCHIVES = (
    r"(?:(?:web|wayback|liveweb|web-beta)\.archive\.org|archive\.(?:ph|today|is|li|md|vn|fo)|ghostarchive\.org|"
    r"arquivo\.pt|wayback\.archive-it\.org|webarchiv\.onb\.ac\.at|(?:[\w-]+\.)?webarchive\.[\w.-]+|vefsafn\.is|"
    r"swap\.stanford\.edu|timetravel\.mementoweb\.org|webcitation\.org|12ft\.io|via\.hypothes\.is|"
    r"removepaywalls?\.com|r\.jina\.ai|txtify\.it)"
)
# Redirectors that carry the address of the page in a parameter. Matched against host (without www) and path.
PARAMETER_WRAPPERS: Final = tuple(
    (re.compile(pattern), names)
    for pattern, names in (
        (r"(?:(?:lm?|m|mbasic|web)\.)?facebook\.com/l\.php/?", ("u",)),
        (r"(?:m\.)?facebook\.com/(?:flx/warn|sharer/sharer\.php|sharer\.php|sharer|share\.php)/?", ("u",)),
        (r"(?:m\.)?facebook\.com/(?:plugins/\w+\.php|dialog/(?:share|send|feed))", ("href", "link")),
        (r"l\.(?:instagram|messenger|threads|wl)\.(?:com|net|co)/.*", ("u",)),
        (r"google\.(?:com|[a-z]{2}|com?\.[a-z]{2})/url", ("q", "url", "u")),
        (r"webcache\.googleusercontent\.com/search", ("q",)),
        (r"translate\.google\.(?:com|[a-z]{2}|com?\.[a-z]{2})/(?:translate|website).*", ("u",)),
        (r"consent\.(?:google\.[a-z.]{2,6}|youtube\.com)/.*", ("continue",)),
        (r"googleweblight\.com/(?:i|sp)?", ("u", "lite_url")),
        (r"(?:m\.)?youtube\.com/redirect", ("q",)),
        (r"(?:m\.)?youtube\.com/attribution_link", ("u",)),
        (r"(?:m\.)?youtube\.com/oembed", ("url",)),
        (r"out\.reddit\.com/.*", ("url",)),
        (r"reddit\.com/(?:media|submit)", ("url",)),
        (r"t\.umblr\.com/redirect", ("z",)),
        (r"(?:m\.)?vk\.(?:com|ru)/(?:away|share)(?:\.php)?", ("to", "url")),
        (r"slack-redir\.net/link", ("url",)),
        (r"(?:[\w-]+\.)?safelinks\.protection\.(?:outlook\.com|office365\.us)/.*", ("url",)),
        (r"statics\.teams\.cdn\.office\.net/.*safelinks.*", ("url",)),
        (r"duckduckgo\.com/l/?", ("uddg",)),
        (r"steamcommunity\.com/linkfilter/?", ("url", "u")),
        (r"linkedin\.com/(?:redir/redirect|safety/go|sharearticle|sharing/share-offsite)/?", ("url",)),
        (
            r"(?:mobile\.)?(?:twitter|x)\.com/(?:safety/unsafe_link_warning|share|intent/(?:tweet|post))",
            ("unsafe_link", "url", "text"),
        ),
        (r"(?:t|telegram)\.me/(?:share/url|iv|share)", ("url", "text")),
        (r"(?:wa\.me|(?:api|web)\.whatsapp\.com)/.*", ("text",)),
        (r"pinterest\.[a-z.]{2,6}/pin/create/.*", ("url",)),
        (r"xing\.com/(?:spi/shares/new|app/user)", ("url",)),
        (r"deref-[\w-]+\.(?:net|de|com)/mail/client/[^/]+/dereferrer/?", ("redirecturl",)),
        (r"getpocket\.com/(?:redirect|save)", ("url",)),
        (r"12ft\.io/proxy", ("q",)),
        (rf"{_ARCHIVES}/.*", ("url",)),
    )
)
# Redirectors, archives and caches that carry it in the path. Matched against host, path, query and fragment.
PATH_WRAPPERS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_ARCHIVES}/(?:[^?]*?/)?(https?:/+.+)",
        r"(?:web|wayback)\.archive\.org/(?:web/[^/]+|save(?:/_embed)?)/(.+)",
        r"archive\.(?:ph|today|is|li|md|vn|fo)/(?:newest|oldest|latest|timegate|o/\w+|\d{4,14})/(.+)",
        r"google\.(?:com|[a-z]{2}|com?\.[a-z]{2})/amp/(?:s/)?(.+)",
        r"(?:[\w-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)/(?:c|v|wp|a|i|r)/(?:s/)?(.+)",
        r"urldefense\.com/v3/__(.+?)__;.*",
        r"steamcommunity\.com/linkfilter/(https?:.+)",
        r"(?:href\.li|anonym\.to|nullrefer\.com|dereferer\.me)/\?(.+?)=?",
    )
)

# Rooms of a site that many lead to and that say nothing about a single post.
_ROOMS = "|".join(
    sorted(
        _words(
            """
            index start startseite home default main de en fr it at ch de-de de-at de-ch en-us en-gb news
            nachrichten aktuell aktuelles politik inland ausland international wirtschaft sport kultur panorama
            meinung gesundheit wissen wetter video videos mediathek live liveticker ticker newsticker themen thema
            suche search impressum kontakt contact about ueber-uns uber-uns datenschutz spenden donate abo shop
            newsletter login welt oesterreich deutschland schweiz europa world politics business culture opinion
            health science weather sports tech technik technologie digital netzwelt wissenschaft chronik lokales
            lokal regional regionales region geld finanzen reise reisen leben lifestyle gesellschaft leute stars
            unterhaltung medien bildung karriere auto mobil klima umwelt archiv archive blog blogs podcast podcasts
            epaper e-paper faktencheck faktenchecks fact-check factcheck us uk europe usa section ressort rubrik
            kategorie category tag tags community forum faq hilfe help agb imprint privacy team redaktion autoren
            authors feed rss sitemap trending explore popular latest neueste top all alle overview uebersicht
            """
        )
    )
)
# The front door of a site and its main rooms; whoever names one only says which site it was.
FRONT_DOOR: Final = re.compile(rf"[^/?#]+(?:/(?:{_ROOMS})){{0,4}}(?:\.(?:html?|php|aspx?|jsp))?")
# A path like this leads to the pages of one topic, author, tag or search, unless its last step is an article's.
_SHELVES = (
    "tags?|themen?|topics?|schlagwort(?:e)?|schlagworte?r|stichwort(?:e)?|kategorien?|categor(?:y|ies)|rubriken?|ressorts?|"
    "autor(?:en|in)?|authors?|author|profile?s?|users?|members?|mitglieder|hashtags?|labels?|dossiers?|channels?|kanal|"
    "playlists?|collections?|sammlung|person(?:en)?|followers?|following|section|sections"
)
_AN_ARTICLE = r"(?=[^/?#]*(?:\.html?$|\d{4,}|[-_][^/_-]+[-_][^/_-]+[-_]))"
ROOMS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Pages of a room: `politik?page=2`.
        rf"[^/?#]+(?:/(?:{_ROOMS}))+(?:\?.*)?",
        rf"[^/?#]+/(?:[^/?#]+/){{0,2}}(?:{_SHELVES})/(?!{_AN_ARTICLE})[^/?#]+(?:/(?:page/|seite/)?\d{{1,3}})?(?:\?.*)?",
        r"[^/?#]+/(?:[^/?#]+/){0,2}(?:such(?:e|en|ergebnisse?)|search|recherche|results|find)(?:\.\w+)?(?:/[^?#]*)?(?:\?.*)?",
        r"[^/?#]+/?\?(?:[^#]*&)?(?:s|q|query|search|suche)=.*",
        r"[^/?#]+/[\w./-]*\?(?:[^#]*&)?(?:search|suche|suchbegriff|searchterm)=.*",
        # Profiles as most of what speaks ActivityPub writes them.
        r"[^/?#]+/(?:web/)?@[\w.@-]+(?:/(?:followers|following|with_replies|media|about|tagged/.*|featured.*))?(?:\?.*)?",
        r"[^/?#]+/users/[\w.@-]+(?:/(?:followers|following))?",
    )
)

# Endings that make `word.ending/…` surely a link; in running text dots and strokes mean other things too.
ENDINGS: Final = _words(
    "at be ch de eu li lu nl fr it es pt pl cz sk si hr hu ro bg dk se no fi uk ie tr gr ru ua us ca au in br me tv io "
    "co gg ly be gl to cc app ai dev com org net info biz news blog online site xyz live shop video wiki watch media "
    "press today world social agency report wien berlin bayern hamburg koeln tirol swiss club link page store tech "
    "link example gov edu int eus cat"
)

"""What programs and people put round a message: lines, heads and tails as patterns, and the words of those clauses.

Only data; `search.text.wrapping` applies it. Every pattern reads its line in one pass, because texts come from
strangers. All are matched against small letters.
"""

from __future__ import annotations

import re
from typing import Final

from search.text.words import listed


def _whole_lines(table: str) -> re.Pattern[str]:
    return re.compile(rf"[\W_]*+(?:{'|'.join(table.split(chr(10))[1:-1])})[\W_]*")


# ------------------------------------------------------------------------------------------------ whole lines

# Marks in front of a quoted line; before a number `>` says "more than".
QUOTED: Final = re.compile(r"(?:>[ \t]*+)++(?![^\w\n]{0,3}\d)")
_DAY = r"(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d)"
_TIME = r"\d{1,2}:\d\d(?::\d\d)?[ \t]?(?:[ap]\.?m\.?)?"
# A message exported from WhatsApp.
EXPORTED: Final = re.compile(
    rf"^[ \t~-]{{0,9}}+\[?{_DAY},?[ \t]{{1,2}}{_TIME}(?:\][ \t]*+|[ \t]-[ \t])(?P<name>[^:\n]{{1,60}}):[ \t]*+",
    re.MULTILINE | re.IGNORECASE,
)
# One from Telegram: the name stands before the brackets.
EXPORTED_WITH_NAME_FIRST: Final = re.compile(
    rf"^[ \t]{{0,9}}+(?P<name>[^\[\]\n]{{1,60}}), ?\[{_DAY},? {_TIME}\]:?[ \t]*+", re.MULTILINE | re.IGNORECASE
)
SUBJECT: Final = re.compile(r"(?:betreff|subject|objet|oggetto|konu)[ \t]*:[ \t]*+", re.IGNORECASE)
SUBJECT_OF_A_FORWARD: Final = re.compile(
    rf"^(?:{SUBJECT.pattern})?(?:(?:fwd?|wg|tr|ilt)[ \t]*:[ \t]*+)++", re.IGNORECASE
)
MAIL_HEADER: Final = re.compile(
    r"(von|from|de|da|kimden|gesendet|sent|envoyé|inviato|gönderildi|datum|date|data|tarih|an|to|à|a|kime|cc|kopie"
    r"|betreff|subject|objet|oggetto|konu|reply-to|antwort an)[ \t]*:.*"
)
# So many lines of a header, one below the other at the top, are one even where no line announces them.
FEWEST_HEADERS: Final = 3
# As mail programs begin what they quote: on which day who wrote it, and a colon.
MAIL_QUOTED: Final = re.compile(
    r"(?:am|on|le|il) (?=[^\n]{0,100}\d)[^\n]{3,100} (?:schrieb|wrote|a écrit|ha scritto)(?: [^\n:]{1,100})?:"
)

# Whole lines, without the signs around them, that messengers and those who pass a post on put there: German, English,
# French, Italian, Turkish. A line that says more is left alone.
ADDED_LINE: Final = _whole_lines(
    r"""
(?:(?:sehr )?(?:häufig|oft|mehrfach|vielfach|mehrmals) )?weitergeleitet
weitergeleitet (?:aus|von):? [^\d:.,!?]{1,40}
(?:bitte )*(?:dringend |unbedingt )?(?:alles )?(?:(?:an )?alle )?ADDRESSEESPASS_ON(?: bitte)*
(?:weiterleiten|teilen)(?:[ ,!]{1,3}(?:weiterleiten|teilen)){1,5}
kopiert|kopiert und eingefügt|gefunden und geteilt|wie erhalten|so erhalten
fwd?|wg
(?:frequently )?forwarded(?: many times| as received)?
forwarded from:? [^\d:.,!?]{1,40}
copied|copy and paste|copied and pasted|(?:fwd )?as received
(?:please )*(?:forward|share|pass on|pass it on|pass this on|spread the word|copy and paste)(?: WIDELY)*(?: please)?
transféré(?:e|s)?(?: (?:plusieurs|de nombreuses) fois)?|transféré de:? [^\d:.,!?]{1,40}
faites? tourner|à partager|(?:merci de |veuillez )(?:partager|transférer)
inoltrato(?: molte volte)?|inoltrato da:? [^\d:.,!?]{1,40}
fate girare|(?:per favore )?condividete(?: tutti)?
(?:(?:birçok|çok) kez )?iletildi|lütfen (?:paylaşın|iletin)|paylaşalım
(?:bild|video|audio|gif|sticker|dokument|medien) (?:weggelassen|ausgeschlossen)
(?:image|video|audio|gif|sticker|document|media) omitted
diese nachricht wurde bearbeitet|this message was edited
""".replace(
        "ADDRESSEES", "(?:(?:an )?(?:(?:eure|deine|ihre|meine) )?(?:kontakte|freunde|freunde und familie|gruppen) )?"
    )
    .replace("PASS_ON", "(?:weiter(?:leiten|sagen|schicken|verbreiten|senden)|teilen|verbreiten|kopieren und teilen)")
    .replace("WIDELY", "(?:this|it|to everyone|to all|widely|with everyone)")
)
# The same from mail programs; below such a line stand sender, date and receiver of the mail.
ADDED_BY_MAIL: Final = _whole_lines(
    r"""
(?:weitergeleitete|anfang der weitergeleiteten|ursprüngliche|originale?) (?:nachricht|e-?mail)
(?:begin |start of )?forwarded message|original message
message (?:transféré|d'origine)|messaggio (?:inoltrato|originale)|iletilen mesaj|orijinal mesaj
"""
)

# ---------------------------------------------------------------------------------------- heads of copied posts

_MONTH = r"(?:jan|feb|mär|mrz|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec|jän)[a-zä]{0,8}\.?"
_SINCE = r"\d{1,3} ?(?:sekunden?|minuten?|stunden?|wochen?|tagen?|tage?|weeks?|days?|sek|min|std|hrs?|[hmstdw])\b\.?"
_WHEN = (
    rf"(?:(?:vor )?{_SINCE}(?: ago)?|gerade eben|just now|(?:gestern|heute|yesterday|today)"
    rf"|\d{{1,2}}\.? {_MONTH}(?:,? \d{{4}})?|{_MONTH} \d{{1,2}}(?:,? \d{{4}})?|{_DAY})"
    rf"(?:,? ?(?:um|at)? {_TIME}(?: uhr)?)?"
)
_NAME = r"[^\n.!?:·@()]{1,60}+"
_SHARED = r"(?:beitrag|link|video|foto|erinnerung|post|photo|memory|reel)"
HEAD_OF_A_COPY: Final = re.compile(
    # "Erika Beispiel @erika · 12. März 2024": on one line or each part on its own.
    rf"(?:{_NAME})?\n?@\w{{1,30}}[ \n]{{0,2}}·[ \n]{{0,2}}{_WHEN}(?:[ \t]*+(?:\n|$)|[ \t]++(?=\S))"
    rf"|(?:{_NAME}\n)?@\w{{1,30}}[ \t]*+\n"
    rf"|{_NAME}\(@\w{{1,30}}\)(?: ?·? ?{_WHEN})?(?:[ \t]*+\n|: )"
    # "Erika Beispiel\n12. März um 18:05 · 🌐": only the dot tells it from a text that begins with a day.
    rf"|(?:{_NAME}\n)?{_WHEN} ?·[^\w\n]{{0,6}}(?:öffentlich|public)?(?:[ \t]*+(?:\n|$)|(?=\w))"
    rf"|[^\n.!?:·@()]{{1,50}}? (?:hat (?:ein|eine|einen) {_SHARED} geteilt|shared (?:a|an) {_SHARED})\.?\n",
    re.IGNORECASE,
)

# ------------------------------------------------------------------------------------------------------- tails

_COUNTED = (
    r"(?:aufrufe?n?|views?|likes?|kommentare?|comments?|shares?|retweets?|reposts?|mal geteilt|mal angesehen|geteilt"
    r"|gefällt mir(?:-angaben)?|reaktionen|reactions?|antworten|replies|zitate|quotes?|lesezeichen|bookmarks?"
    r"|follower|abonnenten|subscribers)"
)
_COUNT = rf"\d[\d.,]{{0,11}}+ ?(?:k|m|tsd\.?|mio\.?)? ?{_COUNTED}"
_BUTTON = r"(?:👍 ?)?(?:gefällt mir|kommentieren|teilen|like|comment|share|reply|antworten|repost)"
_GREETING = (
    r"(?:(?:ganz |viele |liebe |herzliche |beste |schöne |freundliche |mit freundlichen ){0,2}"
    r"(?:lg|vg|mfg|grüße|grüßen|grüsse|gruß|gruss))"
)
# The last line of a text, or its last words after a sentence has ended.
TAIL: Final = re.compile(
    rf"{_COUNT}(?:[ ·,|&]{{1,4}}(?:und |and )?{_COUNT}){{0,5}}"
    rf"|(?:bearbeitet|edited)?[ ,]?{_TIME}(?: uhr)?[ ]?[✓✔☑]{{1,3}}|[✓✔]{{2}}"
    rf"|{_BUTTON}(?:[ ·|]{{1,3}}{_BUTTON}){{1,3}}"
    r"|von mein(?:em|er) [\w .-]{2,30} (?:gesendet|geschickt)"
    r"|(?:gesendet|verschickt) (?:von|mit|aus|über)(?: (?:meinem|meiner|der|dem))? [\w .@-]{2,40}"
    r"|sent from my [\w .-]{2,40}|sent (?:from|via|with) (?:outlook|gmail|yahoo|proton|samsung|mail)[\w .-]{0,30}"
    r"|(?:get |holen sie sich )?outlook (?:for|für) (?:ios|android)"
    r"|(?:envoyé de(?:puis)? mon|inviato da|enviado desde mi) [\w .-]{2,30}"
    r"|(?:(?:via|quelle|gefunden bei|von|by|cc|h/t|ht|über)[ :]{1,2})?@\w{1,30}(?:[ ,]{1,2}@\w{1,30}){0,9}"
    rf"|(?:{_TIME}(?: uhr)? ?· ?)?{_WHEN}(?: ?· ?{_COUNT}){{1,3}}|{_TIME}(?: uhr)? ?· ?{_WHEN}"
    rf"|{_GREETING}(?:,? (?:von|aus|eure?|deine?|ihre?))?(?:[ ,]{{1,2}}[^\W\d_]{{1,20}}){{0,2}}",
    re.IGNORECASE,
)
# These say by themselves that the message is over, without a mark before them.
GLUED_TAIL: Final = re.compile(r"(?:\svia @\w{1,30}|(?:\s\d{1,2}:\d\d(?: uhr| ?[ap]m)?)?\s?[✓✔]{2,3})$", re.IGNORECASE)
PICTURE: Final = re.compile(r"\s?pic\.(?:twitter|x)\.com/\w{1,20}$", re.IGNORECASE)
# Whoever points at a picture means the picture: then it is part of what is said, and so it is of a few words.
POINTING: Final = frozenset(
    listed(
        "dies diese diesen dieser dieses hier da so schau schaut seht sieh video videos foto fotos bild bilder aufnahme"
        " aufnahmen clip this these here look watch see picture pictures photo photos image footage"
    )
)
FEWEST_WORDS_WITHOUT_PICTURE: Final = 4

# ----------------------------------------------------------------------------------------------------- clauses

# One of these makes a clause, all of whose words stand below, one that only greets, alarms, says where the message is
# from, or asks to pass it on. Nothing here denies, doubts or accuses: "Fake!" and "Ente" say something.
GREETING: Final = frozenset(
    listed(
        "hallo hi hey moin servus liebe lieber liebes leute geehrte geehrter grüße grüsse gruß gruss lg vg danke dank"
        " achtung wichtig wichtige wichtiger dringend dringende warnung info infos eilmeldung eilt alarm hinweis bitte"
        " mitteilung guten frage krass wahnsinn unfassbar unglaublich"
        " hello dear attention important urgent warning breaking alert notice please good wow unbelievable thanks thank"
    )
)
PASSING_ON: Final = frozenset(
    listed(
        "lesen lies lest weiterleiten weiterleitet weitergeleitet weiterleite weitersagen weiterschicken weitergeben"
        " teilen teile teilt verbreiten verbreitet schicken schickt schick senden sendet kopieren kopiert aufpassen"
        " passt wacht redaktion team prüfen prüft prüfe geprüft überprüfen checken check checkt faktencheck"
        " read share forward forwarded spread copied beware careful verify factcheck check everyone everybody guys"
    )
)
RECEIVED: Final = frozenset(
    listed(
        "gelesen geteilt gepostet geschickt zugeschickt gesendet zugesendet zugesandt bekommen gekriegt reinbekommen"
        " erhalten empfangen erreicht entdeckt gefunden gesehen gehört gestoßen gestossen aufgeschnappt zugespielt"
        " reingekommen kursiert rum herum unterwegs kam"
        " received got sent shared found saw seen"
    )
)
CORE: Final = GREETING | PASSING_ON | RECEIVED
# A clause that begins with one of these may end in a comma, unless it is half of a sentence: "Wichtig ist, dass …".
OPENING: Final = (GREETING | {"sehr"}) - {"bitte", "please"}
COPULAS: Final = frozenset(listed("ist sind war waren is are was were"))
# These ask where the clause ends in a question mark, or has an "ob".
ASKING: Final = frozenset(
    listed(
        "stimmt stimmen wahr dran echt davon haltet halten haltest weiß wisst weiss glaubt glaubhaft true real legit"
        " right correct anything know think fake"
    )
)
WHETHER: Final = frozenset({"ob", "whether", "if"})
# With one of these a clause may say who got something, which is matter.
EVERYBODY: Final = frozenset(listed("alle allen aller jeder jede jedem viele vielen all many"))
FILLING: Final = (
    CORE
    | EVERYBODY
    | frozenset(
        listed(
            "ich mir mich wir uns ihr euch sie ihnen man es das dies diese diesen dieser dieses folgende folgenden"
            " folgendes folgender der die den dem des ein eine einen einem einer eines mein meine meinen meinem meiner"
            " unsere unserer unserem unsere euer eure eurer euren deine deinen in im an am auf aus von vom per via über"
            " bei beim zu zum zur für mit und oder auch noch mal einmal so sehr wirklich gerade grad grade eben soeben"
            " jetzt nun heute vorhin gestern morgen abend tag mittag hab habe habt haben hat wurde ist war kann könnt"
            " können könnten könntet möchte wollte würde was wie wo woher hier da dazu lieben möglichst"
            " unbedingt schnell weiter zusammen geht ging macht runde freund freundin freunde freunden freundinnen"
            " bekannte bekannten kollege kollegen kollegin kolleginnen schwester bruder mutter vater mama"
            " papa tante onkel oma opa nachbar nachbarin nachbarn cousin cousine schwager schwägerin schwiegermutter"
            " chef chefin sohn tochter mann frau familie eltern verwandte verwandten mitglieder gruppe gruppen chat"
            " kanal whatsapp telegram facebook instagram tiktok signal twitter x youtube netz mail mails email sms"
            " nachricht nachrichten post posting beitrag text meldung kettenbrief sprachnachricht status kontakte"
            " kontakten story einfügen damen herren wissen wach auf häufig mehrfach oft rein faktenchecker"
            " faktencheckerinnen vielleicht kurz jemand etwas internet e"
            " i me my we us you your he she it this that these the a an in on at from to of with by and or also just"
            " now today yesterday morning evening day is are was were have has had can could would what who where how"
            " friend friends family colleague neighbour neighbor sister brother mother father mom dad mum aunt uncle"
            " message messages group groups post posts chat word times following people ask been being going round"
            " around some someone pass contacts"
        )
    )
)
# "Nachbarschaftsgruppe", "Klassenchat"
FILLING_ENDINGS: Final = ("gruppe", "chat", "kanal", "verteiler")
LONGEST_CLAUSE: Final = 30

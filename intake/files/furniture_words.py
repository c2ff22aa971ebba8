"""What apps write around messages and posts, in German and English: data for `intake.files.furniture`.

All in small letters. Whole lines are held against it, and nearly always only such as stand apart from a message.
"""

from __future__ import annotations

from search.text.words import listed


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|"))


# Buttons, hints and labels; several of them may stand in one line.
LABELS = _phrases(
    """
    weitergeleitet | häufig weitergeleitet | oft weitergeleitet | mehrfach weitergeleitet | weitergeleitete
    nachricht | weitergeleitet von | weitergeleitet aus | bearbeitet | gelöscht | diese nachricht wurde
    gelöscht | ungelesene nachrichten | nachricht | nachricht schreiben | nachricht eingeben | nachricht
    senden | schreib eine nachricht | antworten | antwort | antwort schreiben | deine antwort | deine antwort
    posten | reagieren | kopieren | heute | gestern | online | zuletzt online | tippt | schreibt | tippe hier
    für gruppeninfo | tippe hier für kontaktinfo | kanal | abonnenten | abonniert | abonnieren | abo | gefolgt
    | folgen | folge ich | folgst du | gefällt mir | gefällt dir | kommentieren | kommentar | kommentare |
    teilen | geteilt | mal geteilt | senden | speichern | gespeichert | merken | kommentar schreiben |
    schreibe einen kommentar | kommentar hinzufügen | kommentar hinzufügen ... | alle kommentare ansehen |
    alle kommentare anzeigen | relevanteste | relevanteste zuerst | top-kommentare | antworten anzeigen |
    weitere antworten anzeigen | übersetzung anzeigen | mehr anzeigen | mehr ansehen | weniger anzeigen | mehr
    | gesponsert | anzeige | werbung | bezahlte partnerschaft | öffentlich | freunde | start | startseite |
    home | suche | suchen | videos | video | reels | shorts | marketplace | menü | profil | benachrichtigungen
    | mitteilungen | nachrichten | entdecken | für dich | trends | chats | anrufe | status | aktuelles |
    communities | kontakte | einstellungen | abos | mediathek | leerzeichen | fertig | weiter | zurück |
    abbrechen | reposts | zitate | aufrufe | likes | original ansehen | ausgewählt | profilbild | beitrag |
    beiträge | originalton |
    forwarded | forwarded many times | forwarded message | forwarded from | edited | deleted | this message
    was deleted | unread messages | message | type a message | send a message | write a message | text message
    | imessage | reply | replies | post your reply | react | copy | today | yesterday | online | last seen |
    typing | tap here for group info | tap here for contact info | channel | subscribers | subscribed |
    subscribe | following | follow | followed by | like | likes | liked | comment | comments | share | shares
    | shared | send | save | saved | add a comment | add a comment ... | write a comment | write a comment ...
    | view all comments | most relevant | top comments | view replies | view more replies | see translation |
    translate post | show translation | see more | show more | see less | read more | more | sponsored | ad |
    promoted | paid partnership | public | friends | home | search | watch | videos | video | reels | shorts |
    marketplace | menu | profile | notifications | messages | explore | for you | trending | chats | calls |
    status | updates | communities | contacts | settings | library | space | return | done | next | back |
    cancel | reposts | retweets | quotes | quote tweets | views | bookmarks | original audio | post | posts |
    active now | seen | delivered | read
    """
)
# A line with one of these shows that a message is passed on; what stands right above it is a name.
FORWARDED = frozenset(
    label for label in LABELS if label.startswith(("weitergeleitet", "häufig", "oft w", "mehrfach w", "forwarded"))
)
# What is left of such a line, which is small and slanted, where its other words could not be read.
FORWARDED_READ_BADLY = ("tergeleit", "weitergel", "forwarded", "many times")
# Under a name: who may read a post.
READERS = frozenset({"öffentlich", "freunde", "public", "friends", "gesponsert", "sponsored", "anzeige", "werbung"})
# A line with one of these shows that a screen is one of a chat, with the names of its people at the upper edge.
CHAT_HINTS = frozenset(
    {
        "nachricht", "nachricht schreiben", "nachricht eingeben", "nachricht senden", "schreib eine nachricht",
        "message", "type a message", "send a message", "write a message", "text message", "imessage",
    }
) | FORWARDED  # fmt: skip
# At the end of a post that goes on.
GOES_ON = ("mehr anzeigen", "mehr ansehen", "mehr lesen", "weiterlesen", "see more", "show more", "read more")
# Whole lines that nobody writes as one of a message.
PLAINLY_LABELS = frozenset(label for label in FORWARDED if " " in label) | frozenset(GOES_ON)
# Units of time as feeds shorten them ("3 Std.", "2 h"), and what is counted ("86 Kommentare").
TIMES = frozenset(
    listed(
        """
        d day days h hour hours hr hrs j jahr jahre jahren m min mins minute minuten minutes mon monat monate
        monaten month months s sek std stunde stunden t tag tage tagen w week weeks wo woche wochen y year years
        """
    )
)
COUNTED = frozenset(
    listed(
        """
        abonnenten and antworten aufruf aufrufe bookmarks comment comments follower followers gefällt geteilt k
        kommentar kommentare lesezeichen like likes m mal members messages mio mitglieder nachrichten neue new
        others participants people personen quotes reactions reaktionen replies repost reposts retweets share
        shares subscribers teilnehmer tsd und ungelesene unread video view views weitere zitate
        """
    )
)
DAYS = frozenset(
    listed(
        """
        di dienstag do donnerstag fr freitag fri friday mi mittwoch mo mon monday montag sa samstag sat saturday
        so sonntag sun sunday thu thursday tue tuesday wed wednesday
        """
    )
)
MONTHS = frozenset(
    listed(
        """
        apr april aug august dec december dez dezember feb februar february jan januar january jul juli july jun
        june juni jänner mai mar march may mär märz nov november oct october okt oktober sep sept september
        """
    )
)
# What carriers and telephones show beside the clock.
STATUS_BAR = frozenset(
    listed(
        """
        3g 4g 5g a1 al drei edge lte magenta o2 telekom vodafone volte vowifi wi-fi wifi wlan
        """
    )
)

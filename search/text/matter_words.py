"""Words that hand a post over, ask about it, greet, alarm or judge it, and claim nothing: only data.

Written in small letters and without ß, as `search.text.normalise` leaves them. Missing words do little harm: a text
with a word that is not here counts as one that says something.
"""

from __future__ import annotations

from typing import Final

_NO_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def listed(text: str) -> frozenset[str]:
    """Return the words of a list, those with umlauts also as people write them who have none."""
    words = frozenset(text.casefold().split())
    return words | {word.translate(_NO_UMLAUTS) for word in words}


def _formed(stems: str, endings: str) -> frozenset[str]:
    """Return each stem with each ending; forms that nobody writes do no harm."""
    return frozenset(stem + ending for stem in listed(stems) for ending in ("", *endings.split()))


# What posts travel on. Without matter only as the way of a post, "auf Facebook": as a subject they may do anything.
PLATFORMS: Final = listed(
    """
    whatsapp telegram signal facebook fb instagram insta tiktok youtube yt twitter x threads snapchat linkedin
    reddit discord bluesky mastodon messenger
    """
)
# Understood in any of the languages.
_EVERYWHERE = listed(
    """
    100 prozent percent
    fake fakes fakenews news link url video videos clip clips foto photo reel reels story stories post posts posting
    postings tweet tweets thread chat meme memes screenshot screenshots spam scam satire ki ai deepfake deepfakes ok
    okay lol wtf omg hm hmm hmmm äh öh wow oh ah ach aha hä ey hey hi hello hallo pls thx fyi lg vg mfg ps nb
    gegencheck admin team bot check info real google netz internet web online www http https null nil none nan undefined
    test
    """
)

# German: what holds a sentence together.
_DE_SMALL = listed(
    """
    der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner dies diese diesen
    diesem dieser dieses jene jener jenes solch solche solchen so sowas etwas was wer wen wem wessen wie wo wohin
    woher warum wieso weshalb wann welche welcher welches welchen ich du er sie es wir ihr mich dich ihn uns euch
    mir dir ihm ihnen man mein meine meinen meinem meiner meines dein deine deinen deiner sein seine seinen seiner
    ihre ihren ihrem ihrer unser unsere unseren unserer euer eure euren eurer und oder aber denn weil dass daß ob
    wenn als also doch ja nein nicht nix nichts auch nur noch schon mal einmal nochmal bitte sehr ganz total echt
    wirklich tatsächlich eigentlich vielleicht wohl halt eben einfach gerade grade jetzt heute gestern vorhin
    neulich soeben heut siehe anbei anhang anlage beilage
    hier da dort dran daran davon dazu dafür dagegen darüber darum damit dabei drin darin drauf
    darauf in im an am auf aus bei beim mit nach von vom vor zu zum zur für über unter um gegen ohne durch bis seit
    per via wegen laut alle allen alles jeder jede jedem jeden viele vielen viel mehr manche einige jemand jemandem
    jemanden niemand irgendwie irgendwas irgendwer irgendwo hin her rum schnell kurz gerne gern lieber immer wieder
    gleich bald zuerst zudem ausserdem schliesslich überhaupt genau leider hoffentlich anscheinend angeblich
    offenbar offensichtlich übrigens sonst dann nun beides selbst selber mehrmals mehrfach ständig überall anderen
    andere anderer bzw etc usw 'nem 'ne 'nen nem ne nen nö nee jo jawohl klar sicher sicherlich bestimmt gell oda
    ned net ka idk is isses ists gibts gibt's stimmts stimmt's ist's gehts geht's wars war's habs hab's habt's habts
    mans man's gar sogar zumindest mindestens ziemlich recht extrem absolut voll mega super völlig komplett bloss
    lediglich eigentlicher nämlich allerdings trotzdem obwohl falls ehe bevor nachdem während sobald solange sofern
    damals früher später abermals erneut nochmals wiederum keinesfalls keineswegs niemals nie je jemals irgendeine
    irgendein irgendeinen solcher solches sowie weder entweder sowohl innerhalb zwischen neben hinter ausser seitens
    bezüglich zwecks hierzu hierbei hierfür diesbezüglich davor wovon worum wozu wofür womit woran worauf darunter
    vorab insgesamt gerne liebend euch einer gestrigen heutige heutigen neulichen dazu
    """
)
_DE_VERBS = listed(
    """
    ist sind war waren bin bist seid wäre wären sei gewesen wird werden wurde wurden würde würden worden werde haben
    habe hab hat hast habt hatte hatten hätte hätten gehabt kann könnt können könnte könntet könnten konnte kannst
    könntest soll sollen sollte sollten sollt sollst will wollen wollt wollte möchte möchten mag mögt muss müssen
    müsst musste müsste darf dürfen dürft lass lasst lassen lässt tun tut tu tust getan gibt geben gib gebt gegeben
    gab geht gehen geh kommt kommen kam komm gekommen passiert passieren geschehen heisst heissen bedeutet bedeuten
    meint meinen meine meinst meinte denkt denken denke denkst glaubt glauben glaube glaubst glaub weiss wissen
    wisst weisst wusste kennt kennen kenne kennst findet finden finde fand gefunden findest halten haltet hält halte
    gehört gehören hören hört hör höre sehen seht sieht sehe siehst gesehen sah schauen schaut schau schaue schaust
    schauts guckt guck gucken gucke kuckt kuck kucken anschauen angeschaut anzuschauen ansehen angesehen anzusehen
    angucken anhören lesen liest lest lies lese gelesen durchlesen sagen sagt sag sage gesagt sagst erzählt erzählen
    redet reden erklären erklärt erklär erklärst antworten antwortet antworte helfen helft hilft hilf geholfen
    wundern wundert wundere frage fragen fragt frag fragst gefragt interessiert interessieren hoffe hoffen bitten
    bitte bittet danken danke dankt freuen freue freut bekommen bekam bekomme bekommt gekriegt kriegen kriege kriegt
    krieg erhalten erhält erhielt erhalte geschickt schicken schickt schick schicke schickte schickten zugeschickt
    weitergeschickt gesendet senden sendet sende gesandt zugesandt zugesendet zugespielt zugeleitet weitergeleitet
    weiterleiten weiterleitet leitet leite leiten weiter geteilt teilen teilt teile teilte verbreitet verbreiten
    verbreitung verbreite weitergegeben weitersagen gepostet posten postet poste postete hochgeladen veröffentlicht
    kursiert kursieren kursierte rumgeht rumgeschickt herumgeschickt herumgeht aufgetaucht begegnet entdeckt
    entdecken gestossen prüfen prüft prüfe prüf geprüft überprüfen überprüft überprüfe nachprüfen nachgeprüft
    nachsehen nachschauen checken checkt checke gecheckt abchecken faktenchecken verifizieren verifiziert bestätigen
    bestätigt widerlegen widerlegt recherchieren recherchiert untersuchen untersucht klären klärt aufklären
    aufgeklärt einschätzen eingeschätzt bewerten bewertet beurteilen löschen löscht gelöscht melden meldet melde
    gemeldet sperren sperrt gesperrt stimmen stimmt stimme trifft zutrifft zutreffen passt passen wirkt wirken
    klingt klingen scheint scheinen aussehen verarscht verarschen verarsche verbreiter lügt lügen gelogen erfunden
    gefälscht fälschen gefaked gefakt gestellt bearbeitet manipuliert retuschiert generiert erstellt zeigt zeigen
    gezeigt steht stehen stand kopiert kopieren einfügen glaubwürdig aufgepasst aufpassen pass wacht aufwachen
    aufgewacht dringend machen macht mache mach gemacht handelt handeln ernst nehmen genommen nimmt ruft
    anrufen aufnehmen verstehen versteht verstehe versteh traue trauen traut vertrauen zweifle zweifeln irritiert
    verunsichert stammt stammen stamme echtheit verlinkt verlinken angeblichen weiterverbreitet weiterverbreiten
    herausfinden rausfinden nachgehen nachgegangen einordnen eingeordnet kümmern kümmert erreicht erreichte zukommen
    gestolpert sorgt sorgen mitteilen teilst brauche brauchen braucht bräuchte bräuchten hätt hätts hättet wüsste
    wüssten dächte fände finds fallt fällt fallen fiel aufgefallen aufgefunden verrückt gelandet landete landet lief
    läuft laufen gelaufen reingefallen reinfallen hereinfallen aufgeschnappt weiterverfolgen verfolgen verfolgt
    verstanden geklärt beantworten beantwortet beurteilt eingestuft einstufen ausgeht ausgehen behauptet behaupten
    behaupte kommentieren kommentiert kommentierte reagieren reagiert posteten reposten repostet geliked liken
    gelikt abonnieren folgt folgen folge blockieren blockiert abgeraten empfohlen empfehlen gewarnt warnen warnt
    warne schützt schützen erschrocken erschreckt schockiert erschüttert aufgeregt aufregen regt angezeigt anzeigen
    anzeige vorliegt vorliegen liegt liegen lag beigefügt anbei angehängt angefügt beiliegend bekannt
    vertrauenswürdigsten täuscht täuschen getäuscht betrogen betrügt hetzen hetzt gehetzt beleidigt beleidigen
    diskriminiert diskriminieren verhetzt trollt trollen
    """
)
_DE_NOUNS = listed(
    """
    bild bilder bildern fotos aufnahme aufnahmen film filme filmchen beitrag beiträge beitrags beiträgen artikel
    artikels artikeln bericht berichte meldung meldungen nachricht nachrichten text texte textes zeilen kommentar
    kommentare kommentars seite seiten webseite website homepage kanal kanals profil profils account konto gruppe
    gruppen status mail mails e-mail email sms brief flyer zettel flugblatt kettenbrief kettenbriefe sprachnachricht
    sprachnachrichten audio audios datei anhang dokument grafik statistik tabelle zitat zitate aussage aussagen
    behauptung behauptungen these infos information informationen quelle quellen sache sachen ding dinge zeug
    geschichte geschichten gerücht gerüchte thema frage fragen antwort antworten rückmeldung einschätzung meinung
    hinweis hinweise fall fälle wahrheit faktencheck faktenchecks fakten fakt faktenprüfung prüfung überprüfung
    bestätigung beleg belege beweis beweise leute leuten freunde freunden freund freundin freundinnen bekannte
    bekannten bekannter kollege kollegen kollegin kolleginnen nachbar nachbarn nachbarin nachbarinnen verwandtschaft
    familie familien kumpel kumpels spezi bekanntenkreis freundeskreis umfeld arbeit büro redaktion moderation
    moderator admins community zusammen herzliche herzlichen dank grüsse grüssen gruss grüss hilfe achtung vorsicht
    warnung alarm eilmeldung breaking servus moin grüezi tag morgen abend nachmittag mittag nacht stunden minuten
    woche wochen tage tagen kontakte kontakten mitglieder damen herren ahnung sorge sorgen angst internet netz wort
    worte wörter mist quatsch blödsinn unsinn schwachsinn bullshit humbug schmarrn schmarren kokolores unfug nonsens
    märchen lüge lügen lügner ente zeitungsente fakenews falschmeldung falschmeldungen falschinformation
    falschinformationen desinformation fehlinformation propaganda hetze hass hassrede hasspost hasskommentar
    hasskommentare volksverhetzung beleidigung beleidigungen drohung bedrohung rassismus antisemitismus sexismus
    hetzer betrug betrüger abzocke fälschung fälschungen montage fotomontage verschwörung verschwörungstheorie
    verschwörungstheorien panikmache stimmungsmache wahnsinn irrsinn skandal frechheit sauerei schande schock hammer
    katastrophe witz scherz scheiss scheisse runde herkunft ursprung zusammenhang kontext inhalt inhalte echtheit
    dreck müll schrott idiot idioten trottel deppen depp spinner schwurbler schwurbel geschwurbel ernst rat tipp
    tipps zweifel verdacht wahres ps gott himmel jesus alter digga bro mann kopf dinger teil clickbait speech
    kopfschütteln unverschämtheit zumutung schweinerei gesindel pack abschaum dreckspack kommentarspalte
    kommentarspalten threads feed chatgruppe forum stellungnahme auskunft recherche gegencheck gegenbeweis
    richtigkeit wahrheitsgehalt echtheitsprüfung glaubwürdigkeit vertrauen urheber absender verfasser autor
    verbreitung ursprungsquelle originalquelle bildquelle fundstück screenshot bildschirmfoto sprachmemo tonaufnahme
    videoausschnitt ausschnitt mitschnitt werbung anzeige reklame lockangebot gewinnspiel phishing betrugsversuch
    betrugsmasche masche falle fake-shop fakeshop fake-profil hoax urban legend kettenmail rundmail gerüchteküche
    unwahrheit unwahrheiten halbwahrheit halbwahrheiten unterstellung unterstellungen verleumdung rufmord
    hetzkampagne kampagne manipulation täuschung irreführung ammenmärchen stuss käse gelaber gelabere geschwätz
    gefasel unding unverschämt hilfestellung unterstützung bemühungen mühe zeit voraus
    """
)
_DE_JUDGING = _formed(
    """
    wahr falsch echt richtig korrekt gefälscht erlogen erfunden gelogen seriös glaubwürdig unglaubwürdig glaubhaft
    vertrauenswürdig verlässlich möglich unmöglich plausibel wahrscheinlich unwahrscheinlich authentisch original
    aktuell alt neu ganz gut schlecht schlimm schlimmst schrecklich furchtbar entsetzlich grauenhaft grauenvoll
    grausam erschreckend erschütternd schockierend verstörend bedenklich fragwürdig zweifelhaft dubios suspekt
    verdächtig komisch seltsam merkwürdig eigenartig interessant spannend wichtig unwichtig dringend unglaublich
    unfassbar unerhört krass heftig hart arg böse fies gemein mies übel widerlich ekelhaft ekelig eklig abartig
    abscheulich schändlich beschämend traurig peinlich lächerlich lustig witzig dumm blöd doof bescheuert verrückt
    irre wahnsinnig absurd idiotisch hirnrissig krank pervers rassistisch antisemitisch sexistisch rechtsextrem
    menschenverachtend menschenfeindlich hasserfüllt hetzerisch beleidigend strafbar verboten illegal legal
    gefährlich harmlos irreführend reisserisch übertrieben manipulativ manipuliert ki-generiert generiert folgend
    obig unten oben lieb liebst geehrt herzlich freundlich beste best schön klein gross erst letzt nächst gesamt
    merkwürdigst eindeutig klar unklar sicher unsicher besorgt ratlos skeptisch verwirrt neugierig dankbar froh
    nötig komplett furchterregend hässlich ungeheuerlich empörend unglaublichst heftigst krassest geil super toll
    rein pur blank nackt einzig volksverhetzend diffamierend verleumderisch entwürdigend herabwürdigend
    diskriminierend frauenfeindlich fremdenfeindlich ausländerfeindlich islamfeindlich judenfeindlich homophob
    queerfeindlich transfeindlich faschistisch nazistisch extremistisch radikal aggressiv brutal verharmlosend
    hetzend populistisch reisserischst haltlos unbelegt unbestätigt widerlegt faktenfrei frei erstunken schlicht
    glatt dreist frech unverschämt skrupellos respektlos geschmacklos niederträchtig primitiv billig plump
    peinlichst albern kindisch verlogen verfälscht aus dem zusammenhang gerissen veraltet zusammengeschnitten
    geschnitten gephotoshoppt photoshop computergeneriert künstlich inszeniert nachgestellt unecht getürkt seriöst
    tatsächlich wirklich einwandfrei kurios skurril mysteriös rätselhaft auffällig unseriös gefakt betrügerisch
    kriminell
    """,
    "e er en em es ste",
)
# Without matter only as somebody's own, who sent it on: "meine Tante".
PERSONS: Final = (
    "tanten?|onkel|omas?|opas?|mutter|mutti|mama|mami|vater|vati|papa|eltern|schwester|bruder|"
    "geschwister|cousin|cousine|schwager|schwägerin|schwieger(?:mutter|vater|eltern|sohn|tochter)|neffe|"
    "nichte|enkel(?:in)?|sohn|tochter|kind(?:er)?|mann|frau|partner(?:in)?|verlobte[rn]?|verwandte[rn]?|"
    "verwandtschaft|chef(?:in)?|mitarbeiter(?:in)?|schüler(?:in|innen)?|lehrer(?:in)?|vereinskolleg(?:e|en|"
    "in)|arbeitskolleg(?:e|en|in)|trainer(?:in)?|pfarrer(?:in)?|vermieter(?:in)?|klasse|schule|arbeit|"
    "büro|verein|umfeld|aunt|auntie|uncle|mother|mom|mum|dad|father|sister|brother|cousin|grandma|"
    "grandmother|granny|grandpa|grandfather|boss|relatives?|wife|husband|son|daughter|kids?|parents?|"
    "teacher|class|work|school|family"
)
_DE_COMPOUND_HEADS = (
    "familien|eltern|klassen|freundes|nachbarschafts|nachbar|nachbarn|whatsapp|telegram|signal|schul|"
    "kita|vereins|arbeits|firmen|team|haus|dorf|orts|stadt|mädels|kollegen|facebook|fb|gruppen|kurz|"
    "schock|skandal|hass|hetz|fake|propaganda|schreckens|horror|ki|ai|handy|beweis|youtube|tiktok|"
    "instagram|insta|twitter|x|online|web|internet|zeitungs|presse|sprach|ketten|droh|spam|lügen|"
    "profil|titel|vorschau|original|bild|foto|text|video|nachrichten|news|haupt|lauf|droh"
)
_DE_COMPOUND_TAILS = (
    "gruppe|gruppen|chat|chats|kanal|kanäle|kanals|status|video|videos|clip|clips|bild|bilder|bilds|"
    "foto|fotos|post|posts|posting|postings|beitrag|beiträge|nachricht|nachrichten|meldung|meldungen|"
    "artikel|artikels|seite|seiten|account|accounts|profil|profile|kommentar|kommentare|brief|briefe|"
    "mail|mails|story|storys|reel|reels|link|links|team|redaktion|text|texte|aufnahme|aufnahmen|film|"
    "news"
)
# `familiengruppe`, `hassvideo`: what a post came by, or what is thought of it.
COMPOUND: Final = rf"(?:{_DE_COMPOUND_HEADS})-?(?:{_DE_COMPOUND_TAILS})"

_EN = listed(
    """
    a an the this that these those it its it's he she they them his her their him we us our you your yours i i'm
    i've me my mine who whom whose which what what's where when why how is isn't are aren't was wasn't were be been
    being am do does doesn't did didn't don't done doing have has had having haven't can can't could would should
    shall will won't may might must and or but if because so not no nope yes yeah yep too also only just still yet
    already really truly actually very quite totally completely some any anyone anybody someone somebody everyone
    everybody nobody all both more most much many something anything nothing everything of in on at by to from for
    with without about into over under up down out off as than then there here now today yesterday again maybe
    perhaps probably apparently allegedly supposedly please thanks thank thankyou cheers dear sir madam folks guys
    people friends friend hello good morning evening afternoon day regards best kind greetings sincerely check
    checking checked verify verified verifying confirm confirmed debunk debunked fact facts fact-check factcheck
    factchecking fact-checking factcheckers checkers review investigate look looks looking looked see seen saw
    seeing watch watched watching read reading hear heard listen find found finding got get getting gets received
    receive receiving sent send sending sends forward forwarded forwarding forwards share shared sharing shares
    spread spreading posted posting circulating going around came across stumbled upon told tell telling tells say
    says said saying ask asking asked know knows knew think thinks thought believe believes wonder wondering want
    wants wanted need needs like help helping mean means happen happened happening make makes made sense give trust
    worried concerned curious unsure sure seem seems sound sounds delete remove report reporting reported warn
    warning warnings attention urgent important alert beware careful update breaking true truth false correct
    incorrect right wrong legit legitimate genuine authentic accurate reliable credible trustworthy misleading
    misinformation disinformation hoax hoaxes rumor rumour rumors rumours lie lies lying liar nonsense rubbish
    bullshit crap garbage propaganda conspiracy manipulated doctored edited photoshopped staged generated
    ai-generated made-up fabricated joke funny satire hate hateful racist racism sexist antisemitic disgusting
    terrible horrible awful shocking unbelievable incredible insane crazy mad sick wild scary weird strange
    suspicious fishy interesting outrageous shameful sad bad evil stupid idiot idiots ridiculous absurd possible
    impossible plausible old new recent actual thing things stuff stories article articles picture pictures image
    images pic pics photos message messages text texts page pages site website account profile channel group groups
    comment comments claim claims statement source sources information quote tv media footage recording voice note
    file neighbour neighbor neighbours neighbors colleague colleagues coworker family timeline feed one two lot bit
    sort way time idea clue god jesus man dude bro hell damn shit fuck fucking fake-news speech content spoof bogus
    phony phoney untrue real factual parody deep deepfaked altered cropped context outdated clickbait fearmongering
    trolling troll trolls abuse abusive violent violence illegal offensive offended shocked scared appalled confused
    skeptical sceptical doubtful doubt doubts answer answers question questions opinion opinions explain explanation
    proof evidence prove legit? whatsapp'd messaged texted emailed email emails clips screenshot viral floating bout
    wanna gonna gotta u ur r thx ty tysm appreciate appreciated grateful kindly team editors redaction newsroom desk
    helpful debunking took taken take come comes coming keep keeps circulated claim'd ever never anymore anyway well
    lately recently earlier this'll who's that'll they're you're we're he's she's let let's lets why's could've
    shouldn't wouldn't
    """
)
_FR = listed(
    """
    c'est ce cette cet ces ça cela est-ce est que qui quoi vrai vraie vrais faux fausse info infos intox le la les l
    un une de du des d et ou je tu il elle on nous vous ils j'ai ai avez avons reçu vu lu trouvé sur dans par pour
    avec pas ne n'est n y a-t-il s'il plaît plait svp merci bonjour salut bonsoir vérifier vérifiez vérifie pouvez
    pouvez-vous regardez regarde voir voici lien vidéo vidéos image images photo message article source quelqu'un
    mon ma mes tante ami amie amis collègue mère père partager partagez partagé transférer réel réelle sérieux
    possible incroyable honte horrible haine raciste arnaque mensonge rumeur désinformation infox canular fake-news
    réseaux sociaux groupe famille ami·e juste encore très bien tout tous toute ceci voilà peut-on peut peux doit
    dois croire crois sait sais savoir dit disent dire penser pensez d'avance lire lisez au aux en se sa son leur
    quel quelle quelles êtes suis sommes sont était avis choc scandale scandaleux dégueulasse dégoûtant
    """
)
_IT = listed(
    """
    è e vero vera veri falso falsa bufala bufale notizia notizie questo questa questi queste quello che cosa il lo
    la i gli le un una di del della da in su per con non ho hai ha abbiamo avete ricevuto visto letto trovato mi ti
    ci vi si potete può puoi verificare verificate controllare grazie ciao buongiorno salve guardate guarda ecco
    immagine foto messaggio articolo fonte davvero reale sicuro possibile incredibile vergogna odio razzista truffa
    bugia mio mia zia amico amica collega mamma condividere condividete inoltrato è sono siete siamo essere sia
    credere credo sapete sapere dire detto fatto falsa fake-news catena gruppo famiglia mille prego favore tutto
    tutti molto troppo assurdo schifo vergognoso schifoso anche ancora solo già
    """
)
_ES = listed(
    """
    es esto eso este esta estos estas verdad verdadero verdadera falso falsa bulo bulos cierto noticia noticias el
    la los las lo un una de del que qué y o en por para con no he ha has hemos recibido visto leído encontrado me te
    se pueden puedes podéis podrían verificar comprobar gracias hola buenos días buenas tardes miren mira mirad aquí
    enlace vídeo imagen foto mensaje artículo fuente realmente real posible increíble vergüenza odio racista estafa
    mentira mi tía amigo amiga compartir compartid reenviado favor noticia fake-news grupo familia muchas mucho
    todo todos toda creer creo saber sabe saben dicen decir pasa pasó pasado enviado envió mandado mandó compartido
    estafa vergonzoso asqueroso asco también solo ya sólo por-favor alguien sobre
    """
)
_TR = listed(
    """
    bu şu o doğru mu mı mi değil gerçek gerçekten yalan yanlış haber haberi sahte lütfen kontrol eder misiniz edin
    teşekkürler merhaba selam video resim fotoğraf mesaj link bana geldi gördüm nedir ne var bir ve inanılmaz
    """
)
_SLAVIC = listed(
    """
    это этот эта эти правда правдиво неправда фейк ложь ли не что как проверьте проверить пожалуйста спасибо привет
    здравствуйте добрый день видео фото новость ссылка смотрите посмотрите мне прислали прислала прислал вот и на в
    я ужас кошмар це цей ця ці чи брехня перевірте будь ласка дякую привіт вітаю відео новина посилання дивіться
    мені надіслали жах to ten ta te czy jest prawda prawdziwe fałsz fałszywe nieprawda sprawdźcie sprawdzić proszę
    dziękuję dzięki cześć dzień dobry film zdjęcie wiadomość dostałem dostałam mi je li ovo ovaj istina istinito
    lažno laž provjerite molim hvala bok dobar dan slika poruka dobio dobila sam
    """
)
_ARABIC = listed("هل هذا هذه صحيح صحيحة حقيقي حقيقية كذب خبر فيديو صورة من فضلك شكرا مرحبا السلام عليكم تحقق")

# By language: a text without matter is made of the words of one of them alone.
VOCABULARIES: Final = tuple(
    words | _EVERYWHERE
    for words in (
        _DE_SMALL | _DE_VERBS | _DE_NOUNS | _DE_JUDGING,
        _EN,
        _FR,
        _IT,
        _ES,
        _TR,
        _SLAVIC,
        _ARABIC,
    )
)

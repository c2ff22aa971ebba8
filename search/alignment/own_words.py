"""Word lists of our own: opposites, words that mean the same, and base forms that the published lists lack.

There is no published list of German opposites. Opposites stand as "words | words": each of the first against each of
the second. Words are base forms, case-folded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from search.text.words import listed

OPPOSITES: Mapping[str, str] = {
    "de": """
        mehr viel | wenig weniger
        groß riesig | klein winzig
        hoch | niedrig tief
        lang | kurz
        oft häufig | selten
        schnell rasch | langsam
        stark kräftig | schwach
        schwer schwierig | leicht einfach
        alt | neu jung
        gut | schlecht schlimm böse
        warm heiß | kalt kühl
        reich | arm
        teuer | billig günstig preiswert
        früh | spät
        erste | letzte
        anfang beginn start auftakt | ende schluss
        beginnen anfangen starten eröffnen | enden aufhören beenden schließen abschließen
        öffnen aufmachen aufsperren | schließen zumachen zusperren
        offen geöffnet | geschlossen zu gesperrt verschlossen
        steigen wachsen zunehmen ansteigen | sinken fallen schrumpfen abnehmen zurückgehen
        erhöhen anheben steigern vermehren verstärken | senken herabsetzen verringern vermindern reduzieren mindern kürzen
        anstieg zunahme zuwachs erhöhung steigerung wachstum | rückgang abnahme senkung verringerung kürzung schwund
        kaufen | verkaufen
        gewinnen siegen | verlieren
        gewinn | verlust
        sieg | niederlage
        gewinner sieger | verlierer
        geben schenken | nehmen
        bekommen erhalten gewinnen kriegen | verlieren verweigern
        erlauben gestatten zulassen genehmigen bewilligen | verbieten untersagen ablehnen verwehren verweigern
        erlaubt zulässig gestattet | verboten untersagt unzulässig
        erlaubnis genehmigung | verbot
        beschließen annehmen zustimmen billigen verabschieden | ablehnen verwerfen zurückweisen missbilligen kippen
        zustimmung annahme | ablehnung
        bestätigen zugeben einräumen | dementieren bestreiten leugnen abstreiten widerlegen widerrufen
        wahr richtig echt korrekt | falsch unwahr gefälscht erfunden
        verursachen auslösen hervorrufen bewirken fördern begünstigen | verhindern vermeiden verhüten hemmen stoppen vorbeugen lindern heilen
        helfen nützen nutzen | schaden
        nützlich hilfreich | nutzlos schädlich
        schützen beschützen retten | gefährden schaden angreifen verletzen löschen zerstören
        gesund | krank ungesund
        sicher | gefährlich unsicher
        harmlos ungefährlich unbedenklich | gefährlich schädlich giftig bedenklich
        leben überleben | sterben
        lebend lebendig | tot
        geburt | tod
        krieg | frieden
        freund | feind gegner
        freundlich | feindlich unfreundlich
        liebe lieben mögen | hass hassen
        loben ehren | tadeln kritisieren beschimpfen beleidigen rügen
        lob | kritik tadel
        bauen errichten aufbauen | abreißen zerstören abbauen
        einstellen anstellen anheuern | entlassen kündigen feuern
        verurteilen | freisprechen begnadigen
        verurteilung schuldspruch | freispruch
        schuldig | unschuldig
        verhaften festnehmen einsperren | freilassen entlassen freisprechen
        belasten | entlasten
        legal | illegal rechtswidrig
        öffentlich | geheim heimlich privat
        staatlich | privat
        natürlich | künstlich
        männlich | weiblich
        mann junge bub vater bruder sohn opa großvater herr könig onkel | frau mädchen mutter schwester tochter oma großmutter dame königin tante
        norden nördlich nord | süden südlich süd
        osten östlich ost | westen westlich west
        links linke | rechts rechte
        oben | unten
        vorne | hinten
        innen drinnen | außen draußen
        innerhalb | außerhalb
        vorher zuvor davor | nachher danach
        gestern | morgen heute
        heute | morgen
        morgen | abend
        vormittag | nachmittag
        tag | nacht
        sommer | winter
        frühling frühjahr | herbst
        voll | leer
        nass feucht | trocken
        laut | leise
        hell | dunkel
        dick fett | dünn mager
        weit fern | nah
        breit | schmal eng
        stadt | land
        einheimischer inländer | ausländer fremder
        einwanderung zuwanderung einwanderer zuwanderer | auswanderung abwanderung auswanderer
        kommen ankommen anreisen eintreffen | gehen abreisen abfahren wegfahren
        einreisen | ausreisen
        einreise | ausreise
        einnahme | ausgabe
        einfuhr import importieren einführen | ausfuhr export exportieren ausführen
        eintreten beitreten | austreten
        eintritt beitritt | austritt
        einladen | ausladen
        einschalten anschalten aktivieren | ausschalten abschalten deaktivieren
        zusprechen | absprechen aberkennen
        zusagen | absagen
        zunehmen | abnehmen
        aufnehmen | ausschließen abweisen
        aufsteigen | absteigen
        aufdrehen | abdrehen zudrehen
        aufsperren | absperren zusperren
        verbessern | verschlechtern
        besser | schlechter schlimmer
        beste | schlechteste
        vorteil | nachteil
        stärken | schwächen
        wachstum | rezession
        überschuss | defizit mangel
        genug ausreichend | zuwenig
        alle jeder sämtlich | kein niemand keiner
        jemand irgendwer | niemand
        immer stets | nie niemals
        überall | nirgends
        etwas | nichts
        meist meiste mehrheit | wenigste minderheit
        mindestens wenigstens | höchstens maximal
        mindest minimum | höchst maximum
        über | unter
        vor | nach
        mit | ohne
        für | gegen
        auf | ab zu
        an | aus
        ja | nein
        kostenlos gratis | kostenpflichtig
        freiwillig | verpflichtend pflicht zwang zwangsweise
        arbeitgeber | arbeitnehmer
        mieter | vermieter
        käufer | verkäufer
        täter | opfer
        lehrer | schüler
        arzt | patient
        regierung | opposition
        anwalt verteidiger | ankläger staatsanwalt
        beschleunigen | verlangsamen bremsen
        verlängern | verkürzen
        verlangen fordern | verzichten
        abschaffen streichen | einführen
        abschaffung | einführung
        behalten | verlieren abgeben
        finden | verlieren
        fangen | freilassen
        erinnern | vergessen
        glauben | zweifeln
        unterstützen befürworten | bekämpfen ablehnen
        befürworter anhänger | gegner kritiker
        anziehen | ausziehen
        ermutigen | abschrecken entmutigen
        schwarz | weiß
        erfolg | misserfolg scheitern
        gelingen | misslingen scheitern
        vertrauen | misstrauen
        statisch | dynamisch
        gewonnen | verloren
        wild | zahm
        verschwinden | auftauchen zurückkehren zurückkommen
        verstecken verbergen verheimlichen | zeigen offenlegen veröffentlichen
        einzahlen | auszahlen abheben
        entdecken | vertuschen
        gleich | verschieden unterschiedlich
        möglich | unmöglich
        nähern | entfernen
        zerstören | retten reparieren
        pünktlich | verspätet unpünktlich
        aktiv | passiv
        positiv | negativ
        plus | minus
        optimist optimistisch | pessimist pessimistisch
        geimpft | ungeimpft
        bewaffnet | unbewaffnet
        schuld | unschuld
    """,
    "en": """
        more many much | few less fewer
        most | few least fewest
        often frequently | rarely seldom
        long | short
        gain win | lose
        confirm admit acknowledge prove | deny refute dispute disprove debunk
        shorten | extend lengthen
        adopt pass approve accept uphold endorse | reject decline refuse overturn veto scrap
        agree | decline refuse disagree
        allow permit let authorise authorize legalise legalize | forbid ban prohibit bar block outlaw
        legal lawful allowed permitted | illegal banned forbidden unlawful
        cause trigger promote | prevent stop avert cure
        help protect | harm hurt endanger
        create build | destroy demolish
        appoint hire employ | dismiss fire sack
        arrive come enter return | depart leave go disappear vanish
        survive live | die
        before | after
        above over | below under
        with | without
        for | against
        everyone everybody all every | nobody none no
        somebody someone | nobody
        something | nothing
        always | never
        everywhere | nowhere
        open launch start begin | close shut end finish conclude
        rise grow increase raise climb soar | fall shrink decrease lower drop decline cut
        buy purchase | sell
        give | take
        attack | defend
        arrest jail detain imprison | release free
        convict | acquit
        guilty | innocent
        praise | criticise criticize insult blame
        useful helpful | useless
        public | secret private
        safe | unsafe dangerous
        wild | tame
        on | off
        in | out
        into | out
        up | down
        north northern | south southern
        east eastern | west western
        left | right
        man boy father brother son husband king grandfather uncle | woman girl mother sister daughter wife queen grandmother aunt
        male | female
        prescribe | proscribe
        compulsory mandatory required | voluntary optional banned
        immigrant | emigrant
        immigration | emigration
        import | export
        morning | evening
        today | tomorrow yesterday
        better | worse
        best | worst
        cheap | expensive
        true real genuine | false fake
        yes | no
        both | neither
        maximum | minimum
        employer | employee
        landlord | tenant
        buyer | seller
        teacher | pupil student
        doctor | patient
        support back | oppose
        supporter | opponent
        keep | drop abandon lose
        early | late
        strengthen | weaken
        accelerate | slow
        quickly fast | slowly
        ally friend | enemy
        profit | loss
        surplus | deficit
        victory | defeat
        winner | loser
        vaccinated | unvaccinated
        armed | unarmed
        natural | artificial
        local | foreign
        first | last
        remember | forget
        encourage | discourage
        include | exclude
        hide conceal | reveal show
        stay remain | leave go
    """,
}

SYNONYMS: Mapping[str, str] = {
    "de": """
        spital krankenhaus klinik
        januar jänner
        februar feber
        samstag sonnabend
        heuer dieses
        arzt mediziner doktor
        auto wagen pkw
        lkw lastwagen lastkraftwagen laster
        handy smartphone mobiltelefon
        computer rechner pc
        polizist polizeibeamter beamter
        bekommen erhalten kriegen
        sagen erklären
        foto bild aufnahme
        video clip film
        schule volksschule grundschule
        prozent %
        bürgermeister ortschef
        impfung impfen
        flüchtling geflüchteter
        kind kid
        mensch person leute
        corona covid covid-19 coronavirus
        ukraine-krieg ukrainekrieg
        usa amerika
        eu europäische
        heimlich geheim
        fahrstuhl aufzug lift
        lüge unwahrheit
        vergiften vergiftet
        töten umbringen
        sterben versterben
        essen speise
        kaputt defekt
        nun jetzt
        künftig zukünftig
        beim bei
        sämtlich alle
    """,
    "en": """
        lorry truck
        lift elevator
        sweet candy
        kid child
        allow permit
        get receive obtain
        pull extract
        flat apartment
        holiday vacation
        petrol gas gasoline
        mobile cellphone phone smartphone
        car automobile vehicle
        doctor physician medic
        picture photo image
        clip video footage
        police cop cops
        footpath pavement sidewalk
        autumn fall
        film movie
        secret secretly
        corona covid coronavirus covid-19
        jab shot vaccination
        vaccine jab
        shop store
        rubbish garbage trash
        kerb curb
        grey gray
        aluminium aluminum
        pyjamas pajamas
        tyre tire
        cheque check
        mum mom
        people person
        immigrant migrant
        pensioner retiree
        begin start
        buy purchase
        ill sick
        huge enormous
        nearly almost
        need require
        tap faucet
        nappy diaper
    """,
}

# Base forms that the published list lacks or gets wrong.
BASE_FORMS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "beschossen": "beschießen", "beschoss": "beschießen", "keine": "kein", "keinen": "kein", "keiner": "kein",
        "keinem": "kein", "keines": "kein", "weniger": "wenig", "mehr": "mehr", "lkws": "lkw",
        "pkws": "pkw", "stand": "stehen", "flüsse": "fluss", "gegessen": "essen",
    },
    "en": {
        "gone": "go", "worse": "worse", "better": "better", "best": "best", "worst": "worst", "bigger": "big",
        "more": "more", "most": "most", "less": "less", "least": "least", "fewer": "fewer", "left": "left",
        "found": "find", "ground": "ground", "saw": "see", "metres": "metre", "meters": "metre", "meter": "metre",
    },
}  # fmt: skip

# Of two German verbs with the same stem these parts make opposites, where the stem is one that moves or switches.
_PARTICLES = frozenset(
    {
        frozenset(pair.split("/"))
        for pair in listed("auf/zu an/aus an/ab ein/aus zu/ab auf/ab be/ent ein/ab auf/unter hin/her vor/zurueck")
    }
)
_PARTICLE = re.compile(r"(auf|zu|an|aus|ab|ein|be|ent|unter|hin|her|vor|zurueck)(?=..)")
_MOVING = frozenset(
    listed(
        "schalten drehen steigen sperren machen gehen reisen laden atmen fahren sprechen sagen nehmen stellen lasten"
        " waffnen decken kleben packen bauen ziehen zahlen melden wandern treten fuehren stecken klappen ruesten"
    )
)
_UN = ("un", "in", "il", "im", "ir", "non", "nicht", "miss", "dis", "mis", "anti")
_ENDLESS = (("los", "voll"), ("less", "ful"), ("frei", "haltig"), ("frei", "pflichtig"), ("los", "pflichtig"))


def turned_round(one: str, other: str, lang: str) -> bool:
    """Return whether one word is the other with a syllable that turns it round: "ungültig", "ausschalten", "nutzlos"."""
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and any(long == prefix + short for prefix in _UN):
        return True
    for ending, contrary in _ENDLESS:
        for mine, theirs in ((one, other), (other, one)):
            if mine.endswith(ending) and theirs == mine.removesuffix(ending) + contrary and len(mine) > len(ending) + 2:
                return True
    if lang != "de":
        return False
    first, second = _PARTICLE.match(one), _PARTICLE.match(other)
    if first is None or second is None or frozenset((first[0], second[0])) not in _PARTICLES:
        return False
    stem = one.removeprefix(first[0])
    return stem == other.removeprefix(second[0]) and (stem in _MOVING or stem.removeprefix("ge") in _MOVING)


TITLES = frozenset(
    listed(
        "buergermeister buergermeisterin professor professorin doktor magister bezirkshauptfrau bezirkshauptmann kanzler"
        " bundeskanzler bundeskanzlerin kanzlerin minister ministerin praesident praesidentin bundespraesident"
        " landeshauptmann landeshauptfrau landrat landraetin stadtrat stadtraetin abgeordneter abgeordnete herr frau"
        " ingenieur diplom direktor direktorin chef chefin general oberst hauptmann richter richterin senator senatorin"
        " staatssekretaer vizekanzler kommissar pfarrer bischof papst koenig koenigin prinz prinzessin"
        " mayor doctor mister mr mrs ms miss sir lord lady captain judge president minister chancellor senator governor"
        " general colonel sergeant reverend bishop pope king queen prince princess chief director secretary sheriff"
        " councillor congressman congresswoman representative ambassador dame"
    )
)

# Where people are from, what they believe, and what they do for a living or with their time.
PEOPLES: Mapping[str, frozenset[str]] = {
    "de": frozenset(
        listed(
            "deutsch deutsche deutscher oesterreicher schweizer franzose franzoesisch italiener spanier portugiese tuerke"
            " grieche pole tscheche slowake ungar rumaene bulgare serbe kroate bosnier albaner kosovare mazedonier slowene"
            " russe ukrainer weissrusse belarusse este lette litauer finne schwede norweger daene islaender brite englaender"
            " ire schotte hollaender niederlaender belgier luxemburger syrer iraker iraner afghane pakistaner inder chinese"
            " japaner koreaner vietnamese thailaender philippiner indonesier amerikaner kanadier mexikaner brasilianer"
            " argentinier kubaner marokkaner algerier tunesier libyer aegypter sudanese somalier nigerianer ghanaer kenianer"
            " aethiopier suedafrikaner israeli palaestinenser libanese jordanier saudi kurde araber afrikaner asiate europaeer"
            " jude christ moslem muslim katholik protestant buddhist hindu atheist katholisch evangelisch juedisch christlich"
            " muslimisch islamisch orthodox roma sinti"
            " rentner pensionist fahranfaenger arzt apotheker lehrer schueler student polizist bauer landwirt veteran soldat"
            " arbeiter beamter richter pfleger krankenschwester journalist radfahrer autofahrer fussgaenger jugendlicher"
            " kind erwachsener fluechtling asylwerber asylbewerber migrant obdachloser arbeitsloser lehrling"
        )
    ),
    "en": frozenset(
        listed(
            "german austrian swiss french italian spanish portuguese turkish greek polish czech slovak hungarian romanian"
            " bulgarian serbian croatian bosnian albanian russian ukrainian estonian latvian lithuanian finnish swedish"
            " norwegian danish icelandic british english irish scottish welsh dutch belgian syrian iraqi iranian afghan"
            " pakistani indian chinese japanese korean vietnamese thai american canadian mexican brazilian moroccan algerian"
            " tunisian libyan egyptian sudanese somali nigerian kenyan ethiopian israeli palestinian lebanese saudi kurdish"
            " arab african asian european jew jewish christian muslim catholic protestant buddhist hindu benedictine"
            " farmer veteran doctor nurse teacher pupil student police officer soldier worker judge pensioner"
            " pharmacist refugee migrant homeless cyclist driver pedestrian trucker child adult teenager"
        )
    ),
}
PEOPLE_STEMS = frozenset(
    listed(
        "kanad korean japan chines vietnames portugies spanisch belg norweg schwed daen finn poln tschech ungar serb kroat"
        " russ ukrain syr irak iran afghan pakistan ind amerikan mexikan brasilian marokkan alger tunes libysch aegypt"
        " israel palaestin tuerk griech italien oesterreich niederlaend brit engl ir schott latv eston lithuan nor"
    )
)
# Places that are far more often the everyday word.
ALSO_PLACES = frozenset(
    listed(
        "wahl ende essen au alle acht bauen berg burg stein wald see haus hof kirche markt schule feld garten bach mühle"
        " halle singen leben reise werk kanal hafen insel brand bar bad linde ober unter neue alte grund straße weg brücke"
        " strom wasser hund katze wolf bär fuchs adler anna eva karl prinz kaiser kraft gold silber eisen holz sand"
    )
)

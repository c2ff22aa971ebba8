"""Spellings and turns of phrase brought to one form before two sentences are laid side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

# What asks whether a sentence is true, or says where it was heard; the sentence after it is what counts.
_ASKING = {
    "de": (
        r"(?:(?:stimmt|stimmts|stimmt'?s)(?: es| das)?(?: wirklich| denn| eigentlich)?|ist(?: es| das)?(?: wirklich| denn)? "
        r"(?:wahr|richtig|korrekt|so|etwas dran)|kann (?:es|das)(?: wirklich)? sein|wisst ihr|weiß (?:jemand|wer)"
        r"|(?:könnt|können|kann|könntet) (?:ihr|sie|man|wer|jemand)(?: bitte| mal)* (?:prüfen|checken|nachsehen|sagen|herausfinden)"
        r"|(?:bitte )?(?:prüft|checkt|prüfen sie)(?: bitte| mal)*|(?:ich habe|hab(?:e)?(?: ich)?|wir haben)(?: gerade| eben| heute)*"
        r" (?:gehört|gelesen|gesehen|mitbekommen)|man (?:sagt|hört|liest)|es (?:heißt|wird behauptet)|habt ihr(?: schon)? gehört"
        r"|ist (?:da )?(?:was|etwas) dran(?: an dem gerücht)?),? (?:dass|daß|ob)\b"
    ),
    "en": (
        r"(?:is it (?:really |actually )?(?:true|right|correct|a fact)|(?:can|could) (?:you|anyone|somebody|someone)(?: please)?"
        r" (?:check|confirm|verify|tell me)|(?:please )?(?:check|verify)|do you know|does anyone know|did you hear"
        r"|(?:i|we)(?:'ve| have)? (?:just )?(?:heard|read|saw|seen)|people (?:say|are saying)|they say|someone (?:told me|said)"
        r"|is there (?:any truth|anything)(?: to| in) the (?:story|claim|rumou?r|idea)|i was told),?"
        r" ?(?:that|whether|if|:)(?!\w)"
    ),
}

# Turns of phrase, each with what it is read as. In the order in which they are looked for.
_PHRASES: Mapping[str, Sequence[tuple[str, str]]] = {
    "de": (
        (r"\b(?:es ist )?kein(?:en?)? (?:zweifel|scherz|witz|geheimnis|wunder|frage),? (?:dass|daß)?", ""),
        (r"\bohne (?:jeden |jeglichen )?(?:zweifel|scherz|witz)\b|\bzweifellos\b|\bkeine (?:angst|frage|sorge)\b[,!:]?", ""),
        (r"\b(\w?ibt|geht|hat|ist|wird|war|macht|kommt|läuft|kann)['’]?s\b", r"\1 es"),
        (r"\b(in|an|auf|für|durch|um|über|unter|vor|hinter)['’]?s(?= )", r"\1 das"),
        (r"\b(vor|unter|hinter|über)['’]?m(?= )", r"\1 dem"),
        (r"\b(?:ned|net|nich|niad|niet)\b", "nicht"),
        (r"\b(?:keen|keene|koa|koan|koane|kane)\b", "kein"),
        (r"\b(?:nix|nüscht|nischt)\b", "nichts"),
        (r"\banstatt\b|\bstatt(?= (?:de[rsmn]|eine[rsmn]?|für|auf|in|mit|an|zu|[A-ZÄÖÜ]))|\banstelle\b", "nicht"),
        (r"\bnichts (?:anderes )?als\b", "nur"),
        (r"\bnicht länger\b|\bnicht mehr\b", "nicht"),
        (r"\b(?:nicht|keineswegs) (?:nur|bloß|allein)\b", "nichtnur"),
        (r"\b(?:versäumt|unterlässt) es,? (.{3,60}?) zu\b", r"\1 nicht"),
        (r"\b(?:(?:ein(?:e[mnrs]?)?|das|dem) )?viertel (?=(?:der|des|aller|von)\b)", "25 Prozent "),
        (r"\b(?:(?:ein(?:e[mnrs]?)?|das|dem) )?drittel (?=(?:der|des|aller|von)\b)", "33 Prozent "),
        (r"\b(?:(?:ein(?:e[mnrs]?)?|das|dem) )?zehntel (?=(?:der|des|aller|von)\b)", "10 Prozent "),
        (r"\b(?:(?:ein(?:e[mnrs]?)?|das|dem) )?fünftel (?=(?:der|des|aller|von)\b)", "20 Prozent "),
        (r"\b(?:die |der )?hälfte (?=(?:der|des|aller|von)\b)", "50 Prozent "),
        (r"\b(?:um )?mitternacht\b", "um 0 Uhr"),
        (r"\b(?:anderthalb|eineinhalb)\b", "1,5"),
        (r"\bzweieinhalb\b", "2,5"),
        (r"\bdreieinhalb\b", "3,5"),
        (r"\b(?:19)?(\d)0er[- ]?jahren?\b", r"jahrzehnt\g<1>0"),
        (r"\bzwanziger[- ]?jahren?\b", "jahrzehnt20"),
        (r"\bfünfziger[- ]?jahren?\b", "jahrzehnt50"),
        (r"\bsechziger[- ]?jahren?\b", "jahrzehnt60"),
        (r"\bsiebziger[- ]?jahren?\b", "jahrzehnt70"),
        (r"\bachtziger[- ]?jahren?\b", "jahrzehnt80"),
        (r"\bneunziger[- ]?jahren?\b", "jahrzehnt90"),
        (r"\bsamstags\b", "am Samstag"),
        (r"\b(montag|dienstag|mittwoch|donnerstag|freitag|sonntag)s\b", r"am \1"),
        (r"\b([a-zäöüß]{3,})[*:_](?:in|innen)\b", r"\1"),
    ),
    "en": (
        (r"\b(?:there is |there's )?no (?:doubt|kidding|joke|wonder)\b,?(?: that)?|\bwithout (?:a |any )?doubt\b,?", ""),
        (r"\b(?:it is |it's )?no secret (?:that)?|\bmake no mistake\b,?", ""),
        (r"\bwo(?:n['’]t|nt)\b", "will not"),
        (r"\bca(?:n['’]t|nnot)\b", "can not"),
        (r"\bsha(?:n['’]t)\b", "shall not"),
        (r"\bain['’]t\b", "is not"),
        (r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should|must|need)n['’]?t\b", r"\1 not"),
        (r"\b(?:do|does|did) not (?:have|need) to\b|\bneed not\b", "not neednot"),
        (r"\b(it|that|there|he|she|what|who|here|where)['’]s\b", r"\1 is"),
        (r"\b(i|you|we|they)['’]re\b", r"\1 are"),
        (r"\b(\w+)['’]ve\b", r"\1 have"),
        (r"\b(\w+)['’]ll\b", r"\1 will"),
        (r"\bi['’]m\b", "i am"),
        (r"\bgonna\b|\bgoing to(?= [a-z])", "will"),
        (r"\bwanna\b", "want to"),
        (r"\b(?:have|has|had) got to\b|\bgotta\b|\b(?:have|has|had) to\b", "must"),
        (r"\b(?:is|are|was|were|be)? ?(?:supposed|expected|meant) to\b", "ought"),
        (r"\b(?:is|are|was|were|be)? ?(?:forced|obliged|required|compelled) to\b", "must"),
        (r"\b(?:is|are|was|were|be|been)? ?able to\b", "can"),
        (r"\b(?:is|are|was|were) (?:allowed|permitted) to\b", "may"),
        (r"(?<=not )(?:allowed|permitted) to\b", "may"),
        (r"\bused to(?= [a-z])", "usedto"),
        (r"\b(?:fail|fails|failed|failing|refuse|refuses|refused) to\b", "not"),
        (r"\bnowt\b", "nothing"),
        (r"\bya\b", "you"),
        (r"\bnothing (?:else )?but\b", "only"),
        (r"\bno longer\b|\bnot any ?more\b|\bnot any longer\b", "not"),
        (r"\b(?:rather than|instead of|as opposed to)\b", "but not"),
        (r"\bnot (?:only|just|merely)\b", "notonly"),
        (r"\bapart from\b|\bother than\b|\baside from\b|\ball but\b", "except"),
        (r"\bcos o['’]?(?=\s)|\bbecause of\b|\bdue to\b|\bowing to\b", "because"),
        (r"\b(?:at )?(?:12 )?midnight\b", "at 12 am"),
        (r"\b(?:at )?(?:12 )?(?:noon|midday)\b", "at 12 pm"),
        (r"\bone and a half\b", "1.5"),
        (r"\btwo and a half\b", "2.5"),
        (r"\b(?:a |one )?quarter of(?: all)?\b", "25 percent of"),
        (r"\b(?:a |one )?third of(?: all)?\b", "33 percent of"),
        (r"\b(?:a |one )?tenth of(?: all)?\b", "10 percent of"),
        (r"\b(?:a |one )?half of(?: all)?\b|\bhalf (?=(?:the|all)\b)", "50 percent of"),
        (r"\b(?:19|nineteen[- ]?)(\d)0['’]?s\b", r"decade\g<1>0"),
        (r"\b(?:nineteen[- ])?sixties\b", "decade60"),
        (r"\b(?:nineteen[- ])?seventies\b", "decade70"),
        (r"\b(?:nineteen[- ])?eighties\b", "decade80"),
        (r"\b(?:nineteen[- ])?nineties\b", "decade90"),
        (r"\bin[- ]law\b", "inlaw"),
    ),
}  # fmt: skip

# What is written short, in the form in which it is written out. A dot may follow each.
_SHORT = {
    "de": {
        "z ?b": "zum Beispiel", "d ?h": "das heißt", "u ?a": "unter anderem", "bzw": "beziehungsweise", "ca": "etwa",
        "usw": "und so weiter", "nr": "Nummer", "str": "Straße", "st": "Sankt", "jh": "Jahrhundert", "std": "Stunden",
        "sek": "Sekunden", "inkl": "inklusive", "exkl": "exklusive", "evtl": "eventuell", "ggf": "gegebenenfalls",
        "max": "maximal", "mind": "mindestens", "min": "Minuten", "bgm": "Bürgermeister", "lh": "Landeshauptmann",
        "prof": "Professor", "dr": "Doktor", "mag": "Magister", "dipl": "Diplom", "ing": "Ingenieur", "bsp": "Beispiel",
        "tel": "Telefon", "abt": "Abteilung", "univ": "Universität", "uni": "Universität", "kita": "Kindertagesstätte",
        "lkw": "Lastwagen", "pkw": "Auto", "kfz": "Auto", "akw": "Atomkraftwerk", "kkw": "Kernkraftwerk",
        "usa": "USA", "us": "USA", "vereinigte[nr]? staaten(?: von amerika)?": "USA", "eu": "EU",
        "europäische[nr]? union": "EU", "uno": "UN", "vereinte[nr]? nationen": "UN", "who": "WHO",
        "weltgesundheitsorganisation": "WHO", "ki": "KI", "künstliche[rn]? intelligenz": "KI", "oesterreich": "Österreich",
        "großbritannien": "Großbritannien", "vereinigte[sn]? königreich": "Großbritannien", "brd": "Deutschland",
        "bundesrepublik": "Deutschland", "krankenhs": "Krankenhaus", "kh": "Krankenhaus", "tv": "Fernsehen",
        "mwst": "Mehrwertsteuer", "ust": "Umsatzsteuer", "plz": "Postleitzahl", "wg": "wegen", "lt": "laut",
        "bhf": "Bahnhof", "hbf": "Hauptbahnhof", "ffw": "feuerwehr", "ff": "feuerwehr", "fpö": "FPÖ",
        "gmbh": "GmbH", "ag": "AG", "öpnv": "Nahverkehr", "info": "Information", "infos": "Informationen",
        "demo": "Demonstration", "azubi": "Auszubildender", "abi": "Abitur", "kripo": "Kriminalpolizei",
        "promille": "Promille", "kg": "Kilogramm", "km": "Kilometer", "wien[- ]?er": "wiener",
        "öbb": "ÖBB", "bundesbahn": "ÖBB", "orf": "ORF", "österreichische[rnms]* rundfunk": "ORF",
        "covid(?:-?19)?": "Corona", "coronavirus": "Corona", "photovoltaik": "PV", "führersch": "Führerschein",
    },
    "en": {
        "e ?g": "for example", "i ?e": "that is", "approx": "about", "etc": "and so on", "dept": "department",
        "govt": "government", "gov": "government", "prof": "professor", "dr": "doctor", "mr": "mister", "mt": "mount",
        "st": "saint", "u ?s ?a": "USA", "u ?s": "USA", "united states(?: of america)?": "USA", "america": "USA",
        "u ?k": "UK", "united kingdom": "UK", "e ?u": "EU", "european union": "EU", "u ?n": "UN",
        "united nations": "UN", "who(?= (?:said|says|warns|has|declared))": "WHO",
        "world health organi[sz]ation": "WHO", "a ?i": "AI", "artificial intelligence": "AI", "tv": "television",
        "ad": "advertisement", "ads": "advertisements", "info": "information", "lab": "laboratory", "labs": "laboratories",
        "vs": "versus", "no(?=\\.? \\d)": "number", "min": "minutes", "mins": "minutes", "hr": "hour", "hrs": "hours",
        "sec": "seconds", "max": "maximum", "mph": "miles per hour", "kph": "kilometres per hour", "temp": "temperature",
        "phd": "doctorate", "ceo": "chief executive", "pm": "pm", "nhs": "NHS", "national health service": "NHS",
        "nasa": "NASA", "fbi": "FBI", "uni": "university", "univ": "university", "exam": "examination",
        "exams": "examinations", "vet": "veterinarian", "vets": "veterinarians", "fridge": "refrigerator",
        "photo": "photograph", "photos": "photographs", "phone": "telephone", "phones": "telephones", "bike": "bicycle",
        "bikes": "bicycles", "flu": "influenza", "covid(?:-?19)?": "coronavirus", "ave": "avenue", "rd": "road",
        "co": "company", "corp": "corporation", "inc": "incorporated", "ltd": "limited", "assoc": "association",
        "intl": "international", "natl": "national", "parl": "parliament", "sgt": "sergeant", "capt": "captain",
        "gen": "general", "sen": "senator", "rep": "representative", "jan": "January", "feb": "February",
        "aug": "August", "sept": "September", "oct": "October", "nov": "November", "dec": "December",
        "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat(?=\\.)": "Saturday",
        "lb": "pounds", "lbs": "pounds", "oz": "ounces", "ft": "feet", "doc": "doctor", "gym": "gymnasium",
    },
}  # fmt: skip


@cache
def _asking(lang: str) -> re.Pattern[str]:
    return re.compile(rf"^\W*+(?:{_ASKING[lang]})\s*+", re.IGNORECASE)


@cache
def _phrases(lang: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in _PHRASES[lang])


@cache
def _short(lang: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    forms = sorted(_SHORT[lang].items(), key=lambda form: -len(form[0]))
    # Dots stand between the letters of an abbreviation as often as they do not: "z. B.", "U.S.A.".
    parts = [rf"(\b{pattern.replace(' ?', r'[. ]{0,2}')}\b(?:\.(?!$|\s*$))?)" for pattern, _ in forms]
    return re.compile("|".join(parts), re.IGNORECASE), tuple(read for _, read in forms)


def unasked(sentence: str, lang: str) -> str:
    """Return a sentence without what asks whether it is true."""
    return _asking(lang).sub("", sentence, count=1) if lang in _ASKING else sentence


def spelled_out(sentence: str, lang: str) -> str:
    """Return a sentence with abbreviations, contractions and turns of phrase in one form."""
    if lang not in _PHRASES:
        return sentence
    short, read = _short(lang)
    sentence = short.sub(lambda found: read[(found.lastindex or 1) - 1], sentence)
    for pattern, form in _phrases(lang):
        sentence = pattern.sub(form, sentence)
    return sentence

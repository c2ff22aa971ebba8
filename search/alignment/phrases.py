"""Spellings and turns of phrase brought to one form before two sentences are laid side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from search.alignment.abbreviations import written_out
from search.alignment.rules import applied, rule
from search.alignment.saying_no import said_once, unframed

# What asks whether a sentence is true, or says where it was heard; the sentence after it is what counts.
_ASKING: Mapping[str, Sequence[str]] = {
    "de": (
        r"(?:stimmt|stimmts|stimmt'?s)(?: es| das)?(?: wirklich| denn| eigentlich)?",
        r"ist(?: es| das)?(?: wirklich| denn)? (?:wahr|richtig|korrekt|so|etwas dran)",
        r"kann (?:es|das)(?: wirklich)? sein",
        r"wisst ihr",
        r"weiß (?:jemand|wer)",
        r"k[aö]nn(?:t|en|tet)? (?:ihr|sie|man|wer|jemand)(?: bitte| mal)* (?:prüf|check|nachseh|sag|herausfind)en",
        r"(?:bitte )?(?:prüft|checkt|prüfen sie)(?: bitte| mal)*",
        r"(?:ich habe|hab(?:e)?(?: ich)?|wir haben)(?: gerade| eben| heute)* (?:gehört|gelesen|gesehen|mitbekommen)",
        r"man (?:sagt|hört|liest)",
        r"es (?:heißt|wird behauptet)",
        r"habt ihr(?: schon)? gehört",
        r"wusste(?:t ihr|n sie|st du)(?: schon| eigentlich)*",
        r"hat (?:wer|jemand)(?: schon| auch)* (?:gehört|gelesen|gesehen|mitbekommen)",
        r"es (?:gibt|geht) (?:das|ein) gerücht(?: um)?",
        r"ist (?:da )?(?:was|etwas) dran(?: an dem gerücht)?",
    ),
    "en": (
        r"is it (?:really |actually )?(?:true|right|correct|a fact)",
        r"(?:can|could) (?:you|anyone|somebody|someone)(?: please)? (?:check|confirm|verify|tell me)",
        r"(?:please )?(?:check|verify)",
        r"do you know",
        r"does anyone know",
        r"did you (?:hear|know)",
        r"rumou?r has it",
        r"there (?:is|'s) a rumou?r(?: going round| going around)?",
        r"(?:i|we)(?:'ve| have)? (?:just )?(?:heard|read|saw|seen)",
        r"people (?:say|are saying)",
        r"they say",
        r"someone (?:told me|said)",
        r"is there (?:any truth|anything)(?: to| in) the (?:story|claim|rumou?r|idea)",
        r"i was told",
    ),
}
# What leads on to the sentence itself.
_LEADING_ON = {
    "de": r"(?:,? (?:dass|daß|ob)\b|(?<=gehört),|(?<=gelesen),|(?<=heißt),|(?<=hört),|(?<=sagt),|(?<=liest),)",
    "en": r"(?:,? ?(?:that|whether|if|:)(?!\w)|(?<=they say)(?= )|(?<=people say)(?= ))",
}
_ASKED = {
    lang: re.compile(rf"^\W*+(?:{'|'.join(_ASKING[lang])}){_LEADING_ON[lang]}\s*+", re.IGNORECASE) for lang in _ASKING
}

# "EUR 10 000" and "10.000 EUR" are one.
_MONEY = (
    r"\b(EUR|USD|CHF|GBP|Euro)\s(\d{1,3}(?:[ .,']\d{3}){1,4}\b|\d+(?:[.,]\d{1,2})?\b)"
    r"(?! ?(?:Mi|Mr|Ts|mi|bi|[\d.,]+\d|Euro|EUR))"
)
_MONEY_FIRST = (_MONEY, r"\2 \1", "eur", "usd", "chf", "gbp")

# Before an amount "over" says that it is more.
_GERMAN_AMOUNT = (
    r"(?= (?:\d|\w*(?:zig|zehn|hundert|tausend)\b|(?:eine[rn]? )?(?:million|milliarde)"
    r"|zwei|drei|vier|fünf|sechs|sieben|acht|neun|elf|zwölf))"
)
_ENGLISH_AMOUNT = (
    r"(?= (?:[\d$£€]|\w*(?:ty|teen)\b|(?:an? )?(?:hundred|thousand|million)"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))"
)
# "Es besteht kein Zweifel, dass" is as good as nothing; "Die Partei hat keinen Zweifel" tells of the party.
_IT_IS = r"(?:(?:es|da|daran|ich|wir|man) (?:ist|besteht|gibt(?: es)?|hab(?:e|en)|hat)(?: gar| überhaupt| absolut)? )?"
_BEGINNING = r"(?-i:[A-Z])|(?:the|an?|th(?:is|at|ese|ose)|it|s?he|they|we|you|his|her|their|our|my|some|all)\b"
# "Has No 155 mm shells" in a headline counts nothing; "the No 1" does.
_NOT_HAVING = "".join(rf"(?<!\b{verb} )" for verb in ("has", "have", "had", "is", "are", "was", "were", "with", "got"))
_PAST_BE = r"(?:was|were|ha(?:s|ve|d) been)"
_OUGHT, _MUST = "(?:supposed|expected|meant)", "(?:forced|obliged|required|compelled)"
_MAY = "(?:allowed|permitted)"
_THERE_IS = r"(?:(?:there (?:is|can be)|there['’]s|it is|it['’]s|(?:i|we) have) )?"
# "They ain't got no money" says no once.
_NOT_AND = r"\b(\w+n['’]t(?: (?!that|if|because|when|who|which|and|but|or)\w+['’]?){0,3}?)"

# Turns of phrase, each with what it is read as and, where the pattern does not show them, the letters of which it needs
# some. In the order in which they are looked for.
_PHRASES: Mapping[str, Sequence[tuple[str, ...]]] = {
    "de": (
        _MONEY_FIRST,
        (r"\bes steht (?:fest|außer (?:zweifel|frage|streit)),? (?:dass|daß)\b", ""),
        (
            rf"^\W*{_IT_IS}keine?n? (?:zweifel|scherz|witz|geheimnis|wunder|frage)(?: dar(?:an|über))?,? da(?:ss|ß)\b",
            "", "kein",
        ),
        (
            r"^\W*(?:kein (?:zweifel|scherz|witz|wunder)|keine (?:angst|frage|sorge))(?: daran)? ?(?:[,:!–-]|$)",
            "", "kein",
        ),
        (r", (?:kein (?:zweifel|scherz|witz|wunder)|keine (?:angst|frage|sorge))(?= ?[,.!?]|\W*$)", "", ", kein"),
        (r"\bohne (?:jeden |jeglichen )?(?:zweifel|scherz|witz)\b|\bzweifellos\b", ""),
        (r"\b(\w?ibt|geht|hat|ist|wird|war|macht|kommt|läuft|kann)['’]?s\b", r"\1 es"),
        (r"\b(in|an|auf|für|durch|um|über|unter|vor|hinter)['’]?s(?= )", r"\1 das"),
        (r"\b(vor|unter|hinter|über)['’]?m(?= )", r"\1 dem"),
        (r"\beine?[rs]? (?=von (?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|hundert|tausend|\d))", "1 "),
        (r"\bum (?:ein haar|haaresbreite)\b", "fast"),
        (r"\bein (?:klein )?wenig\b", "etwas"),
        (r"\b(?:nie und )?nimmer\b", "nicht"),
        (r"\bein(?:en?)? (?:großer |kleiner )?teil (?=(?:der|des|aller|von)\b)", "einige "),
        (r"^\W*einzelne(?= \w)", "einige"),
        (r"\bnur mehr\b", "nur noch"),
        (r"\bzu hause\b|\bdaheim\b", "zuhause"),
        (r"\banstatt\b|\bstatt(?= (?:de[rsmn]|eine[rsmn]?|für|auf|in|mit|an|zu|[A-ZÄÖÜ]))|\banstelle\b", "nicht"),
        (r"\bnichts (?:anderes )?als\b", "nur"),
        (r"\bes (?:ist|stimmt|trifft) (?:nicht|keineswegs)(?: (?:so|wahr|richtig|zu))?,? (?:dass|daß)\b", "nicht"),
        (r"\bnicht länger\b|\bnicht mehr\b", "nicht"),
        (r"\b(?:nicht|keineswegs) (?:nur|bloß|allein)\b", "nichtnur", "nur", "bloß", "allein"),
        (
            r"\b(?:versäumt|unterlässt|verabsäumt|vergisst)(?: es)?((?: nie(?:mals)?| nicht)?),?( [^.,]{1,60}?)? zu\b",
            r"\1\2 nicht",
        ),
        (r"\balles andere als\b", "nicht"),
        (r"\bdas darf (?:doch )?nicht wahr sein\b", "unglaublich"),
        (r"\bdrei[- ]?viertel (?=(?:der|des|aller|von)\b)", "75 Prozent "),
        (r"\bzwei[- ]?drittel (?=(?:der|des|aller|von)\b)", "67 Prozent "),
        (r"\b(?:(?:ein(?:e[mnrs]?)?|das|dem) )?viertel (?=(?:der|des|aller|von)\b)", "25 Prozent "),
        (r"\b(?:(?:ein(?:e[mnrs]?)?|das|dem) )?drittel (?=(?:der|des|aller|von)\b)", "33 Prozent "),
        (r"\b(?:(?:ein(?:e[mnrs]?)?|das|dem) )?zehntel (?=(?:der|des|aller|von)\b)", "10 Prozent "),
        (r"\b(?:(?:ein(?:e[mnrs]?)?|das|dem) )?fünftel (?=(?:der|des|aller|von)\b)", "20 Prozent "),
        (r"\b(?:die |der )?hälfte (?=(?:der|des|aller|von)\b)", "50 Prozent "),
        (r"\b(?:um )?mitternacht\b", "um 0 Uhr"),
        (r"\banderthalb\b|\beineinhalb\b", "1,5"),
        (r"\bzweieinhalb\b", "2,5"),
        (r"\bdreieinhalb\b", "3,5"),
        (r"\bsamstags\b", "am Samstag"),
        (r"\b(montag|dienstag|mittwoch|donnerstag|freitag|sonntag)s\b", r"am \1", "tags", "wochs"),
        (r"\b([a-zäöüß]{3,})[*:_](?:in|innen)\b", r"\1", "*in", ":in", "_in"),
        (r"(?-i:\b(\w{2,}[a-zäöüß])Innen\b)", r"\1", "innen"),
        (r"\b(\w{3,}?)innen und \1(\w{0,3})\b", r"\1\2"),
        (r"\b(\w{3,}?)(\w{0,3}) und \1innen\b", r"\1\2"),
        (r"\b(?:ein(?:em?)? )?dutzend\b", "12"),
        (rf"\b(?:mehr als|über){_GERMAN_AMOUNT}", "mehr-als", "mehr als", "über"),
        (rf"\bbis zu{_GERMAN_AMOUNT}", "höchstens"),
        (rf"\b(?:weniger als|unter){_GERMAN_AMOUNT}", "weniger-als", "weniger als", "unter "),
        (r"\b(?:ist|sind|bin|seid)( nicht)? (?:verpflichtet|gezwungen)\b", r"muss\1", "pflicht", "zwung"),
        (r"\bwar(?:en)?( nicht)? (?:verpflichtet|gezwungen)\b", r"musste\1", "pflicht", "zwung"),
        (r"\b(?:ist|sind|bin|seid)( nicht)? (?:in der lage|imstande|fähig)\b", r"kann\1", "lage", "imstande", "fähig"),
        (r"\bwar(?:en)?( nicht)? (?:in der lage|imstande|fähig)\b", r"konnte\1", "lage", "imstande", "fähig"),
    ),
    "en": (
        _MONEY_FIRST,
        (rf"{_NOT_AND} (?:no|none)\b", r"\1", "n't", "n’t"),
        (rf"{_NOT_AND} no(thing|body|where)\b", r"\1 any\2", "n't", "n’t"),
        (rf"{_NOT_AND} never\b", r"\1 ever", "n't", "n’t"),
        (r"\b(\w+)['’]s got\b(?! to)|\b(\w+) ha(?:s|ve) got\b(?! to)", r"\1\2 has", "s got", "ve got"),
        (r"\b(\w+)['’]s(?= \w+(?:ed|en) (?:the|an?|his|her|their|my|our|all|two|three)\b)", r"\1 has", "'s", "’s"),
        (r"\bwho(?= (?:said|says|warns|has|declared)\b)", "WHO"),
        (r"\bno\. ?(?=\d)", "number ", "no."),
        (rf"{_NOT_HAVING}(?-i:(?<=[\w,] )No)(?= \d)", "number", "no "),
        (r"\bsat(?:\.(?!\s*$)|(?=\.))", "Saturday"),
        (r"\bit is beyond (?:any |all )?doubt,? that\b", ""),
        (rf"^\W*{_THERE_IS}no (?:doubt|kidding|joke|wonder|secret|question)(?: about it)?,? that\b", "", "no "),
        (r"^\W*(?:no (?:doubt|kidding|joke|wonder)|make no mistake)(?: about it)? ?(?:[,:!–-]|$)", "", "no "),
        (rf"^\W*no (?:doubt|wonder) (?={_BEGINNING})", "", "no "),
        (r", no (?:doubt|kidding|joke|wonder)(?= ?[,.!?]|\W*$)", "", ", no "),
        (r"(?<=will |must )no doubt\b|(?<=is |as )no doubt(?= \w+(?:ed|en|ing)\b)", "", "no doubt"),
        (r"\bwithout (?:a |any )?doubt\b,?", ""),
        (r"\bwo(?:n['’]t|nt)\b", "will not"),
        (r"\bca(?:n['’]t|nnot)\b", "can not"),
        (r"\bsha(?:n['’]t)\b", "shall not"),
        (r"\bain['’]t\b", "is not"),
        (
            r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should|must|need)n['’]?t\b",
            r"\1 not", "n't", "n’t", "nt",
        ),
        (r"\bdid not (?:have|need) to\b", "did not neednot"),
        (r"\b(?:do|does) not (?:have|need) to\b|\bneed not\b", "not neednot"),
        (
            r"\b((?:no|every|some)(?:body|one|thing)|it|that|there|he|she|what|who|here|where)['’]s\b",
            r"\1 is", "'s", "’s",
        ),
        (r"\b(\w+)['’]s(?= (?:not|gonna|going to|been|being)\b)", r"\1 is", "'s", "’s"),
        (r"\by['’]all\b", "you"),
        (r",? (?:innit|in['’]t it|is not it)\b\W*$", "", "n't it", "n’t it", "innit", "is not it"),
        (r"\b(i|you|we|they)['’]re\b", r"\1 are", "'re", "’re"),
        (r"\b(\w+)['’]ve\b", r"\1 have", "'ve", "’ve"),
        (r"\b(\w+)['’]ll\b", r"\1 will", "'ll", "’ll"),
        (r"\bi['’]m\b", "i am", "'m", "’m"),
        (r"\bit (?:is|was) not (?:so|true|right|correct|the case|a fact),? that\b", "not"),
        (r"\bfrom(?= (?:\w+day|next|now|today|tomorrow|\d+)\b)", "since"),
        # Before the bounds: "less than half of the voters".
        (r"\b(?:a )?dozen\b", "12"),
        (r"\bone and a half\b", "1.5"),
        (r"\btwo and a half\b", "2.5"),
        (r"\bthree[- ]quarters of(?: all)?\b", "75 percent of"),
        (r"\btwo[- ]thirds of(?: all)?\b", "67 percent of"),
        (r"\b(?:an? |one )?quarter of(?: all)?\b", "25 percent of"),
        (r"\b(?:a |one )?third of(?: all)?\b", "33 percent of"),
        (r"\b(?:a |one )?tenth of(?: all)?\b", "10 percent of"),
        (r"\b(?:a |one )?half of(?: all)?\b|\bhalf (?=(?:the|all)\b)", "50 percent of"),
        (rf"\b(?:no|not) (?:less|fewer) than{_ENGLISH_AMOUNT}", "at-least"),
        (rf"\b(?:up to|at most|no more than){_ENGLISH_AMOUNT}", "at-most", "up to", "at most", "no more than"),
        (rf"\bat least{_ENGLISH_AMOUNT}", "at-least"),
        (r"\bgonna\b|\bgoing to(?= [a-z])", "will"),
        (r"\bwanna\b", "want to"),
        # "Usedto" keeps the past.
        (r"\bhad (?:got )?to\b", "usedto must"),
        (r"\b(?:have|has) (?:got )?to\b|\bgotta\b", "must"),
        (rf"\b{_PAST_BE} {_OUGHT} to\b", "usedto ought"),
        (rf"\b{_PAST_BE} {_MUST} to\b", "usedto must"),
        (rf"\b{_PAST_BE} able to\b", "usedto can"),
        (rf"\b{_PAST_BE} {_MAY} to\b", "usedto may"),
        (rf"\b(?:is|are|am|be)? ?{_OUGHT} to\b", "ought", "ed to", "meant to"),
        (rf"\b(?:is|are|am|be)? ?{_MUST} to\b", "must", "ed to"),
        (r"\b(?:is|are|am|be|been)? ?able to\b", "can"),
        (rf"\b(?:is|are|am|be) {_MAY} to\b", "may", "ed to"),
        (r"(?<=not )(?:allowed|permitted) to\b", "may"),
        (r"\bused to(?= [a-z])", "usedto"),
        (r"\b(?:failed|refused|forgot|neglected|declined) to\b", "did not"),
        (r"\b(?:fail|refuse|forget|neglect|decline)(?:s|ing)? to\b", "not"),
        (r"\banything but\b", "not"),
        (r"(?<=is |re |as |be )far from(?! (?:the|an?|any|home|here|there|his|her|its|their)\b)", "not"),
        (r"\bnowt\b", "nothing"),
        (r"\bya\b", "you"),
        (r"\bnothing (?:else )?but\b", "only"),
        (r"\bno longer\b|\bnot any ?more\b|\bnot any longer\b", "not"),
        (r"\brather than\b|\binstead of\b|\bas opposed to\b", "but not"),
        (r"\bnot (?:only|just|merely)\b", "notonly"),
        (r"\bapart from\b|\bother than\b|\baside from\b|\ball but\b", "except"),
        (r"\bbecause of?\b|\bdue to\b|\bowing to\b", "because"),
        (r"\b(?:at )?(?:12 )?midnight\b", "at 12 am"),
        (r"\b(?:at )?(?:12 )?(?:noon|midday)\b", "at 12 pm", "noon", "midday"),
        (r"\bone (?=in (?:two|three|four|five|six|seven|eight|nine|ten|(?:a )?hundred|\d))", "1 "),
        (r"\bquite a few\b", "many"),
        (r"(?<!not )(?<!only )(?<!just )\ba few\b", "some"),
        (r"\bno[ -]?one\b", "nobody"),
        (r"\b(?:the )?(?:city|town|village) of (?=(?-i:[A-Z]))", ""),
        (rf"\b(?:over|upwards of|more than){_ENGLISH_AMOUNT}", "more-than", "over ", "upwards", "more than"),
        (rf"\b(?:under|(?:less|fewer) than){_ENGLISH_AMOUNT}", "fewer-than", "under ", "er than", "less than"),
        (r"\bin[- ]law\b", "inlaw"),
    ),
}  # fmt: skip


_READ_AS = {
    lang: [rule(pattern, form, needed=needed) for pattern, form, *needed in phrases]
    for lang, phrases in _PHRASES.items()
}


def unasked(sentence: str, lang: str) -> str:
    """Return a sentence without what asks whether it is true."""
    return _ASKED[lang].sub("", sentence, count=1) if lang in _ASKED else sentence


def spelled_out(sentence: str, lang: str) -> str:
    """Return a sentence with abbreviations, contractions and turns of phrase in one form."""
    if lang not in _READ_AS:
        return sentence
    return applied(_READ_AS[lang], said_once(unframed(written_out(sentence, lang), lang), lang))

"""The words by which numbers, dates, places and negations are told in the languages a German desk meets.

Country and month names come from the Unicode locale data that Babel brings; the rest is short enough to be
read here. A text whose language is not known is read as German and English together.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

from search.text.words import listed

# Languages with words of their own below; any other text is read as German and English.
LANGUAGES = ("de", "en", "fr", "it", "es", "tr")
UNKNOWN = ("de", "en")


def languages_of(lang: str) -> tuple[str, ...]:
    """Return the languages whose words are looked for in a text marked as `lang` ("de", "de-AT", "")."""
    base = lang.casefold().replace("_", "-").partition("-")[0]
    return (base,) if base in LANGUAGES else UNKNOWN


# ------------------------------------------------------------------------------------------------- negations

NEGATIONS: Mapping[str, frozenset[str]] = {
    "de": frozenset(
        listed(
            "nicht nichts nie niemals niemand niemanden niemandem nirgends nirgendwo keinesfalls keineswegs ohne weder"
            " kein keine keinen keinem keiner keines keinerlei"
        )
    ),
    "en": frozenset(
        listed(
            "not no never nobody none nothing nowhere neither nor without cannot dont doesnt didnt isnt wasnt cant wont"
        )
    ),
    "fr": frozenset(listed("ne pas jamais aucun aucune sans rien ni personne")),
    "it": frozenset(listed("non mai nessun nessuno nessuna senza niente nulla né")),
    "es": frozenset(listed("no nunca jamás sin ningún ninguno ninguna nadie nada ni tampoco")),
    "tr": frozenset(listed("değil yok hiç asla hiçbir")),
}
# "not only" and "nicht nur" deny nothing.
NOT_DENYING_BEFORE = frozenset({"nur", "bloß", "only", "just", "seulement", "solo", "sólo", "soltanto"})
# A prefix that turns a word round; it counts where the other text has the word without it.
DENYING_PREFIXES = ("un", "il", "im", "in", "ir", "non")

# --------------------------------------------------------------------------------------------------- numbers

_GERMAN_ONES = listed("null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf")
_GERMAN_TEENS = listed("dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn")
_GERMAN_TENS = listed("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_ENGLISH_ONES = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_ENGLISH_TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")

# "ein", "one" and "un" are articles and pronouns far more often than numbers, and so is French "neuf" an
# adjective; a word of magnitude after them still makes them one.
ONES = frozenset({"ein", "eine", "einer", "einen", "one", "a", "un", "une", "una", "bir"})

_SMALL = {
    "fr": "deux trois quatre cinq six sept huit - dix onze douze",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "tr": "iki üç dört beş altı yedi sekiz dokuz on",
}


def _german_below_thousand() -> dict[str, int]:
    below_hundred = {word: number for number, word in enumerate([*_GERMAN_ONES, *_GERMAN_TEENS])}
    for ten, tens in enumerate(_GERMAN_TENS, start=2):
        below_hundred[tens] = ten * 10
        for one in range(1, 10):
            below_hundred[f"{_GERMAN_ONES[one]}und{tens}"] = ten * 10 + one
    words = dict(below_hundred)
    for hundred in range(1, 10):
        for start in ["", "ein"] if hundred == 1 else [_GERMAN_ONES[hundred]]:
            words[f"{start}hundert"] = hundred * 100
            for word, number in below_hundred.items():
                if number:
                    words[f"{start}hundert{word}"] = hundred * 100 + number
    return {word.casefold(): number for word, number in words.items()}


def _english() -> dict[str, int]:
    words = {word: number for number, word in enumerate(_ENGLISH_ONES)}
    for ten, tens in enumerate(_ENGLISH_TENS, start=2):
        words[tens] = ten * 10
        for one in range(1, 10):
            words[f"{tens}-{_ENGLISH_ONES[one]}"] = ten * 10 + one
    return words


_GERMAN = _german_below_thousand()
_NUMBER_WORDS: Mapping[str, Mapping[str, int]] = {
    "de": _GERMAN,
    "en": _english(),
    **{lang: {word: i for i, word in enumerate(words.split(), start=2)} for lang, words in _SMALL.items()},
}


# What stands before "tausend" and what stands after it are both below a thousand.
_LONGEST_NUMBER_WORD = 2 * max(map(len, _GERMAN)) + len("tausend")


def number_word(word: str, languages: tuple[str, ...]) -> int | None:
    """Return what a case-folded word counts ("zwölf", "fünftausend", "twenty-five"), or None."""
    # Longer words are none, and must not fill the cache: its size is counted in words, not in letters.
    return _number_word(word, languages) if len(word) <= _LONGEST_NUMBER_WORD else None


@lru_cache(maxsize=4096)
def _number_word(word: str, languages: tuple[str, ...]) -> int | None:
    if word in ONES:
        return None
    for lang in languages:
        found = _NUMBER_WORDS[lang].get(word)
        if found is not None:
            return found
    if "de" in languages and "tausend" in word:
        before, _, after = word.partition("tausend")
        thousands, rest = (_GERMAN | {"": 1}).get(before), (_GERMAN | {"": 0}).get(after)
        if thousands is not None and rest is not None:
            return thousands * 1000 + rest
    return None


# German counts in Millionen, Milliarden, Billionen; English in millions, billions, trillions. The German plural
# gives a German word away; in the singular the language of the text decides.
_MAGNITUDES: Mapping[str, Mapping[str, int]] = {
    "de": {
        "hundert": 10**2, "tausend": 10**3, "tsd": 10**3, "million": 10**6, "millionen": 10**6, "mio": 10**6,
        "milliarde": 10**9, "milliarden": 10**9, "mrd": 10**9, "billion": 10**12, "billionen": 10**12,
    },
    "en": {
        "hundred": 10**2, "thousand": 10**3, "k": 10**3, "million": 10**6, "millions": 10**6, "billion": 10**9,
        "billions": 10**9, "bn": 10**9, "mn": 10**6, "trillion": 10**12, "trillions": 10**12,
    },
    "fr": {"cent": 10**2, "mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9},
    "it": {"cento": 10**2, "mille": 10**3, "mila": 10**3, "milione": 10**6, "milioni": 10**6, "miliardi": 10**9},
    "es": {"cien": 10**2, "mil": 10**3, "millón": 10**6, "millones": 10**6},
    "tr": {"yüz": 10**2, "bin": 10**3, "milyon": 10**6, "milyar": 10**9},
}  # fmt: skip


def magnitude(word: str, languages: tuple[str, ...]) -> int | None:
    """Return the factor that a case-folded word of magnitude stands for ("mio" → 1,000,000), or None."""
    # In a text of unknown language "billion" is English: the German singular is rare.
    for lang in reversed(languages):
        found = _MAGNITUDES[lang].get(word)
        if found is not None:
            return found
    return None


_UNITS = {
    "%": "% prozent percent pct pourcent percento porciento yüzde",
    "EUR": "€ euro euros eur",
    "USD": "$ dollar dollars usd us-dollar dólares",
    "GBP": "£ pfund pound pounds gbp",
    "CHF": "chf franken sfr",
    "km": "km kilometer kilometern kilometers kilometres kilomètres",
    "m": "m meter metern meters metres",
    "cm": "cm zentimeter zentimetern centimeters",
    "kg": "kg kilo kilos kilogramm kilograms",
    "g": "g gramm grams grammes",
    "mg": "mg milligramm milligrams",
    "l": "l liter litern liters litres",
    "ml": "ml milliliter milliliters",
    "°C": "°c grad degrees celsius",
    "×": "fach fache fachen faches facher",
}
UNITS: Mapping[str, str] = {word: unit for unit, words in _UNITS.items() for word in words.split()}
# Units that are also words of their own, and abbreviations too short to stand for one without a number before them:
# "seit Stunden" and "seit Tagen" are no amounts.
_MEASURES = {
    "mm": "mm millimeter millimetern millimeters",
    "mi": "mi meile meilen mile miles",
    "ft": "ft fuß foot feet",
    "in": "zoll inch inches",
    "t": "t tonne tonnen ton tons tonnes",
    "lb": "lb lbs",
    "cl": "cl zentiliter",
    "s": "sekunde sekunden sek second seconds sec",
    "min": "minute minuten min minutes",
    "h": "stunde stunden std hour hours",
    "d": "tag tage tagen day days",
    "wk": "woche wochen week weeks",
    "mo": "monat monate monaten month months",
    "yr": "jahr jahre jahren year years",
    "°F": "°f fahrenheit",
}
MEASURES: Mapping[str, str] = {**UNITS, **{word: unit for unit, words in _MEASURES.items() for word in words.split()}}

# ---------------------------------------------------------------------------------------------------- months

# In small letters, or at the start of a sentence, these are other words: "may", "march", "mars".
_ALSO_WORDS = frozenset({"may", "march", "mars", "mar", "set", "ago", "dic", "mag", "gen", "oca", "sept", "mart"})


@lru_cache(maxsize=16)
def months(languages: tuple[str, ...]) -> tuple[Mapping[str, int], frozenset[str]]:
    """Return the spellings of the months with their number, and those clear enough to stand alone."""
    spellings: dict[str, int] = {}
    alone: set[str] = set()
    for lang in languages:
        widths = Locale(lang).months["format"]
        for width in ("wide", "abbreviated"):
            for number, name in widths[width].items():
                plain = str(name).rstrip(".")
                clear = plain.casefold() not in _ALSO_WORDS
                forms = {plain, plain.capitalize(), plain.upper()} | ({plain.lower()} if clear else set())
                spellings.update(dict.fromkeys(forms, int(number)))
                if width == "wide" and clear:
                    alone |= forms
    if "de" in languages:
        spellings |= {"Jänner": 1, "Feber": 2, "Mrz": 3, "Sep": 9}
        alone |= {"Jänner"}
    return spellings, frozenset(alone)


# ---------------------------------------------------------------------------------------------------- places

# Spellings of one place stand together, so that "Wien" and "Vienna" are the same.
_CITIES = """
Berlin|Hamburg|München,Munich|Köln,Cologne|Frankfurt|Stuttgart|Düsseldorf|Leipzig|Dortmund|Bremen|Dresden|Hannover,Hanover
Nürnberg,Nuremberg|Duisburg|Bochum|Bonn|Münster|Mannheim|Karlsruhe|Augsburg|Kiel|Magdeburg|Freiburg|Mainz|Rostock|Kassel|Erfurt
Chemnitz|Solingen|Wien,Vienna,Vienne|Graz|Linz|Salzburg|Innsbruck|Klagenfurt|Zürich,Zurich|Bern|Basel|Genf,Geneva,Genève
Paris|Marseille|Lyon|London|Manchester|Rom,Rome|Mailand,Milan,Milano|Neapel,Naples|Madrid|Barcelona|Lissabon,Lisbon|Brüssel,Brussels,Bruxelles
Amsterdam|Kopenhagen,Copenhagen|Stockholm|Oslo|Helsinki|Warschau,Warsaw|Prag,Prague,Praha|Budapest|Athen,Athens|Istanbul|Ankara
Moskau,Moscow,Moscou|Kiew,Kyjiw,Kyiv,Kiev|Charkiw,Kharkiv|Odessa,Odesa|Minsk|Belgrad,Belgrade|Bukarest,Bucharest
Washington|Chicago|Miami|Boston|Dallas|Peking,Beijing|Shanghai|Wuhan|Tokio,Tokyo|Delhi|Mumbai|Kabul|Teheran,Tehran
Bagdad,Baghdad|Damaskus,Damascus|Aleppo|Jerusalem|Gaza|Kairo,Cairo|Dubai|Lagos|Nairobi|Sydney
Bayern,Bavaria|Sachsen,Saxony|Hessen|Thüringen,Thuringia|Brandenburg|Niedersachsen|Saarland|Tirol,Tyrol|Kärnten,Carinthia|Steiermark,Styria
Burgenland|Vorarlberg|Niederösterreich|Oberösterreich|Nordrhein-Westfalen|Baden-Württemberg|Rheinland-Pfalz|Schleswig-Holstein
Mecklenburg-Vorpommern|Sachsen-Anhalt|Texas|Kalifornien,California|Florida
"""  # fmt: skip
# What people write instead of the names in the locale data.
_COUNTRIES = {
    "US": "USA,US,U.S.,Amerika,America", "GB": "UK,Großbritannien,Grossbritannien,Britain,England", "EU": "EU,UE",
    "TR": "Turkey", "CZ": "Tschechei", "PS": "Palästina,Palestine", "NL": "Holland", "CD": "Kongo,Congo",
    "MM": "Burma", "RU": "Russia,Rußland", "BY": "Weißrussland,Weissrussland",
}  # fmt: skip


@lru_cache(maxsize=1)
def places() -> Mapping[str, str]:
    """Return case-folded names of countries and large cities in all of `LANGUAGES`, each with a code."""
    codes: dict[str, str] = {}
    for group in _CITIES.replace("\n", "|").strip("|").split("|"):
        spellings = group.split(",")
        codes.update({spelling.casefold(): spellings[0] for spelling in spellings})
    for lang in LANGUAGES:
        for code, name in Locale(lang).territories.items():
            # Numbers stand for continents and the world, "ZZ" for an unknown place.
            if code.isalpha() and code != "ZZ":
                codes[str(name).casefold()] = code
    for code, spellings_of_country in _COUNTRIES.items():
        codes.update({spelling.casefold(): code for spelling in spellings_of_country.split(",")})
    return codes


# ------------------------------------------------------------------------------------------------ small words

# Words that carry no matter of their own: a text with one of them more or less says the same. Left out are those
# that change what is said: negations, "nur", "fast", "alle", "vor", "gegen", "ohne" and their like.
FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "de": frozenset(
        listed(
            "der die das den dem des ein eine einen einem einer eines und oder aber denn dass daß ob wenn weil da"
            " ich du er sie es wir ihr mich dich ihn uns euch mir dir ihm ihnen sich mein meine meinen meinem meiner"
            " dein deine deinen sein seine seinen ihre ihren ihrem ihrer unser unsere euer eure dieser diese dieses"
            " diesen diesem jener jene was wer wie wo hier dort nun jetzt dann so sehr auch noch ja doch mal eben"
            " halt einfach wirklich echt bitte also schon ist sind war waren wird werden wurde wurden hat haben hatte"
            " hatten in im an am auf aus bei beim mit von vom zu zum zur für als um heute gerade ganz eh laut"
        )
    ),
    "en": frozenset(
        listed(
            "the a an and or but that this these those is are was were be been has have had do does did will would"
            " i you he she it we they me him her us them my your his its our their what who which how where here"
            " there now then so very also too just really please in on at of to for with as by from if when because"
        )
    ),
}

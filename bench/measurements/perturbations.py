"""Queries as people really send them: mistyped, shouted, in dialect, wrapped as a chain letter, cut off.

Every change is our own and drawn from a seeded generator, so that a measurement can be repeated to the letter.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import click

# How often people mistype a word on a telephone and send it all the same.
MISTYPED = 0.08
# What is left of a post that a preview or a picture has cut off.
KEPT = 0.6
SHORTEST_MISTYPED = 3

_LINK = re.compile(r"https?://\S+|www\.\S+")
_WORD = re.compile(r"[^\W\d_]+")

# The keys around each key of the German layout.
NEIGHBOURS: Mapping[str, str] = {
    "q": "wa", "w": "qeas", "e": "wrsd", "r": "etdf", "t": "rzfg", "z": "tugh", "u": "zihj", "i": "uojk", "o": "ipkl",
    "p": "oülö", "ü": "pöä", "a": "qwsy", "s": "awedyx", "d": "serfxc", "f": "drtgcv", "g": "ftzhvb", "h": "gzujbn",
    "j": "huiknm", "k": "jiolm", "l": "kopö", "ö": "lpüä", "ä": "öü", "y": "asx", "x": "ysdc", "c": "xdfv", "v": "cfgb",
    "b": "vghn", "n": "bhjm", "m": "njk", "ß": "0ü",
}  # fmt: skip

AUSTRIAN, BAVARIAN, SWISS = "austrian", "bavarian", "swiss"
# What a word becomes in Vienna, in Munich and in Zurich; where it is the same word it stays.
WORDS: Mapping[str, tuple[str, str, str]] = {
    "ich": ("i", "i", "ich"), "nicht": ("ned", "net", "nöd"), "nichts": ("nix", "nix", "nüt"),
    "ist": ("is", "is", "isch"), "ein": ("a", "a", "en"), "eine": ("a", "a", "e"), "einen": ("an", "an", "en"),
    "einem": ("an", "am", "emne"), "einer": ("ana", "oana", "ere"), "kein": ("ka", "koa", "kei"),
    "keine": ("kane", "koane", "kei"), "keinen": ("kan", "koan", "kein"), "das": ("des", "des", "das"),
    "auch": ("a", "aa", "au"), "auf": ("auf", "auf", "uf"), "aus": ("aus", "aus", "us"),
    "sind": ("san", "san", "sind"), "haben": ("ham", "ham", "händ"), "hat": ("hot", "hod", "het"),
    "habe": ("hab", "hob", "ha"), "hatte": ("hat", "hod", "het"), "war": ("woa", "war", "isch gsi"),
    "waren": ("woan", "warn", "sind gsi"), "wird": ("wird", "werd", "wird"), "werden": ("werdn", "wern", "werde"),
    "wurde": ("wurd", "wurd", "wurd"), "wir": ("mia", "mia", "mir"), "mir": ("ma", "mia", "mir"),
    "ihr": ("es", "es", "ihr"), "sie": ("sie", "sie", "si"), "man": ("ma", "ma", "mer"), "mal": ("moi", "moi", "mal"),
    "einmal": ("amoi", "amoi", "eimal"), "schon": ("scho", "scho", "scho"), "noch": ("no", "no", "no"),
    "nur": ("nua", "nur", "nume"), "jetzt": ("jetzt", "jetza", "jetz"), "heute": ("heit", "heid", "hüt"),
    "gestern": ("gestan", "gestern", "gester"), "morgen": ("morgn", "morng", "morn"),
    "alle": ("olle", "olle", "alli"), "alles": ("ois", "ois", "alles"), "viel": ("vü", "vui", "vil"),
    "viele": ("vüle", "vui", "vili"), "wieder": ("wieda", "wieder", "wider"), "immer": ("imma", "oiwei", "immer"),
    "weil": ("wäu", "wei", "will"), "kann": ("kau", "ko", "cha"), "können": ("kennan", "kenna", "chönd"),
    "soll": ("soi", "soi", "söll"), "sollen": ("soin", "soin", "sölled"), "muss": ("muass", "muas", "mues"),
    "müssen": ("miassn", "miassn", "müend"), "will": ("wü", "mog", "wott"), "gibt": ("gibt", "gibt", "git"),
    "geht": ("geht", "geht", "gaat"), "kommt": ("kummt", "kimmt", "chunt"), "macht": ("mocht", "macht", "macht"),
    "sagt": ("sogt", "sogt", "seit"), "gesagt": ("gsogt", "gsagt", "gseit"),
    "gemacht": ("gmocht", "gmacht", "gmacht"), "gesehen": ("gsegn", "gsehng", "gseh"),
    "gewesen": ("gwesn", "gwesn", "gsi"), "gekommen": ("kumman", "kemma", "cho"),
    "gegangen": ("gaungan", "ganga", "gange"), "gekauft": ("kauft", "kafft", "gchauft"),
    "gehört": ("ghert", "ghert", "ghört"), "gegeben": ("gebn", "gem", "gäh"), "leute": ("leit", "leid", "lüüt"),
    "kinder": ("kinda", "kinder", "chind"), "kind": ("kind", "kind", "chind"), "mädchen": ("madl", "madl", "meitli"),
    "junge": ("bua", "bua", "bueb"), "haus": ("haus", "haus", "huus"), "geld": ("göd", "geid", "gäld"),
    "zeit": ("zeit", "zeid", "ziit"), "deutschland": ("deitschland", "deitschland", "tüütschland"),
    "deutsche": ("deitsche", "deitsche", "tüütschi"), "jahr": ("joa", "joar", "jahr"),
    "jahre": ("joa", "joar", "jahr"), "tag": ("tog", "dog", "tag"), "klein": ("klan", "kloa", "chli"),
    "kleine": ("klane", "kloane", "chlini"), "groß": ("groß", "groß", "gross"), "neue": ("neiche", "neie", "neui"),
    "gut": ("guad", "guad", "guet"), "ganz": ("gaunz", "ganz", "ganz"), "was": ("wos", "wos", "was"),
    "warum": ("warum", "warum", "werum"), "wer": ("wea", "wer", "wer"), "dort": ("durt", "dort", "det"),
    "da": ("do", "do", "da"), "hier": ("do", "do", "da"), "von": ("vo", "vo", "vo"), "zu": ("zu", "zu", "z"),
    "bei": ("bei", "bei", "bi"), "mit": ("mit", "mid", "mit"), "zwei": ("zwa", "zwoa", "zwei"),
    "nein": ("na", "naa", "nei"), "ja": ("jo", "jo", "ja"), "sehr": ("sea", "sehr", "sehr"),
    "über": ("üba", "über", "über"), "unter": ("unta", "unter", "under"), "aber": ("oba", "aber", "aber"),
    "oder": ("oda", "oder", "oder"), "wenn": ("waun", "wenn", "wänn"), "dann": ("daun", "dann", "dänn"),
    "euch": ("eich", "eich", "eu"), "unser": ("unsa", "unser", "üse"), "unsere": ("unsare", "unsere", "üsi"),
}  # fmt: skip
# Beginnings and endings, tried in this order on words that have no line of their own; the first that fits counts.
# Only nouns, which German writes with a capital, are made small: `Häuschen`, not `sprechen`.
ENDINGS: Mapping[str, tuple[tuple[str, str], ...]] = {
    AUSTRIAN: (
        (r"^([Gg])e(?=[sfhwlmnr]\w{2,}t$)", r"\1"),
        (r"^([A-ZÄÖÜ]\w{2,})(?:chen|lein)$", r"\1erl"),
        (r"(?<=\w{3}[dtsfgkz])en$", "n"),
        (r"(?<=\w{3})er$", "a"),
    ),
    BAVARIAN: (
        (r"^([Gg])e(?=[sfhwlmnr]\w{2,}t$)", r"\1"),
        (r"^([A-ZÄÖÜ]\w{2,})(?:chen|lein)$", r"\1erl"),
        (r"(?<=\w{3}[dtsfgkz])en$", "n"),
        (r"(?<=\w{3})ig$", "i"),
    ),
    SWISS: (
        (r"^([Gg])e(?=[sfhwlmnr]\w{2,}t$)", r"\1"),
        (r"^([A-ZÄÖÜ]\w{2,})(?:chen|lein)$", r"\1li"),
        (r"(?<=\w{3})en$", "e"),
        (r"^k(?=[aou])", "ch"),
        (r"^K(?=[aou])", "Ch"),
    ),
}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_SHOUTED_UMLAUT = re.compile(r"[ÄÖÜ](?=[A-ZÄÖÜ])|(?<=[A-ZÄÖÜ])[ÄÖÜ]")
# Letters that are no base letter with a mark on it.
BARE = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae", "œ": "oe", "ı": "i"}
)

BEFORE: Mapping[str, Sequence[str]] = {
    "de": (
        "Weitergeleitet",
        "Häufig weitergeleitet",
        "‼️‼️ ACHTUNG ‼️‼️ Bitte unbedingt lesen!",
        "Hallo ihr Lieben, das hat mir gerade eine Bekannte geschickt, die es aus sicherer Quelle weiß.",
        "Leute, das steht in keiner Zeitung, also lest es bitte, bevor es gelöscht wird 👇👇",
        "Guten Morgen in die Runde ☀️ schaut euch das einmal an, ich bin sprachlos 😳",
        "Mein Schwager arbeitet dort und sagt, dass es wirklich stimmt 🤫",
    ),
    "en": (
        "Forwarded",
        "Forwarded many times",
        "‼️‼️ ATTENTION ‼️‼️ Please read this!",
        "Hello everyone, a friend just sent me this and she has it from a reliable source.",
        "People, no newspaper writes about this, so read it before they delete it 👇👇",
        "Good morning all ☀️ have a look at this, I am speechless 😳",
        "My brother-in-law works there and says that it is really true 🤫",
    ),
}
AFTER: Mapping[str, Sequence[str]] = {
    "de": (
        "Bitte an alle weiterleiten! 🙏🙏",
        "Bitte teilen, teilen, teilen, bevor es zu spät ist!!! 🚨",
        "Schickt das an alle eure Kontakte und in alle Gruppen, jeder muss das wissen.",
        "Wacht endlich auf, Leute 😡😡😡",
        "Ich habe es nur kopiert, bitte nicht teilen, sondern kopieren und neu einstellen ✊",
        "Passt auf euch und eure Familien auf ❤️",
    ),
    "en": (
        "Please forward this to everyone! 🙏🙏",
        "Share, share, share before it is too late!!! 🚨",
        "Send this to all your contacts and all your groups, everybody has to know.",
        "Wake up, people 😡😡😡",
        "I only copied it, please do not share but copy and paste it as new ✊",
        "Take care of yourselves and your families ❤️",
    ),
}


def typos(text: str, rng: Random) -> str:
    """Mistype some of the words: a neighbouring key, a letter left out, doubled or swapped with the one before."""
    words = [word for word in _WORD.finditer(text) if len(word[0]) >= SHORTEST_MISTYPED and not _in_link(text, word)]
    if not words:
        return text
    count = min(len(words), max(1, round(MISTYPED * len(text.split()))))
    for word in sorted(rng.sample(words, count), key=lambda word: word.start(), reverse=True):
        text = text[: word.start()] + _mistyped(word[0], rng) + text[word.end() :]
    return text


def _in_link(text: str, word: re.Match[str]) -> bool:
    return any(link.start() <= word.start() < link.end() for link in _LINK.finditer(text))


def _mistyped(word: str, rng: Random) -> str:
    # The first letter is the one that people look at.
    place = rng.randrange(1, len(word))
    here = word[place]
    around = NEIGHBOURS.get(here.lower(), "")
    swapped = word[: place - 1] + here + word[place - 1] + word[place + 1 :]
    if place > 1 and swapped != word and rng.random() < 0.25:
        return swapped
    wrong = rng.choice(around) if around else here
    changed = rng.choice((wrong.upper() if here.isupper() else wrong, "", here + here))
    changed = changed if changed != here else here + here
    return word[:place] + changed + word[place + 1 :]


def capitals(text: str) -> str:
    """Shout everything but the links."""
    return _outside_links(text, str.upper)


def dialect(text: str, rng: Random) -> str:
    """Rewrite a German text as people from Vienna, Munich or Zurich type it.

    Half of the texts have no umlauts either, as on a keyboard that lacks them.
    """
    column = rng.randrange(3)
    endings = ENDINGS[(AUSTRIAN, BAVARIAN, SWISS)[column]]
    spelled_out = rng.random() < 0.5

    def rewritten(part: str) -> str:
        part = _WORD.sub(lambda word: _in_dialect(word[0], column, endings), part)
        if not spelled_out:
            return part
        return _SHOUTED_UMLAUT.sub(lambda letter: letter[0].translate(UMLAUTS).upper(), part).translate(UMLAUTS)

    return _outside_links(text, rewritten)


def _in_dialect(word: str, column: int, endings: Sequence[tuple[str, str]]) -> str:
    shouted = len(word) > 1 and word.isupper()
    plain = word.capitalize() if shouted else word
    if plain.lower() in WORDS:
        spoken = WORDS[plain.lower()][column]
        spoken = spoken[0].upper() + spoken[1:] if plain[0].isupper() else spoken
    else:
        changed = (re.sub(pattern, replacement, plain) for pattern, replacement in endings)
        spoken = next((found for found in changed if found != plain), plain)
    return spoken.upper() if shouted else spoken


def chain_letter(text: str, rng: Random, language: str) -> str:
    """Wrap the text in what those who pass something on write above and below it."""
    spoken = language if language in BEFORE else "en"
    above = rng.sample(BEFORE[spoken], 2)
    below = rng.sample(AFTER[spoken], 2)
    # The line that the messenger adds stands on top.
    above.sort(key=lambda line: line not in BEFORE[spoken][:2])
    return "\n\n".join([*above, text.strip(), *below])


def no_diacritics(text: str) -> str:
    """Write every letter without its marks: `ü` as `u`, `é` as `e`."""
    taken_apart = unicodedata.normalize("NFKD", text.translate(BARE))
    return unicodedata.normalize("NFC", "".join(char for char in taken_apart if not unicodedata.combining(char)))


def truncated(text: str) -> str:
    """Keep the first three fifths of the words."""
    words = list(re.finditer(r"\S+", text))
    return text[: words[math.ceil(KEPT * len(words)) - 1].end()] if words else text


def _outside_links(text: str, change: Callable[[str], str]) -> str:
    done, parts = 0, []
    for link in _LINK.finditer(text):
        parts += [change(text[done : link.start()]), link[0]]
        done = link.end()
    return "".join([*parts, change(text[done:])])


# Of a text, a generator and the language of the text.
_PERTURBATIONS: Mapping[str, Callable[[str, Random, str], str]] = {
    "typos": lambda text, rng, _: typos(text, rng),
    "capitals": lambda text, _rng, _: capitals(text),
    "dialect": lambda text, rng, language: dialect(text, rng) if language == "de" else text,
    "chain_letter": chain_letter,
    "no_diacritics": lambda text, _rng, _: no_diacritics(text),
    "truncated": lambda text, _rng, _: truncated(text),
}
KINDS = tuple(_PERTURBATIONS)


def perturb(kind: str, text: str, rng: Random, *, language: str = "de") -> str:
    """Return the text changed as one of `KINDS` says; the same generator state gives the same text.

    `language` is a code of two letters. Only German has a dialect here; a text in another language stays.
    Errors: `KeyError` for another kind.
    """
    return _PERTURBATIONS[kind](text, rng, language)


def perturbed_row(row: Mapping[str, Any], *, kind: str, seed: int) -> dict[str, Any]:
    """Return a labelled query with its text changed; its id alone seeds it, not its place in the file."""
    language = str(row.get("lang") or "de").lower()[:2]
    return {**row, "text": perturb(kind, row["text"], Random(f"{seed} {kind} {row['id']}"), language=language)}


FilePath = click.Path(path_type=Path, dir_okay=False)


@click.command(name="perturbations")
@click.option("--queries", type=FilePath, required=True, help="JSONL of labelled posts: id, text, lang, relevant.")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="What happens to them.")
@click.option("--out", type=FilePath, required=True, help="Where the changed posts are written.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another number gives other changes.")
def main(queries: Path, kind: str, out: Path, seed: int) -> None:
    """Write labelled queries as people really send them."""
    try:
        rows = [json.loads(line) for line in queries.read_text(encoding="utf-8").splitlines() if line.strip()]
        changed = [perturbed_row(row, kind=kind, seed=seed) for row in rows]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise click.ClickException(f"{queries} is no file of labelled posts: {error!r}") from error
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in changed), encoding="utf-8")
    different = sum(row["text"] != new["text"] for row, new in zip(rows, changed, strict=True))
    click.echo(f"{len(changed)} posts, {different} of them changed ({kind}, seed {seed}): {out}", err=True)


if __name__ == "__main__":
    main()

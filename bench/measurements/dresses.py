"""Whether the same text in another dress is still the same: claims of our own with what passing on does to them.

`python -m bench dresses [--json] [--missed]`. Each claim is dressed in every way that fits it: heads of messengers and
mails before it, tails after it, other spellings inside it. The claim and all its dressed copies go through the product
as `python -m bench opposites` sends them: the look-up's band, and whether copy and claim become one case.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.measurements.opposites import Figures, Pair, Seen, measure

CLAIMS = (
    "Ab 1. Juli 2025 kostet die Fahrt mit der Straßenbahn in Graz für alle über 70 Jahre 4 Euro.",
    "Die Stadt Linz zahlt jeder Familie, die ein Lastenrad kauft, einmalig 10.000 Euro aus.",
    "Am 3. Mai wird um 18:00 Uhr in ganz Österreich für zwei Stunden der Strom abgestellt.",
    "In Villach dürfen Hunde ab Herbst nicht mehr in die Fußgängerzone, sagt der Gemeinderat.",
    "Ein Supermarkt in Bremen verkauft Äpfel, die mit einem verbotenen Mittel gespritzt worden sind.",
    "Das Ministerium will alle Schulbücher verbieten, in denen Flüsse größer gezeichnet sind als Straßen.",
    "In der Schweiz gibt es seit Jänner eine Steuer auf Gartenzwerge, die höher als 30 Zentimeter sind.",
    "Laut einer neuen Studie macht das Trinken von Gurkenwasser nach drei Wochen farbenblind.",
    "Wer ein iPhone von 2019 besitzt, bekommt von der Telefonfirma Nordfunk 250 Euro zurück.",
    "Feuerwehrleute in Tirol müssen ihre Uniformen ab sofort selbst bezahlen und waschen.",
    "Der Bürgermeister von Oberau hat den Brunnen verkauft.",
    "Kürbiskerne heilen Rheuma in einer Woche.",
    "Österreich schafft das Pfand wieder ab.",
    "In Kiel fahren keine Busse mehr.",
    "The council of Leeds doesn't allow bicycles on any bridge after 8 pm on Sundays.",
    "It's true that the U.S.A. sent 5,000 llamas to guard the border with Canada.",
    "Drinking warm beet juice every morning repairs damaged hearing within ten days.",
    "London will close all its public libraries by the first of March, the mayor says.",
    "Bees don't sleep in winter.",
    "Norway bans wooden spoons.",
)  # fmt: skip

GERMAN_BEFORE = (
    "EILT!!! ", "ALARM: ", "Dringende Warnung!! ", "⚠️ Wichtige Info ⚠️ ", "Kam gerade in unserer Familiengruppe: ",
    "Das hat mir soeben meine Tante geschickt: ", "Von einer Kollegin bekommen:\n", "Guten Tag, liebes Team, ",
    "Sehr geehrte Damen und Herren,\n\n", "Hallo zusammen, das geht gerade rum:\n", "@faktenteam ist da was dran? ",
    "Könnt ihr bitte prüfen, ob das stimmt?\n", "Habe ich heute auf Facebook gesehen: ",
    "Nachbarschaft Südhang, [07.11.2024 21:14]\n", "[07.11.24, 21:14:09] Heidi: ", "07.11.24, 21:14 - Heidi: ",
    "Weitergeleitet aus: Südhang aktuell\n", "Heidi Muster @heidimuster · 7. Nov. 2024\n",
    "Heidi Muster\n@heidimuster\n",
    "Heidi Muster\n7. November um 21:14 · 🌐\n", "Heidi Muster\n3 Std. · ",
    "Am 07.11.2024 um 21:14 schrieb Heidi Muster <h@example.org>:\n> ",
    "-------- Weitergeleitete Nachricht --------\nVon: Heidi\nDatum: Do., 7. Nov. 2024\nBetreff: WG: Bitte lesen\n\n",
    "Von: Heidi Muster\nGesendet: Donnerstag, 7. November 2024 21:14\nAn: Karl\nBetreff: ", "WG: ",
)  # fmt: skip
ENGLISH_BEFORE = (
    "URGENT!!! ", "Breaking: ", "Just got this from a friend: ", "Hello everyone, a colleague sent me this:\n",
    "@factteam is this true? ", "Seen on Facebook today: ", "Southside News, [11/7/24 9:14 PM]\n",
    "[11/7/24, 9:14:09 PM] Heidi: ", "Forwarded from Southside News\n", "Heidi Sample @heidisample · Nov 7, 2024\n",
    "On Thu, Nov 7, 2024 at 9:14 PM Heidi Sample <h@example.org> wrote:\n> ", "Please check if this is real:\n",
    "---------- Forwarded message ---------\nFrom: Heidi\nDate: Thu, Nov 7, 2024\nSubject: Fwd: read\nTo: Karl\n\n",
)  # fmt: skip
GERMAN_AFTER = (
    "\n\nVon meinem Android-Telefon gesendet", "\nGesendet mit der Mail-App", " 21:14 ✓✓", "\n21:14 ✓✓",
    "\n12.345 Aufrufe", "\n3.210 Aufrufe · 87 Kommentare", " via @suedhang", " @presse_amt",
    " pic.twitter.com/QwErTz12", "\nLG Heidi", " Bitte teilen!!", "\nStimmt das?",
    "\n👍 Gefällt mir · Kommentieren · Teilen", "\n21:14 · 7. Nov. 2024 · 1.234 Aufrufe", " 😱😱",
)  # fmt: skip
ENGLISH_AFTER = (
    "\n\nSent from my phone", "\nSent from Outlook for Android", " 9:14 PM ✓✓", "\n12.3K views", " via @southside",
    " @press_office", " pic.twitter.com/QwErTz12", " Please share!!", "\nIs this true?", " 😱😱",
)  # fmt: skip


def _mojibake(text: str) -> str:
    return text.encode().decode("cp1252", errors="replace")


def _entities(text: str) -> str:
    named = {"ä": "&auml;", "ö": "&ouml;", "ü": "&uuml;", "Ä": "&Auml;", "Ö": "&Ouml;", "ß": "&szlig;", "'": "&#39;"}
    return "".join(named.get(char, char) for char in text)


def _borrowed(text: str) -> str:
    """Write one letter of one long word in Cyrillic."""
    longest = max(text.split(), key=len)
    return text.replace(longest, longest.replace("e", "е", 1).replace("a", "а", 1) if "e" in longest else longest, 1)


INSIDE: Mapping[str, Callable[[str], str]] = {
    "without the mark at the end": lambda text: text.rstrip("."),
    "another mark": lambda text: f"{text.rstrip('.')}!!",
    "in German quotes": lambda text: f"„{text}“",
    "in English quotes": lambda text: f'"{text.rstrip(".")}"',
    "HTML entities": _entities,
    "UTF-8 coded twice": _mojibake,
    "a borrowed letter": _borrowed,
    "all capitals": str.upper,
    "small letters": str.lower,
    "a place in capitals": lambda text: _place(text, str.upper),
    "a place in small letters": lambda text: _place(text, str.lower),
    "currency before": lambda text: text.replace("10.000 Euro", "EUR 10.000").replace("250 Euro", "€ 250"),
    "currency sign": lambda text: text.replace(" Euro", "€"),
    "without groups": lambda text: text.replace("10.000", "10000").replace("5,000", "5000"),
    "the day in words": lambda text: text.replace("1. Juli", "ersten Juli").replace("3. Mai", "dritten Mai"),
    "the day in figures": lambda text: text.replace("1. Juli 2025", "01.07.2025").replace("first of", "1st of"),
    "the hour alone": lambda text: text.replace("18:00 Uhr", "18 Uhr").replace("8 pm", "20:00"),
    "the hour with a dot": lambda text: text.replace("18:00 Uhr", "18.00 Uhr").replace("8 pm", "8:00 p.m."),
    "contractions": lambda text: text.replace("n't", " not").replace("It's", "It is"),
    "gibt's": lambda text: text.replace("gibt es", "gibt's"),
    "abbreviations": lambda text: text.replace("U.S.A.", "USA"),
}  # fmt: skip


def _place(text: str, change: Callable[[str], str]) -> str:
    for place in ("Österreich", "Graz", "Linz", "Villach", "Bremen", "Tirol", "Schweiz", "Kiel", "London", "Norway"):
        text = text.replace(place, change(place))
    return text


@dataclass(frozen=True, slots=True)
class Dressed:
    """A claim in one dress; `dress` names it."""

    claim: str
    lang: str
    dress: str
    text: str


def dressed(claim: str) -> list[Dressed]:
    """Return a claim in every dress that changes it."""
    lang = "de" if claim in CLAIMS[:14] else "en"
    before, after = (GERMAN_BEFORE, GERMAN_AFTER) if lang == "de" else (ENGLISH_BEFORE, ENGLISH_AFTER)
    texts = {f"before: {head.strip()}": head + claim for head in before}
    texts |= {f"after: {tail.strip()}": claim + tail for tail in after}
    texts |= {f"inside: {name}": change(claim) for name, change in INSIDE.items()}
    return [Dressed(claim, lang, name, text) for name, text in texts.items() if text != claim]


def seen() -> list[Seen]:
    """Send all claims and their copies through the product."""
    pairs = [
        Pair(f"{number}-{place}", one.lang, one.dress, "same", claim, one.text, held_out=False, join=True)
        for number, claim in enumerate(CLAIMS)
        for place, one in enumerate(dressed(claim))
    ]
    return measure(pairs)


def as_json(seen: Sequence[Seen]) -> dict[str, object]:
    """Return the figures over all copies, and over those before, after and inside."""
    groups: defaultdict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        groups["all"].append(one)
        groups[one.pair.kind.partition(":")[0]].append(one)
    figures = {name: Figures.of(its) for name, its in groups.items()}
    return {
        f"{name} {figure}": getattr(its, figure)
        for name, its in figures.items()
        for figure in ("pairs", "same", "joined")
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench dresses")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--missed", action="store_true", help="print each copy that became a case of its own")
    arguments = parser.parse_args()
    found = seen()
    if arguments.missed:
        for one in found:
            if not one.joined:
                print(f"{one.band}  {one.pair.kind!r}  {one.pair.post[:90]!r}", file=sys.stderr)
    figures = as_json(found)
    print(
        json.dumps(figures)
        if arguments.json
        else "\n".join(f"{name:16} {value:.3f}" for name, value in figures.items())
    )


if __name__ == "__main__":
    main()

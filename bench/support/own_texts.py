"""Claims of our own for measurements without files of others: sentences put together from parts, some hundred."""

from __future__ import annotations

import json
from itertools import product
from random import Random

from core.config import PROJECT_FOLDER

WHO = (
    "Die Bundesregierung", "Die EU-Kommission", "Der Stadtrat von Graz", "Das Gesundheitsministerium", "Die Bahn",
    "Eine geheime Gruppe von Ärzten", "Der Chef eines großen Supermarkts", "Die Weltgesundheitsorganisation",
    "Ein Professor aus Wien", "Die Polizei in Köln", "Der Hersteller der neuen Heizungen", "Ein Fernsehsender",
)  # fmt: skip
WHAT = (
    "verbietet ab Januar alle Holzöfen", "will das Bargeld heimlich abschaffen", "mischt Stoffe ins Trinkwasser",
    "hat die Wahlzettel vor der Auszählung verbrannt", "lässt Insekten ins Brot backen, ohne es zu sagen",
    "schließt jede zweite Schule auf dem Land", "zahlt Geflüchteten einen neuen Führerschein",
    "verschweigt die Zahl der Unfälle mit Elektroautos", "gibt die Daten aller Patienten an einen Konzern weiter",
    "stellt im Winter nachts den Strom ab", "nimmt Familien mit drei Kindern die Wohnung weg",
    "hat ein Mittel gegen Krebs gefunden und hält es zurück", "schafft den Karfreitag als Feiertag ab",
    "filmt Fahrgäste in allen Zügen und verkauft die Bilder", "erlaubt Tempo 30 auf der Autobahn",
    "lässt Windräder bauen, die das Wetter verändern",
)  # fmt: skip
PROOF = (
    "Das stehe in einem Papier, das niemand sehen darf.", "Ein Video soll es zeigen.", "Angeblich weiß es jeder.",
    "So steht es in einem Kettenbrief.", "Die Zeitungen schreiben nicht darüber.", "Ein Arzt habe es bestätigt.",
)  # fmt: skip


def own_claims(count: int) -> list[str]:
    """Return so many different claims: those of the demo content first, then sentences put together."""
    path = PROJECT_FOLDER / "archive" / "demo" / "claims.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [f"{row['text']}\n{row['title']}" for row in rows]
    made = [" ".join(parts) for parts in product((f"{who} {what}." for who, what in product(WHO, WHAT)), PROOF)]
    Random(0).shuffle(made)
    return [*texts, *made][:count]


def own_post(random: Random, number: int) -> str:
    """Return a post that no other number has."""
    return f"{random.choice(WHO)} {random.choice(WHAT)}. {random.choice(PROOF)} Es war Nachricht {number}."

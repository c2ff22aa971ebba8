"""Sixty claims, and posts that say the same in other words: what the tests of learning learn from."""

from __future__ import annotations

from itertools import product

from archive.evaluation.labelled import LabelledQuery
from archive.imports.rows import ClaimRow

PLACES = ["Graz", "Linz", "Wien", "Bregenz", "Passau", "Aachen", "Erfurt", "Kiel", "Ulm", "Basel"]
TOPICS = [
    ("das Leitungswasser mit Chlor vergiftet wird", "im Trinkwasser gefährliches Chlor schwimmt"),
    ("Hundebesitzer eine Helmpflicht erwartet", "für Hunde bald Helmpflicht gilt"),
    ("die Stadtbücherei geschlossen und verkauft wird", "man die Bücherei heimlich verkauft"),
    ("Schulkinder keine Weihnachtslieder mehr singen dürfen", "Weihnachtslieder für Kinder verboten sind"),
    ("Falschparker ab Jänner 900 Euro Strafe zahlen", "Falschparken jetzt 900 Euro kostet"),
    ("Impfbusse nachts von Haus zu Haus fahren", "nachts ein Impfbus herumfährt"),
]


def pairs() -> tuple[list[ClaimRow], list[LabelledQuery]]:
    claims, queries = [], []
    for number, (place, (topic, said)) in enumerate(product(PLACES, TOPICS)):
        claims.append(ClaimRow(id=f"c{number}", text=f"Es wird behauptet, dass in {place} {topic}.", lang="de"))
        post = f"Habt ihr gehört, dass in {place} {said}? Unglaublich!"
        queries.append(LabelledQuery(id=f"q{number}", text=post, relevant=[f"c{number}"]))
    return claims, queries

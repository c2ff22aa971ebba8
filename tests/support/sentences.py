"""A few sentences of our own, and what the generator of pairs makes of them."""

from __future__ import annotations

from tools.judge.generate import Material
from tools.judge.harmless import Edits
from tools.judge.sources import Texts
from tools.judge.telling import Changes

SENTENCES = {
    "de": [
        "Die alte Mühle am Fluss wird im Herbst verkauft.",
        "Der Verein hat mehr Mitglieder als im letzten Jahr.",
        "Alle Kinder bekommen in der Schule ein warmes Essen.",
        "Der Wirt und die Köchin haben 40 Gäste nach Hause geschickt.",
        "Das neue Gesetz ist nicht gut für die Bauern im Tal.",
        "Am Montag beginnt der Umbau der großen Turnhalle.",
        "Die Fähre braucht zwei Stunden bis zur kleinen Insel.",
        "Der Bericht der Zeitung über den Hafen war falsch.",
    ],
    "en": [
        "The old mill by the river will be sold in autumn.",
        "The club has more members than it had last year.",
        "All children get a warm meal at school every day.",
        "The cook and the waiter sent 40 guests back home.",
        "The new law is not good for farmers in the valley.",
        "The ferry needs two hours to reach the small island.",
    ],
}


def material(*, held_out: bool = False, unseen: bool = False) -> dict[str, Material]:
    found = {}
    for lang, sentences in SENTENCES.items():
        texts = Texts(lang, tuple(tuple(sentence.split()) for sentence in sentences))
        found[lang] = Material(texts, Changes(texts, unseen=unseen), Edits(texts), held_out)
    return found

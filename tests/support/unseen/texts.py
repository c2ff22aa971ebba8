"""What stands in the second set of screenshots, and for each text one that says something else in one place.

A sign in colons is a small picture between the words; a line without words parts two paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PICTURE = re.compile(r":(?:warn|finger|face|heart|pray|flag):")


@dataclass(frozen=True, slots=True)
class Message:
    """A text as it is drawn, and what to put where in it to make another claim of it."""

    drawn: str
    lang: str
    old: str
    new: str

    @property
    def text(self) -> str:
        """What a person types who types it: without the small pictures."""
        plain = _PICTURE.sub(" ", self.drawn)
        return "\n\n".join(" ".join(part.split()) for part in plain.split("\n\n") if part.strip())

    @property
    def other(self) -> str:
        """A text that says something else and must not get the screenshot of this one."""
        assert self.text.count(self.old) == 1, self.old
        return self.text.replace(self.old, self.new)


def _messages(lang: str, texts: str) -> list[Message]:
    """Return texts that stand one after the other, each with what changes in it in its last line."""
    found = []
    for block in texts.strip().split("\n---\n"):
        drawn, _, change = block.strip().rpartition("\n=> ")
        old, _, new = change.partition(" => ")
        found.append(Message(drawn.strip(), lang, old, new))
    return found


# These may be looked at.
DEVELOPMENT = _messages(
    "de",
    """
Die Stadt Wels zahlt jedem Flüchtling ab Mai 2.400 Euro für ein neues Fahrrad, und die Schulen haben kein Geld für Bücher.
=> 2.400 => 1.400
---
:warn: Achtung Eltern: Vor der Volksschule in Leoben steht seit Tagen ein weißer Lieferwagen. Der Fahrer verteilt Süßigkeiten mit Schlafmittel. Bitte passt auf eure Kinder auf!
=> Leoben => Villach
---
Ab dem 15. November dürfen Hausbesitzer über 65 ihr Haus nicht mehr an die eigenen Kinder vererben. Das hat die EU still und leise beschlossen.
=> 65 => 75
---
Ein Glas warmes Salzwasser am Morgen löst Nierensteine in nur 3 Tagen auf. Die Ärzte verschweigen es, weil sie an der Operation verdienen.
=> 3 Tagen => 9 Tagen
---
Die Wahlkarten in Eisenstadt wurden vor der Auszählung geöffnet. 412 Stimmen fehlen, und die Behörde will nicht nachzählen.
=> 412 => 812
---
Im Leitungswasser von Ulm wurden 40 Mikrogramm Lithium gefunden. Das beruhigt die Leute, damit keiner auf die Straße geht. :face:
=> Ulm => Kiel
---
Wer nach 22 Uhr duscht, muss in Zürich 150 Franken Strafe zahlen. Die Nachbarn sollen einander bei der Polizei anzeigen.
=> 150 => 50
---
Die neue Impfung wird über Salatköpfe verabreicht. Ein Labor in Ilmenau züchtet bereits 6 Hektar davon, ohne dass es jemand weiß.
=> Ilmenau => Potsdam
---
Die Sparkasse Lindau sperrt ab Freitag alle Konten, auf denen mehr als 5.000 Euro liegen. Hebt euer Geld ab, solange es noch geht!
=> 5.000 => 50.000
---
Elektroautos verbrennen im Tunnel von selbst. Allein im Jahr 2025 gab es in Österreich 1.870 solche Brände, und kein Sender berichtet.
=> 1.870 => 187
---
Liebe Nachbarn, :pray: das müsst ihr wissen!

Meine Schwester arbeitet im Krankenhaus Oberwart. Dort liegen 70 Kinder, die nach dem Essen in der Schulküche Fieber bekommen haben.

Das Essen kommt aus einem Lager in Olmütz und war seit 8 Monaten abgelaufen. Der Direktor darf mit niemandem darüber reden.

Bitte schickt das an alle Eltern weiter!
=> 70 Kinder => 17 Kinder
---
:warn: Neue Betrugsmasche am Telefon! :warn:

Wenn ihr von der Nummer 0800 100 110 angerufen werdet, hebt nicht ab. Sagt auf keinen Fall das Wort Ja, denn eure Stimme wird aufgenommen.

Danach wird damit ein Kredit über 12.000 Euro abgeschlossen, und ihr könnt nichts mehr dagegen tun.
=> 12.000 => 20.000
---
Die Regierung plant, alle Hunde über 20 Kilo zu besteuern.

:finger: 480 Euro im Jahr für jeden Hund
:finger: Wer nicht zahlt, verliert das Tier
:finger: Gilt ab Jänner in ganz Tirol

Ich habe das von einem Freund, der im Landhaus Innsbruck sitzt.
=> 480 Euro => 48 Euro
---
Der Bürgermeister von Iserlohn hat zugegeben, dass die Windräder im Winter mit Dieselmotoren angetrieben werden, damit sie nicht einfrieren.
=> hat zugegeben => hat nicht zugegeben
---
Ein Richter in Passau hat entschieden, dass man Bargeld im Laden nicht mehr annehmen muss. Ab Herbst gilt das Urteil in ganz Bayern.
=> nicht mehr annehmen muss => weiter annehmen muss
""",
) + _messages(
    "en",
    """
Starting on June 12 every household in Ohio has to hand in its gas stove. Those who refuse will be fined 900 dollars a month.
=> 900 => 90
---
A nurse from Leeds says that 31 patients woke up in the morgue last year. Hospitals are paid for each death they report.
=> Leeds => Derby
---
:warn: Warning! The new banknotes contain a metal thread that shows the tax office how much cash you carry. Aluminium foil does not help.
=> does not help => does help
---
The moon landing was filmed in a hangar in Iowa. The last cameraman, Will Illing, admitted it in a letter from 1998.
=> 1998 => 1989
---
Eating three raw onions a day cures diabetes type 2 within six weeks. Over 14,000 people have thrown away their insulin.
=> 14,000 => 4,000
---
Airlines spray aluminium over the fields of Idaho every Tuesday night. Farmers found 80 dead cows in a single week.
=> 80 => 8
---
My cousin works at the power plant in Oakville, please read this!

They will cut the electricity for 11 days in December. The army has been told already, and shops are not allowed to say so.

Buy candles, water and food for your family before Sunday. :heart:
=> 11 days => 21 days
---
The mayor of Salem has ordered that children must not speak about God in school. Teachers who allow it lose their job.
=> Salem => Boise
---
Solar panels on the roof use up more power than they make. The University of Lille has shown it with 250 houses.
=> 250 => 2,500
""",
)

# These are never looked at before the figures are final.
HELD_BACK = _messages(
    "de",
    """
In Dornbirn wurden in einer Nacht alle Kreuze aus 18 Klassenzimmern entfernt, weil sich eine einzige Familie beschwert hat.
=> 18 => 80
---
Die Krankenkasse zahlt ab Juli keine Brillen mehr, aber für Häftlinge in Stein gibt es 60 Plätze im neuen Wellnessbereich.
=> 60 => 16
---
:warn: Vorsicht! In Döbling gehen Leute von Tür zu Tür und geben sich als Mitarbeiter vom Wasserwerk aus. Sie haben schon 23 Wohnungen ausgeräumt.
=> Döbling => Hietzing
---
Wer seine Heizung nicht bis 30. September meldet, dem stellt der Netzbetreiber das Gas ab. Das steht im Amtsblatt auf Seite 214.
=> 30. September => 3. September
---
Forscher aus Jena haben im Blut von Geimpften kleine Würmer gefunden. Die Studie mit 96 Personen wurde sofort gelöscht.
=> 96 => 69
---
Das Handy hört auch mit, wenn es ausgeschaltet ist. Ein Techniker aus Imst sagt: Nur wer den Akku im Kühlschrank lagert, ist sicher.
=> Imst => Wörgl
---
Alle Lehrer in Öhringen müssen ab sofort unterschreiben, dass sie im Unterricht keine deutschen Lieder mehr singen. :flag:
=> keine deutschen Lieder mehr singen => deutsche Lieder singen
---
Die Post öffnet seit März jedes zehnte Paket und verkauft den Inhalt im Internet. Über 7.500 Kunden haben ihr Geld nie gesehen.
=> 7.500 => 75.000
---
In der Fabrik in Ilz wird Milch aus Insekten hergestellt. Auf der Packung steht nur die Nummer E 904, damit es keiner merkt.
=> E 904 => E 940
---
Die Polizei in Zwickau hat die Anweisung, bei Diebstählen unter 300 Euro nicht mehr auszurücken. Das Schreiben liegt mir vor.
=> nicht mehr auszurücken => sofort auszurücken
---
Hallo ihr Lieben, :heart: lest das bitte bis zum Ende!

Ein Bekannter von mir fährt Lastwagen für das Heer. Er hat letzte Woche 350 Särge nach Allentsteig gebracht und musste dafür unterschreiben.

Im Dezember soll der Strom für 14 Tage ausfallen. Die Ministerien haben schon Notquartiere, nur uns sagt keiner etwas.

Kauft Wasser, Kerzen und Mehl, solange es das noch gibt.
=> 350 Särge => 35 Särge
---
:warn: EILMELDUNG :warn:

Das Freibad in Lahr bleibt den ganzen Sommer geschlossen, weil dort 200 Zelte aufgestellt werden. Die Anrainer haben keinen Brief bekommen.

Am 8. August gibt es eine Versammlung im Gasthof zum Ochsen. Kommt alle!
=> 200 Zelte => 20 Zelte
---
So schützt ihr euch vor der Strahlung der neuen Stromzähler:

:finger: Legt 2 Magnete oben auf das Gehäuse
:finger: Stellt eine Schale Essig daneben
:finger: Schaltet um 21 Uhr alle Sicherungen aus

In Oldenburg sind davon schon 45 Menschen krank geworden.
=> 45 Menschen => 4 Menschen
---
Die Donaubrücke in Melk ist einsturzgefährdet. Der Bericht vom 2. Februar liegt beim Land, und trotzdem wird sie nicht gesperrt.
=> Melk => Krems
---
Für jedes Kind, das in Lörrach aus der Familie genommen wird, bekommt das Jugendamt 11.000 Euro Prämie aus Berlin.
=> 11.000 => 1.100
""",
) + _messages(
    "en",
    """
The town of Ilford will replace all Christmas trees with plastic palms. The council spends 75,000 pounds on it.
=> 75,000 => 7,500
---
A doctor in Tulsa removed a living spider from the ear of a man who slept beside a 5G router. It is the ninth case this year.
=> Tulsa => Omaha
---
:face: Supermarkets wash old meat with chlorine and sell it again after 40 days. An inspector lost his job because he told the truth.
=> 40 days => 14 days
---
Police in Alberta may now enter your home without a warrant if you own more than 2 dogs. Nobody voted for this law.
=> 2 dogs => 12 dogs
---
Vitamin C in high doses stops a stroke at once. Keep 30 tablets in your car and do not call the ambulance first.
=> do not call => do call
---
The river Isel was poisoned on purpose. Workers saw 6 trucks at night, and the fish died only two hours later.
=> 6 trucks => 16 trucks
---
Please read this if you have children! :pray:

A sweet that looks like a small bear is sold in front of schools in Oxford. It contains a drug that made 27 pupils faint.

The police know about it, but they have been told to keep quiet until the election.
=> Oxford => Exeter
---
From 2027 on nobody born after 1990 will get a pension in Ireland. The minister signed the paper on a Sunday night.
=> 1990 => 1980
---
Bees die because of the new street lamps. In Lund all 52 hives were empty one week after the lamps had been switched on.
=> 52 => 25
""",
)

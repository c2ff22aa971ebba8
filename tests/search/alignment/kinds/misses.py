"""What says something else and is not told by its words yet: a list of misses, by name.

Of what is only worded freely the probability decides, and may be wrong; what nobody can explain is never `same`. A
pair that is told apart by now fails its test until it is taken off here.
"""

from __future__ import annotations

from search.alignment.alignment import Finding, aligned
from search.alignment.reading import read

WORDED_FREELY = """
de | Das Bad schließt um acht. | Des Bod spert um neine zua.
en | He did it. | He didnae dae it.
en | The river is poisoned. | Experts deny that the river is poisoned.
en | A bomb lies in Newcastle upon Tyne. | A bomb lies in Newcastle under Lyme.
en | The lake is poisoned. | The lake is poisoned. Avoid the Lakeview restaurant.
en | The tower is falling. | My mother denies that the tower is falling.
en | The tower is falling. | My mother never said that the tower is falling.
en | The tower is falling. | Only my mother says that the tower is falling.
en | The tower is falling. | The tower is falling. Maybe.
en | The tower is falling. | The tower is falling. Thank God it isn't.
en | The tower is falling. | The tower is falling. Thanks to the mayor.
en | He was acquitted. | He was charged.
en | The election is brought forward. | The election is put back.
de | Der See ist vergiftet. | Wäre der See vergiftet, wären die Fische tot.
de | Der See ist vergiftet. | Der See ist vergiftet. Meidet das Restaurant Seeblick.
de | Der Mörder ist der Gärtner. | Der Mörder ist nicht der Gärtner, sondern der Koch.
de | Er vergaß zu zahlen. | Er dachte daran zu zahlen.
de | Er lehnt es ab, zu zahlen. | Er erklärt sich bereit zu zahlen.
de | Der Turm fällt. | Meine Mutter sagt nicht, dass der Turm fällt.
de | Der Turm fällt. | Meine Mutter bestreitet, dass der Turm fällt.
de | Der Turm fällt. | Nur meine Mutter sagt, dass der Turm fällt.
de | Der Turm fällt. | Die Stadt verhindert, dass der Turm fällt.
de | Der Turm fällt. | Der Turm fällt. Gott sei Dank nicht.
de | Der Turm fällt. | Der Turm fällt. Das ist komisch, denn er steht noch.
de | Der Turm fällt. | Der Turm fällt. Früher jedenfalls.
de | Der Turm fällt. | Der Turm fällt. Vielleicht.
de | Die Wiener Polizei schießt in Linz. | Die Linzer Polizei schießt in Wien.
de | Er wurde freigesprochen. | Er wurde angeklagt.
de | Er ist Linkshänder. | Er ist Rechtshänder.
de | Er ist ledig. | Er ist verheiratet.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Wer das glaubt, ist selber schuld.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Das war einmal.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Schuld ist die Fabrik.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Auf die Straße!
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Wir müssen uns wehren.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Nein, tun sie nicht.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Dabei ist alles in Ordnung.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Ich habe nachgesehen, da ist nichts.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Aber nur im Sommer.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Holt euch das Geld zurück.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Zündet die Fabrik an.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. This is made up.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Stop buying from them.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. The plant is to blame.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Only in summer though.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Write to your MP and demand her head.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. I checked and there is nothing.
de | Die Molkerei in Reutte schließt. | Liebe Lügner, die Molkerei in Reutte schließt.
en | The dairy in Lorne is closing. | Dear liars, the dairy in Lorne is closing.
"""

UNEXPLAINED = """
de | In Frankfurt am Main streikt die Bahn. | In Frankfurt an der Oder streikt die Bahn.
en | Children vanish in Dominica. | Children vanish in the Dominican Republic.
en | West Virginia bans abortions. | Virginia bans abortions.
en | Two men drowned in Great Yarmouth. | Two men drowned in Yarmouth.
en | The lake is poisoned. | Half the lake is poisoned.
en | The lake is poisoned. | The lake will soon be poisoned.
en | He is the killer's brother. | He is the killer.
en | Half of London is dark. | London is dark.
de | Der Strom ist weg. | Der Strom ist wieder da.
de | Der See ist vergiftet. | Der See ist bald vergiftet.
de | Die Bank hob die Zinsen an. | Die Bank hat die Zinsen aufgehoben.
de | Die Stadt hob das Verbot auf. | Die Stadt hat das Verbot angehoben.
de | Die Lehrer streiken heute. | De Lehra streikn morgn.
de | Die Stadt Salzburg baut ein Bad. | Das Land Salzburg baut ein Bad.
de | Die Impfpflicht kommt. | Die Impfpflicht kommt weg.
de | Er ist der Bruder des Täters. | Er ist der Täter.
"""

MISSED = {
    line: finding
    for finding, table in ((Finding.FREE, WORDED_FREELY), (Finding.UNEXPLAINED, UNEXPLAINED))
    for line in table.splitlines()
    if line
}


def pairs(table: str) -> list[list[str]]:
    """Return the lines of a table, each as its language, the claim and the post."""
    return [line.split(" | ") for line in table.splitlines() if line]


def is_told(lang: str, claim: str, post: str) -> bool:
    """Return whether a post is told from the claim, or is a miss that stands here, and never one text with it."""
    found = aligned(read(post, lang), read(claim, lang))
    missed = MISSED.get(f"{lang} | {claim} | {post}")
    allowed = {Finding.TELLING, Finding.CHANGED} if missed is None else {missed}
    return found.finding in allowed and not found.is_tight

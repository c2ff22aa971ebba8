"""What a writer adds of himself, or puts in front like a greeting: it may take back the claim, or say another thing."""

from __future__ import annotations

import pytest

from search.alignment.alignment import Finding, aligned
from search.alignment.reading import read
from tests.search.alignment.kinds.misses import pairs
from tests.support.building import is_near_duplicate

SAME = """
en | The old mill in Kent is closed. | The old mill in Kent is closed. I heard it on the radio.
en | The old mill in Kent is closed. | The old mill in Kent is closed. My neighbour told me and I am shocked.
en | The old mill in Kent is closed. | The old mill in Kent is closed. My mum is really worried.
en | The old mill in Kent is closed. | The old mill in Kent is closed. I saw this on Facebook, is it true?
en | The old mill in Kent is closed. | The old mill in Kent is closed. I live nearby.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Das hat mir meine Nachbarin erzählt.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Ich bin wütend und traurig.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Ich finde das schlimm, echt traurig.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Mir wird schlecht, wenn ich das lese.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Ich wohne dort ums Eck.
de | Die Mühle in Imst ist gesperrt | Liebe Redaktion, die Mühle in Imst ist gesperrt
de | Die Mühle in Imst ist gesperrt | Sehr geehrte Damen und Herren, die Mühle in Imst ist gesperrt
de | Die Mühle in Imst ist gesperrt | Hallo zusammen, die Mühle in Imst ist gesperrt
de | Die Mühle in Imst ist gesperrt | hallo liebe leute, die Mühle in Imst ist gesperrt
de | Die Mühle in Imst ist gesperrt | Lieber Herr Dr. Huber, die Mühle in Imst ist gesperrt
de | Die Mühle in Imst ist gesperrt | Guten Tag, die Mühle in Imst ist gesperrt
de | Die Mühle in Imst ist gesperrt | Tag auch, die Mühle in Imst ist gesperrt
de | Die Mühle in Imst ist gesperrt | Liebes Team von Faktencheck, die Mühle in Imst ist gesperrt
de | Die Mühle in Imst ist gesperrt | Moin ihr Lieben, die Mühle in Imst ist gesperrt
en | The old mill in Kent is closed | Dear editors, the old mill in Kent is closed
en | The old mill in Kent is closed | Hi there everyone, the old mill in Kent is closed
en | The old mill in Kent is closed | Good morning all, the old mill in Kent is closed
en | The old mill in Kent is closed | Dear Sir or Madam, the old mill in Kent is closed
en | The old mill in Kent is closed | hello folks, the old mill in Kent is closed
en | The old mill in Kent is closed | Hello dear team, the old mill in Kent is closed
de | Die Mühle in Imst ist zu. | Hallo Petra, die Mühle in Imst ist zu.
de | Die Mühle in Imst ist zu. | Griaß eich, die Mühle in Imst ist zu.
en | The mill in Kent is closed. | Good evening Mr Hall, the mill in Kent is closed.
"""

OTHER = """
de | Die Mühle in Imst ist zu. | Die Mühle in Imst ist zu. Ich nehme das zurück.
en | The mill in Kent is closed. | The mill in Kent is closed. I was fooled.
en | The mill in Kent is closed. | The mill in Kent is closed. I fell for it.
en | The old mill in Kent is closed. | The old mill in Kent is closed. My bad, it was sold.
en | The old mill in Kent is closed. | The old mill in Kent is closed. I was there and it is open.
en | The old mill in Kent is closed. | The old mill in Kent is closed. My bad, it is not.
en | The old mill in Kent is closed. | The old mill in Kent is closed. I just walked past it and it's open.
en | The old mill in Kent is closed. | The old mill in Kent is closed. I went there and they reopened.
en | Bread makes children ill. | Bread makes children ill. I used to believe that.
en | Bread makes children ill. | Bread makes children ill. I once believed that.
en | Bread makes children ill. | Bread makes children ill. I don't believe that.
en | Bread makes children ill. | Bread makes children ill. My sister thought so, now she knows better.
en | Bread makes children ill. | Bread makes children ill. I was wrong.
en | Bread makes children ill. | Bread makes children ill. I made that up.
en | The bakery in Kent sells horse meat. | The bakery in Kent sells horse meat. I asked them and they laughed.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Hab ich früher geglaubt.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Ich war dort und sie ist offen.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Mein Fehler, sie ist offen.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Mein Fehler, ist sie nicht.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Ich bin gerade drüber gefahren und sie ist frei.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Das dachte ich auch lange.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Ich habe das nie geglaubt.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Ich hab mich geirrt.
de | Die Mühle in Imst ist gesperrt. | Die Mühle in Imst ist gesperrt. Ich hab nachgefragt und sie öffnet.
de | Im Brunnen in Lienz ist Blei. | Im Brunnen in Lienz ist Blei. Ich habe es getestet und alles sauber.
de | Im Brunnen in Lienz ist Blei. | Im Brunnen in Lienz ist Blei. Ich glaube das nicht.
de | Alle Schulen bleiben zu | Lieber heute als morgen: alle Schulen bleiben zu
de | Die Mühle in Imst ist gesperrt | Mahlzeit gestrichen, die Mühle in Imst ist gesperrt
de | Die Mühle in Imst ist gesperrt | Hallo Welt am Sonntag berichtet, die Mühle in Imst ist gesperrt
de | Die Mühle in Imst ist gesperrt | Servus TV lügt, die Mühle in Imst ist gesperrt
de | Die Mühle in Imst ist gesperrt | Lieber spät reagiert, die Mühle in Imst ist gesperrt
en | The old mill in Kent is closed | Morning trains cancelled, the old mill in Kent is closed
en | The old mill in Kent is closed | Dear bread prices, the old mill in Kent is closed
en | The old mill in Kent is closed | Hello kitty banned, the old mill in Kent is closed
en | The old mill in Kent is closed | Morning of protest, the old mill in Kent is closed
en | The old mill in Kent is closed | Hi speed rail stops, the old mill in Kent is closed
"""


@pytest.mark.parametrize("lang,claim,post", pairs(SAME))
def test_who_is_greeted_and_how_the_writer_feels_is_harmless(lang: str, claim: str, post: str) -> None:
    assert aligned(read(post, lang), read(claim, lang)).finding is Finding.SAME


@pytest.mark.parametrize("lang,claim,post", pairs(OTHER))
def test_what_says_more_is_neither_the_same_nor_one_text(lang: str, claim: str, post: str) -> None:
    assert aligned(read(post, lang), read(claim, lang)).finding is not Finding.SAME
    assert not is_near_duplicate(post, claim)

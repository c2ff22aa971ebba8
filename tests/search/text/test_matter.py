"""Which texts say something by themselves, and which only ask, greet, alarm, judge, or hand a post over."""

from __future__ import annotations

import pytest

from search.text.content import content_of
from search.text.matter import has_matter, points_at_its_link
from search.text.matter_words import VOCABULARIES
from search.text.normalise import normalised

WITHOUT = """
.
siehe Bild
Siehe Anhang, bitte
null
1
2023?
?!
👀👀
Fake oder echt?
Echt jetzt???
Ist das wahr, Leute?
Krasse Sache!
Unglaublich …
Das ist doch reine Propaganda!
Reinste Hetze.
Lüge!!!
So ein Schwachsinn
Das ist volksverhetzend
Sowas von widerlich
Das stimmt doch gar nicht
Kann man das glauben?
Könnt ihr das bitte mal checken?
Bitte um Überprüfung, vielen Dank!
Hallo liebes Team, ich bräuchte eure Hilfe: ist das Bild echt?
Liebe Redaktion, stimmt das? Mit freundlichen Grüßen, Erika Beispiel
Guten Tag Frau Muster, was ist davon zu halten? LG Karl
Meine Oma hat mir das auf WhatsApp geschickt, ist da was dran?
Mein Chef hat das in unsere Firmengruppe gestellt. Ist das strafbar?
Das habe ich gerade von einer Bekannten bekommen
Hab ich auf Facebook gesehen
Dieses Video geht gerade auf TikTok rum, was sagt ihr dazu?
Woher kommt dieses Foto?
Ist das Video mit KI gemacht?
Kraaaass, schaut euch das an!!!
WICHTIG! Bitte teilen!
Achtung, bitte an alle weiterleiten
@gegencheck stimmt das?
Zu 100 % fake
Bitte pruefen, koennte gefaelscht sein
Was soll man dazu noch sagen...
Ist dieser Beitrag rassistisch?
Und, wahr?
Is that true?
Can you verify this please? My uncle shared it on Facebook.
omg is this real
This is so fake
Looks AI-generated to me
Got this from a friend, thanks for checking
Hate speech! Please remove
C'est vrai ou c'est faux ?
È una bufala?
¿Es verdad esto?
Bu haber doğru mu?
Правда ли это?
Це правда?
هل هذا صحيح؟
""".strip().splitlines()

WITH = """
0664 1234567
5 Tote
Karl Muster
Neustadt
Erika hat gelogen
Der Bürgermeister lügt
5 Verletzte
Stimmt es, dass Hunde ab Montag verboten sind?
Ist das Wasser in Linz giftig? Bitte prüfen!
WhatsApp liest alle Nachrichten mit
Facebook löscht alle Fotos
TikTok wird verboten
Corona war erfunden
Dieses Video zeigt Wien
Das Video ist von 2015
Ein Mann hat Kinder bedroht
Die Schulen schließen
Raus!
🐀 raus
Impfung?
Gutschein von der Post
Bitte teilen: morgen fällt der Strom aus
The earth is flat
Did Biden resign?
Vaccines kill
Is the water in Flint safe?
Macron a démissionné
La terra è piatta
Путин умер
أردوغان مات
""".strip().splitlines()


@pytest.mark.parametrize("text", WITHOUT)
def test_a_text_that_only_hands_a_post_over_has_no_matter(text: str) -> None:
    assert not has_matter(normalised(text))
    assert not content_of(text).has_matter
    assert not content_of(f"{text} https://example.org/a/7").has_matter


@pytest.mark.parametrize("text", WITH)
def test_a_text_with_anything_else_in_it_has_matter(text: str) -> None:
    assert has_matter(normalised(text))
    assert content_of(f"{text} https://example.org/a/7").has_matter


def test_digits_in_a_link_are_no_matter_and_one_link_may_begin_another() -> None:
    text = "Stimmt das? t.me/kanal https://t.me/kanal/12 https://t.me/kanal/123"
    assert not content_of(text).has_matter


def test_the_words_are_written_as_texts_are_when_they_are_compared() -> None:
    for words in VOCABULARIES:
        assert not {word for word in words if word != word.casefold() or not word.strip()}


@pytest.mark.parametrize(
    "text,points",
    [
        ("Schaut euch bitte dieses schreckliche Video an", True),
        ("Was in diesem Hassvideo gesagt wird", True),
        ("Seht euch mal das Bild an, es ist aus Linz", True),
        ("Read the article about Linz", True),
        ("Leitet diese Nachricht an zwanzig Kontakte weiter", False),
        ("Bitte teilt diesen Beitrag: in Linz brennt es", False),
        ("Das Wasser in Linz ist giftig", False),
        ("Dieses Video " + "und noch ein Wort " * 40, False),
    ],
)
def test_a_text_points_at_what_its_link_shows(text: str, points: bool) -> None:
    assert points_at_its_link(normalised(text)) is points


def test_a_long_text_has_matter_whatever_it_is_made_of() -> None:
    assert has_matter("bitte " * 400)

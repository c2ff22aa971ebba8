"""Each app fills the fields of a share in its own way; what comes out is a text and a link."""

from __future__ import annotations

import pytest

from intake.links.shared import Shared, taken_apart

LINK = "https://orf.at/stories/1"
OTHER = "https://orf.at/stories/2"


@pytest.mark.parametrize(
    "title, text, url, shared",
    [
        # Chrome: title and link.
        ("ORF meldet", "", LINK, Shared("ORF meldet", LINK)),
        # Most apps on Android: the link in the text.
        ("", LINK, "", Shared("", LINK)),
        ("", f"ORF meldet {LINK}", "", Shared("ORF meldet", LINK)),
        ("", f"ORF meldet\n\n{LINK}", "", Shared("ORF meldet", LINK)),
        ("", f"{LINK}\nStimmt das?", "", Shared("Stimmt das?", LINK)),
        ("ORF meldet", f"ORF meldet {LINK}", "", Shared("ORF meldet", LINK)),
        ("ORF meldet", LINK, "", Shared("ORF meldet", LINK)),
        # Some twice, some in the title, some with marks for counting.
        ("ORF meldet", f"ORF meldet {LINK}?utm_source=share", LINK, Shared("ORF meldet", LINK)),
        (LINK, LINK, "", Shared("", LINK)),
        (LINK, "Stimmt das?", "", Shared("Stimmt das?", LINK)),
        ("", "Schau: youtu.be/abcdefghijk!", "", Shared("Schau: !", "https://youtu.be/abcdefghijk")),
        # A message without a link, and a bookmark with marked words.
        ("", "Ab morgen kostet WhatsApp Geld!", "", Shared("Ab morgen kostet WhatsApp Geld!", "")),
        ("ORF", "die markierten Wörter", LINK, Shared("ORF\n\ndie markierten Wörter", LINK)),
        # Which of several is meant the reader knows: all of them stay in the text.
        ("", f"A {LINK} und B {OTHER}", "", Shared(f"A {LINK} und B {OTHER}", LINK)),
        ("", f"A {LINK} und B {OTHER}", OTHER, Shared(f"A {LINK} und B", OTHER)),
        # What is no link is not lost.
        ("", "Text", "intent://scan/#Intent", Shared("Text\nintent://scan/#Intent", "")),
        (" ", " ", " ", Shared("", "")),
    ],
)
def test_a_share_is_taken_apart(title: str, text: str, url: str, shared: Shared) -> None:
    assert taken_apart(title=title, text=text, url=url) == shared


def test_the_longest_text_is_taken_apart_at_once() -> None:
    text = f"{LINK} " * 40_000
    assert taken_apart(title="", text=text, url="").url == LINK

"""What the macros make of what somebody sent: masked, escaped, and the words whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string

from core.config import PROJECT_FOLDER
from core.db import writing
from core.web.headers import HEADERS
from review.care import preferences, shielding
from search.comparison.explanation import Explanation, Segment
from search.facts.differences import Difference, DifferenceKind
from tests.support import factories
from tests.support.browsing import open_text
from tests.support.desk import PASSWORD, plain_case, signed_in, suggestion
from tests.support.statements import statements
from tests.support.wearing import hate_case

MACROS = '{% from "parts/shielded.html" import line, masked_words, quote %}'
HOSTILE = "<script>alert(1)</script> der „Neger“ & N<b>eger</b>, Kanake<img src=x>"


@pytest.fixture
def asking(app: Flask) -> Iterator[None]:
    """A request of a stranger, for whom everything is as the house has it."""
    with app.test_request_context():
        yield


def plain(page: str) -> str:
    """Return the words between the tags, masks and what they hide alike."""
    return re.sub(r"<[^>]*>", "", page)


@pytest.mark.parametrize("macro", ["quote(text)", "masked_words(text)", "line(text, false)"])
def test_what_was_sent_is_escaped_in_every_piece(asking: None, macro: str) -> None:
    made = render_template_string(f"{MACROS}{{{{ {macro} }}}}", text=HOSTILE)

    assert "<script>" not in made
    assert "<b>" not in made
    assert "<img" not in made
    assert "&lt;script&gt;alert(1)&lt;/script&gt; der „" in made
    assert "“ &amp; N&lt;b&gt;eger" in made


def test_a_line_of_a_list_holds_no_masked_word_at_all(asking: None) -> None:
    made = render_template_string(f"{MACROS}{{{{ line(text, false) }}}}", text="Der Neger sagt es.")

    assert made.strip() == "Der N•••• sagt es."


def test_a_text_is_not_torn_where_a_word_is_masked(asking: None) -> None:
    made = render_template_string(f"{MACROS}{{{{ quote(text) }}}}", text="Der Neger, sagt er.\nUnd: Kanaken!")

    quoted = made.partition("<blockquote")[2].partition("</blockquote>")[0].partition(">")[2]
    whole = re.sub(r"<label.*?</label>", "#", quoted, flags=re.DOTALL)
    assert whole == "Der #, sagt er.\nUnd: #!"
    assert " ".join(plain(quoted).split()) == "Der N••••Neger , sagt er. Und: K••••••Kanaken !"


def test_a_masked_word_belongs_to_the_segment_that_it_begins_in(asking: None) -> None:
    sentence = [Segment("Der Ne", shared=False), Segment("ger und ", shared=True), Segment("er", shared=False)]

    found = [(one.shared, [piece.text for piece in pieces]) for one, pieces in shielding.marked_pieces(sentence)]

    assert found == [(False, ["Der ", "Neger"]), (True, [" und "]), (False, ["er"])]


def test_a_masked_word_over_three_segments_swallows_the_one_between(asking: None) -> None:
    sentence = [Segment("Juden", shared=True), Segment("-", shared=False), Segment("Sau da", shared=True)]

    found = [(one.shared, [piece.text for piece in pieces]) for one, pieces in shielding.marked_pieces(sentence)]

    assert found == [(True, ["Juden-Sau"]), (False, []), (True, [" da"])]


def test_an_outline_says_nothing(asking: None) -> None:
    assert shielding.outline("Ein Satz,\n42 😱!") == "xxx xxxxx\nxx xx"
    assert len(shielding.outline("a" * 20_000)) == shielding.LONGEST_OUTLINE


def test_slurs_are_masked_in_every_kind_and_wherever_a_reader_wrote_them(app: Flask) -> None:
    sent = factories.submission("Ein Kanake war es.", why="Weil Kanake ein Schimpfwort ist.")
    case = plain_case("Ein Kanake war es.")
    match = suggestion(case, factories.claim())
    differ = (Difference(DifferenceKind.GROUP, ("Kanake",), ("Nachbar",)),)
    with writing():
        sent.case_id = case.id
        match.explanation = Explanation((Segment("Ein Kanake war es.", shared=False),), (), differ, None)
        match.explained_from = match.made_from

    browser = signed_in(app)
    page = browser.get(f"/desk/cases/{case.id}").text
    hidden = re.sub(r'<span class="slur-word">Kanake</span>', "", page)

    # In the title of the page and the head, the text, the sentence of the match, what differs there, the report, why.
    assert hidden.count("K•••••") == 7
    assert "Kanake" not in hidden
    assert "Ein K••••• war es." in open_text(browser.get("/desk/").text)


def test_whoever_wants_no_masks_gets_none(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    preferences.choose({"masking": "off"}, editor=editor)
    case = plain_case("Ein Kanake war es.")
    browser = signed_in(app, editor)

    for address in ("/desk/", f"/desk/cases/{case.id}"):
        assert "Ein Kanake war es." in open_text(browser.get(address).text)


def test_how_somebody_works_is_read_once_a_page(app: Flask) -> None:
    for number in range(10):
        hate_case(f"Ein gemeiner Satz, Nummer {number}.")
    browser = signed_in(app)

    with statements() as made:
        browser.get("/desk/")

    of_care = [one for one in made if re.search("editor_preference|not_today|opened_text", one)]
    assert len(of_care) == 3


def test_nothing_begins_to_play_by_itself() -> None:
    pages = [path.read_text(encoding="utf-8") for path in (PROJECT_FOLDER / "templates").rglob("*.html")]

    assert [tag for page in pages for tag in re.findall(r"\bautoplay\b|<video|<audio|<embed|<iframe", page)] == []
    assert "autoplay=()" in HEADERS["Permissions-Policy"]
    assert "media-src" not in HEADERS["Content-Security-Policy"], "without it none is loaded: default-src is 'none'"

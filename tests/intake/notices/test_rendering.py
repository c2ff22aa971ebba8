"""What a text with marks becomes, and that no page for readers carries anything else than words and links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.notices.rendering import rendered


def test_marks_become_headings_lists_and_links() -> None:
    page = rendered("# Eins\n\nZwei **drei** *vier*\n\n- fünf\n- [sechs](https://example.org/a?b=1&c=2)\n\n## Sieben")
    assert "<h2>Eins</h2>" in page
    assert "<h2>Sieben</h2>" in page, "a page has one first heading, and it is not in its text"
    assert "<strong>drei</strong>" in page
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="noreferrer">sechs</a>' in page
    assert page.count("<li>") == 2


def test_a_heading_between_words_does_not_go_deeper_than_the_page_has_styles_for() -> None:
    assert rendered("##### Klein") == "<h3>Klein</h3>\n"


@pytest.mark.parametrize(
    "address", ["https://a.test", "http://a.test", "mailto:a@b.test", "tel:+431234", "/objection", "/leichte-sprache#a"]
)
def test_a_link_leads_where_people_go(address: str) -> None:
    assert f'href="{address}"' in rendered(f"[hier]({address})")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "//evil.test",
        "file:///etc/passwd",
        "vbscript:x",
    ],
)
def test_an_address_that_does_something_is_no_link(address: str) -> None:
    assert "href" not in rendered(f"[hier]({address})")
    assert "href" not in rendered(f"<{address}>")


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![x](https://a.test/a.png)", "a <b>b</b>", "<!-- x"],
)
def test_markup_of_ones_own_is_shown_as_it_was_written(text: str) -> None:
    page = rendered(text)
    for tag in ("<script", "<img", "<b>", "<!--"):
        assert tag not in page


@given(st.text(alphabet="ab <>\"'&[]()!*_#-`:/\\\n\t{}.1", max_size=80))
def test_no_text_brings_a_tag_that_is_not_ours(text: str) -> None:
    page = rendered(text)
    for ours in ("p", "h2", "h3", "ul", "ol", "li", "em", "strong", "a", "br", "hr", "blockquote", "code", "pre"):
        page = page.replace(f"</{ours}>", "")
    left = [part.split(">")[0].split(" ")[0].rstrip("/") for part in page.split("<")[1:]]
    assert set(left) <= {"p", "h2", "h3", "ul", "ol", "li", "em", "strong", "a", "br", "hr", "blockquote", "code"}

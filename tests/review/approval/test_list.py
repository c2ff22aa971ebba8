"""The list of what waits for a second person, and the number in the menu of each page."""

from __future__ import annotations

from flask import Flask

from accounts.models import Editor
from intake.models.cases import Kind
from tests.support.approving import has_wait, proposed
from tests.support.browsing import Browser, open_text
from tests.support.desk import plain_case, signed_in
from tests.support.statements import statements


def page(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return open_text(answer.text)


def test_rows_of_the_list_say_that_something_waits(app: Flask, anna: Editor) -> None:
    proposed(plain_case("Eins."), by=anna)
    plain_case("Zwei.")
    assert page(signed_in(app, anna), "/desk/").count("Waits for a second person") == 1


def test_the_list_hides_hate_and_asks_as_often_for_many_as_for_one(app: Flask, anna: Editor, bea: Editor) -> None:
    second = signed_in(app, bea)
    proposed(plain_case("Ein hasserfüllter Satz.", kind=Kind.HATE), by=anna)
    page(second, "/desk/held/")
    with statements() as for_one:
        assert "Ein hasserfüllter Satz." not in second.get("/desk/held/").text
    for number in range(5):
        proposed(plain_case(f"Fall {number}"), by=anna)
    with statements() as for_many:
        assert page(second, "/desk/held/").count("Proposed by Anna") == 6
    assert len(for_many) == len(for_one)


def test_an_empty_list_says_so_and_what_the_house_has_wait(app: Flask, anna: Editor) -> None:
    browser = signed_in(app, anna)
    shown = page(browser, "/desk/held/")
    assert "All done." in shown
    assert "A decision about hate; A sentence that names a living person" in shown
    has_wait(app, "")
    assert "In this house nothing waits for a second person." in page(browser, "/desk/held/")


def test_the_number_in_the_menu_counts_what_waits_for_the_one_who_reads(app: Flask, anna: Editor, bea: Editor) -> None:
    proposed(plain_case("Eins."), by=anna)
    proposed(plain_case("Zwei."), by=anna)
    second = signed_in(app, bea)
    assert "To release (2)" in page(second, "/desk/")
    assert "To release, or came back to you 2" in " ".join(page(second, "/desk/start").split())
    own = page(signed_in(app, anna), "/desk/")
    assert "To release" in own
    assert "To release (" not in own

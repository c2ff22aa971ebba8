"""How numbers are written and compared in the sentences of figures."""

from __future__ import annotations

from flask import Flask

from review.figures import figure
from review.figures.shares import Share

AMOUNTS = {
    (0, 0): "",
    (7, 3): " (before: 3)",
    (10, 10): ", as many as before",
    (15, 10): ", 50% more than before",
    (5, 10): ", 50% fewer than before",
    (0, 10): ", 100% fewer than before",
}
SHARES = {
    (Share(3, 4), Share(5, 10)): "",
    (Share(5, 10), Share(1, 2)): "",
    (Share(5, 10), Share(50, 100)): ", wie davor",
    (Share(516, 1000), Share(5, 10)): ", 1,6 Prozentpunkte mehr als davor",
    (Share(4, 10), Share(5, 10)): ", 10,0 Prozentpunkte weniger als davor",
}


def test_an_amount_is_compared_in_words(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert {(now, before): figure.change(now, before) for now, before in AMOUNTS} == AMOUNTS


def test_a_share_is_compared_in_percentage_points(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "de"}):
        assert {(now, before): figure.change_of_share(now, before) for now, before in SHARES} == SHARES


def test_a_bar_tells_its_share_only_where_that_says_something(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "de"}):
        texts = [figure.amount("Fälle", 1_234, of).text for of in (4, 12_340)]

    assert texts == ["1.234", "1.234 (10\N{NO-BREAK SPACE}%)"]

"""Days and times of day in one spelling."""

from __future__ import annotations

import pytest

from search.alignment.moments import in_figures


@pytest.mark.parametrize(
    "said,read",
    [
        ("um halb neun abends", "um 20.30 Uhr"),
        ("um halb neun", "um 8.30 Uhr"),
        ("um acht Uhr früh", "um 8.00 Uhr"),
        ("um Viertel nach acht", "um 8.15 Uhr"),
        ("um drei viertel acht", "um 7.45 Uhr"),
        ("um 3 Uhr nachmittags", "um 15.00 Uhr"),
        ("um 12 Uhr nachts", "um 0.00 Uhr"),
        ("um 1 Uhr mittags", "um 13.00 Uhr"),
        ("um 8h", "um 8.00 Uhr"),
        ("Es schließt um acht.", "Es schließt um 8.00 Uhr."),
        ("um acht Euro teurer", "um acht Euro teurer"),
        ("acht Kühe", "acht Kühe"),
        ("Fr., 3.5.", "Freitag 3.5."),
        ("Mo 3.5.", "Montag 3.5."),
        ("Mo ist hier", "Mo ist hier"),
        ("zu Silvester", "am 31. Dezember"),
        ("an Heiligabend", "am 24. Dezember"),
        ("im 05/2024", "im Mai 2024"),
        ("im Mai '24", "im Mai 2024"),
        ("im Jahr 2015 kamen", "2015 kamen"),
        ("ab dem Jahr 2030", "ab 2030"),
        ("in den 1980er Jahren", "in den jahrzehnt80"),
        ("in den Neunzigern", "in den jahrzehnt90"),
        ("die dreißiger Jahre", "die jahrzehnt30"),
        ("Dritter Mai", "dritten Mai"),
    ],
)
def test_german_days_and_times_are_read_in_figures(said: str, read: str) -> None:
    assert in_figures(said, "de") == read


@pytest.mark.parametrize(
    "said,read",
    [
        ("at 8 o'clock in the evening", "at 20:00"),
        ("at eight p.m.", "at 20:00"),
        ("at half past eight in the morning", "at 8:30"),
        ("at a quarter to nine", "at 8:45"),
        ("at 12 am", "at 0:00"),
        ("at three in the afternoon", "at 15:00"),
        ("three in ten", "three in ten"),
        ("the third of May 2024", "3 May 2024"),
        ("on the Fourth of July", "on 4 July"),
        ("a third of mayors", "a third of mayors"),
        ("on Christmas Day", "on 25 December"),
        ("in the year 2015", "in 2015"),
        ("in the 1980s", "in the decade80"),
        ("in the nineties", "in the decade90"),
    ],
)
def test_english_days_and_times_are_read_in_figures(said: str, read: str) -> None:
    assert in_figures(said, "en") == read


def test_other_languages_stay_as_they_are() -> None:
    assert in_figures("à huit heures du soir", "fr") == "à huit heures du soir"

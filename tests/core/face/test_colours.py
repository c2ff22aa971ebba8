"""The accent colour: whichever is chosen, everything stays legible in light and in dark."""

from __future__ import annotations

import colorsys
from itertools import product

import pytest

from core.face.colours import GROUNDS, Accent, Colour, contrast, tokens
from core.face.problems import BadFace


def test_contrast_is_reckoned_as_the_guidelines_do() -> None:
    black, white, grey = Colour.of("#000"), Colour.of("#fff"), Colour.of("#777777")
    assert contrast(black, white) == contrast(white, black) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.478, abs=0.001)
    assert contrast(white, white) == 1


def test_our_own_style_sheet_is_read_for_light_and_dark() -> None:
    light, dark = tokens()
    assert set(light) == set(dark) >= {*GROUNDS, "petrol", "on-petrol", "ink"}
    assert str(light["petrol"]) == "#0a4752"
    assert dark["paper"].luminance < 0.02
    assert light["paper"].luminance > 0.9


def test_our_own_petrol_stays_as_it_is_in_light() -> None:
    accent = Accent.of("#0A4752")
    assert accent.light["petrol"] == "#0a4752"
    assert accent.note == ""


@pytest.mark.parametrize("hue", range(0, 360, 30))
def test_whatever_is_chosen_text_has_the_contrast_it_needs(hue: int) -> None:
    for lightness, saturation in product((0.0, 0.2, 0.5, 0.8, 1.0), (0.0, 0.5, 1.0)):
        chosen = str(Colour(*colorsys.hls_to_rgb(hue / 360, lightness, saturation)))
        accent = Accent.of(chosen)
        for derived, theirs in zip((accent.light, accent.dark), tokens(), strict=True):
            own = {name: Colour.of(value) for name, value in derived.items()}
            grounds = [*(theirs[name] for name in GROUNDS), own["petrol-ground"]]
            assert min(contrast(own["petrol"], ground) for ground in grounds) >= 7, chosen
            assert min(contrast(own["petrol-strong"], ground) for ground in grounds) >= 7, chosen
            assert contrast(own["on-petrol"], own["petrol"]) >= 7, chosen
            assert contrast(own["on-petrol"], own["petrol-strong"]) >= 7, chosen
            assert contrast(theirs["ink"], own["petrol-ground"]) >= 7, chosen
            assert contrast(theirs["ink-soft"], own["petrol-ground"]) >= 4.5, chosen


def test_a_colour_that_is_too_light_is_darkened_and_the_operator_is_told() -> None:
    accent = Accent.of("#ff0")
    assert accent.note == (
        f"DESK_ACCENT=#ffff00 is too light for text on white, so links and buttons are {accent.light['petrol']}."
    )
    assert accent.dark["petrol"] == "#ffff00", "on dark ground it can be read as it is"


def test_the_style_sheet_sets_the_same_tokens_for_light_and_dark() -> None:
    sheet = Accent.of("#7a1fa2").stylesheet
    light, dark = sheet.split("@media (prefers-color-scheme:dark)")
    for part in (light, dark):
        assert [name for name in ("--petrol:", "--petrol-strong:", "--petrol-ground:", "--on-petrol:") if name in part]
    assert sheet.count("{") == sheet.count("}") == 3


@pytest.mark.parametrize(
    "written", ["petrol", "#12", "#1234567", "0a4752", "#0a475g", "#0a4752;}", "#０a4752", "rgb(1,2,3)"]
)
def test_what_is_no_colour_is_refused_with_what_would_be_right(written: str) -> None:
    with pytest.raises(BadFace, match="is not a colour: write it as #0a4752"):
        Accent.of(written)

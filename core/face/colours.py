"""An accent colour of one's own: from it come the tokens of light and dark, so that all text on them stays legible."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.face.problems import BadFace

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"

# What text must have against what it stands on. The product demands 7; the rest is for rounding to whole bytes.
TEXT = 7.05
# For links under the pointer, which have to differ from those beside them.
STRONG = 10.5
# By so much a colour is made lighter or darker until it is legible.
STEP = 0.005
# Of the tokens, those on which links and buttons stand.
GROUNDS = ("paper", "surface", "sunken", "neutral-ground")

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_TOKEN = re.compile(r"--([a-z]+(?:-[a-z]+)*): (#[0-9a-f]{6});")


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour by its red, green and blue, each from 0 to 1."""

    red: float
    green: float
    blue: float

    @classmethod
    def of(cls, written: str) -> Colour:
        """Read `#0a4752` or `#abc`. Errors: `ValueError` for anything else."""
        if not _HEX.fullmatch(written.lower()):
            raise ValueError("no colour")
        digits = written[1:] if len(written) == 7 else "".join(digit * 2 for digit in written[1:])
        return cls(*(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)))

    def __str__(self) -> str:
        return "#" + "".join(f"{round(part * 255):02x}" for part in (self.red, self.green, self.blue))

    def lightened(self, lightness: float, *, most_saturated: float = 1.0) -> Colour:
        """Return the same hue with another lightness, from 0 to 1."""
        hue, _, saturation = colorsys.rgb_to_hls(self.red, self.green, self.blue)
        return Colour.of(str(Colour(*colorsys.hls_to_rgb(hue, lightness, min(saturation, most_saturated)))))

    @property
    def lightness(self) -> float:
        """How light it is, from 0 to 1."""
        return colorsys.rgb_to_hls(self.red, self.green, self.blue)[1]

    @property
    def luminance(self) -> float:
        """How much light it sends, from 0 to 1, as the guidelines for accessible pages (WCAG 2) reckon it."""
        parts = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (self.red, self.green, self.blue)
        )
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2 reckons it."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True, slots=True)
class Accent:
    """An accent colour as it was chosen, and the tokens that take the place of petrol in light and in dark."""

    chosen: str
    light: Mapping[str, str]
    dark: Mapping[str, str]

    @classmethod
    def of(cls, written: str) -> Accent:
        """Derive the tokens from a colour. Errors: `BadFace` for what is no colour."""
        try:
            colour = Colour.of(written)
        except ValueError as error:
            raise BadFace(f"DESK_ACCENT={written} is not a colour: write it as #0a4752.") from error
        light, dark = tokens()
        return cls(str(colour), _derived(colour, light, is_dark=False), _derived(colour, dark, is_dark=True))

    @property
    def note(self) -> str:
        """What to tell the operator if links are not in the colour that was chosen; else nothing."""
        used = self.light["petrol"]
        if used == self.chosen:
            return ""
        return f"DESK_ACCENT={self.chosen} is too light for text on white, so links and buttons are {used}."

    @property
    def stylesheet(self) -> str:
        """The tokens as a style sheet."""
        light, dark = ("".join(f"--{name}:{value};" for name, value in of.items()) for of in (self.light, self.dark))
        return f":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def _derived(accent: Colour, theirs: Mapping[str, Colour], *, is_dark: bool) -> dict[str, str]:
    ground = accent.lightened(0.155 if is_dark else 0.925, most_saturated=0.45)
    grounds = [*(theirs[name] for name in GROUNDS), ground]
    # Already legible, it stays as it was chosen.
    text = _legible(accent, grounds, TEXT, is_dark=is_dark)
    strong = _legible(accent, grounds, STRONG, is_dark=is_dark)
    on = accent.lightened(0.09, most_saturated=0.6) if is_dark else Colour(1, 1, 1)
    return {"petrol": str(text), "petrol-strong": str(strong), "petrol-ground": str(ground), "on-petrol": str(on)}


def _legible(colour: Colour, grounds: Sequence[Colour], least: float, *, is_dark: bool) -> Colour:
    """Return the colour, or the nearest one of its hue that has enough contrast against all grounds."""
    lightness, end, shade = colour.lightness, 1.0 if is_dark else 0.0, colour
    while min(contrast(shade, ground) for ground in grounds) < least and lightness != end:
        lightness = min(lightness + STEP, 1.0) if is_dark else max(lightness - STEP, 0.0)
        # From the colour itself each time, so that rounding does not let its hue drift.
        shade = colour.lightened(lightness)
    return shade


@cache
def tokens() -> tuple[Mapping[str, Colour], Mapping[str, Colour]]:
    """Return the colours of our own style sheet by their names, in light and in dark."""
    light, _, dark = TOKENS.read_text(encoding="utf-8").partition("prefers-color-scheme: dark")
    found = [{name: Colour.of(value) for name, value in _TOKEN.findall(part)} for part in (light, dark)]
    return found[0], found[1]

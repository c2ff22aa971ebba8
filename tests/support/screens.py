"""Screenshots of chats and feeds whose words are known, drawn as telephones draw them, and photographs of them."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

import font_source_sans_pro  # type: ignore[import-untyped]  # files only
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from PIL.ImageFont import FreeTypeFont

_FONTS = Path(font_source_sans_pro.__file__).parent / "files"

# Umlauts, l beside I, 0 beside O, numbers, units, negations and names: what is easily read wrongly.
GERMAN = (
    "Ab Montag kostet WhatsApp 0,99 Euro im Monat, wenn du diese Nachricht nicht an zwanzig Kontakte weiterleitest!",
    "In Österreich dürfen Bäckereien ab Jänner kein Brot mehr mit Sauerteig verkaufen, weil Brüssel es verboten hat.",
    "Die Klinik Ottakring bestätigt: 1.200 Kinder wurden nach der Impfung mit Lähmungen eingeliefert.",
    "Illegale Einwanderer bekommen in Linz 3.600 Euro pro Monat, eine Pensionistin muss mit 1.030 Euro überleben.",
    "Achtung Autofahrer: Ab 1. Oktober gilt auf allen Landstraßen Tempo 80. Wer rast, verliert den Führerschein.",
    "Trinkwasser in Köln verseucht! Bitte sofort Wasser abkochen. Die Stadtwerke dürfen öffentlich nichts sagen.",
    "Olaf Scholz hat heimlich unterschrieben, dass deutsche Soldaten ab Mai in der Ukraine kämpfen müssen.",
    "Wissenschaftler beweisen: Zitronensaft mit Natron heilt Krebs 10.000 Mal stärker als jede Chemotherapie.",
    "Die Öffis in Graz fahren nur noch für Geimpfte. Ilse Illmer bestätigt: Die Linie O fällt ab 2030 aus.",
    "Im neuen Personalausweis steckt ein Chip, der über das 5G-Netz jede Bewegung aufzeichnet. Alufolie hilft nicht.",
)
ENGLISH = (
    "From Monday on all mobile phones will be switched off for 3 days. The Government does not want you to know it!",
    "Illinois will close 200 schools because Islamic leaders asked for it. Not one newspaper reported on the plan.",
    "Drinking hot water with lemon every 15 minutes kills the virus before it reaches your lungs, says Lillian Ito.",
    "The IRS will seize every bank account over 10,000 dollars on July 1. Ill people lose it all as well.",
    "Bill Gates bought 500 million litres of milk in Idaho to put microchips into baby food. Please share with all.",
    "Scientists at Oslo University found that 10 minutes of sunlight destroy all vaccines that are stored in a lab.",
)


class Sort(StrEnum):
    """What is shown on a screen."""

    CHAT = "chat"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a screen: what is behind, the bubble or card, the words, and what stands around them."""

    ground: str
    card: str
    ink: str
    soft: str


LIGHT = Look("#efeae2", "#ffffff", "#111b21", "#667781")
DARK = Look("#0b141a", "#202c33", "#e9edef", "#8696a0")
# Of the words, in pixels, and how wide the screen is.
SIZES = {"small": (22, 640), "usual": (34, 1080), "large": (52, 1080)}


@dataclass(frozen=True, slots=True)
class Screen:
    """One screenshot: what stands in it, and how it looks."""

    text: str
    lang: str
    sort: Sort = Sort.CHAT
    is_dark: bool = False
    size: str = "usual"
    is_photographed: bool = False

    @property
    def name(self) -> str:
        """A name for reports of tests and tables."""
        parts = (self.sort.value, "dark" if self.is_dark else "light", self.size, self.lang)
        return "-".join((*parts, *(("photo",) if self.is_photographed else ())))

    def picture(self) -> Image.Image:
        """Draw it."""
        drawn = _Drawing(self)
        picture = drawn.chat() if self.sort is Sort.CHAT else drawn.feed()
        return photographed(picture) if self.is_photographed else picture

    def png(self) -> bytes:
        """Draw it, as the bytes of a picture."""
        return png_of(self.picture())


def clean_screens() -> Iterator[Screen]:
    """Yield every text as a chat and as a post, light and dark, the three sizes in turn: 64 of them."""
    sizes = list(SIZES)
    texts = [(text, "de") for text in GERMAN] + [(text, "en") for text in ENGLISH]
    for number, (text, lang) in enumerate(texts):
        for turn, (sort, is_dark) in enumerate((sort, is_dark) for sort in Sort for is_dark in (False, True)):
            yield Screen(text, lang, sort, is_dark=is_dark, size=sizes[(number + turn) % len(sizes)])


def photographs() -> Iterator[Screen]:
    """Yield some of them as somebody photographs the screen of another telephone."""
    for number, screen in enumerate(clean_screens()):
        if number % 8 == 2:
            yield replace(screen, size="usual", is_photographed=True)


def png_of(picture: Image.Image) -> bytes:
    """Return a picture as bytes."""
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def photographed(picture: Image.Image) -> Image.Image:
    """Return a picture of a screen held at an angle: out of focus, noisy, darker at one side, saved at low quality."""
    chance = random.Random(picture.size[1])  # noqa: S311 (the same picture each time)
    wide, high = picture.size
    lean = [chance.uniform(0.0, 0.03) for _ in range(4)]
    left = (-lean[0] * wide, -lean[1] * high, -lean[2] * wide, high * (1 + lean[3]))
    right = (wide * (1 + lean[1]), high * (1 + lean[0]), wide * (1 + lean[3]), -lean[2] * high)
    held = picture.transform(picture.size, Image.Transform.QUAD, (*left, *right), Image.Resampling.BICUBIC)
    held = held.filter(ImageFilter.GaussianBlur(1.1))
    grain = np.random.default_rng(high).normal(128, 38, (high, wide)).clip(0, 255).astype(np.uint8)
    noise = Image.fromarray(grain).convert("RGB")
    shade = Image.linear_gradient("L").resize(picture.size)
    held = Image.blend(held, noise, 0.12)
    held = Image.composite(held, Image.blend(held, Image.new("RGB", picture.size), 0.35), shade)
    written = io.BytesIO()
    held.save(written, "JPEG", quality=55)
    return Image.open(io.BytesIO(written.getvalue())).convert("RGB")


@cache
def font(size: int, style: str = "Regular") -> FreeTypeFont:
    """Return a font of the package, as large as asked for in pixels."""
    return ImageFont.truetype(str(_FONTS / f"SourceSansPro-{style}.ttf"), size)


class _Drawing:
    """Draws one screen from top to bottom."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.look = DARK if screen.is_dark else LIGHT
        self.body, self.wide = SIZES[screen.size]
        self.is_german = screen.lang == "de"
        self.lines = _wrapped(screen.text, font(self.body), int(self.wide * 0.74))
        self.step = int(self.body * 1.35)
        high = self.step * (len(self.lines) + 22)
        self.picture = Image.new("RGB", (self.wide, high), self.look.ground)
        self.draw = ImageDraw.Draw(self.picture)
        self.small = font(int(self.body * 0.72))
        self.margin = self.wide // 22

    def say(self, german: str, english: str) -> str:
        """Return what an app says in the language of the screen."""
        return german if self.is_german else english

    def put(self, x: int, y: int, text: str, *, soft: bool = False, style: str = "Regular") -> None:
        """Write one line."""
        size = int(self.body * (0.72 if soft else 1))
        self.draw.text((x, y), text, font=font(size, style), fill=self.look.soft if soft else self.look.ink)

    def status_bar(self) -> None:
        """Draw the clock, the carrier and the battery."""
        self.put(self.margin, self.step // 4, "21:47", soft=True)
        self.draw.text(
            (self.wide - self.margin, self.step // 4), "A1  5G  87 %", font=self.small, fill=self.look.soft, anchor="ra"
        )

    def chat(self) -> Image.Image:
        """Draw a message in a group, passed on often, with what an app puts around it."""
        self.status_bar()
        y = self.step * 2
        self.draw.rectangle((0, self.step * 3 // 2, self.wide, y + self.step * 2), fill=self.look.card)
        self.put(self.margin * 3, y - self.step // 4, self.say("Nachbarn Hauptplatz", "Neighbours Main Square"))
        self.put(self.margin * 3, y + self.step, self.say("Eva, Mehmet, Luis, Du", "Eva, Mehmet, Luis, You"), soft=True)
        y += self.step * 3
        self.draw.text(
            (self.wide // 2, y), self.say("Heute", "Today"), font=self.small, fill=self.look.soft, anchor="ma"
        )
        y += self.step * 2
        left, pad = self.margin * 2, self.body // 2
        high = self.step * (len(self.lines) + 3) + pad
        self.draw.rounded_rectangle((left, y, self.wide - self.margin * 2, y + high), self.body, self.look.card)
        x, y = left + pad, y + pad // 2
        self.draw.text((x, y), "Mehmet Yıldız", font=font(int(self.body * 0.8), "Semibold"), fill="#5b8def")
        forwarded = self.say("Häufig weitergeleitet", "Forwarded many times")
        self.draw.text((x, y + self.step), forwarded, font=font(int(self.body * 0.72), "It"), fill=self.look.soft)
        y = self.body_lines(x, y + self.step * 2)
        self.put(self.wide - self.margin * 2 - self.body * 5, y - self.step // 6, "21:32", soft=True)
        self.ticks(self.wide - self.margin * 2 - self.body * 2, y + self.body // 5)
        self.input_bar(self.say("Nachricht", "Message"))
        return self.picture

    def feed(self) -> Image.Image:
        """Draw a post with its name, counts and buttons."""
        self.status_bar()
        y = self.step * 2
        high = self.step * (len(self.lines) + 8)
        self.draw.rectangle((0, y, self.wide, y + high), fill=self.look.card)
        y += self.step // 2
        self.draw.ellipse((self.margin, y, self.margin + self.step * 2, y + self.step * 2), fill="#c97b4a")
        name_at = self.margin + self.step * 2 + self.body // 2
        self.draw.text((name_at, y), "Karin Hofer", font=font(int(self.body * 0.95), "Semibold"), fill=self.look.ink)
        self.put(name_at, y + self.step, self.say("3 Std. · Öffentlich", "3 h · Public"), soft=True)
        y = self.body_lines(self.margin, y + self.step * 5 // 2)
        self.put(self.margin, y, self.say("Mehr anzeigen", "See more"), soft=True)
        y += self.step * 3 // 2
        counts = self.say("1.204 · 86 Kommentare · 312 Mal geteilt", "1.2K · 86 comments · 312 shares")
        self.put(self.margin, y, counts, soft=True)
        y += self.step * 3 // 2
        self.buttons(y, self.say("Gefällt mir|Kommentieren|Teilen", "Like|Comment|Share"))
        self.buttons(self.picture.size[1] - self.step * 2, self.say("Start|Videos|Menü", "Home|Watch|Menu"))
        return self.picture

    def body_lines(self, x: int, y: int) -> int:
        """Write the message; return where it ends."""
        for line in self.lines:
            self.put(x, y, line)
            y += self.step
        return y

    def ticks(self, x: int, y: int) -> None:
        """Draw the two ticks of a message that was read."""
        unit = self.body // 4
        for shift in (0, unit):
            points = [(x + shift, y + unit), (x + shift + unit // 2, y + unit * 2), (x + shift + unit * 2, y)]
            self.draw.line(points, fill="#53bdeb", width=max(2, unit // 4))

    def buttons(self, y: int, labels: str) -> None:
        """Draw a row of buttons."""
        each = labels.split("|")
        for number, label in enumerate(each):
            middle = self.wide * (2 * number + 1) // (2 * len(each))
            self.draw.text((middle, y), label, font=self.small, fill=self.look.soft, anchor="ma")

    def input_bar(self, hint: str) -> None:
        """Draw the field for an answer, at the lower edge."""
        y = self.picture.size[1] - self.step * 2
        bar = (self.margin, y, self.wide - self.margin * 3, y + self.step * 3 // 2)
        self.draw.rounded_rectangle(bar, self.step, self.look.card)
        self.put(self.margin * 2, y + self.step // 3, hint, soft=True)


def _wrapped(text: str, written: FreeTypeFont, wide: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if written.getlength(longer) <= wide:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines

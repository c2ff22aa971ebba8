"""Pictures made in code: something like photos, memes over one photo, and screenshots of chats and of feeds."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

_LARGE = (
    "morgen Wasser Regierung heimlich Impfung Video Nachricht Bargeld Stadt Polizei Kinder Schule Strom Preise "
    "niemand weiterleiten Krankenhaus Bürger Wahl gefälscht Zeitung wirklich Nachbarin gestern Foto Brücke Zug Ärzte "
    "Grenze bitte sofort alle teilen verboten Steuer Konto gesperrt Anruf falsch echt Klima Bauern Demo Flugzeug Hitze"
)
_SMALL = "der die das und nicht ist hat wird auf in mit von für ein eine so auch noch"
WORDS, SMALL = _LARGE.split(), _SMALL.split()
NAMES = ("Anna", "Familie", "Klasse 4b", "Nachbarn", "Onkel Ralf", "Chor", "Verein", "Jonas")
# How much of a photo lies in its coarse structure: the amplitude of natural scenes falls about with the frequency.
FALL = 1.0


def photo(rng: Generator, *, width: int = 800, height: int = 600) -> Image.Image:
    """Return a picture whose light is spread like that of a photo, with some things standing in it."""
    light = _noise(rng, width, height)
    tints = [0.7 * light + 0.3 * _noise(rng, width, height) for _ in range(3)]
    picture = Image.fromarray(np.stack([_stretched(tint) for tint in tints], axis=-1))
    draw = ImageDraw.Draw(picture)
    for _ in range(rng.integers(2, 7)):
        draw.polygon(_thing(rng, width, height), fill=_colour(rng))
    return picture.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.5, 1.5))))


def meme(template: Image.Image, caption: str) -> Image.Image:
    """Return a photo with large words over its upper and lower part, as thousands are made from one photo."""
    made = template.copy()
    draw = ImageDraw.Draw(made)
    words = caption.split()
    half = len(words) // 2
    font = ImageFont.load_default(size=made.height // 11)
    for line, top in ((words[:half], 0.03), (words[half:], 0.84)):
        draw.text(
            (made.width / 2, made.height * top),
            " ".join(line),
            font=font,
            fill="white",
            anchor="ma",
            stroke_width=3,
            stroke_fill="black",
        )
    return made


def captioned(picture: Image.Image, caption: str) -> Image.Image:
    """Return a picture with a white strip of words above it."""
    strip = picture.height // 6
    made = Image.new("RGB", (picture.width, picture.height + strip), "white")
    made.paste(picture, (0, strip))
    font = ImageFont.load_default(size=strip // 3)
    ImageDraw.Draw(made).text((10, strip // 4), caption, font=font, fill="black")
    return made


def chat(rng: Generator, *, is_dark: bool = False, width: int = 540, height: int = 1170) -> Image.Image:
    """Return the screenshot of a chat: furniture that is the same in all of them, and words that are not."""
    paper, ink = ("#0b141a", "#e9edef") if is_dark else ("#efe7de", "#111b21")
    theirs, ours = ("#202c33", "#005c4b") if is_dark else ("#ffffff", "#d9fdd3")
    made = Image.new("RGB", (width, height), paper)
    draw = ImageDraw.Draw(made)
    _furniture(draw, width, str(rng.choice(NAMES)), "#1f2c34" if is_dark else "#008069")
    font, top = ImageFont.load_default(size=20), 120
    while top < height - 160:
        lines = [sentence(rng, int(rng.integers(2, 6))) for _ in range(rng.integers(1, 6))]
        own = bool(rng.random() < 0.35)
        broad = 30 + max(int(draw.textlength(line, font=font)) for line in lines)
        left = width - broad - 16 if own else 16
        tall = 20 + 26 * len(lines)
        draw.rounded_rectangle((left, top, left + broad, top + tall), 12, fill=ours if own else theirs)
        for number, line in enumerate(lines):
            draw.text((left + 14, top + 8 + 26 * number), line, font=font, fill=ink)
        top += tall + 12
    draw.rounded_rectangle((16, height - 70, width - 90, height - 20), 24, fill=theirs)
    draw.ellipse((width - 74, height - 72, width - 20, height - 18), fill="#00a884")
    return made


def feed(rng: Generator, *, width: int = 540, height: int = 960) -> Image.Image:
    """Return the screenshot of a post that is words only, with the furniture of its feed."""
    made = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(made)
    _furniture(draw, width, "Beiträge", "#1877f2")
    draw.ellipse((16, 116, 72, 172), fill=_colour(rng))
    draw.text((86, 122), str(rng.choice(NAMES)), font=ImageFont.load_default(size=22), fill="black")
    draw.text((86, 150), f"{rng.integers(1, 23)} Std.", font=ImageFont.load_default(size=16), fill="#65676b")
    font, top = ImageFont.load_default(size=24), 200
    for _ in range(rng.integers(4, 14)):
        draw.text((16, top), sentence(rng, int(rng.integers(3, 6))), font=font, fill="black")
        top += 34
    for number, word in enumerate(("Gefällt mir", "Kommentieren", "Teilen")):
        draw.text((24 + number * 180, height - 60), word, font=ImageFont.load_default(size=20), fill="#65676b")
    return made


def sentence(rng: Generator, words: int) -> str:
    """Return some words, little and large in turn."""
    return " ".join(str(rng.choice(SMALL if number % 2 else WORDS)) for number in range(words))


def _furniture(draw: ImageDraw.ImageDraw, width: int, title: str, colour: str) -> None:
    draw.rectangle((0, 0, width, 100), fill=colour)
    draw.text((16, 8), "12:41", font=ImageFont.load_default(size=18), fill="white")
    draw.ellipse((50, 40, 98, 88), fill="#cfd8dc")
    draw.text((112, 50), title, font=ImageFont.load_default(size=26), fill="white")


def _noise(rng: Generator, width: int, height: int) -> NDArray[np.float64]:
    across, down = np.fft.rfftfreq(width), np.fft.fftfreq(height)
    frequency = np.hypot(across[None, :], down[:, None])
    frequency[0, 0] = 1.0
    spectrum = rng.normal(size=frequency.shape) + 1j * rng.normal(size=frequency.shape)
    return np.fft.irfft2(spectrum / frequency ** (1 + FALL / 2), s=(height, width))


def _stretched(light: NDArray[np.float64]) -> NDArray[np.uint8]:
    low, high = np.percentile(light, (1, 99))
    return np.asarray(np.clip((light - low) / (high - low), 0, 1) * 255, dtype=np.uint8)


def _thing(rng: Generator, width: int, height: int) -> list[tuple[float, float]]:
    centre = rng.uniform((0, 0), (width, height))
    size = rng.uniform(0.05, 0.25) * height
    corners = (centre + rng.normal(size=2) * size for _ in range(rng.integers(3, 7)))
    return [(float(across), float(down)) for across, down in corners]


def _colour(rng: Generator) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in rng.integers(0, 256, size=3))
    return red, green, blue

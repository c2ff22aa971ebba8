"""What PDQ knows again of pictures that were sent on, beside a pHash, how alike others are, and how fast it is."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Sequence
from itertools import combinations

import click
import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, ImageOps
from scipy.fft import dctn

from bench.support import pictures
from search.pictures import pdq
from search.pictures.binary_index import BinaryIndex
from search.pictures.hashing import BITS, bits_of, distance, fingerprint_of, mirrored
from search.pictures.likeness import ALIKE, CLOSE, OF_PAPER

Hash = Callable[[Image.Image], bytes]
Change = Callable[[Image.Image, Generator], Image.Image]

SEED = 7
SIDE = 32


def ours(picture: Image.Image) -> bytes:
    """PDQ of what is inside a frame, as the product makes it."""
    found = fingerprint_of(picture)
    return bytes(BITS // 8) if found is None else bits_of(found.hash)


def plain_pdq(picture: Image.Image) -> bytes:
    """PDQ of the whole picture."""
    bits, _ = pdq.compute(np.asarray(picture.convert("RGB")))
    return np.packbits(np.asarray(bits, dtype=np.uint8)).tobytes()


def phash(picture: Image.Image) -> bytes:
    """The pHash that most programs use: 64 bits of a cosine transform of 32 × 32 pixels."""
    light = np.asarray(picture.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS), dtype=np.float64)
    low = dctn(light)[:8, :8]
    return np.packbits((low > np.median(low)).ravel()).tobytes()


HASHES: dict[str, Hash] = {"ours": ours, "pdq": plain_pdq, "phash": phash}


def _jpeg(quality: int) -> Change:
    def compressed(picture: Image.Image, _: Generator) -> Image.Image:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality)
        return Image.open(file).convert("RGB")

    return compressed


def _scaled(factor: float) -> Change:
    return lambda picture, _: picture.resize((round(picture.width * factor), round(picture.height * factor)))


def _cropped(share: float) -> Change:
    def cropped(picture: Image.Image, rng: Generator) -> Image.Image:
        # Off any sides: what is cut is rarely the same all round.
        left, top = (round(float(rng.uniform(0, share)) * side) for side in picture.size)
        across, down = (round(side * (1 - share)) for side in picture.size)
        return picture.crop((left, top, left + across, top + down))

    return cropped


def _framed(share: float, colour: str) -> Change:
    return lambda picture, _: ImageOps.expand(picture, round(share * picture.width), colour)


def _in_a_viewer(picture: Image.Image, _: Generator) -> Image.Image:
    screen = Image.new("RGB", (540, 1170), "black")
    draw = ImageDraw.Draw(screen)
    shown = picture.resize((540, round(picture.height * 540 / picture.width)))
    screen.paste(shown, (0, (1170 - shown.height) // 2))
    for at, words, size in (((16, 8), "12:41", 18), ((440, 8), "LTE 83 %", 18), ((16, 60), "Anna", 26)):
        draw.text(at, words, font=ImageFont.load_default(size=size), fill="white")
    for number in range(4):
        draw.ellipse((40 + number * 130, 1090, 76 + number * 130, 1126), outline="white", width=3)
    return screen


def _recoloured(picture: Image.Image, _: Generator) -> Image.Image:
    warmer = np.asarray(picture, dtype=np.float64) * (1.15, 1, 0.8) + 10
    return Image.fromarray(np.clip(warmer, 0, 255).astype(np.uint8))


def _signed(picture: Image.Image, number: int) -> Image.Image:
    made = picture.copy()
    draw = ImageDraw.Draw(made)
    draw.rectangle((300, 300, 420, 350), fill="white")
    draw.text((310, 303), str(number), font=ImageFont.load_default(size=40), fill="black")
    return made


CHANGES: dict[str, Change] = {
    **{f"jpeg_{quality}": _jpeg(quality) for quality in (30, 60, 90)},
    **{f"scaled_{factor}": _scaled(factor) for factor in (0.25, 0.5, 2)},
    "sent_on": lambda picture, rng: _jpeg(40)(_scaled(0.75)(picture, rng), rng),
    **{f"cropped_{share}": _cropped(share / 100) for share in (2, 5, 10, 20, 30)},
    "grey": lambda picture, _: picture.convert("L").convert("RGB"),
    "recoloured": _recoloured,
    "caption_strip": lambda picture, rng: pictures.captioned(picture, pictures.sentence(rng, 7)),
    "words_over_it": lambda picture, rng: pictures.meme(picture, pictures.sentence(rng, 8)),
    "frame_2": _framed(0.02, "black"),
    "frame_5": _framed(0.05, "white"),
    "screenshot": _in_a_viewer,
    "screenshot_of_one": lambda picture, rng: _jpeg(50)(_in_a_viewer(_in_a_viewer(picture, rng), rng), rng),
    "mirrored": lambda picture, _: ImageOps.mirror(picture),
    "turned": lambda picture, _: picture.rotate(90, expand=True),
}


def _skies(rng: Generator, photos: Sequence[Image.Image]) -> list[Image.Image]:
    """Return photos with a plain sky above, which is no frame."""
    made = []
    for photo in photos:
        light = np.asarray(photo, dtype=np.float64)
        rows = np.arange(photo.height)[:, None, None] / photo.height
        ground = np.clip((rows - 0.35) / 0.05, 0, 1)
        sky = np.array([120.0, 160.0, 220.0]) + 30 * rows
        made.append(light * ground + sky * (1 - ground) + rng.normal(size=light.shape) * 2)
    return [Image.fromarray(np.clip(one, 0, 255).astype(np.uint8)) for one in made]


def _between(hashes: Sequence[bytes]) -> NDArray[np.int64]:
    return np.sort([distance(*pair) for pair in combinations(hashes, 2)])


def known_again(rng: Generator, photos: Sequence[Image.Image]) -> dict[str, float | int]:
    """Return for each change the distances, and how many each hash knows again that takes no two photos for one."""
    figures: dict[str, float | int] = {}
    before = {name: [made(photo) for photo in photos] for name, made in HASHES.items()}
    others = {name: _between(hashes) for name, hashes in before.items()}
    for name, between in others.items():
        figures[f"different_photos_{name}_least"] = int(between[0])
    figures["pairs_of_photos"] = len(others["ours"])
    for change, make in CHANGES.items():
        changed = [make(photo, rng) for photo in photos]
        for name, made in HASHES.items():
            after = [made(picture) for picture in changed]
            if change == "mirrored" and name == "ours":
                after = [mirrored(one) for one in after]
            apart = np.sort([distance(*pair) for pair in zip(before[name], after, strict=True)])
            # With the cut just below the two different photos that are most alike, so by hindsight.
            figures[f"{change}_{name}_recall"] = float(np.mean(apart < others[name][0]))
            if name == "ours":
                figures[f"{change}_median"] = int(np.median(apart))
                figures[f"{change}_p90"] = int(apart[int(0.9 * len(apart))])
                figures[f"{change}_close"] = float(np.mean(apart <= CLOSE))
                figures[f"{change}_alike"] = float(np.mean(apart <= ALIKE))
    return figures


def told_apart(rng: Generator, photos: Sequence[Image.Image], count: int) -> dict[str, float | int]:
    """Return how alike pictures are that are not the same: one detail, other words, other pages of words."""
    changed = [distance(ours(_signed(photo, 17)), ours(_signed(photo, 71))) for photo in photos]
    figures: dict[str, float | int] = {"one_number_changed_median": int(np.median(changed))}
    figures["one_number_changed_close"] = float(np.mean(np.array(changed) <= CLOSE))
    memes = [
        _between([ours(pictures.meme(photo, pictures.sentence(rng, 8))) for _ in range(5)]) for photo in photos[:30]
    ]
    figures["other_words_over_one_photo_median"] = int(np.median(np.concatenate(memes)))
    figures["other_words_over_one_photo_alike"] = float(np.mean(np.concatenate(memes) <= ALIKE))
    kinds: dict[str, Callable[[], Image.Image]] = {
        "chats": lambda: pictures.chat(rng),
        "dark_chats": lambda: pictures.chat(rng, is_dark=True),
        "feeds": lambda: pictures.feed(rng),
    }
    for kind, make in kinds.items():
        pages = [make() for _ in range(count)]
        found = [fingerprint_of(page) for page in pages]
        between = _between([bits_of(one.hash) for one in found if one is not None])
        figures[f"{kind}_told_to_be_paper"] = float(np.mean([one is not None and one.quality < 50 for one in found]))
        figures[f"{kind}_least"] = int(between[0])
        figures[f"{kind}_within_31"] = float(np.mean(between <= 31))
        figures[f"{kind}_within_{OF_PAPER}"] = float(np.mean(between <= OF_PAPER))
        figures[f"{kind}_plain_pdq_within_31"] = float(np.mean(_between([plain_pdq(page) for page in pages]) <= 31))
        for change in ("jpeg_60", "sent_on"):
            after = [distance(ours(page), ours(CHANGES[change](page, rng))) for page in pages]
            figures[f"{kind}_{change}_within_{OF_PAPER}"] = float(np.mean(np.array(after) <= OF_PAPER))
    return figures


def speed(rng: Generator, sizes: Sequence[int]) -> dict[str, float | int]:
    """Return how long the index takes to be filled, to answer five pictures and their mirror images, and to forget."""
    figures: dict[str, float | int] = {}
    for size in sizes:
        index, rows = BinaryIndex(), rng.bytes(size * BITS // 8)
        step = BITS // 8
        hashes = {number: rows[number * step : (number + 1) * step] for number in range(size)}
        begun = time.perf_counter()
        index.put(hashes)
        figures[f"put_{size}_s"] = time.perf_counter() - begun
        asked = [hashes[int(number)] for number in rng.integers(0, size, 10)]
        taken = []
        for _ in range(30):
            begun = time.perf_counter()
            index.near(asked, within=ALIKE)
            taken.append(time.perf_counter() - begun)
        figures[f"ask_{size}_median_ms"] = 1000 * float(np.median(taken))
        figures[f"ask_{size}_p95_ms"] = 1000 * float(np.quantile(taken, 0.95))
        begun = time.perf_counter()
        index.drop([5])
        figures[f"drop_one_of_{size}_ms"] = 1000 * (time.perf_counter() - begun)
    return figures


@click.command()
@click.option("--photos", default=120, show_default=True, help="Photos that are made and sent on.")
@click.option("--pages", default=150, show_default=True, help="Pages of words of each kind.")
@click.option("--sizes", default="10000,100000,1000000", show_default=True, help="Sizes of the index.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(photos: int, pages: int, sizes: str, *, as_json: bool) -> None:
    """Measure with pictures that are made here, the same each time."""
    rng = default_rng(SEED)
    made = [pictures.photo(rng) for _ in range(photos)]
    made[: photos // 6] = _skies(rng, made[: photos // 6])
    begun = time.perf_counter()
    for photo in made:
        fingerprint_of(photo)
    figures: dict[str, float | int] = {"hash_ms": 1000 * (time.perf_counter() - begun) / photos}
    figures |= known_again(rng, made) | told_apart(rng, made, pages)
    figures |= speed(rng, [int(size) for size in sizes.split(",")])
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, value in figures.items():
        click.echo(f"{name:44} {value:.4g}")


if __name__ == "__main__":
    main()

"""What pictures are recognised by: the same after they were sent on or framed, something else for another picture."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import TypeAlias

import pytest
from PIL import Image, ImageOps

from bench.support.pictures import captioned
from search.pictures.hashing import LEAST_QUALITY, OF_PAPER, Fingerprint, bits_of, distance, fingerprint_of, mirrored
from search.pictures.likeness import ALIKE, CLOSE, Likeness, likeness
from tests.support import pictured

Change: TypeAlias = Callable[[Image.Image], Image.Image]


def known(picture: Image.Image) -> Fingerprint:
    found = fingerprint_of(picture)
    assert found is not None
    return found


def apart(one: Image.Image, other: Image.Image) -> int:
    return distance(bits_of(known(one).hash), bits_of(known(other).hash))


def in_a_viewer(picture: Image.Image) -> Image.Image:
    """Return the screenshot of a phone that shows a picture between black bars."""
    screen = Image.new("RGB", (540, 1170), "black")
    shown = picture.resize((540, picture.height * 540 // picture.width))
    screen.paste(shown, (0, (1170 - shown.height) // 2))
    screen.paste("white", (16, 8, 80, 24))
    return screen


@pytest.mark.parametrize(
    "change",
    [
        pictured.sent_on,
        lambda picture: picture.resize((picture.width * 2, picture.height * 2)),
        lambda picture: picture.convert("L"),
        lambda picture: picture.convert("RGBA"),
        lambda picture: ImageOps.expand(picture, 20, "white"),
        lambda picture: ImageOps.expand(picture, (0, 40, 0, 10), "black"),
        lambda picture: captioned(picture, "Das zeigt man uns nicht im Fernsehen"),
        lambda picture: captioned(picture, "SO SIEHT ES IN LINZ AUS"),
        lambda picture: captioned(picture.rotate(180), "Bitte alle teilen").rotate(180),
        in_a_viewer,
        lambda picture: in_a_viewer(in_a_viewer(picture)),
    ],
    ids=[
        "sent on",
        "larger",
        "grey",
        "with alpha",
        "framed",
        "barred",
        "words above",
        "large words",
        "words below",
        "screenshot",
        "screenshot of one",
    ],
)
def test_a_photo_is_known_again(change: Change) -> None:
    for number in range(4):
        assert apart(pictured.photo(number), change(pictured.photo(number))) <= CLOSE + 4


def test_other_photos_are_far_away() -> None:
    assert min(apart(*pair) for pair in combinations(map(pictured.photo, range(8)), 2)) > 2 * ALIKE


def test_a_mirrored_photo_is_known_by_the_hash_alone() -> None:
    for number in range(4):
        photo = pictured.photo(number)
        bits = bits_of(known(ImageOps.mirror(photo)).hash)
        assert distance(mirrored(bits), bits_of(known(photo).hash)) <= ALIKE
        assert mirrored(mirrored(bits)) == bits


def test_pages_of_words_are_told_from_photos() -> None:
    assert known(pictured.chat(1)).quality == OF_PAPER < LEAST_QUALITY <= known(pictured.photo(1)).quality


@pytest.mark.parametrize("size", [(300, 300), (1, 1), (4000, 1), (1, 4000)])
def test_nothing_can_be_told_of_an_empty_picture(size: tuple[int, int]) -> None:
    assert fingerprint_of(Image.new("RGB", size, "white")) is None


def test_only_64_hex_digits_are_a_hash() -> None:
    assert len(bits_of(known(pictured.photo(1)).hash)) == 32
    for wrong in ("", "00", "0" * 66, "x" * 64):
        with pytest.raises(ValueError, match="hex"):
            bits_of(wrong)


@pytest.mark.parametrize(
    "bits, qualities, is_mirrored, expected",
    [
        (0, (100, 100), False, Likeness.CLOSE),
        (CLOSE, (100, 50), False, Likeness.CLOSE),
        (CLOSE + 1, (100, 100), False, Likeness.ALIKE),
        (ALIKE, (100, 100), False, Likeness.ALIKE),
        (ALIKE + 1, (100, 100), False, None),
        (0, (100, 100), True, Likeness.MIRRORED),
        (ALIKE + 1, (100, 100), True, None),
        (8, (100, 40), False, Likeness.CLOSE),
        (9, (40, 100), False, None),
        (0, (40, 40), True, None),
    ],
)
def test_how_alike_is_cut_in_one_place(
    bits: int, qualities: tuple[int, int], *, is_mirrored: bool, expected: Likeness | None
) -> None:
    assert likeness(bits, qualities, is_mirrored=is_mirrored) is expected

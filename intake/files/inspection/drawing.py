"""Our own picture of a file: drawn anew from its points, upright, in common colours, with nothing of its metadata."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms, ImageFile, ImageOps, PngImagePlugin
from pillow_heif import open_heif, options

from intake.files.inspection import kinds
from intake.files.inspection.found import Problem, Refused

# What stands in a screenshot can be read at this size, by people and machines.
MOST_POINTS = 12_500_000
LONGEST_SIDE = 16_000
# How many points a file may have. What its decoder takes for each decides, so that the whole stays below the limit of
# the process: a JPEG is read at a half or a quarter, a progressive one is first held as a whole, and WebP takes four
# times the size of the picture. Phones take photos of 12 to 50 million, some of 108; screenshots have 4, long ones 20.
MOST_OF = {kinds.JPEG: 120_000_000, kinds.PNG: 22_000_000, kinds.WEBP: MOST_POINTS, kinds.HEIC: 25_000_000}
MOST_PROGRESSIVE = 25_000_000
# Of a JPEG so many are decoded at most; a larger one is read at a half, a quarter or an eighth.
MOST_DECODED = 16_000_000
# So many are drawn at once where points are converted, so that no third picture of the same size is needed for it.
LINES = 64
# Colour profiles of cameras and screens are far smaller.
LARGEST_PROFILE = 1024 * 1024
# A drawing keeps its letters sharp as PNG; beyond this it is a photo, and JPEG takes a fifth.
LARGEST_PNG = 3 * 1024 * 1024
QUALITY = 88

_FORMATS = {kinds.JPEG: "JPEG", kinds.PNG: "PNG", kinds.WEBP: "WEBP"}
_ORIENTATION = 0x0112
_WHITE = (255, 255, 255)


def set_up() -> None:
    """Bound what the libraries do by themselves."""
    # Each kind has a bound of its own here, which is asked before anything is decoded.
    Image.MAX_IMAGE_PIXELS = max(MOST_OF.values())
    # Half a picture is not what the reader saw.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = LARGEST_PROFILE
    options.DECODE_THREADS = 1
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False


def draw(content: bytes, kind: str) -> Image.Image:
    """Return our picture of a photo or screenshot. Errors: `Refused`, and whatever a decoder says of broken ones."""
    if kind == kinds.HEIC:
        image, profile = _decoded_heic(content)
        # libheif has turned it already.
        orientation = 1
    else:
        image = _opened(content, kind)
        orientation, profile = _orientation(image), image.info.get("icc_profile")
        image = _decoded(image)
    if image.size != fitting(image.size):
        image = image.resize(fitting(image.size), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _turned(_in_common_colours(image, profile), orientation)


def fitting(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size at which a picture of some size is drawn."""
    width, height = size
    factor = min(1.0, (MOST_POINTS / (width * height)) ** 0.5, LONGEST_SIDE / max(width, height))
    return max(1, int(width * factor)), max(1, int(height * factor))


def packed(image: Image.Image, *, is_photo: bool) -> bytes:
    """Return our picture as the bytes of a JPEG or PNG file, without any metadata."""
    # A new one, so that nothing is left of what the decoder noted about the file.
    bare = Image.new("RGB", image.size, _WHITE)
    bare.paste(image)
    if not is_photo:
        written = BytesIO()
        bare.save(written, "PNG", compress_level=4)
        if written.tell() <= LARGEST_PNG:
            return written.getvalue()
    written = BytesIO()
    bare.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _opened(content: bytes, kind: str) -> Image.Image:
    if kind == kinds.WEBP:
        _check_size(kinds.webp_size(content), MOST_OF[kind])
    if kind == kinds.PNG:
        kinds.check_frames_of_png(content)
    try:
        image = Image.open(BytesIO(content), formats=[_FORMATS[kind]])
    except Image.DecompressionBombError as error:
        raise Refused(Problem.TOO_MANY_PIXELS) from error
    is_progressive = kind == kinds.JPEG and "progressive" in image.info
    _check_size(image.size, MOST_PROGRESSIVE if is_progressive else MOST_OF[kind])
    return image


def _decoded(image: Image.Image) -> Image.Image:
    """Return a picture that lets nothing shine through, and whose points are colours and not numbers of colours."""
    image.draft(None, _decoded_size(image.size))
    image.load()
    if image.mode in {"RGB", "L", "CMYK"}:
        return image
    return _drawn_in_strips(image.size, 1, lambda top, below: image.crop((0, top, image.width, below)))


def _decoded_heic(content: bytes) -> tuple[Image.Image, object]:
    """Return the same of a HEIC file, a large one at a half, and its colour profile."""
    opened = open_heif(BytesIO(content))
    width, height = opened.size
    _check_size(opened.size, MOST_OF[kinds.HEIC])
    held, stride, mode = memoryview(opened.data), opened.stride, opened.mode

    def lines(top: int, below: int) -> Image.Image:
        part = held[top * stride : below * stride]
        return Image.frombytes(mode, (width, below - top), bytes(part), "raw", mode, stride)

    part = 1 if width * height <= MOST_POINTS else 2
    return _drawn_in_strips(opened.size, part, lines), opened.info.get("icc_profile")


def _drawn_in_strips(size: tuple[int, int], part: int, lines: Callable[[int, int], Image.Image]) -> Image.Image:
    """Draw a picture on white, at its size or a whole part of it; `lines` returns those from one to below another."""
    width, height = size
    whole = Image.new("RGB", (-(-width // part), -(-height // part)), _WHITE)
    for top in range(0, height, LINES):
        strip = lines(top, min(top + LINES, height))
        if strip.mode.startswith("I"):
            # Black to white in 65,536 steps.
            strip = strip.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        seen = strip.convert("RGBA")
        on_white = Image.new("RGB", seen.size, _WHITE)
        on_white.paste(seen, mask=seen)
        whole.paste(on_white.reduce(part), (0, top // part))
    return whole


def _check_size(size: tuple[int, int], most: int) -> None:
    if min(size) < 1:
        raise Refused(Problem.DAMAGED)
    if size[0] * size[1] > most:
        raise Refused(Problem.TOO_MANY_PIXELS)


def _orientation(image: Image.Image) -> int:
    # Broken metadata is no reason to refuse a picture.
    with suppress(Exception):
        return int(image.getexif().get(_ORIENTATION, 1))
    return 1


def _decoded_size(size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    part = next(part for part in (1, 2, 4, 8) if width * height <= MOST_DECODED * part**2)
    return max(1, width // part), max(1, height // part)


def _in_common_colours(image: Image.Image, profile: object) -> Image.Image:
    """Return a picture in sRGB, which every screen shows; a profile that makes no sense is left out."""
    if isinstance(profile, bytes) and 0 < len(profile) <= LARGEST_PROFILE:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            meant = ImageCms.ImageCmsProfile(BytesIO(profile))
            common = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, meant, common, outputMode="RGB") or image
    return image.convert("RGB")


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    if orientation in {1, 0} or orientation > 8:
        return image
    noted = image.getexif()
    noted[_ORIENTATION] = orientation
    return ImageOps.exif_transpose(image)

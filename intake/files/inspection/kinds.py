"""What a file is, told by its first bytes; its name, and what its sender says it is, are never asked."""

from __future__ import annotations

from collections.abc import Iterator

from intake.files.inspection.found import Problem, Refused

JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
HEIC = "image/heic"
PDF = "application/pdf"

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Pictures that HEVC packs. AVIF and films begin alike and are something else.
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis"})
_HEIF_BRAND = b"mif1"
# Moving pictures as stickers have some dozens; ours shows the first.
MOST_FRAMES = 300
# A file of small pieces takes long to walk through and is made by no camera.
MOST_CHUNKS = 10_000


def kind_of(content: bytes) -> str:
    """Return the media type of a file. Errors: `Refused` for what is none of the kinds that are taken."""
    if not content:
        raise Refused(Problem.EMPTY)
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(PNG_SIGNATURE):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    # Programs look for this further on, too; a file that begins with something else is also something else.
    if content.startswith(b"%PDF-"):
        return PDF
    if content[4:8] == b"ftyp" and _is_heic(content):
        return HEIC
    raise Refused(Problem.UNKNOWN_KIND)


def webp_size(content: bytes) -> tuple[int, int]:
    """Return width and height of a WebP picture, and read nothing else of it.

    Its decoder takes memory for the whole of it as soon as it is opened. Errors: `Refused`.
    """
    chunks = list(_webp_chunks(content))
    if sum(name == b"ANMF" for name, _ in chunks) > MOST_FRAMES:
        raise Refused(Problem.TOO_MANY_FRAMES)
    name, body = chunks[0] if chunks else (b"", b"")
    if len(body) < 10:
        raise Refused(Problem.DAMAGED)
    if name == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if name == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF


def png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the names of a PNG file's chunks, each with its first bytes. Errors: `Refused` for too many."""
    position = len(PNG_SIGNATURE)
    for _ in range(MOST_CHUNKS):
        length, name = int.from_bytes(content[position : position + 4], "big"), content[position + 4 : position + 8]
        if len(name) < 4 or name == b"IEND":
            return
        yield name, content[position + 8 : position + 8 + min(length, 100)]
        position += length + 12
    raise Refused(Problem.DAMAGED)


def check_frames_of_png(content: bytes) -> None:
    """Refuse a PNG file that moves for too long. Errors: `Refused`."""
    for name, body in png_chunks(content):
        if name == b"acTL" and int.from_bytes(body[:4], "big") > MOST_FRAMES:
            raise Refused(Problem.TOO_MANY_FRAMES)


def _is_heic(content: bytes) -> bool:
    length = min(int.from_bytes(content[:4], "big"), 256)
    main = content[8:12]
    compatible = {content[start : start + 4] for start in range(16, length, 4)}
    return main in _HEIC_BRANDS or (main == _HEIF_BRAND and bool(compatible & _HEIC_BRANDS))


def _webp_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 12
    for _ in range(MOST_CHUNKS):
        name, length = content[position : position + 4], int.from_bytes(content[position + 4 : position + 8], "little")
        if len(name) < 4:
            return
        yield name, content[position + 8 : position + 18]
        # Each begins at an even place.
        position += 8 + length + length % 2
    raise Refused(Problem.DAMAGED)

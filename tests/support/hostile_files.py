"""Files as nobody's phone makes them: bombs, lies, half ones, and those that are two things at once."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pillow_heif import options

from intake.files.inspection.found import Problem
from tests.support.pictures import packed, pdf, png, screenshot

SCRIPT = b"<html><script>alert(document.domain)</script></html>"
PLACE = b"Stephansplatz"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file, and what may become of it: refused for one of some reasons, or taken and harmless (None)."""

    name: str
    content: bytes
    may_be: frozenset[Problem | None]


def of_kind(kind: str) -> list[Hostile]:
    """Make the files of one of the `KINDS`."""
    return [Hostile(name, content, frozenset(may_be)) for name, content, *may_be in KINDS[kind]()]


Made = Iterator[tuple[str, bytes, *tuple[Problem | None, ...]]]


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG file."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bare_png(width: int, height: int, *, data: bytes = b"", before: bytes = b"", kind: int = 2, lace: int = 0) -> bytes:
    """Return a PNG file of these parts; without data it holds almost none."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, lace))
    body = chunk(b"IDAT", data or zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + header + before + body + chunk(b"IEND", b"")


@cache
def bomb() -> bytes:
    """Return 300 MB of zeros, compressed a thousandfold."""
    packer = zlib.compressobj(9)
    block = bytes(1_000_000)
    return b"".join(packer.compress(block) for _ in range(300)) + packer.flush()


def zipped() -> bytes:
    """Return a ZIP archive with a page in it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("index.html", SCRIPT)
    return written.getvalue()


def with_place(kind: str = "JPEG") -> bytes:
    """Return a photo that says where, when and with what it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Maker", "Phone 12", 6
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (48.0, 12.0, 30.5)
    exif[0x010E] = PLACE.decode()
    return packed(screenshot(), kind, exif=exif)


def scans(count: int) -> bytes:
    """Return a progressive JPEG of which one scan stands there over and over: a few bytes, and long to decode."""
    whole = packed(screenshot(size=(2000, 2000)), "JPEG", progressive=True)
    starts = [place for place in range(len(whole) - 1) if whole[place : place + 2] == b"\xff\xda"]
    shortest = min((whole[start:end] for start, end in pairwise(starts)), key=len)
    return whole[:-2] + shortest * count + b"\xff\xd9"


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 (the same noise each time)


def _png() -> Made:
    good = png()
    yield "png 50,000 by 50,000", bare_png(50_000, 50_000), Problem.TOO_MANY_PIXELS
    yield "png 10,000 by 10,000 of zeros", bare_png(10_000, 10_000, data=bomb()), Problem.TOO_MANY_PIXELS
    yield "png of the widest", bare_png(2**31 - 1, 1), Problem.TOO_MANY_PIXELS, Problem.DAMAGED
    yield "png as large as is taken", bare_png(4_000, 5_400, data=bomb()), None, Problem.DAMAGED
    yield "png one wide", bare_png(1, 20_000_000, kind=0, data=bomb()), None
    yield "png without width", bare_png(0, 100), Problem.DAMAGED
    yield "png that unpacks to more", bare_png(50, 50, data=bomb()), None, Problem.DAMAGED
    yield "png giant and interlaced", bare_png(30_000, 30_000, lace=1), Problem.TOO_MANY_PIXELS
    for name, body in (
        (b"zTXt", b"Comment\0\0" + bomb()),
        (b"iTXt", b"Comment\0\1\0\0\0" + bomb()),
        (b"iCCP", b"profile\0\0" + bomb()),
    ):
        packed_text = bare_png(50, 50, before=chunk(name, body), data=zlib.compress(bytes(50 * 151)))
        yield f"png with a bomb in {name.decode()}", packed_text, None, Problem.DAMAGED
    many = chunk(b"tEXt", b"a\0b") * 200_000
    yield "png of 200,000 chunks", bare_png(50, 50, before=many), Problem.DAMAGED
    frames = chunk(b"acTL", struct.pack(">II", 100_000, 0))
    yield "apng of 100,000 frames", bare_png(50, 50, before=frames), Problem.TOO_MANY_FRAMES
    yield "png with another checksum", good[:40] + b"\0\0\0\0" + good[44:], Problem.DAMAGED
    for share in (0.1, 0.5, 0.9):
        yield f"png cut at {share}", good[: int(len(good) * share)], Problem.DAMAGED
    yield "png signature alone", good[:8], Problem.DAMAGED
    yield "png without palette", bare_png(50, 50, kind=3), Problem.DAMAGED
    yield "png and zip", good + zipped(), None
    yield "png and page", good + SCRIPT, None
    noted = PngInfo()
    noted.add_text("Comment", SCRIPT.decode())
    noted.add_text("XML:com.adobe.xmp", f"<x>{PLACE.decode()}</x>")
    yield "png with a script in its text", packed(screenshot(), "PNG", pnginfo=noted), None


def _jpeg() -> Made:
    good = packed(screenshot(), "JPEG")
    size = good.index(b"\xff\xc0") + 5
    yield "jpeg 65,500 by 65,500", good[:size] + struct.pack(">HH", 65_500, 65_500) + good[size + 4 :], *_LARGE
    yield "jpeg without size", good[:size] + bytes(4) + good[size + 4 :], Problem.DAMAGED
    yield "jpeg of 10,000 scans", scans(10_000), None, Problem.TOO_COSTLY, Problem.DAMAGED
    yield "jpeg with a place", with_place(), None
    broken = with_place()
    yield "jpeg with broken exif", broken[:40] + b"\xff" * 60 + broken[100:], None, Problem.DAMAGED
    for share in (0.05, 0.5, 0.99):
        yield f"jpeg cut at {share}", good[: int(len(good) * share)], Problem.DAMAGED
    yield "jpeg begun", b"\xff\xd8\xff", Problem.DAMAGED
    yield "jpeg and page", good + SCRIPT, None
    yield "jpeg and zip", good + zipped(), None
    yield "jpeg with a page in its comment", packed(screenshot(), "JPEG", comment=SCRIPT), None
    yield "jpeg in four colours", packed(screenshot().convert("CMYK"), "JPEG"), None
    yield "jpeg with a profile of noise", packed(screenshot(), "JPEG", icc_profile=b"\x7f" * 9_000), None
    yield "two jpegs in one", packed(screenshot(), "MPO", save_all=True, append_images=[screenshot()]), None


_LARGE = (Problem.TOO_MANY_PIXELS,)


def _webp() -> Made:
    good = packed(screenshot(), "WEBP")
    large = (16_382).to_bytes(3, "little")
    canvas = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + large + large
    yield "webp 16,383 by 16,383", b"RIFF" + struct.pack("<I", 22) + b"WEBP" + canvas, Problem.TOO_MANY_PIXELS
    lossless = b"VP8L" + struct.pack("<I", 20) + b"\x2f" + struct.pack("<I", 0x0FFFFFFF) + bytes(15)
    yield "webp lossless giant", b"RIFF" + struct.pack("<I", 32) + b"WEBP" + lossless, Problem.TOO_MANY_PIXELS
    small = screenshot().resize((40, 40))
    others = [small.point([(level + step) % 256 for level in range(256)] * 3) for step in range(1, 20)]
    moving = packed(small, "WEBP", save_all=True, append_images=others, duration=40)
    yield "webp that moves", moving, None
    frame = moving[moving.index(b"ANMF") :]
    frame = frame[: 8 + int.from_bytes(frame[4:8], "little")]
    frame += b"\0" * (len(frame) % 2)
    yield "webp that moves for ever", moving + frame * 5_000, Problem.TOO_MANY_FRAMES
    outer = moving[:24] + b"\x05\0\0\x05\0\0" + moving[30:]
    yield "webp with frames larger than itself", outer, None, Problem.DAMAGED
    for share in (0.02, 0.5):
        yield f"webp cut at {share}", good[: int(len(good) * share)], Problem.DAMAGED
    yield "webp of another length", good[:4] + b"\xff\xff\xff\x7f" + good[8:], None, Problem.DAMAGED
    yield "webp with a place", with_place("WEBP"), None


def _heic() -> Made:
    good = packed(screenshot(size=(256, 256)), "HEIF")
    size = good.index(b"ispe") + 8
    yield "heic with a place", with_place("HEIF"), None
    yield "heic 50,000 by 50,000", good[:size] + struct.pack(">II", 50_000, 50_000) + good[size + 8 :], *_BROKEN
    yield "heic of many tiles", tiles(), None, *_BROKEN
    yield "heic of 256 tiles", tiled(), None
    for share in (0.1, 0.6):
        yield f"heic cut at {share}", good[: int(len(good) * share)], Problem.DAMAGED
    yield "heic begun", good[:24] + b"\0" * 500, Problem.DAMAGED
    yield "heic of noise", good[:48] + _chance(1).randbytes(5_000), Problem.DAMAGED
    yield "avif", good.replace(b"heic", b"avif").replace(b"mif1", b"avis"), Problem.UNKNOWN_KIND
    yield "film", b"\0\0\0\x18ftypisom\0\0\2\0isommp42" + bytes(500), Problem.UNKNOWN_KIND


_BROKEN = (Problem.TOO_MANY_PIXELS, Problem.DAMAGED, Problem.TOO_COSTLY)


def tiles() -> bytes:
    """Return a HEIC file of which the grid says that it has 256 by 256 tiles, all of them the same one."""
    whole = packed(screenshot(size=(256, 256)), "HEIF")
    # The reference from one picture to the parts of a grid, said sixty thousand times.
    box = b"dimg" + struct.pack(">HH", 1, 60_000) + struct.pack(">H", 1) * 60_000
    grid = struct.pack(">I", len(box) + 4) + box
    place = whole.index(b"iprp") - 4
    return whole[:place] + struct.pack(">I", len(grid) + 12) + b"iref" + bytes(4) + grid + whole[place:]


def bare_pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is its catalogue."""
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<< /Size %d /Root 1 0 R %b >>\n" % (len(objects) + 1, trailer)
    return bytes(written) + b"startxref\n%d\n%%%%EOF" % start


def _page(more: bytes = b"", *others: bytes, catalogue: bytes = b"", trailer: bytes = b"") -> bytes:
    return bare_pdf(
        b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalogue,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] %b >>" % more,
        *others,
        trailer=trailer,
    )


def _stream(body: bytes, head: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(body), head, body)


def tiled() -> bytes:
    """Return a real HEIC file of 256 tiles; libheif itself takes no more than a thousand parts."""
    options.GRID_TILE_SIZE = 64
    try:
        return packed(Image.new("RGB", (1024, 1024), "#eeeeee"), "HEIF", quality=10)
    finally:
        options.GRID_TILE_SIZE = 0


def _pdf() -> Made:
    script = b"<< /S /JavaScript /JS (app.alert(1); while(true){}) >>"
    yield "pdf with a script", _page(catalogue=b"/OpenAction " + script), None
    start = b"<< /S /Launch /F (calc.exe) >>"
    yield "pdf that starts a program", _page(b"/AA << /O %b >>" % start, catalogue=b"/OpenAction " + start), None
    form = b"/AcroForm << /XFA (<script>1</script>) /Fields [] >>"
    yield "pdf with a form", _page(catalogue=form), None
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >> /ID [<00> <00>]" % (
        b"41" * 32,
        b"42" * 32,
    )
    yield "pdf that is locked", _page(trailer=lock), Problem.LOCKED
    yield "pdf of 10,000 pages", pdf(10_000), None
    yield "pdf with a page of a kilometre", pdf(width=3e6, height=3e6), None
    yield "pdf with a page that is a line", pdf(width=3, height=14_400), Problem.TOO_MANY_PIXELS
    yield (
        "pdf without pages",
        bare_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Kids [] /Count 0 >>"),
        Problem.DAMAGED,
    )
    loop = b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"
    yield "pdf whose pages hold themselves", bare_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", loop), Problem.DAMAGED, None
    image = b"/Type /XObject /Subtype /Image /Width 10000 /Height 10000 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
    shown = b"/Resources << /XObject << /I 5 0 R >> >> /Contents 4 0 R"
    giant = _stream(bomb(), image + b"/Filter /FlateDecode")
    yield "pdf with a bomb of a picture", _page(shown, _stream(b"300 0 0 400 0 0 cm /I Do"), giant), None, *_BROKEN
    own = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /I 5 0 R >> >>"
    again = _stream(b"/I Do " * 50, own)
    yield "pdf that draws itself", _page(shown, _stream(b"/I Do"), again), None, *_BROKEN
    paths = zlib.compress(b"0 0 m 300 400 l 9 9 300 400 re f " * 2_000_000)
    drawn = _stream(paths, b"/Filter /FlateDecode")
    yield "pdf of two million paths", _page(b"/Contents 4 0 R", drawn), None, *_BROKEN
    yield "pdf cut", pdf(50)[:900], Problem.DAMAGED, None
    yield "pdf and page", pdf() + SCRIPT, None
    yield "page and pdf", SCRIPT + pdf(), Problem.UNKNOWN_KIND
    yield "zip and pdf", zipped() + pdf(), Problem.UNKNOWN_KIND


def _other() -> Made:
    small = screenshot().resize((30, 30))
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
    laughs = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><svg>&b;</svg>'
    gif = packed(small, "GIF")
    for name, content in (
        *(("svg with a script", svg), ("svg that laughs", laughs), ("gif", gif), ("gif and jar", gif + zipped())),
        *(("tiff", packed(small, "TIFF")), ("bmp", packed(small, "BMP")), ("icon", packed(small, "ICO"))),
        *(("page", SCRIPT), ("zip", zipped()), ("program", b"MZ\x90\0" + bytes(2_000)), ("text", b"Guten Tag")),
        *(("postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n"), ("photoshop", b"8BPS\0\1" + bytes(90)), ("a byte", b"\xff")),
        *(("zeros", bytes(10_000_000)), ("noise", _chance(2).randbytes(1_000_000))),
        *(
            ("jpeg behind a line", b"\n" + packed(small, "JPEG")),
            ("jpeg 2000", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(90)),
        ),
    ):
        yield name, content, Problem.UNKNOWN_KIND
    yield "nothing", b"", Problem.EMPTY


def _flipped() -> Made:
    makers: dict[str, Callable[[], bytes]] = {
        "png": png,
        "jpeg": with_place,
        "webp": lambda: packed(screenshot(), "WEBP"),
        "heic": lambda: packed(screenshot(size=(256, 256)), "HEIF"),
        "pdf": lambda: _page(b"/Contents 4 0 R", _stream(b"0 0 m 9 9 l S")),
    }
    chance = _chance(4)
    for kind, make in makers.items():
        good = make()
        for number in range(3):
            flipped = bytearray(good)
            for _ in range(2**number):
                flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
            yield f"{kind} with flipped bits {number}", bytes(flipped), None, *Problem


KINDS: Mapping[str, Callable[[], Made]] = {
    "png": _png,
    "jpeg": _jpeg,
    "webp": _webp,
    "heic": _heic,
    "pdf": _pdf,
    "other": _other,
    "flipped bits": _flipped,
}

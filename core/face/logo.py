"""The operator's logo: read once at the start, and held to a list of what a picture may be made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

from core.face.problems import BadFace

LARGEST = 200_000
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = ("href", "{http://www.w3.org/1999/xlink}href")
# Shapes, and how they are painted. Whatever runs, loads, moves or embeds something is not among them.
ELEMENTS = frozenset(
    {
        *("svg", "g", "defs", "symbol", "use", "title", "desc", "style", "text", "tspan"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern"),
    }
)
_ELSEWHERE = re.compile(r"url\s*\((?!\s*['\"]?\s*#)|@import|image-set|expression|javascript:|\\", re.IGNORECASE)
# A document type can define entities, an instruction can load a style sheet; the XML declaration may stand.
_NO_PICTURE = re.compile(r"<!(?!--)|<\?(?!xml\s)", re.IGNORECASE)
_ENCODING = re.compile(r"^<\?xml[^>]*encoding\s*=\s*['\"](?!utf-8['\"])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that may be shown."""

    content: bytes = field(repr=False)
    mime_type: str

    @property
    def version(self) -> str:
        """A name of what it shows; another picture has another one."""
        return sha256(self.content).hexdigest()[:16]

    @classmethod
    def read(cls, path: str) -> Logo:
        """Read a PNG or SVG file. Errors: `BadFace` with what is wrong with it."""
        try:
            with Path(path).open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            raise BadFace(f"DESK_LOGO={path} cannot be read: {error.strerror}.") from error
        if len(content) > LARGEST:
            raise BadFace(f"DESK_LOGO={path} is too large: at most {LARGEST // 1000} kB, for every page shows it.")
        if content.startswith(_PNG):
            return cls(content, "image/png")
        problem = next(_problems(content), None)
        if problem is not None:
            raise BadFace(f"DESK_LOGO={path} cannot be used: {problem}")
        return cls(content, "image/svg+xml")


def _problems(content: bytes) -> Iterator[str]:
    """Yield why something is no SVG, or no harmless one; the first is enough."""
    try:
        text = content.decode("utf-8-sig")
        if _NO_PICTURE.search(text) or _ENCODING.search(text):
            yield "it has a document type, an instruction or another encoding than UTF-8. Save it as plain SVG."
            return
        root = ET.fromstring(text)  # noqa: S314 (without a document type there are no entities to blow up)
    except (UnicodeDecodeError, ET.ParseError):
        yield "it is neither a PNG nor an SVG in UTF-8."
        return
    if root.tag != f"{_SVG}svg":
        yield "it is neither a PNG nor an SVG in UTF-8."
    for element in root.iter():
        yield from _problems_of(element)


def _problems_of(element: ET.Element) -> Iterator[str]:
    name = element.tag.removeprefix(_SVG)
    if name not in ELEMENTS or not element.tag.startswith(_SVG):
        yield f"it has a <{name.rpartition('}')[2]}>, which a logo does not need. Save it as plain SVG."
    if name == "style" and _ELSEWHERE.search("".join(element.itertext())):
        yield "its <style> loads something from elsewhere."
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].lower().startswith("on"):
            yield f"its <{name}> has {key}, which runs a script."
        elif (key in _LINK and not value.startswith("#")) or _ELSEWHERE.search(value):
            yield f"its <{name}> leads elsewhere by {key.rpartition('}')[2]}. Put everything into the file."

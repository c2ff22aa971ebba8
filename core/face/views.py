"""What browsers load of the face: the style sheet with the accent colour, the logo, and the serif of the headings.

All three have addresses that name their version, and may be kept for a year. Nothing of it stands in a page: no page
may hold a style or a script, and a logo that stands in none can do nothing to it.
"""

from __future__ import annotations

import gzip
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, make_response, request, url_for

from core.config import Config
from core.face.settings import Face

bp = Blueprint("face", __name__, url_prefix="/face")

FOR_A_YEAR = "public, max-age=31536000, immutable"
# Opened by itself, too, a logo runs nothing and loads nothing.
LOGO_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
# Source Serif Pro, under the SIL Open Font License, as its makers cut it: one that is cut down may not bear its name.
FONT_PACKAGE = "font_source_serif_pro"
FONT_FILE = "files/SourceSerifPro-Bold.ttf"
_FONT_FACE = (
    '@font-face{{font-family:"Source Serif Pro";font-weight:700;font-style:normal;font-display:swap;'
    'src:url("{address}") format("truetype")}}\n'
)


@bp.get("/face.css")
def stylesheet() -> Response:
    """Send the font and the tokens of the accent colour."""
    response = make_response(_stylesheet(_face()))
    response.content_type = "text/css; charset=utf-8"
    return _kept(response)


@bp.get("/logo")
def logo() -> Response:
    """Send the logo, if there is one."""
    own = _face().logo
    if own is None:
        abort(404)
    response = make_response(own.content)
    response.content_type = own.mime_type
    response.headers["Content-Security-Policy"] = LOGO_POLICY
    return _kept(response)


@bp.get("/serif.ttf")
def serif() -> Response:
    """Send the serif, packed for whoever can unpack it: that is less than half."""
    font = _font()
    if font is None:
        abort(404)
    packed = request.accept_encodings["gzip"] > 0
    response = make_response(font.packed if packed else font.content)
    response.content_type = "font/ttf"
    response.vary.add("Accept-Encoding")
    if packed:
        response.content_encoding = "gzip"
    return _kept(response)


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = FOR_A_YEAR
    return response


def _face() -> Face:
    settings: Config = current_app.extensions["settings"]
    return settings.face


def _stylesheet(face: Face) -> str:
    address = font_address()
    font = _FONT_FACE.format(address=address) if address else ""
    return font + (face.accent.stylesheet if face.accent is not None else "")


def font_address() -> str:
    """Return the address of the serif; nothing where its package is not installed, and the system's serif serves."""
    font = _font()
    return "" if font is None else url_for("face.serif", v=font.version)


class _Font:
    """The font, as it is and packed, and a name of what it is."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.packed = gzip.compress(content, mtime=0)
        self.version = sha256(content).hexdigest()[:16]


@cache
def _font() -> _Font | None:
    package = find_spec(FONT_PACKAGE)
    if package is None or package.origin is None:
        return None
    path = Path(package.origin).parent / FONT_FILE
    return _Font(path.read_bytes()) if path.is_file() else None


def _logo_address() -> str:
    own = _face().logo
    return "" if own is None else url_for("face.logo", v=own.version)


def init_app(app: Flask, config: Config) -> None:
    """Open the addresses, and let every page know the face."""
    app.register_blueprint(bp)
    accent, font = config.face.accent, _font()
    made_of = (accent.stylesheet if accent else "", font.version if font else "", _FONT_FACE)
    version = sha256(repr(made_of).encode()).hexdigest()[:16]
    app.jinja_env.globals.update(
        face=config.face,
        face_stylesheet=lambda: url_for("face.stylesheet", v=version),
        face_logo=_logo_address,
        face_font=font_address,
    )

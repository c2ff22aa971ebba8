"""Screenshots as a browser draws them: other typefaces, other apps, and other words around the messages.

The first set, `tests.support.screens`, is drawn by Pillow, and what counts as furniture was tuned on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import font_hanken_grotesk  # type: ignore[import-untyped]  # files only
import font_lato  # type: ignore[import-untyped]  # files only
import font_manrope  # type: ignore[import-untyped]  # files only
import font_rhd  # type: ignore[import-untyped]  # files only
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from playwright.sync_api import Browser, Page, Route

from tests.support.unseen.texts import DEVELOPMENT, HELD_BACK, Message

_LAYOUTS = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "layouts"), autoescape=True, undefined=StrictUndefined
)
_HOST = "http://screens.example/"
_HIGH = 740
# How large letters are, in pixels of a page, and how many of the screen's pixels one of those has, times its width.
SIZES = {"small": (15, 1.5, 400), "usual": (16, 2.25, 390), "large": (22, 2.25, 412)}

# Which apps only the one half of the set shows, and which both.
IN_BOTH = ("bubbles", "feed", "story", "quoted")
ONLY_DEVELOPMENT = ("sms", "comment", "sharepic", "several")
ONLY_HELD_BACK = ("thread", "initials", "flat", "caption")

_PICTURES = {
    "warn": '<path fill="#fc2" d="M12 2l11 20H1z"/><path stroke="#000" stroke-width="2.5" d="M12 9v6m0 2v2.5"/>',
    "finger": '<path fill="#fb4" d="M2 9h8l1-4 3 3h8v3h-8l-1 9H2z"/>',
    "face": '<circle cx="12" cy="12" r="11" fill="#fc4"/><circle cx="8" cy="10" r="2"/><circle cx="16" cy="10" r="2"/>'
    '<circle cx="12" cy="17" r="3"/>',
    "heart": '<path fill="#e24" d="M12 22C4 15 1 12 1 8a6 6 0 0 1 11-2 6 6 0 0 1 11 2c0 4-3 7-11 14z"/>',
    "pray": '<path fill="#fb4" d="M11 2L4 22h7zM13 2l7 20h-7z"/>',
    "flag": '<path d="M2 4h20v5H2z"/><path fill="#d00" d="M2 9h20v5H2z"/><path fill="#fc0" d="M2 14h20v5H2z"/>',
}


@dataclass(frozen=True, slots=True)
class _Typeface:
    """The files of a typeface: upright, bold and slanted."""

    regular: Path
    bold: Path
    italic: Path

    @classmethod
    def of(cls, package: str, name: str) -> _Typeface:
        """Return that of an installed package."""
        folder = Path(package).parent / "files"
        slanted = next(iter(sorted(folder.glob(f"{name}-Italic.*"))), None)
        regular, bold = (next(folder.glob(f"{name}-{style}.*")) for style in ("Regular", "Bold"))
        return cls(regular, bold, slanted or regular)


_TYPEFACES = {
    "lato": _Typeface.of(font_lato.__file__, "Lato"),
    "hanken": _Typeface.of(font_hanken_grotesk.__file__, "HankenGrotesk"),
    "manrope": _Typeface.of(font_manrope.__file__, "Manrope"),
    "redhat": _Typeface.of(font_rhd.__file__, "RedHatDisplay"),
}


@dataclass(frozen=True, slots=True)
class Shot:
    """One screenshot: which message it shows, in which app, and how."""

    message: Message
    layout: str
    typeface: str
    size: str
    is_dark: bool
    # Apps show the same a little differently from message to message; every second time on a dark ground.
    turn: int

    @property
    def text(self) -> str:
        """What stands in its message."""
        return self.message.text

    @property
    def lang(self) -> str:
        """The language of the message and of the app."""
        return self.message.lang

    @property
    def name(self) -> str:
        """A name for reports of tests and tables."""
        look = "dark" if self.is_dark else "light"
        return "-".join((self.layout, look, self.size, self.typeface, self.lang, str(self.turn)))

    def page(self) -> str:
        """Return it as a page."""
        fonts = {style: f"{_HOST}{self.typeface}/{style}" for style in ("regular", "bold", "italic")}
        return _LAYOUTS.get_template(f"{self.layout}.html").render(
            body=_body(self.message.drawn),
            say=lambda german, english: german if self.lang == "de" else english,
            lang=self.lang,
            fonts=fonts,
            letters=SIZES[self.size][0],
            dark=self.is_dark,
            turn=self.turn // 2,
            # Some apps part paragraphs by a whole empty line, others by less.
            paragraph=1.36 if self.layout in {"bubbles", "quoted", "initials", "flat", "several"} else 0.8,
        )


def development() -> Sequence[Shot]:
    """Return the half that may be looked at."""
    return list(_shots(DEVELOPMENT, (*IN_BOTH, *ONLY_DEVELOPMENT), ("lato", "hanken")))


def held_back() -> Sequence[Shot]:
    """Return the half of which only the figures count."""
    return list(_shots(HELD_BACK, (*IN_BOTH, *ONLY_HELD_BACK), ("manrope", "redhat")))


def _shots(messages: Sequence[Message], layouts: Sequence[str], typefaces: Sequence[str]) -> Iterator[Shot]:
    """Yield each message in two apps; every app gets all sizes, both looks and both typefaces in turn."""
    sizes = list(SIZES)
    half = len(layouts) // 2
    for number, message in enumerate(messages):
        for second, layout in enumerate((layouts[number % half], layouts[half + number % half])):
            turn = number // half + number + second
            yield Shot(
                message, layout, typefaces[(turn + second) % 2], sizes[(number + second) % 3], turn % 2 == 1, turn
            )


def drawn(browser: Browser, shots: Sequence[Shot]) -> Iterator[bytes]:
    """Yield screenshots as bytes, each as soon as it is drawn."""
    pages: dict[str, Page] = {}
    for shot in shots:
        if shot.size not in pages:
            _, pixels, wide = SIZES[shot.size]
            context = browser.new_context(viewport={"width": wide, "height": _HIGH}, device_scale_factor=pixels)
            context.route(f"{_HOST}**", _hand_over_typeface)
            pages[shot.size] = context.new_page()
            pages[shot.size].goto(_HOST)
        page = pages[shot.size]
        page.set_content(shot.page())
        page.evaluate("document.fonts.ready")
        yield page.screenshot(full_page=True)
    for page in pages.values():
        page.context.close()


def _hand_over_typeface(route: Route) -> None:
    typeface, _, style = route.request.url.removeprefix(_HOST).partition("/")
    if typeface not in _TYPEFACES:
        route.fulfill(body="<!doctype html>", content_type="text/html")
        return
    route.fulfill(path=getattr(_TYPEFACES[typeface], style), headers={"Access-Control-Allow-Origin": "*"})


def _body(drawn_text: str) -> Markup:
    paragraphs = []
    for part in drawn_text.split("\n\n"):
        lines = Markup("<br>").join(map(_with_pictures, part.splitlines()))
        paragraphs.append(Markup("<p>{}</p>").format(lines))
    return Markup().join(paragraphs)


def _with_pictures(line: str) -> Markup:
    found = escape(line)
    for name, paths in _PICTURES.items():
        picture = Markup('<svg class="mark" viewBox="0 0 24 24">{}</svg>').format(Markup(paths))  # noqa: S704 (ours)
        found = found.replace(f":{name}:", picture)
    return found

"""The logo: a picture and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.config import PROJECT_FOLDER
from core.face.logo import LARGEST, Logo
from core.face.problems import BadFace

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
SHAPE = '<path d="M0 0h9v9z" fill="#7a1fa2"/>'
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30


def read(folder: Path, content: bytes | str) -> Logo:
    path = folder / "logo"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Logo.read(str(path))


def test_a_png_and_a_plain_svg_are_taken_as_they_are(tmp_path: Path) -> None:
    assert read(tmp_path, PNG).mime_type == "image/png"
    svg = read(tmp_path, f"{HEAD}{SHAPE}</svg>")
    assert (svg.mime_type, svg.content) == ("image/svg+xml", f"{HEAD}{SHAPE}</svg>".encode())


@pytest.mark.parametrize(
    "inside",
    [
        SHAPE,
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)"/>',
        '<style>.a{fill:url("#b")}</style><use href="#c" class="a"/><use xlink:href="#c"/>',
        "<title>Ein Name</title><!-- a remark -->" + SHAPE,
    ],
)
def test_what_drawing_programs_write_into_a_plain_svg_is_taken(tmp_path: Path, inside: str) -> None:
    for head in ("", '<?xml version="1.0" encoding="UTF-8"?>\n', "\ufeff"):
        assert read(tmp_path, f"{head}{HEAD}{inside}</svg>").mime_type == "image/svg+xml"


def test_our_own_mark_is_a_logo() -> None:
    assert Logo.read(str(PROJECT_FOLDER / "static" / "favicon.svg")).mime_type == "image/svg+xml"


@pytest.mark.parametrize(
    "inside, why",
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<foreignObject><p/></foreignObject>", "<foreignObject>"),
        ('<image href="https://example.org/pixel.png"/>', "<image>"),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', "<animate>"),
        ('<a href="#x"><path/></a>', "<a>"),
        ('<x:y xmlns:x="https://example.org/other"/>', "<y>"),
        ('<path onload="alert(1)"/>', "onload"),
        ('<path ONCLICK="alert(1)"/>', "ONCLICK"),
        ('<use href="https://example.org/a.svg#b"/>', "leads elsewhere by href"),
        ('<use xlink:href="data:image/svg+xml,x"/>', "leads elsewhere by href"),
        ('<path fill="url(https://example.org/a#b)"/>', "leads elsewhere by fill"),
        ("<path style=\"fill:url( '//example.org' )\"/>", "leads elsewhere by style"),
        ("<style>@import 'https://example.org/a.css';</style>", "<style> loads something"),
        ("<style>path{fill:u\\72l(//example.org)}</style>", "<style> loads something"),
    ],
)
def test_what_runs_loads_or_embeds_something_is_refused_by_its_name(tmp_path: Path, inside: str, why: str) -> None:
    with pytest.raises(BadFace, match=why):
        read(tmp_path, f"{HEAD}{inside}</svg>")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no picture",
        "<html></html>",
        f"{HEAD}<path>",
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + f"{HEAD}&a;</svg>",
        f'<?xml-stylesheet href="https://example.org/a.css"?>{HEAD}</svg>',
        f'<?xml version="1.0" encoding="UTF-7"?>{HEAD}</svg>',
        f"{HEAD}{SHAPE}</svg>".encode("utf-16"),
        b"\xff\xd8\xff\xe0 a photograph",
        "<svg>without its namespace</svg>",
    ],
)
def test_any_other_file_is_refused(tmp_path: Path, content: bytes | str) -> None:
    with pytest.raises(BadFace, match="cannot be used"):
        read(tmp_path, content)


def test_a_large_file_and_one_that_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFace, match="at most 200 kB"):
        read(tmp_path, PNG + b"\0" * LARGEST)
    with pytest.raises(BadFace, match="cannot be read: No such file"):
        Logo.read(str(tmp_path / "nothing"))
    with pytest.raises(BadFace, match="cannot be read: Is a directory"):
        Logo.read(str(tmp_path))

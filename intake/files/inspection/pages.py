"""Our own picture of a PDF file: its first pages, one below the other. No script in it runs, no form is filled in."""

from __future__ import annotations

from PIL import Image
from pypdfium2 import PdfDocument, PdfiumError, PdfPage
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY, FPDF_GetLastError

from intake.files.inspection.drawing import LONGEST_SIDE, MOST_POINTS
from intake.files.inspection.found import Problem, Refused

MOST_PAGES = 5
# An A4 page at 150 dots an inch, at which small print can be read by people and machines.
WIDTH = 1240
# Of one page, in widths: a receipt is long, and a page that is longer is cut at no letter anybody could read.
TALLEST = 6.0


def draw(content: bytes) -> tuple[Image.Image, int]:
    """Return the picture, and how many pages the file has. Errors: `Refused`."""
    document = _opened(content)
    count = len(document)
    if not count:
        raise Refused(Problem.DAMAGED)
    return _below_each_other([_drawn(document[number]) for number in range(min(count, MOST_PAGES))]), count


def _opened(content: bytes) -> PdfDocument:
    try:
        # Forms and scripts need an environment that is never made here.
        return PdfDocument(content)
    except PdfiumError as error:
        is_locked = FPDF_GetLastError() in {FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY}
        raise Refused(Problem.LOCKED if is_locked else Problem.DAMAGED) from error


def _drawn(page: PdfPage) -> Image.Image:
    width, height = page.get_size()
    if not (width > 0 and height > 0 and height <= TALLEST * width):
        raise Refused(Problem.TOO_MANY_PIXELS)
    # The picture has this size whatever the page says of its own, so a page of a kilometre takes no more.
    bitmap = page.render(scale=WIDTH / width, may_draw_forms=False)
    try:
        drawn: Image.Image = bitmap.to_pil().convert("RGB")
        return drawn
    finally:
        bitmap.close()
        page.close()


def _below_each_other(drawn: list[Image.Image]) -> Image.Image:
    kept: list[Image.Image] = []
    height = 0
    for page in drawn:
        height += page.height
        if kept and (height > LONGEST_SIDE or height * WIDTH > MOST_POINTS):
            break
        kept.append(page)
    whole = Image.new("RGB", (WIDTH, sum(page.height for page in kept)), (255, 255, 255))
    top = 0
    for page in kept:
        whole.paste(page, (0, top))
        top += page.height
    return whole

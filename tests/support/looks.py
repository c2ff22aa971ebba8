"""What must hold for a page however somebody looks at it: width, letters, colours, keyboard; a real browser says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from core.config import PROJECT_FOLDER

ARTIFACTS = PROJECT_FOLDER / "var" / "test-artifacts"
# Pictures of every page cost more time than all that is measured on them, so whoever wants to look asks for them.
PICTURES = bool(os.environ.get("TEST_PICTURES"))
if PICTURES:
    ARTIFACTS.mkdir(parents=True, exist_ok=True)

PHONE, TABLET, SCREEN, HEIGHT = 390, 900, 1280, 900
# A screen of 1280 pixels whose owner has doubled everything.
DOUBLED = SCREEN // 2
# How far a page may jump while it loads, as a share of the screen; browsers call .1 good.
MOST_SHIFT = 0.02
# Everything axe knows but what is about whole sites, and the stricter of its rules for contrast: ours is 7:1.
RULES = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
CONTRAST = ["color-contrast", "color-contrast-enhanced"]

SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value; }))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => done(sum), 0));
})"""

# What is wider than the page, and words that are cut off or stand outside of their frame.
CUT = """() => {
  const found = [];
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) found.push(`the page is ${wide} pixels too wide`);
  for (const one of document.querySelectorAll("body *")) {
    if (!one.clientWidth || !one.checkVisibility()) continue;
    if (one.closest(".visually-hidden, svg, select, textarea, input")) continue;
    const style = getComputedStyle(one);
    // Where dots say that there is more, and where one can scroll, nothing is lost.
    const told = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
    const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
    if (told || scrolls || style.display === "inline") continue;
    const out = one.scrollWidth - one.clientWidth;
    const below = style.overflowY === "visible" ? 0 : one.scrollHeight - one.clientHeight;
    if (out <= 1 && below <= 2) continue;
    // What lies over the page belongs to no frame.
    const lies = other => getComputedStyle(other).position === "absolute" && !other.matches(".visually-hidden");
    if ([...one.querySelectorAll("*")].some(lies)) continue;
    found.push(`${one.outerHTML.slice(0, 90)} is cut by ${out}, ${below}`);
  }
  return found;
}"""

# Words that go on in the next line without a hyphen. What a browser may divide by itself is told not to: it can only
# where it has the language's patterns, and few have them all.
BROKEN = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { hyphens: manual !important; }");
  document.adoptedStyleSheets = [sheet];
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const one = text.parentElement;
    // An address goes on wherever there is room.
    if (text.data.includes("://")) continue;
    if (!one.checkVisibility() || one.closest("code, .visually-hidden, script, textarea, svg, select")) continue;
    // A soft hyphen is no letter: it ends a word, as a blank does.
    for (const { 0: word, index } of text.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      let line = null;
      for (let at = index; at < index + word.length; at++) {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        const { bottom, width } = range.getBoundingClientRect();
        if (width && line !== null && bottom - line > 8) {
          found.push(`${word.slice(0, at - index)}/${word.slice(at - index)}`);
          break;
        }
        if (width) line = bottom;
      }
    }
  }
  document.adoptedStyleSheets = [];
  return found;
}"""

# What takes the focus and does not show it; the frame may be drawn round the whole choice.
UNSEEN = """() => {
  const found = [];
  const shows = one => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1;
  };
  for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (!one.checkVisibility()) continue;
    one.focus();
    if (document.activeElement !== one) continue;
    const round = [one, one.closest(".choice"), one.parentElement].filter(Boolean);
    if (!round.some(shows)) found.push(`no focus is seen on ${one.outerHTML.slice(0, 90)}`);
  }
  return found;
}"""


def shift(page: Page) -> float:
    """Return how far a page that was opened just now has jumped while it loaded."""
    moved: float = page.evaluate(SHIFT)
    return moved


def broken_words(page: Page) -> list[str]:
    """Return the words on a page that go on in the next line without a hyphen."""
    page.evaluate("document.fonts.ready.then(() => true)")
    broken: list[str] = page.evaluate(BROKEN)
    return broken


def faults(page: Page, name: str) -> Iterator[str]:
    """Look at a page in every way there is, and yield what is wrong with it; leaves it as a phone shows it."""
    for width in (PHONE, TABLET, SCREEN):
        yield from _cut(page, name, width)
    yield from _axe(page, f"{name}, light", {"rules": RULES})
    page.emulate_media(color_scheme="dark")
    yield from _axe(page, f"{name}, dark", {"runOnly": CONTRAST})
    page.emulate_media(color_scheme="light", forced_colors="active")
    yield from _axe(page, f"{name}, forced colours", {"runOnly": CONTRAST})
    yield from (f"{name}, forced colours: {one}" for one in page.evaluate(UNSEEN))
    if PICTURES:
        page.screenshot(path=ARTIFACTS / f"{name}-forced.png", full_page=True)
    page.emulate_media(forced_colors="none")
    yield from (f"{name}: {one}" for one in page.evaluate(UNSEEN))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    yield from _cut(page, f"{name}-doubled", DOUBLED)
    # The page is left as it was found.
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})


def _cut(page: Page, name: str, width: int) -> Iterator[str]:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    yield from (f"{name}, {width} pixels: {one}" for one in page.evaluate(CUT))
    if PICTURES:
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=ARTIFACTS / f"{name}-{width}-{scheme}.png", full_page=True)


def _axe(page: Page, name: str, options: dict[str, Any]) -> Iterator[str]:
    """Let axe look at a page as it stands."""
    # From its top: what a page is scrolled under covers half of whatever stands at its edge.
    page.evaluate("window.scrollTo(0, 0)")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    asked = {"resultTypes": ["violations"], **options}
    for rule in page.evaluate("asked => axe.run(document, asked)", asked)["violations"]:
        for node in rule["nodes"]:
            yield f"{name}: {rule['id']}: {node['html'][:160]} {node['failureSummary'][:160]}"

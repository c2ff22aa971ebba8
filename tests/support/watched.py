"""A browser window that notes what must not happen, and photographs pages on small and large screens."""

from __future__ import annotations

from types import TracebackType
from typing import Literal, Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Request, StorageState, WebError

from bench.support.service import Service
from tests.support.looks import ARTIFACTS, PICTURES

WIDTHS = (320, 768, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 900

# How far a page is wider than the window it stands in, in pixels.
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Watched:
    """A window of its own, as a German reader has it; leaving it fails when something was noted."""

    def __init__(
        self,
        browser: Browser,
        service: Service,
        *,
        signed_in: StorageState | None = None,
        scripts: bool = True,
    ) -> None:
        self._service = service
        self.problems: list[str] = []
        # Pages that are meant to answer with an error; a browser reports each of those, too.
        self.refusing: set[str] = set()
        self.context = browser.new_context(
            locale="de-DE",
            viewport={"width": 1280, "height": HEIGHT},
            storage_state=signed_in,
            java_script_enabled=scripts,
        )
        self.context.set_default_timeout(30_000)
        self.context.on("request", self._look_at_request)
        self.context.on("console", self._look_at_message)
        self.context.on("weberror", self._look_at_error)
        self.page = self.context.new_page()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.context.close()
        if error is None:
            assert self.problems == [], self.problems

    def photograph(self, name: str) -> None:
        """Note where the page is wider than its window, and keep pictures of it when they are asked for."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            # A busy machine may still be laying the page out for its new width: what stays too wide is a fault.
            overflow, looks = self.page.evaluate(OVERFLOW), 1
            while overflow > 0 and looks < 20:
                self.page.wait_for_timeout(100)
                overflow, looks = self.page.evaluate(OVERFLOW), looks + 1
            if overflow > 0:
                self.problems.append(f"{name} is {overflow} pixels too wide for {width}")
            for scheme in SCHEMES if PICTURES else ():
                self.page.emulate_media(color_scheme=scheme)
                self.page.screenshot(path=ARTIFACTS / f"{name}-{width}-{scheme}.png", full_page=True)
        self.page.set_viewport_size({"width": 1280, "height": HEIGHT})

    def _look_at_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and parts.netloc != urlsplit(self._service.url).netloc:
            self.problems.append(f"asked another host: {request.url}")

    def _look_at_message(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and message.location.get("url") not in self.refusing:
            self.problems.append(f"{message.type} in the console: {message.text}")

    def _look_at_error(self, error: WebError) -> None:
        self.problems.append(f"a script broke: {error.error}")

"""How long a look-up with a screenshot takes: alone, and while several readers do the same.

`python -m bench lookups_by_picture [--json]`. A service of its own has the claims that stand in screenshots of our own
drawing; they are sent over HTTP as a browser sends them, each by another reader.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from http import HTTPStatus

import click
import numpy as np

from bench.support.callers import Answer, Caller, running
from bench.support.multipart import MULTIPART, multipart
from bench.support.service import Service
from tests.support.screens import ENGLISH, GERMAN, Screen, clean_screens

AT_ONCE = 8
# So many screenshots, which are light and dark, chats and posts, of three sizes.
SCREENS = 10
STEP = 7


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured, in seconds; `found` counts the screenshots alone whose claim was found."""

    screens: int
    found: int
    text_median: float
    alone_median: float
    alone_slowest: float
    at_once: int
    at_once_median: float
    at_once_slowest: float
    failed: int


def measure() -> Figures:
    """Look the screenshots up, one after the other and then several at once."""
    screens = [*clean_screens()][::STEP][:SCREENS]
    with running(DEMO_CONTENT="0") as service:
        _import(service)
        # The model, the connections and the program that reads are warm then, as after a day of service.
        _look_up(service.port, 0, screens[0])
        texts = [
            Caller(service.port, 100 + number).form("/lookup", {"text": one.text}) for number, one in enumerate(screens)
        ]
        alone = [_look_up(service.port, 200 + number, one) for number, one in enumerate(screens)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            asked = [pool.submit(_look_up, service.port, 300 + number, one) for number, one in enumerate(screens * 2)]
            together = [one.result() for one in asked]
    titles = {text: _title(text) for text in (*GERMAN, *ENGLISH)}
    return Figures(
        screens=len(screens),
        found=sum(titles[one.text] in answer.body for one, answer in zip(screens, alone, strict=True)),
        text_median=_median(texts),
        alone_median=_median(alone),
        alone_slowest=max(answer.seconds for answer in alone),
        at_once=AT_ONCE,
        at_once_median=_median(together),
        at_once_slowest=max(answer.seconds for answer in together),
        failed=sum(answer.status != HTTPStatus.OK for answer in (*texts, *alone, *together)),
    )


def _look_up(port: int, number: int, screen: Screen) -> Answer:
    body = multipart({"text": ""}, ("Bildschirmfoto.png", screen.png()), field="picture")
    return Caller(port, number).ask("POST", "/lookup", body, MULTIPART)


def _title(text: str) -> str:
    return f"Geprüft: {text.split(maxsplit=1)[0]} {len(text)} {sum(map(ord, text))}"


def _import(service: Service) -> None:
    file = service.data_dir / "claims.jsonl"
    rows = [
        {"id": f"own-{lang}-{number}", "text": text, "title": _title(text), "lang": lang, "verdict": "false"}
        for lang, texts in (("de", GERMAN), ("en", ENGLISH))
        for number, text in enumerate(texts)
    ]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    service.run_flask("claims", "import", str(file))


def _median(answers: list[Answer]) -> float:
    return float(np.median([answer.seconds for answer in answers]))


@click.command(name="lookups_by_picture")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(as_json: bool) -> None:
    """Measure look-ups with a screenshot."""
    found = asdict(measure())
    if as_json:
        click.echo(json.dumps(found))
        return
    for name, value in found.items():
        click.echo(f"{name:18} {value:.3g}")


if __name__ == "__main__":
    main()

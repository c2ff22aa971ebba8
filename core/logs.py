"""Logging: one JSON line an event, without personal data."""

from __future__ import annotations

import logging
import sys

import structlog

MOST_FRAMES = 8


def configure() -> None:
    """Write structured lines to standard error. Only the first call in a process changes anything.

    Loggers keep what they were made with; configured anew, older ones would go on as before and newer ones not.
    """
    if structlog.is_configured():
        return
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def frames_of(error: BaseException | None) -> list[str]:
    """Return where an exception came from, outermost first, at most `MOST_FRAMES` places: `file:line function`.

    Places in the code say what to mend. The values, which may be a reader's words, stay out.
    """
    frames = []
    step = None if error is None else error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return frames[-MOST_FRAMES:]

"""Has the words of a page taken out by a child process that may break without harm."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from core.fetching.fetching import Page
from core.fetching.outcomes import NotFetched, Outcome

CHILD = Path(__file__).with_name("page_text.py")
MOST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Words:
    """The title of a page and its words, both plain text, and cut to what is kept."""

    title: str
    text: str


def words_of(page: Page) -> Words:
    """Return the words of a page. Errors: `NotFetched` for a page over which the child process broke or was ended."""
    # Without an environment, and without the folder of the product among those that it imports from.
    command = [sys.executable, "-I", str(CHILD), page.content_type]
    try:
        ended = subprocess.run(command, input=page.body, capture_output=True, timeout=MOST_SECONDS, check=True, env={})
        found = json.loads(ended.stdout)
        return Words(str(found["title"]), str(found["text"]))
    except (subprocess.SubprocessError, OSError, ValueError, KeyError) as error:
        raise NotFetched(Outcome.UNREADABLE, page.url) from error

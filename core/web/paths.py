"""Where a link inside the service may lead: to a path on this host and nowhere else."""

from __future__ import annotations

from urllib.parse import unquote

# Longer than any address of ours with its filters; a header of any length could break the proxy's answer.
LONGEST_PATH = 2000
# A path that is still encoded after so many rounds was made to be misread by somebody on its way.
MOST_ENCODINGS = 3


def is_local_path(target: str) -> bool:
    """Return whether a browser that is sent to `target` surely stays on this host; total, for any text.

    Right are a path with its query and fragment, as "/desk/audit?before=7". Wrong is whatever some browser or
    proxy could read as another host once it drops control characters, turns backslashes round, decodes the path
    or joins its slashes.
    """
    if len(target) > LONGEST_PATH or not target.startswith("/") or not target.isprintable() or "\\" in target:
        return False
    # Cut by hand: urllib refuses some texts, and takes the empty host out of "///elsewhere" unseen.
    path = _decoded(target.partition("?")[0].partition("#")[0])
    return path is not None and path.isprintable() and "\\" not in path and "//" not in path


def _decoded(path: str) -> str | None:
    """Return the path without its percent signs, or None for one that is encoded over and over."""
    for _ in range(MOST_ENCODINGS):
        decoded = unquote(path)
        if decoded == path:
            return path
        path = decoded
    return None

"""A form with files, as a browser sends it."""

from __future__ import annotations

from collections.abc import Mapping

BOUNDARY = "gegencheck-boundary"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def multipart(fields: Mapping[str, str], *files: tuple[str, bytes], field: str = "files") -> bytes:
    """Return the body of a form; werkzeug's own client would write a large one to a file and leave it open."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, content in files:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        parts += [head.encode(), content, b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])

"""The places in which pictures of look-ups are opened and read: few at once, each for a limited time.

They are places of their own: however many pictures are looked up, look-ups of texts and files of reports go on.
"""

from __future__ import annotations

from hashlib import sha256
from typing import IO

from flask import Flask, current_app

from archive.public.lookups import Places
from core.db import db
from core.files.spool import pieces_of
from core.web.limits import network_key
from intake.files import locking, reading
from intake.files.inspecting import PLACES
from intake.files.looking import Seen, see
from intake.files.uploads import refusals

# One is opened by one process and then read by another. More at once would only take turns on a small machine.
WAITING = 22
MOST_AT_ONCE = PLACES + WAITING
# Most of a class behind one address; nobody else is kept out by it.
PER_NETWORK = 20
# Longer than all that may wait take with screenshots, and than the longest that one file takes.
SECONDS = 40.0


def seen_in(stream: IO[bytes]) -> Seen:
    """Return what a picture says; call within a request.

    A file that was locked at the desk is opened for nobody. Errors: `NotTaken` for what cannot be taken, and
    `LookupsFull` and `LookupTooSlow` of the places.
    """
    with refusals():
        sha256_of_it = _sha256(stream)
    if locking.is_known(sha256_of_it):
        return Seen(is_locked=True)
    stream.seek(0)
    program = reading.program_here()
    # Whoever waits for a place holds no connection to the database meanwhile.
    db.session.rollback()
    places: Places = current_app.extensions["pictures_looked_up"]
    with refusals():
        return places.run(network_key(), lambda: see(pieces_of(stream), program))


def init_app(app: Flask) -> None:
    """Give the app its places; threads are started when they are needed."""
    app.extensions["pictures_looked_up"] = Places(
        places=PLACES, waiting=WAITING, per_network=PER_NETWORK, seconds=SECONDS
    )


def _sha256(stream: IO[bytes]) -> str:
    digest = sha256()
    for piece in pieces_of(stream):
        digest.update(piece)
    return digest.hexdigest()

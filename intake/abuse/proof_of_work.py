"""A little work that a browser does while somebody writes, so that a flood costs whoever sends it.

A challenge is a number that was hidden: its hash is told, and how far it can be. Finding it takes so many hashes at
most, which no luck makes longer. A challenge is signed and kept nowhere; that it is used once is noted when it is.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from hashlib import sha256

from core import fleeting
from core.db import now
from core.secrets import keyed_hash

# As long as a draft is kept.
VALID = timedelta(hours=2)
# A phone tries some hundred thousand numbers a second, so that the easiest takes it a moment and the hardest, of which
# half is the mean, some twenty seconds. Measured: docs/measurements.md, "Work for a proof".
EASIEST = 100_000
DOUBLINGS = 6

_NONCE_BYTES = 16
# issued . most . nonce . target . signature . number
_PROOF = re.compile(
    r"(?P<issued>[0-9]{1,12})\.(?P<most>[0-9]{1,9})\.(?P<nonce>[\w-]{22})\.(?P<target>[0-9a-f]{64})"
    r"\.(?P<signature>[0-9a-f]{64})\.(?P<number>0|[1-9][0-9]{0,8})",
    re.ASCII,
)
LONGEST_PROOF = 250


@dataclass(frozen=True, slots=True)
class Challenge:
    """A number below `most` is to be found: SHA-256 of `nonce`, a dot and the number is `target`, as hex digits.

    `issued` is when, in seconds since 1970.
    """

    issued: int
    most: int
    nonce: str
    target: str

    @property
    def signed(self) -> str:
        """The whole of it as one word that nobody else can make; a proof is this, a dot, and the number."""
        return f"{self._told}.{keyed_hash('proof of work', self._told)}"

    @property
    def _told(self) -> str:
        return f"{self.issued}.{self.most}.{self.nonce}.{self.target}"


class State(Enum):
    """What a proof is worth."""

    MISSING = "missing"
    DONE = "done"
    # No challenge of ours, or not the number.
    FORGED = "forged"
    EXPIRED = "expired"
    # Done, and used for something else before.
    REPLAYED = "replayed"


def challenge(level: int) -> Challenge:
    """Return a new challenge for a time that is so busy; see `intake.abuse.load.level`."""
    most, nonce = most_at(level), secrets.token_urlsafe(_NONCE_BYTES)
    return Challenge(_now(), most, nonce, hash_of(nonce, secrets.randbelow(most)))


def most_at(level: int) -> int:
    """Return below which number the one of a challenge is hidden."""
    return EASIEST << min(level, DOUBLINGS)


def hash_of(nonce: str, number: int) -> str:
    """Return the hash by which a number is recognised."""
    return sha256(f"{nonce}.{number}".encode()).hexdigest()


def state_of(proof: str, *, sending: str) -> State:
    """Return what a proof is worth, and note that it is used for this act of sending.

    `sending` is the secret of the act, as `submissions.submit` takes it: sent again, the same is no replay. Without
    one each act is another. While no process can note anything, a proof is good for once in each.
    """
    if not proof:
        return State.MISSING
    found = _PROOF.fullmatch(proof) if len(proof) <= LONGEST_PROOF else None
    if found is None:
        return State.FORGED
    shown = Challenge(int(found["issued"]), int(found["most"]), found["nonce"], found["target"])
    is_ours = hmac.compare_digest(f"{shown.signed}.{found['number']}", proof)
    if not is_ours or hash_of(shown.nonce, int(found["number"])) != shown.target:
        return State.FORGED
    # One that is not issued yet was issued before the clock was turned back.
    if not 0 <= _now() - shown.issued <= VALID.total_seconds():
        return State.EXPIRED
    return State.DONE if _is_first(shown.nonce, sending) else State.REPLAYED


def _is_first(nonce: str, sending: str) -> bool:
    act = keyed_hash("use of a proof", sending or secrets.token_urlsafe())
    # For the whole time and not for what is left of it: then a clock that is turned back frees no nonce.
    return fleeting.note(f"proof:{nonce}", act, seconds=int(VALID.total_seconds())) == act


def _now() -> int:
    return int(now().timestamp())

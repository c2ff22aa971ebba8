"""Second factors of tests: an app that computes its codes as RFC 6238 says, and a passkey without a device."""

from __future__ import annotations

import base64
import hmac
import json
import struct
import time
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.webauthn import AttestedCredentialData, AuthenticatorData

from accounts.models import Editor
from accounts.second_factor import recovery_codes
from accounts.second_factor.models import AuthenticatorApp, Passkey
from core.db import db, writing
from core.sealing import seal

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# Where the browsers of tests without a browser are.
ORIGIN = "http://localhost"
USER_PRESENT, ATTESTED = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.AT


def code_of(secret: str = SECRET, *, steps: int = 0) -> str:
    """Return the code that an app shows, or has shown or will show so many half minutes from now."""
    key = base64.b32decode(secret.replace(" ", "").upper())
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + steps), "sha1")
    number = struct.unpack_from(">I", digest, digest[-1] & 15)[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def give_app(editor: Editor, *, secret: str = SECRET) -> list[str]:
    """Give an account an app whose codes were never used; return its recovery codes."""
    sealed = seal(f"authenticator app of account {editor.id}", secret)
    with writing():
        db.session.add(AuthenticatorApp(editor_id=editor.id, secret=sealed, last_step=0))
        return recovery_codes.make(editor.id)


def give_second_factors(editor: Editor) -> None:
    """Give an account an app and a passkey that nobody has."""
    give_app(editor)
    lost = Key(credential_id=b"lost by account %d" % editor.id).credential()
    with writing():
        ids = {"credential_id": lost.credential_id, "credential": bytes(lost)}
        db.session.add(Passkey(editor_id=editor.id, name="Laptop", host="localhost", uses=0, **ids))


@dataclass
class Key:
    """A passkey in no device: answers what a page asks as a browser with an authenticator would."""

    origin: str = ORIGIN
    host: str = "localhost"
    credential_id: bytes = b"a credential of the tests"
    uses: int = 0
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def credential(self) -> AttestedCredentialData:
        """Return its id and its public half."""
        public = ES256.from_cryptography_key(self.private.public_key())  # type: ignore[no-untyped-call]
        return AttestedCredentialData.create(b"\0" * 16, self.credential_id, public)

    def created(self, options: dict[str, Any], **changed: str) -> str:
        """Return what a browser sends when it has made the passkey."""
        data = AuthenticatorData.create(self._host_hash(), USER_PRESENT | ATTESTED, self.uses, self.credential())
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": bytes(data)})
        client = self._client("webauthn.create", options, changed)
        return self._sent({"clientDataJSON": client, "attestationObject": attestation})

    def signed(self, options: dict[str, Any], **changed: str) -> str:
        """Return what a browser sends when the passkey has signed."""
        self.uses += 1
        data = AuthenticatorData.create(self._host_hash(), USER_PRESENT, self.uses)
        client = self._client("webauthn.get", options, changed)
        signature = self.private.sign(bytes(data) + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._sent({"clientDataJSON": client, "authenticatorData": bytes(data), "signature": signature})

    def _client(self, kind: str, options: dict[str, Any], changed: dict[str, str]) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps({**told, **changed}).encode()

    def _host_hash(self) -> bytes:
        return sha256(self.host.encode()).digest()

    def _sent(self, response: dict[str, bytes]) -> str:
        number = _websafe(self.credential_id)
        parts = {name: _websafe(value) for name, value in response.items()}
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": parts})


def _websafe(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")

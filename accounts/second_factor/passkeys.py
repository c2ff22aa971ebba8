"""Passkeys (WebAuthn): adding one, and letting in whoever has it beside the password."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from flask import current_app
from flask_babel import gettext
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from accounts import passwords, sessions
from accounts.models import AccountAction, Editor
from accounts.second_factor import factors, recovery_codes
from accounts.second_factor.models import Factor, Passkey
from core.db import db, writing
from core.events import happened
from core.refusals import Conflict, InvalidInput
from core.secrets import keyed_hash

# How long the page for a new passkey may stand open.
OFFER_SECONDS = 600
LONGEST_NAME = 60
# The longest that authenticators send has about 4,000 characters.
LONGEST_RESPONSE = 20_000
MOST = 20
_NAME_OF_A_HOST = re.compile(r"(?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a browser reached the desk; a passkey belongs to one host name."""

    scheme: str
    host: str
    # With its colon, or empty for the usual one.
    port: str

    @property
    def takes_passkeys(self) -> bool:
        """Whether browsers allow passkeys there: by https at a name, not at a number; on the same machine always."""
        is_here = self.host == "localhost" or self.host.endswith(".localhost")
        return is_here or (self.scheme == "https" and _NAME_OF_A_HOST.fullmatch(self.host) is not None)

    @property
    def origin(self) -> str:
        """The beginning of every address there, as browsers call it."""
        return f"{self.scheme}://{self.host}{self.port}"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a browser needs to make a passkey, as JSON, and what the form brings back to have it recognised."""

    options: str
    state: str


def offer(editor: Editor, place: Place) -> Offer:
    """Return the invitation to make a passkey for an account; nothing is stored."""
    owner = PublicKeyCredentialUserEntity(
        # Stays with the passkey, so it is a number that means nothing elsewhere.
        id=bytes.fromhex(keyed_hash("owner of passkeys", str(editor.id))),
        name=editor.email,
        display_name=editor.desk_name,
    )
    options, state = _server(place).register_begin(
        owner,
        [AttestedCredentialData(passkey.credential) for passkey in factors.of(editor.id).passkeys],
        # The password comes first, so that the key need not know who its owner is, nor ask for a PIN.
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    signed = str(_signer().dumps([editor.id, state["challenge"]]))
    return Offer(json.dumps(dict(options.public_key)), signed)


def add(
    editor_id: int, *, password: str, name: str, state: str, response: str, place: Place, token: str
) -> tuple[Editor, list[str]]:
    """Let a passkey be a second factor of an account; all sessions but this one end.

    Return the account and, if it had no second factor yet, its recovery codes, which are shown nowhere again.
    Errors: `InvalidInput` at `password`, `name` or `response`.
    """
    known = passwords.known_hash(editor_id, password)
    name = " ".join(name.split())
    if not name.isprintable() or not 1 <= len(name) <= LONGEST_NAME:
        raise InvalidInput({"name": gettext("Give the passkey a name of at most 60 characters.")})
    credential, uses = _made(editor_id, state=state, response=response, place=place)
    made = Passkey(
        editor_id=editor_id,
        name=name,
        host=place.host,
        credential_id=credential.credential_id,
        credential=bytes(credential),
        uses=uses,
    )
    with writing() as session:
        editor = passwords.locked(editor_id, known)
        present = factors.of(editor_id)
        if len(present.passkeys) >= MOST:
            raise InvalidInput({"name": gettext("Twenty passkeys are enough. Remove one that you do not use.")})
        session.add(made)
        try:
            session.flush()
        except IntegrityError as twice:
            raise InvalidInput({"response": gettext("This passkey is known already.")}) from twice
        codes = recovery_codes.make(editor_id) if not present.count else []
        sessions.end_all(editor, but=token)
        happened(AccountAction.SECOND_FACTOR_ADDED, by=editor_id, factor=Factor.PASSKEY.value)
    return editor, codes


def remove(editor_id: int, passkey_id: int, *, password: str) -> None:
    """Let a passkey let nobody in any more.

    Errors: `InvalidInput` at `password`, also when it is the last second factor and everybody needs one; `Conflict`
    when it is not there.
    """
    known = passwords.known_hash(editor_id, password)
    with writing() as session:
        passwords.locked(editor_id, known)
        factors.check_removable(editor_id)
        removing = delete(Passkey).where(Passkey.id == passkey_id, Passkey.editor_id == editor_id)
        if session.scalar(removing.returning(Passkey.id)) is None:
            raise Conflict(gettext("This was removed already."))
        factors.drop_codes_of_none(editor_id)
        happened(AccountAction.SECOND_FACTOR_REMOVED, by=editor_id, factor=Factor.PASSKEY.value)


def request_for(editor_id: int, *, challenge: str, place: Place) -> str:
    """Return what a browser needs to have one of the account's passkeys sign, as JSON; empty without any for here."""
    credentials = [AttestedCredentialData(passkey.credential) for passkey in _usable(editor_id, place)]
    if not credentials:
        return ""
    options, _ = _server(place).authenticate_begin(
        credentials, UserVerificationRequirement.DISCOURAGED, challenge.encode()
    )
    return json.dumps(dict(options.public_key))


def spend(editor_id: int, *, challenge: str, response: str, place: Place) -> bool:
    """Return whether a passkey of the account signed this challenge here, and is no copy; call inside `writing()`."""
    passkeys = _usable(editor_id, place)
    credentials = [AttestedCredentialData(passkey.credential) for passkey in passkeys]
    try:
        answer = AuthenticationResponse.from_dict(_parsed(response))
        state = {"challenge": _websafe(challenge.encode()), "user_verification": None}
        signer = _server(place).authenticate_complete(state, credentials, answer)
        uses = answer.response.authenticator_data.counter
    except Exception:
        # Whatever is wrong in what was sent, the library says so in dozens of ways.
        return False
    onwards = Passkey.uses < uses if uses else Passkey.uses == 0
    counting = update(Passkey).where(Passkey.credential_id == signer.credential_id, onwards).values(uses=uses)
    return db.session.scalar(counting.returning(Passkey.id).execution_options(synchronize_session=False)) is not None


def _made(editor_id: int, *, state: str, response: str, place: Place) -> tuple[AttestedCredentialData, int]:
    """Return what a browser made on our invitation, and how often it was used. Errors: `InvalidInput`."""
    try:
        owner, challenge = _signer().loads(state, max_age=OFFER_SECONDS)
        expected = {"challenge": challenge, "user_verification": None}
        made = _server(place).register_complete(expected, _parsed(response))
    except BadSignature as stale:
        raise InvalidInput({"response": gettext("This page was open for too long. Please begin again.")}) from stale
    except Exception as unreadable:
        raise _not_made() from unreadable
    if owner != editor_id or made.credential_data is None:
        raise _not_made()
    return made.credential_data, made.counter


def _not_made() -> InvalidInput:
    return InvalidInput({"response": gettext("The passkey could not be made. Please try again.")})


def _usable(editor_id: int, place: Place) -> Sequence[Passkey]:
    return db.session.scalars(
        select(Passkey).where(Passkey.editor_id == editor_id, Passkey.host == place.host).order_by(Passkey.id)
    ).all()


def _server(place: Place) -> Fido2Server:
    # Which make of key somebody uses is nobody's business, so no proof of it is asked for.
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=place.host, name="Gegencheck"),
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=lambda origin: origin == place.origin,
    )


def _parsed(response: str) -> Mapping[str, object]:
    if len(response) > LONGEST_RESPONSE:
        raise ValueError("longer than any authenticator's answer")
    return cast(Mapping[str, object], json.loads(response))


def _websafe(value: bytes) -> str:
    return urlsafe_b64encode(value).decode("ascii").rstrip("=")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="new passkey")

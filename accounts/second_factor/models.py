"""What accounts have beside their password."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Editor
from core.db import Base, UtcDateTime, now


class Factor(StrEnum):
    """By what somebody showed, beside the password, who they are."""

    APP = "app"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"


class AuthenticatorApp(Base):
    """An app that shows a new code every half minute; an account has one at most."""

    __tablename__ = "authenticator_app"

    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"), primary_key=True)
    # Sealed: whoever reads the database cannot compute codes.
    secret: Mapped[str] = mapped_column(String(255))
    # The half minute whose code was taken last; neither it nor an earlier one is taken again.
    last_step: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Passkey(Base):
    """A key in a computer, a phone or a stick; only its public half is here."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"), index=True)
    # What its owner calls it.
    name: Mapped[str] = mapped_column(String(60))
    # The host name it was made for; a browser uses it nowhere else.
    host: Mapped[str] = mapped_column(String(255))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    # Id and public key as the authenticator gave them (WebAuthn's "attested credential data").
    credential: Mapped[bytes] = mapped_column(LargeBinary)
    # How often it says it was used; one that falls back is a copy. Many keys always say 0.
    uses: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class RecoveryCode(Base):
    """A code on paper that works once, for whoever has lost the rest."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SecondStep(Base):
    """A sign-in whose password was right and which still owes the second factor; it opens nothing."""

    __tablename__ = "second_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"), index=True)
    # The identity the account had then: what ends its sessions ends this, too.
    fs_uniquifier: Mapped[str] = mapped_column(String(64))
    remembered: Mapped[bool]
    # What a passkey has to sign, this once.
    challenge: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    editor: Mapped[Editor] = relationship()

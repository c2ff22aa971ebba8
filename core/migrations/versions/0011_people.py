"""Accounts: one-time links, and what beside the password shows who somebody is.

Revision: 0011
Follows: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OF_EDITOR = ("passkey", "recovery_code", "second_step")


def upgrade() -> None:
    """Go forward."""
    _make("account_link", *_of_one_editor(), *_token())
    _make(
        "authenticator_app",
        *_of_one_editor(),
        sa.Column("secret", sa.String(length=255), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        _moment("created_at"),
    )
    _make(
        "passkey",
        *_of_editor(),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        _moment("created_at"),
        unique="credential_id",
    )
    _make(
        "recovery_code",
        *_of_editor(),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        _moment("used_at", nullable=True),
        unique="code_hash",
    )
    _make(
        "second_step",
        *_of_editor(),
        *_token(),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("remembered", sa.Boolean(), nullable=False),
        sa.Column("challenge", sa.String(length=64), nullable=False),
    )
    for table in OF_EDITOR:
        op.create_index(op.f(f"ix_{table}_editor_id"), table, ["editor_id"])


def downgrade() -> None:
    """Go back; passwords alone let people in, and open links are dead."""
    for table in OF_EDITOR:
        op.drop_index(op.f(f"ix_{table}_editor_id"), table)
    for table in (*OF_EDITOR, "authenticator_app", "account_link"):
        op.drop_table(table)


def _make(table: str, *columns: sa.Column, unique: str = "") -> None:
    names = [column.name for column in columns]
    key = "id" if "id" in names else "editor_id"
    unique = unique or ("token_hash" if "token_hash" in names else "")
    constraints = [
        sa.ForeignKeyConstraint(["editor_id"], ["editor.id"], name=op.f(f"fk_{table}_editor_id_editor")),
        sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{table}")),
    ]
    if unique:
        constraints.append(sa.UniqueConstraint(unique, name=op.f(f"uq_{table}_{unique}")))
    op.create_table(table, *columns, *constraints)


def _of_one_editor() -> list[sa.Column]:
    return [sa.Column("editor_id", sa.Integer(), nullable=False)]


def _of_editor() -> list[sa.Column]:
    return [sa.Column("id", sa.Integer(), nullable=False), *_of_one_editor()]


def _token() -> list[sa.Column]:
    return [sa.Column("token_hash", sa.String(length=64), nullable=False), _moment("expires_at")]


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)

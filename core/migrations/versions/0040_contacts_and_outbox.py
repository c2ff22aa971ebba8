"""Sealed addresses of readers who wish for an answer by mail, and the letters that are to be sent.

Revision: 0040
Follows: 0045
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("find_hash", sa.String(length=64), nullable=False),
        sa.Column("confirm_hash", sa.String(length=64), nullable=False),
        sa.Column("stop_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.String(length=64), nullable=False),
        sa.Column("told_before", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_contact_submission_id_submission"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("confirm_hash", name=op.f("uq_contact_confirm_hash")),
        sa.UniqueConstraint("stop_hash", name=op.f("uq_contact_stop_hash")),
    )
    live = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_contact_submission_id_live",
        "contact",
        ["submission_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    for column in ("submission_id", "key_id", "find_hash"):
        op.create_index(op.f(f"ix_contact_{column}"), "contact", [column])
    op.create_table(
        "muted_address",
        sa.Column("find_hash", sa.String(length=64), nullable=False),
        sa.Column("muted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("find_hash", name=op.f("pk_muted_address")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.String(length=32), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "uq_outbox_waiting",
        "outbox",
        ["kind", "subject_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index("ix_outbox_state_due_at", "outbox", ["state", "due_at"])
    op.create_index("ix_outbox_kind_subject_id", "outbox", ["kind", "subject_id"])


def downgrade() -> None:
    """Go back. Letters that wait are not sent then, and nobody can be reached any more."""
    op.drop_table("outbox")
    op.drop_table("muted_address")
    op.drop_table("contact")

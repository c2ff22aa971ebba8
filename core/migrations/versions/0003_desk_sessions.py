"""Sessions of the desk in the database, and one-time passwords that run out.

Revision: 0003
Follows: 0002
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "desk_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("remembered", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["editor_id"], ["editor.id"], name=op.f("fk_desk_session_editor_id_editor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_desk_session_token_hash")),
    )
    op.create_index(op.f("ix_desk_session_editor_id"), "desk_session", ["editor_id"])
    op.add_column("editor", sa.Column("one_time_until", sa.DateTime(timezone=True), nullable=True))
    # Nobody can say any more when the one-time passwords that are still out there were made.
    editor = sa.table(
        "editor",
        sa.column("must_change_password", sa.Boolean()),
        sa.column("one_time_until", sa.DateTime(timezone=True)),
    )
    until = datetime.now(UTC) + timedelta(hours=72)
    op.execute(editor.update().where(editor.c.must_change_password).values(one_time_until=until))


def downgrade() -> None:
    """Go back."""
    # Not in a batch: that copies the table and drops the old one, which those who point at it would not allow.
    op.drop_column("editor", "one_time_until")
    op.drop_index(op.f("ix_desk_session_editor_id"), table_name="desk_session")
    op.drop_table("desk_session")

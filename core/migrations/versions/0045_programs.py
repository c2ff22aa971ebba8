"""Programs that send reports for others, and which report came from which.

Revision: 0045
Follows: 0044
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("per_hour", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    # Without a foreign key: SQLite would have to copy the whole table for one. A token is never deleted.
    op.add_column("submission", sa.Column("token_id", sa.Integer(), nullable=True))
    sent = sa.text("token_id IS NOT NULL")
    op.create_index("ix_submission_token", "submission", ["token_id"], sqlite_where=sent, postgresql_where=sent)


def downgrade() -> None:
    """Go back; programs then send like everybody, and which reports they sent is forgotten."""
    op.drop_index("ix_submission_token", table_name="submission")
    op.drop_column("submission", "token_id")
    op.drop_table("api_token")

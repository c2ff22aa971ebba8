"""Help lines, what readers ended without a report by day, and files that nobody may look at.

Revision: 0026
Follows: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "help_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("country", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("telephone", sa.String(length=40), nullable=False),
        sa.Column("url", sa.String(length=200), nullable=False),
        sa.Column("hours_de", sa.String(length=120), nullable=False),
        sa.Column("hours_en", sa.String(length=120), nullable=False),
        sa.Column("sentence_de", sa.String(length=300), nullable=False),
        sa.Column("sentence_en", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_line")),
        sa.UniqueConstraint("code", name=op.f("uq_help_line_code")),
    )
    op.create_table(
        "ended_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ending", sa.String(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "ending", name=op.f("pk_ended_day")),
    )
    op.add_column("attachment", sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("attachment", sa.Column("locked_by", sa.Integer(), nullable=True))
    op.add_column("attachment", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    locked = sa.text("locked_at IS NOT NULL AND erased_at IS NULL")
    op.create_index("ix_attachment_locked", "attachment", ["id"], sqlite_where=locked, postgresql_where=locked)


def downgrade() -> None:
    """Go back. Files that were locked can be looked at again, so nobody does this while some are."""
    op.drop_index("ix_attachment_locked", table_name="attachment")
    op.drop_column("attachment", "erased_at")
    op.drop_column("attachment", "locked_by")
    op.drop_column("attachment", "locked_at")
    op.drop_table("ended_day")
    op.drop_table("help_line")

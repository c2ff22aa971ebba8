"""Reports: how often a worker took them up, and which wait for a person.

Revision: 0004
Follows: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


WAITS = sa.text("case_id IS NULL")


def upgrade() -> None:
    """Go forward."""
    op.add_column("submission", sa.Column("is_long", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("submission", sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
    op.add_column("submission", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("submission", sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("submission", sa.Column("trouble", sa.String(length=200), server_default="", nullable=False))
    op.add_column("case", sa.Column("matching_trouble", sa.String(length=200), server_default="", nullable=False))
    op.add_column("case", sa.Column("is_by_hand", sa.Boolean(), server_default=sa.false(), nullable=False))
    _remake_index("is_long", "id")
    op.execute(sa.text("UPDATE submission SET is_long = true WHERE case_id IS NULL AND length(text) > 5000"))


def downgrade() -> None:
    """Go back."""
    _remake_index("id")
    # One by one, not in a batch: on SQLite a batch makes the table anew, and other tables point at it.
    for column in ("is_by_hand", "matching_trouble"):
        op.drop_column("case", column)
    for column in ("trouble", "set_aside_at", "held_until", "attempts", "is_long"):
        op.drop_column("submission", column)


def _remake_index(*columns: str) -> None:
    op.drop_index("ix_submission_waiting", "submission")
    op.create_index("ix_submission_waiting", "submission", list(columns), sqlite_where=WAITS, postgresql_where=WAITS)

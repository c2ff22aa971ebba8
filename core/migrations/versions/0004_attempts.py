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


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_long", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("trouble", sa.String(length=200), server_default="", nullable=False))
    _remake_index("is_long", "id")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("matching_trouble", sa.String(length=200), server_default="", nullable=False))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_column("matching_trouble")
    _remake_index("id")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_column("trouble")
        batch_op.drop_column("set_aside_at")
        batch_op.drop_column("held_until")
        batch_op.drop_column("attempts")
        batch_op.drop_column("is_long")


def _remake_index(*columns: str) -> None:
    waits = sa.text("case_id IS NULL")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index("ix_submission_waiting")
        batch_op.create_index("ix_submission_waiting", list(columns), sqlite_where=waits, postgresql_where=waits)

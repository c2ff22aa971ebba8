"""What a reader was shown last of their report, and how many look for the first time on a day.

Revision: 0043
Follows: 0040
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward. Nobody counts as having looked before, so whoever comes back is counted once more."""
    op.add_column("submission", sa.Column("shown", sa.String(length=100), nullable=False, server_default=""))
    op.create_table(
        "read_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_read_day")),
    )


def downgrade() -> None:
    """Go back. What was counted of looks is gone."""
    op.drop_table("read_day")
    op.drop_column("submission", "shown")

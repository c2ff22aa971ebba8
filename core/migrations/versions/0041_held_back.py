"""Reports that are held back before a machine looks for their case, and why.

Revision: 0041
Follows: 0040
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

INDEX = "ix_submission_waiting"


def upgrade() -> None:
    """Go forward."""
    op.add_column("submission", sa.Column("held", sa.String(length=32), server_default="no", nullable=False))
    op.add_column("submission", sa.Column("doubts", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("submission", sa.Column("alike", sa.String(length=32), nullable=True))
    op.add_column("submission", sa.Column("line", sa.String(length=4), nullable=True))
    _index("held", "is_long", "id")
    together = sa.text("alike IS NOT NULL")
    op.create_index(
        "ix_submission_alike", "submission", ["alike", "id"], sqlite_where=together, postgresql_where=together
    )


def downgrade() -> None:
    """Go back. What was held back is taken up like any other report then."""
    _index("is_long", "id")
    op.drop_index("ix_submission_alike", "submission")
    op.drop_column("submission", "line")
    op.drop_column("submission", "alike")
    op.drop_column("submission", "doubts")
    op.drop_column("submission", "held")


def _index(*columns: str) -> None:
    """Have the index of waiting reports begin with other columns."""
    waiting = sa.text("case_id IS NULL")
    op.drop_index(INDEX, "submission")
    op.create_index(INDEX, "submission", list(columns), sqlite_where=waiting, postgresql_where=waiting)

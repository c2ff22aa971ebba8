"""Reports that are held back before a machine looks for their case, why, and trainings whose reports are not.

Revision: 0041
Follows: 0047
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0047"
branch_labels = None
depends_on = None

INDEX = "ix_submission_waiting"


def upgrade() -> None:
    """Go forward."""
    op.add_column("submission", sa.Column("held", sa.String(length=32), server_default="no", nullable=False))
    op.add_column("submission", sa.Column("doubts", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("submission", sa.Column("alike", sa.String(length=32), nullable=True))
    op.add_column("submission", sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("submission", sa.Column("line", sa.String(length=4), nullable=True))
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_training_code_hash")),
    )
    _index("held", "is_long", "id")
    together = sa.text("alike IS NOT NULL")
    columns = ["held", "alike", "id", "received_at", "is_danger", "line"]
    op.create_index("ix_submission_alike", "submission", columns, sqlite_where=together, postgresql_where=together)


def downgrade() -> None:
    """Go back. What was held back is taken up like any other report then."""
    op.drop_table("training")
    _index("is_long", "id")
    op.drop_index("ix_submission_alike", "submission")
    op.drop_column("submission", "line")
    op.drop_column("submission", "discarded_at")
    op.drop_column("submission", "alike")
    op.drop_column("submission", "doubts")
    op.drop_column("submission", "held")


def _index(*columns: str) -> None:
    """Have the index of waiting reports begin with other columns."""
    waiting = sa.text("case_id IS NULL")
    op.drop_index(INDEX, "submission")
    op.create_index(INDEX, "submission", list(columns), sqlite_where=waiting, postgresql_where=waiting)

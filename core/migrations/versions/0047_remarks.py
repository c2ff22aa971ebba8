"""What readers add to their reports, what the desk asks them, and reports that are withdrawn.

Revision: 0047
Follows: 0043
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_remark_submission_id_submission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.add_column("erasure", sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_remark_submission_id"), "remark", ["submission_id"])


def downgrade() -> None:
    """Go back. What readers added and answered is gone, and what was withdrawn is erased at once."""
    op.drop_column("erasure", "not_before")
    op.drop_table("remark")

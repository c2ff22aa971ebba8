"""Reports that were erased, what was asked to be erased, and cases that are kept for a legal reason.

Revision: 0042
Follows: 0029
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("submission", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_erasure_submission_id_submission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_erasure_submission_id")),
    )
    unfinished = sa.text("cleared_at IS NULL")
    op.create_index("ix_erasure_unfinished", "erasure", ["id"], sqlite_where=unfinished, postgresql_where=unfinished)
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_legal_hold_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    stands = sa.text("lifted_at IS NULL")
    op.create_index(
        "uq_legal_hold_standing", "legal_hold", ["case_id"], unique=True, sqlite_where=stands, postgresql_where=stands
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("legal_hold")
    op.drop_table("erasure")
    op.drop_column("case", "erased_at")
    op.drop_column("submission", "erased_at")

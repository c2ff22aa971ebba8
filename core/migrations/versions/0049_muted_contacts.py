"""Contacts that the desk has muted, their reports, and cases that hold none but these.

Revision: 0049
Follows: 0048
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

# What the list is sorted by; each index says whether a case is listed, so that looking along it reads no row.
_ORDERS = {
    "ix_case_state_count": "submission_count",
    "ix_case_state_first_seen": "first_seen",
    "ix_case_state_last_seen": "last_seen",
    "ix_case_state_heat": "heat",
    "ix_case_state_priority": "priority",
}


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "muted_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("find_hash", sa.String(length=64), nullable=False),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.Column("muted_by", sa.Integer(), nullable=False),
        sa.Column("muted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_muted_contact")),
        sa.UniqueConstraint("find_hash", name=op.f("uq_muted_contact_find_hash")),
    )
    op.create_table(
        "muted_report",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("mute_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mute_id"], ["muted_contact.id"], name=op.f("fk_muted_report_mute_id_muted_contact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_muted_report_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_muted_report")),
    )
    op.create_index(op.f("ix_muted_report_mute_id"), "muted_report", ["mute_id"])
    op.add_column("case", sa.Column("is_held_back", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name, column in _ORDERS.items():
        op.drop_index(name, "case")
        op.create_index(name, "case", ["state", column, "id", "is_held_back"])


def downgrade() -> None:
    """Go back; what was held back stays held back, and waits for a person."""
    for name, column in _ORDERS.items():
        op.drop_index(name, "case")
        op.create_index(name, "case", ["state", column, "id"])
    op.drop_column("case", "is_held_back")
    op.drop_index(op.f("ix_muted_report_mute_id"), "muted_report")
    op.drop_table("muted_report")
    op.drop_table("muted_contact")

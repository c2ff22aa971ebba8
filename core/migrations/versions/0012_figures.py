"""What is counted of each day is kept, and when a case was looked at first.

Revision: 0012
Follows: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_submission_received_at": ("submission", ["received_at", "kind", "platform", "case_id"]),
    "ix_case_settled_at": ("case", ["settled_at", "state", "first_seen"]),
    "ix_decision_created_at": ("decision", ["created_at", "case_id", "outcome"]),
    "ix_event_action_at": ("event", ["action", "at"]),
}


def upgrade() -> None:
    """Go forward; the days that have passed are counted by the worker."""
    op.create_table(
        "day_tally",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "measure", "key", name=op.f("pk_day_tally")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_look",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_look_case_id_case")),
        sa.ForeignKeyConstraint(["editor_id"], ["editor.id"], name=op.f("fk_case_look_editor_id_editor")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_look")),
    )
    op.create_index(op.f("ix_case_look_at"), "case_look", ["at"])
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Go back; first looks are lost, and what was counted of days of which reports were erased."""
    for name, (table, _columns) in INDEXES.items():
        op.drop_index(name, table_name=table)
    op.drop_table("case_look")
    op.drop_table("day_tally")

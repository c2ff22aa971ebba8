"""Decisions name what they rest on and what they confirmed, and editors put articles beside a case by hand.

Revision: 0015
Follows: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("match", sa.Column("is_by_hand", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("decision", sa.Column("reason_code", sa.String(length=32), nullable=True))
    with op.batch_alter_table("decision") as decision:
        decision.add_column(sa.Column("confirmed_match_id", sa.Integer(), nullable=True))
        decision.create_foreign_key(
            op.f("fk_decision_confirmed_match_id_match"),
            "match",
            ["confirmed_match_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    """Go back; why something was decided stays in words, where there were any."""
    with op.batch_alter_table("decision") as decision:
        decision.drop_constraint(op.f("fk_decision_confirmed_match_id_match"), type_="foreignkey")
        decision.drop_column("confirmed_match_id")
    op.drop_column("decision", "reason_code")
    op.drop_column("match", "is_by_hand")

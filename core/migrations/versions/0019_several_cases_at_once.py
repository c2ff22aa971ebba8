"""What was done to several cases at once, so that it can be taken back together.

Revision: 0019
Follows: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "bulk_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["editor_id"], ["editor.id"], name=op.f("fk_bulk_act_editor_id_editor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_act")),
        sa.UniqueConstraint("editor_id", "token", name=op.f("uq_bulk_act_editor_id_token")),
    )
    op.create_table(
        "bulk_item",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("tag_id", sa.Integer(), nullable=True),
        sa.Column("given_to_id", sa.Integer(), nullable=True),
        sa.Column("given_before_id", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["bulk_act.id"], name=op.f("fk_bulk_item_act_id_bulk_act")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_bulk_item_case_id_case")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_bulk_item_decision_id_decision")),
        sa.ForeignKeyConstraint(["given_before_id"], ["editor.id"], name=op.f("fk_bulk_item_given_before_id_editor")),
        sa.ForeignKeyConstraint(["given_to_id"], ["editor.id"], name=op.f("fk_bulk_item_given_to_id_editor")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_bulk_item_tag_id_tag")),
        sa.PrimaryKeyConstraint("act_id", "case_id", name=op.f("pk_bulk_item")),
    )
    op.create_index(op.f("ix_bulk_item_case_id"), "bulk_item", ["case_id"])


def downgrade() -> None:
    """Go back; what was done to the cases stays done."""
    op.drop_index(op.f("ix_bulk_item_case_id"), table_name="bulk_item")
    op.drop_table("bulk_item")
    op.drop_table("bulk_act")

"""Hybrid matching: terms beside vectors, wordings, what was learned, cases that are merged and split.

Revision: 0002
Follows: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "learned",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("model_id", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned")),
    )
    with op.batch_alter_table("learned", schema=None) as batch_op:
        batch_op.create_index(
            "uq_learned_active",
            ["kind", "model_id"],
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )

    op.create_table(
        "kept_apart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_kept_apart_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_apart")),
        sa.UniqueConstraint("claim_id", "text_hash", name=op.f("uq_kept_apart_claim_id_text_hash")),
    )
    with op.batch_alter_table("kept_apart", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_apart_text_hash"), ["text_hash"], unique=False)

    op.create_table(
        "wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_wording_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("claim_id", "part", name=op.f("uq_wording_claim_id_part")),
    )
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wording_text_hash"), ["text_hash"], unique=False)

    op.create_table(
        "case_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("from_case_id", sa.Integer(), nullable=False),
        sa.Column("to_case_id", sa.Integer(), nullable=False),
        sa.Column("submission_ids", sa.JSON(), nullable=False),
        sa.Column("key_ids", sa.JSON(), nullable=False),
        sa.Column("match_ids", sa.JSON(), nullable=False),
        sa.Column("words_of_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["from_case_id"], ["case.id"], name=op.f("fk_case_move_from_case_id_case")),
        sa.ForeignKeyConstraint(["to_case_id"], ["case.id"], name=op.f("fk_case_move_to_case_id_case")),
        sa.ForeignKeyConstraint(["words_of_id"], ["submission.id"], name=op.f("fk_case_move_words_of_id_submission")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["case_move.id"], name=op.f("fk_case_move_undone_by_id_case_move")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_move")),
    )
    with op.batch_alter_table("case_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_move_from_case_id"), ["from_case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_move_to_case_id"), ["to_case_id"], unique=False)

    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_case_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_case_merged_into_id_case"), "case", ["merged_into_id"], ["id"])

    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.add_column(sa.Column("probability", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("wording_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("learned_wording_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("kept_apart_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_match_wording_id_wording"), "wording", ["wording_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_match_kept_apart_id_kept_apart"), "kept_apart", ["kept_apart_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_match_learned_wording_id_wording"), "wording", ["learned_wording_id"], ["id"]
        )

    with op.batch_alter_table("vector", schema=None) as batch_op:
        batch_op.add_column(sa.Column("terms", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("analysis", sa.String(length=8), nullable=False, server_default=""))
        batch_op.alter_column("document_id", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False)
    op.create_index("ix_event_action", "event", ["action", "id"])
    # A document is now one of several texts of its owner; what stood here was the owner's own text.
    op.execute("UPDATE vector SET document_id = document_id * 65536")


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_event_action", table_name="event")
    op.execute("DELETE FROM vector WHERE document_id % 65536 <> 0")
    op.execute("UPDATE vector SET document_id = document_id / 65536")
    with op.batch_alter_table("vector", schema=None) as batch_op:
        batch_op.alter_column("document_id", existing_type=sa.BigInteger(), type_=sa.INTEGER(), existing_nullable=False)
        batch_op.drop_column("analysis")
        batch_op.drop_column("terms")

    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_match_learned_wording_id_wording"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_match_kept_apart_id_kept_apart"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_match_wording_id_wording"), type_="foreignkey")
        batch_op.drop_column("kept_apart_id")
        batch_op.drop_column("learned_wording_id")
        batch_op.drop_column("wording_id")
        batch_op.drop_column("probability")

    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_case_merged_into_id_case"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_case_merged_into_id"))
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("case_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_move_to_case_id"))
        batch_op.drop_index(batch_op.f("ix_case_move_from_case_id"))

    op.drop_table("case_move")
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wording_text_hash"))

    op.drop_table("wording")
    with op.batch_alter_table("kept_apart", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_apart_text_hash"))

    op.drop_table("kept_apart")
    with op.batch_alter_table("learned", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_learned_active", sqlite_where=sa.text("state = 'active'"), postgresql_where=sa.text("state = 'active'")
        )

    op.drop_table("learned")

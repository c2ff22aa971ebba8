"""The desk writes fact checks itself, each from a case, and names what it rests on.

Revision: 0018
Follows: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "claim_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_source_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_source")),
        sa.UniqueConstraint("claim_id", "position", name=op.f("uq_claim_source_claim_id_position")),
    )
    op.create_table(
        "written_article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_written_article_claim_id_claim")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_written_article_case_id_case")),
        sa.ForeignKeyConstraint(["begun_by_id"], ["editor.id"], name=op.f("fk_written_article_begun_by_id_editor")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["editor.id"], name=op.f("fk_written_article_changed_by_id_editor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_article")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_written_article_claim_id")),
    )
    op.create_index("ix_written_article_case_id", "written_article", ["case_id"])


def downgrade() -> None:
    """Go back; published articles stay without their sources, and drafts stay where nobody sees them."""
    op.drop_table("written_article")
    op.drop_table("claim_source")

"""Pictures are recognised: those of claims are kept, and their hashes can be followed.

Revision: 0024
Follows: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "picture_hash",
        sa.Column("collection", sa.String(length=16), nullable=False),
        sa.Column("picture_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bits", sa.LargeBinary(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("collection", "picture_id", name=op.f("pk_picture_hash")),
    )
    op.create_index("ix_picture_hash_collection_seq", "picture_hash", ["collection", "seq"])
    op.create_table(
        "claim_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("image_hash", sa.String(length=64), nullable=False),
        sa.Column("image_quality", sa.Integer(), nullable=False),
        sa.Column("preview_key", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["editor.id"], name=op.f("fk_claim_picture_added_by_id_editor")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_picture_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_picture")),
        sa.UniqueConstraint("claim_id", "image_hash", name=op.f("uq_claim_picture_claim_id_image_hash")),
    )


def downgrade() -> None:
    """Go back; the pictures of claims have to be brought again after that."""
    op.drop_table("claim_picture")
    op.drop_table("picture_hash")

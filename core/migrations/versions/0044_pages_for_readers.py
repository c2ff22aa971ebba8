"""The pages that an operator answers for, in the desk's own words.

Revision: 0044
Follows: 0042
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "notice_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(length=32), nullable=False),
        sa.Column("body_de", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_text")),
    )
    op.create_index("ix_notice_text_newest", "notice_text", ["notice", "id"])


def downgrade() -> None:
    """Go back; the desk's own words on these pages go with it."""
    op.drop_index("ix_notice_text_newest", table_name="notice_text")
    op.drop_table("notice_text")

"""Cases and pairs kept apart know the link they are about, and cases that hold together by nothing any more are listed.

Revision: 0007
Follows: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    # What the links are, the next start works out (`intake.cases.rehashing`), because it reads texts anew anyway.
    op.add_column("case", sa.Column("about", sa.Text(), server_default="", nullable=False))
    op.add_column("kept_apart", sa.Column("link", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "loosened",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("submission_ids", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_loosened_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loosened")),
        sa.UniqueConstraint("case_id", name=op.f("uq_loosened_case_id")),
    )


def downgrade() -> None:
    """Go back; what is lost can be made again."""
    op.drop_table("loosened")
    # One by one, not in a batch: on SQLite a batch makes the table anew, and other tables point at it.
    op.drop_column("kept_apart", "link")
    op.drop_column("case", "about")

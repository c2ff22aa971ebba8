"""Cases whose words were read in a picture, and reports that say by a picture what they say.

Revision: 0028
Follows: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("submission", sa.Column("speaks_by_picture", sa.Boolean(), nullable=False, server_default=sa.false()))
    waits = sa.text("awaits_reading")
    op.create_index("ix_submission_awaits_reading", "submission", ["id"], sqlite_where=waits, postgresql_where=waits)
    op.add_column("attachment", sa.Column("is_read_doubtful", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("case", sa.Column("text_source", sa.String(length=32), nullable=False, server_default="typed"))
    op.add_column("case", sa.Column("further_text", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Go back."""
    op.drop_column("case", "further_text")
    op.drop_column("case", "text_source")
    op.drop_column("attachment", "is_read_doubtful")
    op.drop_index("ix_submission_awaits_reading", table_name="submission")
    op.drop_column("submission", "speaks_by_picture")

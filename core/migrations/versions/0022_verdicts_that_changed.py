"""Claims say when their verdict was changed and what it was before, for the cases that they answered.

Revision: 0022
Follows: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("claim", sa.Column("verdict_before", sa.String(length=32), nullable=True))
    op.add_column("claim", sa.Column("verdict_changed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("claim", "verdict_changed_at")
    op.drop_column("claim", "verdict_before")

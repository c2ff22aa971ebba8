"""Matches: why they were suggested, stored with them.

Revision: 0006
Follows: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    # Matches of before have none: the worker explains those of open cases, the others are explained when looked at.
    op.add_column("match", sa.Column("explanation", sa.JSON(), nullable=True))
    op.add_column("match", sa.Column("explained_from", sa.String(length=64), server_default="", nullable=False))


def downgrade() -> None:
    """Go back; what is lost can be made again."""
    # One by one, not in a batch: on SQLite a batch makes the table anew, and other tables may point at it.
    op.drop_column("match", "explained_from")
    op.drop_column("match", "explanation")

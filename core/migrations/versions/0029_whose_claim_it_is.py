"""Who put a claim about, so that a verdict is told of their words and of nobody else's.

Revision: 0029
Follows: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("claim", sa.Column("claimant", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    """Go back."""
    op.drop_column("claim", "claimant")

"""Cases found by the link that they are about.

Revision: 0020
Follows: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    has_one = sa.text("about <> ''")
    op.create_index("ix_case_about", "case", ["about"], sqlite_where=has_one, postgresql_where=has_one)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_case_about", table_name="case")

"""Lines of the trail: found by who did something, and by when.

Revision: 0014
Follows: 0013
"""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_index("ix_event_editor_id", "event", ["editor_id", "id"])
    op.create_index("ix_event_at", "event", ["at", "id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_event_at", table_name="event")
    op.drop_index("ix_event_editor_id", table_name="event")

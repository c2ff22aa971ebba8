"""The trail points at cases by their number, without a foreign key: it stands below them.

Revision: 0005
Follows: 0004
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_constraint("fk_event_case_id_case", type_="foreignkey")


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("event") as batch_op:
        batch_op.create_foreign_key("fk_event_case_id_case", "case", ["case_id"], ["id"])

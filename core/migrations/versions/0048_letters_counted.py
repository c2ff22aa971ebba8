"""By which letter a reader was told, and how often the owner of an address was asked.

Revision: 0048
Follows: 0041
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0041"
branch_labels = None
depends_on = None

# What stands in the outbox says which letter was the last; of one that is forgotten there nobody asks any more.
_LAST = sa.text(
    "UPDATE contact SET told_in = COALESCE((SELECT MAX(outbox.id) FROM outbox WHERE outbox.kind = 'contact_answer'"
    " AND outbox.subject_id = contact.id AND outbox.state IN ('ending', 'sent')), 0)"
)


def upgrade() -> None:
    """Go forward."""
    for name in ("told_in", "told_in_before"):
        op.add_column("contact", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.execute(_LAST)
    op.create_table(
        "asked_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("find_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_address")),
    )
    op.create_index(op.f("ix_asked_address_find_hash"), "asked_address", ["find_hash"])


def downgrade() -> None:
    """Go back; how often somebody was asked is counted from the contacts alone then."""
    op.drop_table("asked_address")
    for name in ("told_in_before", "told_in"):
        op.drop_column("contact", name)

"""By which letter a reader was told of a question, and which letters may leave while others are held.

Revision: 0050
Follows: 0049
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; of questions that wait already readers are told, as of new ones."""
    op.add_column("remark", sa.Column("told_in", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("released_for", sa.Integer(), nullable=False, server_default="0"))
    # Where letters are held already, their hold gets a number as every other.
    op.execute(
        sa.text(
            "INSERT INTO counter (name, value) SELECT 'letters_hold', value FROM counter WHERE name = 'letters_seen'"
        )
    )


def downgrade() -> None:
    """Go back; letters about questions are sent by no version before, and single ones are let go by none."""
    op.execute(sa.text("DELETE FROM counter WHERE name = 'letters_hold'"))
    op.drop_column("outbox", "released_for")
    op.execute(sa.text("DELETE FROM outbox WHERE kind = 'contact_question'"))
    op.execute(sa.text("DELETE FROM owed WHERE job = 'intake.jobs.tell_reader_of_question'"))
    op.drop_column("remark", "told_in")

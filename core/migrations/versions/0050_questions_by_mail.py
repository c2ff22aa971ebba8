"""By which letter a reader was told of a question.

Revision: 0050
Follows: 0048
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; of questions that wait already readers are told, as of new ones."""
    op.add_column("remark", sa.Column("told_in", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Go back; letters about questions are sent by no version before."""
    op.execute(sa.text("DELETE FROM outbox WHERE kind = 'contact_question'"))
    op.execute(sa.text("DELETE FROM owed WHERE job = 'intake.jobs.tell_reader_of_question'"))
    op.drop_column("remark", "told_in")

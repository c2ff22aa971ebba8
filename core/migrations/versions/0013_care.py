"""Care: how each editor works, what is left out today, and how many hurtful texts were opened today.

Revision: 0013
Follows: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "editor_preference",
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=32), nullable=False),
        _editor("editor_preference"),
        sa.PrimaryKeyConstraint("editor_id", "name", name=op.f("pk_editor_preference")),
    )
    op.create_table(
        "not_today",
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        _editor("not_today"),
        sa.PrimaryKeyConstraint("editor_id", "day", "kind", name=op.f("pk_not_today")),
    )
    op.create_table(
        "skipped",
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        _editor("skipped"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_skipped_case_id_case"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("editor_id", "day", "case_id", name=op.f("pk_skipped")),
    )
    op.create_index(op.f("ix_skipped_case_id"), "skipped", ["case_id"])
    op.create_table(
        "opened_text",
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text_key", sa.String(length=32), nullable=False),
        _editor("opened_text"),
        sa.PrimaryKeyConstraint("editor_id", "day", "text_key", name=op.f("pk_opened_text")),
    )


def downgrade() -> None:
    """Go back; what editors chose is lost."""
    for table in ("opened_text", "skipped", "not_today", "editor_preference"):
        op.drop_table(table)


def _editor(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_editor_id_editor")
    return sa.ForeignKeyConstraint(["editor_id"], ["editor.id"], name=name, ondelete="CASCADE")

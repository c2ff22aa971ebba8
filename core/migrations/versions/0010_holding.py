"""Leases, presence, assignments, who is named in a case, drafts, and notes with mentions.

Revision: 0010
Follows: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    _leases()
    _people()
    _drafts()
    _notes()


def downgrade() -> None:
    """Go back; drafts and notes are lost, and nobody holds a case any more."""
    for table in ("mention", "note", "draft", "named_in", "assignment", "viewing", "lease"):
        op.drop_table(table)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _leases() -> None:
    op.create_table(
        "lease",
        _number("id"),
        _number("case_id"),
        _number("editor_id"),
        _moment("taken_at"),
        _moment("expires_at"),
        _number("taken_from_id", nullable=True),
        _points("lease", "case_id", "case"),
        _points("lease", "editor_id", "editor"),
        _points("lease", "taken_from_id", "editor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lease")),
        sa.UniqueConstraint("case_id", name=op.f("uq_lease_case_id")),
    )
    op.create_index(op.f("ix_lease_editor_id"), "lease", ["editor_id"])
    op.create_table(
        "viewing",
        _number("id"),
        _number("case_id"),
        _number("editor_id"),
        _moment("seen_at"),
        _points("viewing", "case_id", "case"),
        _points("viewing", "editor_id", "editor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing")),
        sa.UniqueConstraint("case_id", "editor_id", name=op.f("uq_viewing_case_id_editor_id")),
    )
    op.create_index(op.f("ix_viewing_seen_at"), "viewing", ["seen_at"])


def _people() -> None:
    op.create_table(
        "assignment",
        _number("id"),
        _number("case_id"),
        _number("editor_id"),
        _number("assigned_by_id"),
        _moment("assigned_at"),
        _points("assignment", "case_id", "case"),
        _points("assignment", "editor_id", "editor"),
        _points("assignment", "assigned_by_id", "editor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("case_id", name=op.f("uq_assignment_case_id")),
    )
    op.create_index(op.f("ix_assignment_editor_id"), "assignment", ["editor_id"])
    op.create_table(
        "named_in",
        _number("id"),
        _number("case_id"),
        _number("editor_id"),
        _number("said_by_id"),
        _moment("said_at"),
        sa.Column("reason", sa.Text(), nullable=False),
        _points("named_in", "case_id", "case"),
        _points("named_in", "editor_id", "editor"),
        _points("named_in", "said_by_id", "editor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_in")),
        sa.UniqueConstraint("case_id", "editor_id", name=op.f("uq_named_in_case_id_editor_id")),
    )


def _drafts() -> None:
    op.create_table(
        "draft",
        _number("id"),
        _number("editor_id"),
        _number("case_id"),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        _number("version"),
        _moment("opened_at"),
        _moment("updated_at"),
        _points("draft", "editor_id", "editor"),
        _points("draft", "case_id", "case"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("editor_id", "case_id", "form", name=op.f("uq_draft_editor_id_case_id_form")),
    )
    op.create_index(op.f("ix_draft_updated_at"), "draft", ["updated_at"])


def _notes() -> None:
    op.create_table(
        "note",
        _number("id"),
        _number("case_id"),
        _number("editor_id"),
        sa.Column("text", sa.Text(), nullable=False),
        _moment("created_at"),
        _moment("withdrawn_at", nullable=True),
        _points("note", "case_id", "case"),
        _points("note", "editor_id", "editor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_case_id"), "note", ["case_id"])
    op.create_table(
        "mention",
        _number("id"),
        _number("note_id"),
        _number("editor_id"),
        _moment("seen_at", nullable=True),
        _points("mention", "note_id", "note"),
        _points("mention", "editor_id", "editor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
    )
    op.create_index(op.f("ix_mention_note_id"), "mention", ["note_id"])
    op.create_index("ix_mention_editor_id_seen_at", "mention", ["editor_id", "seen_at"])
    op.create_index("ix_mention_editor_id_note_id", "mention", ["editor_id", "note_id"], unique=True)

"""Objections: what was sent, what was answered and by whom, and to whom they are given.

Revision: 0016
Follows: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    _objections()
    _answers()
    _assignments()


def downgrade() -> None:
    """Go back; objections are lost, and with them what was answered."""
    for table in ("objection_assignment", "objection_answer", "objection"):
        op.drop_table(table)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _objections() -> None:
    table = "objection"
    op.create_table(
        table,
        _number("id"),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=False),
        sa.Column("objector", sa.String(length=32), nullable=False),
        sa.Column("is_proven", sa.Boolean(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        _number("submission_id", nullable=True),
        _number("case_id", nullable=True),
        _number("claim_id", nullable=True),
        _moment("received_at"),
        sa.Column("due_on", sa.Date(), nullable=False),
        _moment("answered_at", nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("public_sentence", sa.Text(), nullable=False),
        sa.Column("is_own_decision", sa.Boolean(), nullable=False),
        _points(table, "submission_id", "submission"),
        _points(table, "case_id", "case"),
        _points(table, "claim_id", "claim"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("reference", name=op.f("uq_objection_reference")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_objection_receipt_hash")),
    )
    for column in ("submission_id", "case_id", "claim_id"):
        op.create_index(op.f(f"ix_objection_{column}"), table, [column])
    op.create_index("ix_objection_answered_at", table, ["answered_at", "id"])
    is_open = sa.text("answered_at IS NULL")
    op.create_index("ix_objection_open", table, ["due_on", "id"], sqlite_where=is_open, postgresql_where=is_open)
    is_reporters = sa.text("is_proven AND answered_at IS NULL")
    op.create_index(
        "uq_objection_open_of_report",
        table,
        ["submission_id"],
        unique=True,
        sqlite_where=is_reporters,
        postgresql_where=is_reporters,
    )


def _answers() -> None:
    table = "objection_answer"
    op.create_table(
        table,
        _number("objection_id"),
        _number("editor_id"),
        sa.Column("reason", sa.Text(), nullable=False),
        _number("decision_id", nullable=True),
        sa.Column("is_reopened", sa.Boolean(), nullable=False),
        _points(table, "objection_id", "objection"),
        _points(table, "editor_id", "editor"),
        _points(table, "decision_id", "decision"),
        sa.PrimaryKeyConstraint("objection_id", name=op.f("pk_objection_answer")),
    )
    op.create_index(op.f("ix_objection_answer_editor_id"), table, ["editor_id"])


def _assignments() -> None:
    table = "objection_assignment"
    op.create_table(
        table,
        _number("objection_id"),
        _number("editor_id"),
        _number("assigned_by_id"),
        _moment("assigned_at"),
        _points(table, "objection_id", "objection"),
        _points(table, "editor_id", "editor"),
        _points(table, "assigned_by_id", "editor"),
        sa.PrimaryKeyConstraint("objection_id", name=op.f("pk_objection_assignment")),
    )
    op.create_index(op.f("ix_objection_assignment_editor_id"), table, ["editor_id"])

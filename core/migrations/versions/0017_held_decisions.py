"""Decisions that wait for a second person, who released them, and why people took articles out of the archive.

Revision: 0017
Follows: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    _held()
    _retractions()
    with op.batch_alter_table("decision") as decision:
        decision.add_column(_number("approved_by_id", nullable=True))
        decision.create_foreign_key(op.f("fk_decision_approved_by_id_editor"), "editor", ["approved_by_id"], ["id"])


def downgrade() -> None:
    """Go back; what waits is lost, and who released what is told by the trail alone."""
    with op.batch_alter_table("decision") as decision:
        decision.drop_constraint(op.f("fk_decision_approved_by_id_editor"), type_="foreignkey")
        decision.drop_column("approved_by_id")
    op.drop_table("retraction")
    op.drop_table("held_decision")


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _chosen(name: str, *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=32), nullable=nullable)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _held() -> None:
    op.create_table(
        "held_decision",
        _number("id"),
        _number("case_id", nullable=True),
        _number("claim_id", nullable=True),
        _number("editor_id"),
        sa.Column("kinds", sa.JSON(), nullable=False),
        _chosen("outcome"),
        _chosen("verdict"),
        _chosen("reason_code"),
        _words("reason"),
        _words("public_sentence"),
        sa.Column("names_person", sa.Boolean(), nullable=False),
        _number("version"),
        _chosen("state", nullable=False),
        _moment("created_at"),
        _moment("closed_at", nullable=True),
        _number("closed_by_id", nullable=True),
        _words("answer"),
        _points("held_decision", "case_id", "case"),
        _points("held_decision", "claim_id", "claim"),
        _points("held_decision", "editor_id", "editor"),
        _points("held_decision", "closed_by_id", "editor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_decision")),
    )
    op.create_index(op.f("ix_held_decision_case_id"), "held_decision", ["case_id"])
    op.create_index(op.f("ix_held_decision_claim_id"), "held_decision", ["claim_id"])
    op.create_index("ix_held_decision_state_id", "held_decision", ["state", "id"])
    op.create_index("ix_held_decision_editor_id_state", "held_decision", ["editor_id", "state"])


def _retractions() -> None:
    op.create_table(
        "retraction",
        _number("id"),
        _number("claim_id"),
        _number("editor_id"),
        _number("approved_by_id", nullable=True),
        _words("reason"),
        _moment("created_at"),
        _points("retraction", "claim_id", "claim"),
        _points("retraction", "editor_id", "editor"),
        _points("retraction", "approved_by_id", "editor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retraction")),
    )
    op.create_index(op.f("ix_retraction_claim_id"), "retraction", ["claim_id"])

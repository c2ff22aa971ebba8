"""Reports have files, answers to questions of their kind, and a draft on the server before they are sent.

Revision: 0023
Follows: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# New columns of a report: their type, and what reports have that came before.
ANSWERS = {
    "is_danger": (sa.Boolean(), sa.false()),
    "concern": (sa.String(length=32), ""),
    "targets": (sa.JSON(), "[]"),
    "seen_when": (sa.String(length=32), ""),
    "advertised": (sa.String(length=32), ""),
    "not_the_same": (sa.JSON(), "[]"),
    "awaits_reading": (sa.Boolean(), sa.false()),
    "read_text": (sa.Text(), ""),
    "is_read_doubtful": (sa.Boolean(), sa.false()),
}


def upgrade() -> None:
    """Go forward."""
    for name, (kind, before) in ANSWERS.items():
        op.add_column("submission", sa.Column(name, kind, nullable=False, server_default=before))
    op.create_table(
        "report_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_draft")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_report_draft_token_hash")),
    )
    op.create_index(op.f("ix_report_draft_expires_at"), "report_draft", ["expires_at"])
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("original_key", sa.String(length=64), nullable=False),
        sa.Column("preview_key", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("image_hash", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("image_quality", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("code_links", sa.JSON(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.Column("reading", sa.String(length=32), nullable=False),
        sa.Column("read_text", sa.Text(), nullable=False, server_default=""),
        sa.Column("read_doubts", sa.JSON(), nullable=False),
        sa.Column("read_by", sa.String(length=80), nullable=False, server_default=""),
        sa.Column("corrected_text", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["report_draft.id"], name=op.f("fk_attachment_draft_id_report_draft")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_attachment_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index("ix_attachment_draft_id", "attachment", ["draft_id", "position"])
    op.create_index("ix_attachment_submission_id", "attachment", ["submission_id", "position"])
    op.create_index("ix_attachment_sha256", "attachment", ["sha256"])
    waiting = sa.text("reading = 'waiting'")
    op.create_index("ix_attachment_waiting", "attachment", ["id"], sqlite_where=waiting, postgresql_where=waiting)


def downgrade() -> None:
    """Go back; files that readers sent stay sealed in their folder, where nothing leads to them any more."""
    op.drop_table("attachment")
    op.drop_table("report_draft")
    for name in reversed(ANSWERS):
        op.drop_column("submission", name)

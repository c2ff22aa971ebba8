"""Cases carry what the desk's list is sorted and narrowed by, and editors tag them and keep filters.

Revision: 0009
Follows: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ORDERS = ("first_seen", "heat", "priority")
FACETS = ("kind", "lang", "best_band")


def upgrade() -> None:
    """Go forward. What the new columns hold, the next start works out (`intake.cases.counting`)."""
    op.add_column("case", sa.Column("lang", sa.String(length=8), server_default="", nullable=False))
    op.add_column("case", sa.Column("heat", sa.Double(), server_default="0", nullable=False))
    op.add_column("case", sa.Column("signals", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("case", sa.Column("told_by", sa.Integer(), nullable=True))
    op.add_column("case", sa.Column("priority", sa.Integer(), server_default="0", nullable=False))
    op.add_column("case", sa.Column("best_band", sa.String(length=32), nullable=True))
    op.add_column("case", sa.Column("later_reports", sa.Integer(), server_default="0", nullable=False))
    op.add_column("case", sa.Column("has_news", sa.Boolean(), server_default=sa.false(), nullable=False))
    for column in ORDERS:
        op.create_index(f"ix_case_state_{column}", "case", ["state", column, "id"])
    for column in FACETS:
        op.create_index(f"ix_case_state_{column}", "case", ["state", column])
    op.create_index(
        "ix_case_has_news",
        "case",
        ["state"],
        sqlite_where=sa.text("has_news"),
        postgresql_where=sa.text("has_news"),
    )
    op.create_table(
        "case_day",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_day_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "day", name=op.f("pk_case_day")),
    )
    op.create_table(
        "case_platform",
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_platform_case_id_case")),
        sa.PrimaryKeyConstraint("platform", "case_id", name=op.f("pk_case_platform")),
    )
    op.create_index(op.f("ix_case_platform_case_id"), "case_platform", ["case_id"])
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("spelling", sa.String(length=120), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("spelling", name=op.f("uq_tag_spelling")),
    )
    op.create_table(
        "case_tag",
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_case_tag_tag_id_tag")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_tag_case_id_case")),
        sa.PrimaryKeyConstraint("tag_id", "case_id", name=op.f("pk_case_tag")),
    )
    op.create_index(op.f("ix_case_tag_case_id"), "case_tag", ["case_id"])
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["editor_id"], ["editor.id"], name=op.f("fk_saved_view_editor_id_editor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("editor_id", "name", name=op.f("uq_saved_view_editor_id_name")),
    )


def downgrade() -> None:
    """Go back; tags and kept filters are lost, the rest can be made again from the reports."""
    op.drop_table("saved_view")
    op.drop_table("case_tag")
    op.drop_table("tag")
    op.drop_table("case_platform")
    op.drop_table("case_day")
    op.drop_index("ix_case_has_news", "case")
    for column in (*FACETS, *ORDERS):
        op.drop_index(f"ix_case_state_{column}", "case")
    # One by one, not in a batch: on SQLite a batch makes the table anew, and other tables point at it.
    for column in ("has_news", "later_reports", "best_band", "priority", "told_by", "signals", "heat", "lang"):
        op.drop_column("case", column)

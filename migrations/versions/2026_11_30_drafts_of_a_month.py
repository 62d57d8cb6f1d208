"""Months that are shown as drafts before they are issued

Revision: 0032
Follows: 0031
Written: 2026-11-30 14:15:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Go forward."""
    op.add_column(
        "networks", sa.Column("grace_days", sa.Integer(), server_default="0", nullable=False)
    )
    ends = sa.Enum(
        "issued",
        "withdrawn",
        name="draftend",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.create_table(
        "month_drafts",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("opened_by_name", sa.String(length=200), nullable=False),
        sa.Column("issues_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_how", ends, nullable=True),
        sa.Column("ended_by_name", sa.String(length=200), nullable=False),
        sa.Column("told_through", sa.Uuid(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_how IS NULL)", name=op.f("ck_month_drafts_ended")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_drafts")),
    )
    op.create_index(
        "uq_month_drafts_open",
        "month_drafts",
        ["month"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("month_drafts")
    with op.batch_alter_table("networks") as batch:
        batch.drop_column("grace_days")

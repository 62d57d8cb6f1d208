"""Disputes that are decided by a payment; who decided about an appeal; forecasts of late charges

Revision: 0025
Follows: 0024
Written: 2026-11-30 08:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

REMEDIES = ("credit", "report")
ENTRIES = (
    "opened",
    "said",
    "asked",
    "accepted",
    "partly",
    "rejected",
    "withdrawn",
    "mediation",
    "reminded",
    "late",
)
MORE_REMEDIES, MORE_ENTRIES = (*REMEDIES, "payment"), (*ENTRIES, "paid")
FOUND = "settled_minor >= 0 AND (payment_id IS NULL) = (settled_minor = 0)"


def upgrade() -> None:
    """Go forward."""
    change_words(MORE_REMEDIES, MORE_ENTRIES)
    with op.batch_alter_table("disputes") as batch:
        batch.add_column(sa.Column("payment_id", sa.Uuid(), nullable=True))
        batch.add_column(
            sa.Column("settled_minor", sa.BigInteger(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("disputes") as batch:
        batch.alter_column("settled_minor", server_default=None)
        batch.create_foreign_key(op.f("fk_disputes_payment_id"), "payments", ["payment_id"], ["id"])
        batch.create_check_constraint(op.f("ck_disputes_found"), FOUND)
    op.add_column("grade_appeals", sa.Column("decided_by", sa.Uuid(), nullable=True))
    op.create_table(
        "late_forecasts",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("franchisees", sa.Integer(), nullable=False),
        sa.Column("charges", sa.Integer(), nullable=False),
        sa.Column("totals", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("missing", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_forecasts")),
        sa.UniqueConstraint("month", name=op.f("uq_late_forecasts_month")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("late_forecasts")
    with op.batch_alter_table("grade_appeals") as batch:
        batch.drop_column("decided_by")
    with op.batch_alter_table("disputes") as batch:
        batch.drop_constraint(op.f("ck_disputes_found"), type_="check")
        batch.drop_constraint(op.f("fk_disputes_payment_id"), type_="foreignkey")
        batch.drop_column("settled_minor")
        batch.drop_column("payment_id")
    change_words(REMEDIES, ENTRIES)


def change_words(remedies: tuple[str, ...], entries: tuple[str, ...]) -> None:
    """Let disputes and what is said about them be of other kinds."""
    for table, column, name, words in (
        ("disputes", "remedy", "ck_disputes_remedy", remedies),
        ("dispute_entries", "kind", "ck_dispute_entries_disputeentrykind", entries),
    ):
        listed = ", ".join(f"'{word}'" for word in words)
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(name), type_="check")
            batch.create_check_constraint(op.f(name), f"{column} IN ({listed})")
    keep_as_written("dispute_entries")


def keep_as_written(table: str) -> None:
    """Put back the triggers that SQLite loses where it changes a table by copying it."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )

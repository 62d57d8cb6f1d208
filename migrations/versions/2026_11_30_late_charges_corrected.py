"""Late charges that are taken back once more is known

Revision: 0023
Follows: 0022
Written: 2026-11-30 07:45:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

#: History that the database itself refuses to change.
APPEND_ONLY = ("late_corrections", "late_looks")


def refuse_changes() -> None:
    """Add the triggers that keep history as it was written."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        message = f"{table} is append-only"
        if is_sqlite:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                )
        else:
            op.execute(
                f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger "
                f"LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{message}'; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
            )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "late_corrections",
        sa.Column("late_charge_id", sa.Uuid(), nullable=False),
        sa.Column("credit_note_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("right_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("working", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "amount_minor > 0 AND right_minor >= 0", name=op.f("ck_late_corrections_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["credit_note_id"], ["invoices.id"], name=op.f("fk_late_corrections_credit_note_id")
        ),
        sa.ForeignKeyConstraint(
            ["late_charge_id"], ["late_charges.id"], name=op.f("fk_late_corrections_late_charge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_corrections")),
        sa.UniqueConstraint(
            "late_charge_id",
            "credit_note_id",
            name=op.f("uq_late_corrections_late_charge_id_credit_note_id"),
        ),
    )
    op.create_index("ix_late_corrections_credit_note", "late_corrections", ["credit_note_id"])
    op.create_table(
        "late_looks",
        sa.Column("upto", sa.Uuid(), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_looks")),
        sa.UniqueConstraint("upto", name=op.f("uq_late_looks_upto")),
    )
    refuse_changes()


def downgrade() -> None:
    """Go back."""
    for table in reversed(APPEND_ONLY):
        op.drop_table(table)
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION IF EXISTS {table}_refuse()")

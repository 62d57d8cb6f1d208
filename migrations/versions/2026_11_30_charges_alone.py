"""Charges without keys to contract and plan

Each key of a charge is looked up for each of three hundred thousand a month. Contract and plan are
read in the transaction that charges, together with the report, and the check of the ledger proves
that they are there.

Revision: 0021
Follows: 0020
Written: 2026-11-30 02:45:00
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEYS = {"contract_id": "contracts", "plan_id": "fee_plans"}


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("charges") as batch_op:
        for column in KEYS:
            batch_op.drop_constraint(f"fk_charges_{column}", type_="foreignkey")
    keep_as_written("charges")


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("charges") as batch_op:
        for column, other in KEYS.items():
            batch_op.create_foreign_key(f"fk_charges_{column}", other, [column], ["id"])
    keep_as_written("charges")


def keep_as_written(table: str) -> None:
    """Put back the triggers that SQLite loses where it changes a table by copying it."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )

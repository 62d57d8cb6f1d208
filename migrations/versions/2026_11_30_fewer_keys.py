"""Fewer things to keep up for each row: an index that misled, keys that say what others say

Contracts are found by their last day and then by state; a state alone leads to nearly all of them.
The outlet of a charge is that of its sales report, and the franchisee of an open item that of its
invoice: these have the keys.

Revision: 0015
Follows: 0014
Written: 2026-11-30 10:50:00
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEYS = {"charges": ("outlet_id", "outlets"), "open_items": ("franchisee_id", "franchisees")}


def upgrade() -> None:
    """Go forward."""
    op.drop_index("ix_contracts_ends_on", "contracts")
    op.create_index("ix_contracts_ends_on", "contracts", ["ends_on", "status"])
    for table, (column, _) in KEYS.items():
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(f"fk_{table}_{column}", type_="foreignkey")
    keep_as_written("charges")


def downgrade() -> None:
    """Go back."""
    for table, (column, other) in KEYS.items():
        with op.batch_alter_table(table) as batch_op:
            batch_op.create_foreign_key(f"fk_{table}_{column}", other, [column], ["id"])
    keep_as_written("charges")
    op.drop_index("ix_contracts_ends_on", "contracts")
    op.create_index("ix_contracts_ends_on", "contracts", ["status", "ends_on"])


def keep_as_written(table: str) -> None:
    """Put back the triggers that SQLite loses where it changes a table by copying it."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )

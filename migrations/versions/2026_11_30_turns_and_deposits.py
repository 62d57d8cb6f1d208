"""Why money came to a part of an invoice when it did; deposits, which are owed back

Revision: 0031
Follows: 0030
Written: 2026-11-30 14:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TURNS = ("named", "fund", "due", "instalment", "coming", "contested")
ACCOUNTS = (
    "receivable",
    "credit",
    "revenue",
    "contributions",
    "bank",
    "tax",
    "payable",
    "written_off",
    "expense",
    "own_share",
    "between",
    "other_income",
)
SINGLES = (
    "transfer_fee",
    "renewal_fee",
    "initial_fee",
    "audit_cost",
    "audit_interest",
    "late_charge",
    "late_interest",
    "returned_debit",
    "other",
)

#: History that SQLite changes by copying it, which loses its triggers.
REBUILT = ("postings", "single_charges")


def upgrade() -> None:
    """Go forward."""
    # The check of one column comes with the column, so that SQLite need not copy the table.
    op.execute(
        "ALTER TABLE allocations ADD COLUMN turn VARCHAR(40) "
        f"CONSTRAINT ck_allocations_turn CHECK ({one_of('turn', TURNS)})"
    )
    change_words((*ACCOUNTS, "deposits"), (*SINGLES, "deposit"))
    deposits = sa.text("kind = 'deposit'")
    op.create_index(
        "ix_single_charges_deposits",
        "single_charges",
        ["contract_id"],
        sqlite_where=deposits,
        postgresql_where=deposits,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_single_charges_deposits", "single_charges")
    change_words(ACCOUNTS, SINGLES)
    op.execute("ALTER TABLE allocations DROP COLUMN turn")


def change_words(accounts: tuple[str, ...], singles: tuple[str, ...]) -> None:
    """Let accounts and kinds of single charges have other words."""
    for table, name, column, words in (
        ("postings", "ck_postings_account", "account", accounts),
        ("account_totals", "ck_account_totals_account", "account", accounts),
        ("account_days", "ck_account_days_account", "account", accounts),
        ("single_charges", "ck_single_charges_singlekind", "kind", singles),
    ):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(name), type_="check")
            batch.create_check_constraint(op.f(name), one_of(column, words))
    if op.get_bind().dialect.name == "sqlite":
        for table in REBUILT:
            keep_as_written(table)


def one_of(column: str, words: tuple[str, ...]) -> str:
    """A column that holds one of some words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def keep_as_written(table: str) -> None:
    """Put back the triggers that refuse changes."""
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )

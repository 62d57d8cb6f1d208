"""What stands on each account as a running total, and an index for a month's current reports

Revision: 0010
Follows: 0009
Written: 2026-11-30 09:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BOOKS = ("franchisor", "fund")
ACCOUNTS = ("receivable", "credit", "revenue", "contributions", "bank")


def words(name: str, *values: str) -> sa.Enum:
    """The type of a column that holds one of a few words."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "account_totals",
        sa.Column("book", words("book", *BOOKS), nullable=False),
        sa.Column("account", words("account", *ACCOUNTS), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "account", "currency", name=op.f("pk_account_totals")),
    )
    op.execute(
        "INSERT INTO account_totals (book, account, currency, total_minor) "
        "SELECT book, account, currency, sum(amount_minor) FROM postings "
        "GROUP BY book, account, currency"
    )
    with op.batch_alter_table("sales_reports") as batch_op:
        batch_op.drop_index("ix_sales_reports_month_outlet")
        batch_op.create_index(
            "ix_sales_reports_month", ["month", "is_current", "outlet_id", "starts_on"]
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("sales_reports") as batch_op:
        batch_op.drop_index("ix_sales_reports_month")
        batch_op.create_index("ix_sales_reports_month_outlet", ["month", "outlet_id"])
    op.drop_table("account_totals")

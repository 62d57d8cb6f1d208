"""What was posted to each account on each day; outlets and regions of the fund in large networks

Revision: 0024
Follows: 0023
Written: 2026-11-30 07:50:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BOOKS = ("franchisor", "fund")
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


def words(name: str, *values: str) -> sa.Enum:
    """The type of a column that holds one of a few words."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "account_days",
        sa.Column("book", words("book", *BOOKS), nullable=False),
        sa.Column("account", words("account", *ACCOUNTS), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "book", "account", "currency", "on_date", name=op.f("pk_account_days")
        ),
    )
    op.execute(
        "INSERT INTO account_days (book, account, currency, on_date, total_minor) "
        "SELECT postings.book, postings.account, postings.currency, journal_entries.on_date, "
        "sum(postings.amount_minor) FROM postings "
        "JOIN journal_entries ON journal_entries.id = postings.entry_id "
        "GROUP BY postings.book, postings.account, postings.currency, journal_entries.on_date"
    )
    op.create_table(
        "fund_statement_outlets",
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_local", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=200), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("contributed_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["fund_statements.id"],
            name=op.f("fk_fund_statement_outlets_statement_id_fund_statements"),
        ),
        sa.PrimaryKeyConstraint("statement_id", "position", name=op.f("pk_fund_statement_outlets")),
    )

    op.create_table(
        "fund_region_sums",
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("worked_out_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("starts_on", "currency", name=op.f("pk_fund_region_sums")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("fund_region_sums")
    op.drop_table("fund_statement_outlets")
    op.drop_table("account_days")

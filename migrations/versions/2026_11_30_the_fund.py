"""The open book of the advertising fund

Revision: 0019
Follows: 0018
Written: 2026-11-30 02:19:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ACCOUNTS = (
    "receivable",
    "credit",
    "revenue",
    "contributions",
    "bank",
    "tax",
    "payable",
    "written_off",
)
MORE_ACCOUNTS = (*ACCOUNTS, "expense", "own_share", "between", "other_income")
KINDS = (
    "invoice",
    "payment",
    "allocation",
    "credit_note",
    "reversal",
    "refund",
    "payout",
    "write_off",
    "debit_note",
)
MORE_KINDS = (*KINDS, "spending", "own_contribution", "fund_transfer", "fund_receipt")
SPENDING_KINDS = ("media", "digital", "production", "local", "research", "administration", "other")
BUDGET_STATUSES = ("draft", "proposed", "adopted", "replaced", "withdrawn")
STATEMENT_STATUSES = ("draft", "published", "replaced")
STEPS = ("soon", "late")

#: History that SQLite changes by copying it, which loses its triggers.
REBUILT = ("journal_entries", "postings")
#: History that the database itself refuses to change.
KEPT = (
    "fund_own_plans",
    "fund_own_contributions",
    "fund_transfers",
    "fund_receipts",
    "fund_spendings",
    "fund_spending_regions",
    "fund_balances",
    "fund_outstanding",
    "fund_editions",
    "fund_deliveries",
    "fund_reminders",
)
TABLES = (
    "fund_reminders",
    "fund_deliveries",
    "fund_editions",
    "fund_statements",
    "fund_terms",
    "fund_outstanding",
    "fund_balances",
    "fund_spending_regions",
    "fund_spendings",
    "fund_budget_lines",
    "fund_budgets",
    "fund_receipts",
    "fund_transfers",
    "fund_own_contributions",
    "fund_own_plans",
)
EXACT = sa.Numeric(20, 6).with_variant(sa.String(30), "sqlite")
NAME = sa.String(length=200)
MOMENT = sa.DateTime(timezone=True)


def is_sqlite() -> bool:
    """Whether tables are changed by copying them."""
    return op.get_bind().dialect.name == "sqlite"


def words(name: str, *values: str) -> sa.Enum:
    """The type of a column that holds one of a few words."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def refuse_changes(*tables: str) -> None:
    """Add the triggers that keep history as it was written."""
    for table in tables:
        message = f"{table} is append-only"
        if is_sqlite():
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


def change_words(accounts: tuple[str, ...], kinds: tuple[str, ...]) -> None:
    """Let accounts and kinds of entries have other words."""
    for table, name, column, values in (
        ("journal_entries", "ck_journal_entries_entrykind", "kind", kinds),
        ("postings", "ck_postings_account", "account", accounts),
        ("account_totals", "ck_account_totals_account", "account", accounts),
    ):
        listed = ", ".join(f"'{value}'" for value in values)
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(name), type_="check")
            batch.create_check_constraint(op.f(name), f"{column} IN ({listed})")
    if is_sqlite():
        refuse_changes(*REBUILT)


def key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """A foreign key by its usual name."""
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def identified(table: str) -> tuple[sa.Column[object], sa.PrimaryKeyConstraint]:
    """The id of a row."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    """Go forward."""
    change_words(MORE_ACCOUNTS, MORE_KINDS)
    make_own()
    make_receipts()
    make_budgets()
    make_spending()
    make_bank()
    make_statements()
    refuse_changes(*KEPT)


def make_own() -> None:
    op.create_table(
        "fund_own_plans",
        sa.Column("brand_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("decided_by_name", NAME, nullable=False),
        *identified("fund_own_plans"),
        key("fund_own_plans", "brand_id", "brands"),
        key("fund_own_plans", "plan_id", "fee_plans"),
        sa.UniqueConstraint(
            "brand_id", "starts_on", name=op.f("uq_fund_own_plans_brand_id_starts_on")
        ),
    )
    table = "fund_own_contributions"
    op.create_table(
        table,
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("sales_report_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("fee", sa.String(length=100), nullable=False),
        sa.Column("basis_amount", EXACT, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("posted_by_name", NAME, nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        *identified(table),
        key(table, "outlet_id", "outlets"),
        key(table, "sales_report_id", "sales_reports"),
        key(table, "plan_id", "fee_plans"),
        key(table, "reverses_id", "fund_own_contributions"),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_fund_own_contributions_reverses_id")),
    )
    with op.batch_alter_table(table) as batch:
        batch.create_index("ix_fund_own_contributions_outlet", ["outlet_id", "posted_on"])
        batch.create_index("ix_fund_own_contributions_month", ["month"])
        batch.create_index(
            "uq_fund_own_contributions_fee",
            ["sales_report_id", "fee"],
            unique=True,
            sqlite_where=sa.text("reverses_id IS NULL"),
            postgresql_where=sa.text("reverses_id IS NULL"),
        )
    op.create_table(
        "fund_transfers",
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reference", NAME, nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("posted_by_name", NAME, nullable=False),
        *identified("fund_transfers"),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_fund_transfers_amount")),
    )


def make_receipts() -> None:
    table = "fund_receipts"
    op.create_table(
        table,
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("posted_by_name", NAME, nullable=False),
        *identified(table),
        key(table, "file_id", "stored_files"),
        key(table, "reverses_id", "fund_receipts"),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_fund_receipts_reverses_id")),
        sa.CheckConstraint(
            "(amount_minor < 0) = (reverses_id IS NOT NULL)",
            name=op.f("ck_fund_receipts_direction"),
        ),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_fund_receipts_amount")),
    )
    with op.batch_alter_table(table) as batch:
        batch.create_index("ix_fund_receipts_received", ["received_on", "id"])


def make_budgets() -> None:
    op.create_table(
        "fund_budgets",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", words("budgetstatus", *BUDGET_STATUSES), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("motion_ref", sa.String(length=100), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_name", NAME, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=True),
        sa.Column("proposed_by_name", NAME, nullable=False),
        sa.Column("adopted_at", MOMENT, nullable=True),
        sa.Column("adopted_by_name", NAME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *identified("fund_budgets"),
        sa.UniqueConstraint("year", "number", name=op.f("uq_fund_budgets_year_number")),
    )
    with op.batch_alter_table("fund_budgets") as batch:
        batch.create_index(
            "uq_fund_budgets_adopted",
            ["year"],
            unique=True,
            sqlite_where=sa.text("status = 'adopted'"),
            postgresql_where=sa.text("status = 'adopted'"),
        )
    table = "fund_budget_lines"
    op.create_table(
        table,
        sa.Column("budget_id", sa.Uuid(), nullable=False),
        sa.Column("line_key", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", words("spendingkind", *SPENDING_KINDS), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        *identified(table),
        key(table, "budget_id", "fund_budgets"),
        key(table, "region_id", "regions"),
        sa.UniqueConstraint(
            "budget_id", "line_key", name=op.f("uq_fund_budget_lines_budget_id_line_key")
        ),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_fund_budget_lines_amount")),
    )
    with op.batch_alter_table(table) as batch:
        batch.create_index("ix_fund_budget_lines_key", ["line_key"])


def make_spending() -> None:
    table = "fund_spendings"
    op.create_table(
        table,
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("line_key", sa.Uuid(), nullable=False),
        sa.Column("line_name", sa.String(length=100), nullable=False),
        sa.Column("kind", words("spendingkind", *SPENDING_KINDS), nullable=False),
        sa.Column("supplier", NAME, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("over_reason", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("posted_by_name", NAME, nullable=False),
        *identified(table),
        key(table, "file_id", "stored_files"),
        key(table, "reverses_id", "fund_spendings"),
        sa.UniqueConstraint("number", name=op.f("uq_fund_spendings_number")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_fund_spendings_reverses_id")),
        sa.CheckConstraint(
            "(amount_minor < 0) = (reverses_id IS NOT NULL)",
            name=op.f("ck_fund_spendings_direction"),
        ),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_fund_spendings_amount")),
    )
    with op.batch_alter_table(table) as batch:
        batch.create_index("ix_fund_spendings_spent", ["spent_on", "id"])
        batch.create_index("ix_fund_spendings_line", ["line_key", "year"])
    table = "fund_spending_regions"
    op.create_table(
        table,
        sa.Column("spending_id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        *identified(table),
        key(table, "spending_id", "fund_spendings"),
        key(table, "region_id", "regions"),
    )
    with op.batch_alter_table(table) as batch:
        batch.create_index("ix_fund_spending_regions_spending", ["spending_id"])
        batch.create_index("ix_fund_spending_regions_region", ["region_id"])


def make_bank() -> None:
    op.create_table(
        "fund_balances",
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("noted_by_name", NAME, nullable=False),
        *identified("fund_balances"),
        key("fund_balances", "file_id", "stored_files"),
    )
    with op.batch_alter_table("fund_balances") as batch:
        batch.create_index("ix_fund_balances_day", ["on_date", "id"])
    table = "fund_outstanding"
    op.create_table(
        table,
        sa.Column("balance_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("spending_id", sa.Uuid(), nullable=True),
        sa.Column("bank_entry_id", sa.Uuid(), nullable=True),
        *identified(table),
        key(table, "balance_id", "fund_balances"),
        key(table, "spending_id", "fund_spendings"),
        key(table, "bank_entry_id", "bank_entries"),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_fund_outstanding_amount")),
        sa.CheckConstraint(
            "spending_id IS NULL OR bank_entry_id IS NULL", name=op.f("ck_fund_outstanding_one")
        ),
    )
    with op.batch_alter_table(table) as batch:
        batch.create_index("ix_fund_outstanding_balance", ["balance_id"])


def make_statements() -> None:
    op.create_table(
        "fund_terms",
        sa.Column("lock", sa.Integer(), nullable=False),
        sa.Column("year_starts_month", sa.Integer(), nullable=False),
        sa.Column("law_pack", sa.String(length=20), nullable=False),
        sa.Column("due_months", sa.Integer(), nullable=False),
        sa.Column("hand_out_days", sa.Integer(), nullable=False),
        sa.Column("names_outlets", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *identified("fund_terms"),
        sa.UniqueConstraint("lock", name=op.f("uq_fund_terms_lock")),
        sa.CheckConstraint("lock = 1", name=op.f("ck_fund_terms_single")),
    )
    op.create_table(
        "fund_statements",
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", words("statementstatus", *STATEMENT_STATUSES), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("is_reconciled", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_name", NAME, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("published_by_name", NAME, nullable=False),
        sa.Column("contributors", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *identified("fund_statements"),
        sa.UniqueConstraint(
            "starts_on",
            "ends_on",
            "number",
            name=op.f("uq_fund_statements_starts_on_ends_on_number"),
        ),
    )
    with op.batch_alter_table("fund_statements") as batch:
        batch.create_index("ix_fund_statements_ends", ["ends_on", "id"])
    op.create_table(
        "fund_editions",
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        *identified("fund_editions"),
        key("fund_editions", "statement_id", "fund_statements"),
        sa.UniqueConstraint(
            "statement_id", "language", name=op.f("uq_fund_editions_statement_id_language")
        ),
    )
    op.create_table(
        "fund_deliveries",
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("delivered_at", MOMENT, nullable=False),
        *identified("fund_deliveries"),
        key("fund_deliveries", "statement_id", "fund_statements"),
        key("fund_deliveries", "franchisee_id", "franchisees"),
        sa.UniqueConstraint(
            "statement_id",
            "franchisee_id",
            name=op.f("uq_fund_deliveries_statement_id_franchisee_id"),
        ),
    )
    with op.batch_alter_table("fund_deliveries") as batch:
        batch.create_index("ix_fund_deliveries_franchisee", ["franchisee_id"])
    op.create_table(
        "fund_reminders",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("step", words("reminderstep", *STEPS), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        *identified("fund_reminders"),
        sa.UniqueConstraint("year", "step", name=op.f("uq_fund_reminders_year_step")),
    )


def downgrade() -> None:
    """Go back."""
    for table in TABLES:
        op.drop_table(table)
    change_words(ACCOUNTS, KINDS)
    if not is_sqlite():
        for table in KEPT:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_refuse()")

"""Taxes, credit notes, corrections by reversal

Revision: 0012
Follows: 0011
Written: 2026-11-30 10:10:00
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

#: History that the database itself refuses to change: made here, and rebuilt here.
MADE = (
    "taxes",
    "tax_rates",
    "tax_rules",
    "invoice_taxes",
    "credit_lines",
    "write_offs",
    "refund_uses",
)
REBUILT = ("invoices", "charges", "payments", "allocations", "journal_entries", "postings")

ACCOUNTS = ("receivable", "credit", "revenue", "contributions", "bank")
MORE_ACCOUNTS = (*ACCOUNTS, "tax", "payable", "written_off")
KINDS = ("invoice", "payment", "allocation")
MORE_KINDS = (*KINDS, "credit_note", "reversal", "refund", "payout", "write_off")
INVOICE_KINDS = ("invoice", "credit_note")
TAX_KINDS = ("S", "Z", "E", "AE", "O")

TWO_SOURCES = "(payment_id IS NULL) <> (from_invoice_id IS NULL)"
ONE_SOURCE = (
    "(CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN from_invoice_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN write_off_id IS NULL THEN 0 ELSE 1 END) = 1"
)
EXACT = sa.Numeric(20, 6).with_variant(sa.String(30), "sqlite")


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The check that goes with a column that holds one of a few words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def words(name: str, *values: str) -> sa.Enum:
    """The type of a column that holds one of a few words."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def is_sqlite() -> bool:
    """Whether tables are changed by copying them, which loses their triggers."""
    return op.get_bind().dialect.name == "sqlite"


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


@contextmanager
def triggers_kept() -> Iterator[None]:
    """Put the triggers back on the tables that SQLite copies."""
    yield
    if is_sqlite():
        refuse_changes(*REBUILT)


def upgrade() -> None:
    """Go forward."""
    make_taxes()
    with triggers_kept():
        change_invoices()
        change_charges()
        change_payments()
        make_write_offs()
        change_allocations()
        change_words(ACCOUNTS, MORE_ACCOUNTS, KINDS, MORE_KINDS)
    make_what_takes_back()
    refuse_changes(*MADE)


def make_taxes() -> None:
    op.create_table(
        "taxes",
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("kind", words("taxkind", *TAX_KINDS), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxes")),
        sa.UniqueConstraint("label", name=op.f("uq_taxes_label")),
    )
    op.create_table(
        "tax_rates",
        sa.Column("tax_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("rate", EXACT, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["tax_id"], ["taxes.id"], name=op.f("fk_tax_rates_tax_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_rates")),
        sa.UniqueConstraint("tax_id", "starts_on", name=op.f("uq_tax_rates_tax_id_starts_on")),
    )
    op.create_table(
        "tax_rules",
        sa.Column("tax_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("fee", sa.String(length=100), nullable=False),
        sa.Column("brand_id", sa.Uuid(), nullable=True),
        sa.Column("franchisee_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_tax_rules_brand_id")),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_tax_rules_franchisee_id")
        ),
        sa.ForeignKeyConstraint(["tax_id"], ["taxes.id"], name=op.f("fk_tax_rules_tax_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_rules")),
    )
    with op.batch_alter_table("tax_rules") as batch:
        batch.create_index("ix_tax_rules_starts_on", ["starts_on"])
    op.create_table(
        "invoice_taxes",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("kind", words("taxkind", *TAX_KINDS), nullable=False),
        sa.Column("rate", EXACT, nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("basis_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_taxes_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_taxes")),
        sa.UniqueConstraint(
            "invoice_id", "kind", "rate", name=op.f("uq_invoice_taxes_invoice_id_kind_rate")
        ),
    )


def change_invoices() -> None:
    with op.batch_alter_table("invoices") as batch:
        batch.add_column(sa.Column("kind", sa.String(40), nullable=False, server_default="invoice"))
        batch.add_column(
            sa.Column("tax_minor", sa.BigInteger(), nullable=False, server_default="0")
        )
        batch.add_column(sa.Column("corrects_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("reason", sa.String(500), nullable=False, server_default=""))
    with op.batch_alter_table("invoices") as batch:
        for name in ("kind", "tax_minor", "reason"):
            batch.alter_column(name, server_default=None)
        batch.create_check_constraint(
            op.f("ck_invoices_invoicekind"), one_of("kind", INVOICE_KINDS)
        )
        batch.create_foreign_key(
            op.f("fk_invoices_corrects_id"), "invoices", ["corrects_id"], ["id"]
        )
        batch.create_index(op.f("ix_invoices_corrects_id"), ["corrects_id"])


def change_charges() -> None:
    with op.batch_alter_table("charges") as batch:
        batch.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("tax_rate_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("charges") as batch:
        batch.alter_column("turn", server_default=None)
        batch.create_foreign_key(
            op.f("fk_charges_tax_rate_id"), "tax_rates", ["tax_rate_id"], ["id"]
        )
        batch.drop_constraint(op.f("uq_charges_sales_report_id_fee"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_charges_sales_report_id_fee_turn"), ["sales_report_id", "fee", "turn"]
        )


def change_payments() -> None:
    with op.batch_alter_table("payments") as batch:
        batch.add_column(sa.Column("reverses_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("reason", sa.String(300), nullable=False, server_default=""))
    with op.batch_alter_table("payments") as batch:
        batch.alter_column("reason", server_default=None)
        batch.create_foreign_key(
            op.f("fk_payments_reverses_id"), "payments", ["reverses_id"], ["id"]
        )
        batch.create_unique_constraint(op.f("uq_payments_reverses_id"), ["reverses_id"])


def change_allocations() -> None:
    with op.batch_alter_table("allocations") as batch:
        batch.add_column(sa.Column("write_off_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("allocations") as batch:
        batch.drop_constraint(op.f("ck_allocations_source"), type_="check")
        batch.drop_constraint(op.f("ck_allocations_amount"), type_="check")
        batch.create_check_constraint(op.f("ck_allocations_source"), ONE_SOURCE)
        batch.create_check_constraint(op.f("ck_allocations_amount"), "amount_minor <> 0")
        batch.create_foreign_key(
            op.f("fk_allocations_write_off_id"), "write_offs", ["write_off_id"], ["id"]
        )


def change_words(
    accounts: tuple[str, ...],
    to_accounts: tuple[str, ...],
    kinds: tuple[str, ...],
    to_kinds: tuple[str, ...],
) -> None:
    """Let accounts and kinds of entries have other words."""
    for table, name, column, before, after in (
        ("journal_entries", "ck_journal_entries_entrykind", "kind", kinds, to_kinds),
        ("postings", "ck_postings_account", "account", accounts, to_accounts),
        ("account_totals", "ck_account_totals_account", "account", accounts, to_accounts),
    ):
        if before == after:
            continue
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(name), type_="check")
            batch.create_check_constraint(op.f(name), one_of(column, after))


def make_write_offs() -> None:
    op.create_table(
        "write_offs",
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_write_offs_amount")),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approvals.id"], name=op.f("fk_write_offs_approval_id")
        ),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_write_offs_franchisee_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_write_offs_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_write_offs")),
        sa.UniqueConstraint("approval_id", name=op.f("uq_write_offs_approval_id")),
    )
    with op.batch_alter_table("write_offs") as batch:
        batch.create_index("ix_write_offs_invoice", ["invoice_id"])


def make_what_takes_back() -> None:
    op.create_table(
        "credit_lines",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("charge_id", sa.Uuid(), nullable=False),
        sa.Column("is_reversal", sa.Boolean(), nullable=False),
        sa.Column("is_fund", sa.Boolean(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("is_reversal OR amount_minor < 0", name=op.f("ck_credit_lines_amount")),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charges.id"], name=op.f("fk_credit_lines_charge_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_credit_lines_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_lines")),
    )
    with op.batch_alter_table("credit_lines") as batch:
        batch.create_index("ix_credit_lines_invoice", ["invoice_id"])
        batch.create_index("ix_credit_lines_charge", ["charge_id"])
        batch.create_index(
            "uq_credit_lines_reversal",
            ["charge_id"],
            unique=True,
            sqlite_where=sa.text("is_reversal"),
            postgresql_where=sa.text("is_reversal"),
        )
    op.create_table(
        "refunds",
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("account", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_by_name", sa.String(length=200), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid_reference", sa.String(length=200), nullable=False),
        sa.Column("paid_by_name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refunds_amount")),
        sa.CheckConstraint(
            "(paid_on IS NULL) = (paid_reference = '')", name=op.f("ck_refunds_paid")
        ),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approvals.id"], name=op.f("fk_refunds_approval_id")
        ),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_refunds_franchisee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("approval_id", name=op.f("uq_refunds_approval_id")),
    )
    with op.batch_alter_table("refunds") as batch:
        batch.create_index("ix_refunds_franchisee", ["franchisee_id", "posted_on"])
    op.create_table(
        "refund_uses",
        sa.Column("refund_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("from_invoice_id", sa.Uuid(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(TWO_SOURCES, name=op.f("ck_refund_uses_source")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refund_uses_amount")),
        sa.ForeignKeyConstraint(
            ["from_invoice_id"], ["invoices.id"], name=op.f("fk_refund_uses_from_invoice_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_refund_uses_payment_id")
        ),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["refunds.id"], name=op.f("fk_refund_uses_refund_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_uses")),
    )
    with op.batch_alter_table("refund_uses") as batch:
        batch.create_index("ix_refund_uses_refund", ["refund_id"])
        batch.create_index("ix_refund_uses_payment", ["payment_id"])
        batch.create_index("ix_refund_uses_from_invoice", ["from_invoice_id"])


def downgrade() -> None:
    """Go back."""
    for table in ("refund_uses", "refunds", "credit_lines"):
        op.drop_table(table)
    with triggers_kept():
        change_words(MORE_ACCOUNTS, ACCOUNTS, MORE_KINDS, KINDS)
        with op.batch_alter_table("allocations") as batch:
            batch.drop_constraint(op.f("ck_allocations_source"), type_="check")
            batch.drop_constraint(op.f("ck_allocations_amount"), type_="check")
            batch.drop_constraint(op.f("fk_allocations_write_off_id"), type_="foreignkey")
            batch.create_check_constraint(op.f("ck_allocations_source"), TWO_SOURCES)
            batch.create_check_constraint(op.f("ck_allocations_amount"), "amount_minor > 0")
            batch.drop_column("write_off_id")
        op.drop_table("write_offs")
        with op.batch_alter_table("payments") as batch:
            batch.drop_constraint(op.f("uq_payments_reverses_id"), type_="unique")
            batch.drop_constraint(op.f("fk_payments_reverses_id"), type_="foreignkey")
            batch.drop_column("reason")
            batch.drop_column("reverses_id")
        with op.batch_alter_table("charges") as batch:
            batch.drop_constraint(op.f("uq_charges_sales_report_id_fee_turn"), type_="unique")
            batch.drop_constraint(op.f("fk_charges_tax_rate_id"), type_="foreignkey")
            batch.create_unique_constraint(
                op.f("uq_charges_sales_report_id_fee"), ["sales_report_id", "fee"]
            )
            batch.drop_column("tax_rate_id")
            batch.drop_column("turn")
        with op.batch_alter_table("invoices") as batch:
            batch.drop_index(op.f("ix_invoices_corrects_id"))
            batch.drop_constraint(op.f("fk_invoices_corrects_id"), type_="foreignkey")
            batch.drop_constraint(op.f("ck_invoices_invoicekind"), type_="check")
            for name in ("reason", "corrects_id", "tax_minor", "kind"):
                batch.drop_column(name)
    for table in ("invoice_taxes", "tax_rules", "tax_rates", "taxes"):
        op.drop_table(table)
    if not is_sqlite():
        for table in MADE:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_refuse()")

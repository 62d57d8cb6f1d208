"""Bank statements, mandates, direct debits, e-invoices, and what these need to know of parties

Revision: 0009
Follows: 0007
Written: 2026-11-30 08:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

#: History that the database itself refuses to change.
APPEND_ONLY = ("einvoices",)

BOOKS = ("franchisor", "fund")
SCHEMES = ("CORE", "B2B")
KINDS = ("table", "camt.053", "ofx")
CATEGORIES = ("O", "E", "AE", "Z")

#: What became known of the network and of franchisees: column and length.
OF_NETWORK = {
    "postcode": 20,
    "city": 100,
    "country": 2,
    "registration": 60,
    "vat_number": 40,
    "tax_number": 40,
    "tax_reason": 200,
    "fees_bic": 11,
    "fees_creditor": 35,
    "fund_bic": 11,
    "fund_creditor": 35,
}
OF_FRANCHISEES = {"postcode": 20, "city": 100, "country": 2, "vat_number": 40}


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


def forget_functions() -> None:
    """On PostgreSQL a trigger's function stays when its table goes."""
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_refuse()")


def words(name: str, *values: str) -> sa.Enum:
    """The type of a column that holds one of a few words."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The check that goes with such a column where a table has it added."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def _add_facts(table: str, columns: dict[str, int]) -> None:
    with op.batch_alter_table(table) as batch:
        for name, length in columns.items():
            batch.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
    with op.batch_alter_table(table) as batch:
        for name in columns:
            batch.alter_column(name, server_default=None)


def upgrade() -> None:
    """Go forward."""
    _add_facts("networks", OF_NETWORK)
    with op.batch_alter_table("networks") as batch:
        batch.add_column(
            sa.Column("tax_category", sa.String(40), nullable=False, server_default="O")
        )
    with op.batch_alter_table("networks") as batch:
        batch.alter_column("tax_category", server_default=None)
        batch.create_check_constraint(
            op.f("ck_networks_taxcategory"), one_of("tax_category", CATEGORIES)
        )
    _add_facts("franchisees", OF_FRANCHISEES)
    with op.batch_alter_table("payment_imports") as batch:
        batch.add_column(sa.Column("kind", sa.String(40), nullable=False, server_default="table"))
        batch.add_column(sa.Column("left_out", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("payment_imports") as batch:
        batch.alter_column("kind", server_default=None)
        batch.alter_column("left_out", server_default=None)
        batch.create_check_constraint(
            op.f("ck_payment_imports_bankfilekind"), one_of("kind", KINDS)
        )
    _make_bank_entries()
    _make_mandates()
    _make_debits()
    _make_exports()
    refuse_changes()


def _make_bank_entries() -> None:
    op.create_table(
        "bank_entries",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("account", words("book", *BOOKS), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("payer_name", sa.String(length=140), nullable=False),
        sa.Column("payer_iban", sa.String(length=34), nullable=False),
        sa.Column("reference", sa.String(length=500), nullable=False),
        sa.Column("bank_reference", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("status", words("bankentrystatus", "open", "booked", "aside"), nullable=False),
        sa.Column(
            "reason",
            words(
                "openreason",
                "unknown",
                "several",
                "contradiction",
                "currency",
                "like_another",
                "reversal",
                "undivided",
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=True),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_bank_entries_amount")),
        sa.CheckConstraint(
            "(status = 'booked') = (payment_id IS NOT NULL)", name=op.f("ck_bank_entries_booked")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["payment_imports.id"], name=op.f("fk_bank_entries_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_bank_entries_franchisee_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_bank_entries_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_entries")),
        sa.UniqueConstraint("digest", name=op.f("uq_bank_entries_digest")),
    )
    op.create_index("ix_bank_entries_status", "bank_entries", ["status", "received_on"])
    op.create_index("ix_bank_entries_import", "bank_entries", ["import_id"])
    op.create_index("ix_bank_entries_payer", "bank_entries", ["payer_iban"])
    op.create_index("ix_bank_entries_payment", "bank_entries", ["payment_id"], unique=True)


def _make_mandates() -> None:
    op.create_table(
        "mandates",
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.String(length=35), nullable=False),
        sa.Column("reference", sa.String(length=35), nullable=False),
        sa.Column("scheme", words("mandatescheme", *SCHEMES), nullable=False),
        sa.Column("holder", sa.String(length=70), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("bic", sa.String(length=11), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("status", words("mandatestatus", "active", "revoked"), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_reason", sa.String(length=300), nullable=False),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_mandates_franchisee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
        sa.UniqueConstraint("reference", name=op.f("uq_mandates_reference")),
    )
    active = sa.text("status = 'active'")
    op.create_index(
        "uq_mandates_active",
        "mandates",
        ["franchisee_id", "creditor_id"],
        unique=True,
        sqlite_where=active,
        postgresql_where=active,
    )
    op.create_index("ix_mandates_franchisee", "mandates", ["franchisee_id"])
    op.create_index("ix_mandates_iban", "mandates", ["iban"])


def _make_debits() -> None:
    op.create_table(
        "debit_runs",
        sa.Column("book", words("book", *BOOKS), nullable=False),
        sa.Column("scheme", words("mandatescheme", *SCHEMES), nullable=False),
        sa.Column("collection_on", sa.Date(), nullable=False),
        sa.Column("message", sa.String(length=35), nullable=False),
        sa.Column(
            "status", words("debitrunstatus", "open", "collected", "withdrawn"), nullable=False
        ),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_name", sa.String(length=200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_debit_runs_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debit_runs")),
        sa.UniqueConstraint("message", name=op.f("uq_debit_runs_message")),
    )
    op.create_index("ix_debit_runs_collection", "debit_runs", ["collection_on", "id"])
    op.create_table(
        "debit_items",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("book", words("book", *BOOKS), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("sequence", words("sequence", "FRST", "RCUR"), nullable=False),
        sa.Column("end_to_end", sa.String(length=35), nullable=False),
        sa.Column(
            "status",
            words("debitstatus", "open", "collected", "returned", "withdrawn"),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_debit_items_amount")),
        sa.CheckConstraint(
            "(status = 'collected') = (payment_id IS NOT NULL)",
            name=op.f("ck_debit_items_collected"),
        ),
        sa.ForeignKeyConstraint(["run_id"], ["debit_runs.id"], name=op.f("fk_debit_items_run_id")),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandates.id"], name=op.f("fk_debit_items_mandate_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_debit_items_invoice_id")
        ),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_debit_items_franchisee_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_debit_items_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debit_items")),
        sa.UniqueConstraint("end_to_end", name=op.f("uq_debit_items_end_to_end")),
    )
    still = sa.text("status = 'open'")
    op.create_index(
        "uq_debit_items_open",
        "debit_items",
        ["invoice_id", "book"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )
    op.create_index("ix_debit_items_run", "debit_items", ["run_id"])
    op.create_index("ix_debit_items_mandate", "debit_items", ["mandate_id"])


def _make_exports() -> None:
    op.create_table(
        "einvoices",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_einvoices_invoice_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_einvoices_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_einvoices")),
        sa.UniqueConstraint("invoice_id", name=op.f("uq_einvoices_invoice_id")),
    )
    op.create_table(
        "ledger_exports",
        sa.Column("status", words("exportstatus", "making", "ready", "failed"), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_ledger_exports_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_exports")),
    )
    op.create_index("ix_ledger_exports_created", "ledger_exports", ["created_at"])


def downgrade() -> None:
    """Go back."""
    for table in (
        "ledger_exports",
        "einvoices",
        "debit_items",
        "debit_runs",
        "mandates",
        "bank_entries",
    ):
        op.drop_table(table)
    forget_functions()
    with op.batch_alter_table("payment_imports") as batch:
        batch.drop_constraint(op.f("ck_payment_imports_bankfilekind"), type_="check")
        batch.drop_column("left_out")
        batch.drop_column("kind")
    with op.batch_alter_table("franchisees") as batch:
        for name in OF_FRANCHISEES:
            batch.drop_column(name)
    with op.batch_alter_table("networks") as batch:
        batch.drop_constraint(op.f("ck_networks_taxcategory"), type_="check")
        for name in ("tax_category", *OF_NETWORK):
            batch.drop_column(name)

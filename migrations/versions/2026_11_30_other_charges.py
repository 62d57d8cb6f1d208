"""What is charged without a sales report

Revision: 0016
Follows: 0015
Written: 2026-11-30 02:16:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SINGLE_KINDS = (
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
INVOICE_KINDS = ("invoice", "credit_note")
MORE_INVOICE_KINDS = (*INVOICE_KINDS, "debit_note")
ENTRY_KINDS = (
    "invoice",
    "payment",
    "allocation",
    "credit_note",
    "reversal",
    "refund",
    "payout",
    "write_off",
)
MORE_ENTRY_KINDS = (*ENTRY_KINDS, "debit_note")

#: History that SQLite changes by copying it, which loses its triggers.
REBUILT = ("invoices", "journal_entries", "credit_lines")


def is_sqlite() -> bool:
    """Whether tables are changed by copying them."""
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


def change_words(invoice_kinds: tuple[str, ...], entry_kinds: tuple[str, ...]) -> None:
    """Let invoices and entries be of other kinds."""
    for table, name, words in (
        ("invoices", "ck_invoices_invoicekind", invoice_kinds),
        ("journal_entries", "ck_journal_entries_entrykind", entry_kinds),
    ):
        listed = ", ".join(f"'{word}'" for word in words)
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(name), type_="check")
            batch.create_check_constraint(op.f(name), f"kind IN ({listed})")


def upgrade() -> None:
    """Go forward."""
    change_words(MORE_INVOICE_KINDS, MORE_ENTRY_KINDS)
    make_single_charges()
    with op.batch_alter_table("credit_lines") as batch:
        batch.add_column(sa.Column("single_charge_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("credit_lines") as batch:
        batch.alter_column("charge_id", existing_type=sa.Uuid(), nullable=True)
        batch.create_foreign_key(
            op.f("fk_credit_lines_single_charge_id"), "single_charges", ["single_charge_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_credit_lines_what"), "(charge_id IS NULL) <> (single_charge_id IS NULL)"
        )
    op.create_index(
        "ix_credit_lines_single_charge",
        "credit_lines",
        ["single_charge_id"],
        sqlite_where=sa.text("single_charge_id IS NOT NULL"),
        postgresql_where=sa.text("single_charge_id IS NOT NULL"),
    )
    refuse_changes("single_charges")
    if is_sqlite():
        refuse_changes(*REBUILT)


def make_single_charges() -> None:
    kinds = sa.Enum(
        *SINGLE_KINDS, name="singlekind", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "single_charges",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("outlet_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("clause", sa.String(length=60), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("working", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("charged_on", sa.Date(), nullable=False),
        sa.Column("tax_rate_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_single_charges_amount")),
        sa.CheckConstraint("clause <> ''", name=op.f("ck_single_charges_clause")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_single_charges_{column}")
            )
            for column, other in (
                ("contract_id", "contracts"),
                ("franchisee_id", "franchisees"),
                ("invoice_id", "invoices"),
                ("outlet_id", "outlets"),
                ("tax_rate_id", "tax_rates"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_single_charges")),
        sa.UniqueConstraint("source", name=op.f("uq_single_charges_source")),
    )
    with op.batch_alter_table("single_charges") as batch:
        batch.create_index("ix_single_charges_invoice", ["invoice_id"])
        batch.create_index("ix_single_charges_franchisee", ["franchisee_id", "charged_on"])
        batch.create_index("ix_single_charges_charged_on", ["charged_on"])


def downgrade() -> None:
    """Go back. Debit notes that were issued stand in the way: history is not thrown away."""
    op.drop_index("ix_credit_lines_single_charge", "credit_lines")
    with op.batch_alter_table("credit_lines") as batch:
        batch.drop_constraint(op.f("ck_credit_lines_what"), type_="check")
        batch.drop_constraint(op.f("fk_credit_lines_single_charge_id"), type_="foreignkey")
        batch.alter_column("charge_id", existing_type=sa.Uuid(), nullable=False)
        batch.drop_column("single_charge_id")
    op.drop_table("single_charges")
    change_words(INVOICE_KINDS, ENTRY_KINDS)
    if is_sqlite():
        refuse_changes(*REBUILT)
    else:
        op.execute("DROP FUNCTION IF EXISTS single_charges_refuse()")

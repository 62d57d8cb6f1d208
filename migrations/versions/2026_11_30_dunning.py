"""Reminders of what is overdue, and what being late costs

Revision: 0017
Follows: 0016
Written: 2026-11-30 02:17:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

#: History that the database itself refuses to change.
APPEND_ONLY = (
    "dunning_procedures",
    "dunning_steps",
    "dunning_letters",
    "dunning_sayings",
    "rate_tables",
    "base_rates",
    "late_charges",
    "late_waivers",
    "due_extensions",
    "payment_plan_invoices",
    "payment_plan_instalments",
    "payment_plan_entries",
)
TABLES = (
    "dunning_procedures",
    "dunning_steps",
    "dunning_letters",
    "dunning_sayings",
    "dunning_holds",
    "rate_tables",
    "base_rates",
    "late_runs",
    "late_charges",
    "late_waivers",
    "due_extensions",
    "payment_plans",
    "payment_plan_invoices",
    "payment_plan_instalments",
    "payment_plan_entries",
)

MANNER = ("friendly", "plain", "last")
RATEUSE = ("base", "ceiling")
LATEKIND = ("flat", "daily", "interest")
PLANSTATUS = ("proposed", "kept", "done", "broken", "refused", "withdrawn")
SIDE = ("franchisor", "franchisee")
PLANENTRYKIND = ("proposed", "accepted", "refused", "withdrawn", "reminded", "broken", "done")


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


def moment() -> sa.DateTime:
    """The type of a moment."""
    return sa.DateTime(timezone=True)


def decimal() -> sa.Numeric:
    """The type of an exact number."""
    return sa.Numeric(20, 6).with_variant(sa.String(30), "sqlite")


def points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """A reference to another table's row."""
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Go forward."""
    make_reminders()
    make_late_charges()
    make_payment_plans()
    refuse_changes()


def make_reminders() -> None:
    """The procedure, letters, what each invoice has heard, pauses."""
    op.create_table(
        "dunning_procedures",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rest_days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dunning_procedures")),
        sa.UniqueConstraint("number", name=op.f("uq_dunning_procedures_number")),
    )
    op.create_table(
        "dunning_steps",
        sa.Column("procedure_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("manner", words("manner", *MANNER), nullable=False),
        sa.Column("makes_letter", sa.Boolean(), nullable=False),
        sa.Column("sends_mail", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("dunning_steps", "procedure_id", "dunning_procedures"),
        sa.CheckConstraint("days > 0", name=op.f("ck_dunning_steps_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dunning_steps")),
        sa.UniqueConstraint(
            "procedure_id", "position", name=op.f("uq_dunning_steps_procedure_id_position")
        ),
    )
    op.create_table(
        "dunning_letters",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("procedure_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("manner", words("manner", *MANNER), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("items", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("next_name", sa.String(length=80), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("makes_letter", sa.Boolean(), nullable=False),
        sa.Column("sends_mail", sa.Boolean(), nullable=False),
        sa.Column("said_by_name", sa.String(length=200), nullable=False),
        sa.Column("said_at", moment(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("dunning_letters", "franchisee_id", "franchisees"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dunning_letters")),
        sa.UniqueConstraint("number", name=op.f("uq_dunning_letters_number")),
    )
    op.create_index(
        "ix_dunning_letters_franchisee", "dunning_letters", ["franchisee_id", "said_on"]
    )
    op.create_index("ix_dunning_letters_said_on", "dunning_letters", ["said_on", "id"])
    op.create_table(
        "dunning_sayings",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("dunning_sayings", "invoice_id", "invoices"),
        points_at("dunning_sayings", "letter_id", "dunning_letters"),
        sa.CheckConstraint(
            "(letter_id IS NULL) = (reason <> '')", name=op.f("ck_dunning_sayings_why")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dunning_sayings")),
        sa.UniqueConstraint(
            "invoice_id", "position", name=op.f("uq_dunning_sayings_invoice_id_position")
        ),
    )
    op.create_index("ix_dunning_sayings_letter", "dunning_sayings", ["letter_id"])
    op.create_table(
        "dunning_holds",
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("dunning_holds", "franchisee_id", "franchisees"),
        sa.CheckConstraint("until >= starts_on", name=op.f("ck_dunning_holds_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dunning_holds")),
    )
    op.create_index("ix_dunning_holds_franchisee", "dunning_holds", ["franchisee_id", "until"])


def make_late_charges() -> None:
    """Rates, what was charged and waived, later due days."""
    op.create_table(
        "rate_tables",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("use", words("rateuse", *RATEUSE), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_tables")),
        sa.UniqueConstraint("key", name=op.f("uq_rate_tables_key")),
    )
    op.create_table(
        "base_rates",
        sa.Column("table_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("rate", decimal(), nullable=False),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("base_rates", "table_id", "rate_tables"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_base_rates")),
        sa.UniqueConstraint("table_id", "starts_on", name=op.f("uq_base_rates_table_id_starts_on")),
    )
    op.create_table(
        "late_runs",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("posted_by_name", sa.String(length=200), nullable=False),
        sa.Column("posted_at", moment(), nullable=False),
        sa.Column("finished_at", moment(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_runs")),
        sa.UniqueConstraint("month", name=op.f("uq_late_runs_month")),
    )
    op.create_table(
        "late_charges",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("kind", words("latekind", *LATEKIND), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("clause", sa.String(length=60), nullable=False),
        sa.Column("working", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("single_charge_id", sa.Uuid(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("late_charges", "invoice_id", "invoices"),
        points_at("late_charges", "contract_id", "contracts"),
        points_at("late_charges", "franchisee_id", "franchisees"),
        points_at("late_charges", "run_id", "late_runs"),
        points_at("late_charges", "note_id", "invoices"),
        points_at("late_charges", "single_charge_id", "single_charges"),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_late_charges_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_charges")),
        sa.UniqueConstraint(
            "invoice_id",
            "contract_id",
            "kind",
            "period",
            name=op.f("uq_late_charges_invoice_id_contract_id_kind_period"),
        ),
        sa.UniqueConstraint("single_charge_id", name=op.f("uq_late_charges_single_charge_id")),
    )
    op.create_index("ix_late_charges_franchisee", "late_charges", ["franchisee_id", "posted_on"])
    op.create_index("ix_late_charges_note", "late_charges", ["note_id"])
    op.create_index("ix_late_charges_run", "late_charges", ["run_id"])
    op.create_table(
        "late_waivers",
        sa.Column("late_charge_id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("credit_note_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_by_name", sa.String(length=200), nullable=False),
        sa.Column("waived_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("late_waivers", "late_charge_id", "late_charges"),
        points_at("late_waivers", "approval_id", "approvals"),
        points_at("late_waivers", "credit_note_id", "invoices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_waivers")),
        sa.UniqueConstraint("approval_id", name=op.f("uq_late_waivers_approval_id")),
        sa.UniqueConstraint("late_charge_id", name=op.f("uq_late_waivers_late_charge_id")),
    )
    op.create_table(
        "due_extensions",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("granted_by_name", sa.String(length=200), nullable=False),
        sa.Column("granted_at", moment(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("due_extensions", "invoice_id", "invoices"),
        points_at("due_extensions", "approval_id", "approvals"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_extensions")),
        sa.UniqueConstraint("approval_id", name=op.f("uq_due_extensions_approval_id")),
    )
    op.create_index("ix_due_extensions_invoice", "due_extensions", ["invoice_id", "until"])


def make_payment_plans() -> None:
    """Plans with their invoices, instalments and history."""
    op.create_table(
        "payment_plans",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("status", words("planstatus", *PLANSTATUS), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("broken_after_days", sa.Integer(), nullable=False),
        sa.Column("interest_rate", decimal(), nullable=False),
        sa.Column("proposed_by", words("side", *SIDE), nullable=False),
        sa.Column("proposed_by_name", sa.String(length=200), nullable=False),
        sa.Column("proposed_at", moment(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("accepted_by_name", sa.String(length=200), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("payment_plans", "franchisee_id", "franchisees"),
        sa.CheckConstraint("total_minor > 0", name=op.f("ck_payment_plans_total")),
        sa.CheckConstraint("broken_after_days >= 0", name=op.f("ck_payment_plans_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_plans")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_plans_number")),
    )
    op.create_index(
        "ix_payment_plans_franchisee", "payment_plans", ["franchisee_id", "proposed_at"]
    )
    op.create_index("ix_payment_plans_status", "payment_plans", ["status", "proposed_at"])
    op.create_table(
        "payment_plan_invoices",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("open_minor", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("payment_plan_invoices", "plan_id", "payment_plans"),
        points_at("payment_plan_invoices", "invoice_id", "invoices"),
        sa.CheckConstraint("open_minor > 0", name=op.f("ck_payment_plan_invoices_open")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_plan_invoices")),
        sa.UniqueConstraint(
            "plan_id", "invoice_id", name=op.f("uq_payment_plan_invoices_plan_id_invoice_id")
        ),
    )
    op.create_index("ix_payment_plan_invoices_invoice", "payment_plan_invoices", ["invoice_id"])
    op.create_table(
        "payment_plan_instalments",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("payment_plan_instalments", "plan_id", "payment_plans"),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payment_plan_instalments_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_plan_instalments")),
        sa.UniqueConstraint(
            "plan_id", "position", name=op.f("uq_payment_plan_instalments_plan_id_position")
        ),
    )
    op.create_table(
        "payment_plan_entries",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("kind", words("planentrykind", *PLANENTRYKIND), nullable=False),
        sa.Column("instalment", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("payment_plan_entries", "plan_id", "payment_plans"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_plan_entries")),
        sa.UniqueConstraint(
            "plan_id",
            "kind",
            "instalment",
            name=op.f("uq_payment_plan_entries_plan_id_kind_instalment"),
        ),
    )
    op.create_index("ix_payment_plan_entries_plan", "payment_plan_entries", ["plan_id", "at"])


def downgrade() -> None:
    """Go back. Debit notes that charged for being late stay: they were issued."""
    for table in reversed(TABLES):
        op.drop_table(table)
    forget_functions()

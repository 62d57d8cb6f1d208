"""Disputes of a line, and grades of credit

Revision: 0018
Follows: 0017
Written: 2026-11-30 02:18:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

#: History that the database itself refuses to change.
APPEND_ONLY = ("dispute_entries", "credit_grades", "credit_terms")

REASONS = ("sales", "rate", "place", "paid", "not_agreed", "other")
STATES = ("open", "accepted", "partly", "rejected", "mediation", "withdrawn")
REMEDIES = ("credit", "report")
ENTRIES = (
    "opened",
    "said",
    "asked",
    "accepted",
    "partly",
    "rejected",
    "withdrawn",
    "mediation",
    "reminded",
    "late",
)
SIDES = ("franchisor", "franchisee")
GRADES = ("AAA", "AA", "A", "B", "C", "D")
APPEALS = ("open", "changed", "kept", "withdrawn")
IS_OPEN = "status IN ('open', 'mediation')"


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


def points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """A reference to another table's row."""
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("networks") as batch:
        batch.add_column(
            sa.Column("dispute_answer_days", sa.Integer(), nullable=False, server_default="10")
        )
    _make_disputes()
    _make_entries()
    _make_grades()
    refuse_changes()


def _make_disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("outlet_id", sa.Uuid(), nullable=True),
        sa.Column("charge_id", sa.Uuid(), nullable=True),
        sa.Column("single_charge_id", sa.Uuid(), nullable=True),
        sa.Column("line_words", sa.String(length=300), nullable=False),
        sa.Column("clause", sa.String(length=60), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("left_minor", sa.BigInteger(), nullable=False),
        sa.Column("right_minor", sa.BigInteger(), nullable=False),
        sa.Column("disputed_minor", sa.BigInteger(), nullable=False),
        sa.Column("reason", words("disputereason", *REASONS), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("status", words("disputestatus", *STATES), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", moment(), nullable=False),
        sa.Column("opened_by_name", sa.String(length=200), nullable=False),
        sa.Column("answer_until", sa.Date(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("approval_id", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("decision_words", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("remedy", words("remedy", *REMEDIES), nullable=True),
        sa.Column("granted_minor", sa.BigInteger(), nullable=False),
        sa.Column("correction_id", sa.Uuid(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(charge_id IS NULL) <> (single_charge_id IS NULL)", name=op.f("ck_disputes_line")
        ),
        sa.CheckConstraint(
            "disputed_minor > 0 AND right_minor >= 0", name=op.f("ck_disputes_amounts")
        ),
        sa.CheckConstraint(
            "granted_minor >= 0 AND granted_minor <= disputed_minor",
            name=op.f("ck_disputes_granted"),
        ),
        points_at("disputes", "franchisee_id", "franchisees"),
        points_at("disputes", "invoice_id", "invoices"),
        points_at("disputes", "contract_id", "contracts"),
        points_at("disputes", "outlet_id", "outlets"),
        points_at("disputes", "charge_id", "charges"),
        points_at("disputes", "single_charge_id", "single_charges"),
        points_at("disputes", "approval_id", "approvals"),
        points_at("disputes", "correction_id", "invoices"),
        points_at("disputes", "report_id", "sales_reports"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("number", name=op.f("uq_disputes_number")),
    )
    op.create_index("ix_disputes_franchisee", "disputes", ["franchisee_id", "opened_at"])
    op.create_index("ix_disputes_invoice", "disputes", ["invoice_id"])
    op.create_index("ix_disputes_opened", "disputes", ["opened_at"])
    op.create_index(op.f("ix_disputes_correction_id"), "disputes", ["correction_id"])
    for name, column, is_unique in (
        ("ix_disputes_due", "answer_until", False),
        ("uq_disputes_charge", "charge_id", True),
        ("uq_disputes_single_charge", "single_charge_id", True),
    ):
        op.create_index(
            name,
            "disputes",
            [column],
            unique=is_unique,
            sqlite_where=sa.text(IS_OPEN),
            postgresql_where=sa.text(IS_OPEN),
        )


def _make_entries() -> None:
    op.create_table(
        "dispute_entries",
        sa.Column("dispute_id", sa.Uuid(), nullable=False),
        sa.Column("kind", words("disputeentrykind", *ENTRIES), nullable=False),
        sa.Column("side", words("side", *SIDES), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("dispute_entries", "dispute_id", "disputes"),
        points_at("dispute_entries", "file_id", "stored_files"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_entries")),
    )
    op.create_index("ix_dispute_entries_dispute", "dispute_entries", ["dispute_id", "at"])


def _make_grades() -> None:
    op.create_table(
        "credit_grades",
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("grade", words("grade", *GRADES), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("inputs", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("computed_at", moment(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("points >= 0 AND points <= 100", name=op.f("ck_credit_grades_points")),
        points_at("credit_grades", "franchisee_id", "franchisees"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_grades")),
        sa.UniqueConstraint(
            "franchisee_id", "month", name=op.f("uq_credit_grades_franchisee_id_month")
        ),
    )
    op.create_index("ix_credit_grades_month", "credit_grades", ["month", "points"])
    op.create_table(
        "grade_appeals",
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("grade_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("status", words("appealstatus", *APPEALS), nullable=False),
        sa.Column("opened_at", moment(), nullable=False),
        sa.Column("opened_by_name", sa.String(length=200), nullable=False),
        sa.Column("answer_until", sa.Date(), nullable=False),
        sa.Column("decided_at", moment(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("decision_words", sa.Text(), nullable=False),
        sa.Column("override_grade", words("grade", *GRADES), nullable=True),
        sa.Column("override_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(override_grade IS NULL) = (override_until IS NULL)",
            name=op.f("ck_grade_appeals_override"),
        ),
        points_at("grade_appeals", "franchisee_id", "franchisees"),
        points_at("grade_appeals", "grade_id", "credit_grades"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_appeals")),
    )
    op.create_index(op.f("ix_grade_appeals_franchisee_id"), "grade_appeals", ["franchisee_id"])
    op.create_index("ix_grade_appeals_opened", "grade_appeals", ["status", "opened_at"])
    op.create_index(
        "uq_grade_appeals_open",
        "grade_appeals",
        ["franchisee_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "credit_terms",
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("grade_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("is_prepaid", sa.Boolean(), nullable=False),
        sa.Column("credit_limit_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("clause", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("adopted_by", sa.Uuid(), nullable=True),
        sa.Column("adopted_by_name", sa.String(length=200), nullable=False),
        sa.Column("adopted_at", moment(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "due_days >= 0 AND due_days <= 180", name=op.f("ck_credit_terms_due_days")
        ),
        sa.CheckConstraint("credit_limit_minor >= 0", name=op.f("ck_credit_terms_credit_limit")),
        points_at("credit_terms", "franchisee_id", "franchisees"),
        points_at("credit_terms", "grade_id", "credit_grades"),
        points_at("credit_terms", "contract_id", "contracts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_terms")),
    )
    op.create_index("ix_credit_terms_franchisee", "credit_terms", ["franchisee_id", "starts_on"])


def downgrade() -> None:
    """Go back."""
    for table in (
        "credit_terms",
        "grade_appeals",
        "credit_grades",
        "dispute_entries",
        "disputes",
    ):
        op.drop_table(table)
    forget_functions()
    with op.batch_alter_table("networks") as batch:
        batch.drop_column("dispute_answer_days")

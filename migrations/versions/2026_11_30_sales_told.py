"""Sales told by franchisees and tills, estimates, audits of sales

Revision: 0013
Follows: 0012
Written: 2026-11-30 10:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

#: History that the database itself refuses to change.
APPEND_ONLY = ("till_posts", "sales_reminders", "sales_audit_entries")

BEFORE = ("file", "entered")
SOURCES = (*BEFORE, "till", "estimate", "audit")
STEPS = ("due", "late", "estimated", "asked")
STATES = ("draft", "sent", "settled", "withdrawn")
KINDS = ("opened", "sent", "answered", "settled", "withdrawn")
SIDES = ("franchisor", "franchisee")


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


def figures() -> tuple[sa.Column, ...]:
    """What was sold in some days."""
    return (
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("gross_minor", sa.BigInteger(), nullable=False),
        sa.Column("sales_tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunds_minor", sa.BigInteger(), nullable=False),
        sa.Column("discounts_minor", sa.BigInteger(), nullable=False),
        sa.Column("excluded_minor", sa.BigInteger(), nullable=False),
        sa.Column("cost_of_goods_minor", sa.BigInteger(), nullable=False),
        sa.Column("transactions", decimal(), nullable=True),
        sa.Column("customers", decimal(), nullable=True),
        sa.Column("units", decimal(), nullable=True),
    )


def points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """A reference to another table's row."""
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _allow_sources(sources: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{source}'" for source in sources)
    with op.batch_alter_table("sales_reports") as batch:
        batch.drop_constraint(op.f("ck_sales_reports_salessource"), type_="check")
        batch.create_check_constraint(op.f("ck_sales_reports_salessource"), f"source IN ({listed})")


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("sales_reports") as batch:
        batch.add_column(sa.Column("reported_by", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    _allow_sources(SOURCES)
    _make_drafts()
    _make_tills()
    _make_reminders()
    _make_audits()
    refuse_changes()


def _make_drafts() -> None:
    op.create_table(
        "sales_drafts",
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("typed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("saved_by_name", sa.String(length=200), nullable=False),
        sa.Column("saved_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("sales_drafts", "outlet_id", "outlets"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_drafts")),
        sa.UniqueConstraint(
            "outlet_id",
            "starts_on",
            "ends_on",
            name=op.f("uq_sales_drafts_outlet_id_starts_on_ends_on"),
        ),
    )


def _make_tills() -> None:
    op.create_table(
        "till_tokens",
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("hint", sa.String(length=8), nullable=False),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("last_used_at", moment(), nullable=True),
        sa.Column("revoked_at", moment(), nullable=True),
        sa.Column("revoked_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("till_tokens", "outlet_id", "outlets"),
        points_at("till_tokens", "franchisee_id", "franchisees"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_till_tokens_digest")),
    )
    op.create_index(op.f("ix_till_tokens_outlet_id"), "till_tokens", ["outlet_id"])
    op.create_table(
        "till_posts",
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("body_digest", sa.String(length=64), nullable=False),
        sa.Column("posted_at", moment(), nullable=False),
        *figures(),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("till_posts", "token_id", "till_tokens"),
        points_at("till_posts", "outlet_id", "outlets"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_posts")),
        sa.UniqueConstraint(
            "outlet_id", "day", "version", name=op.f("uq_till_posts_outlet_id_day_version")
        ),
        sa.UniqueConstraint("token_id", "key", name=op.f("uq_till_posts_token_id_key")),
    )


def _make_reminders() -> None:
    op.create_table(
        "sales_reminders",
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("step", words("reminderstep", *STEPS), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("sales_reminders", "outlet_id", "outlets"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_reminders")),
        sa.UniqueConstraint(
            "outlet_id",
            "starts_on",
            "ends_on",
            "step",
            name=op.f("uq_sales_reminders_outlet_id_starts_on_ends_on_step"),
        ),
    )


def _make_audits() -> None:
    op.create_table(
        "sales_audits",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("status", words("salesauditstatus", *STATES), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("trigger_rate", decimal(), nullable=False),
        sa.Column("is_contract_rate", sa.Boolean(), nullable=False),
        sa.Column("is_above", sa.Boolean(), nullable=False),
        sa.Column("is_cost_borne", sa.Boolean(), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("interest_rate", decimal(), nullable=False),
        sa.Column("opened_by_name", sa.String(length=200), nullable=False),
        sa.Column("opened_at", moment(), nullable=False),
        sa.Column("answer_until", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("sales_audits", "outlet_id", "outlets"),
        points_at("sales_audits", "franchisee_id", "franchisees"),
        points_at("sales_audits", "contract_id", "contracts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_audits")),
        sa.UniqueConstraint("number", name=op.f("uq_sales_audits_number")),
    )
    op.create_index(op.f("ix_sales_audits_outlet_id"), "sales_audits", ["outlet_id"])
    op.create_index("ix_sales_audits_franchisee", "sales_audits", ["franchisee_id", "opened_at"])
    op.create_table(
        "sales_audit_lines",
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("corrected_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        *figures(),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("sales_audit_lines", "audit_id", "sales_audits"),
        points_at("sales_audit_lines", "report_id", "sales_reports"),
        points_at("sales_audit_lines", "corrected_id", "sales_reports"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_audit_lines")),
        sa.UniqueConstraint(
            "audit_id",
            "starts_on",
            "ends_on",
            name=op.f("uq_sales_audit_lines_audit_id_starts_on_ends_on"),
        ),
    )
    op.create_index(op.f("ix_sales_audit_lines_report_id"), "sales_audit_lines", ["report_id"])
    op.create_table(
        "sales_audit_entries",
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", words("auditentrykind", *KINDS), nullable=False),
        sa.Column("side", words("side", *SIDES), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("sales_audit_entries", "audit_id", "sales_audits"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_audit_entries")),
    )
    op.create_index("ix_sales_audit_entries_audit", "sales_audit_entries", ["audit_id", "at"])


def downgrade() -> None:
    """Go back. Estimates and what tills and audits said count as entered by hand."""
    for table in (
        "sales_audit_entries",
        "sales_audit_lines",
        "sales_audits",
        "sales_reminders",
        "till_posts",
        "till_tokens",
        "sales_drafts",
    ):
        op.drop_table(table)
    forget_functions()
    op.execute(
        "UPDATE sales_reports SET source = 'entered' WHERE source NOT IN ('file', 'entered')"
    )
    _allow_sources(BEFORE)
    with op.batch_alter_table("sales_reports") as batch:
        batch.drop_column("reason")
        batch.drop_column("reported_by")

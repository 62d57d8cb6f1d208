"""What each side takes from an outlet: accounts, goods, savings, alerts, relief

Revision: 0020
Follows: 0019
Written: 2026-11-30 02:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

APPEND_ONLY = ("fee_alerts",)

ALERTS = (
    "burden_over_median",
    "burden_over_profit",
    "fee_at_loss",
    "low_return",
    "split_outside",
)
RELIEFS = ("deferral", "plan", "lower", "other")
STATES = ("asked", "granted", "declined", "withdrawn")


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


def key(table: str) -> sa.PrimaryKeyConstraint:
    """The primary key of a table."""
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    """A unique constraint by the naming convention."""
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def only_where(name: str, table: str, columns: list[str], where: str) -> None:
    """A unique index over some rows."""
    op.create_index(
        name,
        table,
        columns,
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


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


def upgrade() -> None:
    """Go forward."""
    _make_files()
    _make_accounts()
    _make_investments()
    _make_takings()
    _make_savings()
    _make_alerts()
    _make_months()
    _make_requests()
    refuse_changes()


def _make_files() -> None:
    op.create_table(
        "benefit_files",
        sa.Column("kind", words("benefitfilekind", "accounts", "takings"), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            words("benefitfilestatus", "checked", "posted", "discarded"),
            nullable=False,
        ),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_good", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("decided_at", moment(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("benefit_files", "file_id", "stored_files"),
        points_at("benefit_files", "franchisee_id", "franchisees"),
        key("benefit_files"),
    )
    op.create_index("ix_benefit_files_created_at", "benefit_files", ["created_at"])
    op.create_index(op.f("ix_benefit_files_franchisee_id"), "benefit_files", ["franchisee_id"])


def _make_accounts() -> None:
    op.create_table(
        "outlet_accounts",
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("sales_minor", sa.BigInteger(), nullable=False),
        sa.Column("cost_of_goods_minor", sa.BigInteger(), nullable=False),
        sa.Column("staff_minor", sa.BigInteger(), nullable=False),
        sa.Column("rent_minor", sa.BigInteger(), nullable=False),
        sa.Column("other_costs_minor", sa.BigInteger(), nullable=False),
        sa.Column("owner_pay_minor", sa.BigInteger(), nullable=False),
        sa.Column("depreciation_minor", sa.BigInteger(), nullable=True),
        sa.Column("source", words("accountsource", "entered", "file"), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reported_at", moment(), nullable=False),
        sa.Column("reported_by", sa.Uuid(), nullable=True),
        sa.Column("reported_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "sales_minor >= 0 AND cost_of_goods_minor >= 0 AND staff_minor >= 0 "
            "AND rent_minor >= 0 AND other_costs_minor >= 0 AND owner_pay_minor >= 0 "
            "AND (depreciation_minor IS NULL OR depreciation_minor >= 0)",
            name=op.f("ck_outlet_accounts_amounts"),
        ),
        points_at("outlet_accounts", "outlet_id", "outlets"),
        points_at("outlet_accounts", "franchisee_id", "franchisees"),
        points_at("outlet_accounts", "file_id", "benefit_files"),
        key("outlet_accounts"),
        unique("outlet_accounts", "outlet_id", "starts_on", "ends_on", "version"),
    )
    only_where(
        "uq_outlet_accounts_current",
        "outlet_accounts",
        ["outlet_id", "starts_on", "ends_on"],
        "is_current",
    )
    op.create_index(
        "ix_outlet_accounts_franchisee", "outlet_accounts", ["franchisee_id", "ends_on"]
    )
    op.create_index(op.f("ix_outlet_accounts_file_id"), "outlet_accounts", ["file_id"])


def _make_investments() -> None:
    op.create_table(
        "outlet_investments",
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reported_at", moment(), nullable=False),
        sa.Column("reported_by", sa.Uuid(), nullable=True),
        sa.Column("reported_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_outlet_investments_amount")),
        points_at("outlet_investments", "outlet_id", "outlets"),
        points_at("outlet_investments", "franchisee_id", "franchisees"),
        key("outlet_investments"),
        unique("outlet_investments", "outlet_id", "franchisee_id", "version"),
    )
    op.create_index(
        op.f("ix_outlet_investments_franchisee_id"), "outlet_investments", ["franchisee_id"]
    )


def _make_takings() -> None:
    op.create_table(
        "supply_takings",
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("kind", words("takingkind", "supply_margin", "rebate"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_supply_takings_amount")),
        points_at("supply_takings", "outlet_id", "outlets"),
        points_at("supply_takings", "franchisee_id", "franchisees"),
        points_at("supply_takings", "file_id", "benefit_files"),
        key("supply_takings"),
        unique("supply_takings", "outlet_id", "month", "kind", "version"),
    )
    only_where(
        "uq_supply_takings_current", "supply_takings", ["outlet_id", "month", "kind"], "is_current"
    )
    op.create_index("ix_supply_takings_franchisee", "supply_takings", ["franchisee_id", "month"])
    op.create_index("ix_supply_takings_month", "supply_takings", ["month", "outlet_id"])
    op.create_index(op.f("ix_supply_takings_file_id"), "supply_takings", ["file_id"])


def _make_savings() -> None:
    op.create_table(
        "purchase_savings",
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("quantity", decimal(), nullable=False),
        sa.Column("market_price", decimal(), nullable=False),
        sa.Column("network_price", decimal(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("saved_minor", sa.BigInteger(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_by_name", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", moment(), nullable=True),
        sa.Column("withdrawn_by_name", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "file_id IS NOT NULL OR evidence <> ''", name=op.f("ck_purchase_savings_evidence")
        ),
        points_at("purchase_savings", "outlet_id", "outlets"),
        points_at("purchase_savings", "franchisee_id", "franchisees"),
        points_at("purchase_savings", "file_id", "stored_files"),
        key("purchase_savings"),
    )
    op.create_index(
        "ix_purchase_savings_franchisee", "purchase_savings", ["franchisee_id", "month"]
    )
    op.create_index("ix_purchase_savings_month", "purchase_savings", ["month", "outlet_id"])


def _make_alerts() -> None:
    op.create_table(
        "fee_alerts",
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("kind", words("alertkind", *ALERTS), nullable=False),
        sa.Column("found", decimal(), nullable=False),
        sa.Column("limit_value", decimal(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("noted_at", moment(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        points_at("fee_alerts", "outlet_id", "outlets"),
        points_at("fee_alerts", "franchisee_id", "franchisees"),
        key("fee_alerts"),
        unique("fee_alerts", "outlet_id", "month", "kind"),
    )
    op.create_index("ix_fee_alerts_month", "fee_alerts", ["month", "outlet_id"])
    op.create_index("ix_fee_alerts_franchisee", "fee_alerts", ["franchisee_id", "month"])


def _make_months() -> None:
    op.create_table(
        "benefit_months",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("median_rate", decimal(), nullable=True),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("sums", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("worked_out_at", moment(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        key("benefit_months"),
        unique("benefit_months", "month", "currency"),
    )
    op.create_table(
        "benefit_limits",
        sa.Column("lock", sa.Integer(), nullable=False),
        sa.Column("points", decimal(), nullable=False),
        sa.Column("of_profit", decimal(), nullable=False),
        sa.Column("loss_months", sa.Integer(), nullable=False),
        sa.Column("hurdle", decimal(), nullable=False),
        sa.Column("lowest_share", decimal(), nullable=False),
        sa.Column("highest_share", decimal(), nullable=False),
        sa.Column("changed_at", moment(), nullable=False),
        sa.Column("changed_by_name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("lock = 1", name=op.f("ck_benefit_limits_single")),
        key("benefit_limits"),
        unique("benefit_limits", "lock"),
    )


def _make_requests() -> None:
    op.create_table(
        "relief_requests",
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("kind", words("reliefkind", *RELIEFS), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("status", words("reliefstatus", *STATES), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("granted", sa.String(length=40), nullable=False),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (status = 'asked')",
            name=op.f("ck_relief_requests_decision"),
        ),
        points_at("relief_requests", "outlet_id", "outlets"),
        points_at("relief_requests", "franchisee_id", "franchisees"),
        key("relief_requests"),
    )
    only_where("uq_relief_requests_open", "relief_requests", ["outlet_id"], "status = 'asked'")
    for name, columns in (
        ("outlet", ["outlet_id", "asked_at"]),
        ("franchisee", ["franchisee_id", "asked_at"]),
        ("status", ["status", "asked_at"]),
    ):
        op.create_index(f"ix_relief_requests_{name}", "relief_requests", columns)


def downgrade() -> None:
    """Go back."""
    for table in (
        "relief_requests",
        "benefit_limits",
        "benefit_months",
        "fee_alerts",
        "purchase_savings",
        "supply_takings",
        "outlet_investments",
        "outlet_accounts",
        "benefit_files",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_refuse()")

"""Fee plans in versions, with notice and decision

Revision: 0014
Follows: 0013
Written: 2026-11-30 10:30:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

#: History that the database itself refuses to change.
TABLE = "plan_moves"


def words(name: str, *values: str) -> sa.Enum:
    """The type of a column that holds one of a few words."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def refuse_changes() -> None:
    """Add the triggers that keep history as it was written."""
    message = f"{TABLE} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger "
        f"LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{message}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()"
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "plan_versions",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("definition", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", words("planstatus", "draft", "decided", "withdrawn"), nullable=False),
        sa.Column("seen_digest", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_name", sa.String(length=200), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["fee_plans.id"], name=op.f("fk_plan_versions_follows_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["fee_plans.id"], name=op.f("fk_plan_versions_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_versions")),
    )
    op.create_index(op.f("ix_plan_versions_follows_id"), "plan_versions", ["follows_id"])
    op.create_index(op.f("ix_plan_versions_plan_id"), "plan_versions", ["plan_id"])
    _moves()
    op.create_table(
        "fee_simulations",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("fee", sa.String(length=100), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("terms", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "status", words("simulationstatus", "waiting", "ready", "failed"), nullable=False
        ),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_simulations")),
    )
    refuse_changes()


def _moves() -> None:
    op.create_table(
        "plan_moves",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("stays", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("sales_minor", sa.BigInteger(), nullable=False),
        sa.Column("before_minor", sa.BigInteger(), nullable=False),
        sa.Column("after_minor", sa.BigInteger(), nullable=False),
        sa.Column("first_month", sa.String(length=7), nullable=False),
        sa.Column("last_month", sa.String(length=7), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_versions.id"], name=op.f("fk_plan_moves_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_plan_moves_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_plan_moves_franchisee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_moves")),
        sa.UniqueConstraint(
            "version_id", "contract_id", name=op.f("uq_plan_moves_version_id_contract_id")
        ),
    )
    op.create_index(op.f("ix_plan_moves_contract_id"), "plan_moves", ["contract_id"])
    op.create_index(op.f("ix_plan_moves_franchisee_id"), "plan_moves", ["franchisee_id"])


def downgrade() -> None:
    """Go back."""
    for table in ("fee_simulations", TABLE, "plan_versions"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION IF EXISTS {TABLE}_refuse()")

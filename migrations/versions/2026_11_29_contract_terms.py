"""The versions and terms of contracts, and more states

Revision: 0003
Follows: 0002
Written: 2026-11-29 19:36:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = ("draft", "in_force", "ended", "terminated")
AFTER = (
    "draft",
    "disclosed",
    "out_for_signature",
    "signed",
    "in_force",
    "renewed",
    "suspended",
    "transferred",
    "terminated",
    "expired",
    "withdrawn",
)


def states(*values: str) -> sa.CheckConstraint:
    """The check on a contract's status."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"status IN ({allowed})", name="contractstatus")


def upgrade() -> None:
    with op.batch_alter_table("contracts") as batch:
        batch.drop_constraint(op.f("ck_contracts_contractstatus"), type_="check")
        batch.add_column(sa.Column("pack", sa.String(20), nullable=False, server_default="none"))
        batch.add_column(
            sa.Column("is_first", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("term_number", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("predecessor_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_contracts_predecessor_id_contracts"), "contracts", ["predecessor_id"], ["id"]
        )
    op.execute("UPDATE contracts SET status = 'expired' WHERE status = 'ended'")
    with op.batch_alter_table("contracts") as batch:
        for name in ("pack", "is_first", "term_number"):
            batch.alter_column(name, server_default=None)
        batch.create_check_constraint(op.f("ck_contracts_contractstatus"), states(*AFTER).sqltext)
        batch.create_index(op.f("ix_contracts_predecessor_id"), ["predecessor_id"])
    op.create_table(
        "contract_versions",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "original",
                "amendment",
                "renewal",
                "transfer",
                name="versionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "out_for_signature",
                "executed",
                "withdrawn",
                name="versionstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("executed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_by_name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contracts.id"],
            name=op.f("fk_contract_versions_contract_id_contracts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_versions")),
        sa.UniqueConstraint(
            "contract_id", "sequence", name=op.f("uq_contract_versions_contract_id_sequence")
        ),
    )
    op.create_index(
        "ix_contract_versions_in_force",
        "contract_versions",
        ["contract_id", "status", "effective_from"],
    )


def downgrade() -> None:
    op.drop_table("contract_versions")
    with op.batch_alter_table("contracts") as batch:
        batch.drop_constraint(op.f("ck_contracts_contractstatus"), type_="check")
    op.execute(
        "UPDATE contracts SET status = 'ended' "
        "WHERE status IN ('expired', 'transferred', 'withdrawn')"
    )
    op.execute(
        "UPDATE contracts SET status = 'in_force' "
        "WHERE status IN ('signed', 'renewed', 'suspended')"
    )
    op.execute(
        "UPDATE contracts SET status = 'draft' WHERE status IN ('disclosed', 'out_for_signature')"
    )
    with op.batch_alter_table("contracts") as batch:
        batch.drop_index(op.f("ix_contracts_predecessor_id"))
        batch.drop_constraint(op.f("fk_contracts_predecessor_id_contracts"), type_="foreignkey")
        for name in ("predecessor_id", "ended_on", "term_number", "is_first", "pack"):
            batch.drop_column(name)
        batch.create_check_constraint(op.f("ck_contracts_contractstatus"), states(*BEFORE).sqltext)

"""What the contracts' clocks and checks need for speed and for two people at once

Revision: 0011
Follows: 0010
Written: 2026-11-30 10:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_index(
        "ix_obligations_by_hand",
        "obligations",
        ["id"],
        sqlite_where=sa.text("origin IS NULL"),
        postgresql_where=sa.text("origin IS NULL"),
    )
    _bring_duties_up()
    op.drop_index("ix_duties_contract", table_name="duties")
    op.drop_index("ix_duties_franchisee", table_name="duties")
    op.drop_index("ix_duties_standing", table_name="duties")
    with op.batch_alter_table("duties") as batch:
        batch.create_check_constraint(
            op.f("ck_duties_closing"), "(closed_on IS NULL) = (status IN ('open', 'given'))"
        )
        batch.create_check_constraint(
            op.f("ck_duties_giving"), "(given_on IS NULL) = (status != 'given')"
        )
        batch.create_check_constraint(
            op.f("ck_duties_late_steps"), "was_late OR step IN ('ahead', 'reminded', 'due')"
        )
    _index_duties()
    # Fee plans make duties too by now: every contract is read once more.
    op.execute("DELETE FROM duty_readings")
    op.add_column("contract_versions", sa.Column("comparison", sa.JSON(), nullable=True))
    op.add_column(
        "transfers", sa.Column("outlet_ids", sa.JSON(), nullable=False, server_default="[]")
    )
    op.add_column("outlets", sa.Column("state", sa.String(100), nullable=False, server_default=""))
    with op.batch_alter_table("transfers") as batch:
        batch.alter_column("outlet_ids", server_default=None)
    with op.batch_alter_table("outlets") as batch:
        batch.alter_column("state", server_default=None)


def _bring_duties_up() -> None:
    """Let every row say what the checks ask, and have the clock close rights of days gone by."""
    op.execute("UPDATE duties SET was_late = TRUE WHERE step NOT IN ('ahead', 'reminded', 'due')")
    op.execute(
        "UPDATE duties SET closed_on = COALESCE(closed_on, act_by), next_on = NULL "
        "WHERE status NOT IN ('open', 'given')"
    )
    op.execute("UPDATE duties SET closed_on = NULL WHERE status IN ('open', 'given')")
    op.execute("UPDATE duties SET given_on = NULL WHERE status != 'given'")
    op.execute("UPDATE duties SET given_on = act_by WHERE status = 'given' AND given_on IS NULL")
    op.execute(
        "UPDATE duties SET next_on = act_by WHERE status = 'open' AND next_on IS NULL "
        "AND kind IN ('audit', 'notice_window')"
    )


def _index_duties() -> None:
    op.create_index("ix_duties_contract", "duties", ["contract_id", "closed_on", "act_by"])
    op.create_index("ix_duties_franchisee", "duties", ["franchisee_id", "closed_on", "act_by"])
    op.create_index(
        "ix_duties_given",
        "duties",
        ["act_by", "id"],
        sqlite_where=sa.text("given_on IS NOT NULL"),
        postgresql_where=sa.text("given_on IS NOT NULL"),
    )
    op.create_index(
        "ix_duties_late",
        "duties",
        ["closed_on", "act_by", "id", "owner"],
        sqlite_where=sa.text("was_late = 1"),
        postgresql_where=sa.text("was_late"),
    )
    op.create_index(
        "ix_duties_open",
        "duties",
        ["act_by", "id", "owner"],
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("outlets") as batch:
        batch.drop_column("state")
    with op.batch_alter_table("transfers") as batch:
        batch.drop_column("outlet_ids")
    with op.batch_alter_table("contract_versions") as batch:
        batch.drop_column("comparison")
    for name in ("open", "late", "given", "franchisee", "contract"):
        op.drop_index(f"ix_duties_{name}", table_name="duties")
    with op.batch_alter_table("duties") as batch:
        for name in ("late_steps", "giving", "closing"):
            batch.drop_constraint(op.f(f"ck_duties_{name}"), type_="check")
    op.create_index("ix_duties_contract", "duties", ["contract_id", "act_by"])
    op.create_index("ix_duties_franchisee", "duties", ["franchisee_id", "act_by"])
    op.create_index("ix_duties_standing", "duties", ["status", "step", "act_by"])
    op.drop_index("ix_obligations_by_hand", table_name="obligations")

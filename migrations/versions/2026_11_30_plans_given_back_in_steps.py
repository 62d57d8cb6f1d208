"""Decisions that are taken back in steps, and which contracts have their plan of before again

Revision: 0030
Follows: 0029
Written: 2026-11-30 14:10:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLE = "plan_returns"


def upgrade() -> None:
    """Go forward; what a job moves at this moment is under way also by the new column."""
    moving = sa.Column("is_moving", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("plan_versions", moving)
    versions = sa.table(
        "plan_versions",
        sa.column("status", sa.String()),
        sa.column("moving_job_id", sa.Uuid()),
        sa.column("moved_at", sa.DateTime(timezone=True)),
        sa.column("is_moving", sa.Boolean()),
    )
    op.execute(
        versions.update()
        .where(
            versions.c.status == "decided",
            versions.c.moving_job_id.is_not(None),
            versions.c.moved_at.is_(None),
        )
        .values(is_moving=sa.true())
    )
    op.create_table(
        TABLE,
        sa.Column("move_id", sa.Uuid(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["move_id"], ["plan_moves.id"], name=op.f(f"fk_{TABLE}_move_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("move_id", name=op.f(f"uq_{TABLE}_move_id")),
    )
    refuse_changes()


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
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()"
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table(TABLE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION IF EXISTS {TABLE}_refuse()")
    with op.batch_alter_table("plan_versions") as batch:
        batch.drop_column("is_moving")

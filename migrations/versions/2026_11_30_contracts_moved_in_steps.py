"""Contracts that move to a decided plan in steps

Revision: 0028
Follows: 0027
Written: 2026-11-30 11:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    for column in (
        sa.Column("concerns", sa.Integer(), server_default="0", nullable=False),
        sa.Column("moving_job_id", sa.Uuid(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("plan_versions", column)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("plan_versions") as batch:
        for name in ("concerns", "moving_job_id", "moved_at"):
            batch.drop_column(name)

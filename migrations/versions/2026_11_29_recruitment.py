"""The tables of recruitment

Revision: 0002
Follows: 0001
Written: 2026-11-29 19:32:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("report_runs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subject_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subject_id", sa.Uuid(), nullable=True))
        batch_op.create_index("ix_reports_subject", ["subject_id", "kind"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_subject")
        batch_op.drop_column("subject_id")
    with op.batch_alter_table("report_runs", schema=None) as batch_op:
        batch_op.drop_column("subject_id")

"""Contracts are found by their last day and then by state: a state alone leads to half the table

Revision: 0016
Follows: 0015
Written: 2026-11-30 10:50:00
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.drop_index("ix_contracts_ends_on", "contracts")
    op.create_index("ix_contracts_ends_on", "contracts", ["ends_on", "status"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_contracts_ends_on", "contracts")
    op.create_index("ix_contracts_ends_on", "contracts", ["status", "ends_on"])

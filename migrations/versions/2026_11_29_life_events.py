"""The tables of life events and approvals

Revision: 0006
Follows: 0005
Written: 2026-11-29 19:32:00
"""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""

"""What is charged without a sales report

Revision: 0016
Follows: 0015
Written: 2026-11-30 02:16:00
"""

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""


def downgrade() -> None:
    """Go back."""

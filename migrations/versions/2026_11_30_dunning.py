"""Reminders of what is overdue, and what being late costs

Revision: 0017
Follows: 0016
Written: 2026-11-30 02:17:00
"""

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""


def downgrade() -> None:
    """Go back."""

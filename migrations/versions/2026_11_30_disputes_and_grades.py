"""Disputes of a line, and grades of credit

Revision: 0018
Follows: 0017
Written: 2026-11-30 02:18:00
"""

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""


def downgrade() -> None:
    """Go back."""

"""What each side takes from an outlet

Revision: 0020
Follows: 0019
Written: 2026-11-30 02:20:00
"""

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""


def downgrade() -> None:
    """Go back."""

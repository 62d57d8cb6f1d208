"""The open book of the advertising fund

Revision: 0019
Follows: 0018
Written: 2026-11-30 02:19:00
"""

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""


def downgrade() -> None:
    """Go back."""

"""The tables of contract terms

Revision: 0003
Follows: 0002
Written: 2026-11-29 19:32:00
"""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""

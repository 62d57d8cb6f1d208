"""The tables of signing

Revision: 0004
Follows: 0003
Written: 2026-11-29 19:32:00
"""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""

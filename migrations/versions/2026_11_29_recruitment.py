"""The tables of recruitment

Revision: 0002
Follows: 0001
Written: 2026-11-29 19:32:00
"""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""

"""The tables of obligations and notices

Revision: 0005
Follows: 0004
Written: 2026-11-29 19:32:00
"""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""

"""What the contracts' clocks and checks need for speed and for two people at once

Revision: 0011
Follows: 0010
Written: 2026-11-30 10:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""


def downgrade() -> None:
    """Go back."""

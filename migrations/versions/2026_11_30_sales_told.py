"""Sales told by franchisees and tills, estimates, audits of sales

Revision: 0013
Follows: 0012
Written: 2026-11-30 10:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""


def downgrade() -> None:
    """Go back."""

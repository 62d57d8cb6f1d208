"""Fee plans in versions, with notice and decision

Revision: 0014
Follows: 0013
Written: 2026-11-30 10:30:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""


def downgrade() -> None:
    """Go back."""

"""Dunning, late charges, interest, payment plans, write-offs, refunds

Revision: 0015
Follows: 0014
Written: 2026-11-30 10:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""


def downgrade() -> None:
    """Go back."""

"""Taxes, credit notes, corrections by reversal

Revision: 0012
Follows: 0011
Written: 2026-11-30 10:10:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""


def downgrade() -> None:
    """Go back."""

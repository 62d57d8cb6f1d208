"""A franchisee's account in the order in which it was booked

Revision: 0022
Follows: 0021
Written: 2026-11-30 03:40:00
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INDEX, TABLE = "ix_postings_franchisee", "postings"


def upgrade() -> None:
    """Go forward."""
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, ["franchisee_id", "account", "currency", "entry_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, ["franchisee_id", "account"])

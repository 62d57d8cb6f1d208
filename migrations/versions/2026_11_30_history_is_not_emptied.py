"""History that PostgreSQL's TRUNCATE cannot empty

Revision: 0029
Follows: 0028
Written: 2026-11-30 12:36:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward: whatever refuses to have its rows changed refuses to be emptied too."""
    for table in _tables():
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
        )


def downgrade() -> None:
    """Go back."""
    for table in _tables():
        op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")


def _tables() -> list[str]:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return []
    found = connection.scalars(
        sa.text(
            "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgname = relname || '_append_only' "
            "AND relnamespace = current_schema()::regnamespace ORDER BY relname"
        )
    )
    return list(found)

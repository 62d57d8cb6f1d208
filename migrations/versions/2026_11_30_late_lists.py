"""Lists of what is late in the order of an index, however large the network

Revision: 0026
Follows: 0025
Written: 2026-11-30 08:20:00
"""

from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


class Order(NamedTuple):
    """An index, the columns that it had before, if it was there, and those that it has now."""

    name: str
    table: str
    before: tuple[str, ...]
    now: tuple[str, ...]


ORDERS = (
    Order("ix_open_items_due_on", "open_items", ("due_on",), ("due_on", "franchisee_id")),
    Order("ix_disputes_opened", "disputes", ("opened_at",), ("opened_at", "id")),
    Order("ix_disputes_status", "disputes", (), ("status", "opened_at", "id")),
    Order("ix_disputes_until", "disputes", (), ("answer_until", "id")),
    Order("ix_disputes_amount", "disputes", (), ("disputed_minor", "id")),
    Order(
        "ix_credit_grades_month",
        "credit_grades",
        ("month", "points"),
        ("month", "points", "franchisee_id"),
    ),
    Order(
        "ix_credit_grades_grade",
        "credit_grades",
        (),
        ("month", "grade", "points", "franchisee_id"),
    ),
    Order(
        "ix_payment_plans_status",
        "payment_plans",
        ("status", "proposed_at"),
        ("status", "proposed_at", "id"),
    ),
    Order("ix_late_charges_posted", "late_charges", (), ("posted_on", "id")),
)


def upgrade() -> None:
    """Go forward."""
    for order in ORDERS:
        if order.before:
            op.drop_index(order.name, order.table)
        op.create_index(order.name, order.table, list(order.now))
    with op.batch_alter_table("late_runs") as batch:
        batch.add_column(sa.Column("charges", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("late_runs") as batch:
        batch.alter_column("charges", server_default=None)
    op.execute(
        "UPDATE late_runs SET charges ="
        " (SELECT count(*) FROM late_charges WHERE late_charges.run_id = late_runs.id)"
    )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("late_runs") as batch:
        batch.drop_column("charges")
    for order in reversed(ORDERS):
        op.drop_index(order.name, order.table)
        if order.before:
            op.create_index(order.name, order.table, list(order.before))

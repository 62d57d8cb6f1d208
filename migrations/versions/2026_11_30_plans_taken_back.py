"""Decided plans taken back, impacts that are kept, initial fees

Revision: 0027
Follows: 0026
Written: 2026-11-30 07:45:00
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

STATUSES = ("draft", "decided", "withdrawn")
CHARGES = ("transfer_fee", "renewal_fee")
CHECKS = {
    ("plan_versions", "status", "planstatus"): (STATUSES, (*STATUSES, "taken_back")),
    ("contract_charges", "kind", "chargekind"): (CHARGES, (*CHARGES, "initial_fee")),
}
"""Table, column and type of each column that gets another word: the words before and after."""


def upgrade() -> None:
    """Go forward."""
    say({key: after for key, (_, after) in CHECKS.items()})
    for column in (
        sa.Column("seen_figures", sa.String(length=64), server_default="", nullable=False),
        sa.Column("taken_back_by", sa.Uuid(), nullable=True),
        sa.Column("taken_back_by_name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_reason", sa.Text(), server_default="", nullable=False),
    ):
        op.add_column("plan_versions", column)
    # A column more is no change of what was written: the triggers of history stay.
    op.add_column("plan_moves", sa.Column("replaced_plan_id", sa.Uuid(), nullable=True))
    make_impacts()


def make_impacts() -> None:
    """Make the table of what versions mean for everybody."""
    states = sa.Enum(
        "waiting",
        "ready",
        "failed",
        name="simulationstatus",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.create_table(
        "plan_impacts",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("plan_digest", sa.String(length=64), nullable=False),
        sa.Column("figures", sa.String(length=64), nullable=False),
        sa.Column("status", states, nullable=False),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("contracts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_versions.id"], name=op.f("fk_plan_impacts_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_impacts")),
        sa.UniqueConstraint(
            "version_id", "plan_digest", name=op.f("uq_plan_impacts_version_id_plan_digest")
        ),
    )


def say(words: Mapping[tuple[str, str, str], tuple[str, ...]]) -> None:
    """Let columns hold these words and no others."""
    for (table, column, name), allowed in words.items():
        listed = ", ".join(f"'{word}'" for word in allowed)
        check = op.f(f"ck_{table}_{name}")
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(check, type_="check")
            batch.create_check_constraint(check, f"{column} IN ({listed})")


def downgrade() -> None:
    """Go back."""
    op.drop_table("plan_impacts")
    op.drop_column("plan_moves", "replaced_plan_id")
    with op.batch_alter_table("plan_versions") as batch:
        for name in (
            "seen_figures",
            "taken_back_by",
            "taken_back_by_name",
            "taken_back_at",
            "taken_back_reason",
        ):
            batch.drop_column(name)
    say({key: before for key, (before, _) in CHECKS.items()})

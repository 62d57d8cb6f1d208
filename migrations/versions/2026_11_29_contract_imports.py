"""Files of contracts that are uploaded together with their plans

Revision: 0007
Follows: 0006
Written: 2026-11-29 20:10:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "contract_imports",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "checked",
                "running",
                "posted",
                "discarded",
                "failed",
                name="importstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_wrong", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("problem_count", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_contract_imports_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_imports")),
    )
    op.create_table(
        "contract_import_plans",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("contracts", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_contract_import_plans_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["contract_imports.id"], name=op.f("fk_contract_import_plans_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_import_plans")),
        sa.UniqueConstraint(
            "import_id", "filename", name=op.f("uq_contract_import_plans_import_id_filename")
        ),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("contract_import_plans")
    op.drop_table("contract_imports")

"""The versions and terms of contracts, and more states

Revision: 0003
Follows: 0002
Written: 2026-11-29 19:36:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = ("draft", "in_force", "ended", "terminated")
AFTER = (
    "draft",
    "disclosed",
    "out_for_signature",
    "signed",
    "in_force",
    "renewed",
    "suspended",
    "transferred",
    "terminated",
    "expired",
    "withdrawn",
)

KINDS = (
    "term",
    "renewal",
    "notice",
    "territory",
    "development",
    "fees",
    "fund",
    "deposit",
    "purchasing",
    "support",
    "standards",
    "marks",
    "reporting",
    "audit",
    "insurance",
    "non_compete",
    "confidentiality",
    "guarantee",
    "transfer",
    "cooling_off",
    "default",
    "termination",
    "exit",
    "disputes",
    "general",
)

#: Tables whose rows are never changed.
APPEND_ONLY = (
    "contract_disclosures",
    "library_clause_versions",
    "contract_template_versions",
)


def states(*values: str) -> sa.CheckConstraint:
    """The check on a contract's status."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"status IN ({allowed})", name="contractstatus")


def keep_history() -> None:
    """Add the triggers that keep history as it was written."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        message = f"{table} is append-only"
        if is_sqlite:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                )
        else:
            op.execute(
                f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger "
                f"LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{message}'; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
            )


def forget_functions() -> None:
    """On PostgreSQL a trigger's function stays when its table goes."""
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_refuse()")


def make_library() -> None:
    """Make the clause library and the templates."""
    op.create_table(
        "library_clauses",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *KINDS, name="clausekind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_clauses")),
        sa.UniqueConstraint("key", "language", name=op.f("uq_library_clauses_key_language")),
    )
    op.create_table(
        "library_clause_versions",
        sa.Column("clause_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by_name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"],
            ["library_clauses.id"],
            name=op.f("fk_library_clause_versions_clause_id_library_clauses"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_clause_versions")),
        sa.UniqueConstraint(
            "clause_id", "number", name=op.f("uq_library_clause_versions_clause_id_number")
        ),
    )
    op.create_table(
        "contract_templates",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("pack", sa.String(20), nullable=False),
        sa.Column("brand_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brands.id"], name=op.f("fk_contract_templates_brand_id_brands")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_templates")),
        sa.UniqueConstraint("key", "language", name=op.f("uq_contract_templates_key_language")),
    )
    op.create_table(
        "contract_template_versions",
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("clauses", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("terms", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by_name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["contract_templates.id"],
            name=op.f("fk_contract_template_versions_template_id_contract_templates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_template_versions")),
        sa.UniqueConstraint(
            "template_id", "number", name=op.f("uq_contract_template_versions_template_id_number")
        ),
    )


def upgrade() -> None:
    with op.batch_alter_table("contracts") as batch:
        batch.drop_constraint(op.f("ck_contracts_contractstatus"), type_="check")
        batch.add_column(sa.Column("pack", sa.String(20), nullable=False, server_default="none"))
        batch.add_column(
            sa.Column("is_first", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("term_number", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("predecessor_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_contracts_predecessor_id_contracts"), "contracts", ["predecessor_id"], ["id"]
        )
    op.execute("UPDATE contracts SET status = 'expired' WHERE status = 'ended'")
    with op.batch_alter_table("contracts") as batch:
        for name in ("pack", "is_first", "term_number"):
            batch.alter_column(name, server_default=None)
        batch.create_check_constraint(op.f("ck_contracts_contractstatus"), states(*AFTER).sqltext)
        batch.create_index(op.f("ix_contracts_predecessor_id"), ["predecessor_id"])
        batch.create_index("ix_contracts_ends_on", ["status", "ends_on"])
    op.create_table(
        "contract_versions",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "original",
                "amendment",
                "renewal",
                "transfer",
                name="versionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "out_for_signature",
                "executed",
                "withdrawn",
                name="versionstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("template", sa.String(80), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=True),
        sa.Column("executed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("carried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_by_name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contracts.id"],
            name=op.f("fk_contract_versions_contract_id_contracts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_versions")),
        sa.UniqueConstraint(
            "contract_id", "sequence", name=op.f("uq_contract_versions_contract_id_sequence")
        ),
    )
    op.create_index(
        "ix_contract_versions_in_force",
        "contract_versions",
        ["contract_id", "status", "effective_from"],
    )
    op.create_index(
        "ix_contract_versions_uncarried",
        "contract_versions",
        ["effective_from"],
        sqlite_where=sa.text("carried_at IS NULL"),
        postgresql_where=sa.text("carried_at IS NULL"),
    )
    op.create_table(
        "contract_disclosures",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("disclosed_on", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_name", sa.String(200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contracts.id"],
            name=op.f("fk_contract_disclosures_contract_id_contracts"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_files.id"],
            name=op.f("fk_contract_disclosures_file_id_stored_files"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_disclosures")),
    )
    op.create_index(
        op.f("ix_contract_disclosures_contract_id"), "contract_disclosures", ["contract_id"]
    )
    op.create_table(
        "contract_territories",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("is_exclusive", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contracts.id"],
            name=op.f("fk_contract_territories_contract_id_contracts"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territories.id"],
            name=op.f("fk_contract_territories_territory_id_territories"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_territories")),
    )
    for column in ("contract_id", "territory_id"):
        op.create_index(op.f(f"ix_contract_territories_{column}"), "contract_territories", [column])
    make_library()
    keep_history()


def downgrade() -> None:
    op.drop_table("contract_template_versions")
    op.drop_table("contract_templates")
    op.drop_table("library_clause_versions")
    op.drop_table("library_clauses")
    op.drop_table("contract_territories")
    op.drop_table("contract_disclosures")
    op.drop_table("contract_versions")
    forget_functions()
    with op.batch_alter_table("contracts") as batch:
        batch.drop_constraint(op.f("ck_contracts_contractstatus"), type_="check")
    op.execute(
        "UPDATE contracts SET status = 'ended' "
        "WHERE status IN ('expired', 'transferred', 'withdrawn')"
    )
    op.execute(
        "UPDATE contracts SET status = 'in_force' "
        "WHERE status IN ('signed', 'renewed', 'suspended')"
    )
    op.execute(
        "UPDATE contracts SET status = 'draft' WHERE status IN ('disclosed', 'out_for_signature')"
    )
    with op.batch_alter_table("contracts") as batch:
        batch.drop_index("ix_contracts_ends_on")
        batch.drop_index(op.f("ix_contracts_predecessor_id"))
        batch.drop_constraint(op.f("fk_contracts_predecessor_id_contracts"), type_="foreignkey")
        for name in ("predecessor_id", "ended_on", "term_number", "is_first", "pack"):
            batch.drop_column(name)
        batch.create_check_constraint(op.f("ck_contracts_contractstatus"), states(*BEFORE).sqltext)

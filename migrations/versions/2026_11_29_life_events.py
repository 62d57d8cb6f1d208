"""The tables of life events and approvals

Revision: 0006
Follows: 0005
Written: 2026-11-29 19:32:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

#: History that the database itself refuses to change.
APPEND_ONLY = (
    "authority_tables",
    "authority_limits",
    "approval_entries",
    "contract_terms",
    "development_extensions",
)


def refuse_changes() -> None:
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


def upgrade() -> None:
    op.create_table(
        "authority_tables",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_tables")),
        sa.UniqueConstraint("number", name=op.f("uq_authority_tables_number")),
    )
    op.create_table(
        "authority_limits",
        sa.Column("table_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "administrator",
                "finance",
                "support",
                "relationship_manager",
                "development",
                "auditor",
                "franchisee_owner",
                "franchisee_manager",
                "franchisee_staff",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("is_unlimited", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_authority_limits_size")),
        sa.ForeignKeyConstraint(
            ["table_id"], ["authority_tables.id"], name=op.f("fk_authority_limits_table_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_limits")),
        sa.UniqueConstraint(
            "table_id", "role", "act", name=op.f("uq_authority_limits_table_id_role_act")
        ),
    )
    op.create_table(
        "approvals",
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "amount",
                "days",
                "each_time",
                name="measure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("franchisee_id", sa.Uuid(), nullable=True),
        sa.Column("subject_name", sa.String(length=300), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "granted",
                "done",
                "refused",
                "withdrawn",
                "expired",
                name="approvalstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("was_at_once", sa.Boolean(), nullable=False),
        sa.Column("why", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("table_number", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column(
            "asked_role",
            sa.Enum(
                "owner",
                "administrator",
                "finance",
                "support",
                "relationship_manager",
                "development",
                "auditor",
                "franchisee_owner",
                "franchisee_manager",
                "franchisee_staff",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "decided_by IS NULL OR was_at_once OR decided_by <> asked_by",
            name=op.f("ck_approvals_two"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_approvals_quantity")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_approvals_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_approvals_franchisee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    op.create_index("ix_approvals_contract", "approvals", ["contract_id", "asked_at"], unique=False)
    op.create_index(
        "ix_approvals_granted",
        "approvals",
        ["asked_by", "act", "franchisee_id", "decided_at"],
        unique=False,
    )
    op.create_index("ix_approvals_status", "approvals", ["status", "asked_at"], unique=False)
    op.create_table(
        "contract_charges",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "transfer_fee",
                "renewal_fee",
                name="chargekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("origin_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("arose_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "invoiced",
                "waived",
                name="chargestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_by_name", sa.String(length=200), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_contract_charges_amount")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_contract_charges_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_contract_charges_franchisee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_charges")),
        sa.UniqueConstraint(
            "contract_id",
            "kind",
            "origin_id",
            name=op.f("uq_contract_charges_contract_id_kind_origin_id"),
        ),
    )
    op.create_index(
        "ix_contract_charges_open", "contract_charges", ["franchisee_id", "status"], unique=False
    )
    op.create_table(
        "exits",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "expired",
                "terminated",
                "transferred",
                name="exitcause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "closed",
                name="exitstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("deposit_minor", sa.BigInteger(), nullable=True),
        sa.Column("deposit_currency", sa.String(length=3), nullable=False),
        sa.Column("deposit_due_on", sa.Date(), nullable=True),
        sa.Column("deposit_conditions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("kept_minor", sa.BigInteger(), nullable=False),
        sa.Column("returned_minor", sa.BigInteger(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_reference", sa.String(length=200), nullable=False),
        sa.Column("given_up", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("credit_paid_on", sa.Date(), nullable=True),
        sa.Column("credit_reference", sa.String(length=200), nullable=False),
        sa.Column(
            "interview",
            sa.Enum(
                "open",
                "held",
                "declined",
                name="interviewstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("interviewed_on", sa.Date(), nullable=True),
        sa.Column("interview_words", sa.Text(), nullable=False),
        sa.Column("interviewed_by_name", sa.String(length=200), nullable=False),
        sa.Column("would_return", sa.Boolean(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by_name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "deposit_minor IS NULL OR kept_minor + returned_minor <= deposit_minor",
            name=op.f("ck_exits_deposit"),
        ),
        sa.CheckConstraint("kept_minor >= 0 AND returned_minor >= 0", name=op.f("ck_exits_parts")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_exits_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_exits_franchisee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exits")),
        sa.UniqueConstraint("contract_id", name=op.f("uq_exits_contract_id")),
    )
    op.create_index("ix_exits_franchisee", "exits", ["franchisee_id"], unique=False)
    op.create_index("ix_exits_status", "exits", ["status", "ended_on"], unique=False)
    op.create_table(
        "suspensions",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=False),
        sa.Column("lifted_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "lifted_on IS NULL OR lifted_on >= starts_on", name=op.f("ck_suspensions_span")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_suspensions_contract_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspensions")),
    )
    op.create_index("ix_suspensions_of", "suspensions", ["contract_id", "starts_on"], unique=False)
    op.create_index(
        "uq_suspensions_open",
        "suspensions",
        ["contract_id"],
        unique=True,
        sqlite_where=sa.text("lifted_on IS NULL"),
        postgresql_where=sa.text("lifted_on IS NULL"),
    )
    op.create_table(
        "transfers",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("to_name", sa.String(length=200), nullable=False),
        sa.Column("to_franchisee_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "approved",
                "done",
                "refused",
                "withdrawn",
                "bought",
                name="transferstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column(
            "asked_side",
            sa.Enum(
                "franchisor",
                "franchisee",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("offer", sa.Text(), nullable=False),
        sa.Column(
            "first_refusal",
            sa.Enum(
                "none",
                "running",
                "waived",
                "lapsed",
                "used",
                name="firstrefusal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("first_refusal_until", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_transfers_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["contracts.id"], name=op.f("fk_transfers_successor_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_franchisee_id"], ["franchisees.id"], name=op.f("fk_transfers_to_franchisee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    op.create_index("ix_transfers_status", "transfers", ["status", "starts_on"], unique=False)
    op.create_index("ix_transfers_to", "transfers", ["to_franchisee_id"], unique=False)
    op.create_index(
        "uq_transfers_open",
        "transfers",
        ["contract_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('asked', 'approved')"),
        postgresql_where=sa.text("status IN ('asked', 'approved')"),
    )
    op.create_table(
        "approval_entries",
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "asked",
                "granted",
                "refused",
                "withdrew",
                "expired",
                "carried_out",
                "remarked",
                name="approvalstep",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approvals.id"], name=op.f("fk_approval_entries_approval_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_entries")),
    )
    op.create_index(
        op.f("ix_approval_entries_approval_id"), "approval_entries", ["approval_id"], unique=False
    )
    op.create_table(
        "development_extensions",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approvals.id"], name=op.f("fk_development_extensions_approval_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_development_extensions_contract_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development_extensions")),
        sa.UniqueConstraint("approval_id", name=op.f("uq_development_extensions_approval_id")),
    )
    op.create_index("ix_extensions_of", "development_extensions", ["contract_id"], unique=False)
    op.create_table(
        "exit_returns",
        sa.Column("exit_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "marks",
                "manuals",
                "keys",
                "domains",
                "phone_numbers",
                "data",
                "stock",
                "equipment",
                name="returnkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "returned",
                "not_needed",
                name="returnstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["exit_id"], ["exits.id"], name=op.f("fk_exit_returns_exit_id")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_exit_returns_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_returns")),
        sa.UniqueConstraint("exit_id", "kind", name=op.f("uq_exit_returns_exit_id_kind")),
    )
    op.create_table(
        "exit_told",
        sa.Column("exit_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "franchisor",
                "franchisee",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["exit_id"], ["exits.id"], name=op.f("fk_exit_told_exit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_told")),
        sa.UniqueConstraint("exit_id", "side", name=op.f("uq_exit_told_exit_id_side")),
    )
    op.create_table(
        "renewals",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("term_end", sa.Date(), nullable=False),
        sa.Column("new_ends_on", sa.Date(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "automatic",
                "by_request",
                "by_agreement",
                name="renewalmode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_on_same_terms", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "agreed",
                "done",
                "declined",
                "withdrawn",
                name="renewalstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "asked_side",
            sa.Enum(
                "franchisor",
                "franchisee",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_renewals_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["contract_versions.id"], name=op.f("fk_renewals_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewals")),
    )
    op.create_index("ix_renewals_status", "renewals", ["status", "term_end"], unique=False)
    op.create_index(
        "uq_renewals_term",
        "renewals",
        ["contract_id", "term_end"],
        unique=True,
        sqlite_where=sa.text("status IN ('asked', 'agreed', 'done')"),
        postgresql_where=sa.text("status IN ('asked', 'agreed', 'done')"),
    )
    op.create_table(
        "contract_terms",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("renews_end", sa.Date(), nullable=True),
        sa.Column(
            "mode",
            sa.Enum(
                "automatic",
                "by_request",
                "by_agreement",
                name="renewalmode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("renewal_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_contract_terms_span")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_contract_terms_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["renewal_id"], ["renewals.id"], name=op.f("fk_contract_terms_renewal_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["contract_versions.id"], name=op.f("fk_contract_terms_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_terms")),
        sa.UniqueConstraint(
            "contract_id", "number", name=op.f("uq_contract_terms_contract_id_number")
        ),
        sa.UniqueConstraint(
            "contract_id", "renews_end", name=op.f("uq_contract_terms_contract_id_renews_end")
        ),
    )
    op.create_table(
        "renewal_conditions",
        sa.Column("renewal_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_renewal_conditions_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["renewal_id"], ["renewals.id"], name=op.f("fk_renewal_conditions_renewal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_conditions")),
        sa.UniqueConstraint(
            "renewal_id", "position", name=op.f("uq_renewal_conditions_renewal_id_position")
        ),
    )
    op.create_table(
        "terminations",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "breach",
                "serious_breach",
                "insolvency",
                "franchisor_breach",
                "franchisee_notice",
                "rescission",
                "mutual",
                name="terminationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "done",
                "withdrawn",
                name="terminationstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("skip_reason", sa.Text(), nullable=False),
        sa.Column("skip_approval_id", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_terminations_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_terminations_notice_id")
        ),
        sa.ForeignKeyConstraint(
            ["skip_approval_id"], ["approvals.id"], name=op.f("fk_terminations_skip_approval_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terminations")),
    )
    op.create_index(
        "ix_terminations_status", "terminations", ["status", "effective_on"], unique=False
    )
    op.create_index(
        "uq_terminations_standing",
        "terminations",
        ["contract_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('planned', 'done')"),
        postgresql_where=sa.text("status IN ('planned', 'done')"),
    )
    op.create_table(
        "termination_outlets",
        sa.Column("termination_id", sa.Uuid(), nullable=False),
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column(
            "fate",
            sa.Enum(
                "closes",
                "taken_over",
                name="outletfate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlets.id"], name=op.f("fk_termination_outlets_outlet_id")
        ),
        sa.ForeignKeyConstraint(
            ["termination_id"],
            ["terminations.id"],
            name=op.f("fk_termination_outlets_termination_id"),
        ),
        sa.PrimaryKeyConstraint("termination_id", "outlet_id", name=op.f("pk_termination_outlets")),
    )
    refuse_changes()


def downgrade() -> None:
    op.drop_table("termination_outlets")
    op.drop_table("terminations")
    op.drop_table("renewal_conditions")
    op.drop_table("contract_terms")
    op.drop_table("renewals")
    op.drop_table("exit_told")
    op.drop_table("exit_returns")
    op.drop_table("development_extensions")
    op.drop_table("approval_entries")
    op.drop_table("transfers")
    op.drop_table("suspensions")
    op.drop_table("exits")
    op.drop_table("contract_charges")
    op.drop_table("approvals")
    op.drop_table("authority_limits")
    op.drop_table("authority_tables")
    forget_functions()

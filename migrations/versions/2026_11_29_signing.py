"""The tables of signing

Revision: 0004
Follows: 0003
Written: 2026-11-29 19:32:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

APPEND_ONLY = ("signatures", "signing_reminders", "executed_documents", "seal_marks")


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


def upgrade() -> None:
    op.create_table(
        "signing_rounds",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "completed",
                "declined",
                "expired",
                "cancelled",
                name="roundstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "order",
            sa.Enum(
                "sequential",
                "parallel",
                name="signingorder",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("remind_every", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("shown_file_id", sa.Uuid(), nullable=True),
        sa.Column("shown_sha256", sa.String(length=64), nullable=False),
        sa.Column("shown_pages", sa.Integer(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("started_by_name", sa.String(length=200), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_name", sa.String(length=200), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_signing_rounds_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["shown_file_id"], ["stored_files.id"], name=op.f("fk_signing_rounds_shown_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["contract_versions.id"], name=op.f("fk_signing_rounds_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_rounds")),
    )
    op.create_index(
        "ix_signing_rounds_contract", "signing_rounds", ["contract_id", "started_at"], unique=False
    )
    op.create_index(
        "ix_signing_rounds_status", "signing_rounds", ["status", "expires_on"], unique=False
    )
    op.create_index(
        "uq_signing_rounds_version",
        "signing_rounds",
        ["version_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('open', 'completed')"),
        postgresql_where=sa.text("status IN ('open', 'completed')"),
    )
    op.create_table(
        "executed_documents",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "b_b", "b_t", name="seallevel", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("cooling_off_until", sa.Date(), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_executed_documents_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_executed_documents_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["signing_rounds.id"], name=op.f("fk_executed_documents_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["contract_versions.id"], name=op.f("fk_executed_documents_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_executed_documents")),
        sa.UniqueConstraint("round_id", name=op.f("uq_executed_documents_round_id")),
        sa.UniqueConstraint("sha256", name=op.f("uq_executed_documents_sha256")),
        sa.UniqueConstraint("version_id", name=op.f("uq_executed_documents_version_id")),
    )
    op.create_index(
        op.f("ix_executed_documents_contract_id"),
        "executed_documents",
        ["contract_id"],
        unique=False,
    )
    op.create_table(
        "signatories",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "franchisor",
                "franchisee",
                "guarantor",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_local", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("in_two_roles", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "asked",
                "signed",
                "declined",
                "replaced",
                name="signatorystatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["signing_rounds.id"], name=op.f("fk_signatories_round_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_signatories_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatories")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signatories_token_hash")),
    )
    op.create_index(op.f("ix_signatories_round_id"), "signatories", ["round_id"], unique=False)
    op.create_index("ix_signatories_user", "signatories", ["user_id", "status"], unique=False)
    op.create_index(
        "uq_signatories_place",
        "signatories",
        ["round_id", "place"],
        unique=True,
        sqlite_where=sa.text("status != 'replaced'"),
        postgresql_where=sa.text("status != 'replaced'"),
    )
    op.create_table(
        "signatures",
        sa.Column("signatory_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "franchisor",
                "franchisee",
                "guarantor",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("typed_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column(
            "method",
            sa.Enum(
                "account",
                "link",
                name="signingmethod",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("user_agent", sa.String(length=500), nullable=False),
        sa.Column("consent_version", sa.String(length=20), nullable=False),
        sa.Column("consent_text", sa.Text(), nullable=False),
        sa.Column("document_sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["signing_rounds.id"], name=op.f("fk_signatures_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["signatory_id"], ["signatories.id"], name=op.f("fk_signatures_signatory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("signatory_id", name=op.f("uq_signatures_signatory_id")),
    )
    op.create_index(op.f("ix_signatures_round_id"), "signatures", ["round_id"], unique=False)
    op.create_table(
        "signing_reminders",
        sa.Column("signatory_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["signatory_id"], ["signatories.id"], name=op.f("fk_signing_reminders_signatory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_reminders")),
        sa.UniqueConstraint(
            "signatory_id", "number", name=op.f("uq_signing_reminders_signatory_id_number")
        ),
    )
    op.create_table(
        "seal_marks",
        sa.Column("executed_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["executed_id"], ["executed_documents.id"], name=op.f("fk_seal_marks_executed_id")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name=op.f("fk_seal_marks_signature_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_marks")),
        sa.UniqueConstraint("executed_id", "place", name=op.f("uq_seal_marks_executed_id_place")),
        sa.UniqueConstraint("sha256", name=op.f("uq_seal_marks_sha256")),
        sa.UniqueConstraint("signature_id", name=op.f("uq_seal_marks_signature_id")),
    )
    keep_history()


def downgrade() -> None:
    for table in (
        "seal_marks",
        "signing_reminders",
        "signatures",
        "signatories",
        "executed_documents",
        "signing_rounds",
    ):
        op.drop_table(table)
    forget_functions()

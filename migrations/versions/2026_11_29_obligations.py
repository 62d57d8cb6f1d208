"""The tables of obligations and notices

Revision: 0005
Follows: 0004
Written: 2026-11-29 19:32:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: What both sides said, which the database itself refuses to change.
APPEND_ONLY = ("duty_entries", "notice_entries")


def refuse_changes() -> None:
    """Add the triggers that keep what was said as it was said."""
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


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_calendar_feeds_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )
    op.create_index(
        "uq_calendar_feeds_current",
        "calendar_feeds",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "duty_readings",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("contract_version", sa.Integer(), nullable=False),
        sa.Column("terms_id", sa.Uuid(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_duty_readings_contract_id")
        ),
        sa.PrimaryKeyConstraint("contract_id", name=op.f("pk_duty_readings")),
    )
    op.create_table(
        "obligations",
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("franchisee_id", sa.Uuid(), nullable=True),
        sa.Column("origin", sa.String(length=80), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "terms",
                "pack",
                "clause",
                "hand",
                name="dutysource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "insurance",
                "sales_report",
                "fee_payment",
                "training",
                "visit",
                "support",
                "disclosure",
                "filing",
                "yearly_report",
                "deposit_return",
                "development",
                "minimum_purchase",
                "audit",
                "notice_window",
                "other",
                name="dutykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "owner",
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
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("heading", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("clause", sa.String(length=60), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "on",
                "every",
                "after",
                "before_end",
                name="duerule",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("every", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column(
            "event",
            sa.Enum(
                "signed",
                "started",
                "ended",
                "other",
                name="dutyevent",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("event_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("remind_days", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("cure_days", sa.Integer(), nullable=True),
        sa.Column("needs_evidence", sa.Boolean(), nullable=False),
        sa.Column("planned_until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(contract_id IS NULL) = (franchisee_id IS NULL)", name=op.f("ck_obligations_parties")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_obligations_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_obligations_franchisee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations")),
        sa.UniqueConstraint(
            "contract_id", "origin", name=op.f("uq_obligations_contract_id_origin")
        ),
    )
    op.create_index(
        op.f("ix_obligations_franchisee_id"), "obligations", ["franchisee_id"], unique=False
    )
    op.create_index(
        "ix_obligations_to_plan",
        "obligations",
        ["planned_until"],
        unique=False,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_index(
        "uq_obligations_authority",
        "obligations",
        ["origin"],
        unique=True,
        sqlite_where=sa.text("contract_id IS NULL"),
        postgresql_where=sa.text("contract_id IS NULL"),
    )
    op.create_table(
        "duties",
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("franchisee_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "insurance",
                "sales_report",
                "fee_payment",
                "training",
                "visit",
                "support",
                "disclosure",
                "filing",
                "yearly_report",
                "deposit_return",
                "development",
                "minimum_purchase",
                "audit",
                "notice_window",
                "other",
                name="dutykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "owner",
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
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("extended_to", sa.Date(), nullable=True),
        sa.Column("act_by", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "given",
                "done",
                "waived",
                "lapsed",
                name="dutystatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "step",
            sa.Enum(
                "ahead",
                "reminded",
                "due",
                "overdue",
                "curing",
                "cure_over",
                "consequence",
                name="ladderstep",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("cure_until", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("was_late", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(contract_id IS NULL) = (franchisee_id IS NULL)", name=op.f("ck_duties_parties")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_duties_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_duties_franchisee_id")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_duties_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
        sa.UniqueConstraint("obligation_id", "due_on", name=op.f("uq_duties_obligation_id_due_on")),
    )
    op.create_index("ix_duties_act_by", "duties", ["act_by", "id"], unique=False)
    op.create_index("ix_duties_contract", "duties", ["contract_id", "act_by"], unique=False)
    op.create_index("ix_duties_franchisee", "duties", ["franchisee_id", "act_by"], unique=False)
    op.create_index(
        "ix_duties_next",
        "duties",
        ["next_on", "franchisee_id"],
        unique=False,
        sqlite_where=sa.text("next_on IS NOT NULL"),
        postgresql_where=sa.text("next_on IS NOT NULL"),
    )
    op.create_index("ix_duties_standing", "duties", ["status", "step", "act_by"], unique=False)
    op.create_table(
        "dispatches",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("duty_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=True),
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
        sa.Column(
            "step",
            sa.Enum(
                "ahead",
                "reminded",
                "due",
                "overdue",
                "curing",
                "cure_over",
                "consequence",
                name="ladderstep",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("spoken_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["duty_id"], ["duties.id"], name=op.f("fk_dispatches_duty_id")),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_dispatches_franchisee_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_dispatches")),
    )
    op.create_index("ix_dispatches_duty", "dispatches", ["duty_id"], unique=False)
    op.create_index(
        "ix_dispatches_waiting",
        "dispatches",
        ["side", "franchisee_id"],
        unique=False,
        sqlite_where=sa.text("mailed_at IS NULL"),
        postgresql_where=sa.text("mailed_at IS NULL"),
    )
    op.create_table(
        "duty_entries",
        sa.Column("duty_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "given",
                "accepted",
                "returned",
                "reported",
                "answered",
                "moved",
                "waived",
                "skipped",
                "proposed",
                name="dutyentrykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
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
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column(
            "consequence",
            sa.Enum(
                "talk",
                "plan",
                "compensation",
                "suspension",
                "termination",
                name="consequencekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["duties.id"], name=op.f("fk_duty_entries_duty_id")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_duty_entries_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_entries")),
    )
    op.create_index(op.f("ix_duty_entries_duty_id"), "duty_entries", ["duty_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "default",
                "cure",
                "renewal",
                "non_renewal",
                "suspension",
                "lifting",
                "termination",
                name="noticekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "giver",
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
        sa.Column(
            "status",
            sa.Enum(
                "given",
                "answered",
                "settled",
                "withdrawn",
                name="noticestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("duty_id", sa.Uuid(), nullable=True),
        sa.Column("earlier_id", sa.Uuid(), nullable=True),
        sa.Column("term_end", sa.Date(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("answer_until", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("act_by", sa.Date(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=2), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("words", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("skip_reason", sa.Text(), nullable=False),
        sa.Column("skip_by_name", sa.String(length=200), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("given_by_name", sa.String(length=200), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_notices_contract_id")
        ),
        sa.ForeignKeyConstraint(["duty_id"], ["duties.id"], name=op.f("fk_notices_duty_id")),
        sa.ForeignKeyConstraint(["earlier_id"], ["notices.id"], name=op.f("fk_notices_earlier_id")),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_notices_franchisee_id")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["stored_files.id"], name=op.f("fk_notices_letter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "contract_id", "sequence", name=op.f("uq_notices_contract_id_sequence")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_notices_number")),
    )
    op.create_index("ix_notices_duty", "notices", ["duty_id"], unique=False)
    op.create_index("ix_notices_franchisee", "notices", ["franchisee_id", "given_on"], unique=False)
    op.create_index("ix_notices_given", "notices", ["given_on", "id"], unique=False)
    op.create_index(
        "uq_notices_term",
        "notices",
        ["contract_id", "term_end", "kind"],
        unique=True,
        sqlite_where=sa.text("term_end IS NOT NULL AND withdrawn_on IS NULL"),
        postgresql_where=sa.text("term_end IS NOT NULL AND withdrawn_on IS NULL"),
    )
    op.create_table(
        "notice_entries",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "read",
                "reply",
                "withdrawn",
                "settled",
                name="noticeentrykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
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
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_notice_entries_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_entries_notice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_entries")),
    )
    op.create_index(
        op.f("ix_notice_entries_notice_id"), "notice_entries", ["notice_id"], unique=False
    )
    op.create_index(
        "uq_notice_entries_read",
        "notice_entries",
        ["notice_id", "by_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'read'"),
        postgresql_where=sa.text("kind = 'read'"),
    )
    refuse_changes()


def downgrade() -> None:
    op.drop_table("notice_entries")
    op.drop_table("notices")
    op.drop_table("duty_entries")
    op.drop_table("dispatches")
    op.drop_table("duties")
    op.drop_table("duty_readings")
    op.drop_table("obligations")
    op.drop_table("calendar_feeds")
    if op.get_bind().dialect.name == "postgresql":
        # A trigger's function stays when its table goes.
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_refuse()")

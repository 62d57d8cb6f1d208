"""The tables of recruitment, and reports about one thing

Revision: 0002
Follows: 0001
Written: 2026-11-29 19:32:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: Published scorecards are never changed.
APPEND_ONLY = ("scorecard_versions", "scorecard_criteria")

#: Those that refer to others first.
TABLES = (
    "disclosures",
    "compliance_records",
    "recruitment_settings",
    "applicant_scores",
    "applicant_decisions",
    "applicant_assessments",
    "scorecard_draft_criteria",
    "scorecard_criteria",
    "scorecard_versions",
    "scorecard_drafts",
    "applicant_references",
    "applicant_people",
    "applicant_notes",
    "applicant_interviews",
    "applicant_expectations",
    "applicant_documents",
    "applicants",
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
    """Go forward."""
    with op.batch_alter_table("report_runs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subject_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subject_id", sa.Uuid(), nullable=True))
        batch_op.create_index("ix_reports_subject", ["subject_id", "kind"], unique=False)
    make_applicants()
    make_scorecards()
    make_assessments()
    make_disclosures()
    refuse_changes()


def downgrade() -> None:
    """Go back."""
    for table in TABLES:
        op.drop_table(table)
    forget_functions()
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_subject")
        batch_op.drop_column("subject_id")
    with op.batch_alter_table("report_runs", schema=None) as batch_op:
        batch_op.drop_column("subject_id")


def make_applicants() -> None:
    """The applicants, their people and what was done with them."""
    op.create_table(
        "applicants",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "enquiry",
                "contacted",
                "qualified",
                "assessed",
                "approved",
                "disclosed",
                "signed",
                "rejected",
                "withdrawn",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessment_round", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_local", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("company", sa.String(length=200), nullable=False),
        sa.Column("best_times", sa.String(length=200), nullable=False),
        sa.Column("brand_id", sa.Uuid(), nullable=True),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column(
            "horizon",
            sa.Enum(
                "quarter",
                "half_year",
                "year",
                "later",
                name="horizon",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("formats", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("own_funds_minor", sa.BigInteger(), nullable=True),
        sa.Column("net_worth_minor", sa.BigInteger(), nullable=True),
        sa.Column("deposit_minor", sa.BigInteger(), nullable=True),
        sa.Column("deposit_on", sa.Date(), nullable=True),
        sa.Column("experience", sa.Text(), nullable=False),
        sa.Column("businesses", sa.Text(), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("family_support", sa.Text(), nullable=False),
        sa.Column("concerns", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("competitors", sa.Text(), nullable=False),
        sa.Column("visit_likes", sa.Text(), nullable=False),
        sa.Column("visit_dislikes", sa.Text(), nullable=False),
        sa.Column("interests", sa.Text(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "franchisee",
                "customer",
                "website",
                "search",
                "social",
                "fair",
                "press",
                "other",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_note", sa.String(length=200), nullable=False),
        sa.Column("consent_version", sa.String(length=20), nullable=False),
        sa.Column("consent_text", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keeper_id", sa.Uuid(), nullable=True),
        sa.Column("pack", sa.String(length=20), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("assessment_round >= 1", name=op.f("ck_applicants_round")),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_applicants_brand_id")),
        sa.ForeignKeyConstraint(
            ["franchisee_id"], ["franchisees.id"], name=op.f("fk_applicants_franchisee_id")
        ),
        sa.ForeignKeyConstraint(["keeper_id"], ["users.id"], name=op.f("fk_applicants_keeper_id")),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_applicants_region_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicants")),
        sa.UniqueConstraint("reference", name=op.f("uq_applicants_reference")),
    )
    with op.batch_alter_table("applicants", schema=None) as batch_op:
        batch_op.create_index("ix_applicants_brand_id", ["brand_id"], unique=False)
        batch_op.create_index("ix_applicants_created_at", ["created_at"], unique=False)
        batch_op.create_index("ix_applicants_email", ["email"], unique=False)
        batch_op.create_index("ix_applicants_franchisee_id", ["franchisee_id"], unique=False)
        batch_op.create_index("ix_applicants_keeper_id", ["keeper_id"], unique=False)
        batch_op.create_index("ix_applicants_name", ["name", "id"], unique=False)
        batch_op.create_index("ix_applicants_stage", ["stage", "touched_at"], unique=False)
        batch_op.create_index("ix_applicants_touched_at", ["touched_at"], unique=False)
    op.create_table(
        "applicant_documents",
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "identity",
                "funds",
                "company",
                "record",
                "plan",
                "curriculum",
                "reference",
                "other",
                name="proof",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicants.id"], name=op.f("fk_applicant_documents_applicant_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_applicant_documents_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_documents")),
    )
    with op.batch_alter_table("applicant_documents", schema=None) as batch_op:
        batch_op.create_index("ix_applicant_documents_applicant_id", ["applicant_id"], unique=False)
    op.create_table(
        "applicant_expectations",
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("franchisee_id", sa.Uuid(), nullable=True),
        sa.Column("brand_id", sa.Uuid(), nullable=True),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column(
            "statement",
            sa.Enum(
                "enquiry",
                "interview",
                "before_signing",
                name="statement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("monthly_sales_minor", sa.BigInteger(), nullable=True),
        sa.Column("payback_months", sa.Integer(), nullable=True),
        sa.Column("support", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by_name", sa.String(length=200), nullable=False),
        sa.Column("countersigned_by_name", sa.String(length=200), nullable=False),
        sa.Column("countersigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicants.id"], name=op.f("fk_applicant_expectations_applicant_id")
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brands.id"], name=op.f("fk_applicant_expectations_brand_id")
        ),
        sa.ForeignKeyConstraint(
            ["franchisee_id"],
            ["franchisees.id"],
            name=op.f("fk_applicant_expectations_franchisee_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_expectations")),
    )
    with op.batch_alter_table("applicant_expectations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_applicant_expectations_applicant_id", ["applicant_id"], unique=False
        )
        batch_op.create_index(
            "ix_applicant_expectations_franchisee", ["franchisee_id", "brand_id"], unique=False
        )
    op.create_table(
        "applicant_interviews",
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "held",
                "cancelled",
                name="interviewstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("people", sa.String(length=300), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("concluded", sa.Text(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("planned_by_name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicants.id"], name=op.f("fk_applicant_interviews_applicant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_interviews")),
    )
    with op.batch_alter_table("applicant_interviews", schema=None) as batch_op:
        batch_op.create_index(
            "ix_applicant_interviews_applicant", ["applicant_id", "at"], unique=False
        )
    op.create_table(
        "applicant_notes",
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "note",
                "call",
                "mail",
                "meeting",
                "visit",
                "step",
                name="notekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicants.id"], name=op.f("fk_applicant_notes_applicant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_notes")),
    )
    with op.batch_alter_table("applicant_notes", schema=None) as batch_op:
        batch_op.create_index("ix_applicant_notes_applicant", ["applicant_id", "at"], unique=False)
    op.create_table(
        "applicant_people",
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_local", sa.String(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "partner",
                "manager",
                "staff",
                "family",
                "other",
                name="personrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicants.id"], name=op.f("fk_applicant_people_applicant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_people")),
    )
    with op.batch_alter_table("applicant_people", schema=None) as batch_op:
        batch_op.create_index("ix_applicant_people_applicant_id", ["applicant_id"], unique=False)
    op.create_table(
        "applicant_references",
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("relation", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "waiting",
                "good",
                "mixed",
                "bad",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicants.id"], name=op.f("fk_applicant_references_applicant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_references")),
    )
    with op.batch_alter_table("applicant_references", schema=None) as batch_op:
        batch_op.create_index(
            "ix_applicant_references_applicant_id", ["applicant_id"], unique=False
        )


def make_scorecards() -> None:
    """The scorecard's draft and its published versions."""
    op.create_table(
        "scorecard_drafts",
        sa.Column("lock", sa.Integer(), nullable=False),
        sa.Column(
            "pass_mark", sa.Numeric(20, 6).with_variant(sa.String(30), "sqlite"), nullable=False
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("begun_by_name", sa.String(length=200), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("lock = 1", name=op.f("ck_scorecard_drafts_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard_drafts")),
        sa.UniqueConstraint("lock", name=op.f("uq_scorecard_drafts_lock")),
    )
    op.create_table(
        "scorecard_versions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "pass_mark", sa.Numeric(20, 6).with_variant(sa.String(30), "sqlite"), nullable=False
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard_versions")),
        sa.UniqueConstraint("number", name=op.f("uq_scorecard_versions_number")),
    )
    op.create_table(
        "scorecard_criteria",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("fail_below", sa.Integer(), nullable=False),
        sa.Column("anchors", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "fail_below >= 0 AND fail_below <= 5", name=op.f("ck_scorecard_criteria_fail_below")
        ),
        sa.CheckConstraint("weight >= 1", name=op.f("ck_scorecard_criteria_weight")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["scorecard_versions.id"], name=op.f("fk_scorecard_criteria_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard_criteria")),
        sa.UniqueConstraint(
            "version_id", "position", name=op.f("uq_scorecard_criteria_version_id_position")
        ),
    )
    op.create_table(
        "scorecard_draft_criteria",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("fail_below", sa.Integer(), nullable=False),
        sa.Column("anchors", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "fail_below >= 0 AND fail_below <= 5",
            name=op.f("ck_scorecard_draft_criteria_fail_below"),
        ),
        sa.CheckConstraint("weight >= 1", name=op.f("ck_scorecard_draft_criteria_weight")),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["scorecard_drafts.id"],
            name=op.f("fk_scorecard_draft_criteria_draft_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard_draft_criteria")),
    )
    with op.batch_alter_table("scorecard_draft_criteria", schema=None) as batch_op:
        batch_op.create_index("ix_scorecard_draft_criteria_draft_id", ["draft_id"], unique=False)


def make_assessments() -> None:
    """Scores and decisions."""
    op.create_table(
        "applicant_assessments",
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_round", sa.Integer(), nullable=False),
        sa.Column("scorecard_version_id", sa.Uuid(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("assessor_name", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicants.id"], name=op.f("fk_applicant_assessments_applicant_id")
        ),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["users.id"], name=op.f("fk_applicant_assessments_assessor_id")
        ),
        sa.ForeignKeyConstraint(
            ["scorecard_version_id"],
            ["scorecard_versions.id"],
            name=op.f("fk_applicant_assessments_scorecard_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_assessments")),
        sa.UniqueConstraint(
            "applicant_id",
            "assessment_round",
            "assessor_id",
            name=op.f("uq_applicant_assessments_applicant_id_assessment_round_assessor_id"),
        ),
    )
    with op.batch_alter_table("applicant_assessments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_applicant_assessments_scorecard_version_id", ["scorecard_version_id"], unique=False
        )
    op.create_table(
        "applicant_decisions",
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "approved",
                "rejected",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("assessment_round", sa.Integer(), nullable=False),
        sa.Column("scorecard_version_id", sa.Uuid(), nullable=True),
        sa.Column("mean", sa.Numeric(20, 6).with_variant(sa.String(30), "sqlite"), nullable=True),
        sa.Column("assessors", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicants.id"], name=op.f("fk_applicant_decisions_applicant_id")
        ),
        sa.ForeignKeyConstraint(
            ["scorecard_version_id"],
            ["scorecard_versions.id"],
            name=op.f("fk_applicant_decisions_scorecard_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_decisions")),
    )
    with op.batch_alter_table("applicant_decisions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_applicant_decisions_applicant", ["applicant_id", "decided_at"], unique=False
        )
    op.create_table(
        "applicant_scores",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("score >= 1 AND score <= 5", name=op.f("ck_applicant_scores_scale")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["applicant_assessments.id"],
            name=op.f("fk_applicant_scores_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"],
            ["scorecard_criteria.id"],
            name=op.f("fk_applicant_scores_criterion_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_scores")),
        sa.UniqueConstraint(
            "assessment_id",
            "criterion_id",
            name=op.f("uq_applicant_scores_assessment_id_criterion_id"),
        ),
    )
    with op.batch_alter_table("applicant_scores", schema=None) as batch_op:
        batch_op.create_index("ix_applicant_scores_criterion_id", ["criterion_id"], unique=False)


def make_disclosures() -> None:
    """Disclosures, the franchisor's checklist, settings."""
    op.create_table(
        "recruitment_settings",
        sa.Column("lock", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("pack", sa.String(length=20), nullable=False),
        sa.Column("patience_days", sa.Integer(), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("lock = 1", name=op.f("ck_recruitment_settings_single")),
        sa.CheckConstraint(
            "patience_days >= 1 AND retention_days >= 1", name=op.f("ck_recruitment_settings_days")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recruitment_settings")),
        sa.UniqueConstraint("lock", name=op.f("uq_recruitment_settings_lock")),
    )
    op.create_table(
        "compliance_records",
        sa.Column("brand_id", sa.Uuid(), nullable=False),
        sa.Column("pack", sa.String(length=20), nullable=False),
        sa.Column("enterprise", sa.String(length=200), nullable=False),
        sa.Column("first_outlet", sa.String(length=200), nullable=False),
        sa.Column("first_opened_on", sa.Date(), nullable=True),
        sa.Column("second_outlet", sa.String(length=200), nullable=False),
        sa.Column("second_opened_on", sa.Date(), nullable=True),
        sa.Column("support", sa.Text(), nullable=False),
        sa.Column("document_reviewed_on", sa.Date(), nullable=True),
        sa.Column("claims_checked_on", sa.Date(), nullable=True),
        sa.Column("filing_number", sa.String(length=60), nullable=False),
        sa.Column("first_contract_on", sa.Date(), nullable=True),
        sa.Column("reported_year", sa.Integer(), nullable=True),
        sa.Column("changed_by_name", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brands.id"], name=op.f("fk_compliance_records_brand_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compliance_records")),
        sa.UniqueConstraint("brand_id", "pack", name=op.f("uq_compliance_records_brand_id_pack")),
    )
    op.create_table(
        "disclosures",
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("brand_id", sa.Uuid(), nullable=False),
        sa.Column("pack", sa.String(length=20), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "delivery",
            sa.Enum(
                "link",
                "hand",
                "post",
                "mail",
                name="delivery",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("final_agreement_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("given_by_name", sa.String(length=200), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("token_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_by_name", sa.String(length=200), nullable=False),
        sa.Column("acknowledged_from", sa.String(length=45), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicants.id"], name=op.f("fk_disclosures_applicant_id")
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_disclosures_brand_id")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_disclosures_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_disclosures_token_hash")),
    )
    with op.batch_alter_table("disclosures", schema=None) as batch_op:
        batch_op.create_index(
            "ix_disclosures_applicant", ["applicant_id", "given_at"], unique=False
        )

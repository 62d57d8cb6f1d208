"""Buffalo Wild Wings, franchise agreement of 1998 (exhibit 10.3 of a filing of 5 June 1998)."""

from typing import Any

from tests.contracts.agreements import Agreement, rows

TERM: dict[str, Any] = {
    "starts_on": "2026-03-02",
    "term_kind": "length",
    "length": ["10", "years"],
    "renewals": "limited",
    "renewal_count": "2",
    "renewal_each": ["5", "years"],
    "renewal_mode": "by_request",
    "renewal_requires": [
        "compliance",
        "paid_up",
        "premises",
        "possession",
        "current_form",
        "training",
        "release",
    ],
    "renewal_cap": "7",
    "renewal_answer": ["90", "days"],
    "notice_least": ["6", "months"],
    "notice_most": ["12", "months"],
    "notice_franchisor": ["3", "months"],
}
PLACE: dict[str, Any] = {
    "territory_codes": "T-90",
    "territory_exclusive": "y",
    "territory_excepted": ["transport", "military", "sports", "amusement"],
    "territory_channels": ["internet", "wholesale", "events"],
    "territory_delivery": "y",
    "outlets_permitted": "1",
    **rows("step", {"due_on": "2026-12-02", "outlets_open": "1"}),
}
MONEY: dict[str, Any] = {
    "local_rate": "2",
    "local_most": "y",
    "opening_amount": "5000.00",
    "opening_most": "y",
    "opening_after": ["90", "days"],
    "late_rate": "1.5",
    "late_every": "month",
    "late_law": "y",
    **rows("payment", {"fee": "royalty", "day": "5"}, {"fee": "fund", "day": "15"}),
    **rows("charge", {"occasion": "management", "amount": "200.00", "counted": "day"}),
}
AUDIT: dict[str, Any] = {
    "has_audit": "y",
    "audit_trigger": "2",
    "audit_payer": "franchisee",
    "audit_interest": "1.5",
    "audit_audited": "y",
    "audit_kept": ["3", "years"],
    **rows(
        "report",
        {"kind": "sales", "every": "month", "within": ["5", "days"]},
        {"kind": "statements", "every": "quarter", "within": ["28", "days"]},
        {
            "kind": "statements",
            "every": "year",
            "within": ["90", "days"],
            "assurance": "reviewed",
        },
    ),
}
_INSURED = {"names_franchisor": "y", "cancellation": ["20", "days"]}
_MILLION = {**_INSURED, "cover": "1000000.00"}
INSURANCE = rows(
    "policy",
    {**_INSURED, "kind": "property", "measure": "replacement"},
    {**_INSURED, "kind": "workers", "measure": "statutory"},
    {**_MILLION, "kind": "liability"},
    {**_MILLION, "kind": "product"},
    {**_MILLION, "kind": "vehicle", "where_used": "y"},
    {**_MILLION, "kind": "liquor"},
)
PEOPLE: dict[str, Any] = {
    "non_compete_during": "y",
    "non_compete_after": ["2", "years"],
    "non_compete_radius": "10",
    "non_compete_unit": "mile",
    "non_compete_all": "y",
    **rows("guarantor", {"name": "Omar Senior", "after_end": ["1", "years"]}),
    "has_transfer": "y",
    "transfer_share": "50",
    "transfer_refusal": ["30", "days"],
    "transfer_control": "49",
    "transfer_death": ["180", "days"],
    "governing_law": "Minnesota",
}
CURES = rows(
    "cure",
    {"kind": "payment", "within": ["10", "days"]},
    {"kind": "effort", "within": ["30", "days"]},
    {"kind": "other", "within": ["30", "days"]},
    {"kind": "other", "party": "franchisor", "within": ["30", "days"]},
    {"kind": "underreporting", "times": "2", "span": ["12", "months"]},
    {"kind": "underreporting", "times": "5"},
    {"kind": "repeated", "times": "3", "span": ["12", "months"]},
    {"kind": "repeated", "times": "8"},
)
AT_ONCE = {
    "cures_none": [
        "training",
        "not_opened",
        "abandoned",
        "transfer",
        "misstatement",
        "insolvency",
        "crime",
        "safety",
        "secrets",
        "lease",
    ]
}

AGREEMENT = Agreement(
    number="CT-BWW-1998",
    outlet="TL-090",
    terms={**TERM, **PLACE, **MONEY, **AUDIT, **INSURANCE, **PEOPLE, **CURES, **AT_ONCE},
    clauses=(
        ("1.A", "marks", "One restaurant at one place"),
        ("1.B", "territory", "The designated area"),
        ("2.A", "term", "Term"),
        ("2.B", "renewal", "Renewal"),
        ("2.D", "notice", "Notice before the end"),
        ("4", "support", "Training and opening"),
        ("6", "standards", "Manuals"),
        ("9.B", "fund", "Advertising fund"),
        ("10.A", "fees", "Continuing fee"),
        ("11.A", "reporting", "Books and reports"),
        ("11.E", "audit", "Examination of the books"),
        ("12.A", "development", "Opening in time"),
        ("12.E", "purchasing", "Products and suppliers"),
        ("14", "insurance", "Insurance"),
        ("15.D", "non_compete", "Covenants"),
        ("16.C", "default", "Default"),
        ("16.B", "termination", "Termination"),
        ("17", "exit", "After the end"),
        ("18", "transfer", "Transfer"),
        ("24", "disputes", "Law and disputes"),
        ("26", "guarantee", "Owner agreement"),
    ),
    plan="""
currency = "USD"

[[fee]]
name = "continuing fee"
clause = "10.A"
basis = "net_sales"
deduct = ["sales_tax"]
method = "percent"
rate = "0.05"

[[fee]]
name = "advertising fund"
clause = "9.B"
basis = "net_sales"
deduct = ["sales_tax"]
method = "percent"
rate = "0.03"
fund = true
""",
)

"""The Joint Corp., franchise agreement of 2014 (exhibit 10.15 of a filing of 19 September 2014)."""

from typing import Any

from tests.contracts.agreements import Agreement, rows

TERM: dict[str, Any] = {
    "starts_on": "2026-03-02",
    "term_kind": "length",
    "length": ["10", "years"],
    "renewals": "limited",
    "renewal_count": "1",
    "renewal_each": ["10", "years"],
    "renewal_mode": "by_request",
    "renewal_requires": ["compliance", "premises", "current_form", "release"],
    "renewal_share": "25",
    "notice_least": ["1", "years"],
    "notice_most": ["2", "years"],
    "notice_franchisor": ["1", "years"],
}
PLACE: dict[str, Any] = {
    "territory_premises": "y",
    "territory_channels": ["same_mark", "other_marks"],
    "outlets_permitted": "1",
    **rows("step", {"due_on": "2026-12-02", "outlets_open": "1"}),
}
MONEY: dict[str, Any] = {
    "local_rate": "5",
    "local_amount": "3000.00",
    "opening_amount": "10000.00",
    "opening_before": ["30", "days"],
    "opening_after": ["30", "days"],
    "fund_most": "2",
    "fund_notice": ["30", "days"],
    "late_rate": "18",
    "late_every": "year",
    "late_law": "y",
    "late_day": "50.00",
    **rows(
        "payment",
        {"fee": "royalty", "day": "1", "again": "16"},
        {"fee": "fund", "day": "1", "again": "16"},
        {"fee": "service", "day": "5"},
    ),
    **rows(
        "charge",
        {"occasion": "relocation", "amount": "2500.00"},
        {"occasion": "breach", "amount": "500.00", "is_most": "y"},
        {"occasion": "bounced", "amount": "100.00"},
        {"occasion": "late_report", "amount": "100.00"},
        {"occasion": "missed_training", "amount": "400.00", "counted": "day", "is_most": "y"},
        {"occasion": "unapproved_goods", "amount": "100.00", "counted": "day"},
        {"occasion": "management", "share": "10", "of": "gross_sales", "is_most": "y"},
        {"occasion": "termination", "share": "50"},
        {"occasion": "running_on", "amount": "1000.00", "counted": "day"},
    ),
}
AUDIT: dict[str, Any] = {
    "has_audit": "y",
    "audit_trigger": "2",
    "audit_above": "y",
    "audit_missing": "y",
    "audit_payer": "franchisee",
    "audit_interest": "1.5",
    "audit_kept": ["4", "years"],
    **rows(
        "report",
        {"kind": "sales", "every": "week", "within": ["2", "days"]},
        {"kind": "result", "every": "month", "within": ["30", "days"]},
        {"kind": "statements", "every": "year", "within": ["90", "days"]},
        {"kind": "marketing", "every": "month", "within": ["30", "days"]},
    ),
}
_INSURED = {
    "names_franchisor": "y",
    "cancellation": ["30", "days"],
    "rating": "A- VIII",
    "evidence_every": "year",
}
INSURANCE = rows(
    "policy",
    *(
        {**_INSURED, "kind": kind, "measure": "manual"}
        for kind in ("liability", "professional", "product", "malpractice", "vehicle")
    ),
    {**_INSURED, "kind": "property", "measure": "replacement"},
    {**_INSURED, "kind": "crime", "measure": "replacement"},
    {**_INSURED, "kind": "workers", "measure": "statutory"},
    {**_INSURED, "kind": "interruption", "lasts": ["6", "months"]},
    {**_INSURED, "kind": "umbrella", "cover": "1000000.00", "aggregate": "3000000.00"},
)
PEOPLE: dict[str, Any] = {
    "non_compete_during": "y",
    "non_compete_after": ["2", "years"],
    "non_compete_radius": "25",
    "non_compete_unit": "mile",
    "non_compete_all": "y",
    **rows("guarantor", {"name": "Omar Senior"}, {"name": "Samira Senior"}),
    "has_transfer": "y",
    "transfer_share": "75",
    "transfer_refusal": ["15", "days"],
    "transfer_control": "25",
    "transfer_death": ["45", "days"],
    "governing_law": "Arizona",
}
CURES = rows(
    "cure",
    {"kind": "payment", "within": ["10", "days"]},
    {"kind": "goods", "within": ["10", "days"]},
    {"kind": "insurance", "within": ["10", "days"]},
    {"kind": "licence", "within": ["20", "days"]},
    {"kind": "other", "within": ["20", "days"]},
    {"kind": "repeated", "times": "3", "span": ["12", "months"]},
)
AT_ONCE = {
    "cures_none": [
        "not_opened",
        "abandoned",
        "transfer",
        "insolvency",
        "crime",
        "safety",
        "advertising",
    ]
}

AGREEMENT = Agreement(
    number="CT-JOINT-2014",
    outlet="TL-091",
    terms={**TERM, **PLACE, **MONEY, **AUDIT, **INSURANCE, **PEOPLE, **CURES, **AT_ONCE},
    clauses=(
        ("2.1", "term", "Term"),
        ("2.5", "territory", "Premises, and no protected area"),
        ("2.6", "renewal", "Renewal"),
        ("2.7", "guarantee", "Guarantee of the owners"),
        ("3.1", "development", "Site and opening"),
        ("4.2", "support", "Training"),
        ("6.1", "fees", "Initial fee"),
        ("6.2", "fees", "Royalty"),
        ("6.3", "fund", "Advertising fund"),
        ("6.6", "fees", "Software"),
        ("7", "marks", "Marks"),
        ("9.3", "non_compete", "Non-competition"),
        ("10.3", "purchasing", "Products and suppliers"),
        ("10.5", "standards", "Standards"),
        ("10.8", "insurance", "Insurance"),
        ("12", "reporting", "Books and reports"),
        ("13.2", "audit", "Audit"),
        ("14.5", "transfer", "Transfer"),
        ("15", "default", "Default and termination"),
        ("16", "exit", "After the end"),
        ("17.9", "disputes", "Arbitration"),
        ("18", "notice", "Notices"),
    ),
    plan="""
currency = "USD"

[[fee]]
name = "initial fee"
clause = "6.1"
basis = "outlet"
method = "flat"
amount = "29000"
every = "once"

[[fee]]
name = "royalty"
clause = "6.2"
basis = "net_sales"
deduct = ["sales_tax", "refunds"]
method = "percent"
rate = "0.07"
minimum = "700"

[[fee]]
name = "advertising fund"
clause = "6.3"
basis = "net_sales"
deduct = ["sales_tax", "refunds"]
method = "percent"
rate = "0.01"
fund = true

[[fee]]
name = "software, set up"
clause = "6.6"
basis = "outlet"
method = "flat"
amount = "495"
every = "once"

[[fee]]
name = "software"
clause = "6.6"
basis = "outlet"
method = "flat"
amount = "275"
every = "month"
""",
)

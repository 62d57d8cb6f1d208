"""Whatever is reported: a draft is what is then issued, and correcting back is the same draft."""

from itertools import zip_longest

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from franchise_portal.database import db
from franchise_portal.fees.models import Charge, Invoice, InvoiceTax, SalesReport
from franchise_portal.fees.queries.charges import explained
from franchise_portal.fees.queries.draft_lines import explained_drafts
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.services.previewing import previews_of
from franchise_portal.kit.money import Money
from tests.builders.corrections import a_tax
from tests.builders.fees import FUND, ROYALTY, TECHNOLOGY, a_plan, a_report, assess, give_plan

CLIFF = {
    **{key: ROYALTY[key] for key in ("name", "clause", "basis", "deduct")},
    "method": "cliff",
    "tiers": [{"up_to": "60000", "rate": "0.06"}, {"rate": "0.03"}],
    "thresholds": "year_to_date",
}
"""Its lines can be below zero."""
COUNTED = {"name": "visits", "clause": "6.7", "basis": "customers", "method": "per_unit"}
PERIODS = ("2026-10", "2026-10-01/2026-10-11", "2026-10-12/2026-10-18", "2026-10-19/2026-10-25")

outlets = st.sampled_from(["TL-001", "TL-003", "HX-001"])
said = st.tuples(
    outlets,
    st.sampled_from(PERIODS),
    st.integers(0, 9_000_000),
    st.sampled_from([None, 0, 120]),
    st.sampled_from(["EUR", "EUR", "EUR", "USD"]),
)
earlier = st.lists(
    st.tuples(
        outlets, st.sampled_from(["2026-07", "2026-08", "2026-09"]), st.integers(0, 9_000_000)
    ),
    max_size=4,
)
slow = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def planned(network):
    give_plan(
        network.contracts["CT-F-001-TL"],
        a_plan(ROYALTY, FUND, TECHNOLOGY, {**COUNTED, "rate": "0.5"}),
    )
    give_plan(network.contracts["CT-F-002-HX"], a_plan(CLIFF, FUND, TECHNOLOGY))
    a_tax()
    db.session.commit()
    return network


def tell(network, before, reports):
    """Months that were charged, then October's reports that wait."""
    db.session.rollback()
    known = set()
    for outlet, month, cents in before:
        if (outlet, month) not in known:
            known.add((outlet, month))
            a_report(network.outlets[outlet], month, Money(cents, "EUR").text, customers=10)
    for month in sorted({month for _, month in known}):
        assess(month)
    made = []
    for outlet, period, cents, customers, currency in reports:
        mine = {of for at, of in known if at == outlet and of.startswith("2026-10")}
        # Nobody reports a month and a part of it.
        if not mine or (period not in mine and "2026-10" not in {period, *mine}):
            known.add((outlet, period))
            made.append(
                a_report(
                    network.outlets[outlet],
                    period,
                    Money(cents, currency).text,
                    currency=currency,
                    customers=customers,
                )
            )
    return made


def drafted(network):
    """Each draft by franchisee and currency: sums, taxes, and lines with their explanation."""
    db.session.flush()
    ids = [one.id for one in network.franchisees.values()]
    found = {}
    for franchisee_id, preview in previews_of("2026-10", ids).items():
        for draft in preview.drafts:
            taxes = sorted((one.label, one.rate, one.basis, one.tax) for one in draft.taxes)
            found[franchisee_id, draft.currency] = (
                draft.total, draft.fund, draft.tax, taxes, told(explained_drafts(draft.charged)),
            )  # fmt: skip
    return found


def issued(known):
    found = {}
    for invoice in db.session.scalars(select(Invoice).where(Invoice.month == "2026-10")):
        assert invoice.id not in known
        taxes = db.session.scalars(select(InvoiceTax).where(InvoiceTax.invoice_id == invoice.id))
        found[invoice.franchisee_id, invoice.currency] = (
            invoice.total_minor,
            invoice.fund_minor,
            invoice.tax_minor,
            sorted((one.label, one.rate, one.basis_minor, one.tax_minor) for one in taxes),
            told(explained(Charge.invoice_id == invoice.id)),
        )
    return found


def told(groups):
    """All that a page tells of lines, without the ids of rows."""
    return [
        (
            outlet.code,
            line.fee.name,
            line.amount,
            line.reasons,
            line.report,
            line.contract,
            line.year,
        )
        for outlet in groups
        for line in outlet.lines
    ]


@slow
@given(before=earlier, reports=st.lists(said, min_size=1, max_size=8))
def test_a_draft_is_what_is_issued_when_nothing_changes(planned, before, reports):
    tell(planned, before, reports)
    known = set(db.session.scalars(select(Invoice.id)))
    drafts = drafted(planned)
    assess()
    assert differences(drafts, issued(known)) == []
    assert drafted(planned) == {}
    assert check_ledger().agrees
    db.session.rollback()


@slow
@given(
    before=earlier,
    reports=st.lists(said, min_size=1, max_size=6),
    chosen=st.integers(0, 5),
    cents=st.integers(0, 9_000_000),
)
def test_correcting_and_correcting_back_is_the_same_draft(planned, before, reports, chosen, cents):
    made = tell(planned, before, reports)
    first = comparable(drafted(planned))
    report = made[chosen % len(made)]
    other = again(report, cents)
    assert len(drafted(planned)) == len(first)
    again(other, report.gross_minor)
    assert comparable(drafted(planned)) == first
    db.session.rollback()


def again(report, cents):
    """The next version of a report, with another figure."""
    kept = ("outlet_id", "starts_on", "ends_on", "month", "currency", "customers")
    report.is_current = False
    db.session.flush()
    later = SalesReport(
        **{name: getattr(report, name) for name in kept},
        gross_minor=cents,
        version=report.version + 1,
    )
    db.session.add(later)
    db.session.flush()
    return later


def differences(drafts, invoices):
    """What an invoice says otherwise than its draft did."""
    found = [("only one of the two", key) for key in drafts.keys() ^ invoices.keys()]
    for key in drafts.keys() & invoices.keys():
        for before, after in zip_longest(parts_of(drafts[key]), parts_of(invoices[key])):
            if before != after:
                found.append((before, after))
    return found


def parts_of(told_of):
    *sums, lines = told_of
    return [*sums, *(part for line in lines for part in line)]


def comparable(drafts):
    """Drafts without which version of a report they rest on."""
    return {
        key: (*sums, [(code, fee, amount, reasons) for code, fee, amount, reasons, *_ in lines])
        for key, (*sums, lines) in drafts.items()
    }

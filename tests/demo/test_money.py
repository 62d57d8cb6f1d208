"""The story has one or two of whatever the pages of money show."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from franchise_portal.database import db
from franchise_portal.demo import banking, reported
from franchise_portal.demo.seeds import Told
from franchise_portal.fees.bank_enums import BankEntryStatus, DebitRunStatus, MandateStatus
from franchise_portal.fees.enums import SalesAuditStatus, SalesSource
from franchise_portal.fees.models import (
    BankEntry,
    Charge,
    DebitItem,
    DebitRun,
    Mandate,
    SalesAudit,
    SalesReport,
    SingleCharge,
    TillPost,
    TillToken,
)
from franchise_portal.fees.queries.balances import balances_of
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.single_enums import SingleKind

#: Whichever test comes first has to wait until the story is told.
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(autouse=True)
def taken_back(told: Told) -> Iterator[None]:
    yield
    db.session.rollback()


def test_a_missing_report_is_estimated_charged_and_waits_for_the_real_one(told: Told) -> None:
    code, month = reported.UNREPORTED
    report = db.session.scalars(
        select(SalesReport).where(
            SalesReport.outlet_id == told.outlets[code].id, SalesReport.month == month
        )
    ).one()
    assert (report.source, report.is_current) == (SalesSource.ESTIMATE, True)
    assert db.session.scalars(select(Charge).where(Charge.sales_report_id == report.id)).all()


def test_omars_till_has_posted_its_days_with_the_one_token_that_is_left(told: Told) -> None:
    tokens = {one.id: one for one in db.session.scalars(select(TillToken))}
    posts = db.session.scalars(select(TillPost).order_by(TillPost.day)).all()
    assert [one.day.day for one in posts] == [28, 29, 30, 31, 1]
    assert {tokens[one.token_id].revoked_at for one in posts} == {None}
    assert [one.name for one in tokens.values() if one.revoked_at] == ["Counter, old"]
    assert {one.outlet_id for one in posts} == {told.outlets["TL-002"].id}


def test_one_audit_of_sales_is_settled_with_its_cost_and_one_waits_for_an_answer(
    told: Told,
) -> None:
    found = {
        (one.franchisee_id, one.status) for one in db.session.scalars(select(SalesAudit)).all()
    }
    molina, omar = told.franchisees["F-015"].id, told.franchisees["F-002"].id
    assert found == {(molina, SalesAuditStatus.SETTLED), (omar, SalesAuditStatus.SENT)}
    kinds = select(SingleCharge.kind, SingleCharge.amount_minor).where(
        SingleCharge.franchisee_id == molina
    )
    charged = dict(db.session.execute(kinds).all())
    assert charged[SingleKind.AUDIT_COST] == reported.AUDIT_COST
    assert charged[SingleKind.AUDIT_INTEREST] > 0


def test_what_is_collected_is_paid_once_and_strange_money_waits(told: Told) -> None:
    mandates = {one.franchisee_id: one.status for one in db.session.scalars(select(Mandate))}
    assert mandates.pop(told.franchisees["F-012"].id) is MandateStatus.REVOKED
    collected = {told.franchisees[code].id for code in banking.COLLECTED}
    assert mandates == dict.fromkeys(collected, MandateStatus.ACTIVE)
    runs = db.session.scalars(select(DebitRun.status)).all()
    assert list(runs) == [DebitRunStatus.COLLECTED] * 4
    assert set(db.session.scalars(select(DebitItem.franchisee_id))) == collected
    for balances in balances_of(sorted(collected, key=str)).values():
        assert [(one.open.minor, one.credit.minor) for one in balances] in ([], [(0, 0)])
    strange = db.session.scalars(select(BankEntry.status)).all()
    assert sorted(strange) == sorted([BankEntryStatus.OPEN, BankEntryStatus.ASIDE])
    assert check_ledger().findings == ()

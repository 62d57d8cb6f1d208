"""The check of the ledger finds late charges and later due days changed behind its back."""

from datetime import date

import pytest
from sqlalchemy import delete, select, update

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts.services import approvals
from franchise_portal.database import db
from franchise_portal.dunning.models import (
    DueExtension,
    LateCharge,
    LateCorrection,
    LateWaiver,
)
from franchise_portal.dunning.queries.late import charge_for
from franchise_portal.dunning.services import charging, extending, waiving
from franchise_portal.dunning.services.correcting import correct_charges
from franchise_portal.fees.models import Invoice, OpenItem, SingleCharge
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.kit.period import Period
from tests.builders.corrections import with_owner
from tests.builders.dunning import a_late_invoice, agree_on_late, at, late_charges
from tests.builders.fees import pay
from tests.fees.test_soundness import lift_the_ban
from tests.support.richer import once

OURS = "late_charges", "late_corrections", "late_waivers", "due_extensions"


@pytest.fixture
@once
def late(network):
    """Interest for September and for October; what September's was too high by is taken back."""
    invoice = a_late_invoice(network)
    agree_on_late(network.contracts["CT-F-001-TL"])
    owner = network.franchisees["F-001"]
    for month, day in (("2026-09", date(2026, 10, 5)), ("2026-10", date(2026, 11, 5))):
        with at(day):
            run = charging.post_month(network.actors["felix"], Period.parse_month(month))
            charging.charge_franchisee(SYSTEM, run, owner.id, on=day)
            charging.finish(SYSTEM, run)
    with at(date(2026, 11, 6)):
        pay(owner, "2000", on=date(2026, 9, 23), invoice=invoice)
        assert correct_charges(SYSTEM, owner.id, since=None, on=date(2026, 11, 6))
        latest = max(late_charges(), key=lambda one: one.period)
        grant(
            network,
            waiving.ask_waiver(
                network.actors["felix"], charge_for(SYSTEM, latest.id), words="Agreed."
            ),
        )
        asked = extending.ask_extension(
            network.actors["felix"], with_owner(invoice), until=date(2026, 12, 31), words="Time."
        )
        grant(network, asked)
    db.session.commit()
    assert check_ledger(with_rule=True).findings == ()
    return network


def grant(network, approval):
    if not approval.status.is_granted:
        approvals.grant(network.actors["hanna"], approval)


def found():
    db.session.flush()
    try:
        return [str(finding) for finding in check_ledger().findings]
    finally:
        db.session.rollback()


@pytest.mark.parametrize(
    "values",
    [{"amount_minor": 1}, {"clause": "9.9"}, {"period": "2026-08"}],
    ids=["amount", "clause", "period"],
)
def test_a_late_charge_that_is_not_its_line_is_found(late, values):
    lift_the_ban(*OURS)
    first = min(late_charges(), key=lambda one: one.period)
    db.session.execute(update(LateCharge).where(LateCharge.id == first.id).values(**values))
    [line] = found()
    assert line.startswith("The late charge of ")
    assert "on invoice 2026-0001 is not the line of 4.88 EUR on its debit note." in line


def test_a_line_whose_late_charge_is_gone_is_found(late):
    lift_the_ban(*OURS)
    db.session.execute(delete(LateCorrection))
    db.session.execute(delete(LateWaiver))
    db.session.execute(delete(LateCharge))
    lines = db.session.scalars(select(SingleCharge)).all()
    assert sorted(found()) == [
        f"Debit note DN-2026-000{number} charges for 2026-0001, of which no late charge is kept."
        for number in range(1, len(lines) + 1)
    ]


def test_a_correction_of_another_amount_is_found(late):
    lift_the_ban(*OURS)
    first = db.session.scalars(select(LateCorrection).order_by(LateCorrection.id)).first()
    here = LateCorrection.id == first.id
    db.session.execute(update(LateCorrection).where(here).values(amount_minor=1))
    [line] = found()
    assert line.startswith("Of a late charge 0.01 EUR were taken back, but credit note CN-2026-")


def test_a_waiver_on_another_document_is_found(late):
    lift_the_ban(*OURS)
    first = db.session.scalars(select(Invoice).where(Invoice.number == "2026-0001")).one()
    db.session.execute(update(LateWaiver).values(credit_note_id=first.id))
    assert found() == [
        "Credit note 2026-0001 does not take back the late charge that was waived by it."
    ]


def test_time_that_was_granted_and_does_not_count_is_found(late):
    first = db.session.scalars(select(Invoice).where(Invoice.number == "2026-0001")).one()
    here = OpenItem.invoice_id == first.id
    db.session.execute(update(OpenItem).where(here).values(due_on=first.due_on))
    assert found() == [
        "Invoice 2026-0001 has time until 2026-12-31, but is kept as due on 2026-09-15."
    ]


def test_time_that_nobody_granted_is_found(late):
    lift_the_ban(*OURS)
    db.session.execute(delete(DueExtension))
    [line] = found()
    assert line.startswith("Document 2026-0001 is due on 2026-09-15, but what is open of it is ")
    assert line.endswith("kept as due on 2026-12-31, and no such day was granted.")

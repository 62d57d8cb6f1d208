"""Late invoices, terms on late payment and payment plans for tests."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from franchise_portal.access.actor import Actor
from franchise_portal.access.roles import Side
from franchise_portal.contracts.enums import VersionKind, VersionStatus
from franchise_portal.contracts.models import Clause, Contract, ContractVersion
from franchise_portal.contracts.rules.terms import LatePayment, Terms
from franchise_portal.contracts.rules.terms_json import terms_to_json
from franchise_portal.database import Identified, db
from franchise_portal.dunning.enums import LateKind, Manner
from franchise_portal.dunning.models import (
    DunningHold,
    DunningLetter,
    LateCharge,
    LateRun,
    PaymentPlan,
)
from franchise_portal.dunning.queries.plans import choosable
from franchise_portal.dunning.rules.instalments import Instalment, even, monthly
from franchise_portal.dunning.services import plans
from franchise_portal.dunning.services.plans import Proposal
from franchise_portal.fees.models import Invoice, SingleCharge
from franchise_portal.fees.single_enums import SingleKind
from franchise_portal.kit import clock
from franchise_portal.kit.ids import new_id
from franchise_portal.kit.money import Money
from franchise_portal.network.models import Franchisee
from tests.builders.fees import a_report, assess, give_plan, invoices
from tests.support.page import Browser
from tests.support.people import SmallNetwork

CLAUSE = "6.8"


def account_url(network: SmallNetwork, code: str = "F-001") -> str:
    """The page of a business's overdue account."""
    return f"/dunning/accounts/{network.franchisees[code].id}"


def seen_by(browser: Browser, who: str, url: str) -> str:
    """The text of a page for somebody who signs in."""
    browser.sign_in(who)
    browser.get(url)
    assert browser.page is not None
    return browser.page.text


def at(day: date) -> AbstractContextManager[None]:
    """Noon of a day."""
    return clock.fixed(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def euro(text: str) -> Money:
    """An amount, as it is written."""
    return Money.parse(text, "EUR")


def a_late_invoice(network: SmallNetwork, month: str = "2026-08", gross: str = "50000") -> Invoice:
    """Omar's invoice for a month, issued on the second day of the next one: 4,250 with 1,000 fund.

    3,250 of it are the franchisor's; it is due on the fifteenth.
    """
    contract = network.contracts["CT-F-001-TL"]
    if not invoices(network.franchisees["F-001"]):
        give_plan(contract)
    a_report(network.outlets["TL-001"], month, gross)
    year, number = (int(part) for part in month.split("-"))
    with at(date(year + number // 12, number % 12 + 1, 2)):
        assess(month)
    return invoices(network.franchisees["F-001"])[-1]


def agree_on_late(contract: Contract, *, has_clause: bool = True, **late: Any) -> None:
    """Terms on late payment in force from the contract's first day, and the clause they name."""
    agreed = {"rate": Decimal("0.0365"), "within_law": False, "clause": CLAUSE, **late}
    version = ContractVersion(
        contract_id=contract.id,
        sequence=1,
        kind=VersionKind.ORIGINAL,
        status=VersionStatus.EXECUTED,
        effective_from=contract.starts_on,
        terms=terms_to_json(Terms(late=LatePayment(**agreed))),
        executed_at=clock.now(),
        carried_at=clock.now(),
    )
    db.session.add(version)
    if has_clause:
        db.session.add(Clause(contract_id=contract.id, number=CLAUSE, body="Late payment."))
    db.session.flush()


def letters() -> list[DunningLetter]:
    """All reminders, in the order in which they were said."""
    return list(db.session.scalars(select(DunningLetter).order_by(DunningLetter.number)))


def late_charges() -> list[LateCharge]:
    """All late charges, by period."""
    query = select(LateCharge).order_by(LateCharge.period, LateCharge.kind, LateCharge.id)
    return list(db.session.scalars(query))


def propose(
    actor: Actor, network: SmallNetwork, *, count: int = 2, first: date | None = None, **more: Any
) -> PaymentPlan:
    """A plan for everything open of Omar's, in equal instalments a month apart."""
    franchisee = network.franchisees["F-001"]
    chosen = choosable(franchisee.id)
    total = Money.total((one.open for one in chosen), "EUR")
    laid: tuple[Instalment, ...] = even(total, monthly(first or clock.today(), count))
    values: dict[str, Any] = {"words": "The ovens broke.", "instalments": laid, **more}
    proposal = Proposal(invoice_ids=tuple(one.invoice_id for one in chosen), **values)
    return plans.propose_plan(actor, franchisee, proposal)


def late_things(
    business: Franchisee, contract: Contract, invoice: Invoice
) -> dict[str, Identified]:
    """A reminder, a pause, a payment plan and a late charge, written without asking anybody."""
    found = {
        "letter": DunningLetter(
            id=new_id(),
            number="RM-1",
            franchisee_id=business.id,
            procedure_number=0,
            position=1,
            name="Reminder",
            manner=Manner.PLAIN,
            language="en",
            said_on=date(2026, 11, 2),
            items=[],
            next_on=date(2026, 11, 12),
            makes_letter=True,
            sends_mail=True,
        ),
        "hold": DunningHold(
            id=new_id(),
            franchisee_id=business.id,
            starts_on=date(2026, 11, 2),
            until=date(2026, 12, 2),
            reason="Talks.",
        ),
        "payment_plan": PaymentPlan(
            id=new_id(),
            number="PP-1",
            franchisee_id=business.id,
            currency="EUR",
            total_minor=1,
            proposed_by=Side.FRANCHISOR,
        ),
    }
    run = LateRun(id=new_id(), month="2026-08")
    line = SingleCharge(
        id=new_id(),
        invoice_id=invoice.id,
        franchisee_id=business.id,
        contract_id=contract.id,
        kind=SingleKind.LATE_INTEREST,
        source="late/1",
        position=0,
        words="",
        clause=CLAUSE,
        amount_minor=1,
        currency="EUR",
        charged_on=date(2026, 8, 31),
    )
    db.session.add_all([*found.values(), run, line])
    db.session.flush()
    charge = LateCharge(
        id=new_id(),
        invoice_id=invoice.id,
        contract_id=contract.id,
        franchisee_id=business.id,
        run_id=run.id,
        kind=LateKind.INTEREST,
        period="2026-08",
        amount_minor=1,
        currency="EUR",
        clause=CLAUSE,
        note_id=invoice.id,
        single_charge_id=line.id,
        posted_on=date(2026, 9, 5),
    )
    db.session.add(charge)
    return {**found, "late_charge": charge}

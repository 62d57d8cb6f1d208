"""Spending money of the fund: for a line of the budget, with a receipt; undone by reversal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.enums import EntryKind
from ...fees.services.ledger import Journal, pass_gate, take_numbers
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...network.models import Region
from ...storage.models import StoredFile
from ..enums import FundAction
from ..errors import NoBudget, ReversedAlready, YearClosed
from ..models import FundBudgetLine, FundSpending, FundSpendingRegion
from ..queries import budgets, terms
from ..queries.budgets import planned, spent_by_line
from ..queries.spending import regions_of
from ..rules.bookkeeping import spending_sides
from ..rules.regions import equally

LONGEST_SUPPLIER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What was paid, as it was written down."""

    line_key: UUID | None
    supplier: str
    purpose: str
    on: date
    amount: Money
    tax: Money
    regions: Sequence[Region] = ()
    over_reason: str = ""


def spend(actor: Actor, bill: Bill, receipt: StoredFile | None) -> FundSpending:
    """Post what was paid from the fund's account.

    Raises:
        Refused: for an amount of zero or less or in another currency, more tax than amount, a day
            to come, no receipt, supplier or purpose, no line of the budget, or a line that does
            not bear it without a reason.
        NoBudget: when none was adopted for the year.
        YearClosed: when the year's statement is published.
    """
    actor.require(Permission.FUND_SPENDING_RECORD)
    pass_gate()
    _require_sound(bill)
    if receipt is None:
        raise Refused(N_("Attach the receipt. Nothing is posted without one."), field="file")
    year = require_open_year(bill.on)
    line = _line(bill, year)
    over = planned(line, spent_by_line(year, line.currency)).over(bill.amount.minor)
    if over and not bill.over_reason.strip():
        raise Refused(
            N_("“%(line)s” would be overspent by %(over)s. Write why, or choose another line."),
            field="over_reason",
            line=line.name,
            over=Money(over, line.currency),
        )
    row = FundSpending(
        id=new_id(),
        number=_number(year),
        year=year,
        line_key=line.line_key,
        line_name=line.name,
        kind=line.kind,
        supplier=bill.supplier.strip()[:LONGEST_SUPPLIER],
        purpose=bill.purpose.strip(),
        spent_on=bill.on,
        amount_minor=bill.amount.minor,
        tax_minor=bill.tax.minor,
        currency=bill.amount.currency,
        file_id=receipt.id,
        over_reason=bill.over_reason.strip() if over else "",
        posted_at=clock.now(),
        posted_by_name=actor.name,
    )
    regions = [region.id for region in bill.regions] or ([line.region_id] if line.region_id else [])
    parts = [(key, part.minor) for key, part in equally(bill.amount, regions).items()]
    _post(row, parts)
    audit.record(
        actor,
        FundAction.SPENT,
        row,
        name=row.number,
        amount=bill.amount,
        supplier=row.supplier,
    )
    return row


def _require_sound(bill: Bill) -> None:
    own = terms.currency()
    if bill.amount.currency != own or bill.tax.currency != own:
        raise Refused(N_("The fund's book is kept in %(own)s."), field="amount", own=own)
    if bill.amount.minor <= 0:
        raise Refused(N_("Write an amount above zero."), field="amount")
    if not 0 <= bill.tax.minor < bill.amount.minor:
        raise Refused(
            N_("The tax is part of the amount: write zero or more, and less than the amount."),
            field="tax",
        )
    if not bill.supplier.strip():
        raise Refused(N_("Write who was paid."), field="supplier")
    if not bill.purpose.strip():
        raise Refused(N_("Write what it was for."), field="purpose")
    if bill.on > clock.today():
        raise Refused(N_("Choose today or a day before it."), field="on")


def require_open_year(on: date) -> int:
    """The year of the fund in which a day lies.

    Raises:
        YearClosed: when its statement is published.
    """
    year = terms.year_of_day(on)
    if terms.is_closed(on):
        raise YearClosed(year=str(year))
    return year


def _line(bill: Bill, year: int) -> FundBudgetLine:
    budget = budgets.adopted(year)
    if budget is None:
        raise NoBudget(year=str(year))
    line = db.session.scalar(
        select(FundBudgetLine).where(
            FundBudgetLine.budget_id == budget.id, FundBudgetLine.line_key == bill.line_key
        )
    )
    if line is None:
        raise Refused(N_("Choose a line of the budget of %(year)s."), field="line", year=str(year))
    return line


def _number(year: int) -> str:
    return f"SP-{year}-{take_numbers(f'fund-spending-{year}', 1):04d}"


def _post(row: FundSpending, parts: Sequence[tuple[UUID, int]]) -> None:
    db.session.add(row)
    db.session.flush()
    for region_id, minor in parts:
        db.session.add(
            FundSpendingRegion(
                id=new_id(), spending_id=row.id, region_id=region_id, amount_minor=minor
            )
        )
    db.session.flush()
    journal = Journal()
    journal.enter(
        EntryKind.SPENDING,
        on=row.spent_on,
        at=row.posted_at,
        sides=spending_sides(row.amount_minor),
        franchisee_id=None,
        currency=row.currency,
        memo=row.number,
    )
    journal.write()


def reverse(actor: Actor, spending: FundSpending, *, reason: str) -> FundSpending:
    """Take spending back today, because it was wrong or the money came back.

    Raises:
        ReversedAlready: when it was taken back before, or takes something back itself.
        Refused: without a reason.
        YearClosed: when today lies in a year whose statement is published.
    """
    actor.require(Permission.FUND_SPENDING_RECORD)
    pass_gate()
    back = db.session.scalar(select(FundSpending).where(FundSpending.reverses_id == spending.id))
    if back is not None or spending.reverses_id is not None:
        raise ReversedAlready(
            number=spending.number, by=back.number if back is not None else spending.number
        )
    if not reason.strip():
        raise Refused(N_("Write why it is taken back."), field="reason")
    require_open_year(clock.today())
    row = FundSpending(
        id=new_id(),
        number=_number(terms.year_of_day(clock.today())),
        year=spending.year,
        line_key=spending.line_key,
        line_name=spending.line_name,
        kind=spending.kind,
        supplier=spending.supplier,
        purpose=spending.purpose,
        spent_on=clock.today(),
        amount_minor=-spending.amount_minor,
        tax_minor=-spending.tax_minor,
        currency=spending.currency,
        file_id=spending.file_id,
        reason=reason.strip(),
        reverses_id=spending.id,
        posted_at=clock.now(),
        posted_by_name=actor.name,
    )
    _post(row, [(region.id, -minor) for region, minor in regions_of(spending.id)])
    audit.record(
        actor,
        FundAction.SPENDING_REVERSED,
        row,
        name=spending.number,
        amount=Money(spending.amount_minor, spending.currency),
        reason=row.reason,
    )
    return row

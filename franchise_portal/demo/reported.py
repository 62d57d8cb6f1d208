"""How sales came otherwise than by the month's file: by a till, by an estimate, by an audit.

Omar's till posts its days, Greta's report for September is missing and estimated, an audit of
Molina's July ends with corrections, and one of Omar's spring waits for his answer.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from hashlib import sha256
from uuid import UUID

from ..fees import services as fees
from ..fees.models import SalesAudit
from ..fees.queries.sales_audits import audit_for, audited_sales
from ..fees.queries.telling import place_for
from ..fees.queries.tills import token_for, token_with
from ..fees.rules.sales import Sales
from ..fees.rules.tills import digest_of
from ..fees.services import estimating, opening_audits, sales_audits, tills
from ..kit.money import Money
from ..kit.period import Period
from . import story
from .tills import SALES_TAX_SHARE, month_sales
from .told import Scene, Told

UNREPORTED = ("TL-018", story.LAST_MONTH)
"""An outlet whose report is missing, and the month: it is not in that month's file."""
TILL_SINCE = date(2026, 10, 28)
JULY = Period.parse_month("2026-07")
SPRING = (Period.parse_month("2026-02"), Period.parse_month("2026-04"))
CATERED = 3_745_00
"""What Molina sold to two companies, gross, and did not report."""
VOUCHERS = 412_00
"""What Omar's books show beyond his reports in one month of the spring."""
AUDIT_COST = 640_00


def without(month: Period) -> tuple[str, ...]:
    """The outlets that the file of a month lacks."""
    code, missing = UNREPORTED
    return (code,) if month.text == missing else ()


def scenes() -> Iterator[Scene]:
    """In the order in which it happened."""
    yield Scene(datetime(2026, 10, 8, 9, 30, tzinfo=UTC), _audit_molinas_july)
    yield Scene(datetime(2026, 10, 8, 10, 5, tzinfo=UTC), _ask_for_the_missing_report)
    yield Scene(datetime(2026, 10, 21, 8, 15, tzinfo=UTC), _estimate_it)
    yield Scene(datetime(2026, 10, 26, 13, 40, tzinfo=UTC), _settle_molinas_july)
    yield Scene(datetime(2026, 10, 27, 17, 20, tzinfo=UTC), _omar_makes_tokens)
    for days in range(5):
        day = TILL_SINCE + timedelta(days=days)
        at = datetime(day.year, day.month, day.day, 21, 35, tzinfo=UTC)
        yield Scene(at, partial(_post_day, day=day))
    yield Scene(datetime(2026, 10, 30, 11, 10, tzinfo=UTC), _audit_omars_spring)


def _ask_for_the_missing_report(told: Told) -> None:
    outlet, month = told.outlets[UNREPORTED[0]], Period.parse_month(UNREPORTED[1])
    estimating.remind(told.acting("felix@demo.test"), outlet=outlet, period=month)


def _estimate_it(told: Told) -> None:
    felix, month = told.acting("felix@demo.test"), Period.parse_month(UNREPORTED[1])
    estimating.estimate_sales(felix, outlet=told.outlets[UNREPORTED[0]], period=month)
    fees.assess_month(felix, month=month)


def _omar_makes_tokens(told: Told) -> None:
    """Two, of which one was shown to somebody who should not have seen it."""
    omar, today = told.acting("omar@demo.test"), Period.parse_month(story.OPEN_MONTH)
    place = place_for(omar, told.outlets["TL-002"].id, today)
    shown, _secret = tills.make_token(omar, place=place, name="Counter, old")
    tills.revoke_token(omar, token_for(omar, shown.id))
    _token, told.till_secret = tills.make_token(omar, place=place, name="Counter")


def _post_day(told: Told, *, day: date) -> None:
    token = token_with(digest_of(told.till_secret))
    place = next(one for one in story.PLACES if one.code == "TL-002")
    month = month_sales(place, 2026, 10, seed=told.seed)
    if token is None or month is None:
        raise LookupError(place.code)
    gross = month.gross // 3100 * 100 + day.day * 700
    sales = Sales(
        place.code,
        Period.of_days(day, day),
        story.CURRENCY,
        gross,
        round(gross * SALES_TAX_SHARE),
        customers=Decimal(gross // 960),
    )
    body = sha256(f"{day} {gross}".encode()).hexdigest()
    tills.post_day(token, sales=sales, day=day, key=f"z-{day:%Y%m%d}", body_digest=body)


def _audit_molinas_july(told: Told) -> None:
    """Beyond what the contract lets pass, so that the cost and the interest are Molina's."""
    _audit(
        told,
        "TL-017",
        (JULY, JULY),
        more=CATERED,
        words="Two invoices for catering of 11 and 24 July are in the books and on no till roll.",
        cost=AUDIT_COST,
        answer_until=date(2026, 10, 23),
    )


def _settle_molinas_july(told: Told) -> None:
    felix = told.acting("felix@demo.test")
    audit = audit_for(felix, told.audits["TL-017"])
    sales_audits.settle_sales_audit(
        felix,
        audit,
        words="No answer came until 23 October, so the report is corrected as told.",
        seen=audit.version,
    )
    fees.assess_month(felix, month=JULY)


def _audit_omars_spring(told: Told) -> None:
    _audit(
        told,
        "TL-002",
        SPRING,
        more=VOUCHERS,
        words="The books show vouchers sold in April that no report counts.",
        answer_until=date(2026, 11, 16),
    )


def _audit(
    told: Told,
    outlet: str,
    months: tuple[Period, Period],
    *,
    more: int,
    words: str,
    answer_until: date,
    cost: int = 0,
) -> None:
    """Open an audit, write that the last month sold more, and send it."""
    felix = told.acting("felix@demo.test")
    first, last = months
    opened = opening_audits.open_sales_audit(
        felix, outlet=told.outlets[outlet], first=first, last=last
    )
    told.audits[outlet] = opened.id
    audit = audit_for(felix, opened.id)
    sales_audits.write_findings(
        felix,
        audit,
        sales_audits.Findings(
            lines=_found(audit, more),
            words=words,
            cost=Money(cost, story.CURRENCY),
            interest_rate=Decimal("0.08"),
        ),
        seen=audit.version,
    )
    sales_audits.send_sales_audit(
        felix, audit, answer_until=answer_until, seen=audit.version, clause="7.3" if cost else ""
    )


def _found(audit: SalesAudit, more: int) -> dict[UUID, Sales]:
    line = max(audit.lines, key=lambda one: one.starts_on)
    sales = audited_sales(audit, line)
    tax = round(more * SALES_TAX_SHARE)
    more_sold = sales._replace(
        gross_sales=sales.gross_sales + more, sales_tax=sales.sales_tax + tax
    )
    return {line.id: more_sold}

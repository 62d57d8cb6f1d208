"""What can be wrong with a bank line, and what to do about it."""

from datetime import date

from ...kit import clock
from ...kit.errors import Unreadable, shown
from ...kit.i18n import N_
from ...kit.lookalikes import Lookalikes
from ...kit.money import EXPONENTS, Money
from ..enums import InvoiceKind
from ..models import Invoice
from .booking import BankLine


def day_of(text: str) -> date:
    """A day such as `2026-10-28`, no later than today; raises `Unreadable`."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unreadable(
            N_("“%(value)s” is not a day."), N_("Write it like 2026-10-28."), value=shown(text)
        ) from None
    trouble = day_trouble(day)
    if trouble:
        raise trouble
    return day


def day_trouble(day: date) -> Unreadable | None:
    if day <= clock.today():
        return None
    return Unreadable(
        N_("%(day)s is still to come."), N_("Book a payment on the day it arrives."), day=str(day)
    )


def currency_code(text: str) -> str:
    """A currency's code; raises `Unreadable`."""
    code = text.upper()
    if code not in EXPONENTS:
        raise Unreadable(
            N_("“%(value)s” is not a currency."),
            N_("Write three letters such as EUR."),
            value=shown(text),
        )
    return code


def currency_trouble(currency: str, known: set[str]) -> Unreadable | None:
    if currency in known:
        return None
    return Unreadable(
        N_("This franchisee has never been invoiced in %(currency)s, but in %(known)s."),
        N_("Check the currency; a payment settles invoices of its own currency only."),
        currency=currency,
        known=", ".join(sorted(known)),
    )


def amount_of(text: str, currency: str) -> Money:
    """An amount above zero; raises `Unreadable`."""
    amount = Money.parse(text, currency if currency in EXPONENTS else "USD")
    trouble = amount_trouble(amount.minor)
    if trouble:
        raise trouble
    return amount


def amount_trouble(minor: int) -> Unreadable | None:
    if minor > 0:
        return None
    return Unreadable(N_("A payment is more than zero."), N_("Write what was received."))


def invoice_trouble(invoice: Invoice, line: BankLine, *, is_cancelled: bool) -> Unreadable | None:
    if invoice.franchisee_id != line.franchisee_id:
        return Unreadable(
            N_("Invoice %(number)s belongs to another franchisee."),
            N_("Check the franchisee and the number; one of them is wrong."),
            number=invoice.number,
        )
    if invoice.currency != line.amount.currency:
        return Unreadable(
            N_("Invoice %(number)s is in %(billed)s, the payment in %(paid)s."),
            N_("Leave the invoice empty, or correct the currency."),
            number=invoice.number,
            billed=invoice.currency,
            paid=line.amount.currency,
        )
    if invoice.kind is InvoiceKind.CREDIT_NOTE:
        return Unreadable(
            N_("%(number)s is a credit note: it gives something back, and nothing is paid on it."),
            N_("Leave the invoice empty, then the payment settles what is open."),
            number=invoice.number,
        )
    if is_cancelled:
        return Unreadable(
            N_("Invoice %(number)s was taken back; nothing can be paid on it."),
            N_("Leave the invoice empty, then the payment settles what is open."),
            number=invoice.number,
        )
    return None


def twice(row: int) -> Unreadable:
    return Unreadable(
        N_("The same payment stands in row %(row)s."),
        N_("Keep one of them. If it really came twice, add something to the reference."),
        row=row,
    )


def booked_before() -> Unreadable:
    return Unreadable(
        N_("This payment is booked already."),
        N_("Leave the row out. If it really came twice, add something to the reference."),
    )


def unknown_franchisee(code: str, known: Lookalikes) -> Unreadable:
    """No franchisee has the code."""
    if not code:
        return Unreadable(N_("The franchisee is missing."), N_("Write the franchisee's code."))
    similar = known.nearest(code)
    remedy = N_("Look the code up in the list of franchisees.")
    if similar:
        remedy = N_("Did you mean %(similar)s?")
    return Unreadable(
        N_("No franchisee has the code “%(code)s”."), remedy, code=shown(code), similar=similar
    )


def unknown_invoice(number: str) -> Unreadable:
    """No invoice has the number."""
    return Unreadable(
        N_("There is no invoice %(number)s."),
        N_("Check the number, or leave it empty: what is due is then settled, the oldest first."),
        number=shown(number),
    )

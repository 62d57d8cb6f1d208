"""What a reminder says, in whole sentences: the page, the mail and the PDF say the same."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from ..kit.money import Money
from ..web import filters
from .enums import Manner
from .models import DunningLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One invoice of a reminder, as it stood then."""

    invoice_id: str
    number: str
    month: str
    due_on: date
    days_late: int
    fees: Money
    fund: Money
    asked: Money

    @property
    def is_partly_held(self) -> bool:
        """Whether less is asked for than is open, because of a dispute."""
        return self.asked != self.fees + self.fund


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its sentences."""

    title: str
    words: tuple[str, ...]


def rows_of(letter: DunningLetter) -> tuple[Row, ...]:
    """The invoices as values."""
    return tuple(
        Row(
            invoice_id=item["invoice"],
            number=item["number"],
            month=item["month"],
            due_on=date.fromisoformat(item["due_on"]),
            days_late=item["days_late"],
            fees=Money(item["fees"], item["currency"]),
            fund=Money(item["fund"], item["currency"]),
            asked=Money(item["asked"], item["currency"]),
        )
        for item in letter.items
    )


def totals_of(rows: tuple[Row, ...]) -> tuple[Money, ...]:
    """What is asked for, in each currency."""
    currencies = sorted({row.asked.currency for row in rows})
    return tuple(
        Money.total((row.asked for row in rows if row.asked.currency == currency), currency)
        for currency in currencies
    )


def title_of(manner: Manner) -> str:
    """The headline of a letter."""
    if manner is Manner.FRIENDLY:
        return _("A friendly reminder")
    if manner is Manner.PLAIN:
        return _("A reminder of open invoices")
    return _("Our last reminder")


def greeting_of(manner: Manner) -> str:
    """The first sentences, by the tone of the step."""
    if manner is Manner.FRIENDLY:
        return _(
            "Perhaps it slipped by: the invoices below were due, and the payment has not reached "
            "us yet. If you have paid in the last few days, please take no notice of this letter."
        )
    if manner is Manner.PLAIN:
        return _(
            "The invoices below are still open. Please pay them, or tell us what stands in the "
            "way. We look for a way together."
        )
    return _(
        "The invoices below are still open after our earlier reminders. This is the last reminder "
        "before a notice of default, and we would much rather find a way with you first."
    )


def next_of(next_name: str, next_on: date) -> str:
    """What happens next, and when."""
    day = filters.date(next_on)
    if next_name:
        return _(
            "If nothing changes, the next step comes on %(day)s: “%(name)s”. It falls away for "
            "what is paid by then, or is part of an agreed payment plan.",
            day=day,
            name=_(next_name),
        )
    return _(
        "This is the last reminder. If nothing is paid or agreed by %(day)s, we may give formal "
        "notice of default under the contract. A call before that day is always worth it.",
        day=day,
    )


def sections_of(letter: DunningLetter, *, email: str) -> tuple[Section, ...]:
    """What stands below the invoices: what comes next, and the two ways out."""
    wrong = _(
        "Say so on the page of the invoice, with your reason. What is disputed is not asked for "
        "until it is decided."
    )
    if email:
        wrong = _(
            "Say so on the page of the invoice, with your reason, or write to %(email)s. What is "
            "disputed is not asked for until it is decided.",
            email=email,
        )
    return (
        Section(title=_("What happens next"), words=(next_of(letter.next_name, letter.next_on),)),
        Section(
            title=_("If you cannot pay at once"),
            words=(
                _(
                    "Propose a payment plan in the portal, under “Payment plans”: choose the "
                    "invoices, and days and amounts that you can keep. While a plan is kept, "
                    "nobody reminds you of its invoices."
                ),
            ),
        ),
        Section(title=_("If you think something is wrong"), words=(wrong,)),
    )

"""A payment plan while it is being written: chosen invoices, instalments laid out, then changed."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import pgettext

from ...kit import clock
from ...kit.money import Money
from ...network.queries import founded
from ...web import filters
from ...web.filters import currency_symbol
from ..forms.money import PlanForm, plan_form
from ..queries.accounts import AccountRow
from ..queries.plans import Choosable, choosable
from ..rules.instalments import MOST_INSTALMENTS, Instalment, even, monthly
from ..services.plans import Proposal

USUAL_COUNT, USUAL_GRACE = 3, 10
TWO_WEEKS = timedelta(days=14)
ASKED_FIRST = frozenset({"invoices", "count", "first_on", "broken_after_days"})
"""What the instalments are laid out from; the rest is asked for once they are there."""


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """The form with what there is to choose from."""

    row: AccountRow
    choosable: tuple[Choosable, ...]
    form: PlanForm

    @classmethod
    def begun(cls, row: AccountRow) -> "PlanDraft":
        """What is overdue is chosen already."""
        offered = choosable(row.franchisee.id)
        late = {item.invoice_id for item in row.account.items}
        chosen = [str(one.invoice_id) for one in offered if one.invoice_id in late]
        data = {
            "invoices": chosen,
            "count": USUAL_COUNT,
            "first_on": clock.today() + TWO_WEEKS,
            "broken_after_days": USUAL_GRACE,
        }
        form = plan_form(0, founded().currency, formdata=None, data=data)
        return cls(row, offered, _offered(form, offered))

    @classmethod
    def sent(cls, row: AccountRow) -> "PlanDraft":
        """What was sent, with as many instalments as the page showed."""
        offered = choosable(row.franchisee.id)
        text = request.form.get("rows", "0")
        rows = int(text) if text.isdigit() else 0
        form = plan_form(min(rows, MOST_INSTALMENTS), _currency(offered))
        return cls(row, offered, _offered(form, offered))

    @property
    def chosen(self) -> tuple[Choosable, ...]:
        """The invoices that are ticked."""
        ticked = set(self.form.invoices.data or ())
        return tuple(one for one in self.choosable if str(one.invoice_id) in ticked)

    @property
    def total(self) -> Money | None:
        """What they come to; None for none, or for two currencies."""
        currencies = {one.open.currency for one in self.chosen}
        if len(currencies) != 1:
            return None
        return Money.total((one.open for one in self.chosen), currencies.pop())

    @property
    def symbol(self) -> str:
        """The sign of the currency."""
        return currency_symbol(self.form.currency)

    def laid_out(self) -> "PlanDraft":
        """The same with equal instalments, a month apart; as it is where something is missing."""
        form, total = self.form, self.total
        form.validate()
        for field in form:
            if field.name not in ASKED_FIRST:
                field.errors = []
        if total is None and not form.invoices.errors:
            form.invoices.errors = [_("A plan is in one currency. Make one for each.")]
        if form.errors or total is None:
            return self
        days = monthly(form.first_on.data, form.count.data)
        data: dict[str, Any] = {
            name: form[name].data
            for name in ("invoices", "count", "first_on", "broken_after_days", "interest_rate")
        }
        data["words"] = form.words.data
        for place, one in enumerate(even(total, days), start=1):
            data[f"due_{place}"] = one.due_on
            data[f"amount_{place}"] = Money(one.minor, total.currency)
        laid = plan_form(len(days), total.currency, formdata=None, data=data)
        return PlanDraft(self.row, self.choosable, _offered(laid, self.choosable))

    def proposal(self) -> Proposal | None:
        """What is proposed; None, with the faults at their fields, when something is wrong."""
        form = self.form
        if not form.validate():
            return None
        if not form.rows:
            form.form_errors.append(_("Lay the instalments out first, and look at them."))
            return None
        return Proposal(
            invoice_ids=tuple(UUID(one) for one in form.invoices.data),
            instalments=tuple(
                Instalment(form[f"due_{row}"].data, form[f"amount_{row}"].data.minor)
                for row in form.rows
            ),
            words=form.words.data,
            broken_after_days=form.broken_after_days.data,
            interest_rate=form.interest_rate.data or Decimal(0),
        )


def _currency(offered: tuple[Choosable, ...]) -> str:
    ticked = set(request.form.getlist("invoices"))
    found = [one.open.currency for one in offered if str(one.invoice_id) in ticked]
    return found[0] if found else founded().currency


def _offered(form: PlanForm, offered: tuple[Choosable, ...]) -> PlanForm:
    form.invoices.choices = [
        (
            str(one.invoice_id),
            pgettext(
                "open invoice",
                "%(number)s, due on %(day)s: %(amount)s",
                number=one.number,
                day=filters.date(one.due_on),
                amount=filters.money(one.open),
            ),
        )
        for one in offered
    ]
    return form

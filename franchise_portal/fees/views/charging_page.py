"""The page on which something is charged under a contract, with what it comes to."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...contracts.models import Contract
from ...contracts.queries.transfers import outlets_on
from ...kit import clock
from ...kit.errors import DomainError, NotFound
from ...kit.ids import new_id
from ...web.filters import currency_symbol
from ...web.rendering import render
from ..paying_before import pays_before_since
from ..queries.footing import footing_of
from ..queries.payments import PaymentData, payment_for
from ..queries.single_list import agreed_charges
from ..services.single_charges import Occasion
from ..services.single_preview import foreseen
from ..single_enums import SingleKind
from ..single_forms import ChargeForm
from .blueprint import asked, asked_id
from .crediting import at_fault

LOOK = "look"


@dataclass(slots=True)
class Charging:
    """A contract, what was typed, and the payment that came back where it is about one."""

    contract: Contract
    form: ChargeForm
    payment: PaymentData | None = None

    @classmethod
    def begun(cls, contract: Contract) -> "Charging":
        """The form of a page that is opened, filled from the address where a page led here."""
        payment = _payment(contract, asked_id("payment"))
        typed: dict[str, Any] = {
            "kind": SingleKind.RETURNED_DEBIT.value if payment else asked("kind"),
            "on": clock.today(),
            "words": asked("words"),
            "token": str(payment.payment.id if payment else new_id()),
        }
        form = ChargeForm(currency=_currency(contract), formdata=None, data=typed)
        return cls(contract, _offered(form, contract), payment)

    @classmethod
    def sent(cls, contract: Contract) -> "Charging":
        """The form as it came."""
        payment = _payment(contract, asked_id("payment"))
        return cls(contract, _offered(ChargeForm(currency=_currency(contract)), contract), payment)

    @property
    def is_only_looked_at(self) -> bool:
        """Whether nothing is to be charged yet."""
        return request.form.get("step") == LOOK

    def occasion(self) -> Occasion | None:
        """What was typed; None when some of it cannot be read."""
        form = self.form
        if not form.validate() or form.amount.data is None:
            return None
        return Occasion(
            source=self._source(),
            kind=SingleKind(form.kind.data),
            contract_id=self.contract.id,
            clause=form.clause.data,
            outlet_id=UUID(form.outlet_id.data) if form.outlet_id.data else None,
            amount=form.amount.data,
            words=form.words.data.strip(),
        )

    def _source(self) -> str:
        """The same form sent twice is one occasion, and so is a payment that came back."""
        if self.payment is not None:
            return f"returned_payment/{self.payment.payment.id}"
        try:
            return f"by_hand/{UUID(self.form.token.data or '')}"
        except ValueError:
            return f"by_hand/{new_id()}"

    def page(self, occasion: Occasion | None = None) -> ResponseReturnValue:
        """The page; with what it comes to once everything is typed."""
        outcome = None
        if occasion is not None:
            try:
                outcome = foreseen(self.contract.franchisee_id, [occasion], on=self.form.on.data)
            except DomainError as error:
                return self.refused(error)
        return self._render(outcome)

    def refused(self, error: DomainError) -> ResponseReturnValue:
        """The page with what stands in the way."""
        self.form = at_fault(self.form, error)
        return self._render(None)

    def _render(self, outcome: object) -> ResponseReturnValue:
        today = clock.today()
        return render(
            "fees/singles/new.html",
            form=self.form,
            contract=self.contract,
            payment=self.payment,
            symbol=currency_symbol(self.form.currency),
            agreed=agreed_charges(self.contract.id, today),
            outcome=outcome,
            pays_before=pays_before_since(self.contract.franchisee_id, today),
            today=today,
        )


def _payment(contract: Contract, payment_id: UUID | None) -> PaymentData | None:
    """The payment that came back, of this contract's franchisee."""
    if payment_id is None:
        return None
    data = payment_for(current_actor, payment_id)
    if data.payment.franchisee_id != contract.franchisee_id or not data.first:
        raise NotFound
    return data


def _currency(contract: Contract) -> str:
    return footing_of(contract).currency


def _offered(form: ChargeForm, contract: Contract) -> ChargeForm:
    outlets = (one.outlet for one in outlets_on(contract.id, clock.today()))
    return form.offer(contract.clauses, outlets)

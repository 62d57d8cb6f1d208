"""A page of a contract with several acts on it, each a folded form of its own.

Whatever an act answers, the page is shown again with all that was typed: with the fault at its
field, or with the sentence that somebody else was a moment earlier.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...kit.errors import DomainError, Refused
from ...network.forms.fields import FactsForm
from ...web.errors import translated
from ...web.rendering import flash, render, see
from .. import queries
from ..models import Contract

CONFLICT = 409

Forms = Mapping[str, Callable[..., FactsForm]]
Act = Callable[[Contract, Any], str]


@dataclass(frozen=True, slots=True)
class EventPage:
    """One page of a contract."""

    endpoint: str
    template: str
    forms: Callable[[Contract], Forms]
    """The acts of the page by key, each with what makes its form (`prefix=` is passed on)."""
    context: Callable[[Contract], Mapping[str, Any]]

    def show(
        self,
        contract: Contract,
        *,
        sent: str = "",
        form: FactsForm | None = None,
        conflict: str = "",
        status: int | None = None,
    ) -> ResponseReturnValue:
        """The page; with `sent`, that act's form as it was typed."""
        forms = {
            key: form if key == sent else make(prefix=f"{key}-", formdata=None)
            for key, make in self.forms(contract).items()
        }
        return render(
            self.template,
            form=form,
            status=status,
            contract=contract,
            forms=forms,
            sent=sent,
            conflict=conflict,
            **self.context(contract),
        )

    def act(self, contract_id: UUID, key: str, act: Act) -> ResponseReturnValue:
        """Do what a form asks for, and come back to the page."""
        contract = queries.contract_for(current_actor, contract_id)
        make = self.forms(contract).get(key)
        if make is None:
            # The act was there when the page was opened, and no longer is.
            return self.show(contract)
        form = make(prefix=f"{key}-")
        if not form.validate():
            return self.show(contract, sent=key, form=form)
        try:
            words = act(contract, form)
        except Refused as refusal:
            fresh = queries.contract_for(current_actor, contract_id)
            return self.show(fresh, sent=key, form=_said(form, refusal))
        except DomainError as refusal:
            if refusal.status != CONFLICT:
                raise
            fresh = queries.contract_for(current_actor, contract_id)
            return self.show(
                fresh,
                sent=key,
                form=form,
                conflict=translated(refusal),
                status=CONFLICT,
            )
        flash(words)
        return see(self.endpoint, contract_id=contract_id)


def _said(form: FactsForm, refusal: Refused) -> FactsForm:
    return form.fault(refusal)

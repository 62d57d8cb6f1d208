"""What if a fee were charged otherwise: the question as a form."""

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField, SelectField, StringField

from ..kit.errors import BadInput
from ..network.forms.fields import FactsForm, at_most, needed, trimmed
from .plan_forms import FeeForm
from .plan_reading import fee_mapping, place_faults
from .rules.plan_fields import Path
from .rules.plan_parsing import parse_plan
from .rules.simulating import CHANGEABLE


class SimulationForm(FactsForm):
    """Which fee, and how it would be charged."""

    name = StringField(
        _l("The question"),
        [needed(_l("Write what you want to know, to find it again.")), at_most(200)],
        filters=[trimmed],
    )
    fee = SelectField(_l("Fee"), validate_choice=False)
    terms = FormField(FeeForm)

    def offer(self, fees: Iterable[tuple[str, str]]) -> Self:
        """Say which fees there are: each key, which begins with the currency, and its name."""
        self.fee.choices = [
            (key, _("%(fee)s, in %(currency)s", fee=name, currency=key.partition(" ")[0]))
            for key, name in fees
        ]
        return self

    def fault_all(self, refusal: BadInput) -> Self:
        """What the plans that have the fee say against its new terms."""
        for problem in refusal.problems:
            text = _(problem.message)
            self.form_errors.append(text % problem.params if problem.params else text)
        return self


def terms_of(form: SimulationForm, name: str, currency: str, basis: str) -> dict[str, Any]:
    """The terms that the form says, as the keys of a plan file.

    Raises:
        BadInput: when they cannot be; each fault stands at its field then.
    """
    terms = form.terms.form
    terms.name.data, terms.clause.data, terms.basis.data = name, "0", basis
    spots: dict[Path, Any] = {}
    mapping = fee_mapping(terms, spots)
    paths: list[Path] = []

    def locate(path: Path) -> int:
        paths.append(path)
        return len(paths)

    try:
        parse_plan({"currency": currency, "fee": [mapping]}, locate=locate)
    except BadInput as refusal:
        place_faults(spots, paths, refusal, otherwise=form.fee)
        form.form_errors.append(_("The fee cannot be charged like this."))
        raise BadInput from refusal
    return {key: value for key, value in mapping.items() if key in CHANGEABLE}

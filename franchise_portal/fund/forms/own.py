"""By which plan own outlets contribute."""

from collections.abc import Iterable
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from ...network.forms.fields import FactsForm
from ...network.models import Brand


class OwnPlanForm(FactsForm):
    """A brand, a plan and a day."""

    brand = SelectField(_l("Brand"), [InputRequired(_l("Choose the brand."))])
    plan = SelectField(_l("Fee plan"), [InputRequired(_l("Choose the plan."))])
    starts_on = DateField(_l("For reports from"), [InputRequired(_l("Choose the first day."))])

    def offer(self, brands: Iterable[Brand], plans: Iterable[tuple[str, str]]) -> Self:
        """Fill in the choices."""
        self.brand.choices = [(str(brand.id), brand.name) for brand in brands]
        self.plan.choices = list(plans)
        return self

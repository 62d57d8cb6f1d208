"""What people type to charge something that comes from no sales report."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from ..contracts.models import Clause
from ..network.forms.fields import FactsForm, enum_choices
from ..network.models import Outlet
from ..web.forms import MoneyField, positive
from .correction_forms import InCurrency
from .services.single_charges import LONGEST_WORDS
from .single_enums import SingleKind


class WhomForm(FactsForm):
    """Who is charged: then the contract is chosen."""

    franchisee = StringField(
        _l("Franchisee"),
        [DataRequired(_l("Write the franchisee's code, such as F-001.")), Length(max=20)],
    )


class ChargeForm(InCurrency):
    """What is charged, under which clause, and how much."""

    kind = SelectField(_l("What for"), choices=())
    clause = SelectField(
        _l("Clause"),
        [DataRequired(_l("Choose the clause that allows it; without one nothing is charged."))],
        choices=(),
    )
    outlet_id = SelectField(_l("Outlet"), [Optional()], choices=())
    amount = MoneyField(
        _l("Amount without tax"),
        validators=[InputRequired(_l("Write what is charged.")), positive],
    )
    on = DateField(_l("Counted up to"), [InputRequired(_l("Write the day."))])
    words = TextAreaField(
        _l("In words"),
        [
            DataRequired(_l("Write what is charged; the franchisee reads it.")),
            Length(max=LONGEST_WORDS),
        ],
    )
    token = HiddenField()

    def offer(self, clauses: Sequence[Clause], outlets: Iterable[Outlet]) -> "ChargeForm":
        """Fill in what can be chosen."""
        self.kind.choices = enum_choices(SingleKind)
        self.clause.choices = clause_choices(clauses)
        self.outlet_id.choices = [
            ("", _("no single outlet")),
            *((str(one.id), f"{one.code} {one.name}") for one in outlets),
        ]
        return self


class ClauseForm(FactsForm):
    """Under which clause something is charged that is settled otherwise."""

    clause = SelectField(
        _l("Clause"),
        [DataRequired(_l("Choose the clause that allows it; without one nothing is charged."))],
        choices=(),
    )

    def offer(self, clauses: Sequence[Clause]) -> "ClauseForm":
        """Fill in what can be chosen."""
        self.clause.choices = clause_choices(clauses)
        return self


def clause_choices(clauses: Sequence[Clause]) -> list[tuple[str, str]]:
    """The clauses of a contract, none of them chosen."""
    return [
        ("", _("choose a clause")),
        *((one.number, " ".join(part for part in (one.number, one.title) if part))
          for one in clauses),
    ]  # fmt: skip

"""Beginning, writing, adopting and withdrawing a budget."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from ...fees.correction_forms import InCurrency
from ...kit.money import Money
from ...network.forms.fields import FactsForm, enum_choices, offer_ids
from ...network.models import Region
from ...web.forms import MoneyField
from ..enums import SpendingKind
from ..services.budgets import Line

REASON = 500
BLANK, MOST_LINES = 3, 60


class BeginForm(FactsForm):
    """For which year, and why when there is a version already."""

    year = IntegerField(_l("Year of the fund"), [InputRequired(_l("Write the year."))])
    reason = TextAreaField(_l("Why another version"), [Length(max=REASON)])


class AdoptForm(FactsForm):
    """By which motion it was agreed."""

    motion_ref = StringField(_l("Motion"), [Length(max=100)])


class WithdrawForm(FactsForm):
    """Why it is given up."""

    reason = TextAreaField(
        _l("Why"), [DataRequired(_l("Write why it is withdrawn.")), Length(max=REASON)]
    )


class LinesForm(InCurrency):
    """The lines of a budget, each in fields of its own; empty rows do not count."""

    count = 0
    """How many rows there are."""

    def row(self, place: int) -> tuple[Any, Any, Any, Any, Any]:
        """The fields of a row: name, kind, region, amount, key."""
        return tuple(
            self[f"{name}_{place}"] for name in ("name", "kind", "region_id", "amount", "key")
        )

    @property
    def rows(self) -> list[tuple[Any, Any, Any, Any, Any]]:
        """All rows."""
        return [self.row(place) for place in range(self.count)]

    @property
    def lines(self) -> list[Line]:
        """What was written."""
        found = []
        for name, kind, region, amount, key in self.rows:
            if not (name.data or "").strip() and not amount.data:
                continue
            found.append(
                Line(
                    name=(name.data or "").strip(),
                    kind=SpendingKind(kind.data),
                    amount=amount.data or Money.zero(self.currency),
                    region_id=UUID(region.data) if region.data else None,
                    key=_id(key.data),
                )
            )
        return found


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def lines_form(
    count: int,
    regions: Sequence[Region],
    currency: str,
    **kwargs: Any,  # noqa: ANN401 - WTForms' own
) -> LinesForm:
    """A form with so many rows."""
    fields: dict[str, Any] = {}
    for place in range(min(count, MOST_LINES)):
        number = place + 1
        fields |= {
            f"name_{place}": StringField(
                _("Name of line %(number)s", number=number), [Length(max=100)]
            ),
            f"kind_{place}": SelectField(_("Kind of line %(number)s", number=number)),
            f"region_id_{place}": SelectField(_("Region of line %(number)s", number=number)),
            f"amount_{place}": MoneyField(_("Amount of line %(number)s", number=number)),
            f"key_{place}": HiddenField(),
        }
    rows = {**fields, "count": min(count, MOST_LINES)}
    form: LinesForm = type("LinesForm", (LinesForm,), rows)(currency=currency, **kwargs)
    for _name, kind, region, _amount, _key in form.rows:
        kind.choices = enum_choices(SpendingKind)
        offer_ids(region, [(str(one.id), one.name) for one in regions], none=_("Whole network"))
    return form

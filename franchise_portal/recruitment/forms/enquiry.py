"""What a stranger writes on the public page."""

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from ...accounts.forms import LONGEST_EMAIL
from ...network.forms.fields import (
    at_most,
    enum_choices,
    needed,
    offer_ids,
    read_as,
    trimmed,
)
from ...network.rules import cells
from ...web.forms import Form
from ..enums import Horizon, Source
from .fields import amount, line, no_address, payback, set_currency, text

Choices = Iterable[tuple[str, str]]


class EnquiryForm(Form):
    """Who, where, when, with what, and what they expect. Only who and where must be answered."""

    name = StringField(
        _l("Your name"),
        [needed(_l("Write your name.")), at_most(200), no_address],
        filters=[trimmed],
    )
    email = EmailField(
        _l("Your e-mail address"),
        [
            needed(_l("Write your e-mail address, so that we can answer.")),
            Length(max=LONGEST_EMAIL),
            read_as(cells.email),
        ],
        filters=[trimmed],
    )
    phone = line(_l("Your telephone number"), 40)
    brand_id = SelectField(_l("Brand"))
    place = StringField(
        _l("Where would you like to open?"),
        [needed(_l("Write a town or an area.")), at_most(200)],
        filters=[trimmed],
    )
    horizon = SelectField(_l("When?"), default=Horizon.LATER.value)
    own_funds = amount(_l("Own money, without borrowing"))
    experience = text(_l("What have you done so far?"))
    family_support = text(_l("What do your partner, family and friends say to it?"))
    monthly_sales = amount(_l("Sales that you expect in a month"))
    payback_months = payback(_l("Months until you have your money back"))
    support = text(_l("Which support do you expect from us?"))
    reason = text(_l("Why would you like to join us?"))
    source = SelectField(_l("How did you hear of us?"), default=Source.OTHER.value)
    source_note = line(_l("From whom, or where?"))
    consent = BooleanField(
        _l("Consent"), [InputRequired(_l("Tick this, so that we may keep what you wrote."))]
    )
    website = StringField(_l("Leave this empty"))
    """Hidden from people; programs fill it."""
    stamp = HiddenField()
    """When the page was shown, signed."""

    def offer(self, brands: Choices, *, currency: str, any_brand: str) -> Self:
        """Fill in the choices and the currency."""
        offer_ids(self.brand_id, brands, none=any_brand)
        self.horizon.choices = enum_choices(Horizon)
        self.source.choices = enum_choices(Source)
        set_currency(self, currency)
        return self

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        kept = {
            name: value
            for name, value in self.data.items()
            if name not in {"consent", "website", "stamp", "brand_id", "horizon", "source"}
        }
        return {
            **kept,
            "horizon": Horizon(self.horizon.data),
            "source": Source(self.source.data),
        }

"""A disclosure and its receipt as they are typed."""

from collections.abc import Iterable
from typing import Self

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired
from wtforms import BooleanField, DateField, FileField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from ...network.forms.fields import FactsForm, at_most, enum_choices, needed, trimmed
from ...web.forms import Form
from ..enums import Delivery
from .fields import line, no_address, text


class DisclosureForm(FactsForm):
    """The document, the law pack, how and when it was given."""

    file = FileField(_l("Disclosure document"), [FileRequired(_l("Choose a file."))])
    title = line(_l("Title of the document"))
    pack = SelectField(_l("Law pack"))
    delivery = RadioField(_l("How it is delivered"), default=Delivery.LINK.value)
    delivered_on = DateField(_l("Delivered on"), [InputRequired(_l("Choose the day of delivery."))])
    final_agreement_on = DateField(_l("Changed agreement given on"), [Optional()])
    remark = text(_l("Note"))

    def offer(self, packs: Iterable[tuple[str, str]]) -> Self:
        """Fill in the choices."""
        self.pack.choices = list(packs)
        self.delivery.choices = enum_choices(Delivery)
        return self


class ReceiptForm(Form):
    """The applicant's own words: I have it."""

    name = StringField(
        _l("Your full name"),
        [needed(_l("Write your full name.")), at_most(200), no_address],
        filters=[trimmed],
    )
    confirms = BooleanField(
        _l("I have received this document"),
        [InputRequired(_l("Tick this once you have opened the document."))],
    )

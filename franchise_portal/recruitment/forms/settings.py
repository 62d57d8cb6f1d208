"""How we recruit, and what we have shown about ourselves, as it is typed."""

from collections.abc import Iterable
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from ...network.forms.fields import FactsForm
from .fields import line, text

LONGEST_PATIENCE = 365
LONGEST_RETENTION = 3_650
FIRST_YEAR, LAST_YEAR = 2007, 2200


class SettingsForm(FactsForm):
    """The settings."""

    is_open = BooleanField(_l("Strangers may enquire on the public page"))
    pack = SelectField(_l("Usual law pack"))
    patience_days = IntegerField(
        _l("Days without anybody doing anything, until a reminder goes out"),
        [
            InputRequired(_l("Write a number of days.")),
            NumberRange(1, LONGEST_PATIENCE, _l("Write a number of days from 1 to 365.")),
        ],
    )
    retention_days = IntegerField(
        _l("Days until what is personal in a rejected or withdrawn application is forgotten"),
        [
            InputRequired(_l("Write a number of days.")),
            NumberRange(1, LONGEST_RETENTION, _l("Write a number of days from 1 to 3650.")),
        ],
    )

    def offer(self, packs: Iterable[tuple[str, str]]) -> Self:
        """Fill in the law packs."""
        self.pack.choices = list(packs)
        return self


class RecordForm(FactsForm):
    """What the franchisor has shown for a brand."""

    enterprise = line(_l("Enterprise and registration number"))
    first_outlet = line(_l("First outlet of our own"))
    first_opened_on = DateField(_l("Opened on"), [Optional()])
    second_outlet = line(_l("Second outlet of our own"))
    second_opened_on = DateField(_l("Second outlet opened on"), [Optional()])
    support = text(_l("Guidance, support and training: who gives what"))
    document_reviewed_on = DateField(_l("Disclosure document looked through on"), [Optional()])
    claims_checked_on = DateField(_l("Advertising for franchisees looked through on"), [Optional()])
    first_contract_on = DateField(_l("First franchise contract signed on"), [Optional()])
    filing_number = line(_l("Filing number"), 60)
    reported_year = IntegerField(
        _l("Last year reported to the authority"),
        [
            Optional(),
            NumberRange(FIRST_YEAR, LAST_YEAR, _l("Write a year, such as 2025.")),
        ],
    )

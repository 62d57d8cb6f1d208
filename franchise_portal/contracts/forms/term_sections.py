"""The single fields of the terms, section by section."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from ...network.forms.fields import FactsForm, at_most, trimmed
from ..enums import Party, RenewalMode, Rhythm
from ..term_enums import Channel, DefaultKind, DistanceUnit, RenewalRequirement, SpecialSite
from .fields import AmountField, DurationField, LinesField, ShareField, choices, several
from .term_rows import MOST_OUTLETS

MOST_GRACE = 90

LENGTH, LAST_DAY, NO_END = "length", "last_day", "no_end"
NONE, LIMITED, UNLIMITED = "none", "limited", "unlimited"


class TimeFields(FactsForm):
    """Term, renewal, notice."""

    starts_on = DateField(_l("First day"), [InputRequired(_l("Choose the first day."))])
    term_kind = RadioField(_l("How long"), default=LENGTH)
    length = DurationField(_l("Length"), [Optional()])
    ends_on = DateField(_l("Last day"), [Optional()])
    term_consent = SelectField(_l("Agreement to a shorter term"), [Optional()], default="")

    renewals = RadioField(_l("Renewals"), default=NONE)
    renewal_count = IntegerField(
        _l("How many times"), [Optional(), NumberRange(1, 100, _l("Write a number from 1 to 100."))]
    )
    renewal_each = DurationField(_l("Length of each"), [Optional()])
    renewal_mode = SelectField(
        _l("How it comes about"), default=RenewalMode.BY_REQUEST.value, choices=choices(RenewalMode)
    )
    renewal_same = BooleanField(_l("On the same terms"))
    renewal_fee = AmountField(_l("Fee for a renewal"), [Optional()])
    renewal_conditions = LinesField(_l("Conditions"), [Optional()])

    notice_least = DurationField(_l("Notice at least"), [Optional()])
    notice_most = DurationField(_l("Notice at most"), [Optional()])
    cooling_off = DurationField(_l("Cooling-off after signing"), [Optional()])
    renewal_requires = several(_l("Conditions of the usual kinds"), RenewalRequirement)
    renewal_share = ShareField(_l("Fee in per cent of the initial fee then in use"), [Optional()])
    renewal_cap = ShareField(_l("Royalty after a renewal at most, per cent"), [Optional()])
    renewal_answer = DurationField(_l("The franchisor answers within"), [Optional()])
    notice_franchisor = DurationField(_l("The franchisor’s notice at least"), [Optional()])


class PlaceFields(FactsForm):
    """Territory and outlets."""

    territory_codes = StringField(_l("Codes of the territories"), [Optional()], filters=[trimmed])
    territory_exclusive = BooleanField(_l("Granted exclusively"))
    territory_reserved = StringField(
        _l("Kept by the franchisor"), [Optional(), at_most(300)], filters=[trimmed]
    )
    outlets_permitted = IntegerField(
        _l("Outlets permitted"),
        [Optional(), NumberRange(1, MOST_OUTLETS, _l("Write a number of outlets, 1 or more."))],
    )
    territory_premises = BooleanField(_l("The premises alone; no area is protected"))
    territory_channels = several(_l("Ways of selling that the franchisor keeps"), Channel)
    territory_excepted = several(_l("Places that are not part of the area"), SpecialSite)
    territory_delivery = BooleanField(
        _l("The franchisor delivers nothing into the area, the franchisee nothing out of it")
    )


class MoneyFields(FactsForm):
    """Money beside the fee plan's."""

    deposit_amount = AmountField(_l("Deposit"), [Optional()])
    deposit_within = DurationField(_l("Returned within"), [Optional()])
    deposit_conditions = LinesField(_l("Conditions for its return"), [Optional()])
    purchase_amount = AmountField(_l("Minimum purchase"), [Optional()])
    purchase_every = SelectField(
        _l("How often it is counted"), default=Rhythm.MONTH.value, choices=choices(Rhythm)
    )

    local_rate = ShareField(_l("Own local advertising, per cent of gross sales"), [Optional()])
    local_amount = AmountField(_l("Own local advertising, a month"), [Optional()])
    local_most = BooleanField(_l("That is the most, not the least"))
    opening_amount = AmountField(_l("Advertising for the opening"), [Optional()])
    opening_most = BooleanField(_l("That is the most for the opening, not the least"))
    opening_before = DurationField(_l("Before the opening, from"), [Optional()])
    opening_after = DurationField(_l("After the opening, until"), [Optional()])
    fund_most = ShareField(_l("Contribution to the fund at most, per cent"), [Optional()])
    fund_notice = DurationField(_l("A change of it is said before, by"), [Optional()])

    late_rate = ShareField(_l("Interest on late payments, per cent"), [Optional()])
    late_every = SelectField(
        _l("For each"),
        default=Rhythm.YEAR.value,
        choices=choices(Rhythm, leaving=(Rhythm.WEEK, Rhythm.QUARTER)),
    )
    late_law = BooleanField(_l("At most what the law allows"))
    late_day = AmountField(_l("For each day of delay"), [Optional()])
    late_base = StringField(
        _l("Added to the table of rates"), [Optional(), at_most(40)], filters=[trimmed]
    )
    late_flat = AmountField(_l("Once for each late invoice"), [Optional()])
    late_grace = IntegerField(
        _l("Days of grace"),
        [Optional(), NumberRange(0, MOST_GRACE, _l("Write from 0 to 90 days."))],
    )
    late_fund = BooleanField(_l("The same on what is owed to the advertising fund"))
    late_clause = StringField(
        _l("Clause on late payment"), [Optional(), at_most(60)], filters=[trimmed]
    )


class DutyFields(FactsForm):
    """Audit and non-compete."""

    has_audit = BooleanField(_l("The franchisor may audit the books"))
    audit_notice = DurationField(_l("Notice of an audit"), [Optional()])
    audit_times = IntegerField(
        _l("Audits a year, at most"),
        [Optional(), NumberRange(1, 366, _l("Write a number from 1 to 366."))],
    )
    audit_trigger = ShareField(_l("Reported short by, per cent"), [Optional()])
    audit_payer = SelectField(
        _l("Who then pays for it"),
        default=Party.FRANCHISEE.value,
        choices=choices(Party, leaving=(Party.GUARANTOR,)),
    )
    audit_above = BooleanField(_l("Only when more than that is missing"))
    audit_missing = BooleanField(_l("The same once reports are missing or late"))
    audit_interest = ShareField(_l("Interest on what is missing, per cent a month"), [Optional()])
    audit_audited = BooleanField(_l("Audited statements may then be asked for every year"))
    audit_kept = DurationField(_l("Books are kept for"), [Optional()])

    non_compete_during = BooleanField(_l("No competing business while the contract runs"))
    non_compete_after = DurationField(_l("None after its end for"), [Optional()])
    non_compete_area = StringField(_l("Where"), [Optional(), at_most(300)], filters=[trimmed])
    non_compete_radius = IntegerField(
        _l("Within"), [Optional(), NumberRange(1, 10_000, _l("Write a whole number, 1 or more."))]
    )
    non_compete_unit = SelectField(
        _l("Measured in"), default=DistanceUnit.KILOMETRE.value, choices=choices(DistanceUnit)
    )
    non_compete_all = BooleanField(_l("As far around every other outlet of the network too"))


class OtherFields(FactsForm):
    """Transfer and law."""

    has_transfer = BooleanField(_l("The franchisee may transfer it, with approval"))
    transfer_fee = AmountField(_l("Fee for a transfer"), [Optional()])
    transfer_refusal = DurationField(_l("Right of first refusal"), [Optional()])
    governing_law = StringField(_l("Governing law"), [Optional(), at_most(200)], filters=[trimmed])
    transfer_share = ShareField(
        _l("Fee for it in per cent of the initial fee then in use"), [Optional()]
    )
    transfer_control = ShareField(_l("Counts from a change of owners of, per cent"), [Optional()])
    cures_none = several(_l("Without time to put it right"), DefaultKind)
    transfer_parts = BooleanField(_l("Single outlets may go while the contract stays"))
    transfer_death = DurationField(_l("Heirs take over or sell within"), [Optional()])

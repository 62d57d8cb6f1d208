"""What stands several times in the terms: steps, policies, guarantors, charges, reports, cures."""

from typing import Any, ClassVar, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import BooleanField, DateField, Field, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from ...kit.durations import Duration
from ...kit.i18n import N_
from ...network.forms.fields import at_most, trimmed
from ...web.forms import Form
from ..enums import InsuranceKind, Party, Rhythm
from ..rules.terms import (
    CureTime,
    DevelopmentStep,
    EventCharge,
    Guarantor,
    Insurance,
    PaymentDay,
    ReportDuty,
)
from ..term_enums import (
    Assurance,
    ChargeOccasion,
    Counted,
    CoverMeasure,
    DefaultKind,
    FeeKind,
    ReportKind,
    ShareOf,
)
from .fields import AmountField, DurationField, ShareField, choices

MOST_OUTLETS = 10_000
DAY_OF_MONTH = NumberRange(1, 31, _l("Write a day from 1 to 31."))


class Row(Form):
    """A row that counts only when something stands in it."""

    #: Fields that a filled row must have, each with what to write.
    needs: ClassVar[dict[str, str]] = {}

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed into it."""
        return any(_holds(field) for field in self)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as WTForms has it
        """Check a filled row; an empty one is left out."""
        if not self.is_filled:
            return True
        is_valid = super().validate(extra_validators)
        for name, words in self.needs.items():
            if not self[name].data and not self[name].errors:
                self[name].errors = [_(words)]
                is_valid = False
        return is_valid


def _holds(field: Field) -> bool:
    if isinstance(field, DurationField):
        return bool(field.raw_data and str(field.raw_data[0]).strip())
    if isinstance(field, BooleanField):
        return bool(field.data)
    return bool(field.raw_data and str(field.raw_data[0]).strip())


class StepForm(Row):
    """One step of the development schedule."""

    needs: ClassVar[dict[str, str]] = {
        "due_on": N_("Choose the day of this step."),
        "outlets_open": N_("Write how many outlets are open by then."),
    }
    due_on = DateField(_l("Open by"), [Optional()])
    outlets_open = IntegerField(
        _l("Outlets open by then"),
        [Optional(), NumberRange(1, MOST_OUTLETS, _l("Write a number of outlets, 1 or more."))],
    )
    grace = DurationField(_l("Grace"), [Optional()])

    def value(self, number: int) -> DevelopmentStep:
        """The step as the terms hold it."""
        return DevelopmentStep(
            number=number,
            due_on=self.due_on.data,
            outlets_open=self.outlets_open.data,
            grace=self.grace.data,
        )


class PolicyForm(Row):
    """One policy that the franchisee keeps."""

    needs: ClassVar[dict[str, str]] = {"kind": N_("Choose the kind of insurance.")}
    kind = SelectField(_l("Kind"), default="", choices=choices(InsuranceKind, empty=""))
    measure = SelectField(
        _l("Sum"),
        default="",
        choices=choices(
            CoverMeasure, leaving=(CoverMeasure.AMOUNT,), empty=CoverMeasure.AMOUNT.label
        ),
    )
    cover = AmountField(_l("For each event"), [Optional()])
    aggregate = AmountField(_l("For all events of a year"), [Optional()])
    lasts = DurationField(_l("Pays for at least"), [Optional()])
    evidence_every = SelectField(
        _l("Evidence"), default="", choices=choices(Rhythm, empty=N_("not asked for"))
    )
    cancellation = DurationField(_l("Insurer tells of its end before"), [Optional()])
    rating = StringField(
        _l("Insurer’s rating at least"), [Optional(), at_most(20)], filters=[trimmed]
    )
    names_franchisor = BooleanField(_l("The franchisor is insured too"))
    where_used = BooleanField(_l("Only where there is such a risk"))

    def value(self) -> Insurance:
        """The policy as the terms hold it."""
        every = self.evidence_every.data
        return Insurance(
            kind=InsuranceKind(self.kind.data),
            cover=self.cover.data,
            aggregate=self.aggregate.data,
            evidence_every=Rhythm(every) if every else None,
            names_franchisor=bool(self.names_franchisor.data),
            measure=CoverMeasure(self.measure.data or CoverMeasure.AMOUNT),
            lasts=self.lasts.data,
            cancellation=self.cancellation.data,
            where_used=bool(self.where_used.data),
            rating=self.rating.data or "",
        )


class GuarantorForm(Row):
    """Somebody who stands in for the franchisee."""

    needs: ClassVar[dict[str, str]] = {"name": N_("Write the guarantor's name.")}
    name = StringField(_l("Name"), [Optional(), at_most(200)], filters=[trimmed])
    address = StringField(_l("Address"), [Optional(), at_most(300)], filters=[trimmed])
    limit = AmountField(_l("Up to"), [Optional()])
    after_end = DurationField(_l("Until after the franchisee has left"), [Optional()])

    def value(self) -> Guarantor:
        """The guarantor as the terms hold it."""
        return Guarantor(
            name=self.name.data,
            address=self.address.data or "",
            limit=self.limit.data,
            after_end=self.after_end.data,
        )


class ChargeForm(Row):
    """A sum that falls due when something happens."""

    needs: ClassVar[dict[str, str]] = {"occasion": N_("Choose when it falls due.")}
    occasion = SelectField(
        lazy_pgettext("charge", "When"), default="", choices=choices(ChargeOccasion, empty="")
    )
    amount = AmountField(_l("Amount"), [Optional()])
    counted = SelectField(
        _l("How often"),
        default="",
        choices=choices(Counted, leaving=(Counted.ONCE,), empty=Counted.ONCE.label),
    )
    share = ShareField(_l("Or per cent"), [Optional()])
    of = SelectField(
        _l("Per cent of what"),
        default="",
        choices=choices(ShareOf, leaving=(ShareOf.INITIAL_FEE,), empty=ShareOf.INITIAL_FEE.label),
    )
    is_most = BooleanField(_l("At most"))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as WTForms has it
        """A charge has an amount or a share: one of them."""
        is_valid = super().validate(extra_validators)
        both = (self.amount.data is not None, self.share.data is not None)
        if is_valid and self.is_filled and sum(both) != 1:
            self.amount.errors = [_("Write an amount or per cent: one of them.")]
            return False
        return is_valid

    def value(self) -> EventCharge:
        """The charge as the terms hold it."""
        return EventCharge(
            occasion=ChargeOccasion(self.occasion.data),
            amount=self.amount.data,
            share=self.share.data,
            of=ShareOf(self.of.data or ShareOf.INITIAL_FEE),
            counted=Counted(self.counted.data or Counted.ONCE),
            is_most=bool(self.is_most.data),
        )


class PaymentForm(Row):
    """On which days a fee has to be there."""

    needs: ClassVar[dict[str, str]] = {
        "fee": N_("Choose the fee."),
        "day": N_("Write the day of the month."),
    }
    fee = SelectField(_l("Fee"), default="", choices=choices(FeeKind, empty=""))
    day = IntegerField(_l("By day of the month"), [Optional(), DAY_OF_MONTH])
    again = IntegerField(_l("And by day"), [Optional(), DAY_OF_MONTH])

    def value(self) -> PaymentDay:
        """The days as the terms hold them."""
        return PaymentDay(fee=FeeKind(self.fee.data), day=self.day.data, again=self.again.data)


class ReportForm(Row):
    """A report of the franchisee, again and again."""

    needs: ClassVar[dict[str, str]] = {
        "kind": N_("Choose what is reported."),
        "every": N_("Choose how often it is reported."),
        "within": N_("Write how long after its end it is due."),
    }
    kind = SelectField(
        lazy_pgettext("duty", "Report"), default="", choices=choices(ReportKind, empty="")
    )
    every = SelectField(
        lazy_pgettext("duty", "How often"), default="", choices=choices(Rhythm, empty="")
    )
    within = DurationField(_l("Due after its end within"), [Optional()])
    assurance = SelectField(
        _l("Checked"),
        default="",
        choices=choices(Assurance, leaving=(Assurance.NONE,), empty=Assurance.NONE.label),
    )

    def value(self) -> ReportDuty:
        """The report as the terms hold it."""
        return ReportDuty(
            kind=ReportKind(self.kind.data),
            every=Rhythm(self.every.data),
            within=cast("Duration", self.within.data),
            assurance=Assurance(self.assurance.data or Assurance.NONE),
        )


class CureForm(Row):
    """How long one side has to put something right."""

    needs: ClassVar[dict[str, str]] = {"kind": N_("Choose what may have to be put right.")}
    kind = SelectField(_l("What failed"), default="", choices=choices(DefaultKind, empty=""))
    party = SelectField(
        _l("Whose failure"),
        default="",
        choices=choices(
            Party, leaving=(Party.FRANCHISEE, Party.GUARANTOR), empty=Party.FRANCHISEE.label
        ),
    )
    within = DurationField(lazy_pgettext("length", "Time to put it right"), [Optional()])
    times = IntegerField(
        _l("Or so many times"),
        [Optional(), NumberRange(1, 100, _l("Write a number from 1 to 100."))],
    )
    span = DurationField(_l("Counted within"), [Optional()])

    def value(self) -> CureTime:
        """The time as the terms hold it."""
        return CureTime(
            kind=DefaultKind(self.kind.data),
            within=self.within.data,
            party=Party(self.party.data or Party.FRANCHISEE),
            times=self.times.data,
            span=self.span.data,
        )

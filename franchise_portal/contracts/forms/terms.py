"""The terms as one structured form: every part has fields of its own, none is free text."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from ...network.forms.fields import FactsForm, at_most, trimmed
from ..enums import Party, RenewalMode, Rhythm
from ..rules.terms import Terms
from .fields import AmountField, DurationField, LinesField, ShareField
from .term_rows import MOST_OUTLETS, GuarantorForm, PolicyForm, Row, StepForm

LENGTH, LAST_DAY, NO_END = "length", "last_day", "no_end"
NONE, LIMITED, UNLIMITED = "none", "limited", "unlimited"
MOST_ROWS = 40
SPARE_ROWS = 2
"""Empty rows after those that are filled."""

Choices = Sequence[tuple[str, str]]


class TermsForm(FactsForm):
    """Everything that terms can hold. Rows and parts are added for what there is: `terms_form`."""

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
    renewal_mode = SelectField(_l("How it comes about"), default=RenewalMode.BY_REQUEST.value)
    renewal_same = BooleanField(_l("On the same terms"))
    renewal_fee = AmountField(_l("Fee for a renewal"), [Optional()])
    renewal_conditions = LinesField(_l("Conditions"), [Optional()])

    notice_least = DurationField(_l("Notice at least"), [Optional()])
    notice_most = DurationField(_l("Notice at most"), [Optional()])
    cooling_off = DurationField(_l("Cooling-off after signing"), [Optional()])

    territory_codes = StringField(_l("Codes of the territories"), [Optional()], filters=[trimmed])
    territory_exclusive = BooleanField(_l("Granted exclusively"))
    territory_reserved = StringField(
        _l("Kept by the franchisor"), [Optional(), at_most(300)], filters=[trimmed]
    )
    outlets_permitted = IntegerField(
        _l("Outlets permitted"),
        [Optional(), NumberRange(1, MOST_OUTLETS, _l("Write a number of outlets, 1 or more."))],
    )

    deposit_amount = AmountField(_l("Deposit"), [Optional()])
    deposit_within = DurationField(_l("Returned within"), [Optional()])
    deposit_conditions = LinesField(_l("Conditions for its return"), [Optional()])
    purchase_amount = AmountField(_l("Minimum purchase"), [Optional()])
    purchase_every = SelectField(_l("How often it is counted"), default=Rhythm.MONTH.value)

    has_audit = BooleanField(_l("The franchisor may audit the books"))
    audit_notice = DurationField(_l("Notice of an audit"), [Optional()])
    audit_times = IntegerField(
        _l("Audits a year, at most"),
        [Optional(), NumberRange(1, 366, _l("Write a number from 1 to 366."))],
    )
    audit_trigger = ShareField(_l("Reported short by, per cent"), [Optional()])
    audit_payer = SelectField(_l("Who then pays for it"), default=Party.FRANCHISEE.value)

    non_compete_during = BooleanField(_l("No competing business while the contract runs"))
    non_compete_after = DurationField(_l("None after its end for"), [Optional()])
    non_compete_area = StringField(_l("Where"), [Optional(), at_most(300)], filters=[trimmed])

    has_transfer = BooleanField(_l("The franchisee may transfer it, with approval"))
    transfer_fee = AmountField(_l("Fee for a transfer"), [Optional()])
    transfer_refusal = DurationField(_l("Right of first refusal"), [Optional()])
    governing_law = StringField(_l("Governing law"), [Optional(), at_most(200)], filters=[trimmed])

    #: The keys of the parts that features above know, and the names of the rows.
    part_keys: ClassVar[tuple[str, ...]] = ()
    row_names: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def offer(
        self,
        *,
        currency: str,
        documents: Choices,
        parts: Mapping[str, tuple[str, Choices]],
    ) -> "TermsForm":
        """Say what there is to choose from.

        `documents` are the contract's, by the ids of their files; `parts` have a label and choices.
        """
        self.term_kind.choices = [
            (LENGTH, _("A length")),
            (LAST_DAY, _("A last day")),
            (NO_END, _("No end")),
        ]
        self.term_consent.choices = [("", _("none attached")), *documents]
        self.renewals.choices = [
            (NONE, _("None")),
            (LIMITED, _("A number of times")),
            (UNLIMITED, _("Without a limit")),
        ]
        self.renewal_mode.choices = [(mode.value, _(mode.label)) for mode in RenewalMode]
        self.purchase_every.choices = [(rhythm.value, _(rhythm.label)) for rhythm in Rhythm]
        self.audit_payer.choices = [
            (party.value, _(party.label)) for party in (Party.FRANCHISEE, Party.FRANCHISOR)
        ]
        for key, (label, choices) in parts.items():
            field = self[f"part_{key}"]
            field.label.text = label
            field.choices = [("", _("none")), *choices]
        for field in self._amounts():
            field.currency = currency
        return self

    def rows(self, name: str) -> list[Row]:
        """The rows of one kind, filled or not: `steps`, `policies`, `guarantors`."""
        return [self[field].form for field in self.row_names[name]]

    def filled_rows(self, name: str) -> list[Any]:
        """The rows of one kind in which something stands."""
        return [row for row in self.rows(name) if row.is_filled]

    def _amounts(self) -> Iterator[AmountField]:
        for field in self:
            inner = field.form if isinstance(field, FormField) else (field,)
            yield from (one for one in inner if isinstance(one, AmountField))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as WTForms has it
        """Check each field, and that parts that belong together are there together."""
        is_valid = super().validate(extra_validators)
        for field, is_missing, words in self._belonging():
            if is_missing and not field.errors:
                field.errors = [words]
                is_valid = False
        return is_valid

    def _belonging(self) -> Iterator[tuple[Field, bool, str]]:
        kind = self.term_kind.data
        yield self.length, kind == LENGTH and self.length.data is None, _("Write the length.")
        yield self.ends_on, kind == LAST_DAY and not self.ends_on.data, _("Choose the last day.")
        many = self.renewals.data
        yield (
            self.renewal_count,
            many == LIMITED and not self.renewal_count.data,
            _("Write how many times it can be renewed."),
        )
        yield (
            self.renewal_each,
            many != NONE and self.renewal_each.data is None,
            _("Write how long each renewal is."),
        )
        yield (
            self.notice_least,
            self.notice_most.data is not None and self.notice_least.data is None,
            _("Write the shortest notice too."),
        )
        yield (
            self.deposit_amount,
            bool(self.deposit_within.data or self.deposit_conditions.data)
            and self.deposit_amount.data is None,
            _("Write the amount of the deposit."),
        )
        yield (
            self.territory_codes,
            bool(self.territory_exclusive.data or self.territory_reserved.data)
            and not self.territory_codes.data,
            _("Name the territory."),
        )


def terms_form(
    terms: Terms | None, parts: Sequence[str], *, typed: Mapping[str, Any] | None = None
) -> type[TermsForm]:
    """The form with as many rows as there are, and some to spare.

    Without scripts nobody can add rows in the page, so there are empty ones; saving gives more.
    """

    def count(name: str, present: int) -> int:
        sent = 0
        for key in typed or ():
            head, _dash, rest = key.partition("-")
            if rest and head.startswith(name) and head[len(name) :].isdigit():
                sent = max(sent, int(head[len(name) :]) + 1)
        return min(max(sent, present + SPARE_ROWS), MOST_ROWS)

    return _form_of(
        count("step", len(terms.development) if terms else 0),
        count("policy", len(terms.insurance) if terms else 0),
        count("guarantor", len(terms.guarantors) if terms else 0),
        tuple(parts),
    )


@lru_cache(64)
def _form_of(steps: int, policies: int, guarantors: int, parts: tuple[str, ...]) -> type[TermsForm]:
    names = {
        "steps": tuple(f"step{number}" for number in range(steps)),
        "policies": tuple(f"policy{number}" for number in range(policies)),
        "guarantors": tuple(f"guarantor{number}" for number in range(guarantors)),
    }
    forms = {"steps": StepForm, "policies": PolicyForm, "guarantors": GuarantorForm}
    fields: dict[str, Any] = {
        name: FormField(forms[kind]) for kind, these in names.items() for name in these
    }
    fields |= {f"part_{key}": SelectField("", [Optional()], default="") for key in parts}
    return type("TermsForm", (TermsForm,), {**fields, "part_keys": parts, "row_names": names})


class TitleForm(FactsForm):
    """What a version is called, from when on it holds, and why it is made."""

    title = StringField(
        lazy_pgettext("document", "Title"),
        [InputRequired(_l("Write a title.")), at_most(200)],
        filters=[trimmed],
    )
    effective_from = DateField(
        _l("In force from"), [InputRequired(_l("Choose the first day on which it holds."))]
    )
    reason = TextAreaField(_l("Why"), [Optional(), at_most(2000)], filters=[trimmed])

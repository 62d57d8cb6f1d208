"""The terms as one structured form: every part has fields of its own, none is free text."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import DateField, Field, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from ...network.forms.fields import FactsForm, at_most, trimmed
from ..rules.terms import Terms
from .fields import AmountField
from .term_rows import (
    ChargeForm,
    CureForm,
    GuarantorForm,
    PaymentForm,
    PolicyForm,
    ReportForm,
    Row,
    StepForm,
)
from .term_sections import (
    LAST_DAY,
    LENGTH,
    LIMITED,
    NO_END,
    NONE,
    UNLIMITED,
    DutyFields,
    MoneyFields,
    OtherFields,
    PlaceFields,
    TimeFields,
)

ROWS: Mapping[str, type[Row]] = {
    "step": StepForm,
    "policy": PolicyForm,
    "guarantor": GuarantorForm,
    "payment": PaymentForm,
    "charge": ChargeForm,
    "report": ReportForm,
    "cure": CureForm,
}
"""What stands several times, by the beginning of its fields' names."""
MOST_ROWS = 40
SPARE_ROWS = 2
"""Empty rows after those that are filled."""

Choices = Sequence[tuple[str, str]]


class TermsForm(TimeFields, PlaceFields, MoneyFields, DutyFields, OtherFields):
    """Everything that terms can hold. Rows and parts are added for what there is: `terms_form`."""

    #: The keys of the parts that features above know, and the names of the rows.
    part_keys: ClassVar[tuple[str, ...]] = ()
    row_names: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    names_first_day = True

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
        for key, (label, choices) in parts.items():
            field = self[f"part_{key}"]
            field.label.text = label
            field.choices = [("", _("none")), *choices]
        for field in self._amounts():
            field.currency = currency
        return self

    def leave_first_day_open(self) -> None:
        """For a template: the day on which a contract begins is the contract's own."""
        self.starts_on.validators = [Optional()]
        self.names_first_day = False

    def rows(self, name: str) -> list[Row]:
        """The rows of one kind of `ROWS`, filled or not."""
        return [self[field].form for field in self.row_names[name]]

    def filled_rows(self, name: str) -> list[Any]:
        """The rows of one kind in which something stands."""
        return [row for row in self.rows(name) if row.is_filled]

    def holds(self, name: str) -> bool:
        """Whether rows of one kind were there already, or were typed just now."""
        return len(self.rows(name)) > SPARE_ROWS or bool(self.filled_rows(name))

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
            and not self.territory_codes.data
            and not self.territory_premises.data,
            _("Name the territory."),
        )
        yield (
            self.territory_codes,
            bool(self.territory_codes.data and self.territory_premises.data),
            _("Name territories, or say that there are only the premises: one of them."),
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

    held: Mapping[str, Sequence[object]] = (
        {
            "step": terms.development,
            "policy": terms.insurance,
            "guarantor": terms.guarantors,
            "payment": terms.payments,
            "charge": terms.charges,
            "report": terms.reports,
            "cure": tuple(one for one in terms.cures if not one.is_at_once),
        }
        if terms
        else {}
    )
    return _form_of(tuple(count(name, len(held.get(name, ()))) for name in ROWS), tuple(parts))


@lru_cache(64)
def _form_of(counts: tuple[int, ...], parts: tuple[str, ...]) -> type[TermsForm]:
    names = {
        name: tuple(f"{name}{number}" for number in range(count))
        for name, count in zip(ROWS, counts, strict=True)
    }
    fields: dict[str, Any] = {
        field: FormField(ROWS[name]) for name, these in names.items() for field in these
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

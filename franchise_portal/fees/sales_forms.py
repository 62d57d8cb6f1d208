"""Shape and wording of what people type about sales: reports, tokens of tills, audits."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from ..kit.errors import Problem
from ..kit.money import exponent, text_from_minor
from ..kit.rates import plain_text
from ..network.forms.fields import FactsForm
from ..web.errors import remedy, translated
from .rules.sales import Sales
from .rules.telling import AMOUNTS, FIGURES
from .sales_files import read_sales

LONGEST_FIGURE = 40
FIELD_OF = {"outlet": "gross_sales", "period": "gross_sales", "currency": "gross_sales"}


def _figure(label: object) -> StringField:
    return StringField(label, [Optional(), Length(max=LONGEST_FIGURE)])


class SalesForm(FactsForm):
    """The sales of one outlet in one period. `version` is the report's that was shown."""

    gross_sales = StringField(
        _l("Gross sales"),
        [
            InputRequired(_l("Write the sales of the period; 0 if there were none.")),
            Length(max=LONGEST_FIGURE),
        ],
    )
    sales_tax = _figure(_l("Sales tax"))
    refunds = _figure(_l("Refunds"))
    discounts = _figure(_l("Discounts"))
    excluded_sales = _figure(_l("Excluded sales"))
    cost_of_goods = _figure(_l("Cost of goods"))
    transactions = _figure(_l("Transactions"))
    customers = _figure(_l("Customers"))
    units = _figure(_l("Units"))
    reason = TextAreaField(_l("Why it is corrected"), [Optional(), Length(max=1_000)])
    draft = HiddenField()

    @property
    def seen_draft(self) -> int:
        """The version of the draft that was shown; 0 for none."""
        text = str(self.draft.data or "")
        return int(text) if text.isdigit() else 0

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields, as it was typed."""
        fields = (*FIGURES, "reason")
        return {name: text for name in fields if (text := str(self[name].data or "").strip())}

    def read(
        self, *, outlet: str, period: str, currency: str, needed: Mapping[str, str]
    ) -> Sales | None:
        """The figures as a report, read as a file's row is; what is wrong stands at its field."""
        cells = {name: str(self[name].data or "") for name in FIGURES}
        cells |= {"outlet": outlet, "period": period}
        reading = read_sales([(1, cells)], place="", currency=currency, needed=needed)
        self.blame(reading.problems)
        return None if reading.problems else reading.rows[0]

    def blame(self, problems: Iterable[Problem]) -> None:
        """Say at its field what is wrong with a figure."""
        for problem in problems:
            column = problem.column or "gross_sales"
            field = self[FIELD_OF.get(column, column)]
            text = " ".join(part for part in (translated(problem), remedy(problem)) if part)
            field.errors = [*field.errors, text]


def typed_of(sales: Sales) -> dict[str, str]:
    """A report's figures as somebody would type them; what is zero or unknown stays empty."""
    digits = exponent(sales.currency)
    typed = {}
    for name in FIGURES:
        value = getattr(sales, name)
        if name == "gross_sales" or value:
            typed[name] = (
                text_from_minor(value, digits) if name in AMOUNTS else plain_text(Decimal(value))
            )
    return typed


class TillForm(FactsForm):
    """A name for a till's token."""

    name = StringField(
        _l("Name of the till"),
        [DataRequired(_l("Write which till it is for, such as “Counter 1”.")), Length(max=100)],
    )


class NewAuditForm(FactsForm):
    """Which outlet and months an audit looks at."""

    outlet = StringField(
        _l("Outlet"), [DataRequired(_l("Write the outlet's code.")), Length(max=20)]
    )
    first_month = StringField(
        _l("First month"), [DataRequired(_l("Write a month like 2026-07.")), Length(max=7)]
    )
    last_month = StringField(
        _l("Last month"), [DataRequired(_l("Write a month like 2026-09.")), Length(max=7)]
    )


class AuditTermsForm(FactsForm):
    """What was found in words, and what the audit cost."""

    findings = TextAreaField(_l("What was found"), [Optional(), Length(max=10_000)])
    cost = StringField(_l("Cost of the audit"), [Optional(), Length(max=LONGEST_FIGURE)])
    interest_rate = StringField(_l("Interest for a year"), [Optional(), Length(max=20)])


class SendAuditForm(FactsForm):
    """Until when the franchisee can answer, and on which clause cost and interest rest."""

    answer_until = DateField(
        _l("Answer until"), [InputRequired(_l("Choose the last day for an answer."))]
    )
    #: Asked for only where something is added; the service knows the contract's clauses.
    clause = SelectField(_l("Clause for cost and interest"), choices=(), validate_choice=False)


class SettleForm(FactsForm):
    """Why an audit is settled so, and under which clause cost and interest are charged."""

    words = TextAreaField(
        _l("Why it is settled so"), [DataRequired(_l("Write something.")), Length(max=10_000)]
    )
    #: Asked for only where something is added; the service knows the contract's clauses.
    clause = SelectField(_l("Clause for cost and interest"), choices=(), validate_choice=False)


class WordsForm(FactsForm):
    """Words that one side writes about an audit."""

    words = TextAreaField(
        _l("Your answer"), [DataRequired(_l("Write something.")), Length(max=10_000)]
    )

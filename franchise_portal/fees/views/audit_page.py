"""The page of an audit of sales: its working, and the forms of whoever's turn it is."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...contracts.queries.transfers import clauses_of_contract
from ...kit import clock
from ...kit.errors import Unreadable
from ...kit.money import Money
from ...kit.rates import plain_text, rate_from_text
from ...network.forms.fields import unreadable_words
from ...web.errors import remedy, translated
from ...web.filters import currency_symbol
from ...web.rendering import render
from ..models import SalesAudit, SalesAuditLine
from ..queries import sales_audits as queries
from ..queries.charges import sales_of
from ..rules.sales import Sales
from ..rules.telling import FIGURES, asked_figures
from ..rules.understatement import Finding
from ..sales_files import read_sales
from ..sales_forms import AuditTermsForm, SendAuditForm, SettleForm, WordsForm, typed_of
from ..services.sales_audits import Findings
from ..single_forms import clause_choices


@dataclass(slots=True)
class AuditForm:
    """What an auditor types: a row of figures for each period, words, cost and interest."""

    terms: AuditTermsForm
    typed: dict[UUID, dict[str, str]] = field(default_factory=dict)
    faults: dict[tuple[UUID, str], str] = field(default_factory=dict)
    """By line and figure."""

    @classmethod
    def shown(cls, audit: SalesAudit) -> "AuditForm":
        """The form of a page that is opened."""
        terms = AuditTermsForm(
            formdata=None,
            data={
                "version": str(audit.version),
                "findings": audit.findings,
                "cost": Money(audit.cost_minor, audit.currency).text if audit.cost_minor else "",
                "interest_rate": plain_text(audit.interest_rate),
            },
        )
        typed = {line.id: typed_of(queries.audited_sales(audit, line)) for line in audit.lines}
        return cls(terms, typed)

    @classmethod
    def sent(cls, audit: SalesAudit) -> "AuditForm":
        """The form as it came."""
        typed = {
            line.id: {name: request.form.get(f"{name}-{line.id}", "").strip() for name in FIGURES}
            for line in audit.lines
        }
        return cls(AuditTermsForm(), typed)

    @property
    def seen(self) -> int | None:
        """The version that was shown."""
        return self.terms.seen

    @property
    def errors(self) -> bool:
        """Whether something is wrong with it."""
        return bool(self.faults or self.terms.errors)

    def read(self, audit: SalesAudit) -> Findings | None:
        """What was typed as values; None when some of it cannot be read."""
        is_valid = self.terms.validate()
        lines = {line.id: self._line(audit, line) for line in audit.lines}
        cost, rate = self._cost(audit.currency), self._rate()
        known = {identity: sales for identity, sales in lines.items() if sales is not None}
        if not is_valid or len(known) < len(lines) or cost is None or rate is None:
            return None
        words = (self.terms.findings.data or "").strip()
        return Findings(lines=known, words=words, cost=cost, interest_rate=rate)

    def _line(self, audit: SalesAudit, line: SalesAuditLine) -> Sales | None:
        place = queries.place_of_line(audit, line)
        cells = {**self.typed[line.id], "outlet": audit.outlet.code}
        cells["period"] = f"{line.starts_on}/{line.ends_on}"
        needed = place.plan.needed_columns if place.plan else {}
        reading = read_sales([(1, cells)], place="", currency=audit.currency, needed=needed)
        for problem in reading.problems:
            words = " ".join(part for part in (translated(problem), remedy(problem)) if part)
            self.faults[line.id, problem.column or "gross_sales"] = words
        return None if reading.problems else reading.rows[0]

    def _cost(self, currency: str) -> Money | None:
        text = (self.terms.cost.data or "").strip()
        try:
            return Money.parse(text or "0", currency)
        except ValueError:
            self.terms.cost.errors = [_("Write an amount such as 48210.50.")]
            return None

    def _rate(self) -> Decimal | None:
        try:
            return rate_from_text((self.terms.interest_rate.data or "").strip() or "0")
        except Unreadable as trouble:
            self.terms.interest_rate.errors = [unreadable_words(trouble)]
            return None


def audit_page(
    audit: SalesAudit,
    *,
    form: AuditForm | None = None,
    send_form: SendAuditForm | None = None,
    words_form: WordsForm | None = None,
    settle: SettleForm | None = None,
    status: int | None = None,
) -> ResponseReturnValue:
    """The page; with a form what was typed and what is wrong with it."""
    today = clock.today()
    finding: Finding = queries.finding_of(audit, on=audit.settled_on or today)
    shown = form or AuditForm.shown(audit)
    wrong = next((one for one in (form, send_form, words_form, settle) if one and one.errors), None)
    version = str(audit.version)
    return render(
        "fees/audits/show.html",
        form=wrong,
        status=status,
        audit=audit,
        finding=finding,
        figures=_figures(audit),
        symbol=currency_symbol(audit.currency),
        reported={
            line.id: typed_of(sales_of(line.report, audit.outlet.code)) for line in audit.lines
        },
        edit=shown,
        send_form=send_form or sending_form(audit, {"version": version}),
        words_form=words_form or WordsForm(formdata=None, data={"version": version}),
        settle_form=settle or settle_form(audit, {"version": version}),
        notes=queries.charged_on(audit.id),
        today=today,
        was_overtaken=status is not None,
        is_answered=any(entry.kind.value == "answered" for entry in audit.entries),
    )


def sending_form(audit: SalesAudit, shown: dict[str, str] | None = None) -> SendAuditForm:
    """The form that sends an audit: as it came, or as it is shown first."""
    form = SendAuditForm() if shown is None else SendAuditForm(formdata=None, data=shown)
    form.clause.choices = clause_choices(clauses_of_contract(audit.contract_id))
    return form


def settle_form(audit: SalesAudit, shown: dict[str, str] | None = None) -> SettleForm:
    """The form that settles an audit: as it came, or as it is shown first."""
    form = SettleForm() if shown is None else SettleForm(formdata=None, data=shown)
    form.clause.choices = clause_choices(clauses_of_contract(audit.contract_id))
    return form


def _figures(audit: SalesAudit) -> tuple[str, ...]:
    """The figures to compare: those that the plans of the periods need."""
    asked: set[str] = set()
    for line in audit.lines:
        asked.update(asked_figures(queries.place_of_line(audit, line).plan))
    return tuple(name for name in FIGURES if name in asked)

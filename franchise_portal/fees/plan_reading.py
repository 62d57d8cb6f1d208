"""Between the form of a plan and the keys of a plan file, both ways, with each value's place."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from flask_babel import gettext as _
from wtforms import Field

from ..kit.enums import LabeledEnum
from ..kit.errors import BadInput, Problem, Unreadable
from ..kit.rates import number_from_text, percent_text, plain_text
from .enums import Basis, FeeKind, Method
from .plan_forms import FeeForm, PlanForm, StepForm, TierForm
from .rules.canonical import plan_to_json
from .rules.plan_fields import Path
from .rules.plan_parsing import parse_plan
from .rules.plan_terms import FIGURES, figures_of
from .rules.plans import FeePlan

Spots = dict[Path, Field]
Chosen = TypeVar("Chosen", bound=LabeledEnum)
Words = tuple[Method | None, Basis | None]
REPORTING = {
    "period": str,
    "due_days": int,
    "estimate_days": int,
    "average_of": int,
    "factor": str,
}


def read_plan_form(form: PlanForm) -> FeePlan | None:
    """The plan that the form says; None when something is wrong, with each fault at its field."""
    spots: Spots = {}
    mapping = mapping_of(form, spots)
    paths: list[Path] = []

    def locate(path: Path) -> int:
        paths.append(path)
        return len(paths)

    try:
        return parse_plan(mapping, place="form", locate=locate)
    except BadInput as refusal:
        place_faults(spots, paths, refusal, otherwise=form.name)
        # What stands in rows is no fault of the form itself, which the page would not notice.
        form.form_errors.append(_("This plan cannot be used as it is."))
        return None


def plan_of(form: PlanForm) -> FeePlan | None:
    """The same without a word about faults, for a form that was not sent."""
    try:
        return parse_plan(mapping_of(form))
    except BadInput:
        return None


def place_faults(
    spots: Spots, paths: Sequence[Path], refusal: BadInput, *, otherwise: Field
) -> None:
    """Say each problem at the field it is about; `paths` are numbered by the problems' rows."""
    for problem in refusal.problems:
        path = paths[(problem.row or 1) - 1]
        places = (path[:length] for length in range(len(path), 0, -1))
        field = next((spots[place] for place in places if place in spots), otherwise)
        field.errors = [*(field.errors or ()), _sentence(problem, str(field.label.text))]


def _sentence(problem: Problem, label: str) -> str:
    """The fault in words of the page: its labels, and no remedy that shows how a file says it."""
    params = {**problem.params, "key": label} if "key" in problem.params else problem.params
    texts = [problem.message, problem.remedy]
    if "[[" in problem.remedy or ' = "' in problem.remedy:
        texts = texts[:1]
    return " ".join(_(text) % params if params else _(text) for text in texts if text)


def mapping_of(form: PlanForm, spots: Spots | None = None) -> dict[str, Any]:
    """What a plan file would hold; `spots` learns which field each value came from."""
    spots = {} if spots is None else spots
    mapping: dict[str, Any] = {}
    for key in ("currency", "year_starts", "change_notice"):
        spots[key,] = form[key]
        if form[key].data:
            mapping[key] = form[key].data
    reporting = {}
    for key, kind in REPORTING.items():
        field = spots["reporting", key] = form[f"reporting_{key}"]
        if field.data:
            reporting[key] = _whole(field.data) if kind is int else field.data
    if reporting:
        mapping["reporting"] = reporting
    mapping["fee"] = [
        _fee(entry.form, ("fee", place), spots) for place, entry in enumerate(form.fees)
    ]
    return mapping


def fee_mapping(form: FeeForm, spots: Spots) -> dict[str, Any]:
    """One fee alone, as the first of a plan."""
    return _fee(form, ("fee", 0), spots)


def _fee(form: FeeForm, path: Path, spots: Spots) -> dict[str, Any]:
    for field in form:
        spots[*path, field.short_name] = field
    spots[*path, "tiers"] = spots[*path, "schedule"] = spots[path] = form.method
    kind = _word(FeeKind, form.kind.data) or FeeKind.FEE
    method, basis = _method(form, kind), _word(Basis, form.basis.data)
    if method is Method.FLAT:
        basis = Basis.OUTLET
    fee = _said(form, ("name", "clause"))
    if kind is not FeeKind.FEE:
        fee["kind"] = kind.value
    fee["method"] = method.value if method else form.method.data
    fee["basis"] = basis.value if basis else form.basis.data
    fee |= _figures(form, path, spots, (method, basis))
    if basis in {Basis.NET_SALES, Basis.GROSS_PROFIT}:
        fee["deduct"] = list(form.deduct.data or ())
        if form.discount_cap.data:
            fee["discount_cap"] = share_text(form.discount_cap.data)
    return fee | (_of_reports(form, path, spots, (method, basis)) if kind is FeeKind.FEE else {})


def _method(form: FeeForm, kind: FeeKind) -> Method | None:
    """Single amounts are flat and margins are shares, whatever stands in the hidden field."""
    if kind is FeeKind.FEE:
        return _word(Method, form.method.data)
    return Method.PERCENT if kind is FeeKind.SUPPLY_MARGIN else Method.FLAT


def _said(form: FeeForm, keys: Sequence[str]) -> dict[str, Any]:
    return {key: form[key].data for key in keys if form[key].data}


def _of_reports(form: FeeForm, path: Path, spots: Spots, words: Words) -> dict[str, Any]:
    """What only a fee on sales reports can say."""
    fee = _said(form, ("minimum", "maximum", "yearly_minimum", "every"))
    method = words[0]
    if method and method.has_tiers and form.thresholds.data == "year_to_date":
        fee["thresholds"] = form.thresholds.data
    if form.prorate.data:
        fee["prorate"] = "days"
    if form.fund.data:
        fee["fund"] = True
    fee |= {key: _days(form[key].data) for key in ("opened", "closed") if form[key].data}
    steps = [row.form for row in form.schedule if _holds(row.form)]
    if steps:
        fee["schedule"] = [
            _step(step, (*path, "schedule", place), spots, words)
            for place, step in enumerate(steps)
        ]
    return fee


def _step(form: StepForm, path: Path, spots: Spots, words: Words) -> dict[str, Any]:
    for field in form:
        spots[*path, field.short_name] = field
    spots[*path, "tiers"] = spots[path] = form.from_month
    step: dict[str, Any] = {}
    if form.from_month.data:
        step["from_month"] = _whole(form.from_month.data)
    return step | _figures(form, path, spots, words)


def _figures(form: FeeForm | StepForm, path: Path, spots: Spots, words: Words) -> dict[str, Any]:
    """The figure that the method uses; the others are hidden on the page and left out here."""
    method, basis = words
    allowed = figures_of(method, is_step=isinstance(form, StepForm)) if method else FIGURES
    share: Callable[[str], str] = share_text if basis is None or basis.is_money else str
    figures: dict[str, Any] = {}
    if "rate" in allowed and form.rate.data:
        figures["rate"] = share(form.rate.data)
    if "amount" in allowed and form.amount.data:
        figures["amount"] = form.amount.data
    rows = [row.form for row in form.tiers if row.form.up_to.data or row.form.rate.data]
    if "tiers" in allowed and rows:
        figures["tiers"] = [
            _tier(row, (*path, "tiers", place), spots, share) for place, row in enumerate(rows)
        ]
    return figures


def _holds(step: StepForm) -> bool:
    tiers = any(row.form.up_to.data or row.form.rate.data for row in step.tiers)
    return bool(step.from_month.data or step.rate.data or step.amount.data or tiers)


def _tier(form: TierForm, path: Path, spots: Spots, share: Callable[[str], str]) -> dict[str, Any]:
    spots[(*path, "up_to")] = form.up_to
    spots[(*path, "rate")] = spots[path] = form.rate
    tier: dict[str, Any] = {}
    if form.up_to.data:
        tier["up_to"] = form.up_to.data
    if form.rate.data:
        tier["rate"] = share(form.rate.data)
    return tier


def _word(words: type[Chosen], value: str | None) -> Chosen | None:
    return {word.value: word for word in words}.get(value or "")


def _whole(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000") else text


def share_text(text: str) -> str:
    """A share of one, which a person may also write in per cent: `6%` is `0.06`."""
    if not text.endswith("%"):
        return text
    try:
        return plain_text(number_from_text(text[:-1].strip()) / 100)
    except Unreadable:
        return text


def _days(text: str) -> dict[str, str]:
    """Outlets with a day each, one a line."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    return {line[0]: " ".join(line[1:]) for line in lines}


def data_of(plan: FeePlan) -> dict[str, Any]:
    """What fills the form from a plan."""
    form = plan_to_json(plan)
    keys = ("currency", "year_starts", "change_notice")
    data: dict[str, Any] = {key: form[key] for key in keys if key in form}
    data |= {f"reporting_{key}": str(one) for key, one in form.get("reporting", {}).items()}
    return data | {"fees": [_fee_data(fee) for fee in form["fee"]]}


def _fee_data(fee: Mapping[str, Any]) -> dict[str, Any]:
    basis = Basis(fee["basis"])
    show = _percent if basis.is_money else str
    data = {key: value for key, value in fee.items() if isinstance(value, str | list | bool)}
    data["prorate"] = fee.get("prorate") == "days"
    if "discount_cap" in fee:
        data["discount_cap"] = _percent(fee["discount_cap"])
    for key in ("opened", "closed"):
        days = fee.get(key, {})
        data[key] = "\n".join(f"{outlet} {day}" for outlet, day in days.items())
    data["schedule"] = [
        {**_figures_data(step, show), "from_month": str(step["from_month"])}
        for step in fee.get("schedule", ())
    ]
    return data | _figures_data(fee, show)


def _figures_data(source: Mapping[str, Any], show: Callable[[str], str]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if "rate" in source:
        data["rate"] = show(source["rate"])
    if "amount" in source:
        data["amount"] = source["amount"]
    data["tiers"] = [
        {"up_to": tier.get("up_to", ""), "rate": show(tier["rate"])}
        for tier in source.get("tiers", ())
    ]
    return data


def _percent(text: str) -> str:
    return percent_text(Decimal(text))

"""What the rules say when they refuse, word for word.

The approved copies stand in `golden/`; with `ACCEPT_GOLDEN=1` they are written anew.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from franchise_portal.fees.rules import parse_plan
from franchise_portal.fees.rules.direct_debit import day_trouble
from franchise_portal.fees.rules.einvoice import Party
from franchise_portal.fees.rules.einvoice_needs import needs_of_buyer, needs_of_seller
from franchise_portal.fees.rules.giving import Footing, obstacles
from franchise_portal.fees.rules.plan_changes import reason_to_stay
from franchise_portal.fees.rules.taxes import Scope, rule_trouble, tax_trouble
from franchise_portal.fees.rules.telling import Known, trouble_with
from franchise_portal.fees.tax_enums import TaxKind
from franchise_portal.kit.errors import BadInput, Refused, Unreadable, filled
from franchise_portal.kit.period import Period
from tests.fees.mistakes import FLAT, MISTAKES, MORE_MISTAKES
from tests.fees.plans import fee, plan
from tests.support import golden

GOLDEN = Path(__file__).parent / "golden"
OCTOBER = Period.parse("2026-10")
S, Z, E, O = TaxKind.STANDARD, TaxKind.ZERO, TaxKind.EXEMPT, TaxKind.NOT_SUBJECT  # noqa: E741


def test_every_mistake_in_a_plan_is_said_with_its_place_its_value_and_its_remedy():
    told = []
    for mapping in [*(case[0] for case in MISTAKES), *MORE_MISTAKES]:
        told += [json.dumps(mapping, default=str, ensure_ascii=False), *_of_plan(mapping), ""]
    golden.check(GOLDEN / "mistakes_of_plans.txt", "\n".join(told))


def _of_plan(mapping: dict[str, object]) -> Iterator[str]:
    try:
        parse_plan(mapping, place="plan.toml", locate=len)
    except BadInput as refused:
        yield f"  {refused}"
        for problem in refused.problems:
            yield f"  {problem} [{problem.value}]"


def test_every_other_refusal_is_said_in_whole_sentences():
    told = [
        "# A plan for a contract", *_of_giving(), "", "# A new version for a contract",
        *_of_staying(), "", "# A report", *_of_telling(), "", "# A day of collection",
        *_of_days(), "", "# A tax", *_of_taxes(), "", "# A rule of a tax", *_of_rules(), "",
        "# An e-invoice", *_of_einvoices(), "",
    ]  # fmt: skip
    golden.check(GOLDEN / "refusals.txt", "\n".join(told))


TERM = Footing(
    contract="CT-1",
    starts_on=date(2024, 3, 1),
    ends_on=date(2029, 2, 28),
    has_plan=True,
    currency="USD",
    clauses=frozenset({"6.1"}),
    may_add_clauses=True,
    is_in_terms=False,
    charged=OCTOBER,
)
TWO = parse_plan(
    plan(
        fee(name="a", clause="7"), fee(name="b", clause="7"), fee(**FLAT | {"name": "c"}),
        fee(name="d", clause="8"),
    )
)  # fmt: skip
EURO = parse_plan(plan(fee(), currency="EUR"))
PLANS = ((parse_plan(plan(fee())), TERM), (TWO, TERM), (EURO, TERM))


def _footings() -> Iterator[tuple[object, Footing, date]]:
    later = date(2027, 3, 1)
    for made, term in PLANS:
        yield made, term, later
        yield made, replace(term, may_add_clauses=False), later
    for on in (date(2024, 2, 29), date(2026, 10, 31), date(2029, 3, 1)):
        yield PLANS[0][0], TERM, on
    yield PLANS[0][0], replace(TERM, is_in_terms=True), later


def _of_giving() -> Iterator[str]:
    for made, term, on in _footings():
        for adds in (False, True):
            found = obstacles(made, term, on=on, adds_clauses=adds)
            yield from (f"{one.field}: {filled(one.message, one.params)}" for one in found)


def _of_staying() -> Iterator[str]:
    for made, term, on in _footings():
        stay = reason_to_stay(made, term, on=on)
        if stay is not None:
            yield filled(stay.message, stay.params)


def _of_telling() -> Iterator[str]:
    known = Known("TL-001", date(2024, 3, 1), None, is_covered=True, other=None, audit="")
    after = date(2026, 11, 2)
    yield _refused(trouble_with(OCTOBER, known, on=date(2026, 10, 30)))
    for changed in (
        {"opened": date(2026, 11, 1)},
        {"closed": date(2026, 9, 30)},
        {"is_covered": False},
        {"other": Period.parse("2026-W41")},
        {"audit": "SA-2026-0001"},
    ):
        yield _refused(trouble_with(OCTOBER, known._replace(**changed), on=after))


def _refused(trouble: Refused | None) -> str:
    assert trouble is not None
    assert trouble.status == 422
    return f"{trouble.field}: {trouble}"


def _of_days() -> Iterator[str]:
    today = date(2026, 11, 13)
    for day in (today, date(2026, 11, 28), date(2026, 11, 21), date(2026, 12, 25)):
        trouble = day_trouble(day, today=date(2026, 12, 18) if day.month == 12 else today)
        assert isinstance(trouble, Unreadable)
        yield str(trouble)


def _of_taxes() -> Iterator[str]:
    for kind, rate, reason in ((S, "0", ""), (Z, "0.05", ""), (E, "0", "")):
        trouble = tax_trouble(kind, Decimal(rate), reason)
        assert trouble is not None
        yield f"{trouble.field}: {trouble.message}"


def _of_rules() -> Iterator[str]:
    everything, one = Scope(), Scope(fee="royalty")
    for others, scope, kind in (
        ([], one, S),
        ([(everything, S)], one, O),
        ([(everything, O)], one, S),
        ([(everything, S), (one, Z)], everything, O),
        ([(everything, S), (one, Z)], everything, None),
    ):
        trouble = rule_trouble(others, scope, kind)
        assert trouble is not None
        yield f"{trouble.field}: {trouble.message}"


def _of_einvoices() -> Iterator[str]:
    nobody = Party(name="A", country="")
    needs: list[Iterable[object]] = [
        needs_of_seller(nobody, category="O", reason=""),
        needs_of_seller(nobody, category="E", reason=""),
        needs_of_buyer(nobody, category="AE"),
    ]
    for found in needs:
        for need in found:
            yield (
                f"{need.rule} {need.field} {'ours' if need.is_ours else 'theirs'}: "
                f"{need.message} {need.remedy}"
            )

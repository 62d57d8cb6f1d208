"""Reasons, law packs, marks and outcomes in the reader's language, for pages and PDFs alike."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from flask_babel import gettext as _
from flask_babel import ngettext

from ..kit.enums import LabeledEnum
from ..law import Pack, disclaimer, pack_title, packs
from ..web import filters
from .additions import OutcomeSource
from .enums import Measure
from .models import Applicant
from .rules import Association, Compared, HardFail, Obstacle
from .rules.calibration import EDGES, TOP


def said(obstacle: Obstacle) -> str:
    """A reason as a sentence, its days and numbers written as the reader writes them."""
    return _(obstacle.message) % {key: _word(value) for key, value in obstacle.params.items()}


def hard_fail(fail: HardFail) -> str:
    """A hard fail as a sentence."""
    return _(
        "%(assessor)s scored “%(criterion)s” with %(score)s; below %(threshold)s nobody is "
        "approved, whatever the total.",
        assessor=fail.assessor,
        criterion=fail.criterion.name,
        score=fail.score,
        threshold=fail.criterion.fail_below,
    )


def difference(row: Compared) -> str:
    """Where assessors are apart, as a sentence."""
    return _(
        "%(criterion)s: from %(low)s to %(high)s, weight %(weight)s",
        criterion=row.criterion.name,
        low=min(row.scores),
        high=max(row.scores),
        weight=row.criterion.weight,
    )


def deposit(applicant: Applicant) -> str:
    """That money received changes nothing; empty where none was."""
    if applicant.deposit is None:
        return ""
    return _(
        "A deposit of %(amount)s was received. It changes nothing about the assessment or the "
        "decision.",
        amount=filters.money(applicant.deposit),
    )


def pack_choices() -> list[tuple[str, str]]:
    """The law packs to choose from."""
    return [(pack.slug, _(pack_title(pack))) for pack in packs()]


def labels(enumeration: type[LabeledEnum], values: Sequence[str]) -> str:
    """Several members as a JSON column keeps them, in the reader's words."""
    known = {member.value: member for member in enumeration}
    return _(", ").join(filters.label(known[value]) for value in values if value in known)


def pack_name(pack: Pack) -> str:
    """A law pack's name."""
    return _(pack_title(pack))


def no_advice(pack: Pack) -> str:
    """The sentence that stands wherever a law pack is used."""
    return _(disclaimer(pack))


def mark(value: Fraction | Decimal | int) -> str:
    """A mean mark with two decimals."""
    exact = (
        Decimal(value.numerator) / Decimal(value.denominator)
        if isinstance(value, Fraction)
        else Decimal(value)
    )
    return filters.number(exact, 2)


def share(value: Fraction | float) -> str:
    """A share of one as whole per cent."""
    return filters.percent(float(value), 0)


def digest(sha256: str) -> str:
    """A digest in groups of eight, so that people can compare it and lines can break."""
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))


def outcome(measure: Measure, value: Decimal | float | None) -> str:
    """An outcome, or a dash where there is none."""
    if value is None:
        return "–"
    exact = Decimal(str(value))
    return filters.percent(exact, 0) if measure is Measure.SHARE else filters.number(exact, 1)


def band_labels() -> list[str]:
    """The bands of mean scores, the lowest first: `1.0 to 2.5`."""
    return [
        _("%(low)s to %(high)s", low=_one_decimal(low), high=_one_decimal(high))
        for low, high in pairwise((*EDGES, TOP))
    ]


def explained(source: OutcomeSource) -> str:
    """How an outcome is measured, and which way is good."""
    text = _(source.explained)
    if source.is_higher_better:
        return text
    less = _("Here less is better: a score that predicts well has a negative correlation.")
    return _("%(first)s %(second)s", first=text, second=less)


def associated(association: Association, fewest: int) -> str:
    """What a rank correlation says, in a sentence that promises no more than there is."""
    if association.cases < fewest:
        return ngettext(
            "Too few to tell: %(num)s franchisee can be measured, and below %(fewest)s a "
            "correlation is mostly chance.",
            "Too few to tell: %(num)s franchisees can be measured, and below %(fewest)s a "
            "correlation is mostly chance.",
            association.cases,
            fewest=filters.number(fewest),
        )
    if association.rho is None or association.low is None or association.high is None:
        return _("All scores or all outcomes are alike, so there is no order to compare.")
    figures = {
        "rho": _signed(association.rho),
        "low": _signed(association.low),
        "high": _signed(association.high),
        "count": filters.number(association.cases),
    }
    if not association.is_clear:
        return _(
            "Rank correlation %(rho)s with %(count)s franchisees; with 95 of 100 such samples it "
            "lies between %(low)s and %(high)s. That includes none at all: nothing is proved.",
            **figures,
        )
    return _(
        "Rank correlation %(rho)s with %(count)s franchisees; with 95 of 100 such samples it lies "
        "between %(low)s and %(high)s.",
        **figures,
    )


def _one_decimal(value: float) -> str:
    return filters.number(Decimal(str(value)), 1)


def _signed(value: float) -> str:
    text = filters.number(Decimal(str(round(value, 2))), 2)
    return f"+{text}" if value > 0 else text


def _word(value: object) -> str:
    if isinstance(value, date):
        return filters.date(value)
    if isinstance(value, int):
        return filters.number(value)
    return _(value) if isinstance(value, str) and value else str(value)

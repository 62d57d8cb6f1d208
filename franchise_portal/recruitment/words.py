"""Reasons, law packs, marks and outcomes in the reader's language, for pages and PDFs alike."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext as _

from ..law import Pack, disclaimer, pack_title, packs
from ..web import filters
from .enums import Measure
from .rules import Association, Obstacle


def said(obstacle: Obstacle) -> str:
    """A reason as a sentence, its days and numbers written as the reader writes them."""
    return _(obstacle.message) % {key: _word(value) for key, value in obstacle.params.items()}


def pack_choices() -> list[tuple[str, str]]:
    """The law packs to choose from."""
    return [(pack.slug, _(pack_title(pack))) for pack in packs()]


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


def outcome(measure: Measure, value: Decimal | float | None) -> str:
    """An outcome, or a dash where there is none."""
    if value is None:
        return "–"
    exact = Decimal(str(value))
    return filters.percent(exact, 0) if measure is Measure.SHARE else filters.number(exact, 1)


def associated(association: Association, fewest: int) -> str:
    """What a rank correlation says, in a sentence that promises no more than there is."""
    if association.cases < fewest:
        return _(
            "Too few to tell: %(count)s franchisees can be measured, and below %(fewest)s a "
            "correlation is mostly chance.",
            count=filters.number(association.cases),
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


def _signed(value: float) -> str:
    text = filters.number(Decimal(str(round(value, 2))), 2)
    return f"+{text}" if value > 0 else text


def _word(value: object) -> str:
    if isinstance(value, date):
        return filters.date(value)
    if isinstance(value, int):
        return filters.number(value)
    return _(value) if isinstance(value, str) and value else str(value)

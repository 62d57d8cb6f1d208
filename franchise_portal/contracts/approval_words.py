"""Approvals as somebody reads them: what is asked for, how much, and why it needed another."""

from collections.abc import Mapping

from flask_babel import gettext as _

from ..access.roles import Role
from ..kit.money import Money
from ..web import filters
from ..web.speech import ngettext
from ..web.wording import sentence
from . import acts
from .event_enums import Measure
from .models import Approval
from .rules.authority import NOTHING, Limit


def act_words(slug: str) -> str:
    """What an act is called; its slug once no feature knows it any more."""
    return next((_(act.label) for act in acts.all_acts() if act.slug == slug), slug)


def size_words(approval: Approval) -> str:
    """How much: an amount, days, or nothing where each time is one."""
    if approval.measure is Measure.AMOUNT:
        return filters.money(Money(approval.quantity, approval.currency))
    if approval.measure is Measure.DAYS:
        return ngettext("%(num)d day", "%(num)d days", approval.quantity)
    return ""


def title(approval: Approval) -> str:
    """`Credit, € 300.00`."""
    act, size = act_words(approval.act), size_words(approval)
    return _("%(first)s, %(second)s", first=act, second=size) if size else act


def why(approval: Approval) -> str:
    """Why it was granted at once, or why another person was asked."""
    told = approval.why
    return sentence(told["why"], told.get("params", {})) if told else ""


def limit_words(limit: Limit, measure: Measure, currency: str) -> str:
    """A limit as the table shows it."""
    if limit.is_unlimited:
        return _("without limit") if measure is not Measure.EACH_TIME else _("yes")
    if limit == NOTHING:
        return ""
    if measure is Measure.AMOUNT:
        return filters.amount(Money(limit.value, currency))
    if measure is Measure.DAYS:
        return ngettext("%(num)d day", "%(num)d days", limit.value)
    return ngettext("once in 30 days", "%(num)d times in 30 days", limit.value)


def field_text(
    limits: Mapping[tuple[Role, str], Limit], role: Role, act: acts.Act, unit: int
) -> str:
    """A limit as it is typed."""
    limit = limits.get((role, act.slug), NOTHING)
    if limit.is_unlimited:
        return "*"
    if limit == NOTHING:
        return ""
    if act.measure is Measure.AMOUNT:
        whole, rest = divmod(limit.value, unit)
        return str(whole) if not rest else f"{whole}.{rest:0{len(str(unit)) - 1}d}"
    return str(limit.value)

"""What a plan says beside the fees on sales reports: deposits, fees for events, supply margin.

None of them is charged with a report, so what depends on reports would silently have no effect
and is refused.
"""

from ...kit.i18n import N_
from ..enums import Basis, FeeKind, Method
from .plan_fields import Inspector, Path, Table
from .plans import Fee

OF_REPORTS = (
    "thresholds", "minimum", "maximum", "yearly_minimum", "prorate", "opened", "closed", "every",
    "fund", "schedule",
)  # fmt: skip
"""Keys that only mean something for a fee on sales reports."""


def check_kind(inspector: Inspector, table: Table, path: Path, fee: Fee) -> None:
    """A single amount is flat; a margin on supplies is a share of what was bought or sold."""
    if fee.is_charged:
        return
    for key in OF_REPORTS:
        if table.get(key) not in (None, "", [], {}, False):
            inspector.report(
                (*path, key),
                N_(
                    "“%(key)s” means nothing here: a fee of this kind is not charged with the "
                    "sales reports."
                ),
                N_("Leave it out, or leave “kind” out."),
                key=key,
            )
    if fee.kind is FeeKind.SUPPLY_MARGIN:
        if fee.method is not Method.PERCENT:
            inspector.report(
                (*path, "method"),
                N_("A margin on supplies is a share of what is bought."),
                N_("Choose percent, with the basis cost_of_goods."),
                fee.method.value,
            )
    elif fee.method is not Method.FLAT or fee.basis is not Basis.OUTLET:
        inspector.report(
            (*path, "method"),
            N_(
                "A deposit, an initial fee and the fee for a transfer or a renewal are single "
                "amounts."
            ),
            N_("Choose flat and write the amount."),
            fee.method.value,
        )

"""How well scores predicted, put into words for paper."""

from decimal import Decimal
from uuid import UUID

from flask_babel import gettext as _

from ...kit import clock
from ...network.queries import founded
from ...reports.documents import Issuer, Margin
from ...web import filters
from .. import queries, words
from ..queries import Calibration, SignedCase
from ..queries.outcomes import Measured
from ..rules import FEWEST, Band
from .documents import (
    BandRow,
    CalibrationDocument,
    CalibrationReport,
    CaseRow,
    OutcomeSection,
)


def build(network_id: UUID) -> CalibrationDocument:  # noqa: ARG001 - there is one network
    """The paper of today."""
    network = founded()
    today = clock.today()
    return CalibrationDocument(
        issuer=Issuer(name=network.name, address=network.address, email=network.email),
        margin=Margin(
            number=_("Calibration of the scorecard, %(day)s", day=filters.date(today)),
            legal=_("For the office of %(network)s.", network=network.name),
        ),
        report=_report(queries.calibration(on=today)),
    )


def band_label(band: Band) -> str:
    """`3.0 to 3.5`."""
    return _(
        "%(low)s to %(high)s",
        low=filters.number(Decimal(str(band.low)), 1),
        high=filters.number(Decimal(str(band.high)), 1),
    )


def _report(found: Calibration) -> CalibrationReport:
    return CalibrationReport(
        headline=_("Franchisees that were assessed before they signed"),
        count=filters.number(len(found.cases)),
        facts=(
            (_("As of"), filters.date(clock.today())),
            (_("Told from"), _("%(count)s franchisees on", count=FEWEST)),
            (_("Method"), _("Spearman's rank correlation, with Fisher's interval")),
        ),
        sections=tuple(_section(one) for one in found.measured),
        outcome_labels=tuple(_(one.source.label) for one in found.measured),
        cases=tuple(_case(case, found) for case in found.cases),
    )


def _section(measured: Measured) -> OutcomeSection:
    measure = measured.source.measure
    return OutcomeSection(
        title=_(measured.source.label),
        explained=_(measured.source.explained),
        verdict=words.associated(measured.association, FEWEST),
        rows=tuple(
            BandRow(
                label=band_label(band),
                cases=filters.number(band.cases),
                outcome=words.outcome(measure, band.outcome),
            )
            for band in measured.bands
        ),
    )


def _case(case: SignedCase, found: Calibration) -> CaseRow:
    return CaseRow(
        code=case.code,
        name=case.name,
        signed_on=case.signed_on,
        mean=words.mark(case.mean),
        outcomes=tuple(
            words.outcome(one.source.measure, one.values.get(case.franchisee_id))
            for one in found.measured
        ),
    )

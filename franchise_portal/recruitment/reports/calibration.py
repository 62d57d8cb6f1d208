"""How well scores predicted, put into words for paper."""

from uuid import UUID

from flask_babel import gettext as _

from ...kit import clock
from ...network.queries import founded
from ...reports.documents import Issuer, Margin
from ...web import filters
from .. import queries, words
from ..queries import Calibration, SignedCase
from ..queries.outcomes import Measured
from ..rules import FEWEST
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


def _report(found: Calibration) -> CalibrationReport:
    return CalibrationReport(
        headline=_("Franchisees that were assessed before they signed"),
        count=filters.number(len(found.cases)),
        facts=(
            (_("As of"), filters.date(clock.today())),
            (_("Told from"), _("%(count)s franchisees on", count=FEWEST)),
            (_("Measured by"), _("Spearman's rank correlation, with Fisher's interval")),
        ),
        sections=tuple(_section(one) for one in found.measured),
        outcome_labels=tuple(_(one.source.label) for one in found.measured),
        cases=tuple(_case(case, found) for case in found.cases),
    )


def _section(measured: Measured) -> OutcomeSection:
    measure = measured.source.measure
    return OutcomeSection(
        title=_(measured.source.label),
        explained=words.explained(measured.source),
        verdict=words.associated(measured.association, FEWEST),
        rows=tuple(
            BandRow(
                label=label,
                cases=filters.number(band.cases),
                outcome=words.outcome(measure, band.outcome),
            )
            for label, band in zip(words.band_labels(), measured.bands, strict=True)
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

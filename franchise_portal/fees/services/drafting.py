"""From reports to what will be charged on them: the one way for showing it and for issuing it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from ..errors import MissingFigure
from ..queries import left_out
from ..queries.due import DueReport
from ..queries.left_out import Skipped, skipped
from ..queries.plans import the_plan
from ..queries.raw_ids import RawId
from ..queries.taken_back import Live, charged_before
from .drafts import Draft
from .past import Past


@dataclass(slots=True)
class Drafting:
    """The invoices to be of some reports. Those of a franchisee stand together."""

    reports: Sequence[DueReport]
    skipped: list[tuple[DueReport, Skipped]] = field(default_factory=list)
    """What could not be charged, and why."""

    def chargeable(self) -> list[DueReport]:
        """The reports that have a plan in their own currency."""
        return [report for report in self.reports if self._is_chargeable(report)]

    def drafts(self, reports: Sequence[DueReport]) -> Iterator[Draft]:
        """What is charged on reports that were never charged: chargeable ones of these."""
        past = Past(reports)
        for _, group in groupby(reports, key=attrgetter("franchisee_id")):
            yield from self._of_one(list(group), past)

    def _is_chargeable(self, report: DueReport) -> bool:
        if report.plan_id is None:
            self._skip(report, left_out.NO_PLAN, contract=report.contract)
            return False
        planned = the_plan(report.plan_id).currency
        if planned != report.sales.currency:
            self._skip(
                report,
                left_out.OTHER_CURRENCY,
                reported=report.sales.currency,
                contract=report.contract,
                planned=planned,
            )
            return False
        return True

    def _of_one(self, reports: Sequence[DueReport], past: Past) -> list[Draft]:
        """The invoices of one franchisee: one for each currency in which something is due."""
        drafts: dict[str, Draft] = {}
        for report in reports:
            try:
                lines = past.charge(report)
            except MissingFigure as error:
                self._skip(report, error.message, **error.params)
                continue
            if not lines:
                continue
            currency = report.sales.currency
            draft = drafts.get(currency)
            if draft is None:
                draft = drafts[currency] = Draft(
                    report.franchisee_id, report.franchisee_code, currency
                )
            draft.add(report, lines)
        return list(drafts.values())

    def _skip(self, report: DueReport, message: str, **params: object) -> None:
        self.skipped.append((report, skipped(report, message, **params)))


def charged_already(reports: Sequence[DueReport]) -> Mapping[RawId, Sequence[Live]]:
    """Of corrected reports: what their earlier versions were charged, where they were."""
    later = [report for report in reports if report.version > 1]
    return charged_before(later) if later else {}

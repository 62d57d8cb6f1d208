"""Assessing a month: every uncharged report through the one rule, an invoice for each franchisee.

Running it again finds nothing uncharged and writes nothing. A report that comes later leads to a
further invoice.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from uuid import UUID

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.ids import new_id
from ...kit.money import Money
from ...kit.period import Period
from ..draft_enums import Occasion
from ..enums import FeesAction
from ..models import Assessment
from ..queries import due, left_out
from ..queries.due import DueReport
from ..queries.left_out import Skipped
from ..queries.month_drafts import open_draft
from ..queries.plan_moving import require_moved
from ..rules.assessment import FeeLine
from .correcting import Correction
from .drafting import Drafting, charged_already
from .drafts import Draft
from .issuing import Issuing
from .ledger import pass_gate
from .month_drafts import end_by_issuing

FRANCHISEES_AT_ONCE = 2_000
MOST_LISTED = 500

Charged = tuple[DueReport, tuple[FeeLine, ...]]


@dataclass(slots=True)
class AssessmentSummary:
    """What one run issued; amounts in minor units by currency."""

    month: str
    invoices: int = 0
    lines: int = 0
    totals: Counter[str] = field(default_factory=Counter)
    by_fee: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By the fee's name and the currency."""
    skipped: list[Skipped] = field(default_factory=list)
    skipped_count: int = 0

    @property
    def total(self) -> tuple[Money, ...]:
        """The sum of the invoices, for each currency; empty when there is none."""
        return tuple(Money(minor, code) for code, minor in sorted(self.totals.items()))

    @property
    def fees(self) -> dict[str, tuple[Money, ...]]:
        """The sum of each fee, in the order in which the plans name them."""
        fees: dict[str, list[Money]] = {}
        for (fee, currency), minor in self.by_fee.items():
            fees.setdefault(fee, []).append(Money(minor, currency))
        return {fee: tuple(amounts) for fee, amounts in fees.items()}

    def skip(self, *reports: Skipped, count: int | None = None) -> None:
        """Note reports that were left out; only the first hundreds by name."""
        self.skipped.extend(reports[: MOST_LISTED - len(self.skipped)])
        self.skipped_count += len(reports) if count is None else count


def assess_month(
    actor: Actor,
    *,
    month: Period,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> AssessmentSummary:
    """Charge every uncharged report of a month, all in the current transaction."""
    run = MonthRun(actor, month=month)
    while run.next_portion():
        progress(run.done, run.total)
    return run.finish()


def correct_at_once(actor: Actor, *, month: Period, outlet_id: UUID) -> AssessmentSummary:
    """Charge what one outlet has reported anew for a month, and take back what was charged.

    A report that was never charged is charged too, unless the month's drafts are shown; all else
    waits for its month to be assessed.
    """
    run = MonthRun(actor, month=month, only=outlet_id, occasion=Occasion.CORRECTION)
    while run.next_portion():
        pass
    return run.finish()


class MonthRun:
    """One run over a month, portion by portion, so that a job can commit in between.

    Each portion takes the gate of the ledger before it reads, so two runs at the same time charge
    each report once.
    """

    def __init__(
        self,
        actor: Actor,
        *,
        month: Period,
        run_id: UUID | None = None,
        only: UUID | None = None,
        occasion: Occasion = Occasion.ASKED,
    ) -> None:
        """Begin: find what cannot be charged at all. With `only` one outlet is assessed.

        `occasion` says what becomes of drafts that are shown.
        """
        actor.require(Permission.FEES_PERIOD_ASSESS)
        self.actor = actor
        self.month = month.text
        self.summary = AssessmentSummary(self.month)
        self.total = due.count_uncharged(self.month, only=only)
        self.done = 0
        self._started_at = clock.now()
        self._run_id = run_id or new_id()
        self._only = only
        self._occasion = occasion
        self._keeps_drafts = self._is_called_off = False
        self._after: UUID | None = None
        self._is_over = self.total == 0
        self._apart = left_out.changed_hands(self.month) if self.total else {}
        if only is None:
            self.summary.skip(*self._apart.values())

    def next_portion(self) -> bool:
        """Charge the next franchisees; False when there are none left."""
        if self._is_over:
            return False
        pass_gate()
        self._look_at_drafts()
        if self._is_called_off:
            return False
        require_moved(Period.parse_month(self.month))
        last = None if self._only else due.last_of_portion(self._after, FRANCHISEES_AT_ONCE)
        with no_collection():
            reports = due.due_reports(self.month, self._after, last, only=self._only)
            self._charge([report for report in reports if report.id not in self._apart])
        self.done = self.total if last is None else min(self.done + len(reports), self.total)
        self._after, self._is_over = last, last is None
        return True

    def finish(self) -> AssessmentSummary:
        """Name what no contract covers, end drafts, and leave a record if there was work."""
        if self._only is None and self._occasion is not Occasion.CORRECTION:
            only_due = self._occasion is Occasion.DRAFTS_DUE
            end_by_issuing(self.actor, month=self.month, only_due=only_due)
        if self.total and not self._is_called_off:
            if self._only is None:
                self.summary.skip(
                    *_named(left_out.uncovered(self.month, limit=MOST_LISTED), self.summary)
                )
            self._record()
        return self.summary

    def _look_at_drafts(self) -> None:
        """Whether drafts are shown, and still to be issued; known only behind the gate."""
        if self._occasion is Occasion.ASKED:
            return
        draft = open_draft(self.month)
        if self._occasion is Occasion.CORRECTION:
            self._keeps_drafts = draft is not None
        elif draft is None or draft.issues_on > clock.today():
            self._is_over = self._is_called_off = True

    def _charge(self, reports: Sequence[DueReport]) -> None:
        drafting = Drafting(reports)
        left = self._corrected(drafting.chargeable())
        if not self._keeps_drafts:
            issuing = Issuing(self.actor, month=self.month)
            for draft in drafting.drafts(left):
                issuing.add(draft)
            self._count(issuing.issue())
            self.summary.skip(*(skipped for _, skipped in drafting.skipped))

    def _corrected(self, reports: list[DueReport]) -> list[DueReport]:
        """Charge anew what was charged in an earlier version; the reports that are left."""
        before = charged_already(reports)
        if not before:
            return reports
        correction = Correction([r for r in reports if r.id in before], before)
        issuing = Issuing(self.actor, month=self.month)
        for draft in correction.drafts():
            issuing.add(draft)
        self._count(issuing.issue())
        self.summary.skip(*correction.skipped)
        return [report for report in reports if report.id not in before]

    def _count(self, drafts: Sequence[Draft]) -> None:
        summary = self.summary
        summary.invoices += len(drafts)
        for draft in drafts:
            summary.totals[draft.currency] += draft.total
            for _, lines in draft.charged:
                summary.lines += len(lines)
                for line in lines:
                    summary.by_fee[line.meter.fee.name, draft.currency] += line.amount_minor
            for one in draft.taken:
                summary.by_fee[one.fee, draft.currency] += one.minor

    def _record(self) -> None:
        summary = self.summary
        if db.session.get(Assessment, self._run_id) is not None:
            return  # a job that was tried again after its last step
        row = Assessment(
            id=self._run_id,
            month=self.month,
            started_at=self._started_at,
            finished_at=clock.now(),
            requested_by=self.actor.user_id,
            requested_by_name=self.actor.name,
            invoices=summary.invoices,
            lines=summary.lines,
            totals=[[amount.currency, amount.minor] for amount in summary.total],
            skipped=[asdict(skipped) for skipped in summary.skipped],
            skipped_count=summary.skipped_count,
        )
        db.session.add(row)
        if summary.invoices:
            audit.record(
                self.actor,
                FeesAction.MONTH_ASSESSED,
                row,
                name=self.month,
                month=self.month,
                invoices=summary.invoices,
                total=summary.total,
            )


@contextmanager
def no_collection() -> Iterator[None]:
    """Pause the cyclic collector: it would walk a portion's tuples again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _named(found: tuple[list[Skipped], int], summary: AssessmentSummary) -> list[Skipped]:
    """Those whose names are known; the rest is only counted."""
    skipped, count = found
    summary.skipped_count += count - len(skipped)
    return skipped

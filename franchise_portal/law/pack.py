"""A law pack: the rules of one country, and the questions that contracts ask them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..kit.calendars import OnHoliday
from .clocks import (
    CoolingOff,
    Disclosure,
    Duty,
    MinimumTerm,
    Notice,
    OwnOutlets,
    RequiredClauses,
    Rule,
    SigningClock,
)
from .enums import Cause, Document, NoticeKind, Trigger


@dataclass(frozen=True, slots=True)
class Pack:
    """What one country's law asks. A question without a rule is answered with None or nothing."""

    slug: str
    disclaimer: str
    """Key of the sentence that stands wherever the pack is used; see `words.disclaimer`."""

    on_holiday: OnHoliday
    """What becomes of a deadline of this law that falls on a day on which nobody works."""

    on_holiday_rule: Rule | None = None
    disclosures: tuple[Disclosure, ...] = ()
    cooling_off: CoolingOff | None = None
    minimum_term: MinimumTerm | None = None
    own_outlets: OwnOutlets | None = None
    duties: tuple[Duty, ...] = ()
    notices: tuple[Notice, ...] = ()
    clauses: tuple[RequiredClauses, ...] = ()

    # ---- before signing

    def needs_disclosure(self, *, is_renewal_on_same_terms: bool = False) -> bool:
        """Whether the franchisee must have had the disclosure document for a while."""
        found = self.missing_disclosure(None, is_renewal_on_same_terms=is_renewal_on_same_terms)
        return found is not None

    def missing_disclosure(
        self, disclosed_on: date | None, *, is_renewal_on_same_terms: bool = False
    ) -> Disclosure | None:
        """The rule that asks for the disclosure document when nobody gave it yet."""
        if disclosed_on is not None:
            return None
        asked = self._asked_for(is_renewal_on_same_terms=is_renewal_on_same_terms)
        return next((one for one in asked if one.document is Document.DISCLOSURE), None)

    def signing_clocks(
        self,
        disclosed_on: date | None,
        *,
        is_renewal_on_same_terms: bool = False,
        final_agreement_on: date | None = None,
    ) -> tuple[SigningClock, ...]:
        """What signing has to wait for, the longest wait first; nothing if it need not wait.

        `final_agreement_on` is given only when the franchisor changed the agreement by itself
        after disclosing it. A document that was not given has no clock: ask `needs_disclosure`.
        """
        given = {Document.DISCLOSURE: disclosed_on, Document.FINAL_AGREEMENT: final_agreement_on}
        clocks = [
            SigningClock(one, day)
            for one in self._asked_for(is_renewal_on_same_terms=is_renewal_on_same_terms)
            if (day := given[one.document]) is not None
        ]
        return tuple(sorted(clocks, key=lambda clock: clock.possible_from, reverse=True))

    def earliest_signing(
        self,
        disclosed_on: date | None,
        *,
        is_renewal_on_same_terms: bool = False,
        final_agreement_on: date | None = None,
    ) -> date | None:
        """The first day on which the contract may be signed; None where nothing has a clock.

        Which rule decided is the first of `signing_clocks`.
        """
        clocks = self.signing_clocks(
            disclosed_on,
            is_renewal_on_same_terms=is_renewal_on_same_terms,
            final_agreement_on=final_agreement_on,
        )
        return clocks[0].possible_from if clocks else None

    # ---- after signing

    def cooling_off_until(self, signed_on: date, *, is_renewal: bool = False) -> date | None:
        """The last day on which the franchisee may withdraw."""
        if self.cooling_off is None or (is_renewal and not self.cooling_off.renewals):
            return None
        return self.cooling_off.until(signed_on)

    def filing_until(self, signed_on: date, *, is_first: bool) -> date | None:
        """The last day for filing after the franchisor's first contract."""
        filing = self._duty(Trigger.FIRST_CONTRACT)
        return filing.due_on(signed_on) if filing and is_first else None

    def yearly_report_on(self, day: date) -> date | None:
        """The last day for the report about the year in which `day` lies."""
        report = self._duty(Trigger.YEAR_END)
        return report.due_on(day) if report else None

    def duties_after(self, trigger: Trigger) -> tuple[Duty, ...]:
        """The duties whose clocks one event starts."""
        return tuple(duty for duty in self.duties if duty.trigger is trigger)

    # ---- while it runs

    def notice(
        self, kind: NoticeKind, *, state: str = "", cause: Cause = Cause.OTHER
    ) -> Notice | None:
        """The rule for a notice: a state's before the country's, a cause's own before the general.

        A state that names a period in general holds against the country's for a single cause.
        """
        for where in dict.fromkeys((state, "")):
            for why in (cause, None):
                for one in self.notices:
                    if (one.kind, one.state, one.cause) == (kind, where, why):
                        return one
        return None

    def notice_days(
        self, kind: NoticeKind, *, state: str = "", cause: Cause = Cause.OTHER
    ) -> int | None:
        """How many days a notice gives; of months, the most days that they can have."""
        found = self.notice(kind, state=state, cause=cause)
        return found.days if found else None

    @property
    def states(self) -> tuple[str, ...]:
        """The states with rules of their own, in alphabetical order."""
        return tuple(sorted({one.state for one in self.notices} - {""}))

    # ---- what stands in it

    @property
    def required_clauses(self) -> tuple[str, ...]:
        """The kinds of clauses that a contract must have, in the order of the law."""
        return tuple(dict.fromkeys(kind for one in self.clauses for kind in one.kinds))

    @property
    def rules(self) -> Iterator[Rule]:
        """Every rule of the pack."""
        if self.on_holiday_rule:
            yield self.on_holiday_rule
        for single in (self.cooling_off, self.minimum_term, self.own_outlets):
            if single:
                yield single.rule
        for many in (self.disclosures, self.duties, self.notices, self.clauses):
            yield from (one.rule for one in many)

    def _duty(self, trigger: Trigger) -> Duty | None:
        return next(iter(self.duties_after(trigger)), None)

    def _asked_for(self, *, is_renewal_on_same_terms: bool) -> Iterator[Disclosure]:
        for one in self.disclosures:
            if not (is_renewal_on_same_terms and one.renewal_on_same_terms_exempt):
                yield one

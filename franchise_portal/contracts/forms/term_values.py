"""Terms out of the form."""

from enum import StrEnum
from typing import TypeVar

from wtforms import Field

from ..enums import Party, RenewalMode, Rhythm
from ..rules.terms import (
    Advertising,
    AuditRight,
    CureTime,
    Deposit,
    LatePayment,
    MinimumPurchase,
    NonCompete,
    Notice,
    Renewal,
    Terms,
    TerritoryGrant,
    TransferTerms,
)
from ..term_enums import Channel, DefaultKind, DistanceUnit, RenewalRequirement, SpecialSite
from .contracts import codes
from .term_sections import LAST_DAY, LENGTH, LIMITED, NO_END, NONE
from .terms import TermsForm

Choice = TypeVar("Choice", bound=StrEnum)


def terms_of(form: TermsForm) -> Terms:
    """What a checked form says."""
    kind = form.term_kind.data
    parts = {key: form[f"part_{key}"].data for key in form.part_keys}
    return Terms(
        starts_on=form.starts_on.data,
        length=form.length.data if kind == LENGTH else None,
        ends_on=form.ends_on.data if kind == LAST_DAY else None,
        is_indefinite=kind == NO_END,
        term_consent=form.term_consent.data or "",
        renewal=_renewal(form),
        notice=_notice(form),
        territory=_territory(form),
        outlets_permitted=form.outlets_permitted.data,
        development=tuple(
            row.value(number) for number, row in enumerate(form.filled_rows("step"), start=1)
        ),
        deposit=_deposit(form),
        minimum_purchase=_purchase(form),
        audit=_audit(form),
        non_compete=_non_compete(form),
        insurance=tuple(row.value() for row in form.filled_rows("policy")),
        guarantors=tuple(row.value() for row in form.filled_rows("guarantor")),
        transfer=_transfer(form),
        cooling_off=form.cooling_off.data,
        governing_law=form.governing_law.data or "",
        advertising=_advertising(form),
        late=_late(form),
        payments=tuple(row.value() for row in form.filled_rows("payment")),
        charges=tuple(row.value() for row in form.filled_rows("charge")),
        reports=tuple(row.value() for row in form.filled_rows("report")),
        cures=_cures(form),
        parts=tuple(sorted((key, value) for key, value in parts.items() if value)),
    )


def _renewal(form: TermsForm) -> Renewal | None:
    if form.renewals.data == NONE or form.renewal_each.data is None:
        return None
    return Renewal(
        count=form.renewal_count.data if form.renewals.data == LIMITED else None,
        each=form.renewal_each.data,
        mode=RenewalMode(form.renewal_mode.data),
        is_on_same_terms=bool(form.renewal_same.data),
        conditions=form.renewal_conditions.data or (),
        fee=form.renewal_fee.data,
        requires=_ticked(RenewalRequirement, form.renewal_requires),
        fee_share=form.renewal_share.data,
        royalty_cap=form.renewal_cap.data,
        answer_within=form.renewal_answer.data,
    )


def _ticked(kind: type[Choice], field: Field) -> tuple[Choice, ...]:
    """What was ticked, in the order in which it is offered, so that the same is always the same."""
    return tuple(one for one in kind if one.value in (field.data or ()))


def _notice(form: TermsForm) -> Notice | None:
    if form.notice_least.data is None:
        return None
    return Notice(
        at_least=form.notice_least.data,
        at_most=form.notice_most.data,
        by_franchisor=form.notice_franchisor.data,
    )


def _territory(form: TermsForm) -> TerritoryGrant | None:
    named = tuple(codes(form.territory_codes.data or ""))
    if not named and not form.territory_premises.data:
        return None
    return TerritoryGrant(
        codes=named,
        is_exclusive=bool(form.territory_exclusive.data),
        reserved=form.territory_reserved.data or "",
        channels=_ticked(Channel, form.territory_channels),
        excepted=_ticked(SpecialSite, form.territory_excepted),
        is_delivery_divided=bool(form.territory_delivery.data),
    )


def _deposit(form: TermsForm) -> Deposit | None:
    if form.deposit_amount.data is None:
        return None
    return Deposit(
        amount=form.deposit_amount.data,
        return_within=form.deposit_within.data,
        conditions=form.deposit_conditions.data or (),
    )


def _purchase(form: TermsForm) -> MinimumPurchase | None:
    if form.purchase_amount.data is None:
        return None
    return MinimumPurchase(amount=form.purchase_amount.data, every=Rhythm(form.purchase_every.data))


def _audit(form: TermsForm) -> AuditRight | None:
    if not form.has_audit.data:
        return None
    return AuditRight(
        notice=form.audit_notice.data,
        times_a_year=form.audit_times.data,
        trigger_rate=form.audit_trigger.data,
        payer=Party(form.audit_payer.data),
        is_above=bool(form.audit_above.data),
        counts_missing=bool(form.audit_missing.data),
        interest_rate=form.audit_interest.data,
        asks_audited=bool(form.audit_audited.data),
        records_kept=form.audit_kept.data,
    )


def _non_compete(form: TermsForm) -> NonCompete | None:
    during, after = bool(form.non_compete_during.data), form.non_compete_after.data
    radius, area = form.non_compete_radius.data, form.non_compete_area.data or ""
    if not during and after is None and radius is None and not area:
        return None
    return NonCompete(
        is_during=during,
        after=after,
        area=area,
        radius=radius,
        unit=DistanceUnit(form.non_compete_unit.data),
        around_all=bool(form.non_compete_all.data),
    )


def _transfer(form: TermsForm) -> TransferTerms | None:
    if not form.has_transfer.data:
        return None
    return TransferTerms(
        fee=form.transfer_fee.data,
        first_refusal=form.transfer_refusal.data,
        fee_share=form.transfer_share.data,
        control=form.transfer_control.data,
        on_death=form.transfer_death.data,
        allows_parts=bool(form.transfer_parts.data),
    )


def _cures(form: TermsForm) -> tuple[CureTime, ...]:
    """Those with a time first; a row without one says the same as a tick."""
    rows = [row.value() for row in form.filled_rows("cure")]
    at_once = {one.kind for one in rows if one.is_at_once}
    ticked = [
        CureTime(kind=kind)
        for kind in DefaultKind
        if kind in at_once or kind.value in (form.cures_none.data or ())
    ]
    return (*(one for one in rows if not one.is_at_once), *ticked)


def _advertising(form: TermsForm) -> Advertising | None:
    agreed = Advertising(
        local_rate=form.local_rate.data,
        local_amount=form.local_amount.data,
        is_local_most=bool(form.local_most.data),
        opening_amount=form.opening_amount.data,
        is_opening_most=bool(form.opening_most.data),
        opening_before=form.opening_before.data,
        opening_after=form.opening_after.data,
        fund_most=form.fund_most.data,
        fund_notice=form.fund_notice.data,
    )
    return None if agreed == Advertising() else agreed


def _late(form: TermsForm) -> LatePayment | None:
    if not (form.late_rate.data or form.late_day.data or form.late_flat.data):
        return None
    return LatePayment(
        rate=form.late_rate.data,
        every=Rhythm(form.late_every.data),
        within_law=bool(form.late_law.data),
        a_day=form.late_day.data,
        base=form.late_base.data or "",
        flat=form.late_flat.data,
        grace_days=form.late_grace.data or 0,
        is_on_fund=bool(form.late_fund.data),
        clause=form.late_clause.data or "",
    )

"""Terms into the form."""

from collections.abc import Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any

from ..enums import RenewalMode
from ..rules.terms import Advertising, LatePayment, Renewal, Terms, TerritoryGrant
from .term_sections import LAST_DAY, LENGTH, LIMITED, NO_END, NONE, UNLIMITED


def data_of(terms: Terms) -> dict[str, Any]:
    """What the form shows for terms."""
    return {
        "starts_on": terms.starts_on,
        "term_kind": _term_kind(terms),
        "length": terms.length,
        "ends_on": terms.ends_on,
        "term_consent": terms.term_consent,
        **_of_renewal(terms.renewal),
        "notice_least": terms.notice.at_least if terms.notice else None,
        "notice_most": terms.notice.at_most if terms.notice else None,
        "notice_franchisor": terms.notice.by_franchisor if terms.notice else None,
        "cooling_off": terms.cooling_off,
        **_of_territory(terms.territory),
        "outlets_permitted": terms.outlets_permitted,
        **_of_money(terms),
        **_of_duties(terms),
        "governing_law": terms.governing_law,
        "cures_none": _chosen([one.kind for one in terms.cures if one.is_at_once]),
        **{f"part_{key}": value for key, value in terms.parts},
        **_of_rows(terms),
    }


def _term_kind(terms: Terms) -> str:
    if terms.ends_on:
        return LAST_DAY
    return NO_END if terms.is_indefinite else LENGTH


def _of_renewal(renewal: Renewal | None) -> dict[str, Any]:
    if renewal is None or renewal.count == 0:
        return {"renewals": NONE, "renewal_same": True, "renewal_mode": RenewalMode.BY_REQUEST}
    return {
        "renewals": UNLIMITED if renewal.count is None else LIMITED,
        "renewal_count": renewal.count,
        "renewal_each": renewal.each,
        "renewal_mode": renewal.mode.value,
        "renewal_same": renewal.is_on_same_terms,
        "renewal_fee": renewal.fee,
        "renewal_conditions": renewal.conditions,
        "renewal_requires": _chosen(renewal.requires),
        "renewal_share": renewal.fee_share,
        "renewal_cap": renewal.royalty_cap,
        "renewal_answer": renewal.answer_within,
    }


def _of_territory(grant: TerritoryGrant | None) -> dict[str, Any]:
    if grant is None:
        return {}
    return {
        "territory_codes": " ".join(grant.codes),
        "territory_exclusive": grant.is_exclusive,
        "territory_reserved": grant.reserved,
        "territory_premises": not grant.codes,
        "territory_channels": _chosen(grant.channels),
        "territory_excepted": _chosen(grant.excepted),
        "territory_delivery": grant.is_delivery_divided,
    }


def _chosen(values: Sequence[StrEnum]) -> list[str]:
    return [one.value for one in values]


def _of_money(terms: Terms) -> dict[str, Any]:
    found: dict[str, Any] = {**_of_advertising(terms.advertising), **_of_late(terms.late)}
    if terms.deposit:
        found |= {
            "deposit_amount": terms.deposit.amount,
            "deposit_within": terms.deposit.return_within,
            "deposit_conditions": terms.deposit.conditions,
        }
    if terms.minimum_purchase:
        found |= {
            "purchase_amount": terms.minimum_purchase.amount,
            "purchase_every": terms.minimum_purchase.every.value,
        }
    return found


def _of_advertising(agreed: Advertising | None) -> dict[str, Any]:
    if agreed is None:
        return {}
    return {
        "local_rate": agreed.local_rate,
        "local_amount": agreed.local_amount,
        "local_most": agreed.is_local_most,
        "opening_amount": agreed.opening_amount,
        "opening_most": agreed.is_opening_most,
        "opening_before": agreed.opening_before,
        "opening_after": agreed.opening_after,
        "fund_most": agreed.fund_most,
        "fund_notice": agreed.fund_notice,
    }


def _of_late(agreed: LatePayment | None) -> dict[str, Any]:
    if agreed is None:
        return {"late_law": True}
    return {
        "late_rate": agreed.rate,
        "late_every": agreed.every.value,
        "late_law": agreed.within_law,
        "late_day": agreed.a_day,
        "late_base": agreed.base,
        "late_flat": agreed.flat,
        "late_grace": agreed.grace_days or None,
        "late_fund": agreed.is_on_fund,
        "late_clause": agreed.clause,
    }


def _of_duties(terms: Terms) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if terms.audit:
        found |= {
            "has_audit": True,
            "audit_notice": terms.audit.notice,
            "audit_times": terms.audit.times_a_year,
            "audit_trigger": terms.audit.trigger_rate,
            "audit_payer": terms.audit.payer.value,
            "audit_above": terms.audit.is_above,
            "audit_missing": terms.audit.counts_missing,
            "audit_interest": terms.audit.interest_rate,
            "audit_audited": terms.audit.asks_audited,
            "audit_kept": terms.audit.records_kept,
        }
    if terms.non_compete:
        found |= {
            "non_compete_during": terms.non_compete.is_during,
            "non_compete_after": terms.non_compete.after,
            "non_compete_area": terms.non_compete.area,
            "non_compete_radius": terms.non_compete.radius,
            "non_compete_unit": terms.non_compete.unit.value,
            "non_compete_all": terms.non_compete.around_all,
        }
    if terms.transfer:
        found |= {
            "has_transfer": True,
            "transfer_fee": terms.transfer.fee,
            "transfer_refusal": terms.transfer.first_refusal,
            "transfer_share": terms.transfer.fee_share,
            "transfer_control": terms.transfer.control,
            "transfer_death": terms.transfer.on_death,
            "transfer_parts": terms.transfer.allows_parts,
        }
    return found


def _of_rows(terms: Terms) -> dict[str, Any]:
    """The fields of a row are called like the parts of its value; an empty choice is the usual."""
    rows: dict[str, Sequence[Any]] = {
        "step": terms.development,
        "policy": terms.insurance,
        "guarantor": terms.guarantors,
        "payment": terms.payments,
        "charge": terms.charges,
        "report": terms.reports,
        "cure": tuple(one for one in terms.cures if not one.is_at_once),
    }
    return {
        f"{name}{place}": {
            field.name: _shown(getattr(row, field.name), field.default) for field in fields(row)
        }
        for name, values in rows.items()
        for place, row in enumerate(values)
    }


def _shown(value: object, usual: object) -> object:
    if isinstance(value, StrEnum):
        return "" if value == usual else value.value
    return value

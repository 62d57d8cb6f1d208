"""Terms into the form, and out of it again."""

from typing import Any

from ..enums import Party, RenewalMode, Rhythm
from ..rules.terms import (
    AuditRight,
    Deposit,
    MinimumPurchase,
    NonCompete,
    Notice,
    Renewal,
    Terms,
    TerritoryGrant,
    TransferTerms,
)
from .contracts import codes
from .terms import LAST_DAY, LENGTH, LIMITED, NO_END, NONE, UNLIMITED, TermsForm


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
        "cooling_off": terms.cooling_off,
        **_of_territory(terms.territory),
        "outlets_permitted": terms.outlets_permitted,
        **_of_money(terms),
        **_of_duties(terms),
        "governing_law": terms.governing_law,
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
    }


def _of_territory(grant: TerritoryGrant | None) -> dict[str, Any]:
    if grant is None:
        return {}
    return {
        "territory_codes": " ".join(grant.codes),
        "territory_exclusive": grant.is_exclusive,
        "territory_reserved": grant.reserved,
    }


def _of_money(terms: Terms) -> dict[str, Any]:
    found: dict[str, Any] = {}
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


def _of_duties(terms: Terms) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if terms.audit:
        found |= {
            "has_audit": True,
            "audit_notice": terms.audit.notice,
            "audit_times": terms.audit.times_a_year,
            "audit_trigger": terms.audit.trigger_rate,
            "audit_payer": terms.audit.payer.value,
        }
    if terms.non_compete:
        found |= {
            "non_compete_during": terms.non_compete.is_during,
            "non_compete_after": terms.non_compete.after,
            "non_compete_area": terms.non_compete.area,
        }
    if terms.transfer:
        found |= {
            "has_transfer": True,
            "transfer_fee": terms.transfer.fee,
            "transfer_refusal": terms.transfer.first_refusal,
        }
    return found


def _of_rows(terms: Terms) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, step in enumerate(terms.development):
        found[f"step{number}"] = {
            "due_on": step.due_on,
            "outlets_open": step.outlets_open,
            "grace": step.grace,
        }
    for number, policy in enumerate(terms.insurance):
        found[f"policy{number}"] = {
            "kind": policy.kind.value,
            "cover": policy.cover,
            "aggregate": policy.aggregate,
            "evidence_every": policy.evidence_every.value if policy.evidence_every else "",
            "names_franchisor": policy.names_franchisor,
        }
    for number, guarantor in enumerate(terms.guarantors):
        found[f"guarantor{number}"] = {
            "name": guarantor.name,
            "address": guarantor.address,
            "limit": guarantor.limit,
        }
    return found


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
            row.value(number) for number, row in enumerate(form.filled_rows("steps"), start=1)
        ),
        deposit=_deposit(form),
        minimum_purchase=_purchase(form),
        audit=_audit(form),
        non_compete=_non_compete(form),
        insurance=tuple(row.value() for row in form.filled_rows("policies")),
        guarantors=tuple(row.value() for row in form.filled_rows("guarantors")),
        transfer=_transfer(form),
        cooling_off=form.cooling_off.data,
        governing_law=form.governing_law.data or "",
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
    )


def _notice(form: TermsForm) -> Notice | None:
    if form.notice_least.data is None:
        return None
    return Notice(at_least=form.notice_least.data, at_most=form.notice_most.data)


def _territory(form: TermsForm) -> TerritoryGrant | None:
    named = tuple(codes(form.territory_codes.data or ""))
    if not named:
        return None
    return TerritoryGrant(
        codes=named,
        is_exclusive=bool(form.territory_exclusive.data),
        reserved=form.territory_reserved.data or "",
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
    )


def _non_compete(form: TermsForm) -> NonCompete | None:
    during, after = bool(form.non_compete_during.data), form.non_compete_after.data
    if not during and after is None and not form.non_compete_area.data:
        return None
    return NonCompete(is_during=during, after=after, area=form.non_compete_area.data or "")


def _transfer(form: TermsForm) -> TransferTerms | None:
    if not form.has_transfer.data:
        return None
    return TransferTerms(fee=form.transfer_fee.data, first_refusal=form.transfer_refusal.data)

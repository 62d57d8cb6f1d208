"""What the rules of a health check are called, in counts and lists."""

from ..kit.i18n import N_

TITLES = {
    "health.over": N_("Last day passed"),
    "health.not_begun": N_("First day passed, not begun"),
    "health.notice_passed": N_("Time for notice passed"),
    "health.promised_twice": N_("Outlet or area promised twice"),
    "health.no_fee_plan": N_("Without a fee plan"),
    "fees.without_clause": N_("Fee without a clause"),
    "fees.unknown_plan": N_("Fee plan unknown"),
    "health.no_version": N_("Without terms"),
    "health.no_terms": N_("Only the days are known"),
    "health.no_clauses": N_("Without clauses"),
    "health.empty_clauses": N_("Clauses without words"),
    "health.required_clause": N_("Clause missing that the law asks for"),
    "health.too_many_outlets": N_("More outlets than permitted"),
    "health.outlet_outside": N_("Outlet outside the territory"),
    "health.no_outlet": N_("Without an outlet"),
    "health.insurance": N_("Evidence of insurance overdue"),
    "health.insurance_unwritten": N_("Insurance not in the terms"),
}


def rule_title(rule: str) -> str:
    """The untranslated title of a rule; its name where a feature above added one unnamed."""
    return TITLES.get(rule, rule)

"""The words in which law packs are shown. Sources are cited as they are, in their own language."""

from ..kit.i18n import N_
from .clocks import Duty, Rule
from .pack import Pack

_PACKS = {
    "none": N_("No law pack"),
    "cn": N_("China"),
    "us-ftc": N_("United States (FTC Franchise Rule)"),
    "au": N_("Australia (Franchising Code of Conduct)"),
}

_DISCLAIMERS = {
    "not_legal_advice": N_(
        "This is not legal advice. The law pack counts days by rules that may have changed or may "
        "not fit this case; ask a lawyer before you rely on them."
    ),
    "no_law": N_(
        "No law pack is chosen, so nothing that a law may ask for is counted here. This is not "
        "legal advice; ask a lawyer what applies."
    ),
}

_DUTIES = {
    "cn.filing": N_("File the franchise with the commerce authority"),
    "cn.filing_change": N_("Report a change of what was filed"),
    "cn.filing_supplement": N_("Hand in what the authority asked for"),
    "cn.yearly_report": N_("Report the year's contracts to the commerce authority"),
    "us-ftc.annual_update": N_("Update the disclosure document for the year"),
    "us-ftc.quarterly_update": N_("Update the disclosure document after a material change"),
    "au.disclosure_update": N_("Update the disclosure document for the year"),
    "au.fund_statement": N_("Make the statement of the marketing fund"),
    "au.fund_audit": N_("Have the statement of the marketing fund audited"),
    "au.fund_audit_vote": N_("Let the contributors vote on going without an audit"),
    "au.fund_statement_handed_out": N_("Give the fund's statement to the franchisees"),
    "au.cooling_off_refund": N_("Refund what the franchisee paid"),
    "au.dispute_answer": N_("Settle the complaint, or go to mediation"),
}

#: By the last words of a rule's id; the longest that fits counts.
_RULES = {
    "disclosure": N_("Time between disclosure and signing"),
    "final_agreement": N_("Time between the changed agreement and signing"),
    "cooling_off": N_("Cooling-off after signing"),
    "minimum_term": N_("Minimum term"),
    "own_outlets": N_("Outlets of its own before franchising"),
    "holidays": N_("Deadlines on holidays"),
    "clauses": N_("Clauses that a contract must have"),
    "clauses.cooling_off": N_("Clauses that a contract must have"),
    "default": N_("Days to answer a notice of default"),
    "cure": N_("Days to cure"),
    "termination": N_("Days' notice of termination"),
    "renewal": N_("Notice of non-renewal"),
}


def pack_title(pack: Pack) -> str:
    """A pack's name, to be translated."""
    return _PACKS[pack.slug]


def disclaimer(pack: Pack) -> str:
    """The sentence that stands wherever a pack is used, to be translated."""
    return _DISCLAIMERS[pack.disclaimer]


def duty_title(duty: Duty) -> str:
    """What a duty asks for, to be translated."""
    return _DUTIES[duty.id]


def rule_title(rule: Rule) -> str:
    """What a rule is about, to be translated."""
    if rule.id in _DUTIES:
        return _DUTIES[rule.id]
    _, *parts = rule.id.split(".")
    names = parts[1:] if parts[0] == "notice" else parts
    return _RULES.get(".".join(names)) or _RULES[names[0]]

"""The one table from roles to permissions. The page "Roles" prints it; a test snapshots it."""

from ..kit.enums import LabeledEnum
from ..kit.i18n import N_
from .permissions import Permission as P  # noqa: N817 - named on every line below


class Side(LabeledEnum):
    """The two sides of the relationship."""

    FRANCHISOR = "franchisor", N_("Franchisor")
    FRANCHISEE = "franchisee", N_("Franchisee")


class Role(LabeledEnum):
    """What a user is in the network. Seats in committees come on top, never instead."""

    OWNER = "owner", N_("Network owner")
    ADMINISTRATOR = "administrator", N_("Administrator")
    FINANCE = "finance", N_("Finance")
    SUPPORT = "support", N_("Support agent")
    RELATIONSHIP_MANAGER = "relationship_manager", N_("Relationship manager")
    DEVELOPMENT = "development", N_("Development")
    AUDITOR = "auditor", N_("Auditor")
    FRANCHISEE_OWNER = "franchisee_owner", N_("Franchisee")
    FRANCHISEE_MANAGER = "franchisee_manager", N_("Outlet manager")
    FRANCHISEE_STAFF = "franchisee_staff", N_("Outlet staff")

    @property
    def side(self) -> Side:
        """Whose people hold this role."""
        if self.value.startswith("franchisee_"):
            return Side.FRANCHISEE
        return Side.FRANCHISOR


_EVERYBODY = frozenset({P.ACCOUNTS_OWN_MANAGE, P.HOME_PAGE_READ, P.WEB_STYLEGUIDE_READ})

#: Reading of everything, writing of nothing but one's own preferences.
_READING = _EVERYBODY | {
    P.ACCOUNTS_ROLE_READ,
    P.ACCOUNTS_USER_READ,
    P.AUDIT_ENTRY_READ,
    P.CONTRACTS_APPROVAL_READ,
    P.CONTRACTS_CONTRACT_READ,
    P.CONTRACTS_DUTY_READ,
    P.CONTRACTS_EXIT_READ,
    P.CONTRACTS_FILING_READ,
    P.CONTRACTS_HEALTH_READ,
    P.CONTRACTS_LIBRARY_READ,
    P.CONTRACTS_NOTICE_READ,
    P.FEES_AUDIT_READ,
    P.FEES_DEBIT_READ,
    P.FEES_INVOICE_READ,
    P.FEES_LEDGER_READ,
    P.FEES_PAYMENT_READ,
    P.FEES_PLAN_READ,
    P.FEES_SALES_READ,
    P.FEES_TAX_READ,
    P.JOBS_JOB_READ,
    P.MAIL_MESSAGE_READ,
    P.NETWORK_FRANCHISEE_READ,
    P.NETWORK_OUTLET_READ,
    P.NETWORK_PERSON_READ,
    P.NETWORK_TERRITORY_READ,
    P.RECRUITMENT_APPLICANT_READ,
    P.REPORTS_REPORT_READ,
}

_OFFICE = _EVERYBODY | {
    P.ACCOUNTS_ROLE_READ,
    P.CONTRACTS_APPROVAL_ASK,
    P.CONTRACTS_APPROVAL_READ,
    P.CONTRACTS_CONTRACT_READ,
    P.CONTRACTS_DUTY_ANSWER,
    P.CONTRACTS_DUTY_READ,
    P.CONTRACTS_EXIT_READ,
    P.CONTRACTS_HEALTH_READ,
    P.CONTRACTS_LIBRARY_READ,
    P.CONTRACTS_NOTICE_READ,
    P.CONTRACTS_NOTICE_REPLY,
    P.FEES_AUDIT_READ,
    P.FEES_INVOICE_READ,
    P.FEES_PAYMENT_READ,
    P.FEES_PLAN_READ,
    P.FEES_SALES_READ,
    P.NETWORK_FRANCHISEE_READ,
    P.NETWORK_OUTLET_READ,
    P.NETWORK_PERSON_READ,
    P.NETWORK_TERRITORY_READ,
    P.REPORTS_REPORT_BUILD,
    P.REPORTS_REPORT_READ,
}

_FRANCHISEE_READING = _EVERYBODY | {
    P.FEES_SALES_READ,
    P.FEES_SALES_REPORT,
    P.NETWORK_FRANCHISEE_READ,
    P.NETWORK_OUTLET_READ,
    P.NETWORK_TERRITORY_READ,
}

ROLES: dict[Role, frozenset[P]] = {
    Role.OWNER: frozenset(P),
    Role.ADMINISTRATOR: frozenset(P)
    - {
        P.CONTRACTS_AUTHORITY_WRITE,
        P.FEES_AUDIT_WRITE,
        P.FEES_DEBIT_WRITE,
        P.FEES_PAYMENT_RECORD,
        P.FEES_PERIOD_ASSESS,
        P.FEES_PLAN_DECIDE,
    },
    Role.FINANCE: _OFFICE
    | {
        P.AUDIT_ENTRY_READ,
        P.CONTRACTS_APPROVAL_DECIDE,
        P.CONTRACTS_CONTRACT_WRITE,
        P.CONTRACTS_DUTY_WRITE,
        P.CONTRACTS_EVENT_ASK,
        P.CONTRACTS_EVENT_NOTE,
        P.CONTRACTS_FILING_READ,
        P.CONTRACTS_NOTICE_GIVE,
        P.FEES_AUDIT_WRITE,
        P.FEES_DEBIT_READ,
        P.FEES_DEBIT_WRITE,
        P.FEES_LEDGER_READ,
        P.FEES_PAYMENT_RECORD,
        P.FEES_PERIOD_ASSESS,
        P.FEES_PLAN_WRITE,
        P.FEES_SALES_IMPORT,
        P.FEES_SALES_REPORT,
        P.FEES_TAX_READ,
        P.FEES_TAX_WRITE,
        P.REPORTS_SCHEDULE_WRITE,
    },
    Role.SUPPORT: _OFFICE - {P.FEES_PAYMENT_READ, P.FEES_PLAN_READ},
    Role.RELATIONSHIP_MANAGER: _OFFICE
    | {
        P.CONTRACTS_APPROVAL_DECIDE,
        P.CONTRACTS_DUTY_WRITE,
        P.CONTRACTS_EVENT_ASK,
        P.CONTRACTS_EVENT_NOTE,
        P.CONTRACTS_NOTICE_GIVE,
        P.NETWORK_PERSON_WRITE,
        P.RECRUITMENT_APPLICANT_ASSESS,
        P.RECRUITMENT_APPLICANT_READ,
    },
    Role.DEVELOPMENT: _OFFICE
    | {
        P.CONTRACTS_CONTRACT_WRITE,
        P.CONTRACTS_FILING_READ,
        P.CONTRACTS_LIBRARY_WRITE,
        P.NETWORK_FRANCHISEE_WRITE,
        P.NETWORK_OUTLET_WRITE,
        P.NETWORK_TERRITORY_WRITE,
        P.RECRUITMENT_APPLICANT_ASSESS,
        P.RECRUITMENT_APPLICANT_DECIDE,
        P.RECRUITMENT_APPLICANT_READ,
        P.RECRUITMENT_APPLICANT_WRITE,
        P.RECRUITMENT_SCORECARD_WRITE,
        P.RECRUITMENT_SETTINGS_WRITE,
    },
    Role.AUDITOR: _READING,
    Role.FRANCHISEE_OWNER: _FRANCHISEE_READING
    | {
        P.CONTRACTS_CONTRACT_READ,
        P.CONTRACTS_CONTRACT_SIGN,
        P.CONTRACTS_DUTY_ANSWER,
        P.CONTRACTS_DUTY_READ,
        P.CONTRACTS_EVENT_ASK,
        P.CONTRACTS_NOTICE_GIVE,
        P.CONTRACTS_NOTICE_READ,
        P.CONTRACTS_NOTICE_REPLY,
        P.CONTRACTS_STEP_SKIP,
        P.FEES_AUDIT_ANSWER,
        P.FEES_AUDIT_READ,
        P.FEES_INVOICE_READ,
        P.FEES_PAYMENT_READ,
        P.FEES_PLAN_READ,
        P.FEES_TILL_KEEP,
        P.NETWORK_PERSON_READ,
        P.REPORTS_REPORT_READ,
    },
    Role.FRANCHISEE_MANAGER: _FRANCHISEE_READING,
    Role.FRANCHISEE_STAFF: _FRANCHISEE_READING - {P.FEES_SALES_READ},
}

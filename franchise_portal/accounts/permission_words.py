"""Permissions in words, for the page that shows the table of roles."""

from ..access.permissions import Permission as P  # noqa: N817 - read forty times here
from ..access.roles import Role
from ..kit.i18n import N_

#: Features in the order of the menu, by the first part of their permissions.
GROUPS = {
    "home": N_("Everybody"),
    "network": N_("Network"),
    "recruitment": N_("Recruitment"),
    "contracts": N_("Contracts"),
    "fees": N_("Fees and money"),
    "disputes": N_("Disputes and credit grades"),
    "dunning": N_("Paid late"),
    "fund": N_("Advertising fund"),
    "benefit": N_("Benefit balance"),
    "reports": N_("Reports"),
    "audit": N_("Audit"),
    "accounts": N_("Accounts"),
    "jobs": N_("Jobs"),
    "mail": N_("Mails"),
    "web": N_("Portal"),
}

WORDS = {
    P.ACCOUNTS_OWN_MANAGE: N_("Change one's own password, devices and preferences"),
    P.ACCOUNTS_ROLE_READ: N_("See this table of roles"),
    P.ACCOUNTS_USER_MANAGE: N_("Invite people, give roles, disable accounts"),
    P.ACCOUNTS_USER_READ: N_("See everybody's accounts"),
    P.AUDIT_ENTRY_READ: N_("See who did what"),
    P.BENEFIT_ACCOUNT_READ: N_("See what each side takes from an outlet, and its accounts"),
    P.BENEFIT_ACCOUNT_REPORT: N_("Report the accounts of an outlet"),
    P.BENEFIT_LIMITS_WRITE: N_("Set from where on fees are too much"),
    P.BENEFIT_NETWORK_READ: N_("See the balance of the whole network"),
    P.BENEFIT_RELIEF_ASK: N_("Ask for relief from fees"),
    P.BENEFIT_RELIEF_DECIDE: N_("Decide about requests for relief"),
    P.BENEFIT_SUPPLY_WRITE: N_("Enter what is earned on goods, and savings"),
    P.CONTRACTS_APPROVAL_ASK: N_("Grant within one's limit, and ask for what is above it"),
    P.CONTRACTS_APPROVAL_DECIDE: N_("Decide within one's limit about what others ask for"),
    P.CONTRACTS_APPROVAL_READ: N_("See approvals and the table of authority"),
    P.CONTRACTS_AUTHORITY_WRITE: N_("Change the table of authority"),
    P.CONTRACTS_CONTRACT_READ: N_("See contracts"),
    P.CONTRACTS_CONTRACT_SIGN: N_("Sign contracts for one's side"),
    P.CONTRACTS_CONTRACT_WRITE: N_("Add and change contracts"),
    P.CONTRACTS_DUTY_ANSWER: N_("Give evidence for one's own side, and look at the other side's"),
    P.CONTRACTS_DUTY_READ: N_("See what both sides owe, and the calendar"),
    P.CONTRACTS_DUTY_WRITE: N_("Add and change duties"),
    P.CONTRACTS_EVENT_ASK: N_("Ask for renewals, transfers and more time"),
    P.CONTRACTS_EVENT_DECIDE: N_("Decide about renewals and transfers; suspend and terminate"),
    P.CONTRACTS_EVENT_NOTE: N_("Check off conditions, keep exits and their settlement"),
    P.CONTRACTS_EXIT_READ: N_("See who left and why"),
    P.CONTRACTS_FILING_READ: N_("See the tables and drafts for authorities"),
    P.CONTRACTS_HEALTH_READ: N_("See the health check of contracts"),
    P.CONTRACTS_LIBRARY_READ: N_("See the clause library and the templates"),
    P.CONTRACTS_LIBRARY_WRITE: N_("Write clauses and templates"),
    P.CONTRACTS_NOTICE_GIVE: N_("Give and withdraw notices for one's own side"),
    P.CONTRACTS_NOTICE_READ: N_("See notices"),
    P.CONTRACTS_NOTICE_REPLY: N_("Answer notices"),
    P.CONTRACTS_STEP_SKIP: N_("Leave out a step before a notice, with a written reason"),
    P.DISPUTES_DISPUTE_DECIDE: N_("Decide about disputed lines within one's limit"),
    P.DISPUTES_DISPUTE_OPEN: N_("Dispute a line of an invoice, and withdraw it"),
    P.DISPUTES_DISPUTE_READ: N_("See disputes"),
    P.DISPUTES_DISPUTE_SAY: N_("Write and add files in a dispute"),
    P.DISPUTES_GRADE_APPEAL: N_("Appeal against one's own credit grade"),
    P.DISPUTES_GRADE_DECIDE: N_("Decide about appeals against credit grades"),
    P.DISPUTES_GRADE_READ: N_("See credit grades and what they come from"),
    P.DISPUTES_TERMS_ADOPT: N_("Adopt the terms of a credit grade for later invoices"),
    P.DUNNING_ACCOUNT_READ: N_("See what is overdue, reminders and payment plans"),
    P.DUNNING_ACCOUNT_WRITE: N_("Pause reminders, give more time, answer payment plans"),
    P.DUNNING_LATE_POST: N_("Charge late payments"),
    P.DUNNING_PLAN_PROPOSE: N_("Propose a payment plan, and answer one"),
    P.DUNNING_PROCEDURE_WRITE: N_("Set the steps of reminders"),
    P.DUNNING_RATE_WRITE: N_("Enter rates of interest"),
    P.FEES_AUDIT_ANSWER: N_("Answer an audit of sales"),
    P.FEES_AUDIT_READ: N_("See audits of sales"),
    P.FEES_AUDIT_WRITE: N_("Audit sales and settle what was found"),
    P.FEES_DEBIT_READ: N_("See mandates and direct debits"),
    P.FEES_DEBIT_WRITE: N_("Enter mandates and make direct debit files"),
    P.FEES_INVOICE_READ: N_("See invoices"),
    P.FEES_LEDGER_READ: N_("See the ledger"),
    P.FEES_PAYMENT_READ: N_("See payments"),
    P.FEES_PAYMENT_RECORD: N_("Record payments"),
    P.FEES_PERIOD_ASSESS: N_("Assess a month and issue its invoices"),
    P.FEES_PLAN_DECIDE: N_("Decide new versions of fee plans"),
    P.FEES_PLAN_READ: N_("See fee plans"),
    P.FEES_PLAN_WRITE: N_("Draft fee plans, and ask what if"),
    P.FEES_SALES_IMPORT: N_("Import sales"),
    P.FEES_SALES_READ: N_("See sales"),
    P.FEES_SALES_REPORT: N_("Report sales and correct reports"),
    P.FEES_SINGLE_CHARGE: N_("Charge what a clause allows beside the fees of sales"),
    P.FEES_TAX_READ: N_("See taxes on fees"),
    P.FEES_TAX_WRITE: N_("Set taxes on fees"),
    P.FEES_TILL_KEEP: N_("Make and revoke tokens of tills"),
    P.FUND_BANK_RECORD: N_("Enter what the bank says of the fund, and transfers to it"),
    P.FUND_BOOK_READ: N_("See the book of the advertising fund with its receipts"),
    P.FUND_BUDGET_ADOPT: N_("Adopt the budget of the fund"),
    P.FUND_BUDGET_WRITE: N_("Write and propose budgets of the fund"),
    P.FUND_SPENDING_RECORD: N_("Post spending of the fund, and take it back"),
    P.FUND_STATEMENT_PUBLISH: N_("Make and publish the statement of the fund"),
    P.FUND_TERMS_WRITE: N_("Set the fund's year, its statement's clock and own outlets' plan"),
    P.HOME_PAGE_READ: N_("See one's own home page"),
    P.JOBS_JOB_READ: N_("See background jobs"),
    P.JOBS_JOB_RETRY: N_("Start a failed job again"),
    P.MAIL_MESSAGE_READ: N_("See mails that were sent or kept"),
    P.NETWORK_FRANCHISEE_READ: N_("See franchisees"),
    P.NETWORK_FRANCHISEE_WRITE: N_("Add and change franchisees"),
    P.NETWORK_OUTLET_READ: N_("See outlets"),
    P.NETWORK_OUTLET_WRITE: N_("Add, change and transfer outlets"),
    P.NETWORK_PERSON_READ: N_("See the people of franchisees"),
    P.NETWORK_PERSON_WRITE: N_("Add and change the people of franchisees"),
    P.NETWORK_SETTINGS_WRITE: N_("Change the network's settings"),
    P.NETWORK_TERRITORY_READ: N_("See territories"),
    P.NETWORK_TERRITORY_WRITE: N_("Add and change territories"),
    P.RECRUITMENT_APPLICANT_ASSESS: N_("Assess applicants, keep notes and interviews"),
    P.RECRUITMENT_APPLICANT_DECIDE: N_("Decide about applicants"),
    P.RECRUITMENT_APPLICANT_READ: N_("See applicants"),
    P.RECRUITMENT_APPLICANT_WRITE: N_("Add and change applicants, give disclosure documents"),
    P.RECRUITMENT_SCORECARD_WRITE: N_("Write and publish the scorecard"),
    P.RECRUITMENT_SETTINGS_WRITE: N_("Change how we recruit, and keep the franchisor's checklist"),
    P.REPORTS_REPORT_BUILD: N_("Have reports made"),
    P.REPORTS_REPORT_READ: N_("See and download reports"),
    P.REPORTS_SCHEDULE_WRITE: N_("Plan when reports are made"),
    P.WEB_STYLEGUIDE_READ: N_("See the style guide"),
}

ROLE_NOTES = {
    Role.OWNER: N_("May do everything, and makes other owners."),
    Role.ADMINISTRATOR: N_("Keeps accounts, network and settings; does not assess or book money."),
    Role.FINANCE: N_("Fees, invoices, payments and the ledger."),
    Role.SUPPORT: N_("Answers questions; sees outlets, contracts and invoices."),
    Role.RELATIONSHIP_MANAGER: N_("Looks after franchisees and their people."),
    Role.DEVELOPMENT: N_("Brings in franchisees, outlets and territories."),
    Role.AUDITOR: N_("Reads everything, changes nothing."),
    Role.FRANCHISEE_OWNER: N_("Sees the whole business: outlets, invoices, statements."),
    Role.FRANCHISEE_MANAGER: N_("Sees the outlets named here, and their sales."),
    Role.FRANCHISEE_STAFF: N_("Sees the outlets named here."),
}
"""What a role is for, in a line below its name."""


def words(permission: P) -> str:
    """A permission as text to translate; its code while nobody has found the words."""
    return WORDS.get(permission, permission.value)


def group(permission: P) -> str:
    """The heading under which it stands, as text to translate."""
    feature = permission.value.partition(":")[0]
    return GROUPS.get(feature, feature.capitalize())


def place(permission: P) -> tuple[int, str]:
    """Where it stands in the table."""
    feature = permission.value.partition(":")[0]
    order = list(GROUPS)
    return (order.index(feature) if feature in GROUPS else len(order), permission.value)

"""The composition root: the only file that knows every feature. Only the factory imports it."""

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from flask import Flask, g, request

from .access.actor import Actor
from .access.permissions import Permission as P  # noqa: N817 - named on every line below
from .accounts import sign_in_machinery
from .audit import actions
from .contracts import acts as authority_acts
from .contracts import additions as contract_additions
from .contracts import fulfilment, owed_to_all, reckoning
from .fees import (
    agreed_days,
    contests,
    further_books,
    holds,
    later_days,
    paying_before,
    promises,
    receipts,
    turns,
)
from .kit import clock
from .kit.i18n import N_
from .network import additions as network_additions
from .network import queries as network_queries
from .operations import job_words
from .recruitment import additions as recruitment_additions
from .reports import kinds as report_kinds
from .web.navigation import Group, Item, Navigation

#: Module, attribute and URL prefix of each blueprint.
BLUEPRINTS = (
    ("home.views", "bp", ""),
    ("home.first_run", "bp", ""),
    ("web.health", "bp", ""),
    ("web.styleguide", "bp", ""),
    ("accounts.views", "bp", ""),
    ("audit.views", "bp", "/audit"),
    ("operations.views.jobs", "bp", "/jobs"),
    ("operations.views.mails", "bp", "/mails"),
    ("network.views", "bp", "/network"),
    ("recruitment.views", "bp", "/recruitment"),
    ("contracts.views", "bp", "/contracts"),
    ("contracts.views.signing_links", "bp", "/sign"),
    ("contracts.views.verification", "bp", "/verify"),
    ("fees.views", "bp", "/fees"),
    ("fees.api", "bp", "/api/v1"),
    ("dunning.views", "bp", "/dunning"),
    ("disputes.views", "bp", "/disputes"),
    ("fund.views", "bp", "/fund"),
    ("benefit.views", "bp", "/benefit"),
    ("reports.views", "bp", "/reports"),
)

#: Every feature with tables, so that the metadata is whole wherever the portal is started.
TABLES = (
    "storage",
    "jobs",
    "mail",
    "audit",
    "accounts",
    "reports",
    "network",
    "recruitment",
    "contracts",
    "fees",
    "disputes",
    "dunning",
    "fund",
    "benefit",
)

#: Modules whose import registers jobs.
JOB_MODULES = (
    "jobs.housekeeping",
    "mail.jobs",
    "accounts.jobs",
    "reports.jobs",
    "network.jobs",
    "recruitment.jobs",
    "contracts.clock_jobs",
    "contracts.event_jobs",
    "contracts.jobs",
    "contracts.signing_jobs",
    "fees.jobs",
    "fees.draft_jobs",
    "dunning.jobs",
    "disputes.jobs",
    "fund.jobs",
    "benefit.jobs",
)

#: Each feature's reports, in the order in which they are offered.
REPORT_KINDS = (
    ("fees.reports", "KINDS"),
    ("fees.reports.simulation", "KINDS"),
    ("dunning.reports", "KINDS"),
    ("disputes.reports", "KINDS"),
    ("fund.reports", "KINDS"),
    ("recruitment.reports", "KINDS"),
    ("contracts.reports", "KINDS"),
    ("contracts.reports.item20", "KINDS"),
    ("contracts.reports.filing", "KINDS"),
    ("contracts.reports.renewal_calendar", "KINDS"),
    ("benefit.reports", "KINDS"),
)

NAVIGATION = (
    Group("", (Item(N_("Home"), "home.index", P.HOME_PAGE_READ, icon="home"),)),
    Group(
        N_("Network"),
        (
            Item(N_("Outlets"), "network.outlets", P.NETWORK_OUTLET_READ),
            Item(
                N_("Franchisees"),
                "network.franchisees",
                P.NETWORK_FRANCHISEE_READ,
                side="franchisor",
            ),
            Item(
                N_("Our business"),
                "network.own_business",
                P.NETWORK_FRANCHISEE_READ,
                side="franchisee",
            ),
            Item(N_("People"), "network.people", P.NETWORK_PERSON_READ),
            Item(N_("Territories"), "network.territories", P.NETWORK_TERRITORY_READ),
            Item(N_("Applicants"), "recruitment.applicants", P.RECRUITMENT_APPLICANT_READ),
        ),
        franchisee_label=N_("My business"),
    ),
    Group(
        N_("Business"),
        (
            Item(N_("Contracts"), "contracts.index", P.CONTRACTS_CONTRACT_READ),
            Item(N_("To sign"), "contracts.to_sign", P.CONTRACTS_CONTRACT_SIGN),
            Item(N_("Calendar"), "contracts.calendar", P.CONTRACTS_DUTY_READ),
            Item(N_("Duties"), "contracts.duties", P.CONTRACTS_DUTY_READ),
            Item(N_("Notices"), "contracts.notices", P.CONTRACTS_NOTICE_READ),
            Item(N_("Approvals"), "contracts.approvals", P.CONTRACTS_APPROVAL_READ),
            Item(N_("Exits"), "contracts.exits", P.CONTRACTS_EXIT_READ),
            Item(N_("Contract health"), "contracts.health", P.CONTRACTS_HEALTH_READ),
            Item(N_("Clause library"), "contracts.clauses", P.CONTRACTS_LIBRARY_READ),
        ),
    ),
    Group(
        N_("Sales"),
        (
            Item(N_("Sales reports"), "fees.sales", P.FEES_SALES_READ, icon="report"),
            Item(N_("Sales to report"), "fees.due_sales", P.FEES_SALES_REPORT),
            Item(N_("Audits of sales"), "fees.sales_audits", P.FEES_AUDIT_READ),
        ),
    ),
    Group(
        N_("Money"),
        (
            Item(N_("Months"), "fees.months", P.FEES_PERIOD_ASSESS),
            Item(N_("Invoices"), "fees.invoices", P.FEES_INVOICE_READ, icon="money"),
            Item(N_("Other charges"), "fees.single_charges", P.FEES_INVOICE_READ),
            Item(
                N_("Statements"),
                "fees.statements",
                P.REPORTS_REPORT_READ,
                icon="document",
                side="franchisee",
            ),
            Item(N_("Disputes"), "disputes.index", P.DISPUTES_DISPUTE_READ),
            Item(
                N_("Payments"),
                "fees.payments",
                P.FEES_PAYMENT_READ,
                franchisee_label=N_("Our payments"),
            ),
            Item(N_("Direct debits"), "fees.debits", P.FEES_DEBIT_READ),
            Item(N_("Taxes"), "fees.taxes", P.FEES_TAX_READ),
            Item(N_("Ledger"), "fees.ledger", P.FEES_LEDGER_READ),
        ),
    ),
    Group(
        N_("Paid late"),
        (
            Item(
                N_("Overdue accounts"),
                "dunning.index",
                P.DUNNING_ACCOUNT_READ,
                franchisee_label=N_("What is overdue"),
            ),
            Item(N_("Payment plans"), "dunning.plans", P.DUNNING_ACCOUNT_READ),
            Item(N_("Late charges"), "dunning.late_charges", P.DUNNING_ACCOUNT_READ),
            Item(N_("Credit grades"), "disputes.grades", P.DISPUTES_GRADE_READ),
        ),
    ),
    Group(
        N_("Fees and fund"),
        (
            Item(N_("Fee plans"), "fees.plans", P.FEES_PLAN_READ),
            Item(N_("Advertising fund"), "fund.index", P.FUND_BOOK_READ),
            Item(N_("Benefit balance"), "benefit.balances", P.BENEFIT_ACCOUNT_READ),
        ),
    ),
    Group(
        N_("Records"),
        (
            Item(N_("Reports"), "reports.index", P.REPORTS_REPORT_READ),
            Item(N_("Item 20"), "contracts.item20", P.CONTRACTS_FILING_READ),
            Item(N_("Filing"), "contracts.filing", P.CONTRACTS_FILING_READ),
            Item(N_("Audit"), "audit.index", P.AUDIT_ENTRY_READ),
        ),
    ),
    Group(
        N_("Administration"),
        (
            Item(N_("Users"), "accounts.users", P.ACCOUNTS_USER_READ),
            Item(N_("Roles"), "accounts.roles", P.ACCOUNTS_ROLE_READ),
            Item(N_("Network settings"), "network.settings", P.NETWORK_SETTINGS_WRITE),
            Item(N_("Jobs"), "jobs.index", P.JOBS_JOB_READ),
            Item(N_("Mails"), "mail.index", P.MAIL_MESSAGE_READ),
        ),
    ),
)

PHONE = (
    Item(N_("Home"), "home.index", P.HOME_PAGE_READ, icon="home"),
    Item(N_("Money"), "fees.invoices", P.FEES_INVOICE_READ, icon="money"),
    Item(N_("Sales"), "fees.sales", P.FEES_SALES_READ, icon="report"),
    Item(N_("Outlets"), "network.outlets", P.NETWORK_OUTLET_READ, icon="store"),
)


#: What each feature notes in the audit: module and enumeration.
ACTIONS = (
    ("accounts.enums", "AccountAction"),
    ("operations.enums", "OperationsAction"),
    ("network.enums", "NetworkAction"),
    ("recruitment.enums", "RecruitmentAction"),
    ("contracts.enums", "ContractAction"),
    ("contracts.enums", "LibraryAction"),
    ("contracts.enums", "DutyAction"),
    ("contracts.event_enums", "ApprovalAction"),
    ("contracts.event_enums", "EventAction"),
    ("contracts.signing_enums", "SigningAction"),
    ("fees.enums", "FeesAction"),
    ("fees.plan_enums", "PlanAction"),
    ("fees.draft_enums", "DraftAction"),
    ("dunning.enums", "DunningAction"),
    ("disputes.enums", "DisputeAction"),
    ("disputes.grade_enums", "GradeAction"),
    ("fund.enums", "FundAction"),
    ("fees.single_enums", "SingleAction"),
    ("benefit.enums", "BenefitAction"),
    ("reports.enums", "ReportAction"),
)

#: Features that add columns, panels and history to the pages of the network and of contracts.
ADDITIONS = (
    "recruitment.panels",
    "contracts.additions",
    "contracts.duty_additions",
    "contracts.event_additions",
    "contracts.signing_additions",
    "fees.additions",
    "disputes.additions",
    "dunning.additions",
    "benefit.additions",
)

#: How franchisees did, as features above recruitment know it: module and attribute.
OUTCOMES = (("fees.outcomes", "OUTCOMES"),)

#: Parts of a contract's terms that features above know: module and attribute.
TERM_PARTS = (("fees.term_parts", "TERM_PARTS"),)

#: Acts in the table of authority: module and attribute.
AUTHORITY_ACTS = (
    ("contracts.event_acts", "ACTS"),
    ("fees.acts", "ACTS"),
    ("disputes.acts", "ACTS"),
    ("dunning.acts", "ACTS"),
)

#: What features above fees know of disputed lines: module and attribute.
CONTESTS = (("disputes.contests", "CONTESTS"),)

#: Why something open is not asked for meanwhile, as features above fees know it.
HOLDS = (("dunning.holds", "HOLDS"), ("disputes.holds", "HOLDS"))

#: What of an invoice is paid at another turn than its due day says.
TURNS = (("dunning.turns", "TURNS"), ("disputes.turns", "TURNS"))

#: Promises to pay, and days to pay that somebody has agreed, as features above fees know them.
PROMISES = (("dunning.promises", "PROMISES"),)
AGREED_DAYS = (("disputes.agreed_days", "AGREED_DAYS"),)
PAYING_BEFORE = (("disputes.paying_before", "PAYING_BEFORE"),)

#: Later due days that were granted for single invoices.
LATER_DAYS = (("dunning.later_days", "LATER_DAYS"),)

#: What features above fees post in the books: module and attribute.
FURTHER_BOOKS = (("fund.queries.soundness", "BOOKS"), ("dunning.queries.soundness", "BOOKS"))

#: What features above contracts know of a franchisee's account: module and attribute.
RECKONINGS = (("fees.exits", "RECKONING"),)
DUTY_FACTS = (("fees.duty_facts", "DUTY_FACTS"),)

#: What the franchisor owes many franchisees at once, by clocks that features above contracts keep.
OWED_TO_ALL = (("fund.owed", "OWED_TO_ALL"),)

#: Sections of the page two of a statement: module and attribute.
RECEIPTS = (("benefit.receipts", "RECEIPTS"),)

#: Which page shows a subject of the audit: table, endpoint, and the name of its id in the URL.
SUBJECT_PAGES = {
    "users": ("accounts.show_user", "user_id"),
    "franchisees": ("network.show_franchisee", "franchisee_id"),
    "outlets": ("network.show_outlet", "outlet_id"),
    "people": ("network.show_person", "person_id"),
    "territories": ("network.show_territory", "territory_id"),
    "applicants": ("recruitment.show", "applicant_id"),
    "scorecard_versions": ("recruitment.scorecard_version", "scorecard_version_id"),
    "contracts": ("contracts.show", "contract_id"),
    "approvals": ("contracts.show_approval", "approval_id"),
    "obligations": ("contracts.show_obligation", "obligation_id"),
    "duties": ("contracts.show_duty", "duty_id"),
    "notices": ("contracts.show_notice", "notice_id"),
    "library_clauses": ("contracts.show_clause", "clause_id"),
    "contract_templates": ("contracts.show_template", "template_id"),
    "invoices": ("fees.show_invoice", "invoice_id"),
    "sales_reports": ("fees.show_report", "sales_report_id"),
    "sales_audits": ("fees.show_sales_audit", "sales_audit_id"),
    "payments": ("fees.show_payment", "payment_id"),
    "disputes": ("disputes.show", "dispute_id"),
    "refunds": ("fees.show_refund", "refund_id"),
    "bank_entries": ("fees.show_bank_entry", "line_id"),
    "fee_plans": ("fees.show_plan", "plan_id"),
    "plan_versions": ("fees.show_plan_version", "plan_version_id"),
    "fee_simulations": ("fees.show_simulation", "simulation_id"),
    "dunning_letters": ("dunning.show_letter", "letter_id"),
    "fund_budgets": ("fund.show_budget", "budget_id"),
    "fund_spendings": ("fund.show_spending", "spending_id"),
    "fund_balances": ("fund.show_balance", "balance_id"),
    "fund_receipts": ("fund.show_receipt", "fund_receipt_id"),
    "fund_statements": ("fund.show_statement", "statement_id"),
    "payment_plans": ("dunning.show_plan", "payment_plan_id"),
    "late_charges": ("dunning.show_late_charge", "late_charge_id"),
    "mandates": ("fees.show_mandate", "mandate_id"),
    "debit_runs": ("fees.show_debits", "debit_run_id"),
    "relief_requests": ("benefit.show_relief", "relief_id"),
    "purchase_savings": ("benefit.show_saving", "saving_id"),
    "benefit_files": ("benefit.show_file", "file_id"),
    "report_runs": ("reports.show_run", "run_id"),
    "jobs": ("jobs.show", "job_id"),
    "mail_messages": ("mail.show", "message_id"),
}

ACCOUNT_MENU = (
    Item(N_("Preferences"), "accounts.preferences", P.ACCOUNTS_OWN_MANAGE),
    Item(N_("Password"), "accounts.password", P.ACCOUNTS_OWN_MANAGE),
    Item(N_("Where you are signed in"), "accounts.sessions", P.ACCOUNTS_OWN_MANAGE),
)


@dataclass(frozen=True, slots=True)
class Features:
    """What the frame of a page asks the features for."""

    navigation: Navigation
    network: Callable[[], Any]
    organisation: Callable[[Actor], str | None]
    set_clock: Callable[[], None]
    """Jobs and commands call it at the start of their work, requests before each view."""


def init_app(app: Flask) -> None:
    """Register everything, in an order that can be read."""
    app.extensions["features"] = Features(
        navigation=Navigation(
            NAVIGATION, phone=PHONE, account=ACCOUNT_MENU, sign_out="accounts.sign_out"
        ),
        network=_network,
        organisation=_organisation,
        set_clock=_set_clock,
    )
    for name in TABLES:
        importlib.import_module(f"franchise_portal.{name}.models")
    for name, enumeration in ACTIONS:
        actions.register(getattr(_module(name), enumeration))
    actions.register_pages(SUBJECT_PAGES)
    kinds = _gathered(REPORT_KINDS)
    report_kinds.init_app(app, kinds)
    job_words.register_things({kind.slug: kind.title for kind in kinds})
    _install_additions(app)
    sign_in_machinery.init_app(app)

    # After the machinery has recognised who is there, and read the network on the way.
    @app.before_request
    def set_clock() -> None:
        if request.endpoint != "static":
            _set_clock()

    for name, attribute, prefix in BLUEPRINTS:
        app.register_blueprint(getattr(_module(name), attribute), url_prefix=prefix or None)
    for name in JOB_MODULES:
        _module(name)


def _install_additions(app: Flask) -> None:
    modules = [_module(name) for name in ADDITIONS]
    on_network = [module.ADDITIONS for module in modules]
    on_contracts = [panel for module in modules for panel in getattr(module, "CONTRACT_PANELS", ())]
    network_additions.install(app, on_network)
    contract_additions.install(app, on_contracts)
    recruitment_additions.install(app, _gathered(OUTCOMES))
    contract_additions.install_acts(
        app, [act for module in modules for act in getattr(module, "CONTRACT_ACTS", ())]
    )
    for name, attribute in AUTHORITY_ACTS:
        authority_acts.register(getattr(_module(name), attribute))
    fulfilment.install(_gathered(DUTY_FACTS))
    owed_to_all.install(_gathered(OWED_TO_ALL))
    contests.install(app, _gathered(CONTESTS))
    holds.install(_gathered(HOLDS))
    turns.install(_gathered(TURNS))
    promises.install(app, _gathered(PROMISES))
    agreed_days.install(app, _gathered(AGREED_DAYS))
    paying_before.install(app, _gathered(PAYING_BEFORE))
    later_days.install(app, _gathered(LATER_DAYS))
    further_books.install([getattr(_module(name), attribute) for name, attribute in FURTHER_BOOKS])
    receipts.install(_gathered(RECEIPTS))
    reckoning.install([getattr(_module(name), attribute) for name, attribute in RECKONINGS])
    contract_additions.install_parts(app, _gathered(TERM_PARTS))


def _network() -> Any:  # noqa: ANN401 - the columns of network.models.Network, or None
    if "network_row" not in g:
        g.network_row = g.user.network if "user" in g else network_queries.network_facts()
    return g.network_row


def _organisation(_actor: Actor) -> str | None:
    # Read together with the session, so that a page pays no query for it.
    return g.user.business or None


def _set_clock() -> None:
    network = _network()
    if network is not None:
        clock.set_network(zone=network.zone, stands_on=network.stands_on)


def _gathered(table: Iterable[tuple[str, str]]) -> list[Any]:
    """What the modules of a table offer under their names, all in one list."""
    return [one for name, attribute in table for one in getattr(_module(name), attribute)]


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"franchise_portal.{name}")

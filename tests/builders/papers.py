"""One of each paper, made by hand, with lists as long as a test wants them.

A line of a list says which list it is of and its place in it, so that a test finds it again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from franchise_portal.contracts import law_words
from franchise_portal.contracts.queries.filing import FilingDraft
from franchise_portal.contracts.reports.filing import FilingDocument
from franchise_portal.contracts.reports.health import HealthDocument, HealthWords
from franchise_portal.contracts.reports.letters import Letter, LetterDocument, Section
from franchise_portal.contracts.rules.filing import FilingState, RegionYear
from franchise_portal.fees.reports.documents import Entry, Open, Paid, PayTo
from franchise_portal.fees.reports.invoice_documents import (
    Invoice,
    InvoiceDocument,
    PartyWords,
    Sum,
)
from franchise_portal.fees.reports.network_documents import (
    AccountRow,
    NetworkDocument,
    NetworkReport,
    PartRow,
)
from franchise_portal.recruitment.reports.documents import (
    AssessmentDocument,
    AssessmentReport,
    BandRow,
    CalibrationDocument,
    CalibrationReport,
    Opinion,
    OutcomeSection,
    Talk,
)
from franchise_portal.reports.documents import Issuer, Margin
from tests.builders import statements
from tests.builders.statements import eur

ISSUER = Issuer(name="Tamberley Bakehouse", address="4 Orchard Row, Northhaven")
MARGIN = Margin(number="A paper made by hand", legal="Tamberley Bakehouse. Not for anybody.")
DAY = date(2026, 11, 2)


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper: its template, its style sheets, and how one is made."""

    template: str
    stylesheets: tuple[str, ...]
    lists: tuple[str, ...]
    """What its lists that may be long are called in their lines."""
    make: Callable[[int], object]


def lines(name: str, count: int) -> tuple[str, ...]:
    """So many lines of a list."""
    return tuple(f"{name} line {place}" for place in range(count))


def statement(count: int) -> object:
    """A statement with so many open parts, steps of the summary, and payments."""
    whole = statements.alder()
    [account] = whole.statement.accounts
    account = replace(
        account,
        split=tuple(
            Open(kind="Not yet due", words=words, amount=eur("10.00"))
            for words in lines("Open", count)
        ),
        summary=tuple(Entry(words=words, amount=eur("10.00")) for words in lines("Step", count)),
        payments=tuple(
            Paid(received_on=DAY, words=words, amount=eur("−10.00"))
            for words in lines("Payment", count)
        ),
    )
    return replace(whole, statement=replace(whole.statement, accounts=(account,)))


def invoice(count: int) -> object:
    """An invoice with so many sums, and so many accounts to pay into."""
    party = PartyWords(name="Tamberley Bakehouse", lines=("4 Orchard Row", "Northhaven"))
    return InvoiceDocument(
        issuer=ISSUER,
        margin=MARGIN,
        invoice=Invoice(
            number="INV-2026-00117",
            title="Invoice",
            total=eur("7,670.20"),
            total_words="Invoice, October 2026",
            due_words="by 15 November 2026",
            currency_symbol="€",
            buyer=replace(party, name="Alder & Daughters"),
            seller=party,
            issued_on=DAY,
            period="1 to 31 October 2026",
            outlets=("Riverside Market", "Station Arcade"),
            contracts=("CT-2024-0118",),
            sums=tuple(Sum(words=words, amount=eur("10.00")) for words in lines("Sum", count)),
            tax_words="No tax is charged.",
            pay_to=tuple(
                PayTo(name=words, number="XX21 4400", reference="R", amount=eur("10.00"))
                for words in lines("Account", count)
            ),
            pay_words="Each account has its own reference.",
            parts=statements.alder().statement.accounts[0].parts,
            fund=statements.alder().statement.accounts[0].fund,
        ),
    )


def network(count: int) -> object:
    """A network report with so many brands and regions."""
    none = eur("0")
    parts = {
        name: tuple(
            PartRow(name=words, count=3, amount=eur("10.00"), change="+1.0%", share="2.0%")
            for words in lines(name, count)
        )
        for name in ("Brand", "Region")
    }
    return NetworkDocument(
        issuer=ISSUER,
        margin=MARGIN,
        report=NetworkReport(
            month="2026-10",
            facts=(("Month", "October 2026"), ("Outlets", "120")),
            headline="Sales of the network, October 2026",
            currency_symbol="€",
            sales=eur("69,500.00"),
            change_words="up 82.9% on October 2025",
            split=(Open(kind="Charged", words="this month", amount=eur("7,670.20")),),
            chart=statements.sales(),
            chart_note="Net of tax and refunds.",
            brands=parts["Brand"],
            regions=parts["Region"],
            fees=(PartRow(name="Royalty", count=2, amount=eur("5,708.40"), share="6.0%"),),
            fund=(),
            late=(),
            late_more=0,
            missing=(),
            missing_more=0,
            best=(),
            worst=(),
            accounts=(),
            accounts_total=AccountRow(
                code="",
                name="Together",
                other="",
                outlets=0,
                sales=none,
                charged=none,
                paid=none,
                balance=none,
                is_late=False,
            ),
            accounts_more=0,
        ),
    )


def assessment(count: int) -> object:
    """An assessment whose assessor noted so many things, and three interviews in paragraphs."""
    return AssessmentDocument(
        issuer=ISSUER,
        margin=MARGIN,
        report=AssessmentReport(
            reference="AP-2026-0007",
            name="Ana Lindqvist",
            name_other="",
            facts=(("Stage", "Assessment done"), ("Place", "Northhaven")),
            headline="2 assessors",
            mean="3.70",
            beside_mean="of 5",
            hard_fails=lines("Fail", min(count, 6)),
            scorecard="Scorecard, version 1",
            assessors=(),
            rows=(),
            totals=(),
            agreement="",
            differences=(),
            opinions=(
                Opinion(
                    assessor="Dora",
                    submitted="1 November",
                    result="3.70",
                    summary="Careful, and liked by her staff.",
                    notes=tuple((words, "because of what she said") for words in lines("N", count)),
                ),
            ),
            expectation=tuple((words, "as she wrote") for words in lines("Hope", count)),
            interviews=(
                Talk(
                    when="20 October",
                    who="Dora",
                    learned=". ".join(lines("Learned", count)),
                    concluded=". ".join(lines("Concluded", count)),
                    decided="To go on.",
                ),
            ),
            references=(),
            decisions=(),
            deposit="",
        ),
    )


def calibration(count: int) -> object:
    """A calibration with so many bands in each of two outcomes."""
    return CalibrationDocument(
        issuer=ISSUER,
        margin=MARGIN,
        report=CalibrationReport(
            headline="Franchisees that were assessed before they signed",
            count="24",
            facts=(("As of", "2 November 2026"),),
            sections=tuple(
                OutcomeSection(
                    title=name,
                    explained="A share of the months.",
                    verdict="Better scores went with better months.",
                    rows=tuple(
                        BandRow(label=words, cases="6", outcome="80%")
                        for words in lines(name, count)
                    ),
                )
                for name in ("Punctual", "Selling")
            ),
            outcome_labels=(),
            cases=(),
        ),
    )


def letter(count: int) -> object:
    """The letter of a notice with so many paragraphs, and an answer as long."""
    return LetterDocument(
        issuer=ISSUER,
        margin=MARGIN,
        letter=Letter(
            kind="Notice of default",
            title="Evidence of insurance",
            to=("Alder & Daughters", "Northhaven"),
            facts=(("Number", "CT-2026-0118-N1"), ("Please answer by", "12 November 2026")),
            sections=(
                Section(title="What has happened", paragraphs=lines("Fact", count)),
                Section(title="Why it matters", paragraphs=lines("Reason", count)),
            ),
            answer=". ".join(lines("Answer", count)),
            skipped="",
            given="Given by Hanna on 2 November 2026.",
            disclaimer="Not legal advice.",
        ),
    )


def health(count: int) -> object:
    """A health check with so many findings, and outlets without a contract."""
    return HealthDocument(
        issuer=ISSUER,
        margin=MARGIN,
        health=HealthWords(
            on=DAY,
            examined=count,
            sound=0,
            counts=tuple((words, 3) for words in lines("Finding", count)),
            patients=(),
            unlisted=0,
            uncovered=tuple(("TL", words, "Alder") for words in lines("Outlet", count)),
            uncovered_count=count,
            disclaimers=(),
        ),
    )


def filing(count: int) -> object:
    """A filing draft with so many particulars of the franchisor."""
    return FilingDocument(
        issuer=ISSUER,
        margin=MARGIN,
        title="Filing draft for 2026",
        draft=FilingDraft(
            year=2026,
            on=DAY,
            disclaimer="",
            report_due_on=None,
            report_state=FilingState.DUE,
            rows=(),
            total=RegionYear(region=""),
            cases=(),
            cases_count=0,
            first_contract="",
            first_signed_on=None,
            first_due_on=None,
            items=(),
            changes=(),
            rules=(),
        ),
        registration=tuple(("Particular", words) for words in lines("Particular", count)),
        words=law_words,
    )


_STATEMENT = "css/pdf/statement.css"
_CONTRACT = (_STATEMENT, "css/pdf/contract.css")
_ASSESSMENT = (_STATEMENT, "css/pdf/assessment.css")
PAPERS = {
    "statement": Paper(
        "fees/pdf/statement.html", (_STATEMENT,), ("Open", "Step", "Payment"), statement
    ),
    "invoice": Paper("fees/pdf/invoice.html", (_STATEMENT,), ("Sum", "Account"), invoice),
    "network report": Paper(
        "fees/pdf/network.html",
        (_STATEMENT, "css/pdf/network.css"),
        ("Brand", "Region"),
        network,
    ),
    "assessment": Paper(
        "recruitment/pdf/assessment.html",
        _ASSESSMENT,
        ("N", "Hope", "Learned", "Concluded"),
        assessment,
    ),
    "calibration": Paper(
        "recruitment/pdf/calibration.html", _ASSESSMENT, ("Punctual", "Selling"), calibration
    ),
    "letter": Paper(
        "contracts/notices/pdf/letter.html", _CONTRACT, ("Fact", "Reason", "Answer"), letter
    ),
    "health check": Paper("contracts/pdf/health.html", _CONTRACT, ("Finding", "Outlet"), health),
    "filing draft": Paper("contracts/events/pdf/filing.html", _CONTRACT, ("Particular",), filing),
}

"""The statement: from the month's facts to finished words, and their place on the page."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from franchise_portal.database import db
from franchise_portal.fees.queries.statements import statement_of
from franchise_portal.fees.reports import statement
from franchise_portal.fees.reports.documents import Group, Row
from franchise_portal.fees.reports.lines import OUTLETS_IN_FULL, fee_groups, in_tables
from franchise_portal.kit import clock
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from franchise_portal.reports import renderer, writing
from tests.builders import statements
from tests.builders.fees import OCTOBER, a_dollar_outlet, a_plan, a_report, assess, give_plan, pay
from tests.support import golden

HERE = Path(__file__).parent / "golden"
MINUS = "−"

TIERED = {
    "name": "royalty",
    "clause": "6.1",
    "basis": "net_sales",
    "deduct": ["sales_tax", "refunds", "discounts"],
    "discount_cap": "0.02",
    "method": "marginal",
    "tiers": [
        {"up_to": "30000", "rate": "0.06"},
        {"up_to": "60000", "rate": "0.05"},
        {"rate": "0.04"},
    ],
    "minimum": "1500",
    "maximum": "2900",
}
FUND = {
    "name": "advertising fund",
    "clause": "6.3",
    "basis": "net_sales",
    "deduct": ["sales_tax", "refunds", "discounts"],
    "discount_cap": "0.02",
    "method": "percent",
    "rate": "0.02",
    "fund": True,
}


def built(network, code="F-001", language="en", month=OCTOBER):
    with writing.speaking(language, "Europe/Berlin"):
        return statement.build(month, network.franchisees[code].id).statement


def account(network, code="F-001", language="en", month=OCTOBER):
    """The one account of a statement in one currency."""
    [found] = built(network, code, language, month).accounts
    return found


def facts_of(network, code):
    """The facts that a statement in one currency is built from."""
    [found] = statement_of(network.franchisees[code].id, OCTOBER).accounts
    return found


def rows(group):
    return [(row.words, row.base, row.rate, row.amount) for row in group.rows]


@pytest.fixture
def tiered(network):
    contract = network.contracts["CT-F-001-TL"]
    give_plan(contract, a_plan(TIERED, FUND))
    db.session.commit()
    return network


class TestPage:
    def test_it_reads_as_it_was_approved(self, app):
        with writing.speaking("en", "Europe/Berlin"):
            html = writing.html_of("fees/pdf/statement.html", statements.alder(), "en")
        golden.check(HERE / "statement.html", html)

    @pytest.mark.parametrize(
        ("language", "words"), [("zh_Hans", "逐项说明"), ("zh_Hant", "逐項說明")]
    )
    def test_it_speaks_the_language_of_who_receives_it(self, app, language, words):
        with writing.speaking(language, "Europe/Berlin"):
            html = writing.html_of("fees/pdf/statement.html", statements.alder(), language)
        assert words in html
        assert "Every line, explained" not in html


class TestLines:
    def test_an_outlet_is_explained_from_sales_to_amount(self, tiered):
        a_report(
            tiered.outlets["TL-001"], gross="80000", sales_tax="5000", discounts="3000",
            reported_by_name="Ana Doyle",
        )  # fmt: skip
        assess()
        outlet, total = account(tiered).parts[0]
        assert outlet.title == "Quay House"
        assert outlet.note == "reported by Ana Doyle, 2 November"
        assert rows(outlet) == [
            ("Gross sales", "80,000.00", "", ""),
            ("Less sales tax", f"{MINUS}5,000.00", "", ""),
            ("Less discounts, at most 2% of sales", f"{MINUS}1,600.00", "", ""),
            ("Net sales", "73,400.00", "", ""),
            ("First 30,000.00", "30,000.00", "6%", "1,800.00"),
            ("From 30,000.00 to 60,000.00", "30,000.00", "5%", "1,500.00"),
            ("Above 60,000.00", "13,400.00", "4%", "536.00"),
            ("Minimum 1,500.00, already reached", "", "", "0.00"),
            ("Maximum 2,900.00: the rest is not charged", "", "", f"{MINUS}936.00"),
            ("Royalty", "73,400.00", "3.95%", "2,900.00"),
        ]
        assert rows(total) == [("Fees for October 2026", "", "", "2,900.00")]

    def test_a_minimum_says_what_was_missing(self, tiered):
        a_report(tiered.outlets["TL-001"], gross="10000")
        assess()
        outlet, _ = account(tiered).parts[0]
        assert ("Minimum 1,500.00: the missing 900.00", "", "", "900.00") in rows(outlet)
        assert outlet.rows[-1].amount == "1,500.00"

    def test_a_plain_rate_is_one_row_and_a_flat_fee_stands_with_the_others(self, october):
        first, second, other = account(october).parts[0]
        assert [row.words for row in first.rows][-2:] == [
            "Minimum 900.00, already reached", "Royalty",
        ]  # fmt: skip
        assert second.rows[-1].amount == "900.00"
        assert rows(other)[:2] == [
            ("Technology, Quay House", "", "", "250.00"),
            ("Technology, Mill Lane", "", "", "250.00"),
        ]
        assert other.title == "Other fees"

    def test_the_fund_stands_apart_with_its_own_sum(self, october):
        [fund] = account(october).fund
        assert [row.words for row in fund.rows] == [
            "Quay House", "Mill Lane", "To the fund for October 2026",
        ]  # fmt: skip
        assert fund.rows[-1].amount == "1,010.00"

    def test_weekly_reports_are_one_row_each(self, tiered):
        for week, gross in (("2026-W41", "20000"), ("2026-W42", "30000")):
            a_report(tiered.outlets["TL-001"], week, gross)
        assess()
        outlet, _ = account(tiered).parts[0]
        assert [row.words for row in outlet.rows] == [
            "Royalty, 5 to 11 October", "Royalty, 12 to 18 October", "Royalty",
        ]  # fmt: skip
        assert "below the minimum" in outlet.rows[0].note

    def test_of_very_many_outlets_only_the_totals_are_printed(self, october):
        outlets = facts_of(october, "F-001").outlets * (OUTLETS_IN_FULL // 2 + 1)
        with writing.speaking("en", "Europe/Berlin"):
            [group] = fee_groups(outlets, Money(0, "EUR"), "2026-10")
        assert len(group.rows) == len(outlets) + 1
        assert group.rows[0].amount == "3,220.00"

    def test_long_tables_are_cut_between_groups(self):
        groups = [Group(rows=(Row(words="x"),) * 50, title=str(n)) for n in range(5)]
        assert [[group.title for group in table] for table in in_tables(groups)] == [
            ["0", "1"], ["2", "3"], ["4"],
        ]  # fmt: skip

    def test_each_clause_is_quoted_once(self, october):
        quoted = account(october).clauses
        assert [clause.number for clause in quoted] == ["6.1", "6.3", "6.5"]


class TestSummary:
    def test_it_leads_from_the_opening_to_the_closing_balance(self, october):
        made = account(october)
        opening, charges, payments, closing, *_since = made.summary
        assert closing.words == "Closing balance, 31 October"
        assert opening.amount + charges.amount + payments.amount == closing.amount
        assert charges.note.startswith("fees ")

    def test_a_payment_after_the_month_leads_on_to_what_is_due(self, october):
        made = account(october)
        closing, since, now = made.summary[-3:]
        assert (since.words, since.note) == ("Received since", "up to 2 November 2026")
        assert since.amount == -Money.parse("1000", "EUR")
        assert (now.words, now.amount) == ("Due now", made.due)
        assert closing.amount + since.amount == now.amount
        assert [entry.is_sum for entry in made.summary] == [False] * 3 + [True, False, True]

    def test_where_nothing_came_since_the_closing_balance_is_the_last_word(self, october):
        made = account(october, "F-002")
        assert made.summary[-1].words == "Closing balance, 31 October"
        assert made.summary[-1].amount == made.due

    def test_what_is_late_stands_in_red_before_what_is_not_due(self, october):
        december = Period.parse_month("2026-12")
        a_report(october.outlets["TL-001"], "2026-12", "30000")
        with clock.fixed(datetime(2027, 1, 2, 12, tzinfo=UTC)):
            assess("2026-12")
            made = account(october, month=december)
        assert [entry.is_late for entry in made.split] == [True, True, False]
        assert made.split[-1].words == "Charges for December 2026"
        assert made.ages[0] == made.split[-1].amount

    def test_paying_too_much_leaves_a_credit(self, october):
        pay(october.franchisees["F-002"], "5000.00")
        made = account(october, "F-002")
        assert "your credit" in made.due_words
        assert made.due_by_words == "It settles your next invoice."
        assert made.pay_to == ()

    def test_each_book_has_its_account_and_reference(self, october):
        made = account(october, "F-002")
        assert [to.reference[-2:] for to in made.pay_to] == ["-F", "-A"]

    def test_a_franchisee_without_charges_still_gets_one(self, october):
        a_report(october.outlets["TL-001"], "2026-11", "30000")
        assess("2026-11")
        made = built(october, "F-002", month=Period.parse_month("2026-11"))
        assert made.accounts[0].parts == ()
        assert made.accounts[0].fund == ()
        assert made.outlets == ("Canal Street",)


class TestCurrencies:
    @pytest.fixture
    def both(self, october):
        """Omar owes euros for two outlets and dollars for a third."""
        a_report(a_dollar_outlet(october), gross="30000", currency="USD")
        assess()
        db.session.commit()
        return october

    def test_each_has_its_own_summary_lines_payments_and_way_to_pay(self, both):
        euros, dollars = built(both).accounts
        assert (euros.currency, dollars.currency) == ("euros", "US dollars")
        assert dollars.due_words == "Statement of account in US dollars, October 2026: amount due"
        assert [str(entry.amount) for entry in dollars.summary] == [
            "0.00 USD", "2400.00 USD", "0.00 USD", "2400.00 USD",
        ]  # fmt: skip
        assert [to.amount.currency for to in euros.pay_to] == ["EUR", "EUR"]
        assert [str(to.amount) for to in dollars.pay_to] == ["1800.00 USD", "600.00 USD"]
        assert dollars.parts[0][0].title == "Harbour Hall"
        assert [clause.number for clause in dollars.clauses] == ["6.1", "6.3"]

    def test_the_pages_name_every_currency_and_add_none_to_another(self, both):
        text = pdf_text(both)
        assert "Amounts in euros, US dollars, each by itself." in text
        for words in ("In euros", "In US dollars", "Summary, in US dollars", "Harbour Hall"):
            assert words in text
        owed = [one.due.minor for one in built(both).accounts]
        assert f"{sum(owed) / 100:,.2f}" not in text

    def test_a_statement_in_one_currency_says_it_once(self, october):
        text = pdf_text(october)
        assert "All amounts in euros." in text
        assert "Summary, in" not in text


def pdf_text(network):
    """The words of Omar's PDF, as a reader finds them."""
    with writing.speaking("en", "Europe/Berlin"):
        document = statement.build(OCTOBER, network.franchisees["F-001"].id)
        html = writing.html_of("fees/pdf/statement.html", document, "en")
    pdf = PdfReader(BytesIO(renderer.engine().write(html, ("css/pdf/statement.css",)).data))
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


class TestNames:
    def test_each_reader_sees_the_name_in_their_script_first(self, october):
        made = built(october, "F-002", "zh_Hans")
        assert (made.franchisee, made.franchisee_local) == ("奥尔加商贸", "Olga Trading")
        made = built(october, "F-002", "en")
        assert (made.franchisee, made.franchisee_local) == ("Olga Trading", "奥尔加商贸")

    def test_days_and_months_are_said_in_the_language(self, october):
        assert built(october, language="en").period == "1 to 31 October 2026"
        assert built(october, language="zh_Hant").period == "2026年10月1日至31日"

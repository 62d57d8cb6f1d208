"""A statement made by hand: the one that the design was drawn with."""

from datetime import date
from decimal import Decimal

from franchise_portal.fees.reports.documents import (
    Account,
    Entry,
    Group,
    Open,
    Paid,
    PayTo,
    Quote,
    Row,
    Statement,
    StatementDocument,
)
from franchise_portal.kit.money import Money
from franchise_portal.reports.documents import Issuer, Margin
from franchise_portal.web.charts import SHEET, Bar, Chart, Emphasis, bar_chart

MINUS = "−"
RIVERSIDE = (
    68620, 82060, 61390, 62480, 67490, 68750, 71130, 71650, 65960, 64040, 70020, 79294,
    71300, 85620, 63150, 64760, 69720, 71450, 74480, 74920, 69080, 66940, 73400, 84210,
)  # fmt: skip
ARCADE = (0,) * 17 + (6450, 12700, 14400, 14980, 13700, 15640, 13880)


def eur(text: str) -> Money:
    negative = text.startswith(MINUS)
    amount = Money.parse(text.removeprefix(MINUS).replace(",", ""), "EUR")
    return -amount if negative else amount


def sales() -> Chart:
    bars = []
    for place, (first, second) in enumerate(zip(RIVERSIDE, ARCADE, strict=True)):
        label, figure, note, emphasis = "", "", "", Emphasis.PLAIN
        if place == 0:
            label = "Nov 2024"
        if place == 11:
            label, figure, emphasis = "Oct 2025", "79,294", Emphasis.BEFORE
        if place == 17:
            note = "Station Arcade opens"
        if place == 23:
            label, figure, emphasis = "Oct 2026", "98,090", Emphasis.NOW
        parts = (Decimal(first), Decimal(second)) if second else (Decimal(first),)
        bars.append(Bar(parts, label, figure, note, emphasis))
    return bar_chart(
        bars, size=SHEET, tick=lambda value: f"{value:,.0f}", alt="Sales over 24 months"
    )


def _outlet(name: str, base: tuple[str, ...], tiers: tuple[Row, ...], total: Row) -> Group:
    gross, tax, refunds, net, to_date = base
    return Group(
        title=name,
        note="reported by Ana Doyle, 1 November",
        rows=(
            Row(words="Gross sales", clause="7.1", base=gross, style="muted tight"),
            Row(words="Less sales tax", clause="7.1(a)", base=tax, style="muted tight"),
            Row(words="Less refunds", clause="7.1(b)", base=refunds, style="muted"),
            Row(words="Royalty base", clause="7.1", base=net, to_date=to_date, style="last"),
            *tiers,
            total,
        ),
    )


def alder(names: dict[str, str] | None = None) -> StatementDocument:
    """Alder & Daughters, October 2026; `names` replaces texts, for a preview with Han names."""
    said = names or {}
    say = lambda text: said.get(text, text)  # noqa: E731 - as short as gettext
    issuer = Issuer(
        name=say("Tamberley Bakehouse"),
        address=say("4 Orchard Row, Northhaven"),
        email="statements@tamberley.example",
    )
    lines = (
        _outlet(
            say("Riverside Market"),
            ("90,546.08", "−5,923.58", "−412.50", "84,210.00", "762,459.00"),
            (
                Row(
                    words="First 40,000.00",
                    clause="7.2",
                    base="40,000.00",
                    rate="6%",
                    amount="2,400.00",
                ),
                Row(
                    words="Next 40,000.00",
                    clause="7.2",
                    base="40,000.00",
                    rate="5%",
                    amount="2,000.00",
                ),
                Row(
                    words="Above 80,000.00",
                    clause="7.2",
                    base="4,210.00",
                    rate="4%",
                    amount="168.40",
                ),
                Row(
                    words="Minimum 900.00, already reached",
                    clause="7.2",
                    amount="0.00",
                    style="muted last",
                ),
            ),
            Row(
                words="Royalty",
                base="84,210.00",
                rate="5.43%",
                amount="4,568.40",
                to_date="42,067.00",
                style="sum",
            ),
        ),
        _outlet(
            say("Station Arcade"),
            ("14,954.32", "−978.32", "−96.00", "13,880.00", "89,240.00"),
            (
                Row(
                    words="First 40,000.00",
                    clause="7.2",
                    base="13,880.00",
                    rate="6%",
                    amount="832.80",
                ),
                Row(
                    words="Minimum 900.00: the missing 67.20",
                    clause="7.2",
                    amount="67.20",
                    style="last",
                ),
            ),
            Row(
                words="Royalty",
                base="13,880.00",
                rate="6.48%",
                amount="900.00",
                to_date="5,947.20",
                style="sum",
            ),
        ),
        Group(
            title="Other fees",
            rows=(
                Row(
                    words="Technology, Riverside Market",
                    clause="9.2",
                    amount="120.00",
                    to_date="1,200.00",
                ),
                Row(
                    words="Technology, Station Arcade",
                    clause="9.2",
                    amount="120.00",
                    to_date="840.00",
                    style="last",
                ),
                Row(words="Fees for October", amount="5,708.40", to_date="50,054.20", style="sum"),
            ),
        ),
    )
    fund = Group(
        rows=(
            Row(
                words=say("Riverside Market"),
                clause="8.1",
                base="84,210.00",
                rate="2%",
                amount="1,684.20",
                to_date="15,249.18",
            ),
            Row(
                words=say("Station Arcade"),
                clause="8.1",
                base="13,880.00",
                rate="2%",
                amount="277.60",
                to_date="1,784.80",
                style="last",
            ),
            Row(
                words="To the fund for October", amount="1,961.80", to_date="17,033.98", style="sum"
            ),
        )
    )
    account = Account(
        currency="euros",
        currency_symbol="€",
        due=eur("8,990.20"),
        due_words="Statement of account, October 2026: amount due",
        due_by_words="by 15 November 2026",
        split=(
            Open(
                kind="Overdue",
                words="September’s advertising fund, due 15 October",
                amount=eur("1,320.00"),
                is_late=True,
            ),
            Open(kind="Not yet due", words="October’s charges", amount=eur("7,670.20")),
        ),
        summary=(
            Entry(
                words="Opening balance, 1 October",
                note="September’s statement",
                amount=eur("7,399.48"),
            ),
            Entry(
                words="Charges",
                note="fees 5,708.40, advertising fund 1,961.80",
                amount=eur("7,670.20"),
            ),
            Entry(words="Payments", note="2 transfers, thank you", amount=eur("−6,079.48")),
            Entry(
                words="Closing balance, 31 October",
                amount=eur("8,990.20"),
                is_sum=True,
            ),
        ),
        sales=sales(),
        sales_note="Net of tax and refunds, both outlets. October is up 23.7% on last year. "
        "The lighter part is Station Arcade.",
        pay_to=(
            PayTo(
                name="Tamberley, fees",
                number="XX21 4400 0117 2026 02",
                reference="ST-2026-10-F-117-F",
                amount=eur("5,708.40"),
            ),
            PayTo(
                name="Advertising fund",
                number="XX84 4400 0117 2026 77",
                reference="ST-2026-10-F-117-A",
                amount=eur("3,281.80"),
            ),
        ),
        lines_note="Clauses refer to contract CT-2024-0118. Year to date is January to October.",
        parts=(lines,),
        fund=(fund,),
        clauses=(
            Quote(
                number="7.2",
                title="Royalty",
                words="The Franchisee pays 6% of the first 40,000.00 of monthly net sales, 5% of "
                "the next 40,000.00 and 4% of what is above, at least 900.00 for each outlet.",
            ),
            Quote(
                number="8.1",
                title="Advertising fund",
                words="The Franchisee contributes 2% of net sales to the advertising fund, which "
                "is held apart and spent as its committee decides.",
            ),
            Quote(
                number="9.2",
                title="Technology",
                words="Each outlet pays 120.00 a month for till, portal and support.",
            ),
        ),
        payments=(
            Paid(received_on=date(2026, 10, 14), words="September’s fees", amount=eur("−5,511.40")),
            Paid(
                received_on=date(2026, 10, 29),
                words="September’s advertising fund, part",
                amount=eur("−568.08"),
            ),
        ),
        ages=(eur("7,670.20"), eur("1,320.00"), eur("0"), eur("0")),
    )
    statement = Statement(
        number="ST-2026-10-F-117",
        month="2026-10",
        period="1 to 31 October 2026",
        issued_on=date(2026, 11, 2),
        franchisee=say("Alder & Daughters"),
        outlets=(say("Riverside Market"), say("Station Arcade")),
        contracts=("CT-2024-0118",),
        dispute_words="Any line, until 30 November 2026: open it in the portal and choose "
        "“Dispute this line”, or write to statements@tamberley.example and name "
        "the statement and the line. The other lines stay due.",
        accounts=(account,),
    )
    margin = Margin(
        number="Statement ST-2026-10-F-117, October 2026",
        legal=f"{issuer.name}, {issuer.address}. Not a tax invoice. All amounts in euro.",
    )
    return StatementDocument(issuer=issuer, margin=margin, statement=statement)

"""The style guide: every component once, under the name of its macro, with made-up people and sums.

The samples are data, not messages; they are not translated.
"""

from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, render_template
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.widgets import CheckboxInput, ListWidget

from ..access.guards import requires
from ..access.permissions import Permission
from . import charts
from .forms import Form
from .paging import Page

bp = Blueprint("styleguide", __name__)


class SampleForm(Form):
    """One field of each kind."""

    subject = StringField("Subject", [validators.InputRequired()])
    gross = StringField("Gross sales, September", [validators.InputRequired()])
    deposit = StringField("Deposit")
    opened_on = DateField("Opened on", [validators.Optional()])
    region = SelectField("Region", choices={"north": "North", "harbour": "Harbour"})
    words = TextAreaField("What happened", [validators.Optional()])
    sales = FileField("Sales file")
    keep = BooleanField("Keep me signed in on this device")
    outlet = RadioField(
        "Outlet", choices={"RM": "Riverside Market", "SA": "Station Arcade"}, default="RM"
    )
    vote = RadioField("How do you vote?", choices={"for": "For", "abstain": "Abstain"})
    roles = SelectMultipleField(
        "Roles",
        choices={"finance": "Finance", "audit": "Auditor"},
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )


@dataclass(frozen=True, slots=True)
class Samples:
    """What the specimens show."""

    form: SampleForm
    page: Page[str]
    sales: charts.Chart
    year: charts.Chart
    saving: charts.Chart
    votes: charts.Chart
    rising: charts.Chart
    falling: charts.Chart


@bp.get("/styleguide")
@requires(Permission.WEB_STYLEGUIDE_READ)
def index() -> str:
    """Show every component."""
    return render_template("styleguide/index.html", samples=samples())


def samples() -> Samples:
    """Fixed figures, so that two pictures of this page are the same."""
    return Samples(
        form=_faulty_form(),
        page=Page(rows=["row"] * 20, number=2, size=20, total=131),
        sales=_sales(),
        year=_year(),
        saving=_saving(),
        votes=charts.shares(
            [("success", 14), ("danger", 5), ("neutral", 3)], alt="14 for, 5 against, 3 abstain"
        ),
        rising=charts.sparkline(
            [48, 51, 57, 66, 46, 50, 56, 61, 64, 69, 68, 70], alt="Rising over twelve months"
        ),
        falling=charts.sparkline(
            [97, 96, 98, 97, 95, 96, 94, 95, 93, 91, 90, 87], alt="Falling over twelve months"
        ),
    )


def _faulty_form() -> SampleForm:
    form = SampleForm(formdata=None, data={"gross": "48.21O,50", "deposit": "12,000.00"})
    form.gross.errors = ["Write an amount such as 48210.50"]
    return form


_SALES = (
    (73870, 0), (88640, 0), (66310, 0), (67490, 0), (72900, 0), (74260, 0),
    (76840, 0), (77390, 0), (71250, 0), (69180, 0), (75630, 0), (79294, 0),
    (77020, 0), (92480, 0), (68220, 0), (69940, 0), (75310, 0), (77180, 6960),
    (80450, 13020), (80930, 14680), (74620, 15210), (72300, 13980), (79280, 15840), (84210, 13880),
)  # fmt: skip


def _sales() -> charts.Chart:
    """Two years of a franchisee with a second outlet since April."""
    months = len(_SALES)
    labels = {0: "Nov 2024", months - 13: "Oct 2025", months - 1: "Oct 2026"}
    figures = {months - 13: "79,294", months - 1: "98,090"}
    emphasis = {months - 13: charts.Emphasis.BEFORE, months - 1: charts.Emphasis.NOW}
    bars = [
        charts.Bar(
            amounts=tuple(Decimal(part) for part in parts),
            label=labels.get(index, ""),
            figure=figures.get(index, ""),
            note="Station Arcade opens" if index == months - 7 else "",
            emphasis=emphasis.get(index, charts.Emphasis.PLAIN),
        )
        for index, parts in enumerate(_SALES)
    ]
    return charts.bar_chart(
        bars, size=charts.FULL, tick=lambda amount: f"{amount:,.0f}", alt="Sales over 24 months"
    )


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _year() -> charts.Chart:
    """A year's royalties above their minimum."""
    royalties = (3630, 3495, 3710, 3795, 3900, 4095, 4150, 4020, 3979)
    bars = [
        charts.Bar((amount,), label=_MONTHS[index], emphasis=_now_if(index == len(royalties) - 1))
        for index, amount in enumerate(royalties)
    ]
    return charts.bar_chart(
        bars, size=charts.PANEL, limit=1500, alt="Royalty by month, each above the minimum of 1,500"
    )


def _saving() -> charts.Chart:
    """Savings by month, two of them losses."""
    savings = (310, 355, -62, 284, 301, 412, 388, -140, 296, 447, 468, 470)
    bars = [
        charts.Bar(
            (amount,),
            label=_MONTHS[(index + 10) % 12],
            figure=f"{amount}".replace("-", "\N{MINUS SIGN}"),
            emphasis=_now_if(index == len(savings) - 1),
        )
        for index, amount in enumerate(savings)
    ]
    size = charts.Size(504, 132)
    return charts.bar_chart(bars, size=size, alt="Net purchasing saving by month")


def _now_if(now: bool) -> charts.Emphasis:  # noqa: FBT001 - reads well where it is called
    return charts.Emphasis.NOW if now else charts.Emphasis.PLAIN

"""`franchise-portal contracts dates`: every clock of a contract, from one file and nothing else."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from ..contracts.rules.clocks import Clocks, ContractDates, clocks
from ..contracts.rules.terms_file import HEADLINE, read_terms
from ..kit.errors import BadInput, Problem
from ..kit.i18n import N_
from ..kit.toml_text import LARGEST, read_toml
from ..law import disclaimer
from .manners import polite

#: The clocks in the order in which they are printed, with their words.
DAYS = {
    "ends_on": "Last day of the term",
    "last_possible_end": "Last day after all renewals",
    "notice_from": "Notice not before",
    "notice_until": "Notice in time until",
    "earliest_signing": "Signing possible from",
    "cooling_off_until": "Cooling-off until",
    "filing_until": "Filing until",
    "yearly_report_on": "Yearly report by",
}
MAY_RENEW = (
    "It is not said whether this renews a contract, so the minimum term was not checked. "
    "Write is_renewal = true or false."
)
_NONE = "none"


@click.command("dates")
@click.option(
    "--terms", "path", required=True, type=click.Path(path_type=Path), metavar="TERMS.toml",
    help="The terms.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print it.",
)  # fmt: skip
def command(*, path: Path, form: str) -> None:
    """Print every clock that a contract's terms and the law pack give.

    Needs no database. What a rule does not allow is printed as a finding; it is not an error.
    Not legal advice.

    \b
    TERMS.toml, of which pack, starts_on and term (or ends_on) must be there:
      pack = "cn"                # cn | us-ftc | au | none
      first_contract = true      # the franchisor's first (filing), not a renewal
      disclosed_on = 2026-01-05
      signed_on = 2026-02-10
      starts_on = 2026-03-01
      term = "5 years"           # or ends_on; also "18 months", "90 days", "indefinite"
      term_consent = false       # agreed in writing to a term under the law's minimum
      renewal = { count = 2, each = "5 years", automatic = false }   # or "unlimited"
      notice = { at_least = "6 months", at_most = "12 months" }
      outlets_opening = ["2026-06-01"]

    \b
    And any of: is_renewal, same_terms (true or false), final_agreement_on (a day), cooling_off
    ("15 days"), own_outlets (days), holidays (days, or "country:CN": deadlines then move).

    Example: franchise-portal contracts dates --terms terms.toml --format json
    """  # noqa: D301 - click's mark for a paragraph whose lines stay
    dates = _read(path)
    found = clocks(dates)
    if dates.is_renewal is None and dates.pack.minimum_term:
        click.echo(f"{path}: first_contract: {MAY_RENEW}", err=True)
    output = as_json(found) if form == "json" else as_text(dates, found)
    # As bytes: UTF-8 whatever the terminal's locale is.
    click.echo(output.encode())


def _read(path: Path) -> ContractDates:
    place = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError:
        message, remedy = N_("The file cannot be opened."), N_("Check its name and place.")
        problem = Problem(place, None, None, None, message, remedy)
        raise BadInput(HEADLINE, problems=[problem]) from None
    text = read_toml(data, place=place, headline=HEADLINE)
    return read_terms(text.values, place=place, locate=text.lines.of)


def as_json(found: Clocks) -> str:
    """The clocks as the README's reference promises them."""
    values: dict[str, Any] = {key: _iso(getattr(found, key)) for key in DAYS}
    values["violations"] = [
        {"rule": one.rule, "why": one.why, "possible_from": _iso(one.possible_from)}
        for one in found.violations
    ]
    return json.dumps(values, ensure_ascii=False, indent=2)


def as_text(dates: ContractDates, found: Clocks) -> str:
    """The clocks as people read them."""
    widest = max(len(words) for words in DAYS.values())
    lines = [
        f"{words.ljust(widest)}  {_iso(getattr(found, key)) or _NONE}"
        for key, words in DAYS.items()
    ]
    lines += [f"Not in order, {one.rule}: {one.why}" for one in found.violations]
    lines.append(disclaimer(dates.pack))
    return "\n".join(lines)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


polite(command, "dates")

if __name__ == "__main__":
    command(prog_name="franchise-portal contracts dates")

"""`contracts dates` as a person runs it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from franchise_portal.cli import main
from franchise_portal.cli.contracts_dates import DAYS, command

TERMS = """\
pack = "cn"                      # cn | us-ftc | au | none
first_contract = true            # the franchisor's first (filing), not a renewal
disclosed_on = 2026-01-05
signed_on = 2026-02-10
starts_on = 2026-03-01
term = "5 years"
term_consent = false
renewal = { count = 2, each = "5 years", automatic = false }   # count may be "unlimited"
notice = { at_least = "6 months", at_most = "12 months" }      # before the end
outlets_opening = ["2026-06-01"]
"""


@pytest.fixture
def run(tmp_path):
    """Run the command on the text of a file with terms."""

    def dates(terms=TERMS, *options):
        file = tmp_path / "terms.toml"
        file.write_bytes(terms.encode() if isinstance(terms, str) else terms)
        result = CliRunner().invoke(command, ["--terms", str(file), *options])
        return result.exit_code, result.stdout, result.stderr.replace(f"{tmp_path}/", "")

    return dates


def as_json(run, terms=TERMS):
    code, output, problems = run(terms, "--format", "json")
    assert (code, problems) == (0, "")
    return json.loads(output)


def test_json_holds_every_clock_in_order_and_nothing_else(run):
    found = as_json(run)
    assert list(found) == [*DAYS, "violations"]
    assert found == {
        "ends_on": "2031-02-28",
        "last_possible_end": "2041-02-28",
        "notice_from": "2030-02-28",
        "notice_until": "2030-08-31",
        "earliest_signing": "2026-02-04",
        "cooling_off_until": "2026-03-12",
        "filing_until": "2026-02-25",
        "yearly_report_on": "2027-03-31",
        "violations": [],
    }


def test_a_day_that_does_not_exist_is_null(run):
    found = as_json(run, 'pack = "none"\nstarts_on = 2026-03-01\nterm = "indefinite"\n')
    assert found == dict.fromkeys(DAYS) | {"violations": []}


def test_findings_are_no_bad_input_and_say_when_it_becomes_possible(run):
    terms = TERMS.replace("2026-02-10", "2026-01-20").replace(
        'term = "5 years"', 'term = "2 years"'
    )
    code, output, _ = run(terms, "--format", "json")
    assert code == 0
    early, short = json.loads(output)["violations"]
    assert (early["rule"], early["possible_from"]) == ("cn.disclosure", "2026-02-04")
    assert "signing is possible from 2026-02-04" in early["why"]
    assert (short["rule"], short["possible_from"]) == ("cn.minimum_term", None)
    assert set(early) == {"rule", "why", "possible_from"}


def test_text_says_the_same_and_that_it_is_no_legal_advice(run):
    code, output, problems = run(TERMS.replace("2026-02-10", "2026-01-20"))
    assert (code, problems) == (0, "")
    lines = output.splitlines()
    assert lines[0].split() == ["Last", "day", "of", "the", "term", "2031-02-28"]
    assert len(lines) == len(DAYS) + 2
    assert lines[-2].startswith("Not in order, cn.disclosure: The contract was signed on")
    assert lines[-1].startswith("This is not legal advice.")
    assert "none" in run('pack = "none"\nstarts_on = 2026-03-01\nterm = "indefinite"\n')[1]


def test_a_contract_that_may_be_a_renewal_is_asked_about(run):
    terms = TERMS.replace("first_contract = true", "first_contract = false")
    code, output, said = run(terms, "--format", "json")
    assert code == 0
    assert json.loads(output)["filing_until"] is None
    assert said.startswith("terms.toml: first_contract: It is not said whether this renews")
    assert as_json(run, terms + "is_renewal = false\n")["filing_until"] is None


@pytest.mark.parametrize(
    ("terms", "problems"),
    [
        ("", ["terms.toml:1: pack: ", "terms.toml:1: starts_on: ", "terms.toml:1: term: "]),
        ("pack = ", ["terms.toml:1: This is not TOML: Invalid value. Check quotes,"]),
        (b"pack = '\xff'", ["terms.toml:1: The file is not in UTF-8."]),
        (TERMS + "ends_on = 2026-01-01\n", ["terms.toml:11: ends_on: The last day 2026-01-01"]),
        (TERMS.replace('"12 months"', '"3 months"'), ["terms.toml:9: notice.at_most: Notice at"]),
        (
            TERMS.replace('"cn"', '"fr"').replace("2026-02-10", '"soon"'),
            ["terms.toml:1: pack: There is", "terms.toml:4: signed_on: “soon” is not a day."],
        ),
    ],
)
def test_bad_terms_end_with_a_line_for_each_problem(run, terms, problems):
    code, output, said = run(terms)
    assert (code, output) == (2, "")
    assert len(said.splitlines()) == len(problems)
    for line, start in zip(said.splitlines(), problems, strict=True):
        assert line.startswith(start)


def test_a_file_that_is_not_there_is_named(tmp_path):
    result = CliRunner().invoke(command, ["--terms", str(tmp_path / "no.toml")])
    assert result.exit_code == 2
    assert result.stderr.endswith("no.toml: The file cannot be opened. Check its name and place.\n")


def test_it_stands_among_the_commands_of_contracts_with_an_example():
    result = CliRunner().invoke(main, ["contracts", "dates", "--help"])
    assert result.exit_code == 0
    assert "Example: franchise-portal contracts dates --terms" in result.stdout
    assert 'notice = { at_least = "6 months"' in result.stdout


def test_it_runs_without_a_database_and_in_any_locale(tmp_path):
    file = tmp_path / "terms.toml"
    file.write_text(TERMS.replace("2026-02-10", "2026-01-20"), encoding="utf-8")
    environment = {"LC_ALL": "C", "DATABASE_URL": "postgresql+psycopg://nobody@localhost:1/none"}
    arguments = [sys.executable, "-m", "franchise_portal.cli.contracts_dates", "--terms", str(file)]
    done = subprocess.run(arguments, capture_output=True, env=environment, check=True)
    assert "《商业特许经营管理条例》" in done.stdout.decode()

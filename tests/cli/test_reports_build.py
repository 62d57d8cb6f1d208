"""`franchise-portal reports build`: PDFs in a folder."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from franchise_portal.cli import find
from franchise_portal.database import db
from tests.builders.fees import a_report, assess, give_plan


@pytest.fixture
def october(network):
    for contract in network.contracts.values():
        give_plan(contract)
    a_report(network.outlets["TL-001"], gross="52000")
    a_report(network.outlets["HX-001"], gross="20000")
    assess()
    db.session.commit()
    return network


@pytest.fixture
def run(app, tmp_path):
    def run(*arguments: str):
        command = find("reports")
        db.session.rollback()
        return CliRunner().invoke(command, ["build", *arguments, "--out", str(tmp_path)])

    return run


def test_every_statement_of_a_month_is_written_into_the_folder(run, october, tmp_path):
    result = run("statement", "--period", "2026-10", "--here")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "statement-2026-10-F-001.pdf",
        "statement-2026-10-F-002.pdf",
    ]
    assert "2 of 2 reports" in result.output
    pdf = PdfReader(tmp_path / "statement-2026-10-F-001.pdf")
    assert "Omar & Sons" in pdf.pages[0].extract_text()


def test_one_franchisee_can_be_named(run, october, tmp_path):
    result = run("statement", "--period", "2026-10", "--here", "--franchisee", "F-002")
    assert result.exit_code == 0, result.output
    assert [path.name for path in tmp_path.iterdir()] == ["statement-2026-10-F-002.pdf"]


def test_the_network_report_is_one_file(run, october, tmp_path):
    result = run("network", "--period", "2026-10", "--here")
    assert result.exit_code == 0, result.output
    assert [path.name for path in tmp_path.iterdir()] == ["network-2026-10.pdf"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("horoscope", "--period", "2026-10"), "statement, network"),
        (("statement", "--period", "2026-13"), "calendar"),
        (("statement", "--period", "2026-09"), "nothing to report"),
        (("statement", "--period", "2026-10", "--franchisee", "F-404"), "F-404"),
    ],
)
def test_what_cannot_be_made_is_refused_in_a_sentence(run, october, tmp_path, arguments, words):
    result = run(*arguments, "--here")
    assert result.exit_code == 2
    assert words in result.output
    assert not list(Path(tmp_path).iterdir())

"""`contracts verify`: is this PDF the one that was signed?"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from franchise_portal import Portal
from franchise_portal.cli import find
from tests.builders import signing as make
from tests.support.databases import Database
from tests.support.people import SmallNetwork


def run(*arguments: str) -> Result:
    command = find("contracts")
    assert command
    return CliRunner().invoke(command, ["verify", *arguments])


@pytest.fixture
def signed(network: SmallNetwork, app: Portal, database: Database, tmp_path: Path) -> Path:
    path = tmp_path / "signed.pdf"
    path.write_bytes(make.signed_once(network, app, database))
    return path


def test_the_signed_file_is_known_and_unchanged(signed: Path) -> None:
    result = run(str(signed))
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == {
        "known": True,
        "number": "CT-2029-0001",
        "unchanged": True,
        "signatures": [
            {"by": "Omar", "at": "2026-11-02T12:00:00+00:00", "intact": True},
            {"by": "Hanna", "at": "2026-11-02T12:00:00+00:00", "intact": True},
        ],
    }


@pytest.mark.any_database
@pytest.mark.parametrize("place", [9, 700, -1, -60])
def test_a_changed_byte_ends_with_one(signed: Path, place: int) -> None:
    data = bytearray(signed.read_bytes())
    data[place] ^= 1
    signed.write_bytes(bytes(data))
    result = run(str(signed))
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert said["known"] is True
    assert said["unchanged"] is False


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7 broken", b"\x00\xff" * 50])
def test_any_other_file_gets_an_answer_too(
    network: SmallNetwork, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "any"
    path.write_bytes(data)
    result = run(str(path))
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "known": False,
        "number": None,
        "unchanged": False,
        "signatures": [],
    }


def test_no_file_is_bad_usage(network: SmallNetwork, tmp_path: Path) -> None:
    assert run(str(tmp_path / "nothing.pdf")).exit_code == 2
    assert run().exit_code == 2
    assert run(str(tmp_path)).exit_code == 2


def test_help_has_an_example() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert "Example: franchise-portal contracts verify" in result.output

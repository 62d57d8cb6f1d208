"""Commands end in sentences, with the statuses that were promised."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from franchise_portal.cli import COMMANDS, find, main
from franchise_portal.cli.manners import InTheWay, polite
from franchise_portal.config import WrongSetting
from franchise_portal.kit.errors import BadInput, DomainError, Problem

SETTINGS = ("DATABASE_URL", "REDIS_URL", "MAIL_URL", "STORAGE_URL")


def ending_with(error: Exception) -> tuple[int, str]:
    @click.command()
    def command() -> None:
        raise error

    result = CliRunner().invoke(polite(command, "test"))
    return result.exit_code, result.stderr


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (DomainError("The month is closed."), 2, "The month is closed.\n"),
        (WrongSetting("PORTAL_BIND: write an address."), 2, "PORTAL_BIND: write an address.\n"),
        (InTheWay("Port 8000 is in use."), 1, "Port 8000 is in use.\n"),
        (
            BadInput(
                problems=[
                    Problem("sales.csv", 7, "gross_sales", "x", "This is no amount."),
                    Problem(
                        "sales.csv",
                        9,
                        "outlet",
                        "y",
                        "There is no outlet %(code)s.",
                        params={"code": "y"},
                    ),
                ]
            ),
            2,
            (
                "sales.csv:7: gross_sales: This is no amount.\n"
                "sales.csv:9: outlet: There is no outlet y.\n"
            ),
        ),
    ],
)
def test_trouble_is_told_in_sentences(error: Exception, status: int, words: str) -> None:
    assert ending_with(error) == (status, words)


def test_our_own_faults_keep_their_trace() -> None:
    @click.command()
    def command() -> None:
        raise KeyError("ours")

    with pytest.raises(KeyError):
        CliRunner().invoke(polite(command, "test"), catch_exceptions=False)


@pytest.mark.parametrize("name", [name for name, _module in COMMANDS])
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    command = find(name)
    if command is None:
        pytest.skip(f"{name} is not built yet")
    leaves = command.commands.values() if isinstance(command, click.Group) else [command]
    for leaf in leaves:
        assert "Example" in (leaf.help or ""), f"{name} {leaf.name}"


def test_an_unknown_command_is_bad_usage() -> None:
    assert CliRunner().invoke(main, ["nonsense"]).exit_code == 2


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commands of this test work on an empty data folder."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    return tmp_path


def test_a_command_makes_the_tables_of_an_empty_database(empty: Path) -> None:
    result = CliRunner().invoke(main, ["jobs", "list"])
    assert result.exit_code == 0, result.output
    assert "jobs.forget" in result.output
    assert "0 waiting, 0 running, 0 done, 0 failed" in result.output
    assert (empty / "portal.sqlite3").exists()


def test_the_database_can_be_made_and_looked_at(empty: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["db", "check"]).exit_code == 1
    assert "The tables are made." in runner.invoke(main, ["db", "upgrade"]).output
    assert "up to date" in runner.invoke(main, ["db", "upgrade"]).output
    assert runner.invoke(main, ["db", "check"]).exit_code == 0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in today's form, made once: migrating takes long."""
    folder = tmp_path_factory.mktemp("made")
    elsewhere: dict[str, str | None] = dict.fromkeys(SETTINGS)
    environment = {**elsewhere, "PORTAL_DATA_DIR": str(folder)}
    result = CliRunner().invoke(main, ["db", "upgrade"], env=environment)
    assert result.exit_code == 0, result.output
    return folder / "portal.sqlite3"


@pytest.mark.parametrize(
    ("revision", "words"),
    [
        ("", "The database is older than this version of the portal."),
        ("from-the-future", "The database was made by a newer version of the portal."),
    ],
)
def test_a_database_that_does_not_fit_is_refused(
    empty: Path, made: Path, revision: str, words: str
) -> None:
    shutil.copy(made, empty)
    with contextlib.closing(sqlite3.connect(empty / "portal.sqlite3")) as database, database:
        database.execute("DELETE FROM alembic_version")
        if revision:
            database.execute("INSERT INTO alembic_version VALUES (?)", [revision])
    result = CliRunner().invoke(main, ["jobs", "list"])
    assert (result.exit_code, result.stderr.startswith(words)) == (2, True)
    assert result.stderr.count("\n") == 1


def test_a_wrong_setting_is_a_sentence(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_BIND", "nowhere")
    result = CliRunner().invoke(main, ["jobs", "list"])
    assert (result.exit_code, result.stderr.split(":")[0]) == (2, "PORTAL_BIND")

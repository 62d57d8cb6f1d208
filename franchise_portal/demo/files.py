"""The files beside the demo network: what the next month brings, ready to be imported."""

from pathlib import Path

from ..kit.period import Period
from . import story
from .money import Transfer, bank_file
from .tills import sales_file

#: Outlets whose reports for the open month have not come yet.
LATE = ("HX-103", "TL-008")


def write(folder: Path, *, seed: int) -> list[Path]:
    """Write the open month's sales, the same with mistakes in it, and a bank file.

    Returns the paths, the sales file first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    month = Period.parse_month(story.OPEN_MONTH)
    sales = sales_file(month, seed=seed, without=LATE)
    return [
        _keep(folder / f"sales-{month.text}.csv", sales),
        _keep(folder / f"sales-{month.text}-with-mistakes.csv", with_mistakes(sales)),
        _keep(folder / "payments-2026-11-02.csv", bank_file(_arriving())),
    ]


def with_mistakes(sales: bytes) -> bytes:
    """The file as it really comes: a letter for a zero, an amount nobody can read, a row twice."""
    lines = sales.decode().splitlines()
    lines[10] = lines[10].replace("TL-011", "TL-O11")
    cells = lines[22].split(",")
    cells[2] = cells[2].replace("0", "O").replace("1", "l", 1) + "O"
    lines[22] = ",".join(cells)
    lines.insert(31, lines[9])
    return ("\n".join(lines) + "\n").encode()


def _arriving() -> list[Transfer]:
    """What the bank reports on the day on which the demo's clock stands."""
    return [
        Transfer(story.STANDS_ON, "F-002", 132_000, ""),
        Transfer(story.STANDS_ON, "F-009", 250_000, ""),
    ]


def _keep(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path

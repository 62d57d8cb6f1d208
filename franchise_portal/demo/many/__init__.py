"""A network of any size, for measuring: the story's brands and people around very many outlets.

Franchisees, outlets and contracts are written in bulk; what they sold, the assessed months and the
money go through the same services as everywhere, in portions that are committed one by one.
"""

from pathlib import Path

from ... import mail
from ...kit.period import Period
from .. import story
from ..seeds import Tell
from ..tills import HEADER, sales_lines
from .cast import places
from .founding import found
from .living import live_through, months_lived
from .progress import Progress

__all__ = ["tell", "write"]


def tell(*, outlets: int, months: int, seed: int, say: Tell) -> None:
    """Write a network of so many outlets whose last months have been assessed, up to the story's.

    Raises:
        NotEmpty: when the database holds a network already.
    """
    progress = Progress(say, units=outlets * (1 + 3 * months))
    progress.turn_to("the network")
    with mail.keeping():
        told = found(outlets=outlets, seed=seed, step=progress.step)
        for month in months_lived(months):
            live_through(told, month, outlets=outlets, progress=progress)
    progress.finish()


def write(folder: Path, *, outlets: int, seed: int) -> list[Path]:
    """Write the open month's sales, one row for each outlet. Returns the path."""
    folder.mkdir(parents=True, exist_ok=True)
    month = Period.parse_month(story.OPEN_MONTH)
    path = folder / f"sales-{month.text}.csv"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{HEADER}\n")
        for line in sales_lines(places(outlets=outlets, seed=seed), month, seed=seed):
            file.write(f"{line}\n")
    return [path]

"""What features above fees post to the ledger, told so that its check can expect it.

The check works out what every account should stand at without looking at a posting. What a feature
above posts, it names here from its own rows, with what else it can prove.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .enums import Account, Book
from .queries.comparing import Finding

Amount = tuple[Book, Account, str, int]
"""A book, an account, a currency, and minor units; debit above zero."""


@dataclass(frozen=True, slots=True)
class FurtherBooks:
    """What one feature posted, by its own rows."""

    expected: Callable[[], Iterable[Amount]]
    checks: Sequence[Callable[[], Iterator[Finding]]] = ()


_installed: list[FurtherBooks] = []


def install(books: Sequence[FurtherBooks]) -> None:
    """Keep what the features above post; called once by the composition root."""
    _installed[:] = books


def all_books() -> Sequence[FurtherBooks]:
    """Everything that is posted from above."""
    return tuple(_installed)

"""Pages of a list, with the range in words and links that keep the filters in the URL."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar
from urllib.parse import quote, quote_plus

from flask import request

Row = TypeVar("Row")

SIZE = 50
#: Counting stops here: "more than 10,000" costs the same however many there are.
COUNT_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Step:
    """A page to go to."""

    number: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows; `total` is exact up to `limit`, where counting stopped."""

    rows: Sequence[Row]
    number: int
    size: int
    total: int
    limit: int = COUNT_LIMIT

    @property
    def first(self) -> int:
        """The place of the first row shown, from 1; 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // self.size))

    @property
    def steps(self) -> tuple["Step | None", ...]:
        """Links to the first, the last and the neighbouring pages; None stands for a gap.

        Which page is the last is unknown when counting stopped before it.
        """
        near = {1, self.number - 1, self.number, self.number + 1}
        if not self.has_more_than_counted:
            near.add(self.pages)
        url = page_urls()
        shown: list[Step | None] = []
        before = 0
        for number in sorted(number for number in near if 1 <= number <= self.pages):
            if number > before + 1:
                shown.append(None)
            shown.append(Step(number, url(number), number == self.number))
            before = number
        if self.has_more_than_counted:
            shown.append(None)
        return tuple(shown)

    @property
    def has_more_than_counted(self) -> bool:
        """Whether counting stopped before the end."""
        return self.total > self.limit

    @property
    def previous_url(self) -> str | None:
        """The page before, if any."""
        return page_url(self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        """The page after, if any."""
        return page_url(self.number + 1) if self.last < self.total else None


def asked_page() -> int:
    """The page number in the URL; 1 when it is missing or nonsense."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isdigit() and len(text) < 7 else 1  # noqa: PLR2004


def page_url(number: int) -> str:
    """This list at another page, filters kept."""
    return page_urls()(number)


def page_urls() -> Callable[[int], str]:
    """What gives the addresses of this list's pages."""
    first = list_url()
    further = f"{first}{'&' if '?' in first else '?'}page="
    return lambda number: f"{further}{number}" if number > 1 else first


def list_url(**changes: str) -> str:
    """This list with some parameters changed; an empty value takes a parameter out."""
    here = request._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001
    # Not `url_for`: a list has a dozen such links, and the path is the one it was asked by.
    path = _quoted(f"{here.script_root}{here.path}")
    pairs = [change for change in changes.items() if change[1]]
    if here.args:
        kept = here.args.items(multi=True)
        pairs[:0] = [pair for pair in kept if pair[0] not in changes and pair[0] != "page"]
    if not pairs:
        return path
    query = "&".join([f"{quote_plus(key)}={quote_plus(value, safe='/')}" for key, value in pairs])
    return f"{path}?{query}"


@lru_cache(500)
def _quoted(path: str) -> str:
    return quote(path, safe="/")

"""What both kinds of files are read into before anybody asks what the columns are called."""

from typing import NamedTuple

from ..kit.errors import Unreadable


class CellFault(NamedTuple):
    """A cell that cannot be read; `column` counts from 0."""

    column: int
    value: str
    trouble: Unreadable


class RawRow(NamedTuple):
    """The cells of one row as text, trimmed; `number` is the row's number in the file, from 1."""

    number: int
    cells: list[str]
    faults: tuple[CellFault, ...] = ()

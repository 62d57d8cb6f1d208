"""Lines that somebody disputes, as the pages of fees show them.

Fees know nothing of disputes. The feature above hands over one source; `features.py` installs it
once. Without one nothing is disputed.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import Flask, current_app

from ..access.actor import Actor
from ..kit.enums import Tone
from ..kit.money import Money

KEY: Final = "fees.contests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """What has been said against a line, and where one reads about it."""

    number: str
    url: str
    state: str
    """In the viewer's language."""
    tone: Tone
    amount: Money
    """How much of the line is or was in dispute, without tax."""
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestSource:
    """What a feature above knows of disputed lines."""

    of_lines: Callable[[Actor, Sequence[UUID]], Mapping[UUID, Contest]]
    """The latest of each of some charges, as far as the actor may see it."""
    open_of: Callable[[Sequence[UUID]], Collection[UUID]]
    """Which of some charges are in dispute, whoever asks: for paper, which has no viewer."""
    of_invoices: Callable[[Sequence[UUID]], Mapping[UUID, Money]]
    """How much of some invoices is in dispute; those without are left out."""
    of_franchisees: Callable[[Sequence[UUID]], Mapping[UUID, Sequence[Money]]]
    """How much some franchisees dispute, for each currency."""
    new_url: Callable[[Actor], tuple[str, str] | None]
    """What stands before and after a charge's id in the address of the form; None for those who
    may not dispute."""


def install(app: Flask, sources: Iterable[ContestSource]) -> None:
    """Keep the source; called once by the composition root."""
    app.extensions[KEY] = next(iter(sources), None)


def _source() -> ContestSource | None:
    source: ContestSource | None = current_app.extensions.get(KEY)
    return source


def of_lines(actor: Actor, line_ids: Sequence[UUID]) -> Mapping[UUID, Contest]:
    """The latest dispute of each of some charges."""
    source = _source()
    return source.of_lines(actor, line_ids) if source and line_ids else {}


def open_of(line_ids: Sequence[UUID]) -> Collection[UUID]:
    """Which of some charges are in dispute."""
    source = _source()
    return source.open_of(line_ids) if source and line_ids else ()


def of_invoices(invoice_ids: Sequence[UUID]) -> Mapping[UUID, Money]:
    """How much of some invoices is in dispute."""
    source = _source()
    return source.of_invoices(invoice_ids) if source and invoice_ids else {}


def of_franchisees(franchisee_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Money]]:
    """How much some franchisees dispute."""
    source = _source()
    return source.of_franchisees(franchisee_ids) if source and franchisee_ids else {}


def new_url(actor: Actor) -> tuple[str, str] | None:
    """The address of the form for a line; None for those who may not dispute."""
    source = _source()
    return source.new_url(actor) if source else None

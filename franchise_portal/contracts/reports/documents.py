"""What the templates of contracts' PDFs are given: finished words."""

from dataclasses import dataclass

from ...reports.documents import Issuer, Margin
from ..rules.diff import ClauseChange, LineChange
from ..words import SpokenGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyWords:
    """One side, as the first page names it."""

    role: str
    name: str
    other: str = ""
    """The name in the other script, where it has one."""
    facts: tuple[str, ...] = ()
    """Registration, address, limit of a guarantee."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseWords:
    """A clause with its paragraphs."""

    number: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletWords:
    """An outlet that the contract covers."""

    code: str
    name: str
    other: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturePlace:
    """Where a side signs on paper; in the portal the certificate page says who signed."""

    role: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What this version changes in the one before it."""

    heading: str
    terms: tuple[LineChange, ...]
    clauses: tuple[ClauseChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractWords:
    """A version of a contract, whole."""

    number: str
    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    parties: tuple[PartyWords, ...]
    groups: tuple[SpokenGroup, ...]
    territories: tuple[str, ...]
    outlets: tuple[OutletWords, ...]
    clauses: tuple[ClauseWords, ...]
    changes: Changes | None
    signatures: tuple[SignaturePlace, ...]
    disclaimer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDocument:
    """All that the contract's template sees."""

    issuer: Issuer
    margin: Margin
    contract: ContractWords

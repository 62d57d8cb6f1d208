"""Filling the places in clauses from the terms, in the language of the contract.

Whoever saves a draft fills its clauses again, so that words and terms say the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from ..network import queries as network
from ..reports import writing
from ..web import filters
from ..web.speech import speech
from . import queries
from .models import Contract, ContractVersion
from .rules.clauses import ClauseText
from .rules.placeholders import Placeholder as P  # noqa: N817 - named on every line below
from .rules.placeholders import filled_in, placeholders_in
from .rules.terms import FEE_PLAN, NO_END, Terms
from .words import SpokenLine, spoken_terms

#: Places filled with a whole line of the terms, and the line's section.
_LINES = {
    P.TERM: "term",
    P.RENEWAL: "renewal",
    P.NOTICE: "notice",
    P.COOLING_OFF: "cooling_off",
    P.TERRITORY: "territory",
    P.DEVELOPMENT: "development",
    P.FEES: FEE_PLAN,
    P.DEPOSIT: "deposit",
    P.MINIMUM_PURCHASE: "minimum_purchase",
    P.AUDIT: "audit",
    P.NON_COMPETE: "non_compete",
    P.INSURANCE: "insurance",
    P.GUARANTORS: "guarantors",
    P.TRANSFER: "transfer",
    P.GOVERNING_LAW: "governing_law",
}


def filled_clauses(
    contract: Contract, terms: Terms, clauses: Sequence[ClauseText], *, language: str
) -> tuple[ClauseText, ...]:
    """The clauses with every place filled that the terms have something for.

    `contract` is loaded with its parties and outlets.
    """
    with writing.speaking(language, network.founded().zone):
        lines = _lines(terms)
        values = _values(contract, terms) | {place: _said(line) for place, line in lines.items()}
        opening = {place: _said(line, opens=True) for place, line in lines.items()}
    return tuple(_filled(clause, values, opening) for clause in clauses)


def refilled(version: ContractVersion) -> tuple[ClauseText, ...]:
    """The clauses of a draft, filled from its own terms; the version is loaded by `version_for`."""
    return filled_clauses(
        version.contract,
        queries.terms_of(version),
        queries.clauses_of(version),
        language=version.language,
    )


def _filled(
    clause: ClauseText, values: Mapping[str, str], opening: Mapping[str, str]
) -> ClauseText:
    source = clause.source or clause.body
    if not placeholders_in(source):
        return replace(clause, body=source, source="")
    return replace(clause, body=filled_in(source, values, opening), source=source)


def _values(contract: Contract, terms: Terms) -> dict[str, str]:
    whole = network.founded()
    franchisee, brand = contract.franchisee, contract.brand
    values: dict[str, str] = {
        P.CONTRACT: contract.number,
        P.FRANCHISOR: whole.legal_name or whole.name,
        P.FRANCHISEE: _named(franchisee.name, franchisee.name_local),
        P.BRAND: _named(brand.name, brand.name_local),
        P.OUTLETS: _(", ").join(_outlets(contract)),
    }
    if terms.starts_on:
        values[P.FIRST_DAY] = filters.date(terms.starts_on)
    last = terms.term_end()
    if last and last != NO_END:
        values[P.LAST_DAY] = filters.date(last)
    if terms.outlets_permitted is not None:
        values[P.OUTLETS_PERMITTED] = str(terms.outlets_permitted)
    return values


def _lines(terms: Terms) -> dict[str, SpokenLine]:
    spoken = {line.section: line for line in spoken_terms(terms)}
    return {place: spoken[section] for place, section in _LINES.items() if section in spoken}


def _said(line: SpokenLine, *, opens: bool = False) -> str:
    """A line of the terms as one run of words; the first is capital where it opens a sentence."""
    words = line.within_a_sentence()
    return _("; ").join((line.words[0], *words[1:]) if opens else words)


def _outlets(contract: Contract) -> list[str]:
    outlets = {covered.outlet.code: covered.outlet for covered in contract.outlets}
    return [
        f"{code} {_named(outlet.name, outlet.name_local)}"
        for code, outlet in sorted(outlets.items())
    ]


def _named(name: str, local: str) -> str:
    """The name in the script of the contract's language, where there is one."""
    return local if local and speech().language == "zh" else name

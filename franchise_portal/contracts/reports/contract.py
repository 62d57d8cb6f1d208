"""A version of a contract as a document: what is shown, signed, and kept for ever."""

from collections.abc import Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from flask_babel import gettext as _

from ...access.actor import SYSTEM
from ...law import disclaimer, pack, pack_title
from ...network import queries as network
from ...network.models import Network
from ...reports.documents import Issuer, Margin
from ...reports.rules import unbroken
from ...web import filters
from ...web.wording import in_words
from .. import queries
from ..enums import Party, VersionKind
from ..models import Contract, ContractVersion
from ..rules.clauses import ClauseText
from ..rules.diff import Change, ClauseChange, LineChange, clause_changes
from ..rules.terms import Guarantor, Terms
from ..words import spoken_groups, term_changes, version_title
from .documents import (
    Changes,
    ClauseWords,
    ContractDocument,
    ContractWords,
    OutletWords,
    PartyWords,
    SignaturePlace,
)

Changed = TypeVar("Changed", ClauseChange, LineChange)


def build(version_id: UUID) -> ContractDocument:
    """The document of a version, in the language that is spoken now."""
    version = queries.version_for(SYSTEM, version_id)
    contract, terms = version.contract, queries.terms_of(version)
    title = version_title(version, contract.number)
    whole = network.founded()
    issuer = Issuer(name=whole.legal_name or whole.name, address=whole.address, email=whole.email)
    parties = tuple(_parties(whole, contract, terms))
    return ContractDocument(
        issuer=issuer,
        margin=Margin(
            number=contract.number,
            legal=_("%(title)s, contract %(number)s", title=title, number=contract.number),
        ),
        contract=ContractWords(
            number=contract.number,
            title=title,
            lead=_lead(version),
            facts=tuple(_facts(version)),
            parties=parties,
            groups=spoken_groups(terms),
            territories=tuple(_territories(terms)),
            outlets=tuple(_outlets(contract)),
            clauses=tuple(_clause(clause) for clause in queries.clauses_of(version)),
            changes=_changes(version),
            signatures=tuple(SignaturePlace(role=p.role, name=p.name) for p in parties),
            disclaimer=_(disclaimer(pack(contract.pack))),
        ),
    )


def _lead(version: ContractVersion) -> str:
    day = filters.date(version.effective_from)
    number = version.contract.number
    match version.kind:
        case VersionKind.AMENDMENT:
            return _(
                "This amendment of the contract %(number)s takes effect on %(day)s. It holds the "
                "whole contract as it then is.",
                number=number,
                day=day,
            )
        case VersionKind.RENEWAL:
            return _(
                "This renewal of the contract %(number)s takes effect on %(day)s. It holds the "
                "whole contract as it then is.",
                number=number,
                day=day,
            )
        case _:
            return _("This contract takes effect on %(day)s.", day=day)


def _facts(version: ContractVersion) -> Iterator[tuple[str, str]]:
    contract = version.contract
    yield _("Contract"), contract.number
    yield (
        _("Version"),
        _("%(number)s, %(kind)s", number=version.sequence, kind=filters.label(version.kind)),
    )
    yield _("Brand"), contract.brand.name
    yield _("In force from"), filters.date(version.effective_from)
    yield _("Law pack"), _(pack_title(pack(contract.pack)))


def _parties(whole: Network, contract: Contract, terms: Terms) -> Iterator[PartyWords]:
    franchisee = contract.franchisee
    yield PartyWords(
        role=filters.label(Party.FRANCHISOR),
        name=whole.legal_name or whole.name,
        facts=tuple(filter(None, (whole.address,))),
    )
    registration = (
        _("Registration %(number)s", number=franchisee.registration)
        if franchisee.registration
        else ""
    )
    yield PartyWords(
        role=filters.label(Party.FRANCHISEE),
        name=franchisee.name,
        other=franchisee.name_local,
        facts=tuple(filter(None, (registration, franchisee.address))),
    )
    for guarantor in terms.guarantors:
        yield PartyWords(
            role=filters.label(Party.GUARANTOR),
            name=guarantor.name,
            facts=tuple(filter(None, (guarantor.address, _limit(guarantor)))),
        )


def _limit(guarantor: Guarantor) -> str:
    if guarantor.limit is None:
        return _("Without a limit")
    return _("Up to %(amount)s", amount=in_words(guarantor.limit))


def _territories(terms: Terms) -> Iterator[str]:
    """The areas by code, name and, where they are lists, their postcodes."""
    if terms.territory is None:
        return
    known = queries.territories_named(terms.territory.codes)
    for code in terms.territory.codes:
        area = known.get(code)
        if area is None:
            yield code
        elif area.postcodes:
            yield _(
                "%(code)s %(name)s: %(postcodes)s",
                code=code,
                name=area.name,
                postcodes=_(", ").join(area.postcodes),
            )
        else:
            yield _(
                "%(code)s %(name)s, the area between these corners (longitude, latitude): "
                "%(corners)s",
                code=code,
                name=area.name,
                corners="; ".join(" ".join(corner) for corner in area.polygon),
            )


def _outlets(contract: Contract) -> Iterator[OutletWords]:
    for covered in sorted(contract.outlets, key=lambda one: one.outlet.code):
        outlet = covered.outlet
        parts = (outlet.address, outlet.postcode, outlet.city)
        yield OutletWords(
            code=outlet.code,
            name=outlet.name,
            other=outlet.name_local,
            address=_(", ").join(part for part in parts if part),
        )


def _clause(clause: ClauseText) -> ClauseWords:
    return ClauseWords(
        number=clause.number,
        title=clause.title,
        paragraphs=paragraphs(clause.body),
    )


def paragraphs(body: str) -> tuple[str, ...]:
    """The paragraphs of a text; an empty line or a line's end parts them."""
    return tuple(unbroken(line.strip()) for line in body.splitlines() if line.strip())


def _changes(version: ContractVersion) -> Changes | None:
    before = queries.version_before(version)
    if before is None or version.kind is VersionKind.ORIGINAL:
        return None
    terms = term_changes(queries.terms_of(before), queries.terms_of(version))
    clauses = clause_changes(queries.clauses_of(before), queries.clauses_of(version))
    return Changes(
        heading=_(
            "What changes against “%(title)s”", title=version_title(before, version.contract.number)
        ),
        terms=_only_changes(terms),
        clauses=_only_changes(clauses),
    )


def _only_changes(changes: Sequence[Changed]) -> tuple[Changed, ...]:
    return tuple(change for change in changes if change.change is not Change.KEPT)

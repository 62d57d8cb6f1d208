"""Who has to sign, in which order, from when on and until when. Values in, reasons out."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeVar

from ...kit.durations import Duration
from ...law import Pack
from ..enums import Party
from ..signing_enums import RoundStatus, SignatoryStatus, SigningOrder
from ..signing_errors import (
    EndsTooSoon,
    GuarantorMissing,
    InTwoRoles,
    NameDiffers,
    NotDisclosed,
    NotReceived,
    NotTheirTurn,
    PartyMissing,
    RoundOver,
    SignedAlready,
    TimeIsUp,
    TooEarly,
    TwiceForOneParty,
)

Key = TypeVar("Key")

#: Both sides sign every version; guarantors where the terms name them.
PARTIES: Final = (Party.FRANCHISOR, Party.FRANCHISEE)
LINK_LIVES: Final = timedelta(days=30)
"""How long a link leads to the signed file after the signing has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Somebody chosen to sign for a party."""

    party: Party
    name: str
    email: str

    @property
    def person(self) -> str:
        """What one person has once: the address."""
        return self.email.strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the franchisee was given to read before signing, and when."""

    disclosed_on: date | None = None
    final_agreement_on: date | None = None
    """When the agreement was given that the franchisor changed by itself."""
    is_receipt_missing: bool = False
    """Something was sent, but nobody has confirmed that it arrived."""


@dataclass(frozen=True, slots=True)
class SigningDay:
    """The first day on which signing is possible, and where that comes from."""

    day: date
    given_on: date
    rule: str
    """The law's rule, by its id."""
    source: str
    """The law and its article."""


def require_signers(
    signers: Sequence[Signer], *, guarantors: Iterable[str], in_two_roles: bool
) -> None:
    """Refuse a choice of signers that leaves somebody out, or counts one person twice.

    Args:
        signers: those chosen, each a party.
        guarantors: the names of those whom the terms call guarantors.
        in_two_roles: somebody said that one person signs for two parties.

    Raises:
        PartyMissing, GuarantorMissing, TwiceForOneParty, InTwoRoles: naming the remedy.
    """
    for party in PARTIES:
        if not any(signer.party is party for signer in signers):
            raise PartyMissing(party.label)
    for name in guarantors:
        if not any(
            signer.party is Party.GUARANTOR and is_same_name(signer.name, name)
            for signer in signers
        ):
            raise GuarantorMissing(name)
    seen: dict[str, set[Party]] = {}
    for signer in signers:
        parties = seen.setdefault(signer.person, set())
        if signer.party in parties:
            raise TwiceForOneParty(signer.name)
        if parties and not in_two_roles:
            raise InTwoRoles(signer.name)
        parties.add(signer.party)


def require_time(expires_on: date, *, on: date) -> None:
    """Refuse a last day for signing that has passed.

    Raises:
        EndsTooSoon: naming the first day that will do.
    """
    if expires_on < on:
        raise EndsTooSoon(on)


def signing_day(pack: Pack, given: Given, *, is_renewal_on_same_terms: bool) -> SigningDay | None:
    """From when on the law lets the parties sign; None where it does not make them wait."""
    clocks = pack.signing_clocks(
        given.disclosed_on,
        is_renewal_on_same_terms=is_renewal_on_same_terms,
        final_agreement_on=given.final_agreement_on,
    )
    if not clocks:
        return None
    clock = clocks[0]
    return SigningDay(clock.possible_from, clock.given_on, clock.rule.id, clock.rule.source)


def require_signing_day(
    number: str, pack: Pack, given: Given, *, on: date, is_renewal_on_same_terms: bool
) -> None:
    """Refuse to sign before the law's clock has run out.

    Raises:
        NotDisclosed, NotReceived: when the law asks for a disclosure that was not given, or whose
            receipt is not confirmed.
        TooEarly: naming the first day, what it is counted from, and the law.
    """
    if pack.needs_disclosure(is_renewal_on_same_terms=is_renewal_on_same_terms):
        if given.is_receipt_missing:
            raise NotReceived(number=number)
        if given.disclosed_on is None:
            raise NotDisclosed(number=number)
    earliest = signing_day(pack, given, is_renewal_on_same_terms=is_renewal_on_same_terms)
    if earliest and on < earliest.day:
        raise TooEarly(number, day=earliest.day, given=earliest.given_on, source=earliest.source)


def cooling_off_until(
    pack: Pack, agreed: Duration | None, *, signed_on: date, is_renewal: bool
) -> date | None:
    """The last day on which the franchisee may step back: the law's, or a longer one agreed.

    Where the law leaves the length to the contract, the contract's counts alone.
    """
    by_law = pack.cooling_off_until(signed_on, is_renewal=is_renewal)
    by_contract = agreed.after(signed_on) if agreed else None
    if by_contract and pack.cooling_off and pack.cooling_off.contract_decides:
        return by_contract
    return max((day for day in (by_law, by_contract) if day), default=None)


def to_be_asked(order: SigningOrder, statuses: Mapping[Key, SignatoryStatus]) -> tuple[Key, ...]:
    """Whose turn it is and who has not been asked yet; `statuses` in the order of signing."""
    pending = [(key, status) for key, status in statuses.items() if status.is_pending]
    turn = pending if order is SigningOrder.PARALLEL else pending[:1]
    return tuple(key for key, status in turn if status is SignatoryStatus.WAITING)


def require_open(status: RoundStatus, *, expires_on: date, on: date) -> None:
    """Refuse what needs an open round.

    Raises:
        RoundOver, TimeIsUp: when it has ended, or its last day has passed.
    """
    if status is not RoundStatus.OPEN:
        raise RoundOver(status=status.label)
    if on > expires_on:
        raise TimeIsUp(expires_on)


def require_turn(status: SignatoryStatus, name: str) -> None:
    """Refuse a signature of somebody who has not been asked, or has answered.

    Raises:
        NotTheirTurn, SignedAlready, RoundOver: as the signer's state has it.
    """
    if status is SignatoryStatus.WAITING:
        raise NotTheirTurn
    if status is SignatoryStatus.SIGNED:
        raise SignedAlready(name)
    if status is not SignatoryStatus.ASKED:
        raise RoundOver(status=status.label)


def require_name(typed: str, *names: str) -> None:
    """Refuse a typed name that is none of the signer's names.

    Raises:
        NameDiffers: naming the first of them.
    """
    if not any(name and is_same_name(typed, name) for name in names):
        raise NameDiffers(names[0])


def is_same_name(one: str, other: str) -> bool:
    """Whether two spellings name one person: letter case, accents, dots and spaces aside."""
    return bool(_bare(one)) and _bare(one) == _bare(other)


def _bare(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in parts if char.isalnum())


def reminder_due(asked_on: date, *, every: int, expires_on: date, on: date) -> int:
    """The number of the reminder that is due on a day; 0 for none.

    The first comes `every` days after the signer was asked, the second after twice as many, up to
    the last day. A day on which nothing ran is not made up for: the newest counts.
    """
    if not every or on > expires_on:
        return 0
    return max((on - asked_on).days // every, 0)


def is_link_over(ended_on: date, *, on: date) -> bool:
    """Whether a link no longer leads to a signing that has ended."""
    return on > ended_on + LINK_LIVES

"""Who may be given what, how long things last, and how fast somebody may guess."""

import hashlib
import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ..access.roles import Role, Side
from ..access.scope import Everything, OwnBusiness, Scope
from ..kit.i18n import N_
from .enums import LinkKind

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128

REMEMBERED = timedelta(days=14)
"""How long a device stays signed in when asked to."""
NOT_REMEMBERED = timedelta(hours=12)
"""How long a session lasts that the browser forgets when it closes."""
SEEN_EVERY = timedelta(minutes=5)
"""A session's last use is noted this often, not on each request."""

LINK_LIVES = {LinkKind.INVITATION: timedelta(days=7), LinkKind.RESET: timedelta(hours=1)}

#: Roles that see named outlets instead of the whole business.
NAMED_OUTLETS = frozenset({Role.FRANCHISEE_MANAGER, Role.FRANCHISEE_STAFF})


@dataclass(frozen=True, slots=True)
class Throttle:
    """So many tries are free; each further one doubles the wait, up to the longest."""

    free: int
    first: timedelta
    longest: timedelta

    def until(self, tries: int, last: datetime | None) -> datetime | None:
        """When the next try is welcome after `tries`, the last of them at `last`; None for now."""
        if last is None or tries < self.free:
            return None
        # Doubling beyond the longest wait would only grow the number.
        doublings = min(tries - self.free, 32)
        return last + min(self.first * (1 << doublings), self.longest)


ADDRESS_THROTTLE = Throttle(5, timedelta(seconds=2), timedelta(minutes=15))
"""For one e-mail address, whoever tries."""
NETWORK_THROTTLE = Throttle(30, timedelta(seconds=2), timedelta(minutes=15))
"""For one network address, whichever accounts it tries: an office shares one."""
RESET_ADDRESS_THROTTLE = Throttle(3, timedelta(minutes=5), timedelta(hours=6))
RESET_NETWORK_THROTTLE = Throttle(20, timedelta(minutes=1), timedelta(hours=1))
TRIES_REMEMBERED = timedelta(hours=24)


def tidy_email(text: str) -> str:
    """An address as it is stored and looked up."""
    return text.strip().lower()


def address_key(purpose: str, email: str) -> str:
    """The throttle's name for an address typed; a digest, as people type passwords there too."""
    return f"{purpose}:a:{hashlib.sha256(tidy_email(email).encode()).hexdigest()}"[:80]


def network_key(purpose: str, address: str) -> str:
    """The throttle's name for a network address; one IPv6 customer holds a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return f"{purpose}:n:unknown"
    if parsed.version == 6:  # noqa: PLR2004 - IPv6
        return f"{purpose}:n:{ipaddress.ip_network((parsed, 64), strict=False).network_address}/64"
    return f"{purpose}:n:{parsed}"


def token_digest(token: str) -> str:
    """How a token is kept: nobody who reads the database can use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def length_fault(password: str) -> str:
    """What is wrong with a password's length, as text to translate; empty when nothing is."""
    if len(password) < SHORTEST_PASSWORD:
        return N_("Use at least 10 characters. Three or four unrelated words do well.")
    if len(password) > LONGEST_PASSWORD:
        return N_("Use at most 128 characters.")
    return ""


def session_life(*, remembered: bool) -> timedelta:
    """How long a new session lasts."""
    return REMEMBERED if remembered else NOT_REMEMBERED


def scope_of(role: Role, franchisee_id: UUID | None, outlet_ids: Collection[UUID]) -> Scope:
    """What somebody sees: everything, one business, or named outlets of it."""
    if role.side is Side.FRANCHISOR or franchisee_id is None:
        return Everything()
    if role in NAMED_OUTLETS:
        return OwnBusiness(franchisee_id, frozenset(outlet_ids))
    return OwnBusiness(franchisee_id)


def roles_to_give(giver: Role | None, side: Side) -> tuple[Role, ...]:
    """The roles that somebody may give on one side; only owners make owners.

    `giver` is None for the portal itself.
    """
    return tuple(
        role
        for role in Role
        if role.side is side and (role is not Role.OWNER or giver in {None, Role.OWNER})
    )


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("MicroMessenger", "WeChat"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    """A browser's name for itself in two words a person recognises; what is unknown is left out.

    Order matters: most browsers also claim to be the ones they imitate.
    """
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if not browser and not system:
        # A program: its first word, without what could be anything.
        return re.sub(r"[^\w.\-/ ]", "", user_agent.split(" ", maxsplit=1)[0])[:60]
    return ", ".join(filter(None, (browser, system)))

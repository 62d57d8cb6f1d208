"""What sealing takes and gives, as values: light to import, unlike the library that does it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signed, and when: what one signature of the file says."""

    name: str
    at: datetime
    reason: str
    """In which role and how the signer was known."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A signature in a file, by the digest of its bytes: nobody else ever made the same."""

    sha256: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """The signed file, and what is needed to know it again."""

    data: bytes
    marks: tuple[Mark, ...]
    """One for each signing, in order."""
    is_stamped: bool
    """Whether each signature carries a time stamp (PAdES B-T instead of B-B)."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A signature that was checked."""

    mark: Mark
    name: str
    at: datetime | None
    is_ours: bool
    """Made with a key that one of the roots vouches for."""
    is_intact: bool
    """Ours, and nothing that it covers has changed; what followed are further signatures only."""
    is_stamped: bool
    """Carries a sound time stamp, whoever's."""

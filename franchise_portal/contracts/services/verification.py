"""Is this file the one that was signed? Asked by anybody, about any file."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ...accounts.errors import TooManyTries
from ...accounts.rules import Throttle, network_key
from ...accounts.services.throttle import count_try
from ...database import release
from .. import sealing
from ..models import ExecutedDocument
from ..queries import executed as files
from ..sealing.values import Seal
from ..signing_errors import TooManyFiles, TooManyLinks

UPLOADS: Final = Throttle(60, timedelta(seconds=10), timedelta(hours=1))
"""For one network address: reading a stranger's PDF costs the portal something."""
WRONG_LINKS: Final = Throttle(20, timedelta(seconds=10), timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Found:
    """A signature in a file, as far as anybody may know of it."""

    by: str
    at: datetime | None
    is_intact: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is."""

    is_known: bool
    """Whether it is, or once was, a file that this portal sealed."""
    number: str
    """Of the contract; nothing else about the contract is told."""
    is_unchanged: bool
    """Whether each byte is as it was sealed."""
    signatures: tuple[Found, ...] = ()
    is_pdf: bool = True

    @property
    def is_sound(self) -> bool:
        """Whether it is the signed file, and every signature in it holds."""
        return self.is_known and self.is_unchanged


def verify(data: bytes) -> Verdict:
    """What a file is: the signed one, a changed one, or none of ours.

    The digest of all bytes decides whether it is unchanged; the signatures say who signed it, and
    which of them still hold. Lets go of the database before it reads a large file.
    """
    if b"%PDF-" not in data[:1024]:
        return Verdict(is_known=False, number="", is_unchanged=False, is_pdf=False)
    executed = files.executed_with_digest(hashlib.sha256(data).hexdigest())
    is_unchanged = executed is not None
    marks = [mark.sha256 for mark in sealing.marks_in(data)]
    if executed is None and marks:
        executed = files.executed_with_mark(marks)
    roots = sealing.roots_of(files.known_roots())
    expected = _expected(executed)
    release()
    seals = sealing.seals_in(data, roots=roots) if marks else ()
    return Verdict(
        is_known=executed is not None,
        number=executed.contract.number if executed else "",
        is_unchanged=is_unchanged,
        signatures=tuple(_found(seals, expected)),
    )


def _expected(executed: ExecutedDocument | None) -> dict[str, tuple[str, datetime]]:
    """The signatures that belong to a file, by their marks, in its order."""
    marks = executed.marks if executed else ()
    return {mark.sha256: (mark.signature.name, mark.signature.signed_at) for mark in marks}


def _found(seals: Sequence[Seal], expected: dict[str, tuple[str, datetime]]) -> Iterator[Found]:
    """Those that belong to the file, found or not; then those that were put there by others."""
    by_mark = {seal.mark.sha256: seal for seal in seals}
    for sha256, (name, at) in expected.items():
        seal = by_mark.get(sha256)
        yield Found(name, at, is_intact=seal is not None and seal.is_intact)
    for seal in seals:
        if seal.mark.sha256 not in expected:
            yield Found(seal.name, seal.at, is_intact=seal.is_intact)


def note_upload(address: str) -> None:
    """Count a file brought from a network address. Needs the database to be released.

    Raises:
        TooManyFiles: when this one comes too soon after many others.
    """
    try:
        count_try([(network_key("verify", address), UPLOADS)])
    except TooManyTries as error:
        raise TooManyFiles(seconds=error.seconds) from error


def note_wrong_link(address: str) -> None:
    """Count a link that leads nowhere. Needs the database to be released.

    Raises:
        TooManyLinks: when somebody seems to be guessing.
    """
    try:
        count_try([(network_key("sign-link", address), WRONG_LINKS)])
    except TooManyTries as error:
        raise TooManyLinks(seconds=error.seconds) from error

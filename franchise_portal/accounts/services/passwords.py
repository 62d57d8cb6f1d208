"""Passwords: hashed with argon2id, and refused when they would be guessed too soon."""

from collections.abc import Iterable
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from ...kit.i18n import N_
from ..errors import WeakPassword
from ..rules import LONGEST_PASSWORD, length_fault

#: zxcvbn estimates in steps of a hundred to a million guesses: 0 and 1 fall within an hour.
GUESSED_SOON = 1
#: It takes the square of the length; what follows this many characters can only help.
ESTIMATED = 64

_hasher = PasswordHasher()
#: Each hash takes 64 MiB and a core for some 50 ms. However many people sign in at once, a
#: process works on two; the others wait their turn instead of exhausting the memory.
_turns = BoundedSemaphore(2)


def cost_little() -> None:
    """For tests, which sign in hundreds of times."""
    global _hasher  # noqa: PLW0603 - set once, when the application is made
    _hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    dummy_hash.cache_clear()


def check(password: str, *, about: Iterable[str] = ()) -> None:
    """Accept a new password, whatever it is composed of, or say why not.

    `about` holds what a guesser knows of the person: address, names, the network's name.

    Raises:
        WeakPassword: too short, too long, or among the first that would be tried.
    """
    fault = length_fault(password)
    if fault:
        raise WeakPassword(fault)
    known = [word for text in about for word in (text, *text.replace("@", " ").split()) if word]
    estimate = zxcvbn(password[:ESTIMATED], user_inputs=known, max_length=LONGEST_PASSWORD)
    if estimate["score"] <= GUESSED_SOON:
        raise WeakPassword(
            N_("This password is among the first that a guesser would try. Choose another one.")
        )


def hashed(password: str) -> str:
    """The argon2id hash to store. Slow on purpose: let go of the database first."""
    with _turns:
        return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; without a hash it takes as long to say no."""
    if len(password) > LONGEST_PASSWORD:
        password = ""
    with _turns:
        try:
            _hasher.verify(stored or dummy_hash(), password)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a hash was made at another cost than today's and should be made anew."""
    return _hasher.check_needs_rehash(stored)


@cache
def dummy_hash() -> str:
    """What is compared when there is no account, so that the answer takes as long."""
    return _hasher.hash("nobody has this password")

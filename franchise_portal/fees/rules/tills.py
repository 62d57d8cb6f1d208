"""Tokens of tills: how they look, how they are kept, and how much one may post."""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from datetime import timedelta

from ...accounts.rules import Throttle

PREFIX = "till_"
LETTERS = 32
HINT = 4
LONGEST_KEY = 100
_KEY = re.compile(r"[\x21-\x7e]{1,100}")

POSTS = Throttle(1_000, timedelta(seconds=2), timedelta(minutes=15))
"""For one token within a day: a year's days can be posted at a stretch, a runaway till cannot."""
WRONG_TOKENS = Throttle(20, timedelta(seconds=10), timedelta(hours=1))
"""For one network address that tries tokens which are none."""


def new_token() -> str:
    """A secret that nobody guesses: 192 bits."""
    return PREFIX + secrets.token_urlsafe(LETTERS * 3 // 4)


def digest_of(token: str) -> str:
    """How a token is kept: nobody who reads the database can use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def hint_of(token: str) -> str:
    """The last letters of a token, to tell one from another."""
    return token[-HINT:]


def is_key(text: str) -> bool:
    """Whether a text can be the caller's own name of a request."""
    return _KEY.fullmatch(text) is not None


def body_digest(body: Mapping[str, object]) -> str:
    """A digest of what was sent, whatever the order of its members."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

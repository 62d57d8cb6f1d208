"""Reasons fit on one line and name nobody."""

import pytest
from sqlalchemy.exc import IntegrityError

from franchise_portal.jobs.reasons import LONGEST, reason
from franchise_portal.kit.errors import DomainError


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("no such thing"), "ValueError: no such thing"),
        (ValueError("first\nsecond"), "ValueError: first"),
        (KeyError(), "KeyError"),
        (OSError("mail to omar@demo.test refused"), "OSError: mail to …@… refused"),
        (DomainError("It is %(state)s.", state="closed"), "It is closed."),
        (MemoryError(), "There was not enough memory for it."),
    ],
)
def test_an_error_becomes_one_line(error: Exception, words: str) -> None:
    assert reason(error) == words


def test_a_statement_is_not_repeated_with_its_values() -> None:
    error = IntegrityError("INSERT …", {"email": "olga"}, ValueError("duplicate key"))
    assert reason(error) == "ValueError: duplicate key"


def test_a_long_reason_is_cut() -> None:
    assert len(reason(ValueError("x" * 1000))) == LONGEST

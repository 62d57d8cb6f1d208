"""Tokens of tills and what is posted with them: exact forms."""

from hashlib import sha256

import pytest

from franchise_portal.fees.rules.tills import (
    LETTERS,
    PREFIX,
    body_digest,
    digest_of,
    hint_of,
    is_key,
    new_token,
)


def test_a_token_is_long_and_never_the_same():
    tokens = {new_token() for _ in range(20)}
    assert len(tokens) == 20
    for token in tokens:
        assert token.startswith(PREFIX)
        assert len(token) == len(PREFIX) + LETTERS


def test_a_token_is_kept_as_its_digest_and_told_by_its_last_letters():
    assert digest_of("till_ä") == sha256("till_ä".encode()).hexdigest()
    assert hint_of("till_abcdefgh") == "efgh"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("a", True), ("!~", True), ("x" * 100, True), ("x" * 101, False), ("", False),
     ("a b", False), ("a\n", False), ("ä", False), ("\x7f", False)],
)  # fmt: skip
def test_a_key_is_of_up_to_a_hundred_printable_letters(text, is_one):
    assert is_key(text) is is_one


def test_a_body_is_the_same_whatever_its_order():
    text = '{"a":"ä","b":[1,2]}'
    assert body_digest({"b": [1, 2], "a": "ä"}) == sha256(text.encode()).hexdigest()
    assert body_digest({"b": [2, 1], "a": "ä"}) != body_digest({"b": [1, 2], "a": "ä"})

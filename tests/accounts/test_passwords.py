import pytest
from argon2 import PasswordHasher

from franchise_portal.accounts.errors import WeakPassword
from franchise_portal.accounts.services import passwords


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "x" * 129,
        "password123!",
        "1234567890",
        "qwertyuiop",
        "aaaaaaaaaaaa",
        "P@ssw0rd2024",
        "hanna@demo.test",
        "Hanna Keller",
        "1q2w3e4r5t",
        "iloveyou12",
    ],
)
def test_what_a_guesser_tries_first_is_refused(password):
    with pytest.raises(WeakPassword):
        passwords.check(password, about=["hanna@demo.test", "Hanna Keller"])


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "kettle drizzle ornate",
        "zvq8-mirrored-lamp",
        "烤鸭配啤酒真是太好了吧",
        "all lower case words of my own",
        "seven herons walk past the closed bakery " * 3,
        "\u00a0\u2003unusual spaces\u3000",
    ],
)
def test_nothing_is_prescribed_about_what_a_password_is_made_of(password):
    passwords.check(password, about=["hanna@demo.test", "Hanna"])


def test_a_password_belongs_to_its_own_hash_only():
    stored = passwords.hashed("kettle drizzle ornate")
    assert stored.startswith("$argon2id$")
    assert passwords.matches(stored, "kettle drizzle ornate")
    assert not passwords.matches(stored, "Kettle drizzle ornate")
    assert not passwords.matches(stored, "")


def test_without_an_account_nothing_matches_not_even_the_dummy():
    assert not passwords.matches(None, "nobody has this password")
    assert not passwords.matches(None, "")


def test_an_endless_password_is_answered_without_hashing_it():
    assert not passwords.matches(passwords.hashed("kettle drizzle ornate"), "x" * 1_000_000)


def test_a_hash_made_at_another_cost_is_outdated():
    other = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash("x")
    assert passwords.is_outdated(other)
    assert not passwords.is_outdated(passwords.hashed("x"))


def test_a_broken_hash_lets_nobody_in():
    assert not passwords.matches("not a hash", "kettle drizzle ornate")

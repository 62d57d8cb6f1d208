from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from franchise_portal.access.roles import ROLES, Role, Side
from franchise_portal.access.scope import Everything, OwnBusiness
from franchise_portal.accounts import rules
from franchise_portal.accounts.rules import Throttle

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
BUSINESS = uuid4()
OUTLET = uuid4()


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [(0, None), (4, None), (5, 2), (6, 4), (7, 8), (9, 32), (14, 900), (40, 900), (10_000, 900)],
)
def test_each_try_beyond_the_free_ones_doubles_the_wait_up_to_the_longest(tries, seconds):
    until = rules.ADDRESS_THROTTLE.until(tries, NOON)
    assert until == (None if seconds is None else NOON + timedelta(seconds=seconds))


def test_without_a_try_there_is_nothing_to_wait_for():
    assert Throttle(0, timedelta(1), timedelta(1)).until(0, None) is None


def test_an_address_typed_is_counted_however_it_is_capitalised():
    assert rules.address_key("sign-in", " Hanna@Demo.test ") == rules.address_key(
        "sign-in", "hanna@demo.test"
    )


def test_what_is_typed_as_an_address_cannot_be_read_from_the_key():
    assert "hunter2" not in rules.address_key("sign-in", "hunter2")


@pytest.mark.parametrize("purpose", ["sign-in", "reset"])
@pytest.mark.parametrize(
    "address", ["192.0.2.7", "2001:db8:1:2:3:4:5:6", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""]
)
def test_keys_fit_their_column(purpose, address):
    assert len(rules.network_key(purpose, address)) <= 80
    assert len(rules.address_key(purpose, "x" * 300)) <= 80


def test_one_ipv6_customer_is_one_network_address():
    one = rules.network_key("sign-in", "2001:db8:1:2:aaaa::1")
    assert one == rules.network_key("sign-in", "2001:db8:1:2:bbbb::9")
    assert one != rules.network_key("sign-in", "2001:db8:1:3::1")


@pytest.mark.parametrize(
    ("password", "fine"),
    [("x" * 9, False), ("x" * 10, True), ("x" * 128, True), ("x" * 129, False), ("一" * 10, True)],
)
def test_only_the_length_of_a_password_is_prescribed(password, fine):
    assert (rules.length_fault(password) == "") is fine


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.AUDITOR, Everything()),
        (Role.FRANCHISEE_OWNER, OwnBusiness(BUSINESS)),
        (Role.FRANCHISEE_MANAGER, OwnBusiness(BUSINESS, frozenset({OUTLET}))),
        (Role.FRANCHISEE_STAFF, OwnBusiness(BUSINESS, frozenset({OUTLET}))),
    ],
)
def test_what_somebody_sees_follows_from_the_role(role, scope):
    business = None if role.side is Side.FRANCHISOR else BUSINESS
    assert rules.scope_of(role, business, {OUTLET}) == scope


def test_a_manager_without_outlets_sees_none_rather_than_all():
    assert rules.scope_of(Role.FRANCHISEE_MANAGER, BUSINESS, ()) == OwnBusiness(
        BUSINESS, frozenset()
    )


def test_only_an_owner_makes_owners():
    assert Role.OWNER in rules.roles_to_give(Role.OWNER, Side.FRANCHISOR)
    assert Role.OWNER in rules.roles_to_give(None, Side.FRANCHISOR)
    assert Role.OWNER not in rules.roles_to_give(Role.ADMINISTRATOR, Side.FRANCHISOR)


def test_the_roles_on_offer_are_all_of_one_side():
    offered = [rules.roles_to_give(Role.OWNER, side) for side in Side]
    assert sorted(role for roles in offered for role in roles) == sorted(Role)
    assert all(len({role.side for role in roles}) == 1 for roles in offered)


def test_every_role_has_its_permissions():
    assert set(ROLES) == set(Role)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                "Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0"
            ),
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        (
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
                "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
            ),
            "Safari, iPhone",
        ),
        (
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/150.0 Mobile "
                "Safari/537.36 MicroMessenger/8.0"
            ),
            "WeChat, Android",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("<script>alert(1)</script>", "scriptalert1/script"),
        ("", ""),
    ],
)
def test_a_device_is_known_by_browser_and_system(user_agent, words):
    assert rules.device_words(user_agent) == words

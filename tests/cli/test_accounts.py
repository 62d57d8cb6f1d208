"""Ways in for people whom no mail reaches."""

import pytest
from click.testing import CliRunner, Result

from franchise_portal.access.roles import Role
from franchise_portal.accounts import queries, services
from franchise_portal.accounts.enums import LinkKind, UserState
from franchise_portal.cli import find
from franchise_portal.database import db, edge
from tests.builders.accounts import a_user
from tests.support.people import SmallNetwork


def run(*arguments: str) -> Result:
    command = find("accounts")
    assert command
    result = CliRunner().invoke(command, list(arguments))
    db.session.rollback()
    return result


def token_in(result: Result) -> str:
    return result.stdout.strip().rpartition("/")[2]


def test_an_owner_is_invited_and_the_link_is_printed(network: SmallNetwork) -> None:
    result = run("invite", "Iris@Demo.test", "--name", "Iris")
    assert result.exit_code == 0, result.stderr
    user = queries.link_for(LinkKind.INVITATION, token_in(result)).user
    assert (user.email, user.role, user.state) == ("iris@demo.test", Role.OWNER, UserState.INVITED)


def test_a_franchisees_manager_is_invited_by_codes(network: SmallNetwork) -> None:
    result = run(
        *("invite", "kai@demo.test", "--name", "Kai", "--role", "franchisee_manager"),
        *("--franchisee", "f-001", "--outlet", "tl-001"),
    )
    assert result.exit_code == 0, result.stderr
    user = queries.link_for(LinkKind.INVITATION, token_in(result)).user
    assert queries.outlet_ids_of(user) == {network.outlets["TL-001"].id}


@pytest.mark.parametrize(
    "arguments",
    [
        ("invite", "felix@demo.test", "--name", "Felix"),
        ("invite", "x@demo.test", "--name", "X", "--role", "franchisee_owner"),
        ("invite", "x@demo.test", "--name", "X", "--franchisee", "F-999"),
        ("invite", "x@demo.test", "--name", "X", "--franchisee", "F-001", "--outlet", "HX-001"),
        ("invite", "x@demo.test"),
        ("link", "nobody@demo.test"),
    ],
)
def test_what_cannot_be_done_ends_with_a_sentence(
    network: SmallNetwork, arguments: tuple[str, ...]
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert result.stdout == ""


def test_a_link_is_handed_out_for_a_new_password(network: SmallNetwork) -> None:
    user = queries.link_for(LinkKind.RESET, token_in(run("link", "felix@demo.test"))).user
    assert user.name == "Felix"


def test_somebody_invited_gets_a_fresh_invitation(network: SmallNetwork) -> None:
    a_user(invited=True)
    result = run("link", "iris@demo.test")
    assert "/invitations/" in result.stdout


def test_no_link_leads_a_disabled_account_in(network: SmallNetwork) -> None:
    with edge():
        services.disable_user(network.actors["hanna"], network.users["felix"])
    assert run("link", "felix@demo.test").exit_code == 2

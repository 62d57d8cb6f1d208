"""`franchise-portal accounts`: ways in for people whom no mail reaches."""

import click

from ..access.actor import SYSTEM
from ..access.roles import Role
from ..accounts import queries, services
from ..accounts.enums import LinkKind
from ..database import edge
from ..kit.errors import BadInput
from ..kit.i18n import N_
from ..mail import linker
from ..network.queries import the_network
from .manners import with_portal

ENDPOINTS = {LinkKind.INVITATION: "accounts.invitation", LinkKind.RESET: "accounts.reset"}


@click.group()
def group() -> None:
    """Invite people and hand out links for new passwords."""


@group.command("invite")
@click.argument("email")
@click.option("--name", required=True, help="What the person is called.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.OWNER.value,
    show_default=True,
)
@click.option("--franchisee", metavar="CODE", help="Whose person it is, on the franchisees' side.")
@click.option("--outlet", "outlets", metavar="CODE", multiple=True, help="For managers and staff.")
@with_portal
def invite_command(
    *, email: str, name: str, role: str, franchisee: str | None, outlets: tuple[str, ...]
) -> None:
    """Make an account, mail the invitation and print its link, which works once for seven days.

    Example: franchise-portal accounts invite hanna@example.com --name "Hanna Keller"
    """
    with edge():
        network = the_network()
        business = _business(franchisee)
        _, token = services.invite(
            SYSTEM,
            email=email,
            name=name,
            role=Role(role),
            language=network.languages[0] if network else "en",
            zone=network.zone if network else "UTC",
            franchisee_id=business.id if business else None,
            outlet_ids=[place.id for place in _outlets(business, outlets)],
        )
    click.echo(linker()(ENDPOINTS[LinkKind.INVITATION], token=token))


@group.command("link")
@click.argument("email")
@with_portal
def link_command(*, email: str) -> None:
    """Print a link for a new password (one hour), or a fresh invitation (seven days).

    The password in use stays valid until the link is used. Earlier links stop working.

    Example: franchise-portal accounts link hanna@example.com
    """
    with edge():
        user = queries.find_by_email(email)
        if user is None or not user.is_active:
            raise BadInput(
                N_("There is no account with the address %(email)s that may sign in."), email=email
            )
        kind = LinkKind.RESET if user.password_hash else LinkKind.INVITATION
        token = services.reset_link(SYSTEM, user)
    click.echo(linker()(ENDPOINTS[kind], token=token))


def _business(code: str | None) -> queries.Business | None:
    if code is None:
        return None
    business = queries.business_by_code(SYSTEM, code)
    if business is None:
        raise BadInput(N_("There is no franchisee with the code %(code)s."), code=code)
    return business


def _outlets(business: queries.Business | None, codes: tuple[str, ...]) -> list[queries.Place]:
    known = (
        {place.code: place for place in queries.outlets_of_business(business.id)}
        if business
        else {}
    )
    for code in codes:
        if code.upper() not in known:
            raise BadInput(N_("The franchisee has no outlet with the code %(code)s."), code=code)
    return [known[code.upper()] for code in codes]

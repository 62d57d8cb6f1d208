"""Invitations and new passwords through one-time links."""

import re
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select, update

from franchise_portal import Portal
from franchise_portal.access.roles import Role
from franchise_portal.accounts import queries, services
from franchise_portal.accounts.enums import AccountAction, LinkKind, UserState
from franchise_portal.accounts.errors import AddressTaken, LinkSpent, OwnersOnly, WeakPassword
from franchise_portal.accounts.models import OneTimeLink, User
from franchise_portal.audit.models import Entry
from franchise_portal.database import db, edge
from franchise_portal.jobs import Job
from franchise_portal.kit import clock
from franchise_portal.kit.errors import BadInput, NotAllowed
from franchise_portal.mail import Message
from tests.builders.accounts import HERE, a_session, a_user
from tests.support.people import PASSWORD, SmallNetwork

GOOD = "kettle drizzle ornate"


def invite(network: SmallNetwork, by: str = "hanna", **values: object) -> tuple[User, str]:
    facts: dict[str, object] = {
        "email": "Iris@Demo.test",
        "name": "Iris",
        "role": Role.FINANCE,
        "language": "en",
        "zone": "UTC",
    }
    with edge():
        return services.invite(network.actors[by], **{**facts, **values})  # type: ignore[arg-type]


def accept(token: str, password: str = GOOD) -> str:
    with edge():
        return services.accept_invitation(token=token, password=password, caller=HERE)


def mails() -> list[Message]:
    return list(db.session.scalars(select(Message).order_by(Message.id)))


def actions() -> list[str]:
    return list(db.session.scalars(select(Entry.action).order_by(Entry.id)))


def test_an_invitation_leads_in(network: SmallNetwork) -> None:
    user, token = invite(network)
    assert (user.email, user.state) == ("iris@demo.test", UserState.INVITED)
    person = queries.signed_in(accept(token))
    assert person is not None
    assert (person.name, person.role) == ("Iris", Role.FINANCE)
    assert user.state is UserState.ACTIVE
    with edge():
        assert services.sign_in(email="iris@demo.test", password=GOOD, remember=False, caller=HERE)


def test_the_mail_holds_the_link_and_the_database_only_its_digest(network: SmallNetwork) -> None:
    _, token = invite(network)
    (message,) = mails()
    assert (message.kind, message.to_address) == ("accounts/invitation", "iris@demo.test")
    assert f"/invitations/{token}" in message.text
    assert f"/invitations/{token}" in message.html
    assert message.is_confidential
    link = db.session.scalars(select(OneTimeLink)).one()
    assert token not in link.token_hash


def test_an_invitation_works_once(network: SmallNetwork) -> None:
    _, token = invite(network)
    accept(token)
    with pytest.raises(LinkSpent):
        accept(token)


@pytest.mark.parametrize(
    ("kind", "works_for"),
    [(LinkKind.INVITATION, timedelta(days=7)), (LinkKind.RESET, timedelta(hours=1))],
)
def test_links_grow_old(network: SmallNetwork, kind: LinkKind, works_for: timedelta) -> None:
    if kind is LinkKind.INVITATION:
        _, token = invite(network)
    else:
        token = a_reset_token("felix@demo.test")
    link = db.session.scalars(select(OneTimeLink)).one()
    assert link.expires_at - link.created_at == works_for
    with edge():
        db.session.execute(update(OneTimeLink).values(expires_at=clock.wall()))
    with pytest.raises(LinkSpent):
        queries.link_for(kind, token)


def test_a_link_is_good_for_its_own_purpose_only(network: SmallNetwork) -> None:
    _, token = invite(network)
    with pytest.raises(LinkSpent):
        queries.link_for(LinkKind.RESET, token)


def test_a_fresh_invitation_replaces_the_earlier_one(network: SmallNetwork) -> None:
    user, first = invite(network)
    with edge():
        second = services.invite_again(network.actors["hanna"], user)
    with pytest.raises(LinkSpent):
        accept(first)
    assert accept(second)
    assert len(mails()) == 2


def test_a_withdrawn_invitation_does_not_work_and_can_be_sent_again(network: SmallNetwork) -> None:
    user, token = invite(network)
    with edge():
        services.withdraw_invitation(network.actors["hanna"], user)
    assert user.state is UserState.DISABLED
    with pytest.raises(LinkSpent):
        accept(token)
    with edge():
        again = services.invite_again(network.actors["hanna"], user)
    assert accept(again)


def test_somebody_who_came_in_cannot_be_invited_again_or_withdrawn(network: SmallNetwork) -> None:
    for act in (services.invite_again, services.withdraw_invitation):
        with pytest.raises(LinkSpent), edge():
            act(network.actors["hanna"], network.users["felix"])


def test_a_link_to_a_disabled_account_does_not_work(network: SmallNetwork) -> None:
    user, token = invite(network)
    with edge():
        services.disable_user(network.actors["hanna"], user)
    with pytest.raises(LinkSpent):
        queries.link_for(LinkKind.INVITATION, token)


def test_a_weak_password_does_not_spend_the_link(network: SmallNetwork) -> None:
    _, token = invite(network)
    with pytest.raises(WeakPassword):
        accept(token, "password123")
    assert accept(token)


def test_two_who_use_a_link_at_once_do_not_both_succeed(network: SmallNetwork, app: Portal) -> None:
    _, token = invite(network)
    outcomes: list[str] = []

    def use(password: str) -> None:
        with app.app_context():
            try:
                accept(token, password)
                outcomes.append("in")
            except LinkSpent:
                outcomes.append("spent")

    threads = [Thread(target=use, args=(f"{GOOD} {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "spent", "spent", "spent"]


def test_an_address_has_one_account(network: SmallNetwork) -> None:
    with pytest.raises(AddressTaken):
        invite(network, email="FELIX@demo.test")


def test_two_who_invite_one_address_at_once_make_one_account(
    network: SmallNetwork, app: Portal
) -> None:
    outcomes: list[str] = []

    def try_it() -> None:
        with app.app_context():
            try:
                invite(network)
                outcomes.append("made")
            except AddressTaken:
                outcomes.append("taken")

    threads = [Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made", "taken", "taken", "taken"]
    assert len(mails()) == 1


def test_an_administrator_invites_anybody_but_owners(network: SmallNetwork) -> None:
    with pytest.raises(OwnersOnly):
        invite(network, by="adam", role=Role.OWNER)
    assert invite(network, by="adam")


@pytest.mark.parametrize("who", ["felix", "rosa", "audrey", "omar", "mina"])
def test_nobody_else_invites(network: SmallNetwork, who: str) -> None:
    with pytest.raises(NotAllowed):
        invite(network, by=who)


def test_a_role_belongs_to_its_side(network: SmallNetwork) -> None:
    with pytest.raises(BadInput):
        invite(network, role=Role.FRANCHISEE_OWNER)
    with pytest.raises(BadInput):
        invite(network, franchisee_id=network.franchisees["F-001"].id)


def test_a_manager_needs_an_outlet(network: SmallNetwork) -> None:
    business = network.franchisees["F-001"].id
    with pytest.raises(BadInput):
        invite(network, role=Role.FRANCHISEE_MANAGER, franchisee_id=business)


def a_reset_token(email: str) -> str:
    """Ask for a link, let the worker do its part, and read it from the mail."""
    with edge():
        services.ask_for_reset(email=email, caller=HERE)
    with edge():
        services.send_reset_link(email=email)
    found = re.search(r"/password-resets/(\S+)", mails()[-1].text)
    assert found
    return found.group(1)


def test_a_reset_sets_a_new_password_and_ends_all_sessions(network: SmallNetwork) -> None:
    session = a_session(network.users["felix"])
    token = a_reset_token("felix@demo.test")
    with edge():
        services.reset_password(token=token, password=GOOD)
    assert queries.signed_in(session) is None
    with edge():
        services.sign_in(email="felix@demo.test", password=GOOD, remember=False, caller=HERE)
    assert [message.kind for message in mails()] == [
        "accounts/password_reset",
        "accounts/password_changed",
    ]
    with pytest.raises(LinkSpent), edge():
        services.reset_password(token=token, password=GOOD)


def test_a_reset_leaves_the_old_password_until_it_is_used(network: SmallNetwork) -> None:
    a_reset_token("felix@demo.test")
    with edge():
        services.sign_in(email="felix@demo.test", password=PASSWORD, remember=False, caller=HERE)


@pytest.mark.parametrize("email", ["felix@demo.test", "nobody@demo.test"])
def test_asking_does_the_same_whether_or_not_the_address_exists(
    network: SmallNetwork, email: str
) -> None:
    with edge():
        services.ask_for_reset(email=email, caller=HERE)
    (job,) = db.session.scalars(select(Job))
    assert (job.name, job.arguments) == ("accounts.send_reset_link", {"email": email})
    assert mails() == []


def test_no_link_goes_to_strangers_the_disabled_and_the_merely_invited(
    network: SmallNetwork,
) -> None:
    invited = a_user(invited=True)
    with edge():
        services.disable_user(network.actors["hanna"], network.users["felix"])
    with edge():
        for email in ("nobody@demo.test", "felix@demo.test", invited.email):
            services.send_reset_link(email=email)
    assert mails() == []


def test_asking_again_and_again_sends_no_more_mails(network: SmallNetwork) -> None:
    for _ in range(6):
        with edge():
            services.ask_for_reset(email="felix@demo.test", caller=HERE)
    assert len(list(db.session.scalars(select(Job)))) == 3


def test_what_happens_to_invitations_and_passwords_is_noted(network: SmallNetwork) -> None:
    _, token = invite(network)
    accept(token)
    token = a_reset_token("iris@demo.test")
    with edge():
        services.reset_password(token=token, password=f"{GOOD} again")
    assert [one for one in actions() if one.startswith("accounts.")] == [
        AccountAction.INVITED,
        AccountAction.INVITATION_ACCEPTED,
        AccountAction.SIGNED_IN,
        AccountAction.RESET_ASKED,
        AccountAction.PASSWORD_RESET,
        AccountAction.SESSIONS_ENDED,
    ]

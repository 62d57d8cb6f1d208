"""Keeping accounts: roles, outlets, disabling; and who may do it."""

from threading import Thread

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from franchise_portal import Portal
from franchise_portal.access.roles import Role
from franchise_portal.accounts import queries, services
from franchise_portal.accounts.enums import AccountAction, Theme
from franchise_portal.accounts.errors import (
    LastOwner,
    OwnAccount,
    OwnersOnly,
    TooManyTries,
    WeakPassword,
    WrongPassword,
)
from franchise_portal.accounts.models import User
from franchise_portal.accounts.queries import Wanted
from franchise_portal.audit.models import Entry
from franchise_portal.database import db, edge
from franchise_portal.kit.errors import BadInput, NotAllowed
from franchise_portal.mail import Message
from tests.builders.accounts import HERE, a_session, a_user
from tests.support.people import PASSWORD, SmallNetwork

GOOD = "kettle drizzle ornate"


def fresh(user: User) -> User:
    db.session.expire_all()
    found = db.session.get(User, user.id)
    assert found
    return found


def test_a_new_role_holds_at_the_very_next_look(network: SmallNetwork) -> None:
    token = a_session(network.users["felix"])
    with edge():
        services.change_role(network.actors["hanna"], network.users["felix"], role=Role.SUPPORT)
    person = queries.signed_in(token)
    assert person is not None
    assert person.actor.role is Role.SUPPORT


def test_disabling_ends_all_sessions_and_enabling_does_not_bring_them_back(
    network: SmallNetwork,
) -> None:
    token = a_session(network.users["felix"])
    with edge():
        services.disable_user(network.actors["hanna"], network.users["felix"])
    assert queries.signed_in(token) is None
    with edge():
        services.enable_user(network.actors["hanna"], fresh(network.users["felix"]))
    assert queries.signed_in(token) is None
    with edge():
        services.sign_in(email="felix@demo.test", password=PASSWORD, remember=False, caller=HERE)


def test_the_last_owner_stays(network: SmallNetwork) -> None:
    iris = a_user(role=Role.OWNER)
    by_iris = services.sessions.actor_of(iris)
    with edge():
        services.disable_user(by_iris, network.users["hanna"])
    with pytest.raises(OwnAccount), edge():
        services.disable_user(by_iris, iris)
    with pytest.raises(LastOwner), edge():
        services.disable_user(network.actors["hanna"], iris)
    with pytest.raises(LastOwner), edge():
        services.change_role(network.actors["hanna"], iris, role=Role.FINANCE)


def test_an_owner_who_has_not_come_in_yet_does_not_count(network: SmallNetwork) -> None:
    waiting = a_user(role=Role.OWNER, invited=True)
    with pytest.raises(LastOwner), edge():
        services.disable_user(services.sessions.actor_of(waiting), network.users["hanna"])


def test_of_two_owners_who_disable_each_other_one_stays(network: SmallNetwork, app: Portal) -> None:
    iris = a_user(role=Role.OWNER)
    hanna = network.users["hanna"]
    outcomes: list[str] = []

    def disable(by: User, whom: User) -> None:
        with app.app_context():
            try:
                with edge():
                    user = db.session.get(User, whom.id)
                    assert user
                    services.disable_user(services.sessions.actor_of(by), user)
                outcomes.append("done")
            except LastOwner:
                outcomes.append("refused")

    threads = [Thread(target=disable, args=pair) for pair in ((iris, hanna), (hanna, iris))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]


def test_nobody_changes_their_own_role_or_disables_themselves(network: SmallNetwork) -> None:
    for who in ("hanna", "adam"):
        with pytest.raises(OwnAccount), edge():
            services.change_role(network.actors[who], network.users[who], role=Role.FINANCE)
        with pytest.raises(OwnAccount), edge():
            services.disable_user(network.actors[who], network.users[who])


def test_an_administrator_does_not_touch_owners_nor_make_any(network: SmallNetwork) -> None:
    adam, hanna, felix = network.actors["adam"], network.users["hanna"], network.users["felix"]
    for act in (
        lambda: services.disable_user(adam, hanna),
        lambda: services.change_role(adam, hanna, role=Role.FINANCE),
        lambda: services.change_role(adam, felix, role=Role.OWNER),
        lambda: services.change_particulars(adam, hanna, name="X", name_local="", title=""),
    ):
        with pytest.raises(OwnersOnly), edge():
            act()


@pytest.mark.parametrize("who", ["felix", "sami", "rosa", "dora", "audrey", "omar", "mina"])
def test_the_services_refuse_whoever_does_not_keep_accounts(
    network: SmallNetwork, who: str
) -> None:
    actor, user = network.actors[who], network.users["olga"]
    for act in (
        lambda: services.disable_user(actor, user),
        lambda: services.enable_user(actor, user),
        lambda: services.change_role(actor, user, role=Role.FRANCHISEE_OWNER),
        lambda: services.change_outlets(actor, user, outlet_ids=()),
        lambda: services.change_particulars(actor, user, name="X", name_local="", title=""),
        lambda: services.invite_again(actor, user),
        lambda: services.withdraw_invitation(actor, user),
    ):
        with pytest.raises(NotAllowed), edge():
            act()


def test_nobody_crosses_to_the_other_side_by_a_role(network: SmallNetwork) -> None:
    with pytest.raises(BadInput), edge():
        services.change_role(network.actors["hanna"], network.users["omar"], role=Role.FINANCE)


def test_a_manager_has_outlets_and_loses_them_with_the_role(network: SmallNetwork) -> None:
    omar, hanna = network.users["omar"], network.actors["hanna"]
    outlet = network.outlets["TL-001"].id
    with pytest.raises(BadInput), edge():
        services.change_role(hanna, omar, role=Role.FRANCHISEE_MANAGER)
    with edge():
        services.change_role(hanna, omar, role=Role.FRANCHISEE_MANAGER, outlet_ids=[outlet])
    assert queries.outlet_ids_of(omar) == {outlet}
    with edge():
        services.change_role(hanna, omar, role=Role.FRANCHISEE_OWNER, outlet_ids=[outlet])
    assert queries.outlet_ids_of(omar) == set()


def test_other_outlets_are_noted_by_name(network: SmallNetwork) -> None:
    with edge():
        services.change_outlets(
            network.actors["hanna"],
            network.users["mina"],
            outlet_ids=[network.outlets["TL-001"].id],
        )
    entry = db.session.scalars(
        select(Entry).where(Entry.action == AccountAction.OUTLETS_CHANGED)
    ).one()
    assert entry.data == {"outlets": ["TL-001 Quay House"]}
    assert entry.franchisee_id == network.franchisees["F-001"].id


def test_the_database_itself_keeps_roles_and_sides_together(network: SmallNetwork) -> None:
    with pytest.raises(IntegrityError), edge():
        db.session.add(User(email="x@demo.test", name="X", role=Role.FRANCHISEE_OWNER))


def test_changing_the_password_keeps_this_device_and_ends_the_others(
    network: SmallNetwork,
) -> None:
    felix = network.users["felix"]
    here, elsewhere = a_session(felix), a_session(felix)
    person = queries.signed_in(here)
    assert person is not None
    with edge():
        services.change_password(
            person.actor,
            felix,
            current=PASSWORD,
            password=GOOD,
            session_id=person.session_id,
            caller=HERE,
        )
    assert queries.signed_in(here) is not None
    assert queries.signed_in(elsewhere) is None
    message = db.session.scalars(select(Message)).one()
    assert (message.kind, message.to_address) == ("accounts/password_changed", "felix@demo.test")


def change_password(network: SmallNetwork, current: str, password: str) -> None:
    with edge():
        services.change_password(
            network.actors["felix"],
            network.users["felix"],
            current=current,
            password=password,
            session_id=None,
            caller=HERE,
        )


def test_changing_the_password_asks_for_the_current_one(network: SmallNetwork) -> None:
    with pytest.raises(WrongPassword):
        change_password(network, "not the password", GOOD)
    with pytest.raises(WeakPassword):
        change_password(network, PASSWORD, "password123")


def test_the_current_password_cannot_be_guessed_on_an_open_screen(network: SmallNetwork) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassword):
            change_password(network, "not the password", GOOD)
    with pytest.raises(TooManyTries):
        change_password(network, PASSWORD, GOOD)


def test_preferences_are_ones_own_and_only_a_new_name_is_noted(network: SmallNetwork) -> None:
    felix = network.users["felix"]
    facts = {"language": "zh_Hans", "zone": "Asia/Shanghai", "theme": Theme.DARK}
    with edge():
        services.change_preferences(
            network.actors["felix"], felix, name="Felix", name_local="", **facts
        )
    assert db.session.scalars(select(Entry)).all() == []
    with edge():
        services.change_preferences(
            network.actors["felix"], felix, name="Felix Braun", name_local="", **facts
        )
    felix = fresh(felix)
    assert (felix.name, felix.language, felix.theme) == ("Felix Braun", "zh_Hans", Theme.DARK)
    assert db.session.scalars(select(Entry)).one().action == AccountAction.PARTICULARS_CHANGED


def names(network: SmallNetwork, **wanted: object) -> list[str]:
    found = queries.users(network.actors["hanna"], Wanted(**wanted))  # type: ignore[arg-type]
    return [row.name for row in found.rows]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"text": "MIN"}, ["Mina"]),
        ({"text": "@demo.test", "roles": ["finance", "support"]}, ["Felix", "Iris", "Sami"]),
        ({"text": "100%"}, []),
        ({"sides": ["franchisee"]}, ["Mina", "Olga", "Omar"]),
        ({"sides": ["franchisee", "franchisor"], "roles": ["owner"]}, ["Hanna"]),
        ({"states": ["invited"]}, ["Iris"]),
        ({"states": ["disabled"]}, ["Dora"]),
        ({"states": ["invited", "disabled"]}, ["Dora", "Iris"]),
        ({"roles": ["nonsense"], "text": "hanna"}, ["Hanna"]),
    ],
)
def test_users_are_found_by_name_business_role_side_and_state(
    network: SmallNetwork, wanted: dict[str, object], found: list[str]
) -> None:
    a_user(invited=True)
    with edge():
        services.disable_user(network.actors["hanna"], network.users["dora"])
    assert names(network, **wanted) == found


def test_users_are_found_by_the_name_of_their_business(network: SmallNetwork) -> None:
    business = network.franchisees["F-002"]
    assert names(network, text=business.name) == ["Olga"]
    assert names(network, text="f-001") == ["Mina", "Omar"]


def test_users_can_be_put_in_order(network: SmallNetwork) -> None:
    assert names(network)[:2] == ["Adam", "Audrey"]
    assert names(network, order="-name")[:2] == ["Sami", "Rosa"]
    assert names(network, order="-business")[0] in {"Omar", "Olga", "Mina"}
    assert names(network, order="nonsense")[:2] == ["Adam", "Audrey"]


def test_a_page_of_users_tells_how_many_there_are(network: SmallNetwork) -> None:
    with edge():
        for number in range(60):
            db.session.add(User(email=f"u{number}@x.test", name=f"U{number:02}", role=Role.FINANCE))
    listing = queries.users(network.actors["hanna"], Wanted(page=2))
    assert (len(listing.rows), listing.total, listing.first, listing.last) == (20, 70, 51, 70)


def test_a_franchisee_would_see_only_its_own_people(network: SmallNetwork) -> None:
    found = queries.users(network.actors["omar"], Wanted())
    assert [row.name for row in found.rows] == ["Mina", "Omar"]

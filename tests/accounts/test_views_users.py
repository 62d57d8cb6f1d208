"""Everybody's accounts and the roles, through their pages."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import event, select, update

from franchise_portal import Portal
from franchise_portal.access.permissions import Permission
from franchise_portal.access.roles import Role
from franchise_portal.accounts import permission_words, queries
from franchise_portal.accounts.enums import UserState
from franchise_portal.accounts.models import OneTimeLink, User, UserSession
from franchise_portal.database import db, edge
from tests.builders.accounts import a_session, a_user
from tests.support.page import Browser
from tests.support.people import SmallNetwork

GOOD = "kettle drizzle ornate"


def user_named(name: str) -> User:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(User).where(User.name == name)).one()


def page_text(browser: Browser) -> str:
    assert browser.page
    return browser.page.text


def test_the_list_keeps_its_filters_in_the_address(network: SmallNetwork, browser: Browser) -> None:
    browser.sign_in("hanna")
    browser.get("/users?q=demo&role=finance&role=auditor&side=franchisor&sort=-name")
    text = page_text(browser)
    assert "Felix" in text
    assert "Audrey" in text
    assert "Omar" not in text
    assert browser.page
    links = [str(link.get("href")) for link in browser.page.all("a")]
    assert any("sort=name" in link and "role=finance" in link for link in links)
    assert any("role=finance" not in link and "side=franchisor" in link for link in links)


def test_a_list_without_a_match_offers_the_way_back(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("hanna")
    browser.get("/users?q=zzz&role=finance")
    assert "No user matches" in page_text(browser)
    assert "Clear filters" in page_text(browser)


@pytest.mark.parametrize(
    "query", ["sort=password_hash", "page=x", "page=999999", "role=%27", "q=%25"]
)
def test_nonsense_in_the_address_is_no_error(
    network: SmallNetwork, browser: Browser, query: str
) -> None:
    browser.sign_in("hanna")
    browser.get(f"/users?{query}")


def test_the_list_costs_the_same_queries_for_fifty_rows_as_for_five(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("hanna")
    few = selects_for(browser, "/users?q=felix")
    with edge():
        for number in range(60):
            db.session.add(User(email=f"u{number}@x.test", name=f"U{number}", role=Role.FINANCE))
    many = selects_for(browser, "/users")
    assert many == few <= 8


def selects_for(browser: Browser, url: str) -> int:
    statements: list[str] = []
    listener = lambda *given: statements.append(given[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        browser.get(url)
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    return len([one for one in statements if one.startswith("SELECT")])


def test_inviting_at_the_office_shows_the_link_once(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("hanna")
    browser.get("/users/new")
    browser.post(
        "/users",
        {
            "name": "Iris",
            "email": "iris@demo.test",
            "title": "Fees",
            "role": "finance",
            "language": "zh_Hant",
        },
    )
    assert "/invitations/" in page_text(browser)
    iris = user_named("Iris")
    assert (iris.state, iris.language, iris.zone) == (UserState.INVITED, "zh_Hant", "Europe/Berlin")
    browser.get(f"/users/{iris.id}")
    assert "/invitations/" not in page_text(browser)
    browser.post(f"/users/{iris.id}/invitation")
    assert "/invitations/" in page_text(browser)
    browser.post(f"/users/{iris.id}/invitation/withdrawal")
    assert user_named("Iris").state is UserState.DISABLED
    assert all(link.used_at for link in db.session.scalars(select(OneTimeLink)))


def test_inviting_at_a_franchisee_begins_with_its_code(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("hanna")
    browser.get("/users/new?side=franchisee")
    assert "Code of the franchisee" in page_text(browser)
    browser.get("/users/new?franchisee=F-999")
    assert "There is no franchisee with the code F-999" in page_text(browser)
    browser.get("/users/new?franchisee=f-001")
    assert "TL-001 Quay House" in page_text(browser)
    assert "HX-001" not in page_text(browser)
    form = {
        "franchisee": "F-001",
        "name": "Kai",
        "email": "kai@demo.test",
        "language": "en",
        "role": "franchisee_staff",
    }
    browser.post("/users", form, status=422)
    assert "Choose at least one outlet" in page_text(browser)
    browser.post("/users", {**form, "outlets": [str(network.outlets["HX-001"].id)]}, status=422)
    browser.post("/users", {**form, "outlets": [str(network.outlets["TL-001"].id)]})
    kai = user_named("Kai")
    assert kai.franchisee_id == network.franchisees["F-001"].id
    assert queries.outlet_ids_of(kai) == {network.outlets["TL-001"].id}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "felix@demo.test"}, "There is an account with this address already"),
        ({"email": "nothing"}, "Write an e-mail address"),
        ({"name": " "}, "Write the name"),
        ({"role": "franchisee_owner"}, "There is a problem"),
        ({"role": ""}, "There is a problem"),
        ({"franchisee": "F-999"}, "There is no franchisee with the code F-999"),
    ],
)
def test_an_invitation_that_cannot_be_sent_is_explained(
    network: SmallNetwork, browser: Browser, change: dict[str, str], words: str
) -> None:
    browser.sign_in("hanna")
    form = {"name": "Iris", "email": "iris@demo.test", "role": "finance", "language": "en"}
    status = 200 if "franchisee" in change else 422
    browser.post("/users", {**form, **change}, status=status)
    assert words in page_text(browser)
    assert db.session.scalar(select(User).where(User.name == "Iris")) is None


def test_an_administrator_is_not_offered_owners(network: SmallNetwork, browser: Browser) -> None:
    browser.sign_in("adam")
    browser.get("/users/new")
    assert "Network owner" not in page_text(browser)
    form = {"name": "Iris", "email": "iris@demo.test", "role": "owner", "language": "en"}
    browser.post("/users", form, status=422)
    browser.get(f"/users/{network.users['hanna'].id}")
    assert "Disable" not in page_text(browser)
    browser.post(f"/users/{network.users['hanna'].id}/deactivation", status=403)


def test_a_role_is_changed_and_holds_at_the_next_request(
    network: SmallNetwork, app: Portal, browser: Browser
) -> None:
    felix = Browser(app)
    felix.sign_in("felix")
    assert felix.client.get("/audit").status_code == 200
    browser.sign_in("hanna")
    url = f"/users/{network.users['felix'].id}/role"
    browser.get(url)
    browser.post(url, {"role": "support"})
    assert "has this role from now on" in page_text(browser)
    assert felix.client.get("/audit").status_code == 403


def test_names_titles_and_states_are_kept_from_the_page(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("hanna")
    url = f"/users/{network.users['felix'].id}"
    browser.post(f"{url}/particulars", {"name": "Felix B", "name_local": "费", "title": "Fees"})
    browser.post(f"{url}/particulars", {"name": ""}, status=422)
    browser.post(f"{url}/deactivation")
    assert "can no longer sign in" in page_text(browser)
    browser.post(f"{url}/reactivation")
    assert "can sign in again" in page_text(browser)
    assert user_named("Felix B").name_local == "费"


def test_an_administrator_ends_somebodys_sessions(network: SmallNetwork, browser: Browser) -> None:
    first, second = (a_session(network.users["felix"]) for _ in range(2))
    person = queries.signed_in(first)
    assert person
    db.session.rollback()
    browser.sign_in("adam")
    url = f"/users/{network.users['felix'].id}/sessions"
    browser.post(
        f"/users/{network.users['omar'].id}/sessions/{person.session_id}/ending", status=404
    )
    browser.post(f"{url}/{person.session_id}/ending")
    assert queries.signed_in(first) is None
    assert queries.signed_in(second) is not None
    db.session.rollback()
    browser.post(f"{url}/endings")
    assert queries.signed_in(second) is None


def test_what_is_in_the_way_is_said_in_words(network: SmallNetwork, browser: Browser) -> None:
    browser.sign_in("hanna")
    own = f"/users/{network.users['hanna'].id}"
    browser.get(f"{own}/role", status=403)
    browser.post(f"{own}/deactivation", status=403)
    assert "your own account" in page_text(browser)
    iris = a_user(role=Role.OWNER)
    with edge():
        db.session.execute(update(User).where(User.name == "Hanna").values(role=Role.ADMINISTRATOR))
    browser.sign_out()
    browser.sign_in("hanna")
    browser.post(f"/users/{iris.id}/deactivation", status=403)


def test_a_user_that_does_not_exist_is_not_found(network: SmallNetwork, browser: Browser) -> None:
    browser.sign_in("hanna")
    browser.get(f"/users/{uuid4()}", status=404)


def test_an_auditor_sees_accounts_but_no_acts(network: SmallNetwork, browser: Browser) -> None:
    a_session(network.users["felix"])
    browser.sign_in("audrey")
    browser.get("/users")
    assert "Invite somebody" not in page_text(browser)
    browser.get(f"/users/{network.users['felix'].id}")
    assert browser.page
    actions = {form["action"] for form in browser.page.all("form")}
    assert actions == {"/sign-out"}


@pytest.mark.parametrize("who", ["felix", "rosa", "omar", "mina"])
def test_accounts_are_not_for_everybody(network: SmallNetwork, browser: Browser, who: str) -> None:
    browser.sign_in(who)
    for url in ("/users", "/users/new", f"/users/{network.users['hanna'].id}"):
        browser.get(url, status=403)


def test_the_table_of_roles_shows_every_permission_and_role(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("audrey")
    browser.get("/roles")
    assert browser.page
    heads = [head for head in browser.page.all("th") if head.get("scope") == "row"]
    assert len(heads) == len(Permission)
    # Whole words: a permission may speak of notices.
    answers = re.findall(r"\b(?:yes|no)\b", page_text(browser))
    assert len(answers) == len(Permission) * len(Role)


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_has_words_and_a_group(permission: Permission) -> None:
    assert permission in permission_words.WORDS
    assert permission.value.partition(":")[0] in permission_words.GROUPS


@pytest.mark.parametrize("role", Role)
def test_every_role_is_explained(role: Role) -> None:
    assert role in permission_words.ROLE_NOTES


def test_ended_sessions_leave_no_trace_in_the_list(network: SmallNetwork) -> None:
    a_session(network.users["felix"])
    with edge():
        db.session.execute(update(UserSession).values(ended_at=UserSession.created_at))
    assert queries.sessions_of(network.users["felix"]) == []

"""Signing in and out through the services, on a real database."""

from datetime import timedelta
from threading import Thread

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event, func, select, update

from franchise_portal import Portal
from franchise_portal.access.roles import Role
from franchise_portal.accounts import queries, services
from franchise_portal.accounts.enums import AccountAction
from franchise_portal.accounts.errors import TooManyTries, WrongSignIn
from franchise_portal.accounts.models import SignInAttempt, User, UserSession
from franchise_portal.accounts.services.sessions import Caller
from franchise_portal.audit.models import Entry
from franchise_portal.database import db, edge
from franchise_portal.kit import clock
from tests.builders.accounts import HERE, a_session, a_user
from tests.support.people import PASSWORD, SmallNetwork


def sign_in(
    email: str = "hanna@demo.test",
    password: str = PASSWORD,
    caller: Caller = HERE,
    *,
    remember: bool = False,
) -> str:
    with edge():
        return services.sign_in(email=email, password=password, remember=remember, caller=caller)


def notes(action: AccountAction) -> list[Entry]:
    db.session.rollback()
    return list(db.session.scalars(select(Entry).where(Entry.action == action)))


def test_the_token_of_a_session_tells_who_is_there(network: SmallNetwork) -> None:
    person = queries.signed_in(sign_in())
    assert person is not None
    assert person.actor == network.actors["hanna"]
    assert (person.name, person.business, person.is_authenticated) == ("Hanna", "", True)


def test_the_address_may_be_capitalised_in_any_way(network: SmallNetwork) -> None:
    assert sign_in(" Hanna@DEMO.test ")


def test_the_table_of_sessions_does_not_hold_the_token(network: SmallNetwork) -> None:
    token = sign_in()
    row = db.session.scalars(select(UserSession)).one()
    assert token not in (row.token_hash, row.device, row.address)
    assert (row.device, row.address) == ("Firefox, Windows", "192.0.2.7")


@pytest.mark.parametrize("who", ["mina", "omar"])
def test_a_franchisees_people_see_their_own_part(network: SmallNetwork, who: str) -> None:
    person = queries.signed_in(sign_in(f"{who}@demo.test"))
    assert person is not None
    assert person.actor == network.actors[who]
    assert person.business == network.franchisees["F-001"].name


def test_who_is_signed_in_costs_one_query(network: SmallNetwork, app: Portal) -> None:
    outlets = tuple(outlet.id for outlet in network.outlets.values())
    many = a_user(
        "kai@demo.test",
        "Kai",
        role=Role.FRANCHISEE_STAFF,
        franchisee_id=network.franchisees["F-001"].id,
        outlet_ids=outlets,
    )
    token = a_session(many)
    statements: list[str] = []
    listener = lambda *given: statements.append(given[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        person = queries.signed_in(token)
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    assert person is not None
    assert len([one for one in statements if one.startswith("SELECT")]) == 1
    assert person.actor.scope.outlet_ids == frozenset(outlets)  # type: ignore[union-attr]


def test_a_device_is_remembered_for_fourteen_days_or_half_a_day(network: SmallNetwork) -> None:
    for remember, life in ((True, timedelta(days=14)), (False, timedelta(hours=12))):
        with edge():
            db.session.execute(UserSession.__table__.delete())
        sign_in(remember=remember)
        row = db.session.scalars(select(UserSession)).one()
        assert row.expires_at - row.created_at == life


def test_a_session_that_is_over_lets_nobody_in(network: SmallNetwork) -> None:
    token = sign_in()
    with edge():
        db.session.execute(update(UserSession).values(expires_at=clock.wall()))
    assert queries.signed_in(token) is None


def test_an_ended_session_lets_nobody_in(network: SmallNetwork) -> None:
    token = sign_in()
    with edge():
        row = db.session.scalars(select(UserSession)).one()
        services.sign_out(network.actors["hanna"], row.id)
    assert queries.signed_in(token) is None


def test_a_made_up_token_lets_nobody_in(network: SmallNetwork) -> None:
    assert queries.signed_in("made up") is None


def test_signing_out_everywhere_spares_one_session_and_other_people(network: SmallNetwork) -> None:
    tokens = [sign_in(), sign_in()]
    others = sign_in("felix@demo.test")
    kept = queries.signed_in(tokens[1])
    assert kept is not None
    with edge():
        ended = services.end_all_sessions(
            network.actors["hanna"], network.users["hanna"], but=kept.session_id
        )
    assert ended == 1
    assert [bool(queries.signed_in(one)) for one in (*tokens, others)] == [False, True, True]


@pytest.mark.parametrize("fault", ["unknown", "disabled", "invited", "wrong"])
def test_whatever_is_wrong_the_answer_is_the_same(network: SmallNetwork, fault: str) -> None:
    email, password = "felix@demo.test", PASSWORD
    if fault == "unknown":
        email = "nobody@demo.test"
    elif fault == "wrong":
        password = "not the password"
    elif fault == "invited":
        email = a_user(invited=True).email
    else:
        with edge():
            services.disable_user(network.actors["hanna"], network.users["felix"])
    with pytest.raises(WrongSignIn) as caught:
        sign_in(email, password)
    assert str(caught.value) == str(WrongSignIn())
    assert db.session.scalar(select(func.count()).select_from(UserSession)) == 0


def test_a_refused_sign_in_is_noted_but_never_what_was_typed(network: SmallNetwork) -> None:
    for email in ("felix@demo.test", "my secret password"):
        with pytest.raises(WrongSignIn):
            sign_in(email, "not the password")
    assert [entry.subject_name for entry in notes(AccountAction.SIGN_IN_REFUSED)] == ["Felix"]
    assert len(notes(AccountAction.UNKNOWN_REFUSED)) == 1
    book = repr([vars(entry) for entry in db.session.scalars(select(Entry))])
    assert "secret" not in book
    assert "not the password" not in book


def test_signing_in_is_noted_with_the_person(network: SmallNetwork) -> None:
    sign_in()
    (entry,) = notes(AccountAction.SIGNED_IN)
    assert (entry.actor_name, entry.is_access) == ("Hanna", True)


@pytest.mark.parametrize("email", ["felix@demo.test", "nobody@demo.test"])
def test_tries_are_throttled_whether_or_not_the_address_exists(
    network: SmallNetwork, email: str
) -> None:
    for _ in range(5):
        with pytest.raises(WrongSignIn):
            sign_in(email, "not the password")
    with pytest.raises(TooManyTries) as caught:
        sign_in(email, PASSWORD)
    assert caught.value.seconds == 2
    assert caught.value.status == 429


def test_a_throttled_address_does_not_hinder_others(network: SmallNetwork) -> None:
    for _ in range(5):
        with pytest.raises(WrongSignIn):
            sign_in("felix@demo.test", "not the password")
    assert sign_in("hanna@demo.test")


def test_the_wait_ends(network: SmallNetwork) -> None:
    for _ in range(5):
        with pytest.raises(WrongSignIn):
            sign_in("felix@demo.test", "not the password")
    later(timedelta(seconds=3))
    assert sign_in("felix@demo.test")


def test_a_try_that_came_too_early_does_not_lengthen_the_wait(network: SmallNetwork) -> None:
    for _ in range(5):
        with pytest.raises(WrongSignIn):
            sign_in("felix@demo.test", "not the password")
    for _ in range(4):
        with pytest.raises(TooManyTries) as caught:
            sign_in("felix@demo.test", "not the password")
    assert caught.value.seconds <= 2


def test_one_network_address_cannot_try_many_accounts(network: SmallNetwork) -> None:
    with edge():
        key = services.throttle.rules.network_key("sign-in", HERE.address)
        db.session.add_all(SignInAttempt(key=key) for _ in range(30))
    with pytest.raises(TooManyTries):
        sign_in("hanna@demo.test")
    assert sign_in("hanna@demo.test", caller=Caller("198.51.100.4", ""))


def test_signing_in_forgets_the_tries_for_the_address(network: SmallNetwork) -> None:
    for _ in range(4):
        with pytest.raises(WrongSignIn):
            sign_in("felix@demo.test", "not the password")
    sign_in("felix@demo.test")
    for _ in range(4):
        with pytest.raises(WrongSignIn):
            sign_in("felix@demo.test", "not the password")
    assert sign_in("felix@demo.test")


def test_many_tries_at_once_are_all_counted(network: SmallNetwork, app: Portal) -> None:
    answers: list[str] = []

    def guess() -> None:
        with app.app_context():
            try:
                sign_in("felix@demo.test", "not the password")
            except (WrongSignIn, TooManyTries) as error:
                answers.append(type(error).__name__)

    threads = [Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    key = services.throttle.rules.address_key("sign-in", "felix@demo.test")
    counted = db.session.scalar(
        select(func.count()).select_from(SignInAttempt).where(SignInAttempt.key == key)
    )
    assert len(answers) == 12
    assert counted == answers.count("WrongSignIn")
    assert answers.count("WrongSignIn") == 5


def test_an_outdated_hash_is_made_anew_on_signing_in(network: SmallNetwork) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    with edge():
        db.session.execute(update(User).where(User.name == "Hanna").values(password_hash=old))
    db.session.expire_all()
    sign_in()
    db.session.expire_all()
    stored = queries.find_by_email("hanna@demo.test")
    assert stored is not None
    assert stored.password_hash != old
    assert sign_in()


def test_use_is_noted_on_session_and_account(network: SmallNetwork) -> None:
    token = sign_in()
    long_ago = clock.wall() - timedelta(hours=1)
    with edge():
        db.session.execute(update(UserSession).values(last_seen_at=long_ago))
        db.session.execute(update(User).values(last_seen_at=long_ago))
    person = queries.signed_in(token)
    assert person is not None
    db.session.rollback()
    services.note_use(person.session_id, person.user_id)
    db.session.expire_all()
    assert db.session.scalars(select(UserSession)).one().last_seen_at > long_ago
    assert db.session.get(User, person.user_id).last_seen_at > long_ago  # type: ignore[union-attr,operator]


def test_noting_use_does_not_wait_for_a_long_import(network: SmallNetwork, app: Portal) -> None:
    """On SQLite an import holds the only write lock; pages must stay quick meanwhile."""
    person = queries.signed_in(sign_in())
    assert person is not None
    with edge():
        db.session.execute(update(User).values(title="held"))
        failures: list[BaseException] = []

        def read() -> None:
            with app.app_context():
                try:
                    services.note_use(person.session_id, person.user_id)
                except BaseException as error:  # noqa: BLE001
                    failures.append(error)

        if db.engine.dialect.name == "sqlite":
            thread = Thread(target=read)
            thread.start()
            thread.join(timeout=10)
            assert not thread.is_alive()
    assert failures == []


def test_old_rows_are_tidied_up(network: SmallNetwork) -> None:
    sign_in()
    with edge():
        db.session.add(SignInAttempt(key="k", at=clock.wall() - timedelta(hours=25)))
        db.session.execute(update(UserSession).values(expires_at=clock.wall() - timedelta(days=31)))
    with edge():
        assert services.tidy_up() >= 2
    assert db.session.scalar(select(func.count()).select_from(UserSession)) == 0


def later(span: timedelta) -> None:
    """Let time pass for the throttle: move what it remembers into the past."""
    with edge():
        for attempt in db.session.scalars(select(SignInAttempt)):
            attempt.at -= span

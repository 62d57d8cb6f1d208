"""Tills: tokens made, shown once and revoked; days posted, added up, and what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from franchise_portal.database import db
from franchise_portal.fees.enums import SalesSource
from franchise_portal.fees.models import SalesReport, TillPost, TillToken
from franchise_portal.fees.rules.telling import added, trading_days
from franchise_portal.kit import clock
from franchise_portal.kit.period import Period
from tests.builders.fees import a_plan, a_report, give_plan
from tests.fees.figures import a_sales
from tests.fees.test_telling import CUSTOMERS

NOVEMBER_6 = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def planned(network):
    for contract in network.contracts.values():
        give_plan(contract)
    db.session.commit()
    return network


def a_token(browser, network, code="TL-001", who="omar"):
    """Make a token on the page and read the secret from it, as a person would."""
    browser.sign_in(who)
    browser.post(f"/fees/sales/outlets/{network.outlets[code].id}/tills", {"name": "Counter 1"})
    return next(word for word in browser.page.text.split() if word.startswith("till_"))


class Till:
    """A client without cookies that posts as a till does."""

    def __init__(self, app, secret):
        self.client = app.test_client()
        self.secret = secret
        self.key = 0

    def post(self, day, gross="100.00", *, key="", status=201, **more):
        self.key += 1
        body = {"day": str(day), "gross_sales": gross, **more}
        headers = {"Idempotency-Key": key or f"post-{self.key}", **self.bearer}
        response = self.client.post("/api/v1/sales", json=body, headers=headers)
        assert response.status_code == status, response.text
        return response.json

    def get(self, month, status=200):
        response = self.client.get(f"/api/v1/sales/{month}", headers=self.bearer)
        assert response.status_code == status, response.text
        return response.json

    @property
    def bearer(self):
        return {"Authorization": f"Bearer {self.secret}"}


@pytest.fixture
def till(planned, browser, app):
    return Till(app, a_token(browser, planned))


def october_report(network):
    query = select(SalesReport).where(
        SalesReport.outlet_id == network.outlets["TL-001"].id, SalesReport.is_current
    )
    return db.session.scalars(query).one_or_none()


def every_day_of_october(till, but=()):
    for place in range(31):
        day = date(2026, 10, 1) + timedelta(days=place)
        if day not in but:
            till.post(day)


def test_a_token_is_shown_once_and_only_its_digest_is_kept(planned, browser, app):
    secret = a_token(browser, planned)
    token = db.session.scalars(select(TillToken)).one()
    assert secret not in f"{token.digest}{token.hint}"
    browser.get(f"/fees/sales/outlets/{planned.outlets['TL-001'].id}/tills")
    assert secret not in browser.page.text
    assert f"…{secret[-4:]}" in browser.page.text
    assert "never" in browser.page.text
    Till(app, secret).post("2026-10-30")
    db.session.expire_all()
    assert token.last_used_at is not None


def test_the_days_of_a_month_add_up_to_its_report(planned, till):
    missing = date(2026, 10, 31)
    every_day_of_october(till, but={missing})
    state = till.get("2026-10")
    assert (state["days"], state["missing"], state["report"]) == (30, ["2026-10-31"], None)
    assert october_report(planned) is None
    assert till.post(missing, "150.25", refunds="10")["report"] == "made"
    report = october_report(planned)
    assert report is not None
    assert (report.gross_minor, report.refunds_minor) == (315_025, 1_000)
    assert (report.source, report.reported_by_name) == (SalesSource.TILL, "Counter 1")


def test_the_same_day_again_is_a_new_version_and_corrects_the_report(planned, till):
    every_day_of_october(till)
    again = till.post("2026-10-14", "300.00")
    assert (again["version"], again["report"]) == (2, "made")
    report = october_report(planned)
    assert report is not None
    assert (report.version, report.gross_minor) == (2, 330_000)
    assert len(db.session.scalars(select(TillPost)).all()) == 32


def test_the_same_key_posts_once_and_never_something_else(planned, till):
    first = till.post("2026-10-30", key="k-1")
    assert till.post("2026-10-30", key="k-1", status=200) == {**first, "report": "waiting"}
    refused = till.post("2026-10-30", "101.00", key="k-1", status=422)
    assert "used for another post" in refused["detail"]
    assert len(db.session.scalars(select(TillPost)).all()) == 1


def test_what_a_person_has_reported_is_not_overwritten(planned, till, browser):
    a_report(planned.outlets["TL-001"], "2026-10", "50000", source=SalesSource.ENTERED)
    db.session.commit()
    every_day_of_october(till)
    report = october_report(planned)
    assert report is not None
    assert report.gross_minor == 5_000_000
    browser.sign_in("omar")
    browser.get(f"/fees/sales/outlets/{planned.outlets['TL-001'].id}/2026-10")
    assert "The till says otherwise" in browser.page.text


def test_the_page_begins_with_what_the_till_has(planned, till, browser):
    till.post("2026-10-30", "120")
    till.post("2026-10-31", "80")
    browser.sign_in("omar")
    browser.get(f"/fees/sales/outlets/{planned.outlets['TL-001'].id}/2026-10")
    assert 'value="200.00"' in browser.page.html
    assert "29 days of trading are missing" in browser.page.text


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        ({"gross": "1"}, "gross", "is not known here"),
        ({"gross_sales": "-1"}, "gross_sales", "negative"),
        ({"gross_sales": "1,5"}, "gross_sales", "comma"),
        ({"gross_sales": None}, "gross_sales", ""),
        ({"currency": "USD"}, "currency", "Report sales in EUR."),
        ({"day": "2026-11-03"}, "day", "still to come"),
        ({"day": "31.10.2026"}, "day", "2026-10-31"),
        ({"day": "2023-01-01"}, "day", "not yours"),
    ],
)
def test_a_wrong_figure_names_its_field(till, body, field, says):
    response = till.client.post(
        "/api/v1/sales",
        json={"day": "2026-10-30", "gross_sales": "1", **body},
        headers={"Idempotency-Key": "k", **till.bearer},
    )
    assert (response.status_code, response.mimetype) == (422, "application/problem+json")
    assert response.json["errors"][0]["field"] == field
    assert says in response.json["detail"]
    assert db.session.scalars(select(TillPost)).all() == []


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b'{"day": "' + b"x" * 20_000])
def test_a_body_that_is_none_is_refused(till, data):
    headers = {"Idempotency-Key": "k", **till.bearer}
    response = till.client.post("/api/v1/sales", data=data, headers=headers)
    assert response.status_code == 422
    assert response.json["errors"][0]["field"] == "body"


def test_a_count_that_a_fee_needs_must_be_posted(network, browser, app):
    give_plan(network.contracts["CT-F-001-TL"], a_plan(CUSTOMERS))
    db.session.commit()
    till = Till(app, a_token(browser, network))
    assert till.post("2026-10-30", status=422)["errors"][0]["field"] == "customers"
    till.post("2026-10-30", customers=12)


def test_a_closed_outlet_posts_up_to_its_last_day(planned, till):
    planned.outlets["TL-001"].closed_on = date(2026, 10, 2)
    db.session.commit()
    till.post("2026-10-01")
    assert "closed on" in till.post("2026-10-03", status=422)["detail"]
    # The last day of trading completes the month, though the month is not full.
    assert till.post("2026-10-02")["report"] == "made"


def test_a_token_that_is_wrong_or_revoked_opens_nothing(planned, till, browser):
    till.post("2026-10-30")
    token = db.session.scalars(select(TillToken)).one()
    browser.sign_in("olga")
    browser.post(f"/fees/sales/tills/{token.id}/revocation", status=404)
    browser.sign_in("omar")
    browser.post(f"/fees/sales/tills/{token.id}/revocation")
    refused = till.client.get("/api/v1/sales/2026-10", headers=till.bearer)
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert till.client.get("/api/v1/sales/2026-10").status_code == 401
    assert len(db.session.scalars(select(TillPost)).all()) == 1


def test_guessing_tokens_is_slowed_down(planned, app):
    client = app.test_client()
    answers = [
        client.get("/api/v1/sales/2026-10", headers={"Authorization": f"Bearer till_{place}"})
        for place in range(22)
    ]
    assert answers[0].status_code == 401
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_only_the_owner_makes_tokens_for_an_outlet_of_theirs(planned, browser):
    browser.sign_in("mina")
    browser.get(f"/fees/sales/outlets/{planned.outlets['TL-003'].id}/tills", status=403)
    browser.sign_in("omar")
    browser.get(f"/fees/sales/outlets/{planned.outlets['HX-001'].id}/tills", status=404)


def test_an_estimate_makes_room_for_the_till(planned, till):
    a_report(planned.outlets["TL-001"], "2026-10", "50000", source=SalesSource.ESTIMATE)
    db.session.commit()
    with clock.fixed(NOVEMBER_6):
        every_day_of_october(till)
    report = october_report(planned)
    assert report is not None
    assert (report.source, report.gross_minor) == (SalesSource.TILL, 310_000)


def test_days_add_up_figure_by_figure_and_unknown_counts_stay_unknown():
    days = [a_sales("2026-10-01/2026-10-01", gross=5, refunds=1), a_sales(gross=7, customers=3)]
    total = added(days, Period.parse("2026-10"))
    assert (total.gross_sales, total.refunds, total.customers, total.units) == (12, 1, 3, None)


def test_days_of_trading_include_the_first_and_the_last():
    period = Period.parse("2026-10")
    days = trading_days(period, date(2026, 10, 30), date(2026, 10, 31))
    assert days == [date(2026, 10, 30), date(2026, 10, 31)]
    assert len(trading_days(period, date(2020, 1, 1), None)) == 31

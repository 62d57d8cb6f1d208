"""Every door has a lock or says that it needs none, and every address reads like the others."""

import re

import pytest
from werkzeug.routing import Rule

from franchise_portal import Portal
from franchise_portal.access.guards import PUBLIC
from franchise_portal.access.permissions import Permission

pytestmark = pytest.mark.any_database

#: Open to everybody. Each addition is a decision: what does a stranger learn there?
OPEN = {
    "accounts.accept_invitation",
    "accounts.ask_for_reset",
    "accounts.create_reset",
    "accounts.enter",
    "accounts.enter_demo",
    "accounts.invitation",
    "accounts.reset",
    "accounts.reset_password",
    "accounts.reset_requested",
    "accounts.sign_in",
    # By the token of a till, which stands for one outlet.
    "api.post_day",
    "api.show_month",
    "contracts.calendar_feed",
    "first_run.found",
    "first_run.show",
    "health.show",
    # What any visitor of the network's own pages would be told, and nothing about anybody else.
    "recruitment.enquiry",
    "recruitment.enquiry_sent",
    "recruitment.send_enquiry",
    # By the one-time link in a mail: the one document that it was sent for.
    "recruitment.acknowledge_receipt",
    "recruitment.receipt",
    "recruitment.receipt_document",
    "signing.decline",
    "signing.document",
    "signing.show",
    "signing.sign",
    "signing.signed_file",
    "verification.check",
    "verification.show",
}
#: Parameters that are text: secrets, months, and the names of kinds.
TEXTS = {"token", "month", "period", "kind", "slug", "filename"}
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?")


def rules(app: Portal) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def declared(app: Portal, endpoint: str) -> object:
    return getattr(app.view_functions[endpoint], "permission", None)


def test_every_view_says_who_may_enter(application: Portal) -> None:
    silent = sorted(
        {r.endpoint for r in rules(application) if not declared(application, r.endpoint)}
    )
    assert silent == [], "declare @requires(Permission.…) or @public on these views"


def test_only_these_views_are_open_to_everybody(application: Portal) -> None:
    found = {r.endpoint for r in rules(application) if declared(application, r.endpoint) == PUBLIC}
    assert found == OPEN


def test_a_view_names_a_permission_that_exists(application: Portal) -> None:
    named = {declared(application, rule.endpoint) for rule in rules(application)} - {PUBLIC, None}
    assert named <= set(Permission)


def test_every_parameter_of_an_address_is_typed(application: Portal) -> None:
    loose = sorted(
        rule.rule
        for rule in rules(application)
        for name, converter in rule._converters.items()
        if type(converter).__name__ == "UnicodeConverter" and name not in TEXTS
    )
    assert loose == [], "write <uuid:…> or <int:…>"


def test_addresses_are_nouns_in_small_letters_joined_by_hyphens(application: Portal) -> None:
    odd = sorted(
        rule.rule
        for rule in rules(application)
        for segment in re.sub(r"<[^>]*>", "x", rule.rule).strip("/").split("/")
        if segment and not SEGMENT.fullmatch(segment)
    )
    assert odd == []


def test_what_changes_something_is_posted(application: Portal) -> None:
    both = sorted(
        rule.rule
        for rule in rules(application)
        if {"GET", "POST"} <= (rule.methods or set()) or {"PUT", "PATCH"} & (rule.methods or set())
    )
    assert both == [], "one view reads, another one changes"

"""Budgets: drafted, proposed, adopted, replaced; decided once."""

import pytest

from franchise_portal.fund.enums import BudgetStatus, SpendingKind
from franchise_portal.fund.errors import BudgetClosed
from franchise_portal.fund.queries import budgets as queries
from franchise_portal.fund.services import budgets
from franchise_portal.fund.services.budgets import Line
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from franchise_portal.kit.money import Money
from tests.builders.fund import a_budget, euro, spend, the_line

MEDIA = SpendingKind.MEDIA


def a_line(name="Radio", amount="100", **more):
    return Line(name=name, kind=MEDIA, amount=euro(amount), **more)


def test_a_budget_is_drafted_proposed_and_adopted_with_who_and_when(network):
    felix, hanna = network.actors["felix"], network.actors["hanna"]
    budget = budgets.begin(felix, year=2026)
    budgets.save_lines(felix, budget, [a_line(), a_line("Posters", "50")])
    budgets.propose(felix, budget)
    budgets.adopt(hanna, budget, motion_ref="M-7")
    assert budget.status is BudgetStatus.ADOPTED
    assert (budget.proposed_by_name, budget.adopted_by_name) == ("Felix", "Hanna")
    assert budget.adopted_at is not None
    assert budget.motion_ref == "M-7"
    assert budgets.total_of(budget) == euro("150")


def test_a_later_version_begins_with_the_lines_in_force_and_replaces_them(network):
    first = a_budget(network)
    spend(network, "300")
    with pytest.raises(Refused, match="why another version"):
        budgets.begin(network.actors["felix"], year=2026)
    second = a_budget(network, lines=[("Radio", MEDIA, "2000")])
    assert (first.status, second.number) == (BudgetStatus.REPLACED, 2)
    [line] = queries.lines_of(second)
    assert (line.standing.planned, line.standing.spent) == (2000_00, 300_00)


def test_a_line_of_which_something_was_spent_cannot_be_dropped(network):
    a_budget(network)
    spend(network, "300")
    felix = network.actors["felix"]
    draft = budgets.begin(felix, year=2026, reason="Less radio")
    with pytest.raises(Refused, match="Radio"):
        budgets.save_lines(felix, draft, [a_line("Television")])


def test_what_was_spent_while_a_version_was_proposed_keeps_it_from_being_adopted(network):
    a_budget(network)
    felix = network.actors["felix"]
    draft = budgets.begin(felix, year=2026, reason="No radio")
    budgets.save_lines(felix, draft, [a_line("Television")])
    budgets.propose(felix, draft)
    spend(network, "300")
    with pytest.raises(Refused, match="meanwhile"):
        budgets.adopt(network.actors["hanna"], draft)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([a_line("")], "needs a name"),
        ([a_line(), a_line("radio ")], "same name"),
        ([Line(name="Radio", kind=MEDIA, amount=Money(-1, "EUR"))], "below zero"),
        ([Line(name="Radio", kind=MEDIA, amount=Money(1, "USD"))], "kept in EUR"),
    ],
)
def test_lines_that_cannot_be_are_refused_and_nothing_is_written(network, lines, words):
    felix = network.actors["felix"]
    budget = budgets.begin(felix, year=2026)
    with pytest.raises(Refused, match=words):
        budgets.save_lines(felix, budget, lines)
    assert queries.lines_of(budget) == []


def test_a_decided_version_is_not_decided_again(network):
    budget = a_budget(network)
    felix, hanna = network.actors["felix"], network.actors["hanna"]
    with pytest.raises(BudgetClosed):
        budgets.adopt(hanna, budget)
    with pytest.raises(BudgetClosed):
        budgets.propose(felix, budget)
    with pytest.raises(BudgetClosed):
        budgets.save_lines(felix, budget, [a_line()])
    with pytest.raises(BudgetClosed):
        budgets.withdraw(felix, budget, reason="No.")


def test_an_empty_draft_is_not_proposed_and_a_draft_not_adopted(network):
    felix = network.actors["felix"]
    budget = budgets.begin(felix, year=2026)
    with pytest.raises(Refused, match="at least one line"):
        budgets.propose(felix, budget)
    with pytest.raises(BudgetClosed):
        budgets.adopt(network.actors["hanna"], budget)
    budgets.withdraw(felix, budget, reason="A mistake.")
    assert budget.status is BudgetStatus.WITHDRAWN


def test_two_who_write_at_once_do_not_overwrite_each_other(network):
    felix = network.actors["felix"]
    budget = budgets.begin(felix, year=2026)
    seen = budget.version
    budgets.save_lines(felix, budget, [a_line()], version=seen)
    with pytest.raises(ChangedMeanwhile):
        budgets.save_lines(felix, budget, [a_line("Posters")], version=seen)


def test_a_year_far_away_is_refused(network):
    with pytest.raises(Refused, match="nearer"):
        budgets.begin(network.actors["felix"], year=2126)


def test_finance_writes_and_the_owner_adopts(network):
    felix = network.actors["felix"]
    budget = budgets.begin(felix, year=2026)
    budgets.save_lines(felix, budget, [a_line()])
    budgets.propose(felix, budget)
    with pytest.raises(NotAllowed):
        budgets.adopt(felix, budget)
    with pytest.raises(NotAllowed):
        budgets.begin(network.actors["omar"], year=2026)


def test_franchisees_see_a_budget_from_its_proposal_on(network):
    felix, omar = network.actors["felix"], network.actors["omar"]
    budget = budgets.begin(felix, year=2026)
    budgets.save_lines(felix, budget, [a_line()])
    with pytest.raises(NotFound):
        queries.budget_for(omar, budget.id)
    budgets.propose(felix, budget)
    assert queries.budget_for(omar, budget.id) is budget


def test_the_key_of_a_line_stays_through_its_versions(network):
    a_budget(network)
    key = the_line().line_key
    a_budget(network)
    assert the_line().line_key == key

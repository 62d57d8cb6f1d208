"""The clause library and the templates: versions that stay, and a starter library that is sound."""

import pytest

from franchise_portal.contracts import services
from franchise_portal.contracts.enums import ClauseKind
from franchise_portal.contracts.queries import library as queries
from franchise_portal.contracts.rules.placeholders import placeholders_in, unknown_in
from franchise_portal.contracts.rules.template_clauses import TemplateClause
from franchise_portal.contracts.rules.terms import Terms
from franchise_portal.contracts.services import library, starter
from franchise_portal.database import db, edge
from franchise_portal.kit.errors import ChangedMeanwhile, Refused
from franchise_portal.law import pack
from tests.support.people import SmallNetwork


def test_the_starter_library_is_whole_in_every_language(network: SmallNetwork) -> None:
    with edge():
        planted = starter.plant_library(network.actors["hanna"])
    kinds = {
        language: {one.clause.key: one.clause.kind for one in queries.library(language=language)}
        for language in starter.LANGUAGES
    }
    assert kinds["en"] == kinds["zh_Hans"] == kinds["zh_Hant"]
    assert planted == starter.Planted(3 * len(kinds["en"]), 6)
    places = {
        language: {
            one.clause.key: set(placeholders_in(one.words.body))
            for one in queries.library(language=language)
        }
        for language in starter.LANGUAGES
    }
    assert places["en"] == places["zh_Hans"] == places["zh_Hant"]
    for one in queries.library():
        assert one.words.body.strip() == one.words.body != ""
        assert not unknown_in(one.words.body)


def test_the_starter_templates_hold_every_clause_that_their_law_asks_for(
    network: SmallNetwork,
) -> None:
    with edge():
        starter.plant_library(network.actors["hanna"])
    for template in queries.templates():
        version = queries.latest_of_template(template)
        texts = queries.texts_of_template(template, version)
        assert len(texts) == len(version.clauses)
        kinds = {text.kind.value for text in texts}
        assert set(pack(template.pack).required_clauses) <= kinds


def test_planting_again_adds_nothing_and_leaves_what_was_changed(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    with edge():
        starter.plant_library(hanna)
    with edge():
        clause = queries.find_library_clause("fund", "en")
        assert clause is not None
        library.write_clause(hanna, clause, title="Our fund", body="Held apart.", note="shorter")
    with edge():
        assert starter.plant_library(hanna) == starter.Planted(0, 0)
    [latest, first] = queries.words_of_clause(clause)
    assert (latest.number, latest.title, first.number) == (2, "Our fund", 1)


def a_clause(network: SmallNetwork, **changes: str) -> object:
    values = {"key": "royalty", "language": "en", "title": "Royalty", "body": "{fees}", **changes}
    return library.add_clause(network.actors["hanna"], kind=ClauseKind.FEES, **values)


def test_a_template_keeps_the_words_that_it_names(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    with edge():
        clause = a_clause(network)
        template = library.add_template(
            hanna,
            key="short",
            language="en",
            pack="none",
            brand=None,
            title="Short",
            clauses=[TemplateClause(number="6.1", key="royalty", version=1)],
            terms=Terms(),
        )
    with edge():
        library.write_clause(hanna, clause, title="Royalty", body="Other words", note="")
    version = queries.latest_of_template(template)
    assert [text.body for text in queries.texts_of_template(template, version)] == ["{fees}"]
    with edge():
        library.write_template(
            hanna,
            template,
            title="Short",
            clauses=[TemplateClause(number="6.1", key="royalty", version=2)],
            terms=Terms(),
            note="newer words",
        )
    version = queries.latest_of_template(template)
    assert [text.body for text in queries.texts_of_template(template, version)] == ["Other words"]


def test_the_same_words_are_no_further_version(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    with edge():
        clause = a_clause(network)
        words = library.write_clause(hanna, clause, title="Royalty", body="{fees}", note="again")
    assert words is None
    assert clause.latest == 1


@pytest.mark.parametrize("body", ["{feess}", "{contract.number}{nobody}", "{__class_}{x}"])
def test_a_place_that_nobody_fills_is_refused(network: SmallNetwork, body: str) -> None:
    with pytest.raises(Refused, match="Nothing fills"), edge():
        a_clause(network, body=body)


def test_a_key_is_taken_once_in_a_language(network: SmallNetwork) -> None:
    with edge():
        a_clause(network)
        a_clause(network, language="zh_Hans")
    with pytest.raises(Refused, match="royalty"), edge():
        a_clause(network)


def test_two_authors_of_a_clause_do_not_overwrite_each_other(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    with edge():
        clause = a_clause(network)
    seen = clause.version
    with edge():
        library.write_clause(hanna, clause, title="Royalty", body="First", note="", seen=seen)
    with pytest.raises(ChangedMeanwhile), edge():
        library.write_clause(hanna, clause, title="Royalty", body="Second", note="", seen=seen)
    assert next(iter(queries.words_of_clause(clause))).body == "First"
    db.session.rollback()


def test_a_template_of_unknown_clauses_is_refused(network: SmallNetwork) -> None:
    with pytest.raises(Refused, match="nowhere"), edge():
        library.add_template(
            network.actors["hanna"],
            key="short",
            language="en",
            pack="none",
            brand=None,
            title="Short",
            clauses=[TemplateClause(number="1", key="nowhere", version=1)],
            terms=Terms(),
        )


def test_a_retired_clause_is_no_longer_offered(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    with edge():
        clause = a_clause(network)
        library.retire_clause(hanna, clause, is_retired=True)
    assert [one.clause.id for one in queries.library()] == []
    assert [one.clause.id for one in queries.library(is_retired=True)] == [clause.id]
    with edge():
        library.retire_clause(hanna, clause, is_retired=False)
    assert [one.clause.id for one in queries.library()] == [clause.id]
    assert services.plant_library is starter.plant_library

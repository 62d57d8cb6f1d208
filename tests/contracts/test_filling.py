"""What the terms put into a clause reads as one sentence with the words around it."""

import flask_babel
import pytest

from franchise_portal import Portal
from franchise_portal.contracts.enums import RenewalMode
from franchise_portal.contracts.rules.placeholders import filled_in
from franchise_portal.contracts.rules.terms import Notice, Renewal, Terms, TerritoryGrant
from franchise_portal.contracts.term_enums import RenewalRequirement
from franchise_portal.contracts.words import spoken_terms
from franchise_portal.kit.durations import Duration
from franchise_portal.web.wording import fitted_sentence

MIDDLE = [
    ("At least %(time)s before the last day", {"time": 6}, "at least 6 before the last day"),
    ("%(value)s", {"value": "Germany"}, "Germany"),
    ("%(codes)s, exclusively", {"codes": ("T-01", "T-02")}, "T-01, T-02, exclusively"),
    ("%(value)s", {"value": RenewalMode.BY_REQUEST}, "on the franchisee’s request"),
    ("Condition: %(what)s", {"what": "The outlet is clean"}, "condition: the outlet is clean"),
    ("Condition: %(what)s", {"what": "Mila Petrov stays"}, "condition: Mila Petrov stays"),
    ("ISO papers: %(what)s", {"what": "none"}, "ISO papers: none"),
]


@pytest.mark.parametrize(("message", "params", "read"), MIDDLE)
def test_words_begin_small_in_the_middle_of_a_sentence(
    application: Portal, message: str, params: dict[str, object], read: str
) -> None:
    with application.app_context(), flask_babel.force_locale("en"):
        assert fitted_sentence(message, params) == read


def test_a_renewal_reads_as_one_sentence(application: Portal) -> None:
    terms = Terms(
        renewal=Renewal(
            count=2,
            each=Duration.parse("5 years"),
            mode=RenewalMode.BY_REQUEST,
            is_on_same_terms=True,
            requires=(RenewalRequirement.PAID_UP,),
        ),
        notice=Notice(at_least=Duration.parse("6 months")),
        territory=TerritoryGrant(codes=("T-06",), is_exclusive=True),
    )
    with application.app_context(), flask_babel.force_locale("en"):
        said = {line.section: line for line in spoken_terms(terms)}
    assert said["notice"].within_a_sentence() == ("at least 6 months before the last day",)
    assert said["territory"].within_a_sentence() == ("T-06, exclusively",)
    assert [word[0] for word in said["renewal"].within_a_sentence()[1:]] == ["o", "o", "c"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("{audit}.", "Once a year."),
        ("Books are kept. {audit}.", "Books are kept. Once a year."),
        ("账册妥为保存。{audit}。", "账册妥为保存。Once a year。"),
        ("Books\n{audit}.", "Books\nOnce a year."),
        ("It is looked at: {audit}.", "It is looked at: once a year."),
        ("Of {brand}: {audit}", "Of {brand}: once a year"),
    ],
)
def test_a_place_that_opens_a_sentence_keeps_its_capital(text: str, read: str) -> None:
    assert filled_in(text, {"audit": "once a year"}, {"audit": "Once a year"}) == read

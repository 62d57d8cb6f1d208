"""Every action that a feature can note is known to the page that prints it."""

import re

import pytest

from franchise_portal import Portal
from franchise_portal.audit import actions
from franchise_portal.features import SUBJECT_PAGES
from franchise_portal.kit.enums import LabeledEnum
from tests.architecture.test_house import all_enums

pytestmark = pytest.mark.any_database

ENUMERATIONS = [enum for enum in all_enums() if enum.__name__.endswith("Action")]
CODE = re.compile(r"[a-z]+\.[a-z_]+\.[a-z_]+")


@pytest.mark.parametrize("enum", ENUMERATIONS, ids=lambda enum: enum.__name__)
def test_a_features_actions_are_registered(application: Portal, enum: type[LabeledEnum]) -> None:
    if enum.__module__.startswith("franchise_portal."):
        assert {action.value for action in enum} <= set(actions.codes())


@pytest.mark.parametrize("enum", ENUMERATIONS, ids=lambda enum: enum.__name__)
def test_an_action_is_feature_subject_verb(enum: type[LabeledEnum]) -> None:
    assert [action.value for action in enum if not CODE.fullmatch(action.value)] == []


def test_no_two_actions_share_a_code() -> None:
    codes = [action.value for enum in ENUMERATIONS for action in enum]
    assert len(codes) == len(set(codes))


def test_subjects_lead_to_pages_that_exist(application: Portal) -> None:
    for endpoint, parameter in SUBJECT_PAGES.values():
        assert endpoint in application.view_functions
        (rule, *_) = application.url_map.iter_rules(endpoint)
        assert parameter in rule.arguments

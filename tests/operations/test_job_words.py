"""Background jobs in words."""

import pytest
from flask import Flask
from flask_babel import force_locale

from franchise_portal.jobs import Job, registry
from franchise_portal.operations import job_words

pytestmark = pytest.mark.any_database


def portal_jobs() -> list[str]:
    """The names of the jobs that ship; tests register some of their own."""
    return [
        kind.name
        for kind in registry.all_kinds()
        if kind.function.__module__.startswith("franchise_portal.")
    ]


@pytest.fixture(autouse=True)
def request_context(application: Flask):
    with application.test_request_context():
        yield


def test_every_job_has_words() -> None:
    assert set(portal_jobs()) == set(job_words.WORDS)


def test_a_title_says_what_is_done_and_with_what() -> None:
    job = Job(name="fees.assess_month", label="2026-10")
    assert job_words.title_of(job) == "Assess a month: 2026-10"
    with force_locale("zh_Hans"):
        assert job_words.title_of(job) == "核算月份：2026-10"


def test_a_kind_of_report_is_called_by_its_title() -> None:
    job = Job(name="reports.render", label="dunning_letter RM-2026-0006, 1/1")
    assert job_words.title_of(job) == "Make reports: Reminder RM-2026-0006, 1/1"


def test_a_label_that_only_names_the_job_again_is_left_out() -> None:
    job = Job(name="contracts.prepare_signing", label="contracts.prepare_signing 0190")
    assert job_words.title_of(job) == "Make a document for signature"


def test_a_job_without_words_is_called_by_its_label_or_its_name() -> None:
    assert job_words.title_of(Job(name="test.count", label="Count to three")) == "Count to three"
    assert job_words.title_of(Job(name="test.count", label="")) == "test.count"

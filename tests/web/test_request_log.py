"""The line that a request leaves in the log."""

import logging

import pytest

from franchise_portal import Portal


def test_a_request_leaves_a_line_without_what_was_looked_for(
    app: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="franchise_portal.request"):
        response = app.test_client().get("/jobs/?q=Olga")
    (line,) = [record for record in caplog.records if record.name == "franchise_portal.request"]
    assert line.fields["action"] == "jobs.index"
    assert line.fields["status"] == response.status_code
    assert line.fields["id"] == response.headers["X-Request-Id"]
    assert "Olga" not in str(line.fields)


def test_monitors_leave_no_line(app: Portal, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="franchise_portal.request"):
        app.test_client().get("/static/icons.svg").close()
    assert [record for record in caplog.records if record.name == "franchise_portal.request"] == []

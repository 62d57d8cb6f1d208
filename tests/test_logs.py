"""A log line is one line, whatever is in it."""

import io
import logging

import pytest

from franchise_portal import logs


@pytest.fixture
def written() -> io.StringIO:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.OneLine())
    logger = logging.getLogger("test.lines")
    logger.handlers[:] = [handler]
    logger.propagate = False
    logger.setLevel(logging.INFO)
    return stream


def test_fields_stand_behind_the_words(written: io.StringIO) -> None:
    fields = {"name": "fees.assess", "ms": 12, "reason": 'a "b" c'}
    logging.getLogger("test.lines").info("job", extra={"fields": fields})
    assert (
        written.getvalue()
        .rstrip()
        .endswith('info test.lines job name=fees.assess ms=12 reason="a \\"b\\" c"')
    )


@pytest.mark.parametrize("text", ["two\nlines", "two\r\nlines"])
def test_nobody_can_write_a_second_line(written: io.StringIO, text: str) -> None:
    logging.getLogger("test.lines").warning("%s", text, extra={"fields": {"value": text}})
    assert written.getvalue().count("\n") == 1
    assert "\r" not in written.getvalue()


def test_a_trace_is_a_field(written: io.StringIO) -> None:
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError:
        logging.getLogger("test.lines").exception("it failed")
    assert written.getvalue().count("\n") == 1
    assert 'trace="Traceback' in written.getvalue()

"""Logs: one line for each thing that happened, as `key=value`, readable by people and programs.

    2026-11-02T16:02:11.084Z info franchise_portal.job job name=fees.assess_month id=… ms=812

Fields come with the record: `logger.info("job", extra={"fields": {"name": …}})`. Nothing personal
goes in: ids and names of actions, never names of people, addresses or amounts.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import IO, Any

#: Libraries that say more than anybody reads.
QUIET = (
    "alembic",
    "rq",
    "rq.worker",
    "rq.job",
    "weasyprint",
    "fontTools",
    "botocore",
    "boto3",
    "urllib3",
)


#: What would part a value from its key, or from the next; no value at all would, too.
_MARKS = re.compile(r'[ ="\\]|^$')


class OneLine(logging.Formatter):
    """Formats a record as one line, whatever is in it; a traceback becomes one field."""

    def format(self, record: logging.LogRecord) -> str:
        """Moment, level, logger, message, then fields."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        parts = [
            at.replace("+00:00", "Z"),
            record.levelname.lower(),
            record.name,
            _on_one_line(record.getMessage()),
        ]
        fields: dict[str, Any] = getattr(record, "fields", {})
        parts.extend(f"{key}={_value(value)}" for key, value in fields.items())
        if record.exc_info and record.exc_info[0]:
            parts.append(f"trace={_value(self.formatException(record.exc_info))}")
        return " ".join(parts)


def set_up(stream: IO[str] | None = None, level: int = logging.INFO) -> None:
    """Send everything through the one format, to standard error unless told otherwise."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # A line shows neither, and finding them out for each is a third of its cost.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)


def _on_one_line(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n")


def _value(value: object) -> str:
    text = str(value)
    if text.isprintable() and not _MARKS.search(text):
        return text
    return json.dumps(text, ensure_ascii=False)

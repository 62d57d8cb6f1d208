"""Copies of what was approved once, kept beside the tests. `make accept` writes them anew."""

import os
from pathlib import Path

ACCEPTING = bool(os.environ.get("ACCEPT_GOLDEN"))


def check(path: Path, text: str) -> None:
    """Compare with the copy at `path`; review shows the difference when it is rewritten."""
    if ACCEPTING or not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if not ACCEPTING:
            message = f"{path.name} was not there and is written now: read it, then run again."
            raise AssertionError(message)
    assert text == path.read_text(encoding="utf-8"), (
        f"{path.name} has changed; if it should, run `make accept` and review the difference."
    )

"""`franchise-portal contracts verify`: is this PDF the one that was signed?"""

import json
import sys
from pathlib import Path
from typing import Any

import click

from ..contracts.services.verification import Verdict, verify
from ..database import edge
from .manners import with_portal

CHANGED_OR_UNKNOWN = 1


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_portal
def command(file: Path) -> None:
    """Say whether FILE is a contract that was signed here, and whether it is unchanged.

    Prints {"known", "number", "unchanged", "signatures": [{"by", "at", "intact"}]}. Exit 0 when
    it is known and unchanged, 1 otherwise. A signature is intact when it was made by this portal
    and what it covers is as it was.

    Example: franchise-portal contracts verify CT-2026-0118-1-signed.pdf
    """
    with edge(write=False):
        verdict = verify(file.read_bytes())
    click.echo(json.dumps(as_json(verdict), ensure_ascii=False, indent=2))
    if not verdict.is_sound:
        sys.exit(CHANGED_OR_UNKNOWN)


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict as it is printed."""
    return {
        "known": verdict.is_known,
        "number": verdict.number or None,
        "unchanged": verdict.is_unchanged,
        "signatures": [
            {
                "by": one.by,
                "at": one.at.isoformat() if one.at else None,
                "intact": one.is_intact,
            }
            for one in verdict.signatures
        ],
    }

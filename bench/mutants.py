"""One small mistake at a time: a plugin of pytest that runs the tests of each mutant in a fork.

The tests are collected once. A first fork runs all of them and tells which functions each one
calls; then every mutant has a fork of its own, in which the tests that call its function run until
one fails. So a mutant costs its tests and no start of pytest, and no mutant leaves anything behind.
Hypothesis tries few examples, the same ones each time, and does not shrink what it finds.
"""

import functools
import gc
import json
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from mutmut.mutation import trampoline

KILLED, TIMEOUT, SURVIVED = "killed", "timeout", "survived"
EXAMPLES = 25
LONGEST_TEST = 4.0
"""Seconds; a test that takes longer kills nobody here, so the score can only be lower for it."""


class Mutants:
    """Judges mutants; `verdicts` holds what was found for those that there was time for."""

    def __init__(
        self,
        mutants: Mapping[str, Sequence[str]],
        verdicts: dict[str, str],
        until: float,
        keep: Callable[[], None],
    ) -> None:
        self.mutants = mutants
        """Full names of mutants by the full name of their function."""
        self.until = until
        self.keep = keep
        """Called now and then, so that little is lost when somebody ends the run."""
        self.verdicts = verdicts
        self.failed = ""
        self.unfit: list[str] = []
        """Tests that were left out: they fail without any mutant, or take too long."""
        self._killers: dict[str, list[int]] = defaultdict(list)
        self._told: Callable[[pytest.TestReport], None] = lambda _report: None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what needs no database."""
        items[:] = [item for item in items if "database" not in getattr(item, "fixturenames", ())]
        for item in items:
            _few_examples(item)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Pass a test's outcome on to whatever this fork is for."""
        self._told(report)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge every mutant instead of running the tests once."""
        if session.testsfailed:
            self.failed = "The tests cannot be collected."
            return True
        gc.collect()
        gc.freeze()
        calls = self._calls(session.items)
        if calls is None:
            return True
        for function, names in self.mutants.items():
            tests = {place: lasted for lasted, place in sorted(calls.get(function, []))}
            for name in names:
                if time.monotonic() > self.until:
                    return True
                self._judge(session.items, name, tests)
            self.keep()
        return True

    def _calls(self, items: list[pytest.Item]) -> dict[str, list[tuple[float, int]]] | None:
        """By function, the tests that call it with their seconds; None when a test fails."""

        def collect() -> object:
            trampoline.set_mutant_under_test("stats")
            called: set[str] = set()
            failed: list[str] = []
            trampoline.record_trampoline_hit = lambda name, **_: called.add(name)
            self._told = lambda report: failed.append(report.nodeid) if report.failed else None
            calls: dict[str, list[tuple[float, int]]] = {}
            unfit: list[str] = []
            for place, item in enumerate(items):
                called.clear()
                failed.clear()
                _forget()
                began = time.monotonic()
                _run(item)
                lasted = time.monotonic() - began
                if failed or lasted > LONGEST_TEST:
                    unfit.append(item.nodeid)
                    continue
                for name in called:
                    calls.setdefault(name, []).append((lasted, place))
            return [unfit, calls]

        told = _in_a_fork(collect)[1]
        if not told:
            self.failed = "The tests did not come to an end."
            return None
        self.unfit, calls = json.loads(told)
        return {name: [(s, p) for s, p in found] for name, found in calls.items()}

    def _judge(self, items: list[pytest.Item], name: str, tests: Mapping[int, float]) -> None:
        killers = self._killers[name.rpartition("__mutmut_")[0]]

        def attempt() -> object:
            trampoline.set_mutant_under_test(name)
            _forget()
            for place in dict.fromkeys([*reversed(killers), *tests]):

                def stop(report: pytest.TestReport, place: int = place) -> None:
                    if report.failed:
                        raise _Found(place)

                self._told = stop
                signal.setitimer(signal.ITIMER_PROF, 2 + 10 * tests[place])
                _run(items[place])
            return -1

        status, told = _in_a_fork(attempt)
        if told == "-1":
            self.verdicts[name] = SURVIVED
        elif told:
            self.verdicts[name] = KILLED
            killers.append(int(told))
        elif status == -signal.SIGPROF:
            self.verdicts[name] = TIMEOUT
        elif status < 0:
            self.verdicts[name] = KILLED


class _Found(BaseException):
    """A test has noticed the mutant: nothing more is to be run."""

    def __init__(self, place: int) -> None:
        self.place = place


def _run(item: pytest.Item) -> None:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)


def _in_a_fork(work: Callable[[], object]) -> tuple[int, str]:
    """How a fork ended, and the JSON of what it found."""
    source, target = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        _quietly(work, target)
    os.close(target)
    with os.fdopen(source) as told:
        text = told.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, text


def _quietly(work: Callable[[], object], target: int) -> None:
    """Do the work without a word, within two gigabytes, and end."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    resource.setrlimit(resource.RLIMIT_DATA, (2 << 30, 2 << 30))
    gc.disable()
    try:
        found = work()
    except _Found as told:
        found = told.place
    except BaseException:  # noqa: BLE001 - a mutant may break anything
        os._exit(1)
    os.write(target, json.dumps(found).encode())
    os._exit(0)


def _few_examples(item: pytest.Item) -> None:
    test = getattr(item, "obj", None)
    old = getattr(test, "_hypothesis_internal_use_settings", None)
    if old is None:
        return
    from hypothesis import HealthCheck, Phase, settings  # noqa: PLC0415 - after its own plugin

    test._hypothesis_internal_use_settings = settings(  # noqa: SLF001 - there is no public way
        old,
        max_examples=min(old.max_examples, EXAMPLES),
        phases=(Phase.explicit, Phase.generate),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


def _forget() -> None:
    """Empty the caches of the rules: they would answer with what a sound function found."""
    for cache in _caches():
        cache.cache_clear()


@functools.cache
def _caches() -> tuple[Any, ...]:
    rules = [
        module for name, module in sys.modules.items()
        if name.startswith("franchise_portal.") and ".rules" in name
    ]  # fmt: skip
    values = [value for module in rules for value in vars(module).values()]
    return tuple(value for value in values if callable(getattr(value, "cache_clear", None)))

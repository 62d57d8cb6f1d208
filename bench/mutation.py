"""How many small mistakes in the rules of money the tests would notice: a mutation score.

    MM/bin/python -m bench.mutation [--work DIR] [--results DIR] [--seconds 840] [fees.terms …]
    MM/bin/python -m bench.mutation --report

mutmut makes the mutants: each is a function of the `rules` of a feature with one small change,
and is killed when a test fails for it. It is no dependency of the portal or its tests; it lives in
a virtual environment beside theirs:

    python3.11 -m venv MM && MM/bin/pip install mutmut==3.8.1
    echo $PWD/.venv/lib/python3.11/site-packages > MM/lib/python3.11/site-packages/portal.pth

The mutants run in a copy of the tree at `--work`, by the features' tests that need no database (see
`bench.mutants`). What is killed stays killed while its file stays the same; what survived is tried
again with the tests of the day. After `--seconds` it stops and says what is left for another run.

The score is killed ÷ (all − equivalent). A mutant is equivalent when no input tells it from the
original; each stands in `bench/equivalent.toml` with its reason. mutmut leaves out what is
decorated (properties, cached functions) and everything outside of functions.
"""

import argparse
import ast
import hashlib
import json
import os
import shutil
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FEATURES = ("fees", "dunning", "disputes", "fund", "benefit")
"""Those whose rules say what somebody owes."""
COPIED = ("franchise_portal", "tests", "templates", "examples", "migrations", "bench", "docs")
COPIED_FILES = ("pyproject.toml", "README.md", "Makefile", "babel.cfg", "worker.py", "wsgi.py")
TARGET = 0.95
PYTEST = [
    "-qqs",
    "--assert=plain",
    "--tb=no",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-p",
    "no:logging",
    "-o",
    "addopts=--import-mode=importlib",
    "-o",
    "filterwarnings=",
]
"""Without all that costs time when a test fails, as nearly all of them do here."""
NOT_HERE = "not official and not breaks_no_rule"
"""Tests by the official rules of e-invoices: their processor takes seconds to start in a fork."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mutant by what it changes, so that it is known again when the numbers shift."""

    name: str
    """As mutmut numbers it, with its module."""
    change: str

    @property
    def function(self) -> str:
        """The function that it is a mutant of, as mutmut names it."""
        return self.name.rpartition("__mutmut_")[0]


def main() -> int:
    """Run what was asked for, everything without a name; exit 1 when the score is missed."""
    options = _options()
    results = options.results or options.work / "results"
    if not options.report:
        names = options.names or sorted(_all_names())
        if not _run(options.work.resolve(), results.resolve(), names, options.seconds):
            return 2
    return _report(results, show=options.survivors)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="RULES", help="a file of the rules: fees.terms")
    parser.add_argument("--work", type=Path, default=Path("instance/mutation"))
    parser.add_argument("--results", type=Path)
    parser.add_argument("--seconds", type=int, default=840)
    parser.add_argument("--report", action="store_true", help="only say what was found before")
    parser.add_argument("--survivors", action="store_true", help="name every survivor")
    return parser.parse_args()


def _all_names() -> set[str]:
    return {
        f"{feature}.{path.stem}"
        for feature in FEATURES
        for path in (ROOT / _folder(feature)).glob("*.py")
        if path.stem != "__init__"
    }


def _folder(feature: str) -> Path:
    return Path("franchise_portal") / feature / "rules"


def _path(name: str) -> Path:
    feature, _, stem = name.partition(".")
    return _folder(feature) / f"{stem}.py"


def _run(work: Path, results: Path, names: Sequence[str], seconds: int) -> bool:
    """Judge the mutants of some files; false when the tests fail without any."""
    until = time.monotonic() + seconds
    _copy(work)
    os.chdir(work)
    mutants = {name: _mutate(work, name) for name in names}
    known = {name: _known(results, name) for name in names}
    wanted: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for mutant in mutants[name]:
            if known[name].get(mutant.change) not in {"killed", "timeout"}:
                wanted[mutant.function].append(mutant.name)
    verdicts: dict[str, str] = {}

    def keep() -> None:
        for name in names:
            for one in mutants[name]:
                verdict = verdicts.get(one.name) or known[name].get(one.change)
                known[name][one.change] = verdict or "open"
            _keep(results, name, {one.change: known[name][one.change] for one in mutants[name]})

    judge = _judged(wanted, verdicts, until, keep)
    keep()
    for said in [judge.failed, *(f"Left out: {name}" for name in judge.unfit)]:
        print(said, file=sys.stderr)
    left = sum(map(len, wanted.values())) - len(judge.verdicts)
    print(f"{len(judge.verdicts)} mutants judged, {left} left for another run.")
    return not judge.failed


def _judged(wanted: dict[str, list[str]], verdicts, until, keep):  # noqa: ANN001, ANN202
    sys.path.insert(0, str(Path.cwd()))
    import pytest  # noqa: PLC0415 - after the copy is the place that things are found in

    from bench.mutants import Mutants  # noqa: PLC0415

    judge = Mutants(wanted, verdicts, until, keep)
    tests = [f"tests/{feature}" for feature in FEATURES]
    pytest.main([*PYTEST, "-k", NOT_HERE, *tests], plugins=[judge])
    return judge


def _copy(work: Path) -> None:
    """The tree as it is now; what a run before has mutated is sound again."""
    ignored = shutil.ignore_patterns("__pycache__", ".hypothesis")
    for name in COPIED:
        shutil.rmtree(work / name, ignore_errors=True)
        shutil.copytree(ROOT / name, work / name, ignore=ignored)
    for name in COPIED_FILES:
        shutil.copy2(ROOT / name, work / name)
    with (work / "pyproject.toml").open("a") as project:
        project.write('\n[tool.mutmut]\nsource_paths = ["franchise_portal"]\n')
    for name in ("static", "node_modules"):
        if not (work / name).exists() and (ROOT / name).exists():
            (work / name).symlink_to(ROOT / name)


def _mutate(work: Path, name: str) -> list[Mutant]:
    """Put all mutants of a file into the copy, side by side."""
    from mutmut.mutation.file_mutation import mutate_file_contents  # noqa: PLC0415

    path = _path(name)
    made = mutate_file_contents(str(path), (ROOT / path).read_text())
    (work / path).write_text(made.code)
    module = ".".join(path.with_suffix("").parts)
    found, seen = [], Counter()
    functions = {
        node.name: node
        for node in ast.walk(ast.parse(made.code))
        if isinstance(node, ast.FunctionDef)
    }
    for mutant in made.mutant_names:
        base = mutant.rpartition("__mutmut_")[0]
        change = _change(functions[f"{base}__mutmut_orig"], functions[mutant])
        plain = base.removeprefix("x_").replace("xǁ", "").replace("ǁ", ".")
        change = f"{plain}: {change}"
        seen[change] += 1
        if seen[change] > 1:
            change += f" #{seen[change]}"
        found.append(Mutant(f"{module}.{mutant}", change))
    return found


def _change(before: ast.FunctionDef, after: ast.FunctionDef) -> str:
    """What a mutant changes, with a little of what stands around it: `if a ⟦< → <=⟧ b`."""
    old, new = _text(before), _text(after)
    first = next((n for n, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))  # noqa: B905
    rest = min(len(old), len(new)) - first
    ends = zip(reversed(old), reversed(new))  # noqa: B905
    last = next((n for n, (a, b) in enumerate(ends) if a != b or n >= rest), rest)
    lead = old[max(0, first - 40) : first].rpartition("\n")[2].lstrip()
    tail = old[len(old) - last :][:24].partition("\n")[0].rstrip()
    return f"{lead}⟦{old[first : len(old) - last]} → {new[first : len(new) - last]}⟧{tail}"


def _text(function: ast.FunctionDef) -> str:
    return "\n".join(map(ast.unparse, [function.args, *function.body]))


def _digest(name: str) -> str:
    return hashlib.sha256((ROOT / _path(name)).read_bytes()).hexdigest()[:16]


def _known(results: Path, name: str) -> dict[str, str]:
    path = results / f"{name}.json"
    kept = json.loads(path.read_text()) if path.exists() else {}
    return kept["verdicts"] if kept.get("source") == _digest(name) else {}


def _keep(results: Path, name: str, verdicts: dict[str, str]) -> None:
    results.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"source": _digest(name), "verdicts": verdicts}, ensure_ascii=False, indent=1)
    (results / f"{name}.json").write_text(text)


def equivalents() -> dict[str, dict[str, str]]:
    """By file, the changes that no input tells from the original, each with its reason."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    path = ROOT / "bench/equivalent.toml"
    for one in tomllib.loads(path.read_text()).get("equivalent", []) if path.exists() else []:
        for change in one["changes"]:
            found[one["file"]][change] = one["why"]
    return found


def _report(results: Path, *, show: bool) -> int:
    """The score of each file and of all."""
    print("| rules | mutants | killed | by time | equivalent | survived | not judged | score |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    total: Counter[str] = Counter()
    survivors: list[str] = []
    for name in sorted(_all_names()):
        verdicts = _known(results, name)
        counts = Counter(_verdicts(name, verdicts))
        survivors += [f"{name}.{c}" for c, v in verdicts.items() if v == "survived"
                      and c not in equivalents()[name]]  # fmt: skip
        total += counts
        print(_row(name, counts) if verdicts else f"| {name} | | | | | | | not run |")
    print(_row("**all**", total))
    if show:
        print("\n".join(survivors))
    return 0 if _score(total) >= TARGET else 1


def _verdicts(name: str, verdicts: dict[str, str]) -> Iterable[str]:
    same = equivalents()[name]
    for change, verdict in verdicts.items():
        yield "equivalent" if verdict == "survived" and change in same else verdict


def _row(name: str, counts: Counter[str]) -> str:
    keys = ("killed", "timeout", "equivalent", "survived", "open")
    cells = " | ".join(str(counts[key]) for key in keys)
    return f"| {name} | {counts.total()} | {cells} | {_score(counts):.1%} |"


def _score(counts: Counter[str]) -> float:
    judged = counts.total() - counts["equivalent"]
    return (counts["killed"] + counts["timeout"]) / judged if judged else 1.0


if __name__ == "__main__":
    sys.exit(main())

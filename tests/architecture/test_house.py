"""The habits of the house, checked: who commits, where floats may live, what an enum carries."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import franchise_portal
from franchise_portal.kit.enums import LabeledEnum, Tone

PACKAGE = Path(franchise_portal.__file__).parent
ROOT = PACKAGE.parent
MONEY_FEATURES = ("fees", "contracts")


def modules(*words: str, folder: Path = PACKAGE) -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the package in which one of the words stands, with its syntax tree."""
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not words or any(word in text for word in words):
            yield path, ast.parse(text)


def at(path: Path, node: ast.AST) -> str:
    """Where a node stands, as an editor opens it."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def all_enums() -> list[type[LabeledEnum]]:
    """Every labelled enumeration of the package."""
    for path in PACKAGE.rglob("*.py"):
        if "(LabeledEnum)" in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return list(LabeledEnum.__subclasses__())


def test_only_the_edge_commits() -> None:
    offenders = [
        at(path, node)
        for path, tree in modules("commit")
        if path.name != "database.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "commit"
        and ast.unparse(node.value).endswith("session")
    ]
    assert offenders == []


def without_type_checks(tree: ast.Module) -> ast.Module:
    """A tree without `isinstance(value, float)`, by which a float is refused, and without `cutoff`.

    A cutoff says how alike two words are; it never meets an amount.
    """

    class Remover(ast.NodeTransformer):
        def visit_Call(self, node: ast.Call) -> ast.AST:
            if isinstance(node.func, ast.Name) and node.func.id == "isinstance":
                return ast.Constant(value=True)
            node.keywords = [one for one in node.keywords if one.arg != "cutoff"]
            return self.generic_visit(node)

    return Remover().visit(tree)


def test_no_float_touches_money() -> None:
    offenders = [
        at(path, node)
        for feature in MONEY_FEATURES
        for path, tree in modules(folder=PACKAGE / feature)
        for node in ast.walk(without_type_checks(tree))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]
    assert offenders == []


def test_the_time_is_asked_in_one_place() -> None:
    offenders = [
        at(path, node)
        for path, tree in modules("now", "today")
        if path.name != "clock.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and ast.unparse(node.value) in {"datetime", "date", "datetime.datetime", "datetime.date"}
    ]
    assert offenders == []


def test_the_environment_is_read_in_one_place() -> None:
    allowed = {"config.py"}
    offenders = [
        at(path, node)
        for path, tree in modules("environ", "getenv")
        if path.name not in allowed
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"environ", "getenv"}
        and ast.unparse(node.value) == "os"
    ]
    assert offenders == []


def test_no_view_reaches_for_rows_by_itself() -> None:
    offenders = [
        at(path, node)
        for path, tree in modules("session", "select")
        if path.name == "views.py" or path.parent.name == "views"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"db.session", "db.select"}
    ]
    assert offenders == []


@pytest.mark.parametrize("enum", all_enums(), ids=lambda enum: enum.__name__)
def test_every_member_of_an_enumeration_has_words_and_a_tone(enum: type[LabeledEnum]) -> None:
    assert [
        member for member in enum if not member.label or not isinstance(member.tone, Tone)
    ] == []


FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handler"}


def test_everything_has_a_noun() -> None:
    offenders = [
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*.py")
        if path.stem in FORBIDDEN_NAMES
    ]
    assert offenders == []


def test_the_permissions_stand_in_alphabetical_order() -> None:
    from franchise_portal.access.permissions import Permission  # noqa: PLC0415

    names = [permission.name for permission in Permission]
    assert names == sorted(names)

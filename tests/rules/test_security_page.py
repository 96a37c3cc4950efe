"""Each line of the checklist in docs/design/security.md names a test that is there, or says that none holds it."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "design" / "security.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (.+) \|$", re.MULTILINE)


def test_each_line_of_the_checklist_names_a_test_that_is_there() -> None:
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert len(rows) > 50
    functions: dict[str, set[str]] = {}
    for number, _, held_by in rows:
        if held_by == "-":
            continue
        path, _, name = held_by.strip("`").partition("::")
        if path not in functions:
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            functions[path] = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert name in functions[path], f"{number} names {held_by}, which is not there"


def test_the_checklist_is_in_order() -> None:
    numbers = [tuple(map(int, row[0].split("."))) for row in ROW.findall(PAGE.read_text(encoding="utf-8"))]
    assert numbers == sorted(numbers)


def test_the_static_pass_is_on() -> None:
    """ruff's S rules are bandit's; what is left out of them is known."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in lint["select"]
    assert {rule for rule in lint["ignore"] if rule.startswith("S")} - {"SIM108"} == {"S603", "S607"}

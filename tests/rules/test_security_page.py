"""The checklist in docs/design/asvs.md is whole, and each line names a test that is there or says why none is."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "design" / "asvs.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
WITHOUT = re.compile(r"(no test yet|does not hold yet|not applicable): \w.+")
SECTIONS = {
    1: (2, 9, 11, 3, 2), 2: (3, 3, 4, 1), 3: (0, 2, 4, 6, 5, 0, 2), 4: (3, 1, 2, 4), 5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4), 7: (3, 4, 2, 5, 2, 2), 8: (2, 3, 1, 1), 9: (3, 4), 10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1), 12: (3, 2, 4), 13: (1, 5, 2, 5), 14: (2, 4, 3), 15: (3, 3, 7), 16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}  # fmt: skip
"""How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; they come first in every section."""


def test_the_checklist_has_every_requirement_in_order() -> None:
    wanted = [
        f"{chapter}.{section}.{number}"
        for chapter, counts in SECTIONS.items()
        for section, count in enumerate(counts, 1)
        for number in range(1, count + 1)
    ]
    assert len(wanted) == 253
    assert [row[0] for row in ROW.findall(PAGE.read_text(encoding="utf-8"))] == wanted


def test_each_line_of_the_checklist_names_a_test_that_is_there() -> None:
    functions: dict[str, set[str]] = {}
    for number, _, held_by in ROW.findall(PAGE.read_text(encoding="utf-8")):
        if WITHOUT.fullmatch(held_by):
            continue
        path, _, name = held_by.strip("`").partition("::")
        if path not in functions:
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            functions[path] = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert name in functions[path], f"{number} names {held_by}, which is not there"


def test_the_static_pass_is_on() -> None:
    """ruff's S rules are bandit's; what is left out of them is known."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in lint["select"]
    assert {rule for rule in lint["ignore"] if rule.startswith("S")} - {"SIM108"} == {"S603", "S607"}

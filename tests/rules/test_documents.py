import re
from pathlib import Path

import pytest
from settings_page import PAGE, render
from site_export_page import PAGE as SITE_PAGE
from site_export_page import render as render_site

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith(("#", "mailto:")):
            assert (page.parent / target.partition("#")[0]).exists(), (
                f"{page.name} links to {target}, which is not there"
            )


def test_the_page_of_settings_is_that_of_the_model() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "python -m tests.rules.settings_page > docs/guide/settings.md"


def test_the_page_of_the_site_export_is_that_of_the_tables() -> None:
    made = "python -m tests.rules.site_export_page > docs/guide/site-export.md"
    assert SITE_PAGE.read_text(encoding="utf-8") == render_site(), made


def test_the_glossary_has_both_languages_in_order() -> None:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][1:]
    assert len(rows) > 20
    for row in rows:
        assert len(row) == 3, row
        assert all(row), f"a cell is empty: {row}"
    terms = [row[0].casefold() for row in rows]
    assert terms == sorted(set(terms)), "in alphabetical order, each term once"


def test_decisions_say_context_options_decision_and_cost() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Context", "Options", "Decision", "Cost"], path.name

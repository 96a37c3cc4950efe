"""Long measurements: what was cut goes on where it was, and what a count of few says."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Benchmarks are of the checkout, not of the package."""
    monkeypatch.syspath_prepend(Path(__file__).parents[2])
    return import_module("benchmarks.parts")


def test_a_measurement_that_was_cut_goes_on_where_it_was(parts: ModuleType, tmp_path: Path) -> None:
    file, asked, in_parts = tmp_path / "kept" / "days.jsonl", list[str](), parts.in_parts

    def measure(key: str) -> dict[str, int]:
        asked.append(key)
        if key == "broken":
            raise RuntimeError("cut")
        return {"value": len(asked)}

    assert in_parts(file, ["a", "b"], measure, seconds=-1) == {}
    with pytest.raises(RuntimeError, match="cut"):
        in_parts(file, ["a", "broken", "b"], measure, seconds=None)
    assert in_parts(file, ["a", "b"], measure, seconds=None) == {"a": {"value": 1}, "b": {"value": 3}}
    assert asked == ["a", "broken", "b"]
    assert in_parts(file, ["b"], measure, seconds=None) == {"b": {"value": 3}}
    assert asked == ["a", "broken", "b"]


def test_other_sources_begin_anew(parts: ModuleType) -> None:
    assert parts.state_of(["benchmarks"]) == parts.state_of(["benchmarks"])
    assert parts.state_of(["benchmarks"]) != parts.state_of(["src/toancanh/health/pictures"])


@pytest.mark.parametrize(("seen", "bound"), [(0, 2.9957), (1, 4.7439), (3, 7.7537), (10, 16.9622)])
def test_the_upper_bound_of_a_count_is_poisson_s(parts: ModuleType, seen: int, bound: float) -> None:
    """As tables have it: half of the 95 % quantile of chi-square with 2 (n + 1) degrees of freedom."""
    figures = import_module("benchmarks.figures")
    assert figures.at_most(seen) == pytest.approx(bound, abs=1e-3)

"""Who may open a model: one module loads the runtime, which must be told before to tell nobody."""

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src" / "toancanh"
LOADS = re.compile(r"^\s*(import|from) onnxruntime\b", re.MULTILINE)
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_one_module_loads_onnx_runtime_after_it_has_switched_off_what_it_tells() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in [*PACKAGE.rglob("*.py"), *BENCHMARKS.rglob("*.py")]}
    loading = {path: text for path, text in sources.items() if LOADS.search(text)}
    assert {path.relative_to(PACKAGE).as_posix() for path in loading} == {"vision/onnx_models/runtime.py"}
    (text,) = loading.values()
    assert text.index('os.environ["ORT_DISABLE_TELEMETRY"] = "1"') < text.index("import onnxruntime\n")


def test_who_runs_models_asks_the_confined_process() -> None:
    """The runtime is reached from the worker alone; the parent's side never opens a file."""
    reaching = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "onnx_models.runtime import" in path.read_text(encoding="utf-8")
    }
    assert reaching == {"vision/onnx_models/worker.py"}

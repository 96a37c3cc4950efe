"""ONNX Runtime, opened for one file. Imported in the confined process (and by benchmarks), nowhere else.

Since its version 1.29 the official build for Linux tells its maker about every process and model, and keeps a file in
the home folder for that (microsoft/onnxruntime#27379). It is told not to before it is loaded, which is the only moment
at which all of that can be prevented; a rule test holds that nobody else imports it.
"""

from __future__ import annotations

import enum
import os
from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as errors

from toancanh.kernel import Exhausted, Invalid, Unavailable
from toancanh.vision.onnx_models.layouts import InputShape


class Provider(enum.StrEnum):
    """On what a model runs; all but the first need another build of ONNX Runtime in place of ours."""

    CPU = "cpu"
    CUDA = "cuda"
    TENSORRT = "tensorrt"
    OPENVINO = "openvino"


_NAMES = {
    Provider.CPU: ("CPUExecutionProvider", "onnxruntime"),
    Provider.CUDA: ("CUDAExecutionProvider", "onnxruntime-gpu"),
    Provider.TENSORRT: ("TensorrtExecutionProvider", "onnxruntime-gpu with TensorRT"),
    Provider.OPENVINO: ("OpenVINOExecutionProvider", "onnxruntime-openvino"),
}
_DTYPES = {"tensor(float)": "float32", "tensor(int64)": "int64"}
_FAULTS = (
    errors.Fail, errors.InvalidArgument, errors.InvalidGraph, errors.InvalidProtobuf, errors.NoSuchFile,
    errors.NotImplemented, errors.RuntimeException, errors.EPFail, errors.NoModel, errors.EngineError,
)  # fmt: skip
_NO_MEMORY = ("bad_alloc", "Failed to allocate memory", "bad allocation", "out of memory")
_QUIET = 4  # fatal only: what a stranger's file makes the library say is answered, not logged


class Session:
    """One file, opened. Raises `Invalid` for what is no model that this runtime knows, `Exhausted` for want of
    memory.
    """

    def __init__(self, content: bytes, *, provider: Provider = Provider.CPU, threads: int = 1) -> None:
        name, package = _NAMES[provider]
        if name not in onnxruntime.get_available_providers():
            raise Unavailable(
                f"the ONNX Runtime that is installed has no {provider}: install {package} in its place",
                reason="no_provider",
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.log_severity_level = _QUIET
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # other cameras want the core
        names = [name] if provider is Provider.CPU else [name, _NAMES[Provider.CPU][0]]
        try:
            self._session = onnxruntime.InferenceSession(content, options, providers=names)
        except _FAULTS as error:
            raise _told("the file cannot be opened as a model", error) from error
        self._outputs = [one.name for one in self._session.get_outputs()]

    def inputs(self) -> list[InputShape]:
        """As the file declares them."""
        return [
            InputShape(
                name=one.name,
                dtype=_DTYPES.get(one.type, one.type),
                shape=tuple(side if isinstance(side, int) else None for side in one.shape),
            )
            for one in self._session.get_inputs()
        ]

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        """Outputs by name. Raises `Invalid` where the network fails, `Exhausted` for want of memory."""
        try:
            found = self._session.run(self._outputs, dict(inputs))
        except _FAULTS as error:
            raise _told("the model fails", error) from error
        return dict(zip(self._outputs, found, strict=True))


def _told(what: str, error: Exception) -> Invalid | Exhausted:
    text = str(error).replace("\n", " ")
    if any(sign in text for sign in _NO_MEMORY):
        return Exhausted("the model needs more memory than its manifest lets it have", reason="model_out_of_memory")
    return Invalid(f"{what}: {text[:200]}", reason="model_broken")

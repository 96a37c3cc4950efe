"""A crew's process that runs one model: what it finds needs no calibration."""

from __future__ import annotations

from collections.abc import Callable

from toancanh.vision.confined.coded import CodedPictures, Looked
from toancanh.vision.onnx_models.process import ModelProcess
from toancanh.vision.without_weights.process import Street


class ModelLooker:
    """A `crew.Looker`. ``make`` raises a `PlatformError` where the model is gone or not approved any more."""

    def __init__(self, make: Callable[[], ModelProcess]) -> None:
        self._process = make()

    @property
    def cpu_s(self) -> float:
        """See `ModelProcess`."""
        return self._process.cpu_s

    def open(self, _street: Street, /) -> bool:
        """A model needs to know nothing of a street."""
        return True

    def forget(self, _camera: str, /) -> None:
        """Its process keeps the decoders of the last cameras, and no more of them."""

    def look(self, coded: CodedPictures, /) -> list[Looked]:
        """See `ModelProcess.look`."""
        return self._process.look(coded)

    def close(self) -> None:
        """End it."""
        self._process.close()

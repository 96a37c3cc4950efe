"""The files: DATA/models/SHA256.onnx, readable by the platform's user alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from toancanh.infra.files import write_private
from toancanh.kernel import DataLoss, Exhausted, NotFound

MOST_BYTES = 512 << 20


@dataclass(frozen=True, kw_only=True)
class ModelFiles:
    """Named by what is in them, so that no file can take the place of another."""

    folder: Path

    def keep(self, sha256: str, content: bytes) -> None:
        """Whole or not at all."""
        write_private(self._path(sha256), content)

    def read(self, sha256: str) -> bytes:
        """Raises `NotFound` where the file has gone, `DataLoss` where it is not what it was."""
        try:
            content = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound("the model's file is not there; bring it back by `toancanh models add`") from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DataLoss("the model's file is not what it was when it was approved; bring it back by `models add`")
        return content

    def has(self, sha256: str) -> bool:
        """Whether there is a file, good or not."""
        return self._path(sha256).is_file()

    def drop(self, sha256: str) -> None:
        """It may have gone before."""
        self._path(sha256).unlink(missing_ok=True)

    def drop_unnamed(self, named: set[str]) -> None:
        """What an end between file and row has left behind."""
        for path in self.folder.glob("*.onnx"):
            if path.stem not in named:
                path.unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.onnx"


def read_file(path: Path) -> bytes:
    """A file that somebody brings. Raises `Exhausted` for one that no model of a camera would be."""
    if path.stat().st_size > MOST_BYTES:
        raise Exhausted(f"{path.name} has more than {MOST_BYTES >> 20} MiB: that is no model for cameras")
    return path.read_bytes()

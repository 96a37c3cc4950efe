"""A finished package as one ZIP, laid out on the way: nothing of it lies twice on the disk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toancanh.evidence.model import ExportFile, ExportJob
from toancanh.evidence.package.contents import compact
from toancanh.evidence.verifier.verify import zip_heads
from toancanh.kernel import NotFound

_READ_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class PackageFile:
    """The files of a job with what stands between them."""

    job: ExportJob
    folder: Path
    files: tuple[ExportFile, ...]
    heads: tuple[bytes, ...]
    tail: bytes

    @classmethod
    def of(cls, job: ExportJob, folder: Path, files: Sequence[ExportFile]) -> PackageFile:
        """Laid out."""
        heads, tail = zip_heads([(one.name, one.size_bytes, one.crc32) for one in files])
        return cls(job=job, folder=folder, files=tuple(files), heads=tuple(heads), tail=tail)

    @property
    def name(self) -> str:
        """The ZIP's, from the camera and the range."""
        cameras, wanted = self.job.cameras, self.job.wanted
        code = re.sub(r"[^A-Za-z0-9._-]+", "_", cameras[0].code) if len(cameras) == 1 else f"{len(cameras)}_cameras"
        return f"{code or 'camera'}_{compact(wanted.from_us)}_{compact(wanted.to_us)}.zip"

    @property
    def size_bytes(self) -> int:
        """Of the ZIP."""
        return sum(map(len, self.heads)) + sum(one.size_bytes for one in self.files) + len(self.tail)

    def stream(self, start: int, end: int) -> Iterator[bytes]:
        """Bytes ``[start, end)``. Raises `NotFound` where the package was deleted meanwhile."""
        at = 0
        for head, one in zip((*self.heads, self.tail), (*self.files, None), strict=True):
            if at < end and at + len(head) > start:
                yield head[max(0, start - at) : end - at]
            at += len(head)
            if one is not None:
                if at < end and at + one.size_bytes > start:
                    yield from _part(self.folder / one.name, max(0, start - at), min(one.size_bytes, end - at))
                at += one.size_bytes


def _part(path: Path, start: int, end: int) -> Iterator[bytes]:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise NotFound("the package was deleted meanwhile") from None
    with file:
        file.seek(start)
        while start < end:
            data = file.read(min(_READ_BYTES, end - start))
            if not data:
                raise NotFound("the package was deleted meanwhile")
            start += len(data)
            yield data

"""Reading the file as one that anybody may have made: nothing is believed that the manifest does not say, nothing is
read beyond what it says, and all of it is proven before anything is built from it.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from toancanh.infra.site_copy.model import (
    DOCUMENT,
    FORMAT,
    MANIFEST,
    MAX_LINE_BYTES,
    MAX_MANIFEST_BYTES,
    RECORDINGS,
    SECRETS,
    SETTINGS,
    TABLE,
)
from toancanh.kernel import DataLoss, Invalid, NotFound

_READ_BYTES = 1 << 20
_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError,
    OverflowError,
)  # fmt: skip
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Member(_Said):
    """Size and digest of a member."""

    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class SaidColumn(_Said):
    """A column as the manifest has it."""

    name: str
    kind: str
    nullable: bool
    key: bool


class SaidTable(_Said):
    """A table as the manifest has it."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    rows: int = Field(ge=0)
    columns: list[SaidColumn]


class Manifest(_Said):
    """What the file says of itself."""

    revision: str = Field(max_length=32)
    program: str = Field(max_length=64)
    made: str = Field(max_length=64)
    site: int = Field(ge=0, le=65535)
    secrets: Literal["none", "sealed"]
    checkpoint_keys: list[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]] = Field(max_length=10_000)
    tables: list[SaidTable] = Field(max_length=1000)
    members: dict[str, Member]


class SiteFile:
    """An open file; use it as a context manager. Raises `NotFound`, `Invalid` for another version, `DataLoss`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._archive = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise NotFound(f"there is no file {path}") from None
        except _FAULTS as error:
            raise DataLoss(f"{path} is no export of a site, or a damaged one: {error}") from None
        try:
            self.manifest = self._manifest()
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._archive.close()

    def verify(self, say: Callable[[str], None] = lambda _line: None) -> str:
        """Read everything against its digest; returns the SHA-256 of the file itself."""
        say("reading the whole file against its digests")
        for name, member in self.manifest.members.items():
            digest, size = hashlib.sha256(), 0
            with self.opened(name) as file:
                while part := file.read(_READ_BYTES):
                    digest.update(part)
                    size += len(part)
                    if size > member.size:
                        break
            is_named_so = DOCUMENT.fullmatch(name) is None or name.endswith(member.sha256)
            if (size, digest.hexdigest()) != (member.size, member.sha256) or not is_named_so:
                raise DataLoss(f"{name} in the file is not what was exported")
        with self.path.open("rb") as whole:
            return hashlib.file_digest(whole, "sha256").hexdigest()

    def content(self, name: str) -> bytes:
        """A small member, whole."""
        with self.opened(name) as file:
            content = file.read(MAX_LINE_BYTES + 1)
        if len(content) > MAX_LINE_BYTES:
            raise DataLoss(f"{name} in the file is too long")
        return content

    def settings(self) -> Mapping[str, object]:
        """Settings that are not bound to the machine."""
        try:
            found = json.loads(self.content(SETTINGS))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise DataLoss(f"{SETTINGS} in the file cannot be read")
        return found

    def sealed(self) -> bytes:
        """The sealed secrets; raises `DataLoss` where there are none."""
        return self.content(SECRETS)

    def lines(self, name: str) -> Iterator[bytes]:
        """Of a member with one object of JSON on each line."""
        with self.opened(name) as file:
            while line := file.readline(MAX_LINE_BYTES + 1):
                if len(line) > MAX_LINE_BYTES or not line.endswith(b"\n"):
                    raise DataLoss(f"{name} in the file has a line that is too long or cut")
                yield line

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """For reading."""
        try:
            with self._archive.open(name) as file:
                yield file
        except KeyError:
            raise DataLoss(f"the file holds no {name}") from None
        except _FAULTS as error:
            raise DataLoss(f"{name} in the file cannot be read: {error}") from None

    def documents(self) -> Iterator[str]:
        """Names of the members that are documents of dossiers."""
        return (name for name in self.manifest.members if DOCUMENT.fullmatch(name))

    def _manifest(self) -> Manifest:
        there = self._archive.namelist()
        if any(one.compress_type not in _METHODS for one in self._archive.infolist()):
            raise DataLoss(f"{self.path} is packed in a way that no export is")
        if MANIFEST not in there or self._archive.getinfo(MANIFEST).file_size > MAX_MANIFEST_BYTES:
            raise DataLoss(f"{self.path} is no export of a site")
        try:
            with self.opened(MANIFEST) as file:
                said = json.loads(file.read(MAX_MANIFEST_BYTES))
            if isinstance(said, dict) and (found := said.get("format")) != FORMAT:
                raise Invalid(f"{self.path} has the format {str(found)[:40]!r}, but {FORMAT!r} is what we read")
            manifest = Manifest.model_validate(said)
        except (ValidationError, RecursionError, ValueError):
            raise DataLoss(f"the manifest of {self.path} is damaged") from None
        tables = {f"tables/{one.name}.jsonl" for one in manifest.tables}
        needed = {SETTINGS, *tables, *([SECRETS] if manifest.secrets == "sealed" else [])}
        told = set(manifest.members)
        strangers = {
            name for name in told - needed
            if name != RECORDINGS and (TABLE.fullmatch(name) or not DOCUMENT.fullmatch(name))
        }  # fmt: skip
        if sorted(there) != sorted([*told, MANIFEST]) or not needed <= told or strangers:
            raise DataLoss(f"{self.path} holds something else than its manifest says")
        return manifest

"""The use of cameras as a file: Excel or CSV, with the cameras' codes and times of Hà Nội."""

from __future__ import annotations

import enum
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import IO, TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.governance.oversight.use import Use, UseFilter
from toancanh.infra.http import PROBLEMS, TimeIn
from toancanh.infra.sheets import CSV_TYPE, XLSX_TYPE, Cell, write_csv, write_workbook

if TYPE_CHECKING:
    from toancanh.registry.service import Registry
    from toancanh.web.ports import Platform

_HANOI = timezone(timedelta(hours=7))
_PART_BYTES = 1 << 16
_AT_ONCE = 500
_HEADINGS: Sequence[tuple[str, int]] = (
    ("Thời điểm (giờ Hà Nội)", 20),
    ("Người xem", 18),
    ("Việc", 22),
    ("Camera", 28),
    ("Hình từ", 20),
    ("Hình đến", 20),
    ("Số giây đã xem", 14),
    ("Mục đích", 18),
    ("Số hiệu", 18),
    ("Người duyệt", 18),
    ("Điều khoản", 24),
)
_ACTS = {
    "media.live": "xem trực tiếp",
    "media.playback": "xem lại",
    "media.snapshot": "xem ảnh chụp",
    "media.export": "tải về",
    "media.unmask": "xem không che",
    "media.thumbnails": "xem trang ảnh thu nhỏ",
}


class SheetFormat(enum.StrEnum):
    """File formats."""

    XLSX = "xlsx"
    CSV = "csv"


_TYPES = {SheetFormat.XLSX: XLSX_TYPE, SheetFormat.CSV: CSV_TYPE}
_FILES: dict[str, dict[str, object]] = {kind: {} for kind in _TYPES.values()}
Short = Annotated[str, Query(max_length=64)]


def use_file_router(platform: Platform) -> APIRouter:
    """Beside `governance`'s own routes, since it does not know what a camera is called."""
    routes = APIRouter(prefix="/audit", tags=["audit"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("/use/export", response_class=StreamingResponse, responses={200: {"content": _FILES}})
    def export_use(
        principal: SignedIn,
        source: Source,
        format: SheetFormat = SheetFormat.XLSX,
        camera: Short = "",
        owner: Short = "",
        actor: Short = "",
        from_: Annotated[TimeIn | None, Query(alias="from")] = None,
        to: Annotated[TimeIn | None, Query()] = None,
    ) -> StreamingResponse:
        """The same as the list, complete (100,000 lines at most), before its first byte leaves; on record."""
        wanted = UseFilter(camera_id=camera, owner_id=owner, actor_id=actor, from_us=from_, to_us=to)
        uses = platform.governance.oversight.all_use(principal, wanted, source=source)
        file = tempfile.TemporaryFile()  # noqa: SIM115  # the answer's to close
        try:
            _write(file, format, _rows(platform.registry, uses))
        except BaseException:
            file.close()
            raise
        file.seek(0)
        headers = {
            "Content-Disposition": f'attachment; filename="su-dung-camera.{format}"',
            "Cache-Control": "no-store",
        }
        return StreamingResponse(_parts(file), media_type=_TYPES[format], headers=headers)

    return routes


def _write(file: IO[bytes], form: SheetFormat, rows: Iterator[Sequence[Cell]]) -> None:
    if form is SheetFormat.XLSX:
        write_workbook(file, "Sử dụng camera", _HEADINGS, rows)
    else:
        write_csv(file, [heading for heading, _ in _HEADINGS], rows)


def _rows(registry: Registry, uses: Iterator[Use]) -> Iterator[Sequence[Cell]]:
    part: list[Use] = []
    for use in uses:
        part.append(use)
        if len(part) == _AT_ONCE:
            yield from _named(registry, part)
            part = []
    yield from _named(registry, part)


def _named(registry: Registry, part: Sequence[Use]) -> Iterator[Sequence[Cell]]:
    codes = registry.camera_codes({camera_id for use in part for camera_id in use.camera_ids})
    for use in part:
        yield (
            _time(use.at_us),
            use.username or "(đã xóa)",
            _ACTS.get(use.action, use.action),
            ", ".join(codes.get(camera_id, camera_id) for camera_id in use.camera_ids),
            _time(use.from_us),
            _time(use.to_us),
            use.seconds,
            use.purpose,
            use.reference,
            ", ".join(use.approved_by),
            ", ".join(use.clauses),
        )


def _time(at_us: int | None) -> str | None:
    if at_us is None:
        return None
    return datetime.fromtimestamp(at_us // 1_000_000, UTC).astimezone(_HANOI).strftime("%d/%m/%Y %H:%M:%S")


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_PART_BYTES):
            yield part

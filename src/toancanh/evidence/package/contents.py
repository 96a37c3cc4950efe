"""What the files of a package say. Pure; formats in docs/design/evidence.md."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from toancanh.evidence.model import ExportFile, ExportForm, ExportJob
from toancanh.evidence.package.clips import ReadPart, packed
from toancanh.evidence.seals import Place
from toancanh.kernel import format_rfc3339
from toancanh.media.playback.timeline import Timeline
from toancanh.media.rendition.model import METHOD, THRESHOLD


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """How the parts of a clip hang together with a seal; ``seqs`` has 0 for a part without proof."""

    seqs: tuple[int, ...]
    origins: tuple[str, ...]
    before: bytes
    first: int
    roots: tuple[bytes, ...]
    place: Place


def proof(
    job: ExportJob, entry: dict[str, Any], parts: Sequence[ReadPart], sealed: Sealed | None, *, exact: bool,
    removed: Sequence[tuple[int, float]] = (),
) -> dict[str, Any]:  # fmt: skip
    """The proof of a clip: of the recordings it was made of; where it was encoded anew, with what was taken away.

    ``removed``: from this time on, this share of the picture was pixelated.
    """
    told: dict[str, Any] = {
        "format": "toancanh-clip-1", "clip": entry["name"], "camera": entry["camera"],
        "role": entry.get("role", job.wanted.role.value), "form": job.wanted.form.value, "seal": 0,
        "parts": [_part(part, sealed, index) for index, part in enumerate(parts)],
    }  # fmt: skip
    if not exact:
        told["hidden"] = [[[x, y] for x, y in polygon] for polygon in job.areas(entry["camera"])]
        told["burnt_in"] = job.wanted.burn_in
    if removed:
        told["removed"] = {
            "method": METHOD, "threshold": THRESHOLD,
            "share": [[format_rfc3339(at_us), share] for at_us, share in removed],
        }  # fmt: skip
    if sealed is not None:
        told |= {
            "seal": sealed.place.seal.number,
            "chain": {
                "before": sealed.before.hex(), "first": sealed.first, "roots": [root.hex() for root in sealed.roots]
            },
            "head": sealed.place.head, "index": sealed.place.index, "path": list(sealed.place.path),
        }  # fmt: skip
    return told


def _part(part: ReadPart, sealed: Sealed | None, index: int) -> dict[str, Any]:
    segment = part.segment
    return {
        "segment": segment.id, "seq": sealed.seqs[index] if sealed is not None else 0,
        "origin": sealed.origins[index] if sealed is not None else "none",
        "start": format_rfc3339(part.part.start_us), "end": format_rfc3339(part.part.end_us),
        "facts": base64.b64encode(part.facts).decode(), "configuration": part.configuration.hex(),
        "root": part.root.hex() if part.has_proof else "", "thinned": part.thinned,
        "leaves": [leaf.hex() for leaf in part.leaves], "first": part.first_leaf,
        "fragments": [base64.b64encode(records).decode() for records in packed(part.groups)],
        "pictures": sum(len(info.samples) for info in part.infos),
    }  # fmt: skip


def timeline(found: Timeline) -> dict[str, Any]:
    """What was recorded, what not and why, and how good the clock was."""
    return {
        "format": "toancanh-timeline-1",
        "ranges": [
            {
                "start": format_rfc3339(one.start_us), "end": format_rfc3339(one.end_us),
                "clock": {
                    "source": str(one.clock.source), "offset_us": one.clock.offset_us,
                    "drift_ppm": one.clock.drift_ppm,
                },
            }
            for one in found.ranges
        ],
        "gaps": [
            {"start": format_rfc3339(one.start_us), "end": format_rfc3339(one.end_us), "cause": one.cause.value}
            for one in found.gaps
        ],
    }  # fmt: skip


def manifest(
    job: ExportJob, files: Sequence[ExportFile], *, site: tuple[int, str], made_us: int, organisation: str, serial: str
) -> dict[str, Any]:
    """The list that is signed."""
    wanted, clips = job.wanted, job.made["clips"]
    return {
        "format": "toancanh-package-1",
        "site": {"number": site[0], "name": site[1]},
        "made_at": format_rfc3339(made_us),
        "signed_by": serial,
        "export": {
            "id": job.id,
            "purpose": wanted.purpose,
            "reference": wanted.reference,
            "asked_by": {"name": job.made["username"], "organisation": organisation},
            "asked_at": format_rfc3339(job.asked_us),
            "approvals": job.made["approvals"],
            "from": format_rfc3339(wanted.from_us),
            "to": format_rfc3339(wanted.to_us),
            "stream": wanted.role.value,
            "form": wanted.form.value,
            "burn_in": wanted.burn_in,
        },
        "cameras": [
            {"id": one.camera_id, "code": one.code, "dossier": f"cameras/{job.made['names'][one.camera_id]}.json",
             "timeline": f"timeline/{job.made['names'][one.camera_id]}.json"}
            for one in job.cameras
        ],
        "clips": [
            {"name": one["name"], "proof": one["proof"], "camera": one["camera"],
             "role": one.get("role", wanted.role.value), "form": wanted.form.value,
             "start": format_rfc3339(one["start_us"]), "end": format_rfc3339(one["end_us"]), "changed": one["changed"]}
            for one in clips
        ],
        "seals": sorted({one["seal"] for one in clips if one["seal"]}),
        "files": [{"name": one.name, "size": one.size_bytes, "sha256": one.sha256} for one in files],
    }  # fmt: skip


def compact(time_us: int) -> str:
    """A UTC time in a file's name."""
    return re.sub(r"[-:]|\.\d+", "", format_rfc3339(time_us))


def read_me(job: ExportJob, site_name: str) -> bytes:
    """For who opens the package first."""
    vi, en = _ABOUT[job.wanted.form]
    return _READ_ME.format(
        about_vi=vi, about_en=en,
        site=site_name or "-", export=job.id, purpose=job.wanted.purpose or "-", number=job.wanted.reference or "-",
        start=format_rfc3339(job.wanted.from_us), end=format_rfc3339(job.wanted.to_us),
    ).encode()  # fmt: skip


_ABOUT = {
    ExportForm.EXACT: (
        "Hình nguyên bản như đã ghi, chứng minh được từng hình.", "Pictures as recorded, each one proven."
    ),
    ExportForm.MASKED: (
        "BẢN SAO mã hóa lại: vùng che màu đen. Từng hình không được chứng minh; đơn vị ký "
        "nêu bản sao làm từ đoạn ghi nào.",
        "A COPY encoded anew: masked areas are black. Single pictures are not proven; the signer states of which "
        "recordings it was made.",
    ),
    ExportForm.REDACTED: (
        "BẢN SAO để công bố: phần chuyển động bị làm mờ. CHÚ Ý: người, xe đứng yên phần lớn thời gian là nền "
        "và\nKHÔNG bị làm mờ. Phải xem hết trước khi công bố. Từng hình không được chứng minh; đơn vị ký nêu bản sao\n"
        "làm từ đoạn ghi nào.",
        "A COPY for release: what moves is pixelated. NOTE: people and vehicles that stand still most of the time are\n"
        "background and are NOT pixelated. Look through all of it before release. Single pictures are not proven; the\n"
        "signer states of which recordings it was made.",
    ),
}  # fmt: skip

_READ_ME = """\
GÓI BẰNG CHỨNG HÌNH ẢNH
Đơn vị: {site}. Số lần xuất: {export}. Mục đích: {purpose}. Số vụ việc: {number}.
Khoảng thời gian (giờ UTC): {start} đến {end}.
{about_vi}

Xem hình: mở tệp trong thư mục clips bằng bất kỳ trình phát nào. Phút thứ 12 của tệp là 12 phút sau hình đầu tiên.
Kiểm tra: KHÔNG dùng verify.py nằm trong gói này. Lấy verify.py từ trang công khai của đơn vị (/trust), đối chiếu mã
SHA-256 của nó với văn bản bàn giao, rồi chạy trên máy có Python 3.8 trở lên:
    python3 verify.py TÊN-GÓI.zip --root VÂN-TAY-CỦA-CHỨNG-THƯ-GỐC
Không có Python thì mở verify.html (cũng lấy từ trang đó) bằng trình duyệt; không cần mạng.
Vân tay của chứng thư gốc phải lấy từ văn bản bàn giao hoặc trang công khai, không lấy từ gói này.
Không có vân tay đó thì chỉ biết gói nguyên vẹn, chưa biết ai đã làm ra gói.

EVIDENCE PACKAGE
Site: {site}. Export: {export}. Purpose: {purpose}. Case number: {number}.
Range (UTC): {start} to {end}.
{about_en}

Watching: open a file of the folder clips in any player. Minute 12 of a file is 12 minutes after its first picture.
Checking: do NOT use the verify.py of this package. Take verify.py from the site's public page (/trust), hold its
SHA-256 against the hand-over letter, and run it on a computer with Python 3.8 or newer:
    python3 verify.py PACKAGE.zip --root FINGERPRINT-OF-THE-ROOT-CERTIFICATE
Without Python open verify.html (from that page, too) in a browser; it needs no network.
The fingerprint of the root certificate must come from the hand-over letter or the public page, not from this package.
Without it only this is known: the package is intact; not who made it.
"""

"""What messages say, in Vietnamese: they go to people outside of the console, which has words of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from toancanh.health.alerts.model import LOCAL_OFFSET_S, Occasion
from toancanh.health.model import FaultKind

KINDS: Mapping[FaultKind, str] = {
    FaultKind.AWAY: "mất tín hiệu",
    FaultKind.FROZEN: "hình đứng yên",
    FaultKind.SLOW: "ít khung hình",
    FaultKind.BIT_RATE: "tốc độ dữ liệu bất thường",
    FaultKind.LOSSY: "mất gói",
    FaultKind.UNSTEADY: "kết nối chập chờn",
    FaultKind.CLOCK: "sai giờ",
    FaultKind.RARE_KEY_FRAMES: "khung khóa quá thưa",
    FaultKind.SIZE: "sai độ phân giải",
    FaultKind.NOT_RECORDED: "không ghi được hình",
    FaultKind.BLACK: "hình đen",
    FaultKind.OVEREXPOSED: "hình cháy sáng",
    FaultKind.LOW_CONTRAST: "hình mờ nhạt",
    FaultKind.BLURRED: "hình nhòe hoặc ống kính bẩn",
    FaultKind.COVERED: "bị che",
    FaultKind.NOISE: "nhiễu hạt",
    FaultKind.STRIPES: "sọc",
    FaultKind.COLOUR_CAST: "ám màu",
    FaultKind.SIGNAL_LOSS: "đầu ghi báo mất hình",
    FaultKind.TORN: "hình rách",
    FaultKind.MOVED: "bị xoay lệch",
    FaultKind.NIGHT: "không thấy ban đêm",
    FaultKind.OVERLAY_TIME: "giờ trên hình thiếu hoặc sai",
}
_OCCASIONS: Mapping[Occasion, str] = {
    Occasion.OPENED: "Cảnh báo",
    Occasion.ESCALATED: "Chưa ai xác nhận",
    Occasion.CLOSED: "Đã hết",
}
_MOST_LINES = 50


def subject(occasion: Occasion, rule: str, kinds: Mapping[FaultKind, int], cameras: int) -> str:
    """One line."""
    what = ", ".join(f"{KINDS[kind]} ({many})" for kind, many in sorted(kinds.items(), key=lambda one: -one[1])[:3])
    return f"[Toàn Cảnh] {_OCCASIONS[occasion]}: {cameras} camera, {what} · {rule}"


def text(told: Sequence[tuple[str, str, FaultKind, int]], link: str) -> str:
    """One line for each of the first ones: code, name, kind, begin."""
    lines = [
        f"{code} · {name}: {KINDS[kind]}, từ {local(began_us)}" for code, name, kind, began_us in told[:_MOST_LINES]
    ]
    if len(told) > _MOST_LINES:
        lines.append(f"và {len(told) - _MOST_LINES} lỗi khác")
    return "\n".join([*lines, "", link] if link else lines) + "\n"


def local(at_us: int) -> str:
    """As people here write it."""
    moment = datetime.fromtimestamp(at_us // 1_000_000 + LOCAL_OFFSET_S, tz=UTC)
    return f"{moment:%H:%M:%S %d/%m/%Y}"

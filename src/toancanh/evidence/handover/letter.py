"""The hand-over letter: two pages to print and sign, Vietnamese and English. It carries what the package must not be
trusted for itself: hashes and the root's fingerprint. The pass code is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from html import escape

from toancanh.evidence.handover.model import Handover, HandoverKind
from toancanh.evidence.model import ExportForm, ExportJob

_ZONE = timezone(timedelta(hours=7))
_FORMS = {
    ExportForm.EXACT: ("nguyên bản như đã ghi", "as recorded"),
    ExportForm.MASKED: ("mã hóa lại, vùng che màu đen", "encoded anew, masked areas are black"),
    ExportForm.REDACTED: (
        "mã hóa lại, phần chuyển động bị làm mờ ô vuông; người, xe đứng yên lâu KHÔNG bị làm mờ",
        "encoded anew, what moves is pixelated; people and vehicles that stand still are NOT",
    ),
}
_WAYS = {
    HandoverKind.LINK: ("đường dẫn có mã mở, đến {until}", "link with a pass code, until {until}"),
    HandoverKind.DISK: ("đĩa, đã đọc lại và đối chiếu sau khi ghi", "disk, read back and compared after writing"),
}
_TITLES = (
    ("BIÊN BẢN BÀN GIAO DỮ LIỆU HÌNH ẢNH", "HAND-OVER OF RECORDED PICTURES"),
    ("Đơn vị giao", "Handed over by"),
    ("Người giao", "Person"),
    ("Người nhận", "Receiver"),
    ("Đơn vị nhận", "Organisation"),
    ("Liên hệ", "Contact"),
    ("Số bàn giao", "Hand-over number"),
    ("Thời điểm", "At"),
    ("Cách giao", "By"),
    ("Tệp", "File"),
    ("Dung lượng (byte)", "Size (bytes)"),
    ("Số lần xuất", "Export number"),
    ("Camera", "Cameras"),
    ("Khoảng thời gian", "Range"),
    ("Hình thức", "Form"),
    ("Mục đích, số vụ việc", "Purpose, case number"),
    ("SHA-256 của gói", "SHA-256 of the package"),
    ("Vân tay chứng thư gốc (SHA-256)", "Fingerprint of the root certificate (SHA-256)"),
)
_CHECK = (
    (
        "Cách kiểm tra",
        (
            "Lấy verify.py từ trang công khai /trust của đơn vị giao, không lấy trong gói. So mã SHA-256 của tệp "
            "với mã ở trên.",
            "Trên máy có Python 3.8 trở lên, không cần mạng, chạy lệnh sau:",
            "Kết quả ĐÃ CHỨNG MINH: hình không bị thay đổi từ khi ghi và do đơn vị này ký. Mọi kết quả khác: không "
            "dùng làm chứng cứ, hỏi lại đơn vị giao.",
        ),
        "Người nhận chịu trách nhiệm giữ kín dữ liệu và chỉ dùng cho mục đích nêu trên.",
        ("Bên giao", "Bên nhận", "Ký, ghi rõ họ tên"),
    ),
    (
        "How to check",
        (
            "Take verify.py from the public page /trust of the site, not from the package. Hold its SHA-256 against "
            "the one above.",
            "On a computer with Python 3.8 or newer, without a network, run:",
            "The answer PROVEN: nothing was changed since the pictures were recorded, and this site signed them. With "
            "any other answer: do not use it as evidence, ask the site.",
        ),
        "The receiver keeps the pictures from others and uses them for the purpose above only.",
        ("Handed over", "Received", "Signature and name"),
    ),
)
_ANEW = (
    "Kết quả ĐÃ CHỨNG MINH: đơn vị này ký bản sao và nêu nó được làm từ đoạn ghi nào; hình đã mã hóa lại nên từng hình "
    "không được chứng minh. Mọi kết quả khác: không dùng, hỏi lại đơn vị giao.",
    "The answer PROVEN: this site signed the copy and says of which recordings it was made; encoded anew, its single "
    "pictures are not proven. With any other answer: do not use it, ask the site.",
)
_STYLE = """
@page { size: A4; margin: 18mm 20mm }
body { font: 11pt/1.4 "Times New Roman", "Liberation Serif", serif; color: #000; background: #fff; max-width: 170mm; margin: 8mm auto; padding: 0 4mm }
section + section { break-before: page; margin-top: 20mm }
h1 { font-size: 15pt; text-align: center; margin: 0 0 6mm } h2 { font-size: 12pt; margin: 6mm 0 2mm }
table { border-collapse: collapse; width: 100% } td { padding: 1mm 2mm; border: 0.3pt solid #777; vertical-align: top }
td:first-child { width: 38% } code { font: 9.5pt/1.3 "Liberation Mono", monospace; overflow-wrap: anywhere }
ol { padding-left: 6mm; margin: 0 } .sign { display: flex; justify-content: space-around; text-align: center; margin-top: 8mm; min-height: 32mm; break-inside: avoid }
.sign small { display: block; font-style: italic }
@media print { section + section { margin-top: 0 } body { margin: 0; padding: 0 } }
"""  # noqa: E501  # CSS


def letter(job: ExportJob, one: Handover, *, site: str, fingerprint: str, verifiers: Mapping[str, str]) -> str:
    """The page."""
    sections = "".join(_section(language, job, one, site, fingerprint, verifiers) for language in (0, 1))
    return (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_TITLES[0][0]} {escape(one.id)}</title><style>{_STYLE}</style></head><body>{sections}</body></html>\n"
    )


def _section(
    language: int, job: ExportJob, one: Handover, site: str, fingerprint: str, verifiers: Mapping[str, str]
) -> str:
    wanted = job.wanted
    values = (
        site, one.username, one.to.name, one.to.organisation or "–", one.to.contact or "–", one.id,
        time_told(one.made_us), _WAYS[one.kind][language].format(until=time_told(one.until_us)),
        one.package_name, str(one.package_bytes), job.id,
        ", ".join(camera.code for camera in job.cameras), f"{time_told(wanted.from_us)} – {time_told(wanted.to_us)}",
        _FORMS[wanted.form][language], ", ".join(filter(None, (wanted.purpose, wanted.reference))) or "–",
        one.package_sha256, fingerprint,
    )  # fmt: skip
    titles = [title[language] for title in _TITLES]
    rows = [(title, escape(value)) for title, value in zip(titles[1:], values, strict=True)]
    rows += [(f"SHA-256: {name}", sha256) for name, sha256 in verifiers.items()]
    body = "".join(
        f"<tr><td>{title}</td><td>{f'<code>{value}</code>' if 'SHA-256' in title else value}</td></tr>"
        for title, value in rows
    )
    head, steps, duty, (giver, receiver, sign) = _CHECK[language]
    command = f"python3 verify.py {escape(one.package_name)} --root {fingerprint}"
    first, second, third = steps
    if wanted.form is not ExportForm.EXACT:
        third = _ANEW[language]
    return (
        f'<section lang="{("vi", "en")[language]}"><h1>{titles[0]}</h1><table>{body}</table><h2>{head}</h2>'
        f"<ol><li>{first}</li><li>{second}<br><code>{command}</code></li><li>{third}</li></ol><p>{duty}</p>"
        f'<div class="sign"><div><b>{giver}</b><small>{sign}</small></div>'
        f"<div><b>{receiver}</b><small>{sign}</small></div></div></section>"
    )


def time_told(time_us: int) -> str:
    """To the second, as it is written here."""
    moment = datetime.fromtimestamp(time_us // 1_000_000, UTC).astimezone(_ZONE)
    return f"{moment:%d/%m/%Y %H:%M:%S} (+07)"

"""The columns of an inventory's spreadsheets, in their order: what templates, imports, exports and simulations share.

A column's ``key`` is the declared field it fills; the exceptions: ``resolution`` fills ``width_px`` and ``height_px``,
``main_url`` and ``username`` are those of the main stream. Organisations, sites and poles stand in a cell by name or
code; who reads the cell looks the id up, who writes it gives the name to `Column.show`.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from toancanh.kernel import fold
from toancanh.registry.dossier.model import Certificate
from toancanh.registry.inventory import cells
from toancanh.registry.inventory.cells import Reader, Word
from toancanh.registry.inventory.words import (
    CONNECTION_WORDS,
    FUNDING_WORDS,
    KIND_WORDS,
    LIFECYCLE_WORDS,
    NO,
    PURPOSE_WORDS,
    SYNONYMS,
    YES,
)


class Refers(enum.StrEnum):
    """What the words in a cell name, where the field holds an id."""

    ORGANISATION = "organisation"
    SITE = "site"
    POLE = "pole"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. ``fields``: what of `DECLARED_FIELDS` (or of the main stream) it fills.

    ``synonyms`` and both headings are found without accents and case; ``choices`` are the words of its list.
    """

    key: str
    fields: tuple[str, ...]
    vi: str
    en: str
    synonyms: tuple[str, ...]
    read: Reader
    show: Callable[[object], str | float | bool | date | None]
    example: str | float | date
    hint_vi: str
    hint_en: str
    required: bool = False
    choices: tuple[str, ...] = ()
    refers: Refers | None = None
    width: int = 16


def _as_is(value: object) -> str | float | bool | date | None:
    if isinstance(value, enum.Enum):
        return str(value.value)
    return value if value is None or isinstance(value, str | int | float | bool | date) else str(value)


def _worded(words: Mapping[Word, str]) -> Callable[[object], str | None]:
    def show(value: object) -> str | None:
        return None if value is None else next(shown for word, shown in words.items() if word == value)

    return show


def show_resolution(value: object) -> str | None:
    """``1920x1080``, from a pair."""
    return f"{value[0]}x{value[1]}" if isinstance(value, tuple) and None not in value else None


def show_certificates(value: object) -> str | None:
    """As `cells.certificates` reads it."""
    if not isinstance(value, Iterable):
        return None
    shown = [
        f"{one.kind}: {one.number}" + (f" ({one.expires_on:%d/%m/%Y})" if one.expires_on else "")
        for one in value
        if isinstance(one, Certificate)
    ]
    return "; ".join(shown) or None


def _show_tags(value: object) -> str | None:
    return ", ".join(sorted(map(str, value))) or None if isinstance(value, Iterable) else None


def _show_notice(value: object) -> str | None:
    return None if value is None else YES if value else NO


def _show_mac(value: object) -> str | None:
    return cells.show_mac(value) if isinstance(value, str) and value else None


def _column(
    key: str,
    vi: str,
    en: str,
    synonyms: str,
    read: Reader,
    example: str | float | date,
    hint_vi: str,
    hint_en: str,
    *,
    fields: tuple[str, ...] = (),
    show: Callable[[object], str | float | bool | date | None] = _as_is,
    required: bool = False,
    choices: tuple[str, ...] = (),
    refers: Refers | None = None,
    width: int = 16,
) -> Column:
    return Column(
        key=key,
        fields=fields or (key,),
        vi=vi,
        en=en,
        synonyms=tuple(synonyms.split("|")) if synonyms else (),
        read=read,
        show=show,
        example=example,
        hint_vi=hint_vi,
        hint_en=hint_en,
        required=required,
        choices=choices,
        refers=refers,
        width=width,
    )


def _list(key: str, vi: str, en: str, synonyms: str, words: Mapping[Word, str], hint_vi: str, hint_en: str) -> Column:
    known: dict[str, Word] = {}
    for word, shown in words.items():
        plain_words = " ".join(re.sub(r"[^\w/]+", " ", fold(shown)).split())
        for name in (plain_words, fold(word.value), *SYNONYMS[word].split("|")):
            known.setdefault(name, word)
    return _column(
        key,
        vi,
        en,
        synonyms,
        cells.word_of(known, words),
        next(iter(words.values())),
        hint_vi,
        hint_en,
        show=_worded(words),
        choices=tuple(words.values()),
        width=20,
    )


def _organisation(key: str, vi: str, en: str, synonyms: str, hint_vi: str, hint_en: str, example: str) -> Column:
    read = cells.text(200)
    return _column(
        key, vi, en, synonyms, read, example, hint_vi, hint_en, refers=Refers.ORGANISATION, required=False, width=28
    )


_PROMISES = (
    _column(
        "fps", "Số hình/giây", "Frames a second", "fps|toc do khung hinh|so khung hinh|khung hinh/giay|frame rate",
        cells.number(0.1, 240, "fps|hình/giây|hình/s"), 25,
        "Của luồng chính, như hợp đồng.", "Of the main stream, as the contract says."
    ),
    _column(
        "bitrate_kbps", "Tốc độ bit (kbit/s)", "Bit rate (kbit/s)", "bitrate|toc do bit|bang thong|bit rate",
        cells.number(16, 200_000, "kbps|kbit/s|kb/s"), 4096,
        "Của luồng chính, nghìn bit mỗi giây.", "Of the main stream, in 1000 bits a second."
    ),
    _column(
        "key_interval_s", "Khung hình chính (giây)", "Key frame every (s)", "gop|khung hinh chinh|i-frame|key frame",
        cells.number(0.04, 300, "s|giây|giay"), 2,
        "Mỗi bao nhiêu giây có một khung hình chính.", "Seconds between key frames of the main stream."
    ),
)  # fmt: skip

COLUMNS: tuple[Column, ...] = (
    _column(
        "code",
        "Mã camera",
        "Camera code",
        "ma|ma so|ma cam|ma thiet bi|code|camera id|so hieu|ky hieu|ma hieu",
        cells.code,
        "HM-0231",
        "Mã riêng của từng camera, không trùng trong toàn thành phố.",
        "A code of each camera's own, unique in the city.",
        required=True,
        width=14,
    ),
    _column(
        "name",
        "Tên camera",
        "Name",
        "ten|vi tri lap dat|ten vi tri|ten diem|mo ta vi tri|camera name|noi lap dat|diem lap dat",
        cells.text(200),
        "Ngõ 250 Kim Giang",
        "Nơi camera nhìn, như người dân địa phương gọi.",
        "What it looks at, as people there call it.",
        required=True,
        width=30,
    ),
    _column(
        "lat",
        "Vĩ độ",
        "Latitude",
        "lat|vi do (lat)|toa do x|x|vi do n|latitude|toa do|toa do vi do|toa do (vi do, kinh do)|x (m)",
        cells.text(80),
        20.9812,
        "Độ thập phân WGS 84, ví dụ 20.9812. Tọa độ VN-2000 (mét) cũng được, sẽ được quy đổi và cho xem lại.",
        "Decimal degrees, WGS 84. VN-2000 in metres is converted and shown.",
        required=True,
    ),
    _column(
        "lon",
        "Kinh độ",
        "Longitude",
        "lon|long|lng|kinh do (long)|toa do y|y|kinh do e|longitude|toa do kinh do|y (m)",
        cells.text(80),
        105.8171,
        "Độ thập phân WGS 84, ví dụ 105.8171.",
        "Decimal degrees, WGS 84.",
        required=True,
    ),
    _column(
        "azimuth_deg",
        "Hướng (độ)",
        "Azimuth (°)",
        "huong|huong nhin|goc huong|goc phuong vi|phuong vi|azimuth|huong °|huong quan sat|huong camera|heading",
        cells.azimuth,
        90,
        "Độ theo chiều kim đồng hồ từ hướng bắc, 0 đến 359; hoặc chữ: Bắc, Đông Bắc ...",
        "Degrees clockwise from north, 0 to 359; or a compass word.",
    ),
    _organisation(
        "owner_id",
        "Cơ quan chủ quản",
        "Owner",
        "chu quan|don vi quan ly|don vi chu quan|chu so huu|don vi|co quan quan ly|owner|chu dau tu|don vi so huu",
        "Tên hoặc mã cơ quan. Để trống là cơ quan nộp tệp.",
        "Name or code of the organisation; empty: the one that hands the file in.",
        "Phường Định Công",
    ),
    _organisation(
        "unit_id",
        "Phường, xã",
        "Commune or ward",
        "phuong|xa|phuong/xa|xa/phuong|dia ban|xa phuong|phuong xa|commune|ward|don vi hanh chinh",
        "Phường hoặc xã nơi đặt camera, tên mới hoặc tên trước 01/07/2025.",
        "The commune or ward on whose ground it stands.",
        "Phường Định Công",
    ),
    _column(
        "address",
        "Địa chỉ",
        "Address",
        "dia chi lap dat|dia chi cu the|so nha|address|dia diem",
        cells.text(200),
        "Số 250 Kim Giang",
        "Số nhà, ngõ, đường.",
        "House number, lane, street.",
        width=30,
    ),
    _column(
        "site_id",
        "Mã điểm quản lý",
        "Site",
        "diem quan ly|nut giao|ma nut|ma nut giao|site|site code|ma diem",
        cells.text(64),
        "NT-017",
        "Mã điểm (nút giao, cổng, trụ sở) đã có trong hệ thống.",
        "Code of a site the platform knows.",
        refers=Refers.SITE,
    ),
    _column(
        "pole_id",
        "Mã cột",
        "Pole",
        "cot|ma tru|tru|so cot|pole|pole code|so tru",
        cells.text(64),
        "C-0417",
        "Mã cột đã có trong hệ thống.",
        "Code of a pole the platform knows.",
        refers=Refers.POLE,
    ),
    _column(
        "height_m",
        "Độ cao lắp (m)",
        "Height (m)",
        "do cao|chieu cao|do cao lap dat|height|cao|chieu cao lap dat",
        cells.number(0, 200, "m|mét|met"),
        6.5,
        "Từ mặt đường đến ống kính, mét.",
        "From the road to the lens, metres.",
    ),
    _column(
        "tilt_deg",
        "Góc cúi (độ)",
        "Tilt (°)",
        "goc cui|goc nghieng|tilt|do nghieng",
        cells.number(-90, 90, "°|độ|do"),
        15,
        "Dưới đường chân trời, độ.",
        "Below the horizon, degrees.",
    ),
    _column(
        "hfov_deg",
        "Góc nhìn ngang (độ)",
        "Angle of view (°)",
        "goc nhin|goc mo|goc quan sat|fov|hfov|goc nhin ngang",
        cells.number(1, 360, "°|độ|do"),
        90,
        "Góc mở ngang của ống kính, độ.",
        "Horizontal angle of view, degrees.",
    ),
    _column(
        "resolution",
        "Độ phân giải",
        "Resolution",
        "phan giai|resolution|do phan giai (mp)|megapixel|mp|so diem anh",
        cells.resolution,
        "1920x1080",
        "Ngang x dọc điểm ảnh, hoặc số megapixel: 2 MP.",
        "Width x height, or megapixels: 2 MP.",
        fields=("width_px", "height_px"),
        show=show_resolution,
    ),
    _list(
        "kind",
        "Loại camera",
        "Kind",
        "loai|kieu|kieu camera|chung loai|type|loai cam|camera type",
        KIND_WORDS,
        "Chọn trong danh sách.",
        "Choose from the list.",
    ),
    _list(
        "purpose",
        "Nhóm mục đích",
        "Purpose",
        "muc dich|muc dich su dung|nhom|phan nhom|purpose|nhom camera",
        PURPOSE_WORDS,
        "Theo Quyết định 319/QĐ-UBND.",
        "By Decision 319/QĐ-UBND.",
    ),
    _list(
        "funding",
        "Nguồn vốn",
        "Funding",
        "nguon kinh phi|kinh phi|von|nguon dau tu|funding|nguon",
        FUNDING_WORDS,
        "Chọn trong danh sách.",
        "Choose from the list.",
    ),
    _list(
        "lifecycle",
        "Tình trạng",
        "State",
        "trang thai|hien trang|tinh trang hoat dong|status|state|tinh trang su dung",
        LIFECYCLE_WORDS,
        "Chọn trong danh sách; để trống là đang hoạt động.",
        "Choose from the list; empty: operating.",
    ),
    _organisation(
        "operator_id",
        "Đơn vị vận hành",
        "Operator",
        "van hanh|don vi khai thac|operator|don vi su dung",
        "Tên hoặc mã cơ quan.",
        "Name or code of the organisation.",
        "Công an phường Định Công",
    ),
    _organisation(
        "maintainer_id",
        "Đơn vị bảo trì",
        "Maintainer",
        "bao tri|don vi bao duong|bao duong|maintainer|don vi bao hanh",
        "Tên hoặc mã cơ quan.",
        "Name or code of the organisation.",
        "Trung tâm Điều khiển giao thông",
    ),
    _column(
        "maker",
        "Hãng",
        "Maker",
        "hang san xuat|nha san xuat|thuong hieu|maker|brand|manufacturer|nhan hieu",
        cells.text(100),
        "Hikvision",
        "",
        "",
    ),
    _column(
        "model", "Mẫu", "Model", "model|ma san pham|dong may|kieu may|mau ma", cells.text(100), "DS-2CD2T47", "", ""
    ),
    _column(
        "serial",
        "Số sê-ri",
        "Serial number",
        "serial|so seri|s/n|sn|seri|so may|serial number",
        cells.text(100),
        "DS2CD2T47G2-0231",
        "",
        "",
        width=22,
    ),
    _column(
        "mac",
        "Địa chỉ MAC",
        "MAC",
        "mac|dia chi vat ly|mac address",
        cells.mac,
        "C0:56:E3:12:34:56",
        "Mười hai chữ số thập lục phân.",
        "Twelve hexadecimal digits.",
        show=_show_mac,
        width=20,
    ),
    _column(
        "network_address",
        "Địa chỉ mạng",
        "Network address",
        "dia chi ip|ip|ip address|dia chi ip camera|dia chi ip (lan)|host",
        cells.network_address,
        "10.24.7.31",
        "Địa chỉ IP hoặc tên máy, có thể kèm cổng.",
        "IP address or host, with a port if need be.",
        width=18,
    ),
    _column(
        "network",
        "Mạng",
        "Network",
        "ten mang|vlan|mang noi bo|network|mang ket noi",
        cells.text(100),
        "Mạng giao thông",
        "Mạng chứa địa chỉ riêng (10.x, 192.168.x).",
        "Which network a private address belongs to.",
    ),
    _column(
        "main_url",
        "Địa chỉ luồng chính",
        "Main stream address",
        "rtsp|dia chi rtsp|link rtsp|luong|luong chinh|url|rtsp url|duong dan rtsp|link|dia chi luong",
        cells.stream_address,
        "rtsp://10.24.7.31:554/Streaming/Channels/101",
        "Bắt đầu bằng rtsp://. Mật khẩu trong địa chỉ được mã hóa ngay, không hiện lại.",
        "Begins with rtsp://. A password in it is sealed at once.",
        width=44,
    ),
    _column(
        "username",
        "Tên đăng nhập",
        "User name",
        "tai khoan|user|username|ten nguoi dung|ten truy cap",
        cells.text(200),
        "viewer",
        "Của luồng hình; đừng ghi mật khẩu vào tệp.",
        "Of the stream; do not write passwords into the file.",
    ),
    _column(
        "codecs",
        "Chuẩn nén",
        "Codecs",
        "codec|chuan nen hinh|nen|chuan hinh|ma hoa hinh",
        cells.text(100),
        "H.265, H.264",
        "",
        "",
    ),
    *_PROMISES,
    _list(
        "connection",
        "Đường truyền",
        "Connection",
        "ket noi|loai ket noi|kieu ket noi|duong truyen ket noi|connection|hinh thuc ket noi",
        CONNECTION_WORDS,
        "Chọn trong danh sách.",
        "Choose from the list.",
    ),
    _column(
        "installed_on",
        "Ngày lắp",
        "Installed on",
        "ngay lap dat|thoi gian lap dat|lap ngay|installed|nam lap dat|ngay dua vao su dung",
        cells.day,
        date(2024, 5, 17),
        "ngày/tháng/năm.",
        "dd/mm/yyyy.",
    ),
    _column(
        "warranty_until",
        "Bảo hành đến",
        "Warranty until",
        "bao hanh|han bao hanh|het bao hanh|warranty|ngay het bao hanh",
        cells.day,
        date(2027, 5, 17),
        "ngày/tháng/năm.",
        "dd/mm/yyyy.",
    ),
    _column(
        "certificates",
        "Chứng nhận, kiểm định",
        "Certificates",
        "chung nhan|kiem dinh|giay chung nhan|certificates|giay kiem dinh",
        cells.certificates,
        "Kiểm định: KĐ-12/2025 (31/12/2026)",
        "Loại: số (hết hạn); nhiều giấy cách nhau bằng dấu chấm phẩy.",
        "Kind: number (expiry); several between semicolons.",
        show=show_certificates,
        width=34,
    ),
    _column(
        "legal_basis",
        "Căn cứ pháp lý",
        "Legal basis",
        "can cu|phap ly|van ban|quyet dinh|legal basis|can cu lap dat",
        cells.text(200),
        "Quyết định 319/QĐ-UBND",
        "",
        "",
        width=26,
    ),
    _column(
        "notice",
        "Biển báo",
        "Public notice",
        "bien bao|bien thong bao|co bien bao|notice|sign|bien bao camera",
        cells.yes_or_no,
        YES,
        "Có biển cho người dân biết nơi này có camera: Có hoặc Không.",
        "Whether a sign tells the public.",
        show=_show_notice,
        choices=(YES, NO),
        width=10,
    ),
    _column(
        "retention_class",
        "Nhóm lưu trữ",
        "Retention class",
        "luu tru|thoi gian luu|thoi gian luu tru|retention",
        cells.text(100),
        "30 ngày",
        "",
        "",
    ),
    _column(
        "tags",
        "Nhãn",
        "Tags",
        "nhan|tag|tags|the",
        cells.tags,
        "cổng trường",
        "Cách nhau bằng dấu phẩy.",
        "Between commas.",
        show=_show_tags,
    ),
    _column("note", "Ghi chú", "Note", "ghi chu khac|note|remarks|chu thich", cells.text(500), "", "", "", width=30),
)

BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}
COLUMN_OF_FIELD: Mapping[str, Column] = {field: column for column in COLUMNS for field in column.fields}


def heading_key(heading: str) -> str:
    """Two headings with the same key are the same: no accents, case, punctuation, or mark of what is required."""
    return " ".join(re.sub(r"[^\w/°]+", " ", fold(heading)).split())


def _headings() -> dict[str, Column]:
    known: dict[str, Column] = {}
    for column in COLUMNS:
        for name in (column.vi, column.en, column.key):
            if known.setdefault(heading_key(name), column) is not column:
                raise ValueError(f"two columns are called {name}")
    for column in COLUMNS:
        for name in column.synonyms:
            known.setdefault(heading_key(name), column)
    return known


_HEADINGS = _headings()


def column_of(heading: str) -> Column | None:
    """The column that a heading means; with words in brackets or a unit behind it, too."""
    key = heading_key(heading)
    if key in _HEADINGS:
        return _HEADINGS[key]
    return _HEADINGS.get(heading_key(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", heading)))

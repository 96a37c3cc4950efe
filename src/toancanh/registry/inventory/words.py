"""The words of the lists in a spreadsheet: what is shown, and what people write instead. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from toancanh.registry.dossier.model import CameraKind, ConnectionKind, Funding, Lifecycle, PurposeClass
from toancanh.registry.inventory.faults import Fault

KIND_WORDS = {CameraKind.FIXED: "Cố định", CameraKind.PTZ: "Quay quét (PTZ)"}
PURPOSE_WORDS = {
    PurposeClass.SECURITY: "An ninh, trật tự, xử lý vi phạm",
    PurposeClass.DEFENCE: "Quốc phòng",
    PurposeClass.STATE_MANAGEMENT: "Quản lý nhà nước",
}
FUNDING_WORDS = {Funding.BUDGET: "Ngân sách", Funding.SOCIALISED: "Xã hội hóa", Funding.OTHER: "Khác"}
CONNECTION_WORDS = {
    ConnectionKind.FIBRE: "Cáp quang riêng",
    ConnectionKind.INTERNET: "Internet",
    ConnectionKind.MOBILE: "Di động (4G, 5G)",
}
LIFECYCLE_WORDS = {
    Lifecycle.PROPOSED: "Đề xuất",
    Lifecycle.APPROVED: "Đã duyệt",
    Lifecycle.INSTALLING: "Đang lắp đặt",
    Lifecycle.OPERATING: "Đang hoạt động",
    Lifecycle.FAULTY: "Hỏng",
    Lifecycle.SUSPENDED: "Tạm dừng",
    Lifecycle.RETIRED: "Thôi sử dụng",
}
YES, NO = "Có", "Không"

SYNONYMS: Mapping[enum.StrEnum, str] = {
    CameraKind.FIXED: "co dinh|thuong|than|than tru|bullet|dome|ban cau|camera co dinh|loai co dinh",
    CameraKind.PTZ: "quay quet|xoay|quay|speed dome|speeddome|ptz|quay quet ptz|camera quay quet|xoay ptz|quan sat ptz",
    PurposeClass.SECURITY: "an ninh|antt|an ninh trat tu|an ninh trat tu xu ly vi pham|xu ly vi pham|giao thong|nhom 1|"
    "giam sat giao thong|trat tu|an toan giao thong|phat nguoi",
    PurposeClass.DEFENCE: "quoc phong|quan su|nhom 2",
    PurposeClass.STATE_MANAGEMENT: "quan ly nha nuoc|qlnn|nhom 3|do thi|quan ly do thi|quan ly",
    Funding.BUDGET: "ngan sach|ngan sach nha nuoc|nsnn|von ngan sach|nha nuoc",
    Funding.SOCIALISED: "xa hoi hoa|xhh|xa hoi hoa nguon luc|dan gop|nguoi dan dong gop|tu nhan",
    Funding.OTHER: "khac|nguon khac",
    ConnectionKind.FIBRE: "cap quang|cap quang rieng|quang|kenh rieng|truyen so lieu chuyen dung|"
    "leased line|ftth rieng",
    ConnectionKind.INTERNET: "internet|mang internet|ftth|wifi|adsl|cap dong",
    ConnectionKind.MOBILE: "di dong|4g|5g|sim 4g|3g|4g/5g|di dong 4g 5g|sim",
    Lifecycle.PROPOSED: "de xuat|du kien",
    Lifecycle.APPROVED: "da duyet|da phe duyet|phe duyet",
    Lifecycle.INSTALLING: "dang lap|dang lap dat|lap dat",
    Lifecycle.OPERATING: "dang hoat dong|hoat dong|tot|binh thuong|dang dung|hoat dong tot|dang su dung",
    Lifecycle.FAULTY: "hong|loi|mat tin hieu|su co|khong hoat dong|hu hong",
    Lifecycle.SUSPENDED: "tam dung|tam ngung|ngung|tam ngung hoat dong",
    Lifecycle.RETIRED: "thoi su dung|thanh ly|thao do|da thao|thoi dung",
}
"""Folded, between bars."""

FAULT_WORDS: Mapping[Fault, str] = {
    Fault.REQUIRED: "Chưa ghi.",
    Fault.TOO_LONG: "Dài quá {detail} chữ.",
    Fault.CONTROL_CHARACTERS: "Có ký tự không in được.",
    Fault.CELL_ERROR: "Ô công thức bị lỗi hoặc chưa có giá trị.",
    Fault.NOT_A_NUMBER: "Không phải là số.",
    Fault.LETTERS_IN_NUMBER: "Có chữ thay cho số: {detail}.",
    Fault.OUT_OF_RANGE: "Ngoài khoảng {detail}.",
    Fault.COORDINATES_SWAPPED: "Vĩ độ và kinh độ đổi chỗ nhau.",
    Fault.COORDINATES_INCOMPLETE: "Thiếu một trong hai tọa độ.",
    Fault.DECIMAL_POINT_LOST: "Mất dấu thập phân.",
    Fault.OUT_OF_CITY: "Nằm ngoài thành phố ({detail}).",
    Fault.AZIMUTH_OVER: "Hướng từ 0 đến {detail} độ.",
    Fault.AZIMUTH_AMBIGUOUS: "N là Nam hay North? Hãy ghi số độ.",
    Fault.UNKNOWN_WORD: "Không có trong danh sách: {detail}.",
    Fault.DATE_FORM: "Không đọc được ngày; ghi ngày/tháng/năm.",
    Fault.DATE_ORDER: "Ngày và tháng đổi chỗ nhau.",
    Fault.DATE_INCOMPLETE: "Thiếu ngày hoặc tháng.",
    Fault.MAC_FORM: "Địa chỉ MAC có 12 chữ số thập lục phân, ở đây có {detail}.",
    Fault.MAC_PLACEHOLDER: "Địa chỉ MAC này chỉ để giữ chỗ.",
    Fault.ADDRESS_INCOMPLETE: "Địa chỉ IP thiếu số.",
    Fault.ADDRESS_FORM: "Không phải là địa chỉ mạng.",
    Fault.ADDRESS_FORBIDDEN: "Nền tảng không được kết nối tới địa chỉ này.",
    Fault.STREAM_FORM: "Địa chỉ luồng bắt đầu bằng rtsp://.",
    Fault.RESOLUTION_FORM: "Ghi ngang x dọc, ví dụ 1920x1080, hoặc 2 MP.",
    Fault.CERTIFICATE_FORM: "Ghi loại: số (hạn), ví dụ Kiểm định: KĐ-12 (31/12/2026).",
    Fault.DUPLICATE_CODE: "Trùng mã với dòng {detail}.",
    Fault.CODE_TAKEN: "Mã này đã có ở cơ quan khác.",
    Fault.CODE_FORM: "Mã phải có chữ hoặc số.",
    Fault.ORGANISATION_UNKNOWN: "Không có cơ quan nào tên như vậy.",
    Fault.ORGANISATION_ENDED: "Cơ quan này đã thôi hoạt động; nay là: {detail}.",
    Fault.ORGANISATION_FOREIGN: "Không được khai thay cơ quan này.",
    Fault.POLE_UNKNOWN: "Không có cột nào mang mã này.",
    Fault.SITE_UNKNOWN: "Không có điểm nào mang mã này.",
    Fault.TAG_FORBIDDEN: "Không được đặt nhãn này.",
    Fault.TRANSITION: "Không chuyển được từ tình trạng {detail}.",
    Fault.STALE: "Camera vừa được người khác sửa.",
    Fault.AMBIGUOUS_MATCH: "Số sê-ri và địa chỉ MAC chỉ hai camera khác nhau ({detail}).",
}
"""What stands beside a bad cell in the spreadsheet that goes back."""

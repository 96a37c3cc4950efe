"""The words of the lists in a spreadsheet: what is shown, and what people write instead. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from toancanh.registry.dossier.model import CameraKind, ConnectionKind, Funding, Lifecycle, PurposeClass

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
